// One view of a PDF: the objects as they stand in the newest revision, or in an older one, resolved lazily.
import { Budget } from './budget.ts'
import { unlock } from './crypt.ts'
import { decodeStream } from './filters.ts'
import { streamBytes, unambiguous } from './object-at.ts'
import { as, countOf, nameOf, type PdfDict, PdfError, type PdfStream, type PdfValue } from './objects.ts'
import { type ObjectStream, Store } from './store.ts'
import { readSections, sameEntry, type XrefEntry, type XrefSection } from './xref.ts'

/** Readers accept a header within this many bytes (ISO 32000-1 Annex H, 3.4.1, note 13). */
const HEADER_WITHIN = 1024
/** References to references; a well-formed file has none. */
const HOPS = 16
/** Object streams whose /Length stands in another one, and so on: each is a step on the call stack. */
const OPENING = 8
const FREE: XrefEntry = { kind: 'free' }

export class PdfFile {
  readonly store: Store
  /** Newest first. */
  readonly sections: XrefSection[]
  /** Trailer of the newest section. */
  readonly trailer: PdfDict
  /** Why readers could see different documents in these bytes; empty when none was met. */
  readonly ambiguities: string[] = []
  /** Encrypted, and not with the empty user password alone: strings, streams and object streams cannot be read. */
  locked = false
  /** Whether the last startxref stands where readers look for it; others than ours find none there. */
  nearEnd = true
  /** Whether a dictionary that was met names a key twice with two values: readers differ in which one counts. */
  duplicateKeys = false
  readonly #entries: Map<number, XrefEntry>[]
  readonly #found = new Map<number, XrefEntry>()
  readonly #opening = new Set<number>()

  private constructor(store: Store, sections: XrefSection[], entries: Map<number, XrefEntry>[]) {
    this.store = store
    this.sections = sections
    this.trailer = sections[0]!.trailer
    this.#entries = entries
  }

  /** Reads header, trailer and xref sections. Throws a PdfError when they are not in order. */
  static open(bytes: Buffer, budget: Budget = new Budget()): PdfFile {
    const header = bytes.subarray(0, HEADER_WITHIN).indexOf('%PDF-')
    if (header < 0) throw new PdfError('damaged', 'no header')
    const { sections, nearEnd } = readSections(bytes, budget)
    const file = new PdfFile(new Store(bytes, budget), sections, sections.map(effective))
    if (header > 0) file.ambiguities.push('bytes before the header')
    file.nearEnd = nearEnd
    if (!nearEnd) file.ambiguities.push('the last startxref is not near the end of the file')
    if (hidesInHybrid(sections, file)) file.ambiguities.push('hybrid xref with another object in its stream')
    file.#unlock()
    return file
  }

  /** The file as it stood when the section of that index was its newest. */
  revision(index: number): PdfFile {
    return new PdfFile(this.store, this.sections.slice(index), this.#entries.slice(index))
  }

  get bytes(): Buffer {
    return this.store.bytes
  }

  get budget(): Budget {
    return this.store.budget
  }

  /** What one section says of its objects, hybrid stream included. */
  ownEntries(index: number): Map<number, XrefEntry> {
    return this.#entries[index]!
  }

  /** The value itself, references followed. A reference to nothing is null (7.3.10). */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null
    for (let hop = 0; hop < HOPS; hop++) {
      const ref = as('ref', current)
      if (!ref) return current
      current = this.object(ref.number, ref.generation)
    }
    throw new PdfError('damaged', 'references run in a circle')
  }

  /** Value of a dictionary's entry, references followed. */
  get(dict: PdfDict, key: string): PdfValue {
    return this.resolve(dict.entries.get(key))
  }

  /** The newest entry wins; a free one hides older ones. */
  entry(number: number): XrefEntry {
    const known = this.#found.get(number)
    if (known) return known
    const entry = this.#entries.find((section) => section.has(number))?.get(number) ?? FREE
    this.#found.set(number, entry)
    return entry
  }

  /** The object of that number and generation; null when it is free or absent. */
  object(number: number, generation: number): PdfValue {
    const entry = this.entry(number)
    if (entry.kind === 'free') return null
    if (generation !== (entry.kind === 'offset' ? entry.generation : 0)) return null
    if (entry.kind === 'offset') return this.#objectAt(entry.offset, number, generation)
    const stream = this.container(entry.container)
    if (stream.numbers[entry.index] !== number)
      throw new PdfError('damaged', `object ${number} is not in its object stream`)
    return this.store.member(stream, entry.index)
  }

  #objectAt(offset: number, number: number, generation: number): PdfValue {
    const object = this.store.objectAt(offset)
    if (object.number !== number || object.generation !== generation)
      throw new PdfError('damaged', `object ${number} is not where the xref says`)
    return object.value
  }

  /** The object stream of that number. */
  container(number: number): ObjectStream {
    const entry = this.entry(number)
    // An object stream stands in no other one (7.5.7), nor does its /Length stand in itself.
    if (entry.kind !== 'offset' || this.#opening.has(number)) throw new PdfError('damaged', 'no such object stream')
    if (this.#opening.size >= OPENING) throw new PdfError('depth-limit', 'object streams that need each other')
    this.#opening.add(number)
    try {
      const stream = as('stream', this.object(number, entry.generation))
      if (nameOf(stream?.dict.entries.get('Type')) !== 'ObjStm') throw new PdfError('damaged', 'no such object stream')
      const dict = unambiguous(stream!.dict, 'object stream')
      // The same stream with another length, that a later revision gave it, holds other bytes.
      const length = this.get(dict, 'Length')
      return this.store.container(`${entry.offset} ${length}`, () => this.#open(stream!))
    } finally {
      this.#opening.delete(number)
    }
  }

  #open({ dict, ...rest }: PdfStream): { count: number; first: number; data: Buffer } {
    const [count, first] = [countOf(this.get(dict, 'N')), countOf(this.get(dict, 'First'))]
    const data = this.streamData({ dict, ...rest })
    if (count === null || first === null || first > data.length) throw new PdfError('damaged', 'object stream header')
    return { count, first, data }
  }

  /** A stream's bytes with encryption and filters undone, within the budget. */
  streamData(stream: PdfStream): Buffer {
    const raw = this.rawStream(stream)
    return decodeStream(stream.dict, raw, this.budget, (value) => this.resolve(value))
  }

  /** A stream's bytes as they are before the filters are undone. */
  rawStream(stream: PdfStream): Buffer {
    const raw = streamBytes(this.bytes, stream.start, this.streamLength(stream))
    return this.store.decryptor?.decryptStream(stream, raw, stream.number, stream.generation) ?? raw
  }

  streamLength(stream: PdfStream): number {
    const length = countOf(this.get(stream.dict, 'Length'))
    if (length === null) throw new PdfError('damaged', 'stream without /Length')
    return length
  }

  /** Opens the file with the empty user password when it is encrypted (7.6.1), or says that it is locked. */
  #unlock(): void {
    // The second section of a linearized file stands behind the first and need not say it (Annex F).
    const said = this.sections.filter(({ offset }, index) => index === 0 || offset < this.sections[index - 1]!.offset)
    const named = said.map(({ trailer }) => trailer.entries.get('Encrypt') ?? null)
    if (named.every((value) => value === null)) return
    const first = as('ref', named[0])
    // Readers take the newest trailer's; when an older one says otherwise, they do not agree on what is encrypted.
    const agreed = named.every((value) => as('ref', value)?.number === first?.number && value !== null)
    const dict = agreed ? as('dict', this.resolve(named[0])) : null
    const id = as('string', as('array', this.resolve(this.trailer.entries.get('ID')))?.items[0])?.bytes
    this.store.decryptor = dict && unlock(this.#direct(dict), id ?? Buffer.alloc(0))
    this.locked = this.store.decryptor === null
  }

  /** The dictionary with its own references followed. */
  #direct(dict: PdfDict): PdfDict {
    return { ...dict, entries: new Map([...dict.entries].map(([key, value]) => [key, this.resolve(value)])) }
  }
}

/** In a hybrid section (7.5.8.4) the stream gives what the table leaves free or out. */
function effective({ entries, hybrid }: XrefSection): Map<number, XrefEntry> {
  if (!hybrid) return entries
  const out = new Map(entries)
  for (const [number, entry] of hybrid.entries) if ((out.get(number)?.kind ?? 'free') === 'free') out.set(number, entry)
  return out
}

/** Whether readers of the tables alone see another object where a hybrid's stream names one. */
function hidesInHybrid(sections: XrefSection[], file: PdfFile): boolean {
  if (!sections.some(({ hybrid }) => hybrid)) return false
  const seen = new Set<number>()
  for (const { entries } of sections)
    for (const [number, entry] of entries) {
      if (seen.has(number)) continue
      seen.add(number)
      if (entry.kind !== 'free' && !sameEntry(entry, file.entry(number))) return true
    }
  return false
}
