// What the readers of text tell as they go: where a text stands, and each run of it with its font and colour.
import type { Reason, TextWhere } from '../../facts.ts'

/** How a run of text is set. */
export interface RunStyle {
  /** Name of the font as the program shows it, themes and styles resolved; null when the file does not say. */
  font: string | null
  /** Six lower-case hex digits; null is the automatic colour, black on white. */
  colour: string | null
  /** Not shown and not printed: hidden text, text without paint, hidden sheets. It is read all the same. */
  hidden: boolean
  /** Hidden because a picture shows the same words, as the text layer of a scan is: for people it is not hidden. */
  pictured?: true
}

/** Takes the text of one document in reading order. */
export interface TextSink {
  /** What follows stands there, until the next block. Every page, sheet, header, note, text box is a block of its own. */
  block(where: TextWhere, page?: number | null, name?: string | null): void
  /** Characters as the file codes them, an old encoding not undone; a tab for a gap between columns. No line ends. */
  run(text: string, style: RunStyle): void
  /** The end of a paragraph, a row, a printed line. */
  line(): void
  /** Something could not be read; reading may go on. */
  fail(reason: Reason): void
  /** True when no more is taken: a reader stops then. */
  readonly full: boolean
}

/** Reads the text of a document that was opened before; never throws for what the bytes hold. */
export type ReadText = (sink: TextSink) => void

export const PLAIN: RunStyle = { font: null, colour: null, hidden: false }
