// Records of the binary parts of Excel workbooks ([MS-XLSB] 2.1.4), and the values that stand in them.
import type { Reason } from '../../facts.ts'

const RECORDS_READ = 10_000_000
const NO_STRING = 0xffffffff

/** The data of one record; what would stand behind its end reads as 0 or '' and is told by `cut`. */
export class RecordData {
  cut = false
  readonly #bytes: Buffer
  #at = 0
  #end = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Goes to the data of another record. */
  set(at: number, size: number): void {
    this.#at = at
    this.#end = Math.min(at + size, this.#bytes.length)
    if (this.#end < at + size) this.cut = true
  }

  get left(): number {
    return this.#end - this.#at
  }

  skip(bytes: number): void {
    this.#take(bytes)
  }

  byte(): number {
    const at = this.#take(1)
    return at < 0 ? 0 : this.#bytes[at]!
  }

  word(): number {
    const at = this.#take(2)
    return at < 0 ? 0 : this.#bytes.readUInt16LE(at)
  }

  long(): number {
    const at = this.#take(4)
    return at < 0 ? 0 : this.#bytes.readUInt32LE(at)
  }

  double(): number {
    const at = this.#take(8)
    return at < 0 ? 0 : this.#bytes.readDoubleLE(at)
  }

  /** XLWideString or XLNullableWideString (2.5.169, 2.5.167); what there is of it when its count is too large. */
  string(): string {
    const count = this.long()
    if (count === NO_STRING) return ''
    const size = Math.min(count, Math.floor(this.left / 2)) * 2
    if (size < count * 2) this.cut = true
    this.#at += size
    return this.#bytes.toString('utf16le', this.#at - size, this.#at)
  }

  #take(bytes: number): number {
    const at = this.#at
    if (at + bytes > this.#end) {
      this.cut = true
      this.#at = this.#end
      return -1
    }
    this.#at += bytes
    return at
  }
}

/**
 * Tells the records of a part that has to begin and end with these. Gives why not all was read: `damaged` where the part or
 * the data of a record are cut; null at the end and when `enough` says so.
 */
export function readRecords(
  bytes: Buffer,
  [first, last]: readonly [number, number],
  record: (type: number, data: RecordData) => void,
  enough: () => boolean,
): Reason | null {
  const data = new RecordData(bytes)
  let at = 0
  let type = -1
  for (let read = 0; at < bytes.length && !enough(); read++) {
    if (read >= RECORDS_READ) return 'count-limit'
    const [kind, behindKind] = packed(bytes, at, 2)
    const [size, behindSize] = packed(bytes, behindKind, 4)
    if (read === 0 && kind !== first) return 'damaged'
    type = kind
    data.set(behindSize, size)
    record(type, data)
    at = behindSize + size
    if (type === last) break
  }
  return data.cut || (type !== last && !enough()) ? 'damaged' : null
}

/** A number in bytes of 7 bits, the lowest first (2.1.4.1 and 2.1.4.2), and the place behind it. */
function packed(bytes: Buffer, from: number, most: number): [value: number, behind: number] {
  let value = 0
  for (let index = 0; index < most; index++) {
    const byte = bytes[from + index] ?? 0
    value |= (byte & 0x7f) << (7 * index)
    if ((byte & 0x80) === 0) return [value, from + index + 1]
  }
  return [value, from + most]
}

/** XML begins with a tag or a byte order mark, binary parts with a record number of two bytes. */
export function isBinaryPart(bytes: Buffer): boolean {
  return bytes.length > 1 && bytes[0]! >= 0x80 && bytes[1]! < 0x80
}
