// Strings of Excel workbooks before 2007 ([MS-XLS] 2.5.293): characters of one or two bytes, over the edges of records.

/** Reads through the chunks of a record and its continuations; a string that goes on in the next begins there with its width. */
export class StringReader {
  readonly #chunks: Buffer[]
  #chunk = 0
  #at = 0

  constructor(chunks: Buffer[]) {
    this.#chunks = chunks
  }

  get ended(): boolean {
    this.#step()
    return this.#chunk >= this.#chunks.length
  }

  #step(): void {
    while (this.#chunk < this.#chunks.length && this.#at >= this.#chunks[this.#chunk]!.length) {
      this.#chunk++
      this.#at = 0
    }
  }

  byte(): number {
    this.#step()
    const byte = this.#chunks[this.#chunk]?.[this.#at] ?? 0
    this.#at++
    return byte
  }

  word(): number {
    return this.byte() | (this.byte() << 8)
  }

  long(): number {
    return (this.word() | (this.word() << 16)) >>> 0
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0 && !this.ended; ) {
      const take = Math.min(left, this.#chunks[this.#chunk]!.length - this.#at)
      this.#at += take
      left -= take
    }
  }

  /** XLUnicodeRichExtendedString: its formatting runs and phonetic hints are stepped over. */
  rich(): { text: string; runs: { from: number; font: number }[] } {
    const count = this.word()
    const flags = this.byte()
    const runCount = (flags & 8) !== 0 ? this.word() : 0
    const hints = (flags & 4) !== 0 ? this.long() : 0
    const text = this.characters(count, (flags & 1) !== 0)
    const runs: { from: number; font: number }[] = []
    for (let left = runCount; left > 0 && !this.ended; left--) {
      const run = { from: this.word(), font: this.word() }
      // Of runs without letters a string could have thousands, in every cell that shows it.
      if (run.from > (runs.at(-1)?.from ?? -1) && run.from < text.length) runs.push(run)
    }
    this.skip(hints)
    return { text, runs }
  }

  characters(count: number, isWide: boolean): string {
    let text = ''
    let wide = isWide
    while (text.length < count && !this.ended) {
      const chunk = this.#chunks[this.#chunk]!
      const width = wide ? 2 : 1
      const take = Math.min(count - text.length, Math.floor((chunk.length - this.#at) / width))
      if (take <= 0) break
      text += chunk.toString(wide ? 'utf16le' : 'latin1', this.#at, this.#at + take * width)
      this.#at += take * width
      if (text.length < count && this.#at >= chunk.length) {
        this.#step()
        wide = (this.byte() & 1) !== 0
      }
    }
    return text
  }
}
