// Hand-made streams `PowerPoint Document` ([MS-PPT]) of fictional slides, for what LibreOffice does not write (MẪU THỬ NGHIỆM).

export function atom(type: number, data: Buffer | number[], instance = 0): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(instance << 4)
  head.writeUInt16LE(type, 2)
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, Buffer.from(data)])
}

export function container(type: number, children: Buffer[], instance = 0): Buffer {
  const made = atom(type, Buffer.concat(children), instance)
  made.writeUInt16LE((instance << 4) | 0xf)
  return made
}

export const u16 = (...values: number[]): Buffer => Buffer.from(values.flatMap((each) => [each & 0xff, each >>> 8]))
export const u32 = (...values: number[]): Buffer => {
  const made = Buffer.alloc(4 * values.length)
  for (const [index, each] of values.entries()) made.writeUInt32LE(each, 4 * index)
  return made
}

/** TextCFException with what is given of it. */
export function cf(set: { font?: number; symbol?: number; colour?: number }): Buffer {
  const { font, symbol, colour } = set
  const mask = (font === undefined ? 0 : 0x10000) | (symbol === undefined ? 0 : 0x800000)
  return Buffer.concat([
    u32(mask | (colour === undefined ? 0 : 0x40000)),
    ...(font === undefined ? [] : [u16(font)]),
    ...(symbol === undefined ? [] : [u16(symbol)]),
    ...(colour === undefined ? [] : [u32(colour)]),
  ])
}

/** TextPFRun without formatting of its own. */
export const pfRun = (count: number, level = 0): Buffer => Buffer.concat([u32(count), u16(level), u32(0)])
export const cfRun = (count: number, set: Parameters<typeof cf>[0] = {}): Buffer => Buffer.concat([u32(count), cf(set)])

/** TextHeaderAtom, TextCharsAtom and, when there are runs, StyleTextPropAtom. */
export function text(type: number, words: string, runs: Buffer[] = []): Buffer {
  const atoms = [atom(0x0f9f, u32(type)), atom(0x0fa0, Buffer.from(words, 'utf16le'))]
  if (runs.length > 0) atoms.push(atom(0x0fa1, Buffer.concat(runs)))
  return Buffer.concat(atoms)
}

/** TextMasterStyleAtom of levels without paragraph formatting. */
export function masterStyle(type: number, levels: Parameters<typeof cf>[0][]): Buffer {
  const each = levels.map((set, index) => [...(type >= 5 ? [u16(index)] : []), u32(0), cf(set)])
  return atom(0x0fa3, Buffer.concat([u16(levels.length), ...each.flat()]), type)
}

/** SlideSchemeColorSchemeAtom whose eight colours all have this number. */
export const scheme = (colour: number): Buffer => atom(0x07f0, u32(...Array<number>(8).fill(colour)), 1)

/** SlideAtom. */
export const slideAtom = (master: number, followsScheme = true): Buffer =>
  atom(0x03ef, Buffer.concat([u32(0, 0, 0, master, 0), u16(followsScheme ? 7 : 5), u16(0)]))

/** MasterPersistAtom or SlidePersistAtom. */
export const persist = (persistId: number, id: number): Buffer => atom(0x03f3, u32(persistId, 0, 0, id, 0))

export const fonts = (...names: string[]): Buffer =>
  container(
    0x07d5,
    names.map((name, index) => atom(0x0fb7, Buffer.from(name.padEnd(34, '\0'), 'utf16le'), index)),
  )

export interface Deck {
  fonts: string[]
  /** Records of the DocumentTextInfoContainer after the fonts. */
  textInfo?: Buffer[]
  /** Records after the list of masters: outlines. */
  outline?: Buffer[]
  /** Masters, slides, notes: containers by persist id, from 1; those with a master id are masters. */
  sheets: { container: Buffer; masterId?: number }[]
}

/** The whole stream. */
export function deck({ fonts: names, textInfo = [], outline = [], sheets }: Deck): Buffer {
  const masters = sheets.flatMap(({ masterId }, index) =>
    masterId === undefined ? [] : [persist(index + 1, masterId)],
  )
  const document = container(0x03e8, [
    container(0x03f2, [fonts(...names), ...textInfo]),
    container(0x0ff0, masters, 1),
    ...outline,
  ])
  const offsets = sheets.map((_, index) =>
    sheets.slice(0, index).reduce((sum, { container: made }) => sum + made.length, document.length),
  )
  const directory = atom(0x1772, u32(1 | (sheets.length << 20), ...offsets))
  return Buffer.concat([document, ...sheets.map((each) => each.container), directory])
}
