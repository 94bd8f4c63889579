// Kinds that are text: messages, HTML, XML forms of office files, calendars, tables, scripts, plain text.
import { OFFICE_EXTENSIONS, SCRIPT_EXTENSIONS, SHORTCUT_EXTENSIONS } from './extensions.ts'
import { isMessage, isNamedMessage } from './message-kind.ts'
import { hasScript, PAGE_EXTENSIONS } from './page-script.ts'
import type { KindFacts } from './reading.ts'

/** Bytes looked at to tell a kind; formats declare themselves at their beginning. */
const HEAD = 65_536
/** Control characters but for white space, end of file and escape; legacy Vietnamese text (VISCII) has a few. */
const CONTROLS = new Set([...Array(32).keys()].filter((code) => ![8, 9, 10, 11, 12, 13, 26, 27].includes(code)))

/** True when the bytes can be text: no NUL, hardly any control characters; or UTF-16 with its mark. */
export function looksTextual(bytes: Buffer): boolean {
  if (isUtf16(bytes)) return true
  const length = Math.min(bytes.length, HEAD)
  let controls = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (byte >= 32) continue
    if (byte === 0) return false
    if (CONTROLS.has(byte)) controls++
  }
  return controls * 100 <= length && !bytes.includes(0)
}

function isUtf16(bytes: Buffer): boolean {
  return (
    bytes.length % 2 === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  )
}

/** Facts of textual bytes. Extensions decide only what no content can: which interpreter would run a script. */
export function readText(bytes: Buffer, extensions: string[]): KindFacts {
  const head = headOf(bytes)
  const start = head.slice(0, 2048).trimStart().toLowerCase()
  const kind = kindOf(head, start, extensions)
  const script = extensions.find((each) => SCRIPT_EXTENSIONS.has(each) || SHORTCUT_EXTENSIONS.has(each))
  const facts: KindFacts = {
    kind,
    inspected: 'full',
    encrypted: false,
    macros: false,
    editable: isEditable(kind, head, extensions),
  }
  if (start.startsWith('-----begin pgp message-----')) {
    return { ...facts, kind: 'asc', editable: false, encrypted: true, inspected: 'none', reasons: ['encrypted'] }
  }
  if (start.startsWith('[internetshortcut]')) return { ...facts, kind: 'url', executable: true }
  if (start.startsWith('[desktop entry]')) return { ...facts, kind: 'desktop', executable: true }
  // Encoded by Microsoft's script encoder; no other text begins so.
  if (head.startsWith('#@~^')) return { ...facts, kind: 'vbe', executable: true }
  if (script !== undefined && kind !== 'eml') return { ...facts, kind: script, executable: true, editable: false }
  if (/^#! ?\/[^\n]{1,200}(?:\n|\r|$)/.test(head)) return { ...facts, kind: 'sh', executable: true }
  // A page or picture that brings a program along: opened from a mail it runs in the reader's browser.
  if (isPage(kind, bytes, extensions) && hasScript(decode(bytes))) {
    return { ...facts, kind: kind === 'svg' || kind === 'eml' ? kind : 'html', executable: true }
  }
  if (kind.startsWith('fod') && FLAT_MACROS.some((mark) => bytes.includes(mark))) facts.macros = true
  return facts
}

/** Modules and event handlers in flat OpenDocument files. */
const FLAT_MACROS = ['<ooo:module', '<ooo:library ', '<script:event-listener', 'vnd.sun.star.script:']
/** Namespaces whose elements a browser runs in any XML. */
const PAGE_NAMESPACES = ['http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/svg']

/** By content or by name: browsers open what is called .html as a page, whatever stands first in it. */
function isPage(kind: string, bytes: Buffer, extensions: string[]): boolean {
  if (kind === 'html' || kind === 'svg' || extensions.some((each) => PAGE_EXTENSIONS.has(each))) return true
  return kind === 'xml' && PAGE_NAMESPACES.some((namespace) => bytes.includes(namespace))
}

function headOf(bytes: Buffer): string {
  return decode(bytes.subarray(0, HEAD))
}

/** By its mark; every other charset as Latin-1, in which the signs of ASCII are the same. */
function decode(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le', 2)
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head)
  return head.toString('latin1', head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0)
}

function kindOf(head: string, start: string, extensions: string[]): string {
  // Opened as a message because of its name, whatever lines stand in front of the fields.
  if (isNamedMessage(extensions)) return 'eml'
  if (start.startsWith('begin:vcalendar')) return 'ics'
  if (start.startsWith('begin:vcard')) return 'vcf'
  if (start.startsWith('%!ps')) return 'ps'
  if (start.startsWith('-----begin pgp') || start.startsWith('-----begin pkcs7')) return 'asc'
  const xml = xmlKind(head.slice(0, 8192), start, afterComments(head))
  if (xml !== null) return xml
  if (HTML_START.test(afterComments(head))) return 'html'
  if (isMessage(head)) return 'eml'
  return isTable(head, extensions) ? 'csv' : 'txt'
}

/** Office 2003 XML and flat OpenDocument name themselves near the beginning. */
function xmlKind(head: string, start: string, first: string): string | null {
  const declared = start.startsWith('<?xml') || start.startsWith('<?mso-application')
  if (SVG_START.test(first) || (declared && SVG_ELEMENT.test(head))) return 'svg'
  const flat = /office:mimetype="application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(head)
  if (flat) return { text: 'fodt', spreadsheet: 'fods', presentation: 'fodp' }[flat[1]!]!
  // XHTML: a declaration, then html.
  if (declared && /<(?:[\w.-]{1,40}:)?html[\s>]/i.test(head)) return 'html'
  return declared ? 'xml' : null
}

/** Marks of the XML forms that Word, Excel and PowerPoint open as their own files. */
const OFFICE_XML = [
  '<?mso-application',
  'schemas.microsoft.com/office/word/2003/wordml',
  'urn:schemas-microsoft-com:office:spreadsheet',
  'schemas.microsoft.com/office/2006/xmlpackage',
]

const SVG_START = /^<(?:[\w.-]{1,40}:)?svg[\s/>]/
const SVG_ELEMENT = /<(?:[\w.-]{1,40}:)?svg[\s/>]/i
const HTML_START =
  /^<(?:!doctype html|(?:[\w.-]{1,40}:)?html|head|body|script|table|meta|title|style|div|iframe|h1|p|a|b|img|span|link|form|input|br|font|center|frameset)[\s/>]/

/** What stands first after blanks and comments, in lower case. */
function afterComments(head: string): string {
  let at = head.search(/\S/)
  while (at >= 0 && head.startsWith('<!--', at)) {
    const end = head.indexOf('-->', at)
    if (end < 0) return ''
    at = end + 3
    while (/\s/.test(head[at] ?? '')) at++
  }
  return at < 0 ? '' : head.slice(at, at + 200).toLowerCase()
}

/**
 * Lines with the same number of delimiters. Prose can have that by chance, so three lines of three columns are wanted;
 * two columns or two lines do where the name says `csv` as well.
 */
function isTable(head: string, extensions: string[]): boolean {
  const named = extensions.some((each) => each === 'csv' || each === 'tsv')
  const lines = head
    .split('\n', 30)
    .slice(0, head.length >= HEAD ? -1 : undefined)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  if (lines.length < (named ? 1 : 3)) return false
  return [',', ';', '\t'].some((delimiter) => {
    const columns = lines.map((line) => countOutsideQuotes(line, delimiter))
    return columns[0]! >= (named ? 1 : 2) && columns.every((each) => each === columns[0])
  })
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let count = 0
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) count++
  }
  return count
}

/**
 * Article 7.3.a means files that are worked on. Tables and the XML forms of office files are; logs, calendars, pages and
 * plain text are not what an office sends as a document, unless they go under the name of one: Word and Excel open HTML,
 * XML, MHTML or text that is called .doc or .xls, and people send such (DOCUMENTS.md 2).
 */
function isEditable(kind: string, head: string, extensions: string[]): boolean {
  if (kind === 'csv' || kind.startsWith('fod')) return true
  if (kind === 'xml' && OFFICE_XML.some((mark) => head.slice(0, 8192).includes(mark))) return true
  return extensions.some((each) => OFFICE_EXTENSIONS.has(each))
}
