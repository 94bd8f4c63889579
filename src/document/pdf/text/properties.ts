// Tells the properties of a PDF: document information, XMP metadata (ISO 32000-2 14.3) and outline titles (12.3.3).
import { PLAIN, type TextSink } from '../../text/sink.ts'
import { as, type PdfDict, type PdfValue, textOf } from '../objects.ts'
import type { Source } from './source.ts'
import { elementText } from './tags.ts'

/** Properties by the names of the facts: their key of the information dictionary, and their element of XMP. */
const PROPERTIES = [
  { name: 'title', key: 'Title', element: 'dc:title' },
  { name: 'subject', key: 'Subject', element: 'dc:description' },
  { name: 'keywords', key: 'Keywords', element: 'pdf:Keywords' },
  { name: 'author', key: 'Author', element: 'dc:creator' },
] as const
/** Bytes of metadata that are looked into. */
const METADATA = 1_048_576
const OUTLINE_ITEMS = 20_000

export function tellProperties(source: Source, catalog: PdfDict, sink: TextSink): void {
  const info = source.dict(source.file.trailer, 'Info')
  const metadata = readMetadata(source, catalog)
  for (const { name, key, element } of PROPERTIES) {
    const values = new Set([textOf(source.get(info, key)), elementText(metadata, element)])
    sink.block('property', null, name)
    for (const value of values) if (value) tell(value, sink)
  }
  sink.block('property', null, 'outline')
  tellOutline(source, catalog, sink)
}

function tell(text: string, sink: TextSink): void {
  for (const line of text.split(/\r\n?|\n/)) {
    sink.run(line, PLAIN)
    sink.line()
  }
}

function readMetadata(source: Source, catalog: PdfDict): string {
  const stream = as('stream', source.get(catalog, 'Metadata'))
  const bytes = stream && source.lenient(() => source.data(stream))
  return bytes?.toString('utf8', 0, METADATA) ?? ''
}

/** Each title is a line; items that come again are left out. */
function tellOutline(source: Source, catalog: PdfDict, sink: TextSink): void {
  const stack: PdfValue[] = [source.dict(catalog, 'Outlines')?.entries.get('First') ?? null]
  const seen = new Set<PdfValue>()
  while (stack.length > 0 && !sink.full) {
    const item = as('dict', source.resolve(stack.pop()))
    if (item === null || seen.has(item)) continue
    if (seen.size >= OUTLINE_ITEMS) {
      sink.fail('count-limit')
      return
    }
    seen.add(item)
    const title = textOf(source.get(item, 'Title'))
    if (title) tell(title, sink)
    stack.push(item.entries.get('Next') ?? null, item.entries.get('First') ?? null)
  }
}
