// Cabinets ([MS-CAB]): listed by their own header, unpacked through libarchive one file after another.
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { gather } from './budget.ts'
import { isFiller } from './gzip.ts'
import { Unpacker, Workbench } from './library.ts'
import { closed, nameOf, opened } from './opened.ts'

const FIXED = 36
const FILE_FIXED = 16
/** Folder numbers from here on say that the file begins or ends in another cabinet (CFFILE.iFolder). */
const SPLIT_FOLDER = 0xfffd

interface CabFile {
  name: string
  size: number
  split: boolean
}

/** Opens a cabinet. The rest of a set of cabinets is elsewhere. */
export function openCab(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const files = listFiles(bytes)
  if (files === null || files.length === 0) return closed(found, 'damaged')
  const damaged =
    !isFiller(bytes, Math.min(bytes.length, bytes.readUInt32LE(8))) || bytes.readUInt32LE(8) > bytes.length
  return opened(found, members(bytes, files, reading), { damaged })
}

function listFiles(bytes: Buffer): CabFile[] | null {
  if (bytes.length < FIXED) return null
  const count = bytes.readUInt16LE(28)
  const files: CabFile[] = []
  let at = bytes.readUInt32LE(16)
  for (let i = 0; i < count; i++) {
    const nameAt = at + FILE_FIXED
    const end = nameAt < bytes.length ? bytes.indexOf(0, nameAt) : -1
    if (end < 0) return null
    // Attribute 0x80 says UTF-8; without it the bytes are looked at.
    const name = nameOf(bytes.subarray(nameAt, end)).replaceAll('\\', '/')
    files.push({ name, size: bytes.readUInt32LE(at), split: bytes.readUInt16LE(at + 8) >= SPLIT_FOLDER })
    at = end + 1
  }
  return files
}

function* members(bytes: Buffer, files: CabFile[], reading: Reading): Generator<Member> {
  const unpacker = new Unpacker(new Workbench(), bytes)
  let failure: Reason | null = null
  for (const { name, size, split } of files) {
    const read = async (): Promise<Buffer | Reason> => {
      if (split) failure ??= 'external-content'
      if (failure === null && !(await unpacker.next())) failure = unpacker.failure ?? 'damaged'
      if (failure !== null) return failure
      const content = gather(unpacker.chunks(), size, reading, () => unpacker.failure)
      failure = content.failure
      return failure ?? content.bytes
    }
    yield { names: [name], size, bytes: read }
  }
  unpacker.close()
}
