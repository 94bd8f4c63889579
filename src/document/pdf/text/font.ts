// Fonts of a PDF: from the bytes of a shown string to glyphs, each with its characters and its width (ISO 32000-2 9.5 to 9.10).
import { as, nameOf, type PdfDict, type PdfStream } from '../objects.ts'
import { type CMap, readCMap } from './cmap.ts'
import { compositeGlyphs } from './composite-font.ts'
import { type Matrix, numbersIn, rectangleIn } from './matrix.ts'
import { simpleGlyphs } from './simple-font.ts'
import type { Source } from './source.ts'

export interface Glyph {
  /** Its characters; null when nothing in the file tells them. */
  text: string | null
  /** How far the next one stands, in units of the font size; downwards in vertical writing. */
  advance: number
  /** Bytes of its code. */
  length: number
  /** Word spacing is added behind it: code 32 in one byte (9.3.3). */
  isSpace: boolean
  /** What draws a glyph of a Type 3 font. */
  procedure: PdfStream | null
}

/** Gives the glyph whose code begins at that byte. */
export type Glyphs = (bytes: Buffer, at: number) => Glyph

export interface Font {
  /** As the file names it, without the prefix of a subset; null when it has no name. */
  name: string | null
  vertical: boolean
  glyphAt: Glyphs
  /** Glyph space of a Type 3 font; null for others. */
  matrix: Matrix | null
  resources: PdfDict | null
  /** Height of the em in units of the size: 1 but for Type 3 fonts, which have a space of their own. */
  emHeight: number
}

const SUBSET = /^[A-Z]{6}\+/
const LONGEST_NAME = 200
/** Type 3 glyphs are drawn in their own space, mostly a thousandth. */
const THOUSANDTH: Matrix = [0.001, 0, 0, 0.001, 0, 0]

/** Reads a font dictionary. */
export function readFont(source: Source, dict: PdfDict): Font {
  const type = nameOf(source.get(dict, 'Subtype'))
  const descendant = as('dict', source.resolve(source.items(dict, 'DescendantFonts')[0]))
  const descriptor = source.dict(descendant ?? dict, 'FontDescriptor')
  const name = nameOfFont(source, dict, descriptor)
  const toUnicode = readToUnicode(source, dict)
  const common = { name, resources: source.dict(dict, 'Resources') }
  if (type === 'Type0' && descendant !== null) {
    const { glyphAt, vertical } = compositeGlyphs(source, dict, descendant, descriptor, toUnicode)
    return { ...common, glyphAt, vertical, matrix: null, emHeight: 1 }
  }
  const matrix = type === 'Type3' ? (numbersIn(source.file, dict.entries.get('FontMatrix'), 6) ?? THOUSANDTH) : null
  const glyphAt = simpleGlyphs(source, dict, descriptor, {
    name,
    toUnicode,
    unit: matrix ? Math.abs(matrix[0]) : 0.001,
  })
  return { ...common, glyphAt, vertical: false, matrix, emHeight: matrix ? heightOf(source, dict, matrix) : 1 }
}

/** By the box of all glyphs (9.6.4), where it says anything. */
function heightOf(source: Source, dict: PdfDict, matrix: Matrix): number {
  const box = rectangleIn(source.file, dict.entries.get('FontBBox'))
  const height = box ? (box[3] - box[1]) * Math.abs(matrix[3]) : 0
  return height > 0 && height < 10 ? height : 1
}

/** /BaseFont, else what the descriptor says. */
function nameOfFont(source: Source, dict: PdfDict, descriptor: PdfDict | null): string | null {
  const family = as('string', source.get(descriptor, 'FontFamily'))?.bytes.toString('latin1')
  const name = nameOf(source.get(dict, 'BaseFont')) ?? nameOf(source.get(descriptor, 'FontName')) ?? family ?? null
  return name === null || name === '' ? null : name.slice(0, LONGEST_NAME).replace(SUBSET, '')
}

/** Characters by code; a name stands for a CMap whose codes are the characters. */
function readToUnicode(source: Source, dict: PdfDict): ((code: number) => string | null) | null {
  const value = source.get(dict, 'ToUnicode')
  if (nameOf(value)?.startsWith('Identity')) return (code) => shown(String.fromCharCode(code & 0xffff))
  const stream = as('stream', value)
  const bytes = stream && source.lenient(() => source.data(stream))
  if (!bytes) return null
  const map: CMap = readCMap(bytes, source.tokens)
  return (code) => shown(map.text(code))
}

const LIGATURES = /[\ufb00-\ufb06]/g

/** Ligatures as their letters; null for what stands for no character. */
export function shown(text: string | null | undefined): string | null {
  if (text == null || text === '' || text === '\0' || text === '\ufffd') return null
  return LIGATURES.test(text) ? text.replace(LIGATURES, (ligature) => ligature.normalize('NFKC')) : text
}
