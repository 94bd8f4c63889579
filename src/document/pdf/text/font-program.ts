// The characters of the glyphs of an embedded font program, for fonts of a PDF that do not say them.
import { as, nameOf, type PdfDict } from '../objects.ts'
import { readCff } from './cff.ts'
import type { Source } from './source.ts'
import { readTrueType } from './truetype.ts'
import { readType1Encoding } from './type1.ts'

export interface FontProgram {
  /** By glyph number; for a CFF font that is not CID-keyed also by CID. */
  byGlyph: (glyph: number) => string | null
  /** By the codes of a simple font, through the font's own encoding. */
  byCode: (code: number) => string | null
}

/** The program that a font descriptor embeds; null when there is none that can be read. */
export function readFontProgram(source: Source, descriptor: PdfDict | null): FontProgram | null {
  for (const key of ['FontFile2', 'FontFile3', 'FontFile']) {
    const stream = as('stream', source.get(descriptor, key))
    if (stream === null) continue
    const bytes = source.lenient(() => source.data(stream))
    if (bytes === null) return null
    if (key === 'FontFile') return byEncoding(readType1Encoding(bytes))
    const subtype = nameOf(source.get(stream.dict, 'Subtype'))
    return subtype === 'Type1C' || subtype === 'CIDFontType0C' ? cffProgram(bytes) : trueTypeProgram(bytes)
  }
  return null
}

function byEncoding(codes: ReadonlyMap<number, string>): FontProgram {
  return { byGlyph: () => null, byCode: (code) => codes.get(code) ?? null }
}

function cffProgram(bytes: Buffer): FontProgram | null {
  const cff = readCff(bytes)
  if (cff === null) return null
  return { byGlyph: (glyph) => cff.texts.get(glyph) ?? null, byCode: (code) => cff.byCode.get(code) ?? null }
}

function trueTypeProgram(bytes: Buffer): FontProgram | null {
  const font = readTrueType(bytes)
  if (font === null) return null
  const cff = font.cff && font.texts.size === 0 ? cffProgram(font.cff) : null
  return (
    cff ?? {
      byGlyph: (glyph) => font.texts.get(glyph) ?? null,
      byCode: (code) => font.texts.get(font.glyphOf(code)) ?? null,
    }
  )
}
