// What the fields of a part say of it (RFC 2045 5 and 6, RFC 2183), and where they depart from their grammar.
import { charsetClass } from './charset.ts'
import { type Field, valuesOf } from './fields.ts'
import { checkParameters, type NoteParameter } from './parameter-grammar.ts'
import { extendedValues, parseParameters } from './parameters.ts'
import type { Note } from './problems.ts'
import type { Part } from './split.ts'

/** RFC 2045 5.1 and RFC 6838 4.2: a type and a subtype, both tokens. */
const TYPE = /^[!#$%&'*+\-.^_`{|}~0-9A-Za-z]{1,127}\/[!#$%&'*+\-.^_`{|}~0-9A-Za-z]{1,127}$/
const TOKEN = /^[!#$%&'*+\-.^_`{|}~0-9A-Za-z]{1,127}$/
/** RFC 2045 6.1. */
const ENCODINGS = new Set(['7bit', '8bit', 'binary', 'quoted-printable', 'base64'])
/** RFC 2045 6.4: a multipart is never encoded as a whole, nor is a message (RFC 2046 5.2.1). */
const IDENTITY = new Set(['', '7bit', '8bit', 'binary'])
const WHOLE_MESSAGES = new Set(['message/rfc822', 'message/partial', 'message/external-body'])
/** RFC 2046 5.1.1: at most 70 characters, the last one no space; quotes, backslashes and what is not ASCII are read in different ways. */
const BOUNDARY = /^[\x20\x21\x23-\x5b\x5d-\x7e]{0,69}[\x21\x23-\x5b\x5d-\x7e]$/

/** The value before the first semicolon, in lower case, comments left in. */
function head(value: string): string {
  const semicolon = value.indexOf(';')
  return (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
}

/** Content-Type without parameters. RFC 2045 5.2: text/plain when there is none, or none by the grammar. */
export function typeOf(fields: Field[]): string {
  const type = head(withoutComments(valuesOf(fields, 'content-type')[0] ?? ''))
  return TYPE.test(type) ? type : 'text/plain'
}

export function encodingOf(fields: Field[]): string {
  return head(withoutComments(valuesOf(fields, 'content-transfer-encoding')[0] ?? ''))
}

export function dispositionOf(fields: Field[]): string {
  return head(withoutComments(valuesOf(fields, 'content-disposition')[0] ?? ''))
}

/** The boundary to split by; null for what is no multipart or has none. */
export function boundaryOf(fields: Field[]): string | null {
  if (!typeOf(fields).startsWith('multipart/')) return null
  return boundaries(fields)[0] ?? null
}

/** Every boundary that some program may read from the field; blanks at the end are none (RFC 2046 5.1.1). */
function boundaries(fields: Field[]): string[] {
  const all = valuesOfParameter(fields, 'boundary').map((value) => value.trimEnd())
  return [...new Set(all.filter((value) => value !== ''))]
}

/** Every value of a parameter of Content-Type, also in its RFC 2231 forms, each once. */
function valuesOfParameter(fields: Field[], name: string): string[] {
  const parameters = parseParameters(valuesOf(fields, 'content-type')[0] ?? '')
  const plain = parameters.filter((each) => each.name === name).map(({ value }) => value)
  return [...new Set([...plain, ...extendedValues(parameters, name)])]
}

/** Comments stand before the first semicolon only in broken fields; those are noted, and read as if they were not there. */
function withoutComments(value: string): string {
  const open = value.indexOf('(')
  if (open < 0) return value
  const close = value.indexOf(')', open)
  return close < 0 ? value : `${value.slice(0, open)} ${value.slice(close + 1)}`
}

/** Notes what is wrong in the fields of a part; gives its charset, '' where none is named. */
export function checkPart(part: Part, boundary: string | null, note: Note): string {
  checkType(part, boundary, note)
  for (const { name, value, offset } of part.fields) {
    if (name === 'content-transfer-encoding') checkEncoding(part, value, offset, note)
    if (name === 'content-disposition') {
      const rest = restOf(value, (text) => text !== '' && TOKEN.test(text))
      if (rest === null) note(hasComment(value) ? 'parameter-comment' : 'disposition-syntax', offset, part.number, name)
      else checkParameters(value, rest, noteAt(note, offset, part, name))
    }
  }
  const charsets = [...new Set(valuesOfParameter(part.fields, 'charset').map((value) => value.toLowerCase()))]
  if (charsets.length > 1) note('duplicate-parameter', part.header.start, part.number, 'content-type')
  return charsets[0] ?? ''
}

function checkType(part: Part, boundary: string | null, note: Note): void {
  const { fields, number } = part
  const multipart = part.type.startsWith('multipart/')
  const field = fields.find(({ name }) => name === 'content-type')
  if (field === undefined) return
  const { value, offset, name } = field
  const rest = restOf(value, (text) => TYPE.test(text))
  // An empty value is text/plain for everyone (RFC 2045 5.2).
  if (rest === null && value !== '') note(hasComment(value) ? 'parameter-comment' : 'type-syntax', offset, number, name)
  if (rest !== null) checkParameters(value, rest, noteAt(note, offset, part, name))
  const found = boundaries(fields)
  if (multipart && boundary === null) note('boundary-missing', offset, number, name)
  if (multipart && found.some((each) => !BOUNDARY.test(each))) note('boundary-syntax', offset, number, name)
  if (multipart && found.length > 1) note('duplicate-parameter', offset, number, name)
  if (!multipart && found.length > 0) note('type-contradiction', offset, number, name)
  if (multipart && !IDENTITY.has(part.encoding)) note('encoding-on-multipart', offset, number, name)
  if (WHOLE_MESSAGES.has(part.type) && !IDENTITY.has(part.encoding)) note('encoding-on-message', offset, number, name)
}

function checkEncoding(part: Part, value: string, offset: number, note: Note): void {
  const encoding = value.toLowerCase()
  if (value === '' || ENCODINGS.has(encoding)) return
  const problem = hasComment(value) ? 'parameter-comment' : 'encoding-unknown'
  note(problem, offset, part.number, 'content-transfer-encoding')
}

/** Offset of the parameters behind a value that `fits`; null when what stands before them does not. */
function restOf(value: string, fits: (text: string) => boolean): number | null {
  const semicolon = value.indexOf(';')
  const end = semicolon < 0 ? value.length : semicolon
  return fits(value.slice(0, end).trim()) ? end : null
}

function hasComment(value: string): boolean {
  return head(value).includes('(')
}

function noteAt(note: Note, offset: number, part: Part, field: string): NoteParameter {
  return (problem) => note(problem, offset, part.number, field)
}

/** A text in a charset that is not known, or in which ASCII letters can be written as other bytes. */
export function checkCharset(part: Part, note: Note): void {
  const kind = charsetClass(part.charset)
  if (kind === 'known') return
  note(kind === 'risky' ? 'charset-risky' : 'charset-unknown', part.header.start, part.number, 'content-type')
}
