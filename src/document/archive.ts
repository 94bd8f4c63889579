// Members of a container as documents of their own, within the limits of the reading.
import type { DocumentFacts, Reason, SecrecyWords } from '../facts.ts'
import type { Container, Member } from './container.ts'
import type { DocumentInput, Reading } from './reading.ts'

/** Reads one document; read.ts gives itself, because members may be containers again. */
export interface MemberReaders {
  document(input: DocumentInput, reading: Reading): Promise<DocumentFacts>
  message(input: DocumentInput, reading: Reading): Promise<DocumentFacts>
  /** Makes the facts of a member whose bytes could not be had. */
  unreadable(input: DocumentInput, size: number, reason: Reason, words: SecrecyWords): DocumentFacts
}

export interface ContainerFacts {
  children: DocumentFacts[]
  reasons: Reason[]
  /** The container itself, as its last member showed at the latest. */
  damaged: boolean
}

/** Reads the members in the order of the container, until the limits of the reading. */
export async function readContainer(
  container: Container,
  parent: DocumentInput,
  reading: Reading,
  readers: MemberReaders,
): Promise<ContainerFacts> {
  const children: DocumentFacts[] = []
  const reasons = new Set<Reason>()
  for await (const member of container.members) {
    const limit = reading.partsLeft <= 0 ? 'count-limit' : isLate(reading) ? 'time-limit' : null
    if (limit !== null) {
      reasons.add(limit)
      break
    }
    reading.partsLeft--
    const child = await readMember(member, parent, reading, readers)
    children.push(child.document)
    // What holds for one member holds for the container: not all of it was seen.
    if (child.failure !== null) reasons.add(child.failure)
  }
  const own = container.reasons()
  for (const reason of own) reasons.add(reason)
  return { children, reasons: [...reasons], damaged: own.includes('damaged') }
}

/** Whether the reading has used up its time: what is still unread stays so. */
export function isLate(reading: Reading): boolean {
  return performance.now() > reading.deadline
}

async function readMember(
  member: Member,
  parent: DocumentInput,
  reading: Reading,
  readers: MemberReaders,
): Promise<{ document: DocumentFacts; failure: Reason | null }> {
  const bytes = await member.bytes()
  const names = member.packed === true ? [...member.names, ...parent.names.flatMap(unpackedName)] : member.names
  const name = names[0]
  const input: DocumentInput = {
    bytes: typeof bytes === 'string' ? Buffer.alloc(0) : bytes,
    at: name === undefined ? parent.at : { part: parent.at.part, path: [...parent.at.path, name] },
    depth: parent.depth + 1,
    names,
    declaredType: member.declaredType ?? null,
    disposition: null,
  }
  if (typeof bytes === 'string') {
    const document = readers.unreadable(input, member.size, bytes, reading.context.secrecy)
    return { document, failure: bytes }
  }
  const read = member.message === true ? readers.message : readers.document
  return { document: await read(input, reading), failure: null }
}

/** What gunzip and the like call the file: `a.bat.gz` is `a.bat`, `a.tgz` is `a.tar`. */
function unpackedName(name: string): string[] {
  const dot = name.lastIndexOf('.')
  const extension =
    dot <= 0
      ? ''
      : name
          .slice(dot + 1)
          .trim()
          .toLowerCase()
  if (PACKERS.has(extension)) return [name.slice(0, dot)]
  return TAR_PACKERS.has(extension) ? [`${name.slice(0, dot)}.tar`] : []
}

const PACKERS = new Set(['gz', 'gzip', 'bz2', 'bzip2', 'xz', 'zst', 'lz4', 'z'])
const TAR_PACKERS = new Set(['tgz', 'taz', 'tbz', 'tbz2', 'tb2', 'txz', 'tzst'])
