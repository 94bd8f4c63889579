// Reads a header block into its fields (RFC 5322 2.2) and notes where the block departs from that grammar.
import type { GateProblemName } from '../facts.ts'

/** One header field as it stands in the message. */
export interface Field {
  /** Lower case, without white space. */
  name: string
  /** Unfolded (RFC 5322 2.2.3), trimmed, each byte one character. */
  value: string
  /** Offset of its first byte in the entity. */
  offset: number
}

export interface FieldBlock {
  fields: Field[]
  /** Offset after the last line of the block. */
  end: number
  /** Offset after the empty line that closes it; `end` where a delimiter or the end of the bytes does. */
  bodyStart: number
  /** False when the block ran past its limit: nothing of it is known then. */
  complete: boolean
}

export type NoteField = (problem: GateProblemName, offset: number, field: string) => void

/** RFC 5322 2.1.1: a line is at most 998 characters, the CRLF not counted. */
const LINE_LIMIT = 998
const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d
/** Fields that say what a part is: of two, mail programs differ in which counts (MIME.md 2c.4). */
const DECIDING = new Set(['content-type', 'content-transfer-encoding', 'content-disposition'])
/** RFC 5322 3.6 and RFC 2045: other fields that may stand once in a header block; every one of them is read. */
const ONCE_ONLY = new Set(
  (
    'date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version content-id ' +
    'content-description'
  ).split(' '),
)
/** RFC 5322 2.2: printable ASCII but the colon; a space before the colon is read in two ways by mail programs. */
const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/
const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** RFC 5322 2.2 is ASCII only; RFC 6532 allows UTF-8, and PHP mailers write it without asking. */
const HIGH = /[\x80-\xff]/

/**
 * Reads the block that begins at `start`, of at most `limit` bytes. It ends at the empty line, before a line that
 * `isDelimiter` knows (a part may be nothing but a header, RFC 2046 5.1), or with the bytes.
 */
export function readBlock(
  bytes: Buffer,
  start: number,
  limit: number,
  isDelimiter: (at: number) => boolean,
  note: NoteField,
): FieldBlock {
  const fields: Field[] = []
  let open: Field | null = null
  let at = start
  while (at < bytes.length) {
    if (at - start > limit) return { fields: [], end: start, bodyStart: start, complete: false }
    if (bytes[at] === DASH && bytes[at + 1] === DASH && isDelimiter(at)) break
    const feed = bytes.indexOf(LF, at)
    const next = feed < 0 ? bytes.length : feed + 1
    const end = feed < 0 ? bytes.length : feed > at && bytes[feed - 1] === CR ? feed - 1 : feed
    if (end === at) return closed(fields, at, next, note)
    if (next - start > limit) return { fields: [], end: start, bodyStart: start, complete: false }
    open = readLine(bytes.toString('latin1', at, end), at, open, fields, note)
    at = next
  }
  return closed(fields, at, at, note)
}

function closed(fields: Field[], end: number, bodyStart: number, note: NoteField): FieldBlock {
  for (const each of fields) {
    each.value = each.value.trim()
    if (CONTROL.test(each.value)) note('control-character', each.offset, each.name)
    if (HIGH.test(each.value)) note('header-8bit', each.offset, each.name)
  }
  noteDuplicates(fields, note)
  return { fields, end, bodyStart, complete: true }
}

/** A line of the block: a field, or the fold of the one before (RFC 5322 2.2.3). Gives the field that is now open. */
function readLine(line: string, offset: number, open: Field | null, fields: Field[], note: NoteField): Field | null {
  if (line.length > LINE_LIMIT) note('header-long', offset, open?.name ?? '')
  if (line[0] === ' ' || line[0] === '\t') {
    // A line of blanks ends the block for some programs and not for others.
    if (open === null) note('no-header', offset, '')
    else if (line.trim() === '') note('bad-header', offset, open.name)
    if (open !== null) open.value += line
    return open
  }
  const colon = line.indexOf(':')
  if (colon < 0) {
    note(fields.length === 0 ? 'no-header' : 'no-separator', offset, '')
    return null
  }
  const written = line.slice(0, colon)
  const name = written.trim().toLowerCase()
  if (!FIELD_NAME.test(written)) note('bad-header', offset, name.slice(0, 80))
  const field = { name, value: line.slice(colon + 1), offset }
  fields.push(field)
  return field
}

function noteDuplicates(fields: Field[], note: NoteField): void {
  const seen = new Set<string>()
  for (const { name, offset } of fields) {
    const deciding = DECIDING.has(name)
    if (!deciding && !ONCE_ONLY.has(name)) continue
    if (seen.has(name)) note(deciding ? 'duplicate-header' : 'duplicate-field', offset, name)
    seen.add(name)
  }
}

/** Values of all fields of that name, in order. */
export function valuesOf(fields: Field[], name: string): string[] {
  return fields.filter((each) => each.name === name).map((each) => each.value)
}
