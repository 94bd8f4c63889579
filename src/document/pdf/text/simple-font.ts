// Simple fonts: one byte a glyph, by encoding, differences, ToUnicode, or the embedded program (ISO 32000-2 9.6).
import { as, nameOf, type PdfDict } from '../objects.ts'
import { numberIn } from './colour.ts'
import { type Encoding, encodingNamed } from './encodings.ts'
import { type Glyph, type Glyphs, shown } from './font.ts'
import { type FontProgram, readFontProgram } from './font-program.ts'
import { nameToText } from './glyph-names.ts'
import type { Source } from './source.ts'
import { standardWidth } from './standard-widths.ts'

interface Known {
  name: string | null
  toUnicode: ((code: number) => string | null) | null
  /** Size of a unit of /Widths. */
  unit: number
}

/** Reads encoding and widths; each glyph is made when it is first shown. */
export function simpleGlyphs(source: Source, dict: PdfDict, descriptor: PdfDict | null, known: Known): Glyphs {
  const { base, names } = readEncoding(source, dict, known.name)
  const procedures = source.dict(dict, 'CharProcs')
  const widthOf = readWidths(source, dict, descriptor, known)
  const fallback = new Fallback(source, dict, descriptor)
  const made: (Glyph | undefined)[] = []
  const make = (code: number): Glyph => {
    const name = names.get(code)
    const text =
      known.toUnicode?.(code) ?? shown(name === undefined ? (base?.[code] ?? fallback.text(code)) : nameToText(name))
    const procedure = procedures && name !== undefined ? as('stream', source.get(procedures, name)) : null
    return { text, advance: widthOf(code, text), length: 1, isSpace: code === 32, procedure } satisfies Glyph
  }
  return (bytes, at) => {
    const code = bytes[at]!
    made[code] ??= make(code)
    return made[code]
  }
}

/** The named encoding, null for the font's own one, and the names of single codes (9.6.5). */
function readEncoding(source: Source, dict: PdfDict, name: string | null) {
  const value = source.get(dict, 'Encoding')
  const own = name === 'Symbol' || name === 'ZapfDingbats' ? encodingNamed(name) : null
  const encoding = as('dict', value)
  const named = nameOf(value) ?? nameOf(source.get(encoding, 'BaseEncoding'))
  const base: Encoding | null = encodingNamed(named) ?? own
  const names = new Map<number, string>()
  let code = 0
  for (const item of source.items(encoding, 'Differences')) {
    const each = source.resolve(item)
    if (typeof each === 'number') code = each
    else if (code < 256) names.set(code++, nameOf(each) ?? '.notdef')
    else break
  }
  return { base, names }
}

/** What a code shows where the file names no encoding: the embedded program's, else what viewers assume. */
class Fallback {
  readonly #source: Source
  readonly #descriptor: PdfDict | null
  readonly #assumed: Encoding
  #program: FontProgram | null | undefined

  constructor(source: Source, dict: PdfDict, descriptor: PdfDict | null) {
    this.#source = source
    this.#descriptor = descriptor
    const isTrueType = nameOf(source.get(dict, 'Subtype')) === 'TrueType'
    this.#assumed = encodingNamed(isTrueType ? 'WinAnsiEncoding' : 'StandardEncoding')!
  }

  text(code: number): string | null {
    this.#program ??= readFontProgram(this.#source, this.#descriptor)
    const assumed = code < 32 ? null : this.#assumed[code]
    return this.#program?.byCode(code) ?? assumed ?? null
  }
}

function readWidths(
  source: Source,
  dict: PdfDict,
  descriptor: PdfDict | null,
  { name, unit }: Known,
): (code: number, text: string | null) => number {
  const widths = source.items(dict, 'Widths')
  const first = numberIn(source.get(dict, 'FirstChar'))
  const missing = numberIn(source.get(descriptor, 'MissingWidth'))
  // Only the standard 14 fonts may leave their widths out (9.6.2.2).
  if (widths.length === 0) return (_, text) => (missing || standardWidth(name ?? '', text ?? 'n')) / 1000
  return (code) => {
    const width = widths[code - first]
    return (width === undefined ? missing : numberIn(source.resolve(width))) * unit
  }
}
