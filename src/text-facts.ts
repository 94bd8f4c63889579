// The facts' types of text: where it stands, how it is set and coded, marks of secrecy and listed terms in it.
import type { Place } from './verdict.ts'

/** Which part of its document a text belongs to. */
export type TextWhere =
  | 'body'
  | 'header'
  | 'footer'
  | 'footnote'
  | 'comment'
  | 'text-box'
  | 'watermark'
  | 'sheet'
  | 'slide'
  | 'notes'
  | 'property'
  | 'annotation'
  | 'form-field'
  | 'alternative-text'

/** Where in its document a text stands. */
export interface TextSpot {
  where: TextWhere
  /** Page, slide (of speaker notes too) or sheet, from 1; null when the file does not say. */
  page: number | null
  /** Name of the sheet or property; null when it has none. */
  name: string | null
  /** Set when it is not shown there: a hidden sheet, row, column or slide, hidden or deleted text. */
  hidden?: true
}

/** A stretch of a document's text in one place, decoded to Unicode, NFC. */
export interface DocumentText extends TextSpot {
  text: string
  /** The same, line by line, without what is not shown; only where some is and some is not. */
  shown?: string
}

/** How much of the shown text has something in common, with the first words of it as an example. Blanks are not counted. */
export interface TextShare {
  characters: number
  sample: string
  spot: TextSpot
}

/** Vietnamese letters in the words of one font that are set in another: a PDF takes those that the first lacks from there. */
export interface BorrowedLetters extends TextShare {
  /** The font that they are set in, where they count too. The sample shows each letter once. */
  from: string
}

/** How much of the shown text is set in a font; the name is null where the file does not say. */
export interface FontShare extends TextShare {
  name: string | null
  borrowed?: BorrowedLetters[]
}

/** How the Vietnamese letters of a text are coded (TCVN 6909:2001 is Unicode, composed or decomposed). */
export type EncodingForm =
  | 'ascii'
  | 'unicode-nfc'
  | 'unicode-nfd'
  | 'tcvn3'
  | 'vni'
  | 'viscii'
  | 'viqr'
  | 'cp1258'
  | 'vps'
  | 'mixed'

export interface EncodingFacts {
  /** Of all the shown text; `mixed` when no form holds nearly all of its Vietnamese words. */
  form: EncodingForm
  /** Share of the shown text that is in an old encoding, 0 to 1. */
  legacyShare: number
  /** Old encodings that were met, those of most text first. */
  legacy: (TextShare & { form: EncodingForm })[]
}

export type SecrecyDegree = 'mật' | 'tối mật' | 'tuyệt mật'

/** What marks and degrees look like, from the policy's site/secrecy.yaml. */
export interface SecrecyWords {
  /** From the highest to the lowest; code letters of the stamp and suffixes of numbers. */
  degrees: { degree: SecrecyDegree; codes: string[]; suffixes: string[] }[]
  /** Lines that only papers of state secrets carry; `rest` is what may stand after the words. */
  marks: { line: string; rest: 'nothing' | 'date' | 'anything'; degree: SecrecyDegree; strength: 'strong' | 'weak' }[]
}

/** A state-secret mark. Strong places are those of Decree 30/2020 and of the secrecy forms; weak ones hint only. */
export interface SecrecyPlace {
  where: 'subject' | 'body' | 'file-name' | 'text' | 'scan'
  at: Place
  degree: SecrecyDegree
  /** The words as they stand there, cut to a line. */
  text: string
  strength: 'strong' | 'weak'
  /** Where in its document it stands; null for what is no text of a document. */
  within: TextSpot | null
}

/** A phrase of one of the office's word lists. */
export interface TermHit {
  list: string
  term: string
  /** Set when the text writes the phrase without its accents, so that it may be another one. */
  unaccented?: true
  where: 'subject' | 'body' | 'file-name' | 'text'
  at: Place
  /** Where in its document it stands; null for what is no text of a document. */
  within: TextSpot | null
}
