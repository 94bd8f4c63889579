// Kinds that are text: messages, HTML, XML forms of office files, calendars, tables, scripts, plain text.
import { OFFICE_EXTENSIONS, SCRIPT_EXTENSIONS, SHORTCUT_EXTENSIONS } from './extensions.ts'
import { isMessage, isNamedMessage } from './message-kind.ts'
import { hasScript, PAGE_EXTENSIONS } from './page-script.ts'
import type { KindFacts } from './reading.ts'
import { scriptKind } from './script-kind.ts'
import { tableDangers, tableKind } from './table-kind.ts'
import { decode, HEAD, headOf, looksTextual } from './text-charset.ts'
import { isEditableXml, xmlDangers, xmlKind } from './xml-kind.ts'

export { looksTextual }

/** Kinds under whose name a script stays what it is: a mail program opens it. */
const OPENED_BY_MAIL = new Set(['eml'])
/** Tables, which spreadsheets open by themselves. */
const TABLES = new Set(['csv', 'slk', 'dif'])
/** Names under which a spreadsheet opens any text. */
const SHEET_EXTENSIONS = new Set('csv tsv xls xlt xlsx xlsm slk dif prn'.split(' '))
/** Bytes of a table or of office XML that are looked through. */
const WHOLE = 67_108_864

/** Facts of textual bytes. Extensions decide only what no content can: which interpreter would run a script. */
export function readText(bytes: Buffer, extensions: string[]): KindFacts {
  const head = headOf(bytes)
  const start = head.slice(0, 8192).trimStart().toLowerCase()
  const kind = kindOf(head, start, bytes.length <= HEAD, extensions)
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
  const own = scriptKind(head, start)
  if (own === 'url' || own === 'desktop' || own === 'vbe') return { ...facts, kind: own, executable: true }
  const named = extensions.find((each) => SCRIPT_EXTENSIONS.has(each) || SHORTCUT_EXTENSIONS.has(each))
  if (named !== undefined && !OPENED_BY_MAIL.has(kind))
    return { ...facts, kind: named, executable: true, editable: false }
  if (own !== null && !OPENED_BY_MAIL.has(kind)) return { ...facts, kind: own, executable: true, editable: false }
  // A page or picture that brings a program along: opened from a mail it runs in the reader's browser.
  if (isPage(kind, bytes, extensions) && hasScript(decode(bytes))) {
    return { ...facts, kind: kind === 'svg' || kind === 'eml' ? kind : 'html', executable: true }
  }
  return withDangers(facts, kind, head, bytes, extensions)
}

/** Macros and what starts other programs, in tables and in the XML forms of office files. */
function withDangers(facts: KindFacts, kind: string, head: string, bytes: Buffer, extensions: string[]): KindFacts {
  const text = () => decode(bytes.subarray(0, WHOLE))
  const asSheet = TABLES.has(kind) || (kind === 'txt' && extensions.some((each) => SHEET_EXTENSIONS.has(each)))
  const found = asSheet ? tableDangers(kind, text()) : xmlDangers(kind, head, text)
  if (found !== null) {
    facts.macros = found.macros
    if (found.active.length > 0) facts.active = found.active
    if (bytes.length > WHOLE) return { ...facts, inspected: 'partial', reasons: ['size-limit'] }
  }
  if (kind === 'eml' && isWebArchive(head)) facts.alsoKinds = ['mht']
  return facts
}

/** MHTML (RFC 2557): a page with its parts as one message, as Word and browsers save it; it has no sender. */
function isWebArchive(head: string): boolean {
  const header = head
    .trimStart()
    .slice(0, 4000)
    .split(/\r?\n\r?\n/, 1)[0]!
  return /^content-type:\s{0,9}multipart\/related/im.test(header) && !/^(?:to|received|message-id):/im.test(header)
}

/** Namespaces whose elements a browser runs in any XML. */
const PAGE_NAMESPACES = ['http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/svg']

/** By content or by name: browsers open what is called .html as a page, whatever stands first in it. */
function isPage(kind: string, bytes: Buffer, extensions: string[]): boolean {
  if (kind === 'html' || kind === 'svg' || extensions.some((each) => PAGE_EXTENSIONS.has(each))) return true
  return kind === 'xml' && PAGE_NAMESPACES.some((namespace) => bytes.includes(namespace))
}

function kindOf(head: string, start: string, complete: boolean, extensions: string[]): string {
  // Opened as a message because of its name, whatever lines stand in front of the fields.
  if (isNamedMessage(extensions)) return 'eml'
  const named = BEGINNINGS.find(([mark]) => (typeof mark === 'string' ? start.startsWith(mark) : mark.test(start)))?.[1]
  if (named !== undefined) return named
  if (start.startsWith('%!ps')) return postScriptKind(start)
  const first = afterComments(head)
  const xml = xmlKind(head.slice(0, 8192), start, first)
  if (xml !== null) return xml
  if (HTML_START.test(first)) return 'html'
  if (isMessage(head)) return 'eml'
  return tableKind(head, complete, extensions) ?? 'txt'
}

const BEGINNINGS: [string | RegExp, string][] = [
  ['begin:vcalendar', 'ics'],
  ['begin:vcard', 'vcf'],
  ['-----begin pgp', 'asc'],
  ['-----begin pkcs7', 'asc'],
  [/^-----begin (?:x509 |trusted |new )?certificate/, 'pem'],
  [/^-----begin (?:(?:rsa|dsa|ec|encrypted|openssh) )?(?:private|public) key-----/, 'pem'],
  [/^(?:999\r?\n[^\n]{0,200}\n\s{0,9}){0,9}0\r?\n\s{0,9}section\r?\n/, 'dxf'],
]

/** PostScript that is one picture says so in its first line (EPSF 3.0); Illustrator names itself. */
function postScriptKind(start: string): string {
  if (/%%creator:[^\n]{0,20}adobe illustrator/.test(start)) return 'ai'
  return /^%!ps-adobe-[\d.]{1,9} epsf/.test(start) ? 'eps' : 'ps'
}

const HTML_START =
  /^<(?:!doctype html|(?:[\w.-]{1,40}:)?html|head|body|script|table|meta|title|style|div|iframe|h1|p|a|b|img|span|link|form|input|br|font|center|frameset)[\s/>]/

/** True when bytes begin as a page does: then a browser opens them as one, whatever follows. */
export function startsAsPage(bytes: Buffer): boolean {
  return HTML_START.test(afterComments(headOf(bytes.subarray(0, 4096))))
}

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
 * Article 7.3.a means files that are worked on. Tables and the XML forms of office files are; logs, calendars, pages and
 * plain text are not what an office sends as a document, unless they go under the name of one: Word and Excel open HTML,
 * XML, MHTML or text that is called .doc or .xls, and people send such (DOCUMENTS.md 2).
 */
function isEditable(kind: string, head: string, extensions: string[]): boolean {
  if (TABLES.has(kind) || isEditableXml(kind, head)) return true
  return extensions.some((each) => OFFICE_EXTENSIONS.has(each))
}
