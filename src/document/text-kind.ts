// Kinds that are text: messages, HTML, XML forms of office files, calendars, tables, scripts, plain text.
import { OFFICE_EXTENSIONS, SCRIPT_EXTENSIONS, SHORTCUT_EXTENSIONS } from './extensions.ts'
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
  if ((kind === 'html' || kind === 'svg') && hasScript(bytes)) return { ...facts, executable: true }
  return facts
}

/** Script elements other than data (JSON), and the handlers that run without a click. */
function hasScript(bytes: Buffer): boolean {
  const text = (isUtf16(bytes) ? headOf(bytes) : bytes.toString('latin1')).toLowerCase()
  for (let at = text.indexOf('<script'); at >= 0; at = text.indexOf('<script', at + 7)) {
    if (
      !text
        .slice(at, at + 200)
        .split('>')[0]!
        .includes('json')
    )
      return true
  }
  return /[\s"'/](?:onload|onerror)\s{0,9}=/.test(text)
}

function headOf(bytes: Buffer): string {
  const head = bytes.subarray(0, HEAD)
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le', 2)
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head)
  return head.toString('latin1', head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0)
}

function kindOf(head: string, start: string, extensions: string[]): string {
  if (start.startsWith('begin:vcalendar')) return 'ics'
  if (start.startsWith('begin:vcard')) return 'vcf'
  if (start.startsWith('%!ps')) return 'ps'
  if (start.startsWith('-----begin pgp') || start.startsWith('-----begin pkcs7')) return 'asc'
  const xml = xmlKind(head.slice(0, 8192), start)
  if (xml !== null) return xml
  if (isHtml(start)) return 'html'
  if (isMessage(head)) return 'eml'
  return isTable(head, extensions) ? 'csv' : 'txt'
}

/** Office 2003 XML and flat OpenDocument name themselves near the beginning. */
function xmlKind(head: string, start: string): string | null {
  const declared = start.startsWith('<?xml') || start.startsWith('<?mso-application')
  if (start.startsWith('<svg') || (declared && head.includes('<svg'))) return 'svg'
  const flat = /office:mimetype="application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(head)
  if (flat) return { text: 'fodt', spreadsheet: 'fods', presentation: 'fodp' }[flat[1]!]!
  // XHTML: a declaration, then html.
  if (declared && /<html[\s>]/i.test(head)) return 'html'
  return declared ? 'xml' : null
}

/** Marks of the XML forms that Word, Excel and PowerPoint open as their own files. */
const OFFICE_XML = [
  '<?mso-application',
  'schemas.microsoft.com/office/word/2003/wordml',
  'urn:schemas-microsoft-com:office:spreadsheet',
  'schemas.microsoft.com/office/2006/xmlpackage',
]

function isHtml(start: string): boolean {
  let text = start
  for (let skipped = 0; skipped < 5 && text.startsWith('<!--'); skipped++) {
    const end = text.indexOf('-->')
    if (end < 0) return false
    text = text.slice(end + 3).trimStart()
  }
  return /^<(?:!doctype html|html|head|body|script|table|meta|title|style|div|iframe|h1|p|a|br|font|center|frameset)[\s/>]/.test(
    text,
  )
}

/** Fields that a message has and other texts with `Name: value` lines do not. */
const MESSAGE_FIELDS = new Set(
  'from to subject date message-id received return-path mime-version content-type delivered-to reply-to x-mailer sender cc dkim-signature'.split(
    ' ',
  ),
)

/** Two or more fields of RFC 5322 at the very beginning, each line of the block a field or the fold of one. */
function isMessage(head: string): boolean {
  const known = new Set<string>()
  const lines = head.slice(0, 16_384).split('\n', 60)
  if (lines[0]!.startsWith('From ')) lines.shift() // one mail of an mbox file
  for (const line of lines) {
    if (line.trim() === '') break
    if (line[0] === ' ' || line[0] === '\t') continue
    const name = /^([\x21-\x39\x3b-\x7e]{1,60}):/.exec(line)?.[1]?.toLowerCase()
    if (name === undefined) return false
    if (MESSAGE_FIELDS.has(name)) known.add(name)
  }
  return known.size >= 2
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
