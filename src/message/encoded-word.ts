// Header text outside ASCII as encoded-words (RFC 2047), folded (RFC 5322 2.2.3).

const PREFIX = '=?UTF-8?B?'
const SUFFIX = '?='
/** RFC 2047 2: an encoded-word is at most 75 characters; base64 turns 3 bytes into 4 of the 63 that are left. */
const BYTES_PER_WORD = Math.floor((75 - PREFIX.length - SUFFIX.length) / 4) * 3

/**
 * The text as a header value: itself when it is printable ASCII and short, else encoded-words, one a line. Words are
 * split between characters, never inside one (RFC 2047 5). Control characters become spaces, so no value can begin a
 * header line of its own.
 */
export function encodeText(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  if (clean.length <= 60 && /^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?')) return clean
  return split(clean)
    .map((piece) => PREFIX + Buffer.from(piece).toString('base64') + SUFFIX)
    .join('\r\n ')
}

function split(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > BYTES_PER_WORD) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return piece === '' ? pieces : [...pieces, piece]
}
