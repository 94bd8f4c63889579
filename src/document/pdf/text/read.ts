// Tells the text of a whole PDF to a sink: its pages, their annotations, form fields, outline and properties.
import type { ReadText, TextSink } from '../../text/sink.ts'
import type { PdfFile } from '../file.ts'
import { PdfError } from '../objects.ts'
import { readPages } from '../pages.ts'
import { readCatalog } from '../snapshot.ts'
import { tellAlternatives } from './alternatives.ts'
import { tellAnnotations } from './annotations.ts'
import { tellFormFields, tellXfa } from './form-fields.ts'
import { tellLines } from './lines.ts'
import type { PageContent } from './page-glyphs.ts'
import { PageReader } from './page-reader.ts'
import { tellProperties } from './properties.ts'

/** The text of one PDF. What its pages show is known once it was read. */
export class PdfText {
  /** By page, from the first; filled by `read`. */
  readonly pages: PageContent[] = []
  readonly #file: PdfFile
  readonly #inflatedBytes: number
  readonly #deadline: number

  /** `deadline` is a moment of performance.now(). */
  constructor(file: PdfFile, inflatedBytes: number, deadline: number) {
    this.#file = file
    this.#inflatedBytes = inflatedBytes
    this.#deadline = deadline
  }

  readonly read: ReadText = (sink) => {
    attempt(sink, () => {
      const catalog = readCatalog(this.#file)
      const reader = new PageReader(this.#file, catalog, {
        inflatedBytes: this.#inflatedBytes,
        deadline: this.#deadline,
        fail: (reason) => sink.fail(reason),
      })
      const { source } = reader
      attempt(sink, () => tellProperties(source, catalog, sink))
      for (const [index, page] of readPages(this.#file, catalog).reverse().entries()) {
        if (sink.full) return
        sink.block('body', index + 1)
        const glyphs = reader.readPage(page)
        tellLines(glyphs, sink)
        this.pages.push(glyphs.content)
        tellAnnotations(reader, page, index + 1, sink)
      }
      tellFormFields(source, catalog, sink)
      tellXfa(source, catalog, sink)
      tellAlternatives(source, catalog, sink)
    })
  }
}

function attempt(sink: TextSink, read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof PdfError)) throw error
    sink.fail(error.reason)
  }
}
