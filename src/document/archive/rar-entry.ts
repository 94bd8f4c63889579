// What both RAR formats say of a file, and how a list of such files becomes members.
import { crc32 } from 'node:zlib'
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { gather, stored } from './budget.ts'
import { Unpacker, Workbench } from './library.ts'
import { closed, opened } from './opened.ts'

export interface RarEntry {
  names: string[]
  /** Unpacked; null when the header does not know. */
  size: number | null
  crc: number | null
  /** Not compressed. */
  stored: boolean
  encrypted: boolean
  /** Compressed with what was learnt from the files before it. */
  solid: boolean
  /** Begins or ends in another volume. */
  split: boolean
  /** The header's own bytes. */
  header: Buffer
  packedStart: number
  packedSize: number
}

/** Headers of all kinds that are read. */
export const HEADERS_LISTED = 100_000

/** An archive as its headers list it. */
export interface RarListing {
  entries: RarEntry[]
  damaged: boolean
  /** Not even the names are to be had without the password. */
  headersEncrypted: boolean
}

/** Makes an archive of some of its files: what stands before and behind their headers and data. */
export interface RarFrame {
  start(solid: boolean): Buffer
  end: Buffer
}

export function openListing(
  bytes: Buffer,
  found: KindFacts,
  listing: RarListing,
  frame: RarFrame,
  reading: Reading,
): Opened {
  const { entries, damaged, headersEncrypted } = listing
  if (headersEncrypted && entries.length === 0) return closed(found, 'encrypted')
  if (damaged && entries.length === 0) return closed(found, 'damaged')
  const encrypted = headersEncrypted || entries.some((entry) => entry.encrypted)
  const reasons: Reason[] = headersEncrypted ? ['encrypted'] : []
  return opened(found, members(bytes, entries, frame, reading), { encrypted, damaged, reasons })
}

function* members(bytes: Buffer, entries: RarEntry[], frame: RarFrame, reading: Reading): Generator<Member> {
  const bench = new Workbench()
  let group: GroupReader | null = null
  for (const [i, entry] of entries.entries()) {
    if (needsUnpacking(entry) && (group === null || !entry.solid)) {
      group?.close()
      group = new GroupReader(bytes, groupFrom(entries, i), frame, bench)
    }
    const from = group
    yield { names: entry.names, size: entry.size ?? 0, bytes: () => read(bytes, entry, from, reading) }
  }
  group?.close()
}

const needsUnpacking = ({ stored, encrypted, split }: RarEntry): boolean => !stored && !encrypted && !split

/** The entry and those that are compressed with what it teaches. */
function groupFrom(entries: RarEntry[], at: number): RarEntry[] {
  const group = [entries[at]!]
  for (let i = at + 1; i < entries.length; i++) {
    const entry = entries[i]!
    if (!needsUnpacking(entry)) continue
    if (!entry.solid) break
    group.push(entry)
  }
  return group
}

async function read(
  bytes: Buffer,
  entry: RarEntry,
  group: GroupReader | null,
  reading: Reading,
): Promise<Buffer | Reason> {
  if (entry.encrypted) return 'encrypted'
  if (entry.split) return 'external-content'
  if (!entry.stored) return group === null ? 'damaged' : group.read(entry, reading)
  if (entry.size !== null && entry.size !== entry.packedSize) return 'damaged'
  const content = stored(bytes, entry.packedStart, entry.packedSize, reading)
  if (typeof content === 'string') return content
  return entry.crc === null || crc32(content) === entry.crc ? content : 'damaged'
}

/** Files that can only be unpacked one after another. */
class GroupReader {
  readonly #unpacker: Unpacker
  #failure: Reason | null = null

  constructor(bytes: Buffer, group: RarEntry[], frame: RarFrame, bench: Workbench) {
    const files = group.flatMap(({ header, packedStart, packedSize }) => [
      header,
      bytes.subarray(packedStart, packedStart + packedSize),
    ])
    this.#unpacker = new Unpacker(bench, frame.start(group.length > 1), ...files, frame.end)
  }

  /** The next file. After a failure those behind it cannot be had. */
  async read(entry: RarEntry, reading: Reading): Promise<Buffer | Reason> {
    if (this.#failure !== null) return this.#failure
    if (!(await this.#unpacker.next())) return this.#fail(this.#unpacker.failure ?? 'damaged')
    const { bytes, failure } = gather(this.#unpacker.chunks(), entry.size, reading, () => this.#unpacker.failure)
    if (failure !== null) return this.#fail(failure)
    return entry.crc === null || crc32(bytes) === entry.crc ? bytes : 'damaged'
  }

  close(): void {
    this.#unpacker.close()
  }

  #fail(reason: Reason): Reason {
    this.#failure = reason
    this.#unpacker.close()
    return reason
  }
}
