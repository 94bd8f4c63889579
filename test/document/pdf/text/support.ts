// For tests of the text of PDFs: reads it to the end as the facts are made of it, and writes small files by hand.
import { Budget } from '../../../../src/document/pdf/budget.ts'
import { PdfFile } from '../../../../src/document/pdf/file.ts'
import { PdfText } from '../../../../src/document/pdf/text/read.ts'
import { type Gathered, TextCollector } from '../../../../src/document/text/collect.ts'
import type { TextSink } from '../../../../src/document/text/sink.ts'
import type { TextWhere } from '../../../../src/facts.ts'
import { handPdf, type Objects, stream } from '../../../signature/support/pdf.ts'

export interface ReadPdfText extends Gathered {
  pages: PdfText['pages']
}

/** The text of a PDF, with 20,000,000 characters and a minute to spend. */
export function textOf(pdf: Buffer, { inflatedBytes = 268_435_456, seconds = 60 } = {}): ReadPdfText {
  const deadline = performance.now() + seconds * 1000
  const text = new PdfText(PdfFile.open(pdf, new Budget()), inflatedBytes, deadline)
  const collector = new TextCollector(20_000_000, deadline)
  text.read(collector)
  return { ...collector.result(), pages: text.pages }
}

/** The runs as the reader tells them, before old encodings are undone. */
export function runsOf(pdf: Buffer): { text: string; font: string | null }[] {
  const runs: { text: string; font: string | null }[] = []
  const run: TextSink['run'] = (text, { font }) => runs.push({ text, font })
  const sink: TextSink = { block: () => {}, run, line: () => {}, fail: () => {}, full: false }
  new PdfText(PdfFile.open(pdf), 1_000_000, performance.now() + 60_000).read(sink)
  return runs
}

/** The lines of all blocks in that place. */
export function linesOf({ texts }: Gathered, where: TextWhere = 'body'): string[] {
  return texts
    .filter((text) => text.where === where)
    .flatMap(({ text }) => text.split('\n').filter((line) => line !== ''))
}

export const HELVETICA = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'

/** One page with that content. Its resources have the fonts F1 (Helvetica) and what else is given, its page other entries. */
export function pageWith(
  content: string | Buffer,
  { fonts = '', resources = '', page = '', objects = {} as Objects } = {},
): Buffer {
  return handPdf({
    3: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R${fonts}>>${resources}>>${page}>>`,
    4: stream(content),
    5: HELVETICA,
    ...objects,
  })
}

/** Lines of a page with that content. */
export const shown = (content: string, options: Parameters<typeof pageWith>[1] = {}): string[] =>
  linesOf(textOf(pageWith(content, options)))
