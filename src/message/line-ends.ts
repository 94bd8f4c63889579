// Line ends of a raw message: finds bare CR, bare LF and NUL (RFC 5321 2.3.8), and makes CRLF of Unix files.

const LF = 0x0a
const CR = 0x0d
/** SWAR: a 32-bit word holds a byte below 0x0e exactly when this test of it is not zero (or a byte is above 0x7f: looked at anyway). */
const BELOW = 0x0e0e0e0e
const HIGH_BITS = 0x80808080

/** Offsets of the first bare LF, bare CR and NUL; -1 where there is none. */
export interface LineEndScan {
  bareLf: number
  bareCr: number
  nul: number
}

/** One pass over the whole message, four bytes at a time: base64 lines have a byte below 0x0e only at their ends. */
export function scanLineEnds(bytes: Buffer): LineEndScan {
  const found: LineEndScan = { bareLf: -1, bareCr: -1, nul: -1 }
  const lead = Math.min((4 - (bytes.byteOffset % 4)) % 4, bytes.length)
  for (let i = 0; i < lead; i++) examine(bytes, i, found)
  const count = (bytes.length - lead) >> 2
  // Of too few bytes to reach an aligned word there is none, and no view either.
  const words = count === 0 ? [] : new Uint32Array(bytes.buffer, bytes.byteOffset + lead, count)
  for (let w = 0; w < count; w++) {
    const word = words[w]!
    if (((word - BELOW) & ~word & HIGH_BITS) === 0) continue
    const at = lead + (w << 2)
    for (let i = at; i < at + 4; i++) if (bytes[i]! <= CR) examine(bytes, i, found)
  }
  for (let i = lead + (count << 2); i < bytes.length; i++) examine(bytes, i, found)
  return found
}

function examine(bytes: Buffer, i: number, found: LineEndScan): void {
  const byte = bytes[i]
  if (byte === LF) {
    if (found.bareLf < 0 && (i === 0 || bytes[i - 1] !== CR)) found.bareLf = i
  } else if (byte === CR) {
    if (found.bareCr < 0 && bytes[i + 1] !== LF) found.bareCr = i
  } else if (byte === 0 && found.nul < 0) {
    found.nul = i
  }
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
