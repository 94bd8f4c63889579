// Which columns of a sheet are not shown.

/** Columns of a sheet (ECMA-376 part 1, 18.3.1.13: 16,384). */
const COLUMNS = 16_384

export class HiddenColumns {
  #hidden: Uint8Array | null = null

  /** Columns from 0, the last with them. */
  hide(from: number, to: number): void {
    if (!(from >= 0 && to >= from)) return
    this.#hidden ??= new Uint8Array(COLUMNS)
    this.#hidden.fill(1, from, to + 1)
  }

  has(column: number): boolean {
    return this.#hidden?.[column] === 1
  }
}
