// What an embedded TrueType or OpenType font says of its glyphs: cmap and post, read backwards (OpenType 1.9).
import { nameToText } from './glyph-names.ts'

/** Glyphs of one font. */
const GLYPHS = 65_536
const TABLES = 64
/** Codes that one subtable may list: ranges that overlap are those of no font. */
const CODES = 2 * GLYPHS

export interface TrueType {
  /** Characters by glyph, from the Unicode cmap or the glyph names. */
  texts: ReadonlyMap<number, string>
  /** Glyph of a character code by the symbol (3, 0) or Macintosh (1, 0) cmap. */
  glyphOf: (code: number) => number
  /** Its table of CFF outlines; null when it has none. */
  cff: Buffer | null
}

/** Reads the font; null when the bytes are none. Offsets that lead out of it end the reading of their table. */
export function readTrueType(bytes: Buffer): TrueType | null {
  if (bytes.length < 12) return null
  const tag = bytes.toString('latin1', 0, 4)
  if (tag !== '\0\x01\0\0' && tag !== 'true' && tag !== 'OTTO') return null
  const tables = new Map<string, Buffer>()
  const count = Math.min(bytes.readUInt16BE(4), TABLES)
  for (let at = 12; at + 16 <= bytes.length && at < 12 + count * 16; at += 16) {
    const [offset, length] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)]
    tables.set(bytes.toString('latin1', at, at + 4), bytes.subarray(offset, offset + length))
  }
  const maps = readCmaps(tables.get('cmap') ?? Buffer.alloc(0))
  const texts = new Map<number, string>()
  namesOfPost(tables.get('post') ?? Buffer.alloc(0), texts)
  for (const key of ['0', '3 1', '3 10'])
    for (const [code, glyph] of maps.get(key) ?? []) if (code > 0 && code <= 0x10ffff) texts.set(glyph, char(code))
  const symbol = maps.get('3 0')
  const coded = symbol ?? maps.get('1 0') ?? maps.get('3 1')
  // The codes of a symbol cmap stand at F000 (OpenType, cmap, platform 3 encoding 0).
  const glyphOf = (code: number): number => coded?.get(code) ?? symbol?.get(0xf000 + code) ?? 0
  return { texts, glyphOf, cff: tables.get('CFF ') ?? null }
}

function char(code: number): string {
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code)
}

/** Subtables by platform and encoding; all of platform 0 (Unicode) as '0'. */
function readCmaps(table: Buffer): Map<string, Map<number, number>> {
  const maps = new Map<string, Map<number, number>>()
  if (table.length < 4) return maps
  const count = Math.min(table.readUInt16BE(2), 16)
  for (let at = 4; at + 8 <= table.length && at < 4 + count * 8; at += 8) {
    const [platform, encoding] = [table.readUInt16BE(at), table.readUInt16BE(at + 2)]
    const key = platform === 0 ? '0' : `${platform} ${encoding}`
    if (!maps.has(key)) maps.set(key, subtable(table.subarray(table.readUInt32BE(at + 4))))
  }
  return maps
}

function subtable(table: Buffer): Map<number, number> {
  const map = new Map<number, number>()
  const format = table.length < 16 ? -1 : table.readUInt16BE(0)
  if (format === 0) for (let code = 0; code < 256 && 6 + code < table.length; code++) map.set(code, table[6 + code]!)
  else if (format === 4) segments(table, map)
  else if (format === 6) trimmed(table, map)
  else if (format === 12) groups(table, map)
  return map
}

/** Format 4. */
function segments(table: Buffer, map: Map<number, number>): void {
  const double = table.readUInt16BE(6)
  const word = (at: number): number => (at + 2 <= table.length ? table.readUInt16BE(at) : 0)
  let codes = 0
  for (let at = 0; at < double; at += 2) {
    const [end, start] = [word(14 + at), word(16 + double + at)]
    const [delta, offset] = [word(16 + 2 * double + at), word(16 + 3 * double + at)]
    for (let code = start; code <= end && code < 0xffff; code++) {
      if (++codes > CODES) return
      const place = 16 + 3 * double + at + offset + (code - start) * 2
      const raw = offset === 0 ? code : word(place)
      const glyph = raw === 0 && offset !== 0 ? 0 : (raw + delta) & 0xffff
      if (glyph !== 0) map.set(code, glyph)
    }
  }
}

/** Format 6. */
function trimmed(table: Buffer, map: Map<number, number>): void {
  const [first, count] = [table.readUInt16BE(6), table.readUInt16BE(8)]
  for (let index = 0; index < count && 12 + index * 2 <= table.length; index++)
    map.set(first + index, table.readUInt16BE(10 + index * 2))
}

/** Format 12. */
function groups(table: Buffer, map: Map<number, number>): void {
  const count = table.readUInt32BE(12)
  let codes = 0
  for (let index = 0; index < count && 28 + index * 12 <= table.length; index++) {
    const at = 16 + index * 12
    const [start, end, glyph] = [table.readUInt32BE(at), table.readUInt32BE(at + 4), table.readUInt32BE(at + 8)]
    for (let code = start; code <= end; code++) {
      if (++codes > CODES) return
      map.set(code, glyph + code - start)
    }
  }
}

/** Names of format 2 that are not the Macintosh's own (numbers below 258), of which only the ASCII ones are told. */
function namesOfPost(table: Buffer, texts: Map<number, string>): void {
  if (table.length < 34 || table.readUInt32BE(0) !== 0x00020000) return
  const count = table.readUInt16BE(32)
  const names: string[] = []
  for (let at = 34 + count * 2; at < table.length && names.length < GLYPHS; at += 1 + table[at]!)
    names.push(table.toString('latin1', at + 1, at + 1 + table[at]!))
  for (let glyph = 0; glyph < count && 36 + glyph * 2 <= table.length; glyph++) {
    const index = table.readUInt16BE(34 + glyph * 2)
    // The Macintosh order has three special glyphs before the printable ASCII ones.
    const text =
      index >= 258 ? nameToText(names[index - 258] ?? '') : index >= 3 && index < 98 ? char(index + 29) : null
    if (text !== null) texts.set(glyph, text)
  }
}
