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

/** A message kept in a file may begin with the line that parts mails in an mbox (RFC 4155), and is read without it. */
function withoutMboxLine(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 5) !== 'From ') return bytes
  const feed = bytes.indexOf(0x0a)
  return feed < 0 ? bytes : bytes.subarray(feed + 1)
}

/** Reads a message nested in another, for document/. */
export async function readNested(
  bytes: Buffer,
  at: Place,
  depth: number,
  reading: Reading,
  collected: Collected,
): Promise<NestedFacts> {
  const entity = withoutMboxLine(bytes)
  noteNestedLineEnds(entity, noteIn(at, collected))
  if (isWebArchiveName(at.path.at(-1) ?? '')) collected.webArchives.add(at)
  const { attachments, reasons, fields } = await readEntity(entity, at, depth, reading, collected)
  const inspected = reasons.length === 0 ? 'full' : fields === null ? 'none' : 'partial'
  return { children: attachments, reasons, inspected }
}
