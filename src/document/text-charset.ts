// Whether bytes are text, and the text of them: UTF-16 with and without its mark, every other charset by its ASCII signs.

/** Bytes looked at to tell a kind; formats declare themselves at their beginning. */
export const HEAD = 65_536
/** Control characters but for white space, end of file and escape. */
const CONTROLS = new Set([...Array(32).keys()].filter((code) => ![8, 9, 10, 11, 12, 13, 26, 27].includes(code)))
/** Of these, what VISCII (RFC 1456) and VPS write capitals with: in headings and stamps there are many. */
const LETTERS = new Set([2, 3, 4, 5, 6, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x19, 0x1c, 0x1d, 0x1e])
const UTF16_LEAST = 8

export type Utf16 = 'utf-16le' | 'utf-16be'

/** True when the bytes can be text: no NUL, hardly any control characters; or UTF-16. */
export function looksTextual(bytes: Buffer): boolean {
  if (utf16Of(bytes) !== null) return true
  const length = Math.min(bytes.length, HEAD)
  let controls = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (byte >= 32) continue
    if (byte === 0) return false
    if (CONTROLS.has(byte) && !isCapital(bytes, i)) controls++
  }
  return controls * 100 <= length && !bytes.includes(0)
}

/** Whether a control character stands for a letter, beside another capital. */
function isCapital(bytes: Buffer, at: number): boolean {
  return LETTERS.has(bytes[at]!) && (isAsciiCapital(bytes[at - 1]) || isAsciiCapital(bytes[at + 1]))
}

function isAsciiCapital(byte = 0): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

/** By the mark, or by the NULs that Latin letters have in every second byte; null when it is not UTF-16. */
export function utf16Of(bytes: Buffer): Utf16 | null {
  if (bytes.length % 2 !== 0 || bytes.length < 2) return null
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.length < UTF16_LEAST || (bytes[0] === 0) === (bytes[1] === 0)) return null
  const order = bytes[1] === 0 ? 1 : 0
  const length = Math.min(bytes.length, HEAD)
  let plain = 0
  for (let i = 0; i < length; i += 2) {
    const high = bytes[i + order]!
    const low = bytes[i + 1 - order]!
    if (high === 0 && (low === 0 || (low < 32 && CONTROLS.has(low)))) return null
    if (high === 0) plain++
    // Surrogates and private characters stand in no office text that has no mark.
    else if (high >= 0xd8 && high <= 0xf8) return null
  }
  // Vietnamese has letters of U+01xx and U+1Exx beside the ASCII ones, which are the most by far.
  return plain * 2 > length * 0.5 ? (order === 1 ? 'utf-16le' : 'utf-16be') : null
}

/** By its mark; every charset but UTF-16 as Latin-1, in which the signs of ASCII are the same. */
export function decode(bytes: Buffer): string {
  const utf16 = bytes.length % 2 === 0 ? utf16Of(bytes) : null
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes)
  return bytes.toString('latin1', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)
}

/** The beginning as text. */
export function headOf(bytes: Buffer): string {
  return decode(bytes.subarray(0, HEAD))
}
