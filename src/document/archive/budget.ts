// What members unpack to, counted while it comes: bytes and time of the reading are spent, whatever size an archive claims.
import type { Reason } from '../../facts.ts'
import type { Reading } from '../reading.ts'

/** What ends a stream before its time; what came before it holds. */
export class Fault extends Error {
  readonly reason: Reason

  constructor(reason: Reason, words: string = reason) {
    super(words)
    this.reason = reason
  }
}

/** Bytes that came, and why there are no more: null when that is all. Over a limit there are none. */
export interface Gathered {
  bytes: Buffer
  failure: Reason | null
}

/**
 * Puts pieces together. `size` is what they should come to, null when nobody says. A claim past the budget is not even begun;
 * a stream that goes on past its claim is damaged there. A Fault from the pieces ends them; `failure` is asked when they end well.
 */
export function gather(
  chunks: Iterable<Buffer>,
  size: number | null,
  reading: Reading,
  failure: () => Reason | null = () => null,
): Gathered {
  if (size !== null && size > reading.inflatedLeft) return { bytes: NOTHING, failure: 'size-limit' }
  const sink = new Sink(size)
  const stop = (reason: Reason): Gathered => ({ bytes: reason === 'damaged' ? sink.all() : NOTHING, failure: reason })
  try {
    for (const chunk of chunks) {
      if (chunk.length > reading.inflatedLeft) return stop('size-limit')
      reading.inflatedLeft -= chunk.length
      if (!sink.add(chunk)) return stop('damaged')
      if (performance.now() > reading.deadline) return stop('time-limit')
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return stop(error.reason)
  }
  const why = failure() ?? (size !== null && sink.length !== size ? 'damaged' : null)
  return why === null ? { bytes: sink.all(), failure: null } : stop(why)
}

const NOTHING: Buffer = Buffer.alloc(0)

/** Pieces up to this are joined at the end; past it the memory for all is taken at once, since joining takes it twice. */
const JOINED = 1 << 20

/** Where pieces go. A size that lies costs no memory before bytes come. */
class Sink {
  readonly #size: number | null
  #whole: Buffer | null = null
  #pieces: Buffer[] = []
  length = 0

  constructor(size: number | null) {
    this.#size = size
  }

  /** False when it does not fit the size. */
  add(chunk: Buffer): boolean {
    const length = this.length + chunk.length
    if (this.#size !== null && length > this.#size) return false
    if (this.#whole === null && this.#size !== null && length > JOINED) this.#join(this.#size)
    if (this.#whole === null) this.#pieces.push(chunk)
    else chunk.copy(this.#whole, this.length)
    this.length = length
    return true
  }

  all(): Buffer {
    return this.#whole === null ? Buffer.concat(this.#pieces, this.length) : this.#whole.subarray(0, this.length)
  }

  #join(size: number): void {
    this.#whole = Buffer.allocUnsafeSlow(size)
    let at = 0
    for (const piece of this.#pieces) at += piece.copy(this.#whole, at)
    this.#pieces = []
  }
}

/** A member that is there as it is: a piece of the archive, which costs its length all the same, since pieces may overlap. */
export function stored(bytes: Buffer, start: number, size: number, reading: Reading): Buffer | Reason {
  if (start < 0 || start + size > bytes.length) return 'damaged'
  if (size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= size
  return bytes.subarray(start, start + size)
}
