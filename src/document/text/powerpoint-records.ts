// Records of the stream `PowerPoint Document` ([MS-PPT] 2.3.1) in their order, and the containers that they stand in.

/** Types of the records that several readers look for ([MS-PPT] 2.13.24); a persist entry is of a slide, a master or notes. */
export const DOCUMENT = 0x03e8
export const SLIDE = 0x03ee
export const NOTES = 0x03f0
export const SLIDE_PERSIST = 0x03f3
export const MAIN_MASTER = 0x03f8
export const SLIDE_LIST = 0x0ff0

const RECORDS_READ = 1_000_000
const DEPTH = 40

export interface PowerPointRecord {
  type: number
  instance: number
  /** Where its header stands, which is what the persist object directory points to. */
  at: number
  isContainer: boolean
  /** Of an atom, as long as the stream goes; empty of a container, whose records follow. */
  data: Buffer
}

export interface OpenContainer {
  type: number
  instance: number
  end: number
}

const NOTHING = Buffer.alloc(0)

/** Goes forward only, so that no byte is read twice. */
export class RecordWalk {
  /** Containers that are open, the innermost last. */
  readonly open: OpenContainer[] = []
  /** There were more records than are read. */
  cut = false
  readonly #bytes: Buffer
  readonly #enters: (type: number) => boolean

  constructor(bytes: Buffer, enters: (type: number) => boolean) {
    this.#bytes = bytes
    this.#enters = enters
  }

  /** Containers that are not entered are stepped over. */
  *records(): Generator<PowerPointRecord> {
    const bytes = this.#bytes
    let at = 0
    for (let read = 0; at + 8 <= bytes.length; read++) {
      if (read >= RECORDS_READ) {
        this.cut = true
        return
      }
      while (this.open.length > 0 && at >= this.open.at(-1)!.end) this.open.pop()
      const head = bytes.readUInt16LE(at)
      const type = bytes.readUInt16LE(at + 2)
      const end = at + 8 + bytes.readUInt32LE(at + 4)
      const record = { type, instance: head >> 4, at, isContainer: (head & 0xf) === 0xf, data: NOTHING }
      if (!record.isContainer) yield { ...record, data: bytes.subarray(at + 8, end) }
      else if (this.#enters(type) && this.open.length < DEPTH) {
        this.open.push({ type, instance: record.instance, end })
        yield record
        at += 8
        continue
      }
      at = end
    }
  }
}
