// The text of files that are text themselves: plain text and tables, pages, the XML forms of office files, any other XML.
import { isUtf8 } from 'node:buffer'
import { charsetWithin } from '../html/html-readings.ts'
import { utf16Of } from '../text-charset.ts'
import { streamXml } from '../xml-stream.ts'
import { readHtml } from './html.ts'
import { odfText } from './odf.ts'
import { readSeparated } from './separated.ts'
import { readSheet2003 } from './sheet-2003.ts'
import { PLAIN, type ReadText, type TextSink } from './sink.ts'
import { NO_THEME } from './theme.ts'
import { WordLists } from './word-lists.ts'
import { WordStyles } from './word-styles.ts'
import { readWordPart } from './word-xml.ts'

/** Bytes of one such file that are read. */
const LIMIT = 67_108_864
/** Files whose text is for programs: keys, signatures, messages, which are read as such. */
const NOT_READ = new Set(['eml', 'asc', 'pem', 'hqx', 'url', 'desktop'])
/** WordprocessingML, in a file of its own (2003) or in a flat package (2006). */
const WORD_XML =
  /schemas\.microsoft\.com\/office\/word\/2003\/wordml|openxmlformats\.org\/wordprocessingml\/2006\/main|purl\.oclc\.org\/ooxml\/wordprocessingml/

/** The reader for textual bytes of that kind; null where no person reads them. */
export function textualText(bytes: Buffer, kind: string): ReadText | null {
  if (NOT_READ.has(kind)) return null
  return (sink) => {
    if (bytes.length > LIMIT) sink.fail('size-limit')
    read(bytes.subarray(0, LIMIT), kind, sink)
  }
}

function read(bytes: Buffer, kind: string, sink: TextSink): void {
  if (kind === 'html') readHtml(decodePage(bytes), sink)
  else if (/^fod[tspg]$/.test(kind)) odfText({ content: bytes, styles: null, meta: bytes })(sink)
  else if (kind === 'xml' || kind === 'svg' || kind.startsWith('uo')) readXml(bytes, sink)
  else if (kind === 'csv') readSeparated(decodeText(bytes), sink)
  else lines(decodeText(bytes), sink)
}

/**
 * Unicode by mark or by validity; all else as Windows-1252, in which the bytes of old Vietnamese encodings are still to be
 * told apart (language/encoding.ts).
 */
export function decodeText(bytes: Buffer): string {
  const utf16 = utf16Of(bytes)
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes)
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes)
}

/** A page that is no UTF-8 may name its charset itself. */
function decodePage(bytes: Buffer): string {
  const label = isUtf8(bytes) ? null : charsetWithin(bytes)
  if (label === null) return decodeText(bytes)
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    return decodeText(bytes)
  }
}

/** Line by line, without a list of all of them; a form feed begins a page. */
function lines(text: string, sink: TextSink): void {
  sink.block('body')
  const end = /\r\n|[\r\n\f]/g
  for (let at = 0; at < text.length && !sink.full; ) {
    const match = end.exec(text)
    sink.run(text.slice(at, match?.index ?? text.length), PLAIN)
    if (match === null) break
    if (match[0] === '\f') sink.block('body')
    else sink.line()
    at = end.lastIndex
  }
}

function readXml(bytes: Buffer, sink: TextSink): void {
  if (WORD_XML.test(decodeText(bytes.subarray(0, 65_536)))) {
    const styles = new WordStyles(NO_THEME)
    styles.read(bytes)
    const lists = new WordLists()
    lists.read(bytes, NO_THEME)
    const failure = readWordPart(bytes, 'body', styles, lists, sink)
    if (failure !== null) sink.fail(failure)
    return
  }
  if (readSheet2003(bytes, sink)) return
  sink.block('body')
  const text = (part: string) => {
    if (part.trim() === '') return
    sink.run(part.replace(/[\r\n]+/g, ' '), PLAIN)
  }
  const close = () => sink.line()
  // XML that programs do not open says nothing that people read: no failure.
  streamXml(bytes, { open: () => {}, text, close }, () => sink.full)
}
