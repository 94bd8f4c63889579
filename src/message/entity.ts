// Reads one entity, the message itself or one nested in it: every part that is no multipart is a leaf (MIME.md).
import type { NestedFacts, Reading } from '../document/reading.ts'
import type { DocumentFacts, GateProblemName, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { noteSurroundings } from './around.ts'
import { type Collected, placeIn } from './collected.ts'
import type { Field } from './fields.ts'
import { noteNestedLineEnds } from './gate.ts'
import { readSubjects } from './header.ts'
import { isWebArchiveName, readLeaf } from './leaf.ts'
import type { Note } from './problems.ts'
import { splitMessage } from './split.ts'

export interface EntityFacts {
  /** Fields of its header block; null when the block could not be read. */
  fields: Field[] | null
  attachments: DocumentFacts[]
  reasons: Reason[]
}

/** Notes problems of the entity at `outer` (null for the message itself). */
export function noteIn(outer: Place | null, collected: Collected): Note {
  return (problem: GateProblemName, offset: number, part: string, field?: string) =>
    collected.problems.note(problem, offset, placeIn(outer, part === '' ? 'header' : part), field)
}

/** Reads an entity at `outer`. `depth` counts what is around it. */
export async function readEntity(
  bytes: Buffer,
  outer: Place | null,
  depth: number,
  reading: Reading,
  collected: Collected,
): Promise<EntityFacts> {
  const { limits } = reading.context
  const note = noteIn(outer, collected)
  const bounds = { depth: limits.depth - depth, parts: reading.partsLeft, headerBytes: limits.headerBytes }
  const { root, parts, stopped } = splitMessage(bytes, bounds, note)
  reading.partsLeft -= parts.length
  const reasons = new Set<Reason>(stopped === null ? [] : [stopped])
  const unread = stopped === 'size-limit' && parts.length === 1
  const attachments: DocumentFacts[] = []
  for (const subject of readSubjects(root.fields)) {
    collected.subjects.push({ text: subject, at: placeIn(outer, 'header') })
  }
  for (const part of parts) {
    if (unread) continue
    const at = placeIn(outer, part.number === '' ? 'header' : part.number)
    if (part.multipart) {
      noteSurroundings(bytes, part, at, note, collected)
      continue
    }
    const leaf = {
      part,
      at,
      depth: depth + part.depth + 1,
      body: bytes.subarray(part.body.start, part.body.end),
      inWebArchive: outer !== null && collected.webArchives.has(outer),
    }
    const { documents, reason } = await readLeaf(leaf, reading, collected, note)
    attachments.push(...documents)
    if (reason !== null) reasons.add(reason)
  }
  return { fields: unread ? null : root.fields, attachments, reasons: [...reasons] }
}

const LF = 0x0a
const MBOX = Buffer.from('From ')
const MBOX_NEXT = Buffer.from('\nFrom ')

/**
 * The messages of a file. One that begins with the line that parts mails in an mbox (RFC 4155) may hold several; each such
 * line is left out. Any other file is one message.
 */
function messagesIn(bytes: Buffer, most: number): Buffer[] {
  if (!startsWith(bytes, 0)) return [bytes]
  const messages: Buffer[] = []
  for (let at = 0; at >= 0 && messages.length < most; ) {
    const feed = bytes.indexOf(LF, at)
    const start = feed < 0 ? bytes.length : feed + 1
    const next = bytes.indexOf(MBOX_NEXT, start)
    messages.push(bytes.subarray(start, next < 0 ? bytes.length : next + 1))
    at = next < 0 ? -1 : next + 1
  }
  return messages
}

function startsWith(bytes: Buffer, at: number): boolean {
  return bytes.length >= at + MBOX.length && bytes.compare(MBOX, 0, MBOX.length, at, at + MBOX.length) === 0
}

/** Reads a message nested in another, or the several of a mailbox file, for document/. */
export async function readNested(
  bytes: Buffer,
  at: Place,
  depth: number,
  reading: Reading,
  collected: Collected,
): Promise<NestedFacts> {
  if (isWebArchiveName(at.path.at(-1) ?? '')) collected.webArchives.add(at)
  const children: DocumentFacts[] = []
  const reasons = new Set<Reason>()
  let unread = false
  for (const [i, message] of messagesIn(bytes, reading.partsLeft + 1).entries()) {
    const place = i === 0 ? at : { part: at.part, path: [...at.path, String(i + 1)] }
    noteNestedLineEnds(message, noteIn(place, collected))
    const read = await readEntity(message, place, depth, reading, collected)
    children.push(...read.attachments)
    for (const reason of read.reasons) reasons.add(reason)
    unread ||= read.fields === null
  }
  return { children, reasons: [...reasons], inspected: reasons.size === 0 ? 'full' : unread ? 'none' : 'partial' }
}
