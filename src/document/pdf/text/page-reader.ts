// Reads what the pages of one file paint, and its appearance streams.
import type { Reason } from '../../../facts.ts'
import type { PdfFile } from '../file.ts'
import { as, type PdfDict, type PdfValue } from '../objects.ts'
import type { Page } from '../pages.ts'
import { Interpreter, type Shared } from './interpreter.ts'
import { rectangleIn } from './matrix.ts'
import { OptionalContent } from './optional-content.ts'
import type { PageGlyphs } from './page-glyphs.ts'
import { Resources } from './resources.ts'
import { localFailure, Source } from './source.ts'

export interface ReaderLimits {
  inflatedBytes: number
  tokens?: number
  /** Moment of performance.now() from which on nothing more is read. */
  deadline: number
  /** Told what could not be read; reading goes on. */
  fail: (reason: Reason) => void
}

/** US Letter in points, which readers assume for a page without a size. */
const LETTER = [0, 0, 612, 792] as const
const NEW_LINE = Buffer.from('\n')

export class PageReader {
  readonly source: Source
  readonly layers: OptionalContent
  readonly #shared: Shared

  constructor(file: PdfFile, catalog: PdfDict, { inflatedBytes, tokens, deadline, fail }: ReaderLimits) {
    this.source = new Source(file, inflatedBytes, tokens)
    this.layers = new OptionalContent(this.source, catalog)
    const resources = new Resources(this.source, deadline)
    this.#shared = { resources, layers: this.layers, drawn: new Map(), fail }
  }

  /** What the content of a page paints. Throws a PdfError past a limit. */
  readPage(page: Page): PageGlyphs {
    const { source } = this
    const box = rectangleIn(source.file, page.cropBox) ?? rectangleIn(source.file, page.mediaBox) ?? LETTER
    const interpreter = new Interpreter(this.#shared, box)
    const contents = source.get(page.dict, 'Contents')
    const parts: Buffer[] = []
    for (const item of as('array', contents)?.items ?? [contents]) {
      const stream = as('stream', source.resolve(item))
      const data = stream && localFailure(() => source.data(stream), this.#shared.fail)
      // No token runs on from one stream to the next (7.8.2), but all together are one content.
      if (data) parts.push(data, NEW_LINE)
    }
    const resources = as('dict', source.resolve(page.resources))
    localFailure(() => interpreter.run(Buffer.concat(parts), resources), this.#shared.fail)
    return interpreter.page
  }

  /** What a form XObject paints, in its own coordinates; null when there is none. */
  readForm(value: PdfValue): PageGlyphs | null {
    const stream = as('stream', this.source.resolve(value))
    if (stream === null) return null
    const interpreter = new Interpreter(this.#shared, null)
    const resources = this.source.dict(stream.dict, 'Resources')
    localFailure(() => interpreter.run(this.source.data(stream), resources), this.#shared.fail)
    return interpreter.page
  }
}
