// Reads one leaf of a message: a text that its reader sees, a document, a nested message, or several of these.
import { readDocument, readNestedMessage, unreadableDocument } from '../document/read.ts'
import type { DocumentInput, Reading } from '../document/reading.ts'
import { looksTextual } from '../document/text-kind.ts'
import type { DocumentFacts, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { readBodyText } from './body-text.ts'
import type { Collected } from './collected.ts'
import { type Field, valuesOf } from './fields.ts'
import { partNames } from './part-names.ts'
import type { Part } from './split.ts'
import { decodeBody } from './transfer-encoding.ts'

export interface Leaf {
  part: Part
  fields: Field[]
  at: Place
  depth: number
  /** Still in its transfer encoding. */
  body: Buffer
}

export interface LeafFacts {
  /** null for a text that is nothing but the message's own. */
  document: DocumentFacts | null
  /** What the message as a whole could not be read for. */
  reason: Reason | null
}

/** RFC 2046 5.2.2 and 5.2.3: the content is somewhere else, or in other messages. */
const ELSEWHERE = new Set(['message/partial', 'message/external-body'])
const MESSAGES = new Set(['message/rfc822', 'message/global'])
/** Text types that mail programs hand to another program instead of showing them. */
const NOT_SHOWN = new Set([
  'text/calendar',
  'text/vcard',
  'text/x-vcard',
  'text/directory',
  'text/csv',
  'text/x-amp-html',
])
/** Types of text that are the message's own words when they have no name. */
const OWN_TEXT = new Set(['text/plain', 'text/html'])

/** Decodes the leaf and reads it as all that it can be. */
export async function readLeaf(leaf: Leaf, reading: Reading, collected: Collected): Promise<LeafFacts> {
  const { part, fields } = leaf
  const { bytes, agreed } = decodeBody(leaf.body, part.encoding)
  let reason: Reason | null = agreed ? null : 'malformed'
  const input = inputOf(leaf, bytes)
  if (ELSEWHERE.has(part.type)) {
    return { document: unreadableDocument(input, bytes.length, 'external-content'), reason }
  }
  let known = true
  if (isShownText(part)) {
    const limit = reading.context.limits.textCharacters
    const { text, truncated, known: charsetKnown, contentIds } = readBodyText(bytes, part.type, part.charset, limit)
    collected.texts.push({ at: leaf.at, type: part.type, text, truncated })
    for (const id of contentIds) collected.referredIds.add(id)
    if (truncated) reason ??= 'size-limit'
    known = charsetKnown
    // A part that is nothing but words is no document. With a name, with another subtype, with bytes that are no text
    // or of a charset that is not known, it is one as well.
    if (known && OWN_TEXT.has(part.type) && input.names.length === 0 && isText(bytes, part))
      return { document: null, reason }
  }
  const document = isNestedMessage(part, fields)
    ? await readNestedMessage(input, reading)
    : await readDocument(input, reading)
  const contentId = valuesOf(fields, 'content-id')[0]?.replace(/^<|>$/g, '')
  if (contentId) collected.identified.push({ document, contentId })
  return { document, reason }
}

function inputOf({ part, fields, at, depth }: Leaf, bytes: Buffer): DocumentInput {
  const disposition = part.disposition === 'attachment' || part.disposition === 'inline' ? part.disposition : null
  // Without the field mailsplit guesses from the file name; that is not declared.
  const declaredType = valuesOf(fields, 'content-type').length === 0 ? null : part.type
  return { bytes, at, depth, names: partNames(fields), declaredType, disposition }
}

function isShownText(part: Part): boolean {
  return (
    part.type.startsWith('text/') &&
    part.disposition !== 'attachment' &&
    !NOT_SHOWN.has(part.type) &&
    !isDigestMember(part)
  )
}

function isText(bytes: Buffer, part: Part): boolean {
  return /^(?:utf-?16|utf-?32|ucs|unicode)/i.test(part.charset) || looksTextual(bytes)
}

function isNestedMessage(part: Part, fields: Field[]): boolean {
  return MESSAGES.has(part.type) || (isDigestMember(part) && valuesOf(fields, 'content-type').length === 0)
}

/** RFC 2046 5.1.5: the parts of a digest are messages unless they say otherwise. */
function isDigestMember(part: Part): boolean {
  return part.parent?.type === 'multipart/digest' && part.type === 'text/plain'
}
