// Members of an archive as documents of their own, within the limits of the reading.
import type { DocumentFacts, Reason } from '../facts.ts'
import type { DocumentInput, Reading } from './reading.ts'
import { readMember, type Zip, type ZipMember } from './zip.ts'

/** Reads one document; read.ts gives itself, because members may be archives again. */
export type ReadOne = (input: DocumentInput, reading: Reading) => Promise<DocumentFacts>
/** Makes the facts of a member whose bytes could not be had. */
export type Unreadable = (input: DocumentInput, size: number, reason: Reason) => DocumentFacts

export interface ArchiveFacts {
  children: DocumentFacts[]
  reasons: Reason[]
}

/** Reads the members in the order of the directory. Folders are not documents. */
export async function readArchive(
  zip: Zip,
  parent: DocumentInput,
  reading: Reading,
  readOne: ReadOne,
  unreadable: Unreadable,
): Promise<ArchiveFacts> {
  const facts: ArchiveFacts = { children: [], reasons: zip.damaged ? ['damaged'] : [] }
  for (const member of zip.members) {
    if (member.directory) continue
    if (reading.partsLeft <= 0) {
      facts.reasons.push('count-limit')
      break
    }
    reading.partsLeft--
    const child = await readChild(zip, member, parent, reading, readOne, unreadable)
    facts.children.push(child.document)
    // What holds for one member holds for the archive: not all of it was seen.
    if (child.failure !== null && !facts.reasons.includes(child.failure)) facts.reasons.push(child.failure)
  }
  return facts
}

async function readChild(
  zip: Zip,
  member: ZipMember,
  parent: DocumentInput,
  reading: Reading,
  readOne: ReadOne,
  unreadable: Unreadable,
): Promise<{ document: DocumentFacts; failure: Reason | null }> {
  const bytes = readMember(zip, member, reading)
  const input: DocumentInput = {
    bytes: typeof bytes === 'string' ? Buffer.alloc(0) : bytes,
    at: { part: parent.at.part, path: [...parent.at.path, member.name] },
    depth: parent.depth + 1,
    names: [member.name],
    declaredType: null,
    disposition: null,
  }
  if (typeof bytes === 'string') return { document: unreadable(input, member.size, bytes), failure: bytes }
  return { document: await readOne(input, reading), failure: null }
}
