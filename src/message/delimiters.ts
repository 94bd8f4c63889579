// Finds the delimiter lines of the open multiparts (RFC 2046 5.1.1), in one pass over the bytes.

/** A delimiter line of the multipart that `owner` stands for. */
export interface Delimiter<Owner> {
  owner: Owner
  /** `--boundary--`: the last one of its multipart. */
  closing: boolean
  /** Offsets of the line and of what follows it. */
  start: number
  next: number
}

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
const CANDIDATE = Buffer.from('\n--')

/** Boundaries that have been declared so far, each with the multipart that it delimits. */
export class Delimiters<Owner> {
  readonly #bytes: Buffer
  readonly #owners = new Map<string, Owner>()
  /** Of the multiparts that are open, outermost first. */
  readonly #open: string[] = []
  #longest = 0
  readonly #malformed: (at: number) => void

  /** `malformed` is told of lines that begin as a delimiter and go on with something else: for RFC 2046 they are one, for most programs not. */
  constructor(bytes: Buffer, malformed: (at: number) => void) {
    this.#bytes = bytes
    this.#malformed = malformed
  }

  /** Takes up a boundary; true when a multipart around it has the same, or one that begins like it. */
  open(boundary: string, owner: Owner): boolean {
    const confusable = this.#open.some((other) => other.startsWith(boundary) || boundary.startsWith(other))
    this.#owners.set(boundary, owner)
    this.#open.push(boundary)
    this.#longest = Math.max(this.#longest, boundary.length)
    return confusable
  }

  /** The innermost multipart is over; its boundary stays known, so that a stray delimiter of it is seen. */
  close(): void {
    this.#open.pop()
  }

  /** The next delimiter from the line that begins at `from`; null when there is none. */
  next(from: number): Delimiter<Owner> | null {
    const bytes = this.#bytes
    if (this.#owners.size === 0) return null
    let at = bytes[from] === DASH && bytes[from + 1] === DASH ? from : this.#candidate(from)
    for (; at >= 0; at = this.#candidate(at)) {
      const found = this.at(at, true)
      if (found !== null) return found
    }
    return null
  }

  #candidate(from: number): number {
    const at = this.#bytes.indexOf(CANDIDATE, from)
    return at < 0 ? -1 : at + 1
  }

  /** The delimiter at a line that begins with `--`; null when it is none. */
  at(start: number, tell = false): Delimiter<Owner> | null {
    const bytes = this.#bytes
    const feed = bytes.indexOf(LF, start)
    const end = feed < 0 ? bytes.length : feed
    const next = feed < 0 ? bytes.length : feed + 1
    // RFC 2046 5.1.1: blanks may have been added behind it in transport. A line that is much longer is none.
    let last = end
    while (last > start && isBlank(bytes[last - 1])) last--
    const long = last - start - 2 > this.#longest + 2
    const text = bytes.toString('latin1', start + 2, long ? start + 2 + this.#longest : last)
    const owner = long ? undefined : this.#owners.get(text)
    if (owner !== undefined) return { owner, closing: false, start, next }
    const shorter = !long && text.endsWith('--') ? this.#owners.get(text.slice(0, -2)) : undefined
    if (shorter !== undefined) return { owner: shorter, closing: true, start, next }
    if (tell && this.#open.some((boundary) => text.startsWith(boundary))) this.#malformed(start)
    return null
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === CR
}
