// Tells what the annotations of a page say: their contents, and the text of their appearances (ISO 32000-2 12.5).
import type { TextSink } from '../../text/sink.ts'
import { as, type PdfDict, type PdfValue, textOf } from '../objects.ts'
import type { Page } from '../pages.ts'
import { numberIn } from './colour.ts'
import { tellLines } from './lines.ts'
import type { PageReader } from './page-reader.ts'
import { withoutTags } from './tags.ts'

/** Of one page. */
const ANNOTATIONS = 5000
/** Appearance states of one annotation: a check box has two. */
const STATES = 20
/** Flags by which an annotation is not shown: hidden, no view (table 167). */
const UNSEEN = 0b100010

/** Each annotation is a block of its own. */
export function tellAnnotations(reader: PageReader, page: Page, number: number, sink: TextSink): void {
  const { source } = reader
  const annotations = source.items(page.dict, 'Annots')
  if (annotations.length > ANNOTATIONS) sink.fail('count-limit')
  for (const item of annotations.slice(0, ANNOTATIONS)) {
    if (sink.full) return
    const dict = as('dict', source.resolve(item))
    if (dict === null) continue
    sink.block('annotation', number)
    const hidden = (numberIn(source.get(dict, 'F')) & UNSEEN) !== 0 || reader.layers.isHidden(dict.entries.get('OC'))
    for (const text of wordsOf(reader, dict)) {
      for (const line of text.split(/\r\n?|\n/)) {
        sink.run(line, { font: null, colour: null, hidden })
        sink.line()
      }
    }
    for (const appearance of appearancesOf(reader, dict)) {
      const glyphs = reader.readForm(appearance)
      if (glyphs !== null) tellLines(glyphs, sink)
    }
  }
}

/** /Contents, and /RC where it says something else (12.5.6.2). */
function wordsOf({ source }: PageReader, dict: PdfDict): string[] {
  const contents = textOf(source.get(dict, 'Contents')) ?? ''
  const value = source.get(dict, 'RC')
  const stream = as('stream', value)
  const rich = stream ? source.lenient(() => source.data(stream))?.toString('utf8') : textOf(value)
  const words = withoutTags(rich ?? '')
  const letters = (text: string): string => text.replace(/\s+/g, '')
  return [contents, letters(words) === letters(contents) ? '' : words].filter((text) => text !== '')
}

/** The normal appearance, or each of its states (12.5.5). */
function appearancesOf({ source }: PageReader, dict: PdfDict): PdfValue[] {
  const normal = source.get(source.dict(dict, 'AP'), 'N')
  if (as('stream', normal)) return [normal]
  return [...(as('dict', normal)?.entries.values() ?? [])].slice(0, STATES)
}
