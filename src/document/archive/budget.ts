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

/** Bytes that came, and why there are no more: null when that is all. */
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
  if (size !== null && size > reading.inflatedLeft) return { bytes: Buffer.alloc(0), failure: 'size-limit' }
  const pieces: Buffer[] = []
  let length = 0
  const stop = (reason: Reason): Gathered => ({ bytes: Buffer.concat(pieces), failure: reason })
  try {
    for (const chunk of chunks) {
      if (chunk.length > reading.inflatedLeft) return stop('size-limit')
      reading.inflatedLeft -= chunk.length
      length += chunk.length
      if (size !== null && length > size) return stop('damaged')
      pieces.push(chunk)
      if (performance.now() > reading.deadline) return stop('time-limit')
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return stop(error.reason)
  }
  const why = failure() ?? (size !== null && length !== size ? 'damaged' : null)
  return { bytes: Buffer.concat(pieces, length), failure: why }
}

/** A member that is there as it is: a piece of the archive, which costs its length all the same, since pieces may overlap. */
export function stored(bytes: Buffer, start: number, size: number, reading: Reading): Buffer | Reason {
  if (start < 0 || start + size > bytes.length) return 'damaged'
  if (size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= size
  return bytes.subarray(start, start + size)
}
