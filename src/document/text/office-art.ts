// Words that shapes have as properties ([MS-ODRAW]): WordArt, of which watermarks are made, and alternative texts.
import type { Reason, TextWhere } from '../../facts.ts'
import { type PowerPointRecord, RecordWalk } from './powerpoint-records.ts'
import { Recordings } from './recorded.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** OfficeArtFOPT, OfficeArtSecondaryFOPT, OfficeArtTertiaryFOPT ([MS-ODRAW] 2.2.9 to 2.2.11). */
const PROPERTY_TABLES = new Set([0xf00b, 0xf121, 0xf122])
/** OfficeArtFOPTEs of one table are six bytes each; the data of complex ones follow in their order. */
const ENTRY = 6
const COMPLEX = 0x8000
const OPID = 0x3fff
/** gtextUNICODE ([MS-ODRAW] 2.3.22.1) and wzDescription (2.3.4.5). */
const TOLD: Record<number, TextWhere> = { 192: 'watermark', 897: 'alternative-text' }
/** Arrays (IMsoArray, 2.2.51): shapes, guides, shades, dashes, wrapping. */
const ARRAYS = new Set([0x145, 0x146, 0x151, 0x155, 0x156, 0x157, 0x158, 0x197, 0x1cf, 0x383])
const ARRAY_HEAD = 6
const LINE_END = /[\r\n\v\0]/

/** WordArt has some words; these are kept of a document before they are told. */
const CHARACTERS_KEPT = 1_000_000

/** The words of shapes, kept until what the shapes stand on ends. */
export class ShapeTexts {
  readonly #recordings = new Recordings()
  #left = CHARACTERS_KEPT
  #cut: Reason | null = null

  /** All records of a drawing. */
  addAll(drawing: Buffer): void {
    const walk = new RecordWalk(drawing, () => true)
    for (const record of walk.records()) this.add(record)
    if (walk.cut) this.#cut = 'count-limit'
  }

  /** Keeps the words of the record, when it is a table of properties. */
  add({ type, instance, data }: PowerPointRecord): void {
    if (!PROPERTY_TABLES.has(type)) return
    const count = Math.min(instance, Math.floor(data.length / ENTRY))
    let at = count * ENTRY
    for (let index = 0; index < count && at < data.length; index++) {
      const opid = data.readUInt16LE(index * ENTRY)
      if ((opid & COMPLEX) === 0) continue
      const size = sizeOf(opid & OPID, data.readUInt32LE(index * ENTRY + 2), data.subarray(at))
      const where = TOLD[opid & OPID]
      if (where !== undefined) this.#keep(where, data.subarray(at, at + size))
      at += size
    }
  }

  #keep(where: TextWhere, bytes: Buffer): void {
    if (bytes.length > 2 * this.#left) this.#cut = 'size-limit'
    const text = bytes.toString('utf16le', 0, Math.min(bytes.length, 2 * this.#left))
    this.#left -= text.length
    if (text.replaceAll('\0', '').trim() === '') return
    this.#recordings.begin(where)
    for (const line of text.split(LINE_END)) {
      if (line === '') continue
      this.#recordings.current?.run(line, PLAIN)
      this.#recordings.current?.line()
    }
    this.#recordings.end()
  }

  /** Each wording once, as blocks of their own. */
  tell(page: number | null, sink: TextSink): void {
    this.#recordings.tell(sink, page)
    if (this.#cut !== null) sink.fail(this.#cut)
  }
}

/** Programs write the size of an array also without that of its head; what the head says tells which it is. */
function sizeOf(opid: number, size: number, data: Buffer): number {
  if (!ARRAYS.has(opid) || data.length < ARRAY_HEAD) return size
  const element = data.readInt16LE(4)
  // Negative ones are a quarter of what they say.
  const elementSize = element < 0 ? -element >> 2 : element
  return data.readUInt16LE(0) * elementSize === size && size > 0 ? size + ARRAY_HEAD : size
}
