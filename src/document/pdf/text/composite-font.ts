// Composite fonts: codes of one to four bytes through a CMap to glyphs of a CIDFont (ISO 32000-2 9.7).
import { as, nameOf, type PdfDict, type PdfValue } from '../objects.ts'
import { type CMap, readCMap } from './cmap.ts'
import { numberIn } from './colour.ts'
import { type Glyph, type Glyphs, shown } from './font.ts'
import { type FontProgram, readFontProgram } from './font-program.ts'
import type { Source } from './source.ts'

/** Entries of /W: as many as there are two-byte CIDs. */
const WIDTHS = 70_000

/** How codes are cut out of a string, what their CIDs are, and which codes are characters by themselves. */
interface Coding {
  lengthAt: (bytes: Buffer, at: number) => number
  cidOf: (code: number) => number
  textOf: (code: number) => string | null
  vertical: boolean
}

/** Reads encoding and widths; each glyph is made when it is first shown. */
export function compositeGlyphs(
  source: Source,
  dict: PdfDict,
  descendant: PdfDict,
  descriptor: PdfDict | null,
  toUnicode: ((code: number) => string | null) | null,
): { glyphAt: Glyphs; vertical: boolean } {
  const coding = readCoding(source, source.get(dict, 'Encoding'))
  const advanceOf = coding.vertical ? verticalAdvance(source, descendant) : readWidths(source, descendant)
  const glyphTextOf = byProgram(source, descendant, descriptor)
  const made = new Map<number, Glyph>()
  const glyphAt: Glyphs = (bytes, at) => {
    const length = coding.lengthAt(bytes, at)
    const code = bytes.readUIntBE(at, length)
    const key = code * 8 + length
    const known = made.get(key)
    if (known) return known
    const cid = coding.cidOf(code)
    const text = toUnicode?.(code) ?? shown(coding.textOf(code)) ?? shown(glyphTextOf(cid))
    const isSpace = length === 1 && code === 32
    const glyph: Glyph = { text, advance: advanceOf(cid), length, isSpace, procedure: null }
    made.set(key, glyph)
    return glyph
  }
  return { glyphAt, vertical: coding.vertical }
}

function readCoding(source: Source, value: PdfValue): Coding {
  const stream = as('stream', value)
  const bytes = stream && source.lenient(() => source.data(stream))
  if (bytes) return embedded(readCMap(bytes, source.tokens), numberIn(source.get(stream!.dict, 'WMode')) === 1)
  const name = nameOf(value) ?? 'Identity-H'
  const vertical = name.endsWith('V')
  const two = (bytes: Buffer, at: number): number => Math.min(2, bytes.length - at)
  const none = (): null => null
  if (name.startsWith('Identity')) return { lengthAt: two, cidOf: (code) => code, textOf: none, vertical }
  // The predefined CMaps by their names (table 116): codes of these are characters; of the others they are not told.
  if (/UCS2|UTF16/.test(name))
    return { lengthAt: two, cidOf: (code) => code, textOf: (code) => String.fromCharCode(code), vertical }
  const mixed = (bytes: Buffer, at: number): number => (bytes[at]! >= 0x81 && at + 1 < bytes.length ? 2 : 1)
  const ascii = (code: number): string | null => (code >= 32 && code < 127 ? String.fromCharCode(code) : null)
  return { lengthAt: mixed, cidOf: (code) => code, textOf: ascii, vertical }
}

function embedded(map: CMap, vertical: boolean): Coding {
  if (map.spaces.length === 0) map.spaces.push({ bytes: 2, low: 0, high: 0xffff })
  return {
    lengthAt: (bytes, at) => map.codeLength(bytes, at),
    // Without ranges it is a CMap on top of Identity.
    cidOf: (code) => map.cid(code) ?? code,
    textOf: (code) => map.text(code),
    vertical: vertical || map.vertical,
  }
}

/** 9.7.4.3: /W holds `c [w ...]` and `first last w`. */
function readWidths(source: Source, descendant: PdfDict): (cid: number) => number {
  const standard = source.get(descendant, 'DW')
  const usual = standard === null ? 1000 : numberIn(standard)
  const widths = new Map<number, number>()
  const items = source.items(descendant, 'W')
  let left = WIDTHS
  for (let at = 0; at + 1 < items.length && left > 0; ) {
    const first = numberIn(source.resolve(items[at]))
    const second = source.resolve(items[at + 1])
    const list = as('array', second)?.items
    if (list) {
      for (const [index, width] of list.slice(0, left).entries())
        widths.set(first + index, numberIn(source.resolve(width)))
      left -= list.length
      at += 2
    } else {
      const [last, width] = [numberIn(second), numberIn(source.resolve(items[at + 2]))]
      for (let cid = first; cid <= last && left > 0; cid++, left--) widths.set(cid, width)
      at += 3
    }
  }
  return (cid) => (widths.get(cid) ?? usual) / 1000
}

/** 9.7.4.3: /DW2 gives the displacement of vertical writing, downwards. */
function verticalAdvance(source: Source, descendant: PdfDict): () => number {
  const [, displacement] = source.items(descendant, 'DW2')
  const advance = displacement === undefined ? -1000 : numberIn(source.resolve(displacement))
  return () => advance / 1000
}

/** Characters by CID through the embedded program, which is read when it is first asked. */
function byProgram(source: Source, descendant: PdfDict, descriptor: PdfDict | null): (cid: number) => string | null {
  let program: FontProgram | null | undefined
  let glyphs: Buffer | null = null
  return (cid) => {
    if (program === undefined) {
      program = readFontProgram(source, descriptor)
      const map = as('stream', source.get(descendant, 'CIDToGIDMap'))
      glyphs = map && source.lenient(() => source.data(map))
    }
    if (program === null) return null
    const mapped = glyphs !== null && cid * 2 + 2 <= glyphs.length ? glyphs.readUInt16BE(cid * 2) : cid
    return program.byGlyph(mapped)
  }
}
