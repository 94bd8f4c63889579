// Dot-stuffing (RFC 5321 4.5.2): finds the end of DATA without touching the bytes.
const DOT = 0x2e
const CR = 0x0d
const LF = 0x0a
const LINE_DOT = Buffer.from('\r\n.')
/** Dots in mid-line that are looked at one by one before the search turns to whole CRLF-dot sequences. */
const DOT_BUDGET = 32

/** What the octets before a chunk end with: 0 anything, 1 CR, 2 CRLF (so does the start of DATA). */
export type Ending = 0 | 1 | 2

/** The reading of one chunk of DATA. */
export interface ChunkScan {
  /** Octets at the front of the chunk that are message. */
  content: number
  /** True when the final dot line follows the content; what comes after its 3 octets are commands. */
  terminated: boolean
  /** Octets after the content that may be the beginning of the final dot line: '.' or '.CR'; to be put before the next chunk. */
  held: number
  /** Lines in the content that start with a dot. */
  stuffed: number
  /** How the content ends; the state for the next chunk. */
  ending: Ending
}

/**
 * Offset of the next dot at or after `from` (at least 2) that follows CRLF; -1 when there is none.
 * Most octets of mail are base64, which has no dots: looking for the dot is a memchr that hardly ever stops.
 */
function nextLineDot(chunk: Buffer, from: number): number {
  let at = from
  for (let misses = 0; misses < DOT_BUDGET; misses++) {
    const dot = chunk.indexOf(DOT, at)
    if (dot < 0) return -1
    if (chunk[dot - 1] === LF && chunk[dot - 2] === CR) return dot
    at = dot + 1
  }
  const line = chunk.indexOf(LINE_DOT, at - 2)
  return line < 0 ? -1 : line + 2
}

function firstLineDot(chunk: Buffer, before: Ending): number {
  if (before === 2 && chunk[0] === DOT) return 0
  if (before === 1 && chunk[0] === LF && chunk[1] === DOT) return 1
  return nextLineDot(chunk, 2)
}

/** How the octets end once `length` octets of the chunk are added to what ended in `before`. */
function endingOf(chunk: Buffer, length: number, before: Ending): Ending {
  if (length === 0) return before
  const last = chunk[length - 1]
  if (last === CR) return 1
  if (last !== LF) return 0
  const previousIsCr = length > 1 ? chunk[length - 2] === CR : before === 1
  return previousIsCr ? 2 : 0
}

/**
 * Reads one chunk of DATA. Only CRLF.CRLF ends it (RFC 5321 4.1.1.4); a dot after a bare LF or CR is content.
 * `chunk` begins with what the previous call held back.
 */
export function scanChunk(chunk: Buffer, before: Ending): ChunkScan {
  const length = chunk.length
  let stuffed = 0
  let dot = firstLineDot(chunk, before)
  while (dot >= 0) {
    const next = dot + 1 < length ? chunk[dot + 1] : CR
    const afterNext = dot + 2 < length ? chunk[dot + 2] : LF
    if (next === CR && afterNext === LF) {
      const terminated = dot + 2 < length
      return { content: dot, terminated, held: terminated ? 0 : length - dot, stuffed, ending: 2 }
    }
    stuffed++
    dot = nextLineDot(chunk, Math.max(dot + 1, 2))
  }
  return { content: length, terminated: false, held: 0, stuffed, ending: endingOf(chunk, length, before) }
}
