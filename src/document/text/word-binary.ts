// The text of Word documents before 2007 ([MS-DOC]): pieces of the stream, parted into body, notes, headers, comments, boxes.
import type { TextWhere } from '../../facts.ts'
import { OpenFields } from './field-words.ts'
import { ShapeTexts } from './office-art.ts'
import { PLAIN, type ReadText, type RunStyle, type TextSink } from './sink.ts'
import { wordDrawings, wordPictures } from './word-drawings.ts'
import { WordFormat } from './word-format.ts'
import { headerStories, type Story } from './word-headers.ts'

/** Versions before Word 97 keep their text in one stretch of bytes. */
const WORD_97 = 0xc1
const TEXT_START = 0x18
const TEXT_END = 0x1c
/** Counts of characters of each part, in their order in the text ([MS-DOC] 2.5.5). */
const PARTS: readonly (readonly [number, TextWhere])[] = [
  [0x4c, 'body'],
  [0x50, 'footnote'],
  [0x54, 'header'],
  [0x58, 'body'],
  [0x5c, 'comment'],
  [0x60, 'footnote'],
  [0x64, 'text-box'],
  [0x68, 'text-box'],
]
const PIECES = 0x1a2
const PIECES_READ = 500_000
/** Bit 30 of a piece's offset: one byte a character ([MS-DOC] 2.9.73). */
const COMPRESSED = 0x40000000
const WINDOWS = new TextDecoder('windows-1252')

interface Piece {
  /** First character, counted over the whole text. */
  first: number
  last: number
  offset: number
  width: 1 | 2
}

/**
 * `table` is the stream 0Table or 1Table that the FIB names, `data` the stream Data. Text that its tables do not lead to
 * is not read.
 */
export function wordText(stream: Buffer, table: Buffer | null, data: Buffer | null): ReadText {
  return (sink) => {
    if (stream.length < 0x200) sink.fail('damaged')
    else if (stream.readUInt16LE(2) < WORD_97 || table === null) oldText(stream, sink)
    else new WordText(stream, table, data, sink).read()
  }
}

/** Word 6 and 95: bytes from fcMin to fcMac, in Windows-1252. */
function oldText(stream: Buffer, sink: TextSink): void {
  const text = WINDOWS.decode(stream.subarray(stream.readUInt32LE(TEXT_START), stream.readUInt32LE(TEXT_END)))
  sink.block('body')
  new Writer('body', sink).write(text, PLAIN)
}

class WordText {
  readonly #stream: Buffer
  readonly #table: Buffer
  readonly #data: Buffer | null
  readonly #sink: TextSink
  readonly #format: WordFormat
  /** Bytes that may still be read: pieces of a sound file do not overlap. */
  #left: number

  constructor(stream: Buffer, table: Buffer, data: Buffer | null, sink: TextSink) {
    this.#stream = stream
    this.#table = table
    this.#data = data
    this.#sink = sink
    this.#format = new WordFormat(stream, table)
    this.#left = 2 * stream.length
  }

  read(): void {
    const pieces = this.#pieces()
    if (pieces === null) {
      this.#sink.fail('damaged')
      return
    }
    let first = 0
    for (const [count, where] of PARTS) {
      const last = first + this.#stream.readUInt32LE(count)
      const stories = where === 'header' ? headerStories(this.#stream, this.#table, first) : [{ first, where }]
      if (last > first) this.#part(pieces, last, stories)
      first = last
    }
    this.#shapes()
  }

  #shapes(): void {
    if (this.#sink.full) return
    const texts = new ShapeTexts()
    for (const drawing of wordDrawings(this.#stream, this.#table)) texts.addAll(drawing)
    if (this.#data !== null)
      for (const picture of wordPictures(this.#data, this.#format.pictures)) texts.addAll(picture)
    texts.tell(null, this.#sink)
  }

  /** [MS-DOC] 2.9.38 Clx: property lists to step over, then the piece table. */
  #pieces(): Piece[] | null {
    const from = this.#stream.readUInt32LE(PIECES)
    const clx = this.#table.subarray(from, from + this.#stream.readUInt32LE(PIECES + 4))
    let at = 0
    while (at + 3 <= clx.length && clx[at] === 1) at += 3 + clx.readUInt16LE(at + 1)
    if (clx[at] !== 2 || at + 5 > clx.length) return null
    const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1))
    const count = Math.floor((plc.length - 4) / 12)
    if (count < 1 || count > PIECES_READ) return null
    return Array.from({ length: count }, (_, index) => {
      const field = plc.readUInt32LE(4 * (count + 1) + 8 * index + 2)
      const compressed = (field & COMPRESSED) !== 0
      const offset = field & 0x3fffffff
      return {
        first: plc.readUInt32LE(4 * index),
        last: plc.readUInt32LE(4 * (index + 1)),
        ...(compressed ? { offset: offset >> 1, width: 1 as const } : { offset, width: 2 as const }),
      }
    })
  }

  /** The text of stories that follow each other, the last up to `end`; each is a block of its own. */
  #part(pieces: Piece[], end: number, stories: readonly Story[]): void {
    let told: Story | null = null
    let writer = new Writer('body', this.#sink)
    for (const piece of pieces) {
      const to = Math.min(end, piece.last)
      for (let at = Math.max(stories[0]!.first, piece.first); at < to && !this.#sink.full && this.#left > 0; ) {
        const index = storyAt(stories, at)
        const story = stories[index]!
        if (story !== told) {
          this.#sink.block(story.where)
          writer = new Writer(story.where, this.#sink)
          told = story
        }
        const next = Math.min(to, stories[index + 1]?.first ?? to)
        this.#letters(piece, at, next, writer)
        at = next
      }
    }
  }

  #letters(piece: Piece, from: number, to: number, writer: Writer): void {
    const start = piece.offset + (from - piece.first) * piece.width
    const end = Math.min(this.#stream.length, start + (to - from) * piece.width)
    this.#left -= Math.max(1, end - start)
    if (this.#left <= 0) this.#sink.fail('size-limit')
    else this.#stretch(start, end, piece.width, writer)
  }

  /** A stretch of the stream, run by run of its formatting. */
  #stretch(start: number, end: number, width: 1 | 2, writer: Writer): void {
    for (let at = start; at < end && !this.#sink.full; ) {
      const { style, end: runEnd } = this.#format.at(at)
      const to = Math.min(end, Math.max(runEnd, at + width))
      const bytes = this.#stream.subarray(at, to)
      writer.write(width === 1 ? WINDOWS.decode(bytes) : bytes.toString('utf16le'), style)
      at = to
    }
  }
}

/** The story in which a character stands that is not before the first. */
function storyAt(stories: readonly Story[], place: number): number {
  let [low, high] = [0, stories.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (stories[middle]!.first <= place) low = middle
    else high = middle - 1
  }
  return low
}

/** Characters with a meaning of their own ([MS-DOC] 2.4.1): fields, marks of cells, breaks, anchors. */
const SPECIAL = /[\x00-\x08\x0b-\x1f]/g

class Writer {
  readonly #where: TextWhere
  readonly #sink: TextSink
  readonly #fields = new OpenFields()
  #afterCell = false

  constructor(where: TextWhere, sink: TextSink) {
    this.#where = where
    this.#sink = sink
  }

  write(text: string, style: RunStyle): void {
    let at = 0
    for (const match of text.matchAll(SPECIAL)) {
      this.#run(text.slice(at, match.index), style)
      this.#special(match[0].charCodeAt(0), style)
      at = match.index + 1
    }
    this.#run(text.slice(at), style)
  }

  #run(text: string, style: RunStyle): void {
    if (text === '') return
    this.#afterCell = false
    if (this.#fields.inCode) this.#fields.add(text)
    else this.#sink.run(text, style)
  }

  #special(code: number, style: RunStyle): void {
    if (code === 0x13) this.#fields.begin()
    else if (code === 0x14) this.#run(this.#fields.separate(), style)
    else if (code === 0x15) this.#run(this.#fields.end(), style)
    else if (code === 0x07) {
      // A mark behind a mark ends the row.
      if (this.#afterCell) this.#sink.line()
      else this.#sink.run('\t', PLAIN)
      this.#afterCell = !this.#afterCell
    } else if (code === 0x0d || code === 0x0b || code === 0x0e) {
      this.#fields.clear()
      this.#sink.line()
    } else if (code === 0x0c) this.#sink.block(this.#where)
    else if (code === 0x1e) this.#run('-', style)
    // In fonts of TCVN 5712 it is the letter ư.
    else if (code === 0x1f) this.#run('\u00ad', style)
  }
}
