// Bytes of a declared charset to Unicode text (RFC 2045 2.2, the labels of the Encoding Standard).
import { isAscii, isUtf8 } from 'node:buffer'
import { utf16Of } from '../document/text-charset.ts'
import { EBCDIC, type Table, TCVN, VISCII, VPS } from './charset-tables.ts'

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
  const named = nameOf(label)
  if (UTF32.test(named)) return { text: decodeUtf32(bytes, named), known: true }
  const charset = byteOrderMark(bytes) ?? named
  const untold = UNTOLD.has(charset)
  if (charset === 'utf-7' || charset === 'unicode-1-1-utf-7') return { text: decodeUtf7(bytes), known: true }
  const table = tableOf(charset)
  if (table !== null) return { text: decodeTable(bytes, table), known: true }
  if (charset === 'hz-gb-2312') return { text: decodeHz(bytes), known: true }
  const decoder = decoderOf(untold ? (isUtf8(bytes) ? 'utf-8' : 'windows-1252') : charset)
  if (decoder === null) return { text: bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'), known: false }
  if (isAscii(bytes) && !isStateful(charset)) return { text: bytes.toString('latin1'), known: true }
  return { text: decoder.decode(bytes), known: true }
}

/**
 * A second reading, where programs differ: bytes that are UTF-8 under the label of another charset (text of a code page is
 * hardly ever valid UTF-8, and programs that find it so show that), bytes that are none under its label (read as what is
 * usual here), and UTF-16 that does not tell its order. null where there is no second one.
 */
export function otherReading(bytes: Buffer, label: string): string | null {
  const charset = nameOf(label)
  if (byteOrderMark(bytes) !== null) return null
  const wide = UTF16.test(charset) || !bytes.includes(0) ? null : utf16Of(bytes)
  if (wide !== null) return decoderOf(wide)!.decode(bytes)
  if (UTF16.test(charset)) return charset.endsWith('le') || charset.endsWith('be') ? null : utf16be(bytes)
  // The bytes of a charset that is not known are read as UTF-8 where they are that.
  if (charsetClass(label) === 'unknown') return null
  if (isUtf8(bytes)) {
    // Programs that do not know these show the bytes as they are, where ASCII reads otherwise too.
    if (isEbcdic(charset) || UTF32.test(charset)) return bytes.toString('utf8')
    return isAscii(bytes) || UNTOLD.has(charset) || /^(?:utf-?8|unicode-1-1-utf-8)$/.test(charset)
      ? null
      : bytes.toString('utf8')
  }
  if (UNTOLD.has(charset)) return decoderOf('windows-1258')!.decode(bytes)
  if (!/^utf-?8$/.test(charset)) return null
  // What an old encoding looks like wants its bytes, and Windows-1258 what they are to the usual program here.
  return ['windows-1252', 'windows-1258'].map((each) => decoderOf(each)!.decode(bytes)).join('\n')
}

const UTF16 = /^(?:utf-?16|unicode$|ucs-?2|iso-10646-ucs-2|csunicode)/

/** RFC 2231 5 lets a language follow the label after `*`; quotes are left by careless composers. */
function cleanLabel(label: string): string {
  return label
    .split('*')[0]!
    .replace(/["'\s]/g, '')
    .toLowerCase()
}

/** Labels that mail programs write and the Encoding Standard leaves out, by the one that it has. */
const ALIASES = new Map([
  ['cp932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['ms936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['cp950', 'big5'],
  ['ms950', 'big5'],
  ['latin-1', 'iso-8859-1'],
  ['utf_8', 'utf-8'],
  ['utf-8mb4', 'utf-8'],
])

function nameOf(label: string): string {
  const clean = cleanLabel(label)
  return ALIASES.get(clean) ?? clean
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

const UTF32 = /^(?:utf-?32|ucs-?4|iso-10646-ucs-4|csucs4)/

/** UTF-32 by its mark, by its label, else by where the zeros are; what is no code point becomes U+FFFD. */
function decodeUtf32(bytes: Buffer, label: string): string {
  const mark = bytes.length < 4 ? 0 : bytes.readUInt32BE(0)
  const little =
    mark === 0xfffe0000 || (mark !== 0xfeff && (label.endsWith('le') || (!label.endsWith('be') && bytes[0] !== 0)))
  const pieces: string[] = []
  for (let at = mark === 0xfffe0000 || mark === 0xfeff ? 4 : 0; at + 4 <= bytes.length; at += 4) {
    const code = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
    pieces.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code))
  }
  return pieces.join('')
}

function tableOf(charset: string): Table | null {
  if (/^(?:x-)?(?:cs)?viscii/.test(charset)) return VISCII
  if (/^(?:x-viet-)?tcvn/.test(charset)) return TCVN
  if (/^(?:x-)?(?:viet-)?vps$/.test(charset)) return VPS
  return isEbcdic(charset) ? EBCDIC : null
}

/** Labels of EBCDIC pages; those of IBM's that the Encoding Standard knows are none. */
function isEbcdic(charset: string): boolean {
  const labels =
    /^(?:x-)?(?:cs)?(?:ebcdic|(?:ibm|cp)-?0?(?:37|2[789]\d|424|500|870|871|875|880|905|924|1026|1047|114\d)(?!\d))/
  return labels.test(charset)
}

function decodeTable(bytes: Buffer, { characters }: Table): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at++) pieces.push(characters[bytes[at]!]!)
  return pieces.join('')
}

/** RFC 1843: between `~{` and `~}` pairs of GB 2312 without their high bits. */
function decodeHz(bytes: Buffer): string {
  const wide = decoderOf('gbk')!
  return bytes
    .toString('latin1')
    .replace(/~\{([^~]*)(?:~\}|$|(?=~))/g, (_, pairs: string) =>
      wide.decode(Buffer.from(pairs, 'latin1').map((byte) => byte | 0x80)),
    )
    .replace(/~(~|\n)/g, (_, sign: string) => (sign === '~' ? sign : ''))
}

const RISKY =
  /utf-?7|^utf-?(?:1|5|6|ebcdic)$|^(?:scsu|bocu-1|punycode)|^(?:x-)?(?:cs)?ibm|^hz|^(?:cs)?iso-?2022-?(?:cn|kr)|ebcdic/

/**
 * How sure the reading of a charset is. `risky` ones write ASCII letters as other bytes, so filters can be led past words;
 * `unknown` ones have no agreed decoder, and programs guess.
 */
export function charsetClass(label: string): 'known' | 'unknown' | 'risky' {
  const charset = nameOf(label)
  if (UTF32.test(charset) || isEbcdic(charset)) return 'risky'
  const known = UNTOLD.has(charset) || tableOf(charset) !== null || decoderOf(charset) !== null
  if (RISKY.test(charset) && !charset.startsWith('ibm8')) return 'risky'
  return known ? 'known' : 'unknown'
}
