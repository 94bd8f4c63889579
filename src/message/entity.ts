// Reads one entity, the message itself or one nested in it: every part that is no multipart is a leaf (MIME.md).
import type { NestedFacts, Reading } from '../document/reading.ts'
import type { DocumentFacts, GateProblem, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { type Collected, placeIn } from './collected.ts'
import { type Field, parseFields, valuesOf } from './fields.ts'
import { readSubjects } from './header.ts'
import { isWebArchiveName, readLeaf } from './leaf.ts'
import { scanLineEnds } from './line-ends.ts'
import { type Part, splitMessage } from './split.ts'

export interface EntityFacts {
  /** Fields of its header block; null when the block could not be read. */
  fields: Field[] | null
  problems: GateProblem[]
  attachments: DocumentFacts[]
  reasons: Reason[]
}

/** Fields that say what a part is; with two of one, mail programs differ in which counts (MIME.md 2c.4). */
const DECIDING = ['content-type', 'content-transfer-encoding', 'content-disposition']
/** RFC 2045 6.4: a multipart is never encoded as a whole. */
const IDENTITY = new Set(['', '7bit', '8bit', 'binary'])

/**
 * Reads an entity at `outer` (null for the message itself). `depth` counts what is around it. `everyLine` as in split.ts.
 */
export async function readEntity(
  bytes: Buffer,
  outer: Place | null,
  depth: number,
  everyLine: boolean,
  reading: Reading,
  collected: Collected,
): Promise<EntityFacts> {
  const { limits } = reading.context
  const bounds = { depth: limits.depth - depth, parts: reading.partsLeft, headerBytes: limits.headerBytes }
  const { root, parts, stopped } = splitMessage(bytes, bounds, everyLine)
  reading.partsLeft -= parts.length
  const reasons = new Set<Reason>(stopped === null ? [] : [stopped])
  const unread = stopped === 'size-limit' && parts.length === 1 && root.header.start === root.header.end
  const attachments: DocumentFacts[] = []
  const rootBlock = parseFields(bytes, root.header.start, root.header.end)
  for (const subject of readSubjects(rootBlock.fields)) {
    collected.subjects.push({ text: subject, at: placeIn(outer, 'header') })
  }
  for (const part of parts) {
    const { fields } = part === root ? rootBlock : parseFields(bytes, part.header.start, part.header.end)
    if (isContradictory(part, fields)) reasons.add('malformed')
    if (part.multipart || unread) continue
    const at = placeIn(outer, part.number)
    const leaf = {
      part,
      fields,
      at,
      depth: depth + part.depth + 1,
      body: bytes.subarray(part.body.start, part.body.end),
      inWebArchive: outer !== null && collected.webArchives.has(outer),
    }
    const { document, reason } = await readLeaf(leaf, reading, collected)
    if (document !== null) attachments.push(document)
    if (reason !== null) reasons.add(reason)
  }
  return { fields: unread ? null : rootBlock.fields, problems: rootBlock.problems, attachments, reasons: [...reasons] }
}

/** A multipart without a single part, or an encoded one: mail programs show content there that this walk does not see. */
function isContradictory(part: Part, fields: Field[]): boolean {
  if (DECIDING.some((name) => valuesOf(fields, name).length > 1)) return true
  return part.multipart && (part.parts.length === 0 || !IDENTITY.has(part.encoding))
}

/** Reads a message nested in another, for document/. */
export async function readNested(
  bytes: Buffer,
  at: Place,
  depth: number,
  reading: Reading,
  collected: Collected,
): Promise<NestedFacts> {
  const everyLine = scanLineEnds(bytes).bareCr >= 0
  if (isWebArchiveName(at.path.at(-1) ?? '')) collected.webArchives.add(at)
  const { attachments, reasons, fields } = await readEntity(bytes, at, depth, everyLine, reading, collected)
  const inspected = reasons.length === 0 ? 'full' : fields === null ? 'none' : 'partial'
  return { children: attachments, reasons, inspected }
}
