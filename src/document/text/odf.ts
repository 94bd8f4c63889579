// The text of OpenDocument files, in packages and flat (ODF 1.3 part 3): body, headers, notes, boxes, sheets, slides.
import type { Reason, TextWhere } from '../../facts.ts'
import { streamXml } from '../xml-stream.ts'
import { OdfStyles } from './odf-styles.ts'
import { OdfText } from './odf-text.ts'
import { isPicture, readPicture } from './picture-text.ts'
import { readProperties } from './properties-xml.ts'
import type { ReadText, TextSink } from './sink.ts'

/** The parts of an OpenDocument file; a flat one is its own content and meta. */
export interface OdfParts {
  content: Buffer
  styles: Buffer | null
  meta: Buffer | null
  /** Contents of the documents and charts that are embedded, vector pictures, or why one cannot be read. */
  objects?: () => Iterable<Buffer | Reason>
}

/** Reads the parts in the order in which people meet their text. */
export function odfText({ content, styles, meta, objects }: OdfParts): ReadText {
  return (sink) => {
    const known = new OdfStyles()
    const learn = { open: known.read.bind(known), close: known.close.bind(known), text: known.text.bind(known) }
    if (styles !== null) streamXml(styles, learn, () => false)
    sink.block('body')
    readPart(content, known, sink, 'body')
    if (styles !== null) readPart(styles, known, sink, 'body')
    for (const object of objects?.() ?? []) {
      if (sink.full) break
      if (typeof object === 'string') sink.fail(object)
      else readObject(object, sink)
    }
    const reason = meta === null ? null : readProperties(meta, sink)
    if (reason !== null) sink.fail(reason)
  }
}

/** A chart, a formula, a picture or a document within the document is seen as a box. */
function readObject(bytes: Buffer, sink: TextSink): void {
  if (isPicture(bytes)) {
    const reason = readPicture(bytes, sink)
    if (reason !== null) sink.fail(reason)
    return
  }
  sink.block('text-box')
  readPart(bytes, new OdfStyles(), sink, 'text-box')
}

function readPart(bytes: Buffer, styles: OdfStyles, sink: TextSink, body: TextWhere): void {
  const text = new OdfText(styles, sink, body)
  const reason = streamXml(bytes, text, () => sink.full)
  text.end()
  if (reason !== null) sink.fail(reason)
  if (styles.cut) sink.fail('count-limit')
}
