// Reads one leaf of a message: a text that its reader sees, a document, a nested message, or several of these.
import { isAscii } from 'node:buffer'
import { readEmbedded } from '../document/embedded-text.ts'
import { nameFacts } from '../document/names.ts'
import { readDocument, readNestedMessage, unreadableDocument } from '../document/read.ts'
import type { DocumentInput, Reading } from '../document/reading.ts'
import { looksTextual } from '../document/text-kind.ts'
import type { DocumentFacts, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import type { Collected } from './collected.ts'
import { findEncodedText } from './encoded-text.ts'
import { valuesOf } from './fields.ts'
import { checkCharset } from './part-grammar.ts'
import { partNames } from './part-names.ts'
import type { Note } from './problems.ts'
import { collectCalendar, collectText, isDigestMember, shownType, typeOf } from './shown-text.ts'
import type { Part } from './split.ts'
import { decodeBody } from './transfer-encoding.ts'

export interface Leaf {
  part: Part
  at: Place
  depth: number
  /** Still in its transfer encoding. */
  body: Buffer
  /** Whether the message around it is one that a browser opens. */
  inWebArchive: boolean
}

export interface LeafFacts {
  /** None for a text that is nothing but the message's own. */
  documents: DocumentFacts[]
  /** What the message as a whole could not be read for. */
  reason: Reason | null
}

/** RFC 2046 5.2.2 and 5.2.3: the content is somewhere else, or in other messages. */
const ELSEWHERE = new Set(['message/partial', 'message/external-body'])
const MESSAGES = new Set(['message/rfc822', 'message/global'])
/** Types of text that are the message's own words when they have no name. */
const OWN_TEXT = new Set(['text/plain', 'text/html'])

/** Decodes the leaf and reads it as all that it can be. */
export async function readLeaf(leaf: Leaf, reading: Reading, collected: Collected, note: Note): Promise<LeafFacts> {
  const { part, at } = leaf
  const { bytes, problems } = decodeBody(leaf.body, part.encoding)
  for (const { problem, offset } of problems) note(problem, part.body.start + offset, part.number)
  const { names, complete } = partNames(part.fields)
  let reason: Reason | null = complete ? null : 'count-limit'
  const input = inputOf(leaf, bytes, names)
  if (ELSEWHERE.has(part.type)) {
    const { secrecy } = reading.context
    return { documents: [unreadableDocument(input, bytes.length, 'external-content', secrecy)], reason }
  }
  const { limits } = reading.context
  const type = shownType(part, names.length > 0, bytes)
  let known = true
  if (type !== null) {
    const text = collectText(bytes, type, part, at, limits, collected)
    if (text.truncated) reason ??= 'size-limit'
    if (isArmored(bytes)) reason ??= 'encrypted'
    known = text.known
    noteText(leaf, bytes, note)
    if (known && isOnlyText(part, names, bytes)) {
      const page = leaf.inWebArchive ? await readPage(input, reading) : null
      const { children, reasons } = await readEmbedded(text.markup ?? '', at, leaf.depth, reading)
      return { documents: page === null ? children : [page, ...children], reason: reason ?? reasons[0] ?? null }
    }
  }
  if (part.type === 'text/calendar') collectCalendar(bytes, part.charset, at, limits, collected)
  if (nameFacts(names).extensions.some((each) => isWebArchiveName(`.${each}`))) collected.webArchives.add(at)
  if (isNestedMessage(part) && !hasSeparator(bytes)) note('no-separator', part.body.start, part.number)
  const document = isNestedMessage(part) ? await readNestedMessage(input, reading) : await readDocument(input, reading)
  if (!known && !isAscii(bytes)) addUnknownWords(document)
  if (type === null && document.kind === 'txt') noteEncoded(leaf, bytes, note)
  const contentId = valuesOf(part.fields, 'content-id')[0]?.replace(/^<|>$/g, '')
  if (contentId) collected.identified.push({ document, contentId })
  return { documents: [document], reason }
}

const ARMOR = '-----BEGIN PGP MESSAGE-----'

/** RFC 9580 6.2: an encrypted message pasted into the words, at the beginning of a line and not quoted. */
function isArmored(bytes: Buffer): boolean {
  const at = bytes.indexOf(ARMOR)
  return at >= 0 && (at === 0 || bytes[at - 1] === 0x0a) && bytes.includes('-----END PGP MESSAGE-----', at)
}

/** Files written into the words, and words that programs decode in different ways. */
function noteText(leaf: Leaf, bytes: Buffer, note: Note): void {
  noteEncoded(leaf, bytes, note)
  checkCharset(leaf.part, note)
}

function noteEncoded({ part }: Leaf, bytes: Buffer, note: Note): void {
  if (findEncodedText(bytes) >= 0) note('text-encoded', part.body.start, part.number)
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

function inputOf({ part, at, depth }: Leaf, bytes: Buffer, names: string[]): DocumentInput {
  const disposition = part.disposition === 'attachment' || part.disposition === 'inline' ? part.disposition : null
  const declaredType = valuesOf(part.fields, 'content-type').length === 0 ? null : part.type
  return { bytes, at, depth, names, declaredType, disposition }
}

function isText(bytes: Buffer, part: Part): boolean {
  return /^(?:utf-?16|utf-?32|ucs|unicode)/i.test(part.charset) || looksTextual(bytes)
}

/** Whether an empty line ends the header block; without one programs look for it in what follows the part. */
function hasSeparator(bytes: Buffer): boolean {
  return bytes.includes('\n\r\n') || bytes.includes('\n\n') || /^\r?\n/.test(bytes.toString('latin1', 0, 2))
}

function isNestedMessage(part: Part): boolean {
  return MESSAGES.has(part.type) || (isDigestMember(part) && valuesOf(part.fields, 'content-type').length === 0)
}
