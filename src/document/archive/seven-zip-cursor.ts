// Reads the numbers and bit fields of a 7z header (7zFormat.txt of the LZMA SDK).

/** Things of one kind that are listed at most. */
export const LISTED = 100_000

/** What is not a header, or more than is listed. */
export class Broken extends Error {}

/** Reads numbers from the header; throws Broken past its end. */
export class Cursor {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  byte(): number {
    const value = this.bytes[this.at++]
    if (value === undefined) throw new Broken()
    return value
  }

  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Broken()
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** The first byte's leading ones count the bytes that follow, lowest first. */
  number(): number {
    const first = this.byte()
    let value = 0
    let mask = 0x80
    for (let i = 0; i < 8; i++, mask >>= 1) {
      if ((first & mask) === 0) return this.#checked(value + (first & (mask - 1)) * 2 ** (8 * i))
      value += this.byte() * 2 ** (8 * i)
    }
    return this.#checked(value)
  }

  /** A number of things that are then read one by one. */
  count(limit = LISTED): number {
    const value = this.number()
    if (value > limit) throw new Broken()
    return value
  }

  bits(count: number): boolean[] {
    const bytes = this.take(Math.ceil(count / 8))
    return Array.from({ length: count }, (_, i) => (bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0)
  }

  /** Bits that are left out when all are set. */
  optionalBits(count: number): boolean[] {
    return this.byte() === 0 ? this.bits(count) : Array.from({ length: count }, () => true)
  }

  expect(id: number): void {
    if (this.byte() !== id) throw new Broken()
  }

  #checked(value: number): number {
    if (!Number.isSafeInteger(value)) throw new Broken()
    return value
  }
}
