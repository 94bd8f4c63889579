// Texts of XML: Office 2003 XML, flat packages, flat OpenDocument, UOF, pictures, pages; and what in the office forms acts.
import type { ActiveContent } from '../facts.ts'
import { fieldDangers } from './field-codes.ts'
import { fieldTexts } from './ooxml-fields.ts'
import { isRemote } from './remote.ts'

const SVG_START = /^<(?:[\w.-]{1,40}:)?svg[\s/>]/
const SVG_ELEMENT = /<(?:[\w.-]{1,40}:)?svg[\s/>]/i
const FLAT = /office:mimetype=["']application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)/
const FLAT_KINDS: Record<string, string> = { text: 'fodt', spreadsheet: 'fods', presentation: 'fodp', graphics: 'fodg' }
/** Elements by which other programs' files name themselves, and the extension of such. */
const ROOTS: [RegExp, string][] = [
  [/uof:mimetype=["']vnd\.uof\.text/, 'uot'],
  [/uof:mimetype=["']vnd\.uof\.spreadsheet/, 'uos'],
  [/uof:mimetype=["']vnd\.uof\.presentation/, 'uop'],
  [/<(?:\w{1,20}:)?VisioDocument[\s>]/, 'vdx'],
  [/<(?:math:|m:|mml:)?math[\s>]/, 'mml'],
  [/<(?:gmr|gnm):Workbook[\s>]/, 'gnumeric'],
  [/<abiword[\s>]/, 'abw'],
]
/** Marks of the XML forms that Word, Excel and PowerPoint open as their own files. */
const OFFICE_XML = [
  '<?mso-application',
  'schemas.microsoft.com/office/word/2003/wordml',
  'urn:schemas-microsoft-com:office:spreadsheet',
  'schemas.microsoft.com/office/2006/xmlpackage',
]
const EDITABLE = new Set(['fodt', 'fods', 'fodp', 'uot', 'uos', 'uop', 'gnumeric', 'abw'])
/** VBA in WordML (a stream of its own as base64) and in a flat package (its part). */
const VBA = [
  /\bmacrosPresent\s{0,9}=\s{0,9}["'](?:yes|true|1|on)/i,
  /editdata\.mso["']/i,
  /["']\/[\w/]{0,60}vbaProject[\w]{0,20}\.bin["']/i,
  /vnd\.ms-office\.vbaProject["']/i,
  /vnd\.ms-excel\.(?:intl)?macrosheet/i,
]
const OBJECTS = [/oledata\.mso["']/i, /relationships\/oleObject["']/i, /<(?:w|o):(?:ocx|OLEObject)\s/]
/** Modules and event handlers in flat OpenDocument files. */
const FLAT_MACROS = ['<ooo:module', '<ooo:library ', '<script:event-listener', 'vnd.sun.star.script:']
const FLAT_DDE = ['<office:dde-source', '<text:dde-connection-decl', '<table:dde-link']
const RELATION = /<Relationship\s([^<>]{1,4000})>/g
const FETCHED = /Type\s{0,9}=\s{0,9}["'][^"']{1,200}\/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)["']/i
const EXTERNAL = /TargetMode\s{0,9}=\s{0,9}["']External/i
const TARGET = /Target\s{0,9}=\s{0,9}["']([^"']{1,2000})/i
/** WordML names its template with the address itself. */
const TEMPLATE = /<w:attachedTemplate\s{1,9}w:val\s{0,9}=\s{0,9}["']([^"']{1,2000})/

const STYLED = /<\?xml-stylesheet\s|<xsl:stylesheet[\s>]|<xsl:transform[\s>]/i
const PAGE_SCRIPT = /<(?:[\w.-]{1,40}:)?script[\s>]/i

/** Kind by the first 8 KiB; null when the text is no XML. `first` is what stands first after comments, in lower case. */
export function xmlKind(head: string, start: string, first: string): string | null {
  const declared = start.startsWith('<?xml') || start.startsWith('<?mso-application')
  if (SVG_START.test(first) || (declared && SVG_ELEMENT.test(head))) return 'svg'
  const flat = FLAT.exec(head)
  if (flat) return FLAT_KINDS[flat[1]!]!
  // XHTML: a declaration, then html.
  if (declared && /<(?:[\w.-]{1,40}:)?html[\s>]/i.test(head)) return 'html'
  // A style sheet makes a page of it in a browser, with the scripts that stand in it.
  if (declared && STYLED.test(head) && PAGE_SCRIPT.test(head)) return 'html'
  if (declared) return ROOTS.find(([pattern]) => pattern.test(head))?.[1] ?? 'xml'
  return null
}

/** Whether a program opens XML of the kind as a document to work on. */
export function isEditableXml(kind: string, head: string): boolean {
  return EDITABLE.has(kind) || (kind === 'xml' && isOfficeXml(head))
}

function isOfficeXml(head: string): boolean {
  const near = head.slice(0, 8192)
  return OFFICE_XML.some((mark) => near.includes(mark))
}

/** Macros and active content of the office forms; null for XML of another kind. */
export function xmlDangers(
  kind: string,
  head: string,
  text: () => string,
): { macros: boolean; active: ActiveContent[] } | null {
  const flat = kind.startsWith('fod')
  if (!flat && !(kind === 'xml' && isOfficeXml(head))) return null
  const whole = text()
  const active = new Set<ActiveContent>()
  const macros = flat ? holds(whole, FLAT_MACROS) : VBA.some((mark) => mark.test(whole))
  if (macros) active.add('macro')
  if (flat && holds(whole, FLAT_DDE)) active.add('launch')
  if (!flat && OBJECTS.some((mark) => mark.test(whole))) active.add('ole-object')
  if (!flat && fetches(whole)) active.add('external-link')
  if (!flat && (whole.includes('instrText') || whole.includes('fldSimple')))
    for (const danger of fieldDangers(fieldTexts(whole))) active.add(danger)
  return { macros, active: [...active] }
}

function holds(text: string, marks: string[]): boolean {
  return marks.some((mark) => text.includes(mark))
}

function fetches(text: string): boolean {
  for (const [, attributes] of text.matchAll(RELATION)) {
    if (!FETCHED.test(attributes!) || !EXTERNAL.test(attributes!)) continue
    if (isRemote(TARGET.exec(attributes!)?.[1] ?? '')) return true
  }
  return isRemote(TEMPLATE.exec(text)?.[1] ?? '')
}
