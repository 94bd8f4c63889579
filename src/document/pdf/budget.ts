// What one reading of a PDF may spend. Work is counted, not timed, so that the same file always reads the same.
import { PdfError } from './objects.ts'

/** Tokens in all, long ones counting more: a large office document has some hundred thousand. */
const TOKENS = 5_000_000
/** Bytes that the streams of the structure (xref and object streams) may inflate to. */
const INFLATED_BYTES = 64 * 1024 * 1024
/** Objects read. */
const OBJECTS = 250_000

/** Steps of comparing revisions and walking their objects, over all signatures of the file. */
const STEPS = 4_000_000

/** Counts down; throws a PdfError with the limit's reason when something is used up. */
export class Budget {
  #tokens = TOKENS
  #inflated: number
  #objects = OBJECTS
  #steps = STEPS

  /** `inflatedBytes` lowers the limit for inflated bytes, which is that of the structure unless told otherwise. */
  constructor(inflatedBytes: number = INFLATED_BYTES, limit: number = INFLATED_BYTES) {
    this.#inflated = Math.min(inflatedBytes, limit)
  }

  tokens(count: number): void {
    this.#tokens -= count
    if (this.#tokens < 0) throw new PdfError('count-limit', 'too many tokens')
  }

  object(): void {
    if (--this.#objects < 0) throw new PdfError('count-limit', 'too many objects')
  }

  steps(count: number): void {
    this.#steps -= count
    if (this.#steps < 0) throw new PdfError('count-limit', 'too much to compare')
  }

  /** Bytes that may still be inflated; never 0, because zlib takes 0 for no limit. */
  get inflatable(): number {
    if (this.#inflated < 1) throw new PdfError('size-limit', 'streams inflate to too much')
    return this.#inflated
  }

  inflated(bytes: number): void {
    this.#inflated -= bytes
  }
}
