// Bytes of a declared charset to Unicode text (RFC 2045 2.2, the labels of the Encoding Standard).
import { isAscii, isUtf8 } from 'node:buffer'

type Decoder = InstanceType<typeof TextDecoder>

export interface Decoded {
  text: string
  /** False when the label is not known, and the bytes were read as UTF-8, or as latin1 where they are none. */
  known: boolean
}

/** Labels that in mail mean "nothing said": the bytes themselves tell whether they are UTF-8. */
const UNTOLD = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'iso646-us', 'unknown-8bit', 'x-unknown', '8bit'])
const decoders = new Map<string, Decoder | null>()
const CACHED_LABELS = 100

/** Text of the bytes by label; a byte order mark beats the label. Never fails: what is not valid becomes U+FFFD. */
export function decodeCharset(bytes: Buffer, label: string): Decoded {
  const charset = byteOrderMark(bytes) ?? cleanLabel(label)
  const untold = UNTOLD.has(charset)
  if (charset === 'utf-7' || charset === 'unicode-1-1-utf-7') return { text: decodeUtf7(bytes), known: true }
  const decoder = decoderOf(untold ? (isUtf8(bytes) ? 'utf-8' : 'windows-1252') : charset)
  if (decoder === null) return { text: bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'), known: false }
  if (isAscii(bytes) && !isStateful(charset)) return { text: bytes.toString('latin1'), known: true }
  return { text: decoder.decode(bytes), known: true }
}

/**
 * The UTF-8 reading of bytes that are labelled as a code page of one byte a character: text of such a page is hardly ever
 * valid UTF-8, and mail programs that find it so show that. null where there is no such second reading.
 */
export function otherReading(bytes: Buffer, label: string): string | null {
  const page = /^(?:iso-?8859|windows-?125|cp-?125|x-cp125|latin)/.test(cleanLabel(label))
  return page && !isAscii(bytes) && isUtf8(bytes) && byteOrderMark(bytes) === null ? bytes.toString('utf8') : null
}

/** RFC 2231 5 lets a language follow the label after `*`; quotes are left by careless composers. */
function cleanLabel(label: string): string {
  return label
    .split('*')[0]!
    .replace(/["'\s]/g, '')
    .toLowerCase()
}

function byteOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** Charsets in which bytes below 0x80 are not ASCII characters. */
function isStateful(charset: string): boolean {
  return /^(?:iso-2022|utf-16|unicode|ucs|csiso2022)/.test(charset)
}

function decoderOf(label: string): Decoder | null {
  const cached = decoders.get(label)
  if (cached !== undefined) return cached
  let decoder: Decoder | null = null
  try {
    decoder = new TextDecoder(label)
  } catch {
    // Not a label of the Encoding Standard.
  }
  if (decoders.size < CACHED_LABELS) decoders.set(label, decoder)
  return decoder
}

/** RFC 2152: `+` opens base64 of UTF-16BE, `-` or any other character outside base64 closes it. */
function decodeUtf7(bytes: Buffer): string {
  const source = bytes.toString('latin1')
  let text = ''
  for (let at = 0; at < source.length; ) {
    const plus = source.indexOf('+', at)
    if (plus < 0) return text + source.slice(at)
    text += source.slice(at, plus)
    let end = plus + 1
    while (end < source.length && /[A-Za-z0-9+/]/.test(source[end]!)) end++
    text += end === plus + 1 ? '+' : utf16be(Buffer.from(source.slice(plus + 1, end), 'base64'))
    at = source[end] === '-' ? end + 1 : end
  }
  return text
}

function utf16be(bytes: Buffer): string {
  return decoderOf('utf-16be')!.decode(bytes.subarray(0, bytes.length & ~1))
}

/** How sure the reading of a charset is: `risky` ones write ASCII letters as other bytes, so filters can be led past words. */
export function charsetClass(label: string): 'known' | 'unknown' | 'risky' {
  const charset = cleanLabel(label)
  if (/^(?:utf-?7|unicode-1-1-utf-7|utf-?32|ucs-4|cp037|ibm|hz-gb|iso-2022-(?:cn|kr))/.test(charset)) return 'risky'
  return UNTOLD.has(charset) || decoderOf(charset) !== null ? 'known' : 'unknown'
}
