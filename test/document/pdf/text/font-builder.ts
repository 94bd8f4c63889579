// The smallest TrueType and CFF fonts that say which characters their glyphs are.

const u16 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) out.writeUInt16BE(value & 0xffff, index * 2)
  return out
}
const u32 = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) out.writeUInt32BE(value, index * 4)
  return out
}

/** Tables by tag, in an sfnt wrapper. */
export function sfnt(tables: Record<string, Buffer>, tag = '\0\x01\0\0'): Buffer {
  const names = Object.keys(tables)
  let offset = 12 + names.length * 16
  const heads: Buffer[] = [Buffer.from(tag, 'latin1'), u16(names.length, 0, 0, 0)]
  for (const name of names) {
    heads.push(Buffer.from(name, 'latin1'), u32(0, offset, tables[name]!.length))
    offset += tables[name]!.length
  }
  return Buffer.concat([...heads, ...Object.values(tables)])
}

/** A cmap table of one subtable. */
export function cmap(platform: number, encoding: number, subtable: Buffer): Buffer {
  return Buffer.concat([u16(0, 1, platform, encoding), u32(12), subtable])
}

export const format0 = (glyphs: Record<number, number>): Buffer =>
  Buffer.concat([u16(0, 262, 0), Buffer.from(Array.from({ length: 256 }, (_, code) => glyphs[code] ?? 0))])

/** One segment for each run, glyphs counted up from the given one. */
export function format4(runs: { from: number; to: number; glyph: number }[]): Buffer {
  const all = [...runs, { from: 0xffff, to: 0xffff, glyph: 0 }]
  const body = [
    u16(...all.map(({ to }) => to), 0),
    u16(...all.map(({ from }) => from)),
    u16(...all.map(({ from, glyph }) => glyph - from)),
    u16(...all.map(() => 0)),
  ]
  return Buffer.concat([u16(4, 16 + all.length * 8, 0, all.length * 2, 0, 0, 0), ...body])
}

export const format6 = (first: number, glyphs: number[]): Buffer =>
  Buffer.concat([u16(6, 10 + glyphs.length * 2, 0, first, glyphs.length), u16(...glyphs), Buffer.alloc(8)])

export const format12 = (groups: [number, number, number][]): Buffer =>
  Buffer.concat([u16(12, 0), u32(16 + groups.length * 12, 0, groups.length), ...groups.map((group) => u32(...group))])

/** A post table of format 2; names that are not the Macintosh's own. */
export function post(names: string[]): Buffer {
  const strings = names.map((name) => Buffer.concat([Buffer.from([name.length]), Buffer.from(name)]))
  return Buffer.concat([
    u32(0x00020000),
    Buffer.alloc(28),
    u16(names.length, ...names.map((_, index) => 258 + index)),
    ...strings,
  ])
}

function index(items: Buffer[]): Buffer {
  if (items.length === 0) return u16(0)
  let at = 1
  const offsets = [at, ...items.map((item) => (at += item.length))]
  return Buffer.concat([u16(items.length), Buffer.from([2]), u16(...offsets), ...items])
}

const operand = (value: number): Buffer => Buffer.concat([Buffer.from([29]), u32(value)])

/** A CFF font whose glyphs, from 1 on, have these names; codes from 65 on stand for them in its own encoding. */
export function cff(names: string[]): Buffer {
  const head = [Buffer.from([1, 0, 4, 2]), index([Buffer.from('F')])]
  const strings = index(names.map((name) => Buffer.from(name)))
  const glyphs = index([...names, ''].map(() => Buffer.from([14])))
  const charset = Buffer.concat([Buffer.from([0]), u16(...names.map((_, number) => 391 + number))])
  const encoding = Buffer.from([1, 1, 65, names.length - 1])
  const sizeOfTop = index([Buffer.alloc(18)]).length
  const start = head[0]!.length + head[1]!.length + sizeOfTop + strings.length + 2
  const at = [start, start + charset.length, start + charset.length + encoding.length]
  const top = Buffer.concat([
    ...[15, 16, 17].map((key, place) => Buffer.concat([operand(at[place]!), Buffer.from([key])])),
  ])
  return Buffer.concat([...head, index([top]), strings, u16(0), charset, encoding, glyphs])
}
