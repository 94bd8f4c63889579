// Reads one leaf of a message: a text that its reader sees, a document, a nested message, or several of these.
import { isAscii } from 'node:buffer'
import { nameFacts } from '../document/names.ts'
import { readDocument, readNestedMessage, unreadableDocument } from '../document/read.ts'
import type { DocumentInput, Reading } from '../document/reading.ts'
import { looksTextual } from '../document/text-kind.ts'
import type { DocumentFacts, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import type { Collected } from './collected.ts'
import { type Field, valuesOf } from './fields.ts'
import { partNames } from './part-names.ts'
import { collectCalendar, collectText, isDigestMember, shownType, typeOf } from './shown-text.ts'
import type { Part } from './split.ts'
import { decodeBody } from './transfer-encoding.ts'

export interface Leaf {
  part: Part
  fields: Field[]
  at: Place
  depth: number
  /** Still in its transfer encoding. */
  body: Buffer
  /** Whether the message around it is one that a browser opens. */
  inWebArchive: boolean
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
/** Types of text that are the message's own words when they have no name. */
const OWN_TEXT = new Set(['text/plain', 'text/html'])

/** Decodes the leaf and reads it as all that it can be. */
export async function readLeaf(leaf: Leaf, reading: Reading, collected: Collected): Promise<LeafFacts> {
  const { part, fields, at } = leaf
  const { bytes, agreed } = decodeBody(leaf.body, part.encoding)
  const { names, complete } = partNames(fields)
  let reason: Reason | null = agreed && complete ? null : 'malformed'
  const input = inputOf(leaf, bytes, names)
  if (ELSEWHERE.has(part.type)) {
    return { document: unreadableDocument(input, bytes.length, 'external-content'), reason }
  }
  const { limits } = reading.context
  const type = shownType(part, names.length > 0, bytes)
  let known = true
  if (type !== null) {
    const text = collectText(bytes, type, part.charset, at, limits, collected)
    if (text.truncated) reason ??= 'size-limit'
    known = text.known
    if (known && isOnlyText(part, names, bytes)) {
      return { document: leaf.inWebArchive ? await readPage(input, reading) : null, reason }
    }
  }
  if (part.type === 'text/calendar') collectCalendar(bytes, part.charset, at, limits, collected)
  if (nameFacts(names).extensions.some((each) => isWebArchiveName(`.${each}`))) collected.webArchives.add(at)
  const document = isNestedMessage(part, fields)
    ? await readNestedMessage(input, reading)
    : await readDocument(input, reading)
  if (!known && !isAscii(bytes)) addUnknownWords(document)
  const contentId = valuesOf(fields, 'content-id')[0]?.replace(/^<|>$/g, '')
  if (contentId) collected.identified.push({ document, contentId })
  return { document, reason }
}

/**
 * A part that is nothing but words is no document. With a name, with another subtype, with bytes that are no text or of
 * a charset that is not known, it is one as well.
 */
function isOnlyText(part: Part, names: string[], bytes: Buffer): boolean {
  const attached = part.disposition === 'attachment' && part.parent !== null
  return OWN_TEXT.has(typeOf(part)) && names.length === 0 && !attached && isText(bytes, part)
}

/** A page of a web archive counts as a document when it brings a program along. */
async function readPage(input: DocumentInput, reading: Reading): Promise<DocumentFacts | null> {
  if (input.declaredType !== 'text/html') return null
  const page = await readDocument({ ...input, names: ['index.html'] }, reading)
  return page.executable ? { ...page, name: null, names: [], extensions: [] } : null
}

/** Words in a charset that is not known were not read. */
function addUnknownWords(document: DocumentFacts): void {
  if (!document.reasons.includes('unknown-kind')) document.reasons.push('unknown-kind')
  if (document.inspected === 'full') document.inspected = 'partial'
}

/** Names under which a browser opens a message (MHTML, RFC 2557). */
export function isWebArchiveName(name: string): boolean {
  return /\.mht(?:ml)?$/i.test(name)
}

function inputOf({ part, fields, at, depth }: Leaf, bytes: Buffer, names: string[]): DocumentInput {
  const disposition = part.disposition === 'attachment' || part.disposition === 'inline' ? part.disposition : null
  // Without the field mailsplit guesses from the file name; that is not declared.
  const declaredType = valuesOf(fields, 'content-type').length === 0 ? null : part.type
  return { bytes, at, depth, names, declaredType, disposition }
}

function isText(bytes: Buffer, part: Part): boolean {
  return /^(?:utf-?16|utf-?32|ucs|unicode)/i.test(part.charset) || looksTextual(bytes)
}

function isNestedMessage(part: Part, fields: Field[]): boolean {
  return MESSAGES.has(part.type) || (isDigestMember(part) && valuesOf(fields, 'content-type').length === 0)
}
