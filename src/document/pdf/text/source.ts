// Where the text of one PDF is read from: its objects and streams as viewers take them, with what may be spent on it.
import type { Reason } from '../../../facts.ts'
import { Budget } from '../budget.ts'
import type { PdfFile } from '../file.ts'
import { decodeStream } from '../filters.ts'
import { as, type PdfDict, PdfError, type PdfStream, type PdfValue } from '../objects.ts'
import type { TokenBudget } from './scan.ts'

/** Tokens of all content streams and CMaps: a page of dense drawing has some hundred thousand. */
const TOKENS = 30_000_000
/** Bytes that content streams and fonts may inflate to; pictures are never inflated. */
const INFLATED_BYTES = 256 * 1024 * 1024
/** Decoded streams that are kept because they may be drawn again (letterheads, fonts' glyphs). */
const KEPT_BYTES = 16 * 1024 * 1024

/** Reasons that end the reading of one thing and not of the whole document. */
const LOCAL: ReadonlySet<string> = new Set(['damaged', 'unsupported', 'depth-limit'])

export class Source {
  readonly file: PdfFile
  readonly tokens: TokenBudget
  readonly #budget: Budget
  readonly #kept = new Map<number, Buffer>()
  #keptBytes = 0

  /** `inflatedBytes` and `tokens` lower the limits. */
  constructor(file: PdfFile, inflatedBytes: number, tokens = TOKENS) {
    this.file = file
    this.tokens = { tokens }
    this.#budget = new Budget(Math.min(inflatedBytes, INFLATED_BYTES), INFLATED_BYTES)
  }

  /** Value of an entry; null for what cannot be read. */
  get(dict: PdfDict | null, key: string): PdfValue {
    return dict === null ? null : this.lenient(() => this.file.get(dict, key))
  }

  dict(dict: PdfDict | null, key: string): PdfDict | null {
    const value = this.get(dict, key)
    return as('dict', value) ?? as('stream', value)?.dict ?? null
  }

  resolve(value: PdfValue | undefined): PdfValue {
    return this.lenient(() => this.file.resolve(value))
  }

  items(dict: PdfDict | null, key: string): PdfValue[] {
    return as('array', this.get(dict, key))?.items ?? []
  }

  /** The value; null when what it needs is damaged. Limits are thrown on. */
  lenient<T>(read: () => T): T | null {
    return localFailure(read, () => {})
  }

  /** A stream's decoded bytes. Throws a PdfError when viewers could not decode them either. */
  data(stream: PdfStream): Buffer {
    const kept = this.#kept.get(stream.start)
    if (kept) return kept
    const decoded = decodeStream(stream.dict, this.#raw(stream), this.#budget, (value) => this.file.resolve(value))
    if (this.#keptBytes + decoded.length <= KEPT_BYTES) {
      this.#keptBytes += decoded.length
      this.#kept.set(stream.start, decoded)
    }
    return decoded
  }

  /** With a wrong /Length viewers read up to `endstream`. */
  #raw(stream: PdfStream): Buffer {
    try {
      return this.file.rawStream(stream)
    } catch (error) {
      if (!(error instanceof PdfError) || error.reason !== 'damaged') throw error
      const { bytes, store } = this.file
      const end = bytes.indexOf('endstream', stream.start, 'latin1')
      if (end < 0) throw error
      const raw = bytes.subarray(stream.start, end)
      return store.decryptor?.decryptStream(stream, raw, stream.number, stream.generation) ?? raw
    }
  }
}

/** The value; null, with the reason told, when only this one thing cannot be read. Limits are thrown on. */
export function localFailure<T>(read: () => T, fail: (reason: Reason) => void): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PdfError) || !LOCAL.has(error.reason)) throw error
    fail(error.reason)
    return null
  }
}
