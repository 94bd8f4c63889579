// Formatting of text in PowerPoint presentations before 2007 ([MS-PPT] 2.9): runs of a text, levels of a master style.

/** Of TextCFException ([MS-PPT] 2.9.14) what it sets of fonts and colours; what it leaves is inherited. */
export interface CharacterProperties {
  /** Indexes into the collection of fonts. */
  font?: number
  symbolFont?: number
  colour?: ColorIndex
}

/** [MS-PPT] 2.12.2 ColorIndexStruct: a colour of the scheme by its number, or the colour itself. */
export type ColorIndex = number | string

/** A stretch of a text up to `end`, in characters. */
export interface Run<T> {
  end: number
  value: T
}

/** [MS-PPT] 2.9.44 StyleTextPropAtom: levels by paragraph, properties by character. */
export interface TextRuns {
  levels: Run<number>[]
  characters: Run<CharacterProperties>[]
}

export const NO_RUNS: TextRuns = { levels: [], characters: [] }
export const LEVELS = 5
/** Text types from here on tell the level in every level of their master style ([MS-PPT] 2.9.36). */
const FIRST_WITH_LEVEL = 5

/** Fields of TextPFException before its tab stops, in their order: bits of the mask, and size ([MS-PPT] 2.9.20). */
const PARAGRAPH_FIELDS: readonly (readonly [number, number])[] = [
  ...[[0x000f, 2] as const, [0x0080, 2] as const, [0x0010, 2] as const, [0x0040, 2] as const, [0x0020, 4] as const],
  ...[0x0800, 0x1000, 0x2000, 0x4000, 0x0100, 0x0400, 0x8000].map((mask) => [mask, 2] as const),
]
const TAB_STOPS = 0x100000
const PARAGRAPH_FIELDS_AFTER = [0x010000, 0x0e0000, 0x200000]
/** Bits of CFMasks by which fontStyle is there: bold to emboss and fHasStyle ([MS-PPT] 2.9.15). */
const FONT_STYLE = 0x3eb7
const TYPEFACE = 0x010000
const SIZE = 0x020000
const COLOUR = 0x040000
const POSITION = 0x080000
const OLD_EAST_ASIAN_TYPEFACE = 0x200000
const ANSI_TYPEFACE = 0x400000
const SYMBOL_TYPEFACE = 0x800000

/** Numbers one after the other; behind the end are noughts. */
class Fields {
  readonly #data: Buffer
  #at = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  get ended(): boolean {
    return this.#at >= this.#data.length
  }

  /** A field was read that is not all there. */
  get overrun(): boolean {
    return this.#at > this.#data.length
  }

  skip(size: number): void {
    this.#at += size
  }

  u16(): number {
    this.#at += 2
    return this.overrun ? 0 : this.#data.readUInt16LE(this.#at - 2)
  }

  u32(): number {
    this.#at += 4
    return this.overrun ? 0 : this.#data.readUInt32LE(this.#at - 4)
  }
}

/** `length` of the text; its runs also count the end of the last paragraph, which is not in the text. */
export function readTextRuns(data: Buffer, length: number): TextRuns {
  const fields = new Fields(data)
  const levels = readRuns(fields, length, () => {
    const level = fields.u16()
    skipParagraph(fields)
    return Math.min(level, LEVELS - 1)
  })
  return { levels, characters: readRuns(fields, length, () => readCharacter(fields)) }
}

function readRuns<T>(fields: Fields, length: number, read: () => T): Run<T>[] {
  const runs: Run<T>[] = []
  for (let end = 0; end <= length && !fields.ended; ) {
    const count = fields.u32()
    const value = read()
    if (fields.overrun) break
    end += count
    if (count > 0) runs.push({ end, value })
  }
  return runs
}

/** [MS-PPT] 2.9.35 TextMasterStyleAtom: what each level sets. */
export function readMasterStyle(data: Buffer, textType: number): CharacterProperties[] {
  const fields = new Fields(data)
  const count = Math.min(LEVELS, fields.u16())
  const levels: CharacterProperties[] = []
  while (levels.length < count && !fields.ended) {
    if (textType >= FIRST_WITH_LEVEL) fields.skip(2)
    skipParagraph(fields)
    const level = readCharacter(fields)
    if (fields.overrun) break
    levels.push(level)
  }
  return levels
}

/** [MS-PPT] 2.9.13 TextCFExceptionAtom. */
export function readCharacterDefaults(data: Buffer): CharacterProperties {
  const fields = new Fields(data)
  const defaults = readCharacter(fields)
  return fields.overrun ? {} : defaults
}

function skipParagraph(fields: Fields): void {
  const masks = fields.u32()
  for (const [mask, size] of PARAGRAPH_FIELDS) if ((masks & mask) !== 0) fields.skip(size)
  if ((masks & TAB_STOPS) !== 0) fields.skip(4 * fields.u16())
  for (const mask of PARAGRAPH_FIELDS_AFTER) if ((masks & mask) !== 0) fields.skip(2)
}

function readCharacter(fields: Fields): CharacterProperties {
  const masks = fields.u32()
  const properties: CharacterProperties = {}
  if ((masks & FONT_STYLE) !== 0) fields.skip(2)
  if ((masks & TYPEFACE) !== 0) properties.font = fields.u16()
  if ((masks & OLD_EAST_ASIAN_TYPEFACE) !== 0) fields.skip(2)
  if ((masks & ANSI_TYPEFACE) !== 0) fields.skip(2)
  if ((masks & SYMBOL_TYPEFACE) !== 0) properties.symbolFont = fields.u16()
  if ((masks & SIZE) !== 0) fields.skip(2)
  if ((masks & COLOUR) !== 0) {
    const colour = colorIndex(fields.u32())
    if (colour !== null) properties.colour = colour
  }
  if ((masks & POSITION) !== 0) fields.skip(2)
  return properties
}

/** Red, green, blue, and then 0xfe, or the number in the scheme; null is a colour that is not defined. */
function colorIndex(value: number): ColorIndex | null {
  const index = value >>> 24
  if (index === 0xfe) return rgb(value)
  return index < 8 ? index : null
}

/** Six hex digits of a number whose lowest byte is red. */
export function rgb(value: number): string {
  const digits = [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff]
  return digits.map((each) => each.toString(16).padStart(2, '0')).join('')
}
