// How the Vietnamese letters of a text are coded, and the text in Unicode: told by the font, or by the shape of the syllables.
import type { EncodingForm } from '../facts.ts'
import { decodeLegacy, type LegacyForm, undoUtf8 } from './encoding/decode.ts'
import { Evidence, isUnicodeText, weigh } from './encoding/weigh.ts'
import { compose } from './text.ts'

export { decodeLegacy, type LegacyForm } from './encoding/decode.ts'

/** How much of a text is coded in one form, with its first words in Unicode. Blanks are not counted. */
export interface FormCount {
  form: EncodingForm
  characters: number
  sample: string
}

export interface EncodingReading {
  /** Unicode, NFC. */
  text: string
  counts: FormCount[]
}

/** Letters that only Unicode Vietnamese has; Latin-1 has the others. */
const UNICODE_ONLY = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]/
/**
 * Characters that Vietnamese text in Unicode does not have: what old encodings look like. It has typographic quotes and
 * dashes, but no control characters, which VISCII and VPS use for letters.
 */
const FOREIGN =
  /[\x02-\x06\x10-\x15\x19\x1c-\x1e\x80-\xa6\xa8\xaa\xac-\xaf\xb1-\xb6\xb8-\xba\xbc-\xbf\xc4-\xc7\xcb\xce\xcf\xd0\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee\xef\xf0\xf1\xf6-\xf8\xfb\xfc\xfe\xff‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ]/
const LATIN1 = /[\x80-\xff]/
const COMBINING = /[\u0300-\u0303\u0306\u0309\u031b\u0323]/
/** A vowel with the sign of its shape, as VIQR writes it. */
const VIQR_HINT = /[aeou][\^(+]|[aeiouy]`|dd/i
/** Lead bytes of UTF-8 with what follows, as Latin-1 shows them. */
const UTF8_HINT = /[\xc3-\xc6\xcc\xe1-\xe2][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]/
const SAMPLE = 80
/** From the first word with such a character to the last; words of at most so many letters, or it would be none. */
const FOREIGN_STRETCH = new RegExp(`(?<!\\S)\\S{0,12}${FOREIGN.source}(?:.{0,2000}${FOREIGN.source})?\\S{0,12}(?!\\S)`)
/** Lines of a block that are asked for what most of the text is in. */
const LINES_ASKED = 2000

/** Hoa (large) at the end, but for Biên Hòa, Khánh Hòa and Thanh Hóa: fonts of VPS are called after places. */
const VPS_CAPITALS = /(?<!(?:bien|khanh|thanh)[- ]?)hoa(?![a-z])/i

/** The encoding that a font is made for, by its name; null for a Unicode font. Subset prefixes and styles do not matter. */
export function encodingOfFont(font: string): { form: LegacyForm; capitals: boolean } | null {
  const name = font.replace(/^[A-Z]{6}\+/, '')
  // The fonts of TCVN 5712 are called .VnTime, .VnArial ...; those of capitals end in H (.VnTimeH, .VnArialH).
  if (/^\.vn[a-z]/i.test(name)) return { form: 'tcvn3', capitals: /H(?![A-Za-z])/.test(name) }
  if (/^vni[- ]/i.test(name)) return { form: 'vni', capitals: false }
  // VPS Times, VPS Helv ..., in PDF VPSTimes; those of capitals are called VPS Times Hoa.
  if (/^[vV][pP][sS][- ]|^VPS[A-Z][a-z]/.test(name)) return { form: 'vps', capitals: VPS_CAPITALS.test(name) }
  return null
}

/**
 * Tells the coding of the blocks of one text and decodes them; a line too short to tell by itself goes with the rest of the
 * text. Linear in the text. Text in Unicode, and text in other languages, comes back as it is, in NFC.
 */
export function readEncoding(blocks: readonly string[]): EncodingReading[] {
  const all = blocks.map(() => new Counts())
  const texts = decodeBlocks(blocks, all)
  return texts.map((text, index) => ({ text, counts: all[index]!.all() }))
}

/** The blocks of one text in Unicode, NFC, as `readEncoding` decodes them. */
export function toUnicode(blocks: readonly string[]): string[] {
  return decodeBlocks(blocks, [])
}

function decodeBlocks(blocks: readonly string[], counts: readonly Counts[]): string[] {
  const doubtful = blocks.map(mayBeLegacy)
  const evidence = new Evidence()
  for (const [index, block] of blocks.entries()) if (!evidence.enough && doubtful[index]) addEvidence(evidence, block)
  const most = evidence.most()
  return blocks.map((block, index) => {
    if (doubtful[index]) return readLines(block, most, counts[index])
    counts[index]?.add(formOf(block), block)
    return compose(block)
  })
}

/** Whether a text has letters that no old encoding shows. */
export function hasUnicodeLetters(text: string): boolean {
  return UNICODE_ONLY.test(text)
}

/** Whether a block needs a look at its lines: nearly all text does not. */
function mayBeLegacy(block: string): boolean {
  if (LATIN1.test(block)) return FOREIGN.test(block) || !UNICODE_ONLY.test(block)
  return FOREIGN.test(block) || VIQR_HINT.test(block)
}

function addEvidence(evidence: Evidence, block: string): void {
  for (const line of block.split('\n', LINES_ASKED))
    if (!evidence.enough && mayBeLegacy(line)) evidence.add(compose(lineAsBytes(line)))
}

function lineAsBytes(line: string): string {
  return UTF8_HINT.test(line) ? undoUtf8(line) : line
}

function readLines(block: string, most: LegacyForm | null, counts: Counts | undefined): string {
  const lines = block.split('\n').map((raw) => {
    const line = lineAsBytes(raw)
    const composed = compose(line)
    const { text, parts } = mayBeLegacy(line) ? decodeLine(composed, most) : { text: composed, parts: [] }
    if (parts.length === 0) counts?.add(formOf(line), text)
    for (const part of parts) counts?.add(part.form, part.text)
    return text
  })
  return lines.join('\n')
}

interface DecodedLine {
  text: string
  /** By form, where any of it is in an old encoding. */
  parts: { form: EncodingForm; text: string }[]
}

function decodeLine(line: string, most: LegacyForm | null): DecodedLine {
  const mixed = UNICODE_ONLY.test(line) ? decodeStretch(line, most) : null
  // What stands around the stretch is read as it is.
  if (mixed !== null && isUnicodeText(mixed.parts[0]!.text)) return mixed
  const whole = weigh(line, most)
  if (whole === null) return mixed ?? decodeStretch(line, most) ?? { text: line, parts: [] }
  const text = decodeLegacy(line, whole)
  return { text, parts: [{ form: whole, text }] }
}

/** Some words of an old font within a line in Unicode, as a PDF shows them that was made without that font. */
function decodeStretch(line: string, most: LegacyForm | null): DecodedLine | null {
  const stretch = FOREIGN_STRETCH.exec(line)?.[0]
  const form = stretch === undefined || stretch.length === line.length ? null : weigh(stretch, most)
  if (form === null) return null
  const decoded = decodeLegacy(stretch!, form)
  const rest = line.replace(stretch!, ' ')
  const parts = [
    { form: formOf(rest), text: rest },
    { form, text: decoded },
  ]
  return { text: line.replace(stretch!, () => decoded), parts }
}

/** NFC or NFD where it matters, for text that is Unicode. */
function formOf(text: string): EncodingForm {
  if (COMBINING.test(text)) return 'unicode-nfd'
  return LATIN1.test(text) || UNICODE_ONLY.test(text) ? 'unicode-nfc' : 'ascii'
}

class Counts {
  readonly #counts = new Map<EncodingForm, FormCount>()

  add(form: EncodingForm, text: string): void {
    const characters = text.replace(/\s/g, '').length
    if (characters === 0) return
    const known = this.#counts.get(form)
    if (known) known.characters += characters
    else this.#counts.set(form, { form, characters, sample: text.trim().slice(0, SAMPLE).toWellFormed() })
  }

  all(): FormCount[] {
    return [...this.#counts.values()]
  }
}
