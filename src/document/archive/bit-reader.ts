// Reads bits, the highest of each byte first.

export class BitReader {
  readonly #bytes: Buffer
  #at = 0
  #bit = 0
  #count = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** True when more was read than there is: what came then are zeros. */
  get past(): boolean {
    return this.#at - (this.#count >>> 3) > this.#bytes.length
  }

  /** True at the last byte's end; asked when aligned. */
  get atEnd(): boolean {
    return this.#at - (this.#count >>> 3) >= this.#bytes.length
  }

  /** The next bits as a number, at most 32 of them. */
  read(count: number): number {
    if (count > 16) return this.read(count - 16) * 0x10000 + this.read(16)
    const value = this.peek(count)
    this.#count -= count
    return value
  }

  /** The next bits, at most 24, which stay to be read. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#bit = ((this.#bit << 8) | (this.#bytes[this.#at++] ?? 0)) >>> 0
      this.#count += 8
    }
    return (this.#bit >>> (this.#count - count)) & ((1 << count) - 1)
  }

  /** Leaves out bits that were peeked at. */
  skip(count: number): void {
    this.#count -= count
  }

  /** Goes on at the next whole byte. */
  align(): void {
    this.#count -= this.#count & 7
  }
}
