// Which revision a signature covers, and whether all that follows is made of well-formed updates (ISO 32000-2 7.5.6).
import type { PdfFile } from './file.ts'
import { Lexer } from './lexer.ts'
import { isWord, streamEnd } from './object-at.ts'
import { nameOf, PdfError } from './objects.ts'
import { lastStartxref } from './xref.ts'

/** A revision's end behind its last number (7.5.5). */
const END = /^[\0\t\n\f\r ]*%%EOF[\0\t\n\f\r ]*$/
const END_WITHIN = 64
/** Comments that no reader which searches for objects can take for one. */
const COMMENT_LIMIT = 512
const SUSPICIOUS = /obj|xref|trailer|stream/

/**
 * Index of the section that was the newest within the signed bytes; a phrase when they do not end with a whole
 * revision, or `null` when the file's chain does not lead there: it was cut off from what was signed.
 */
export function signedRevision(file: PdfFile, signedEnd: number): number | string | null {
  const signed = file.bytes.subarray(0, signedEnd)
  try {
    const { offset, end } = lastStartxref(signed, file.budget)
    if (signedEnd - end > END_WITHIN || !END.test(signed.toString('latin1', end)))
      return 'the signed bytes do not end with a revision'
    const at = skipWhite(file, offset)
    const index = file.sections.findIndex((section) => section.offset === at)
    return index < 0 ? null : index
  } catch (error) {
    if (error instanceof PdfError && error.reason === 'damaged') return 'the signed bytes do not end with a revision'
    throw error
  }
}

/**
 * What behind the signed bytes belongs to no update, as a phrase; null when every byte does. `index` is that of the
 * signed revision's section. Readers that rebuild the xref show left-over objects; others do not.
 */
export function leftOver(file: PdfFile, signedEnd: number, index: number): string | null {
  const offsets = file.sections.map(({ offset }) => offset)
  for (let newer = 0; newer < index; newer++) {
    if (offsets[newer]! < signedEnd) return 'an update leads back into the signed bytes'
    if (newer > 0 && offsets[newer]! >= offsets[newer - 1]!) return 'updates do not follow one another'
  }
  try {
    return new Tiling(file, signedEnd, index).check()
  } catch (error) {
    if (error instanceof PdfError && error.reason === 'damaged') return `an update is malformed: ${error.message}`
    throw error
  }
}

/** Lays the updates' objects and sections over the bytes and looks for what is left bare. */
class Tiling {
  readonly #file: PdfFile
  readonly #index: number
  /** Which newer section names the object at an offset. */
  readonly #named = new Map<number, { number: number; section: number }>()
  readonly #streams: Set<number>
  readonly #packed = new Set<string>()
  #at: number
  /** Section that was passed last, newest is 0. */
  #passed: number

  constructor(file: PdfFile, signedEnd: number, index: number) {
    this.#file = file
    this.#index = index
    this.#at = signedEnd
    this.#passed = index
    const newer = file.sections.slice(0, index)
    this.#streams = new Set(newer.flatMap(({ hybrid }) => (hybrid ? [skipWhite(file, hybrid.offset)] : [])))
    for (let section = 0; section < index; section++)
      for (const [number, entry] of file.ownEntries(section)) {
        file.budget.steps(1)
        if (entry.kind === 'offset' && entry.offset >= signedEnd)
          this.#named.set(skipWhite(file, entry.offset), { number, section })
        if (entry.kind === 'compressed') this.#packed.add(`${number} ${entry.container} ${entry.index}`)
      }
  }

  check(): string | null {
    const { bytes } = this.#file
    let ended = true
    for (;;) {
      if (!this.#skip()) return 'a comment that looks like an object'
      if (this.#at >= bytes.length) break
      const lexer = new Lexer(bytes, this.#at, this.#file.budget)
      const token = lexer.next()
      if (isWord(token, 'startxref')) {
        const offset = lexer.next()
        const section = this.#file.sections[this.#passed]!
        if (
          typeof offset !== 'number' ||
          skipWhite(this.#file, offset) !== section.offset ||
          this.#passed === this.#index
        )
          return 'a startxref that does not lead to the section before it'
        this.#at = lexer.at
        ended = true
      } else {
        const wrong = isWord(token, 'xref') ? this.#table() : this.#object()
        if (wrong) return wrong
        ended = false
      }
    }
    return this.#passed === 0 && ended ? null : 'the last update has no end'
  }

  #table(): string | null {
    const next = this.#file.sections[this.#passed - 1]
    if (next?.offset !== this.#at || next.end === null) return 'an xref table that no startxref leads to'
    this.#passed--
    this.#at = next.end
    return null
  }

  #object(): string | null {
    const at = this.#at
    const object = this.#file.store.objectAt(at)
    const next = this.#file.sections[this.#passed - 1]
    const named = this.#named.get(at)
    if (next?.offset === at) this.#passed--
    else if (named?.number !== object.number && !this.#streams.has(at)) return `object ${object.number} is left over`
    const { value } = object
    if (typeof value !== 'object' || value?.type !== 'stream') this.#at = object.end
    else {
      const view = named ? this.#file.revision(named.section) : this.#file
      const lexer = new Lexer(
        this.#file.bytes,
        streamEnd(this.#file.bytes, value.start, view.streamLength(value)),
        this.#file.budget,
      )
      if (!isWord(lexer.next(), 'endobj')) return `object ${object.number} has no end`
      this.#at = lexer.at
      if (nameOf(value.dict.entries.get('Type')) === 'ObjStm') return this.#members(view, object.number)
    }
    return null
  }

  /** Every object of an object stream must be one that an update names there. */
  #members(view: PdfFile, container: number): string | null {
    const { numbers } = view.container(container)
    this.#file.budget.steps(numbers.length)
    const stray = numbers.find((number, index) => !this.#packed.has(`${number} ${container} ${index}`))
    return stray === undefined ? null : `object ${stray} is left over in an object stream`
  }

  /** Skips white space and comments; false at a comment that could hide something. */
  #skip(): boolean {
    const { bytes } = this.#file
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!
      if (byte === 0x25) {
        const from = this.#at
        while (this.#at < bytes.length && bytes[this.#at] !== 0x0a && bytes[this.#at] !== 0x0d) this.#at++
        if (this.#at - from > COMMENT_LIMIT || SUSPICIOUS.test(bytes.toString('latin1', from, this.#at))) return false
      } else if ([0, 9, 10, 12, 13, 32].includes(byte)) this.#at++
      else return true
    }
    return true
  }
}

function skipWhite(file: PdfFile, offset: number): number {
  const lexer = new Lexer(file.bytes, offset, file.budget)
  lexer.skipWhite()
  return lexer.at
}
