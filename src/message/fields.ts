// Splits a header block into its fields (RFC 5322 2.2) and notes where the block departs from that grammar.
import type { GateProblem } from '../facts.ts'

/** One header field as it stands in the message. */
export interface Field {
  /** Lower case, without white space. */
  name: string
  /** Unfolded (RFC 5322 2.2.3), trimmed, each byte one character. */
  value: string
  /** Offset of its first byte in the message. */
  offset: number
}

export interface FieldBlock {
  fields: Field[]
  problems: GateProblem[]
}

/** RFC 5322 2.1.1: a line is at most 998 characters, the CRLF not counted. */
const LINE_LIMIT = 998
/** Problems kept of one block; the first ones tell enough. */
const PROBLEMS_KEPT = 50
/** RFC 5322 3.6 and RFC 2045: fields that may stand once in a header block. */
const ONCE_ONLY = new Set(
  (
    'date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version ' +
    'content-type content-transfer-encoding content-disposition content-id content-description'
  ).split(' '),
)

const HEADER = { part: 'header', path: [] }

/** Reads the block `bytes[start..end)`; the empty line that closes it may be part of it or not. */
export function parseFields(bytes: Buffer, start: number, end: number): FieldBlock {
  const text = bytes.toString('latin1', start, end)
  const block: FieldBlock = { fields: [], problems: [] }
  let open: Field | null = null
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at)
    const next = feed < 0 ? text.length : feed + 1
    const line = text.slice(at, feed < 0 ? text.length : feed > at && text[feed - 1] === '\r' ? feed - 1 : feed)
    if (line.length > LINE_LIMIT) note(block, 'header-long', start + at, open?.name ?? '')
    if (line === '') break
    if (line[0] === ' ' || line[0] === '\t') {
      if (open === null || line.trim() === '') note(block, 'bad-header', start + at, open?.name ?? '')
      if (open !== null) open.value += line
    } else {
      open = field(line, start + at, block)
    }
    at = next
  }
  for (const each of block.fields) each.value = each.value.trim()
  noteDuplicates(block)
  return block
}

function field(line: string, offset: number, block: FieldBlock): Field | null {
  const colon = line.indexOf(':')
  if (colon < 0) {
    note(block, 'no-separator', offset, '')
    return null
  }
  const written = line.slice(0, colon)
  const name = written.trim().toLowerCase()
  // RFC 5322 2.2: printable ASCII but the colon; a space before the colon is read in two ways by mail programs.
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(written)) note(block, 'bad-header', offset, name.slice(0, 80))
  const made = { name, value: line.slice(colon + 1), offset }
  block.fields.push(made)
  return made
}

function noteDuplicates(block: FieldBlock): void {
  const seen = new Set<string>()
  for (const { name, offset } of block.fields) {
    if (!ONCE_ONLY.has(name)) continue
    if (seen.has(name)) note(block, 'duplicate-header', offset, name)
    seen.add(name)
  }
}

function note(block: FieldBlock, problem: GateProblem['problem'], offset: number, field: string): void {
  if (block.problems.length < PROBLEMS_KEPT) block.problems.push({ problem, offset, field, at: HEADER })
}

/** Values of all fields of that name, in order. */
export function valuesOf(fields: Field[], name: string): string[] {
  return fields.filter((each) => each.name === name).map((each) => each.value)
}
