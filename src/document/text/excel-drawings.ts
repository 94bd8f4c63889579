// Drawings of Excel workbooks before 2007 ([MS-XLS] 2.4.170): records of pieces, joined for each substream.

const DRAWING_GROUP = 0xeb
const DRAWING = 0xec
const OBJECT = 0x5d
const TEXT_OBJECT = 0x1b6
/** Charts stand within sheets; substreams within each other go no deeper in what programs write. */
const DEPTH = 8

export class ExcelDrawings {
  /** Pieces of each open substream. */
  readonly #open: Buffer[][] = []

  begin(): void {
    if (this.#open.length < DEPTH) this.#open.push([])
  }

  /** A record with its continuations; those behind an object go on with the drawing before it. */
  add(type: number, chunks: Buffer[]): void {
    const pieces = this.#open.at(-1)
    if (pieces !== undefined)
      for (let index = partOf(type, chunks); index < chunks.length; index++) pieces.push(chunks[index]!)
  }

  /** The records of the substream that ends. */
  end(): Buffer {
    return Buffer.concat(this.#open.pop() ?? [])
  }

  get isOpen(): boolean {
    return this.#open.length > 0
  }
}

/** From which chunk on a record is part of a drawing. */
function partOf(type: number, chunks: Buffer[]): number {
  if (type === DRAWING || type === DRAWING_GROUP) return 0
  if (type === OBJECT) return 1
  return type === TEXT_OBJECT ? textEnd(chunks) : chunks.length
}

/** [MS-XLS] 2.4.329 TxO: continuations with the words and, when there are any, those with their formatting. */
function textEnd([head, ...rest]: Buffer[]): number {
  if (head!.length < 14) return 1
  let characters = head!.readUInt16LE(10)
  let runs = characters === 0 ? 0 : head!.readUInt16LE(12)
  let index = 0
  for (; characters > 0 && index < rest.length; index++) {
    const chunk = rest[index]!
    characters -= Math.floor((chunk.length - 1) / ((chunk[0] ?? 0) & 1 ? 2 : 1))
  }
  for (; runs > 0 && index < rest.length; index++) runs -= rest[index]!.length
  return 1 + index
}
