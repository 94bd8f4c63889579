// What an embedded CFF font says of its glyphs: charset and encoding, as characters (Adobe TN 5176).
import { CFF_OWN_STRINGS, CFF_STRINGS, encodingNamed } from './encodings.ts'
import { nameToText } from './glyph-names.ts'

const GLYPHS = 65_536
const OPERATORS = 200
const CHARSET = 15
const ENCODING = 16
const CHAR_STRINGS = 17
/** 12 30: the font is CID-keyed, its charset holds CIDs. */
const ROS = 12 * 256 + 30

export interface Cff {
  /** Whether the charset holds CIDs, which tell no characters. */
  cidKeyed: boolean
  /** Characters by glyph; empty for a CID-keyed font. */
  texts: ReadonlyMap<number, string>
  /** Characters by code, by the font's own encoding. */
  byCode: ReadonlyMap<number, string>
}

/** Reads the font; null when the bytes are none. */
export function readCff(bytes: Buffer): Cff | null {
  try {
    return read(bytes)
  } catch (error) {
    // An offset led out of the font.
    if (error instanceof RangeError) return null
    throw error
  }
}

function read(bytes: Buffer): Cff | null {
  if (bytes.length < 8 || bytes[0] !== 1) return null
  const names = index(bytes, bytes[2]!)
  const tops = index(bytes, names.end)
  const strings = index(bytes, tops.end)
  const top = dict(tops.items[0] ?? Buffer.alloc(0))
  const charStrings = top.get(CHAR_STRINGS)
  if (charStrings === undefined) return null
  const glyphs = Math.min(bytes.readUInt16BE(charStrings), GLYPHS)
  if (top.has(ROS)) return { cidKeyed: true, texts: new Map(), byCode: new Map() }
  const texts = new Map<number, string>()
  for (const [glyph, sid] of charset(bytes, top.get(CHARSET) ?? 0, glyphs).entries()) {
    const own = strings.items[sid - CFF_OWN_STRINGS]
    const text = sid >= CFF_OWN_STRINGS ? nameToText(own?.toString('latin1') ?? '') : CFF_STRINGS[sid]
    if (text != null && text !== '\0') texts.set(glyph, text)
  }
  return { cidKeyed: false, texts, byCode: encoding(bytes, top.get(ENCODING) ?? 0, texts) }
}

/** An INDEX (section 5). */
function index(bytes: Buffer, at: number): { items: Buffer[]; end: number } {
  const count = bytes.readUInt16BE(at)
  if (count === 0) return { items: [], end: at + 2 }
  const size = bytes[at + 2]!
  if (size < 1 || size > 4) throw new RangeError('offset size')
  const base = at + 2 + (count + 1) * size
  const items: Buffer[] = []
  let from = bytes.readUIntBE(at + 3, size)
  for (let number = 1; number <= count; number++) {
    const to = bytes.readUIntBE(at + 3 + number * size, size)
    items.push(bytes.subarray(base + from, base + to))
    from = to
  }
  return { items, end: base + from }
}

/** The last operand of each operator of a DICT (section 4); reals are skipped. */
function dict(bytes: Buffer): Map<number, number> {
  const entries = new Map<number, number>()
  let operand = 0
  for (let at = 0; at < bytes.length && entries.size < OPERATORS; ) {
    const byte = bytes[at]!
    if (byte <= 21) {
      entries.set(byte === 12 ? 12 * 256 + (bytes[at + 1] ?? 0) : byte, operand)
      at += byte === 12 ? 2 : 1
    } else if (byte === 30) at = behindReal(bytes, at + 1)
    else {
      operand = integer(bytes, at, byte)
      at += byte === 28 ? 3 : byte === 29 ? 5 : byte < 247 ? 1 : 2
    }
  }
  return entries
}

/** Table 3. */
function integer(bytes: Buffer, at: number, byte: number): number {
  if (byte === 28) return bytes.readInt16BE(at + 1)
  if (byte === 29) return bytes.readInt32BE(at + 1)
  if (byte < 247) return byte - 139
  const next = bytes[at + 1] ?? 0
  return byte < 251 ? (byte - 247) * 256 + next + 108 : -(byte - 251) * 256 - next - 108
}

/** A real is nibbles, of which f is the last. */
function behindReal(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at]! & 0x0f) !== 0x0f) at++
  return at + 1
}

/** String identifiers by glyph (section 13). */
function charset(bytes: Buffer, offset: number, glyphs: number): number[] {
  if (offset < 3) return Array.from({ length: Math.min(glyphs, CFF_STRINGS.length) }, (_, glyph) => glyph)
  const format = bytes[offset]!
  const out = [0]
  for (let at = offset + 1; out.length < glyphs; ) {
    const first = bytes.readUInt16BE(at)
    const left = format === 0 ? 0 : format === 1 ? bytes.readUInt8(at + 2) : bytes.readUInt16BE(at + 2)
    at += format === 0 ? 2 : format === 1 ? 3 : 4
    for (let more = 0; more <= left && out.length < glyphs; more++) out.push(first + more)
  }
  return out
}

/** Section 12. */
function encoding(bytes: Buffer, offset: number, texts: Map<number, string>): Map<number, string> {
  const byCode = new Map<number, string>()
  if (offset < 2) {
    const standard = encodingNamed('StandardEncoding')!
    const there = new Set(texts.values())
    for (const [code, text] of standard.entries()) if (there.has(text)) byCode.set(code, text)
    return byCode
  }
  const format = bytes[offset]! & 0x7f
  const count = bytes.readUInt8(offset + 1)
  let glyph = 1
  const put = (code: number): void => {
    const text = texts.get(glyph++)
    if (text !== undefined) byCode.set(code, text)
  }
  for (let entry = 0; entry < count; entry++) {
    const at = offset + 2 + entry * (format === 0 ? 1 : 2)
    const left = format === 0 ? 0 : bytes.readUInt8(at + 1)
    for (let more = 0; more <= left; more++) put(bytes.readUInt8(at) + more)
  }
  return byCode
}
