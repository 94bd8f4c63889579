// Line ends of a raw message: finds bare CR, bare LF and NUL (RFC 5321 2.3.8), and makes CRLF of Unix files.

const LF = 0x0a
const CR = 0x0d
/** SWAR: four bytes tested in one word. */
const BELOW = 0x0e0e0e0e
const HIGH_BITS = 0x80808080 | 0

/** Offsets of the first bare LF, bare CR and NUL; -1 where there is none. */
export interface LineEndScan {
  bareLf: number
  bareCr: number
  nul: number
}

/** One pass over the whole message, four bytes at a time where it can: base64 lines have a byte below 0x0e only at their ends. */
export function scanLineEnds(bytes: Buffer): LineEndScan {
  const found: LineEndScan = { bareLf: -1, bareCr: -1, nul: -1 }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const lastWord = bytes.length - 4
  for (let i = 0; i < bytes.length; i++) {
    while (i <= lastWord && isOrdinary(view.getInt32(i, true))) i += 4
    const byte = bytes[i] // past the end when the last word was ordinary
    if (byte === CR) {
      if (bytes[i + 1] === LF) i++
      else if (found.bareCr < 0) found.bareCr = i
    } else if (byte === LF) {
      if (found.bareLf < 0) found.bareLf = i
    } else if (byte === 0 && found.nul < 0) found.nul = i
  }
  return found
}

/** Whether none of the four bytes is below 0x0e; now and then it says no for nothing. */
function isOrdinary(word: number): boolean {
  return ((word - BELOW) & ~word & HIGH_BITS) === 0
}

/**
 * The message with CRLF line ends, when it is a Unix file: one that has no CRLF at all. Any other is returned as it is,
 * so that a lone bare LF in a CRLF message is still seen for what it is.
 */
export function toCrlf(bytes: Buffer): Buffer {
  if (!bytes.includes(LF) || bytes.includes('\r\n')) return bytes
  const lines = countLineFeeds(bytes)
  const out = Buffer.allocUnsafe(bytes.length + lines)
  let from = 0
  let to = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, from)) {
    to += bytes.copy(out, to, from, at)
    out[to++] = CR
    out[to++] = LF
    from = at + 1
  }
  bytes.copy(out, to, from)
  return out
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++
  return count
}
