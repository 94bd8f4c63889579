// Colours of text as viewers show them, in six hex digits (ISO 32000-2 8.6); without colour management.
import type { PdfFile } from '../file.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue } from '../objects.ts'

/** A colour space: how many components it has, and what they look like; null where that cannot be told. */
export interface ColourSpace {
  components: number
  toHex: (values: readonly number[]) => string | null
  /** The colour that is set with the space (8.6.5). */
  initial: string | null
}

/** Colour spaces within each other: Indexed over Separation over ICCBased. */
const DEPTH = 6
export const BLACK = '000000'

const hex = (value: number): string =>
  Math.round(Math.min(1, Math.max(0, value || 0)) * 255)
    .toString(16)
    .padStart(2, '0')

export const GRAY: ColourSpace = {
  components: 1,
  toHex: ([gray]) => hex(gray ?? 0).repeat(3),
  initial: BLACK,
}
export const RGB: ColourSpace = {
  components: 3,
  toHex: ([red, green, blue]) => hex(red ?? 0) + hex(green ?? 0) + hex(blue ?? 0),
  initial: BLACK,
}
export const CMYK: ColourSpace = {
  components: 4,
  toHex: ([cyan, magenta, yellow, black]) => {
    const light = 1 - (black ?? 0)
    return [cyan, magenta, yellow].map((ink) => hex((1 - (ink ?? 0)) * light)).join('')
  },
  initial: BLACK,
}
/** Patterns and functions that are not read: the colour is not known. */
const UNKNOWN: ColourSpace = { components: 1, toHex: () => null, initial: null }
const BY_COMPONENTS: ReadonlyMap<number, ColourSpace> = new Map([
  [1, GRAY],
  [3, RGB],
  [4, CMYK],
])
const BY_NAME: ReadonlyMap<string, ColourSpace> = new Map([
  ...['DeviceGray', 'G', 'CalGray'].map((name) => [name, GRAY] as const),
  ...['DeviceRGB', 'RGB', 'CalRGB'].map((name) => [name, RGB] as const),
  ...['DeviceCMYK', 'CMYK'].map((name) => [name, CMYK] as const),
])

/** The space that a name of the resources, or an array, stands for. */
export function colourSpace(file: PdfFile, value: PdfValue, resources: PdfDict | null, depth = 0): ColourSpace {
  const name = nameOf(value)
  const known = BY_NAME.get(name ?? '')
  if (known) return known
  if (depth > DEPTH) return UNKNOWN
  if (name !== null) {
    const spaces = resources && as('dict', file.get(resources, 'ColorSpace'))
    const named = spaces ? file.get(spaces, name) : null
    return named === null ? UNKNOWN : colourSpace(file, named, resources, depth + 1)
  }
  const items = as('array', value)?.items ?? []
  const part = (index: number): PdfValue => file.resolve(items[index])
  const family = nameOf(part(0)) ?? ''
  if (family === 'ICCBased') {
    const stream = as('stream', part(1))
    return BY_COMPONENTS.get(stream ? numberIn(file.get(stream.dict, 'N')) : 0) ?? UNKNOWN
  }
  if (family === 'Lab') return lab()
  if (family === 'Indexed' || family === 'I')
    return indexed(file, colourSpace(file, part(1), resources, depth + 1), part(3))
  if (family === 'Separation')
    return separation(file, nameOf(part(1)), colourSpace(file, part(2), resources, depth + 1), part(3))
  return BY_NAME.get(family) ?? UNKNOWN
}

/** By lightness alone: what matters is whether text is black. */
function lab(): ColourSpace {
  const toHex = ([lightness, a, b]: readonly number[]) => {
    const [y, red, blue] = [((lightness ?? 0) + 16) / 116, (a ?? 0) / 500, (b ?? 0) / 200]
    const linear = (value: number) => (value > 6 / 29 ? value ** 3 : (108 / 841) * (value - 4 / 29))
    const [X, Y, Z] = [linear(y + red) * 0.9505, linear(y), linear(y - blue) * 1.089]
    const gamma = (value: number) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)
    return [
      3.2406 * X - 1.5372 * Y - 0.4986 * Z,
      -0.9689 * X + 1.8758 * Y + 0.0415 * Z,
      0.0557 * X - 0.204 * Y + 1.057 * Z,
    ]
      .map((value) => hex(gamma(value)))
      .join('')
  }
  return { components: 3, toHex, initial: BLACK }
}

/** 8.6.6.3: a number into a table of the base's colours, one byte a component. */
function indexed(file: PdfFile, base: ColourSpace, table: PdfValue): ColourSpace {
  const stream = as('stream', table)
  const bytes = stream ? dataOf(file, stream) : as('string', table)?.bytes
  const toHex = ([index]: readonly number[]) => {
    const at = Math.floor(index ?? 0) * base.components
    const entry = bytes?.subarray(at, at + base.components)
    return entry?.length === base.components ? base.toHex([...entry].map((byte) => byte / 255)) : null
  }
  return { components: 1, toHex, initial: toHex([0]) }
}

function dataOf(file: PdfFile, stream: Parameters<PdfFile['streamData']>[0]): Buffer | undefined {
  try {
    return file.streamData(stream)
  } catch (error) {
    if (error instanceof PdfError) return undefined
    throw error
  }
}

/** 8.6.6.4: a tint of one ink; its function is read where it runs between two colours (7.10.3). */
function separation(file: PdfFile, ink: string | null, base: ColourSpace, tint: PdfValue): ColourSpace {
  if (ink === 'Black' || ink === 'All') {
    const toHex = ([value]: readonly number[]) => GRAY.toHex([1 - (value ?? 0)])
    return { components: 1, toHex, initial: BLACK }
  }
  const dict = as('dict', tint)
  const [from, to] = [numbersOf(file, dict, 'C0'), numbersOf(file, dict, 'C1')]
  if (dict === null || file.get(dict, 'FunctionType') !== 2 || from === null || to?.length !== from.length)
    return UNKNOWN
  const exponent = numberIn(file.get(dict, 'N')) || 1
  const toHex = ([value]: readonly number[]) => {
    const share = Math.max(0, value ?? 0) ** exponent
    return base.toHex(from.map((start, index) => start + share * (to[index]! - start)))
  }
  return { components: 1, toHex, initial: toHex([1]) }
}

function numbersOf(file: PdfFile, dict: PdfDict | null, key: string): number[] | null {
  const items = dict && as('array', file.get(dict, key))?.items
  return items ? items.slice(0, 32).map((item) => numberIn(file.resolve(item))) : null
}

/** A number, be it whole or not; 0 for anything else. */
export function numberIn(value: PdfValue | undefined): number {
  return typeof value === 'number' ? value : (as('real', value)?.value ?? 0)
}
