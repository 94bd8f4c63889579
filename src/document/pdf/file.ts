// A PDF opened for reading: the newest revision's objects, resolved lazily through the xref sections.
import { Budget } from './budget.ts'
import { decodeStream } from './filters.ts'
import { Lexer } from './lexer.ts'
import { readObjectAt, streamBytes, unambiguous } from './object-at.ts'
import { as, countOf, nameOf, type PdfDict, PdfError, type PdfStream, type PdfValue } from './objects.ts'
import { parseValue } from './parser.ts'
import { readSections, type XrefEntry, type XrefSection } from './xref.ts'

/** Readers accept a header within this many bytes (ISO 32000-1 Annex H, 3.4.1, note 13). */
const HEADER_WITHIN = 1024
/** References to references; a well-formed file has none. */
const HOPS = 16
/** Object streams whose /Length stands in another one, and so on: each is a step on the call stack. */
const OPENING = 8

/** An object stream (7.5.7): its decoded bytes, and number and offset of each object in it. */
interface ObjectStream {
  data: Buffer
  numbers: number[]
  offsets: number[]
}

export class PdfFile {
  readonly bytes: Buffer
  readonly budget: Budget
  /** Newest first. */
  readonly sections: XrefSection[]
  /** Trailer of the newest section. */
  readonly trailer: PdfDict
  /** Why readers could see different documents in these bytes; empty when none was met. */
  readonly ambiguities: string[] = []
  readonly #entries = new Map<number, XrefEntry>()
  readonly #objects = new Map<number, PdfValue>()
  readonly #containers = new Map<number, ObjectStream>()
  readonly #opening = new Set<number>()

  /** Reads header, trailer and xref sections. Throws a PdfError when they are not in order. */
  constructor(bytes: Buffer, budget: Budget = new Budget()) {
    this.bytes = bytes
    this.budget = budget
    const header = bytes.subarray(0, HEADER_WITHIN).indexOf('%PDF-')
    if (header < 0) throw new PdfError('damaged', 'no header')
    if (header > 0) this.ambiguities.push('bytes before the header')
    this.sections = readSections(bytes, budget)
    this.trailer = this.sections[0]!.trailer
    this.#merge()
  }

  /** Whether any revision is encrypted (7.6.1). */
  get encrypted(): boolean {
    return this.sections.some(({ trailer }) => (trailer.entries.get('Encrypt') ?? null) !== null)
  }

  /** Numbers of all objects that are in use. */
  numbers(): Iterable<number> {
    return this.#entries.keys()
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

  /** The object of that number and generation; null when it is free or absent. */
  object(number: number, generation: number): PdfValue {
    const entry = this.#entries.get(number)
    if (!entry || entry.kind === 'free') return null
    if (generation !== (entry.kind === 'offset' ? entry.generation : 0)) return null
    const known = this.#objects.get(number)
    if (known !== undefined) return known
    const value =
      entry.kind === 'offset' ? this.#objectAt(entry.offset, number, generation) : this.#compressed(number, entry)
    this.#objects.set(number, value)
    return value
  }

  #objectAt(offset: number, number: number, generation: number): PdfValue {
    const object = readObjectAt(this.bytes, offset, this.budget)
    if (object.number !== number || object.generation !== generation)
      throw new PdfError('damaged', `object ${number} is not where the xref says`)
    return object.value
  }

  #compressed(number: number, { container, index }: { container: number; index: number }): PdfValue {
    const stream = this.#container(container)
    if (stream.numbers[index] !== number) throw new PdfError('damaged', `object ${number} is not in its object stream`)
    this.budget.object()
    const start = stream.offsets[index]!
    const next = stream.offsets[index + 1] ?? stream.data.length
    const end = next > start ? next : stream.data.length
    return parseValue(new Lexer(stream.data, start, this.budget, { end, isFile: false }))
  }

  #container(number: number): ObjectStream {
    const known = this.#containers.get(number)
    if (known) return known
    const entry = this.#entries.get(number)
    // An object stream stands in no other one (7.5.7), nor does its /Length stand in itself.
    if (entry?.kind !== 'offset' || this.#opening.has(number)) throw new PdfError('damaged', 'no such object stream')
    if (this.#opening.size >= OPENING) throw new PdfError('depth-limit', 'object streams that need each other')
    this.#opening.add(number)
    const stream = as('stream', this.object(number, entry.generation))
    if (nameOf(stream?.dict.entries.get('Type')) !== 'ObjStm') throw new PdfError('damaged', 'no such object stream')
    const opened = this.#openContainer(stream!)
    this.#containers.set(number, opened)
    this.#opening.delete(number)
    return opened
  }

  #openContainer(stream: PdfStream): ObjectStream {
    const dict = unambiguous(stream.dict, 'object stream')
    const count = countOf(this.get(dict, 'N'))
    const first = countOf(this.get(dict, 'First'))
    const data = this.streamData(stream)
    if (count === null || first === null || first > data.length) throw new PdfError('damaged', 'object stream header')
    const lexer = new Lexer(data, 0, this.budget, { end: first, isFile: false })
    const numbers: number[] = []
    const offsets: number[] = []
    for (let index = 0; index < count; index++) {
      const number = lexer.next()
      const offset = lexer.next()
      if (typeof number !== 'number' || typeof offset !== 'number' || offset < 0)
        throw new PdfError('damaged', 'object stream header')
      numbers.push(number)
      offsets.push(first + offset)
    }
    return { data, numbers, offsets }
  }

  /** A stream's bytes with its filters undone, within the budget. */
  streamData(stream: PdfStream): Buffer {
    const length = countOf(this.get(stream.dict, 'Length'))
    if (length === null) throw new PdfError('damaged', 'stream without /Length')
    const raw = streamBytes(this.bytes, stream.start, length)
    return decodeStream(stream.dict, raw, this.budget, (value) => this.resolve(value))
  }

  /**
   * The newest section wins; a free entry hides older ones. In a hybrid section (7.5.8.4) the stream gives what the
   * table leaves free or out. When readers of the tables alone see another object, that is an ambiguity.
   */
  #merge(): void {
    const old = new Map<number, XrefEntry>()
    const hybrid = this.sections.some((section) => section.hybrid)
    for (const section of this.sections) {
      const own = section.hybrid ? overlay(section.entries, section.hybrid) : section.entries
      for (const [number, entry] of own) if (!this.#entries.has(number)) this.#entries.set(number, entry)
      if (!hybrid) continue
      for (const [number, entry] of section.entries) if (!old.has(number)) old.set(number, entry)
    }
    for (const [number, entry] of old)
      if (entry.kind !== 'free' && !same(entry, this.#entries.get(number)!)) {
        this.ambiguities.push('hybrid xref with another object in its stream')
        return
      }
  }
}

function overlay(table: Map<number, XrefEntry>, stream: Map<number, XrefEntry>): Map<number, XrefEntry> {
  const out = new Map(table)
  for (const [number, entry] of stream) if ((out.get(number)?.kind ?? 'free') === 'free') out.set(number, entry)
  return out
}

function same(one: XrefEntry, other: XrefEntry): boolean {
  if (one.kind === 'offset' && other.kind === 'offset')
    return one.offset === other.offset && one.generation === other.generation
  return one.kind === other.kind && one.kind === 'free'
}
