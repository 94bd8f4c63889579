// Zip archives (PKWARE APPNOTE 6.3): the central directory through yauzl, members inflated under one budget.
import { crc32, inflateRawSync } from 'node:zlib'
import * as yauzl from 'yauzl'
import type { Container } from './container.ts'
import type { Reading } from './reading.ts'

export interface ZipMember {
  name: string
  rawName: Buffer
  directory: boolean
  encrypted: boolean
  method: number
  packedSize: number
  size: number
  crc32: number
  /** Offset of its local header. */
  offset: number
}

export interface Zip {
  /** The archive alone, its comment taken off. */
  bytes: Buffer
  members: ZipMember[]
  /** Bytes in front of the archive, as in a self-extracting program. */
  prefix: number
  /** True when the directory could not be read to its end or contradicts the local headers. */
  damaged: boolean
  /** True when members were left out because of the limit on parts. */
  cut: boolean
}

/** Why a member gave no bytes. */
export type MemberFailure = 'encrypted' | 'damaged' | 'size-limit' | 'unsupported'

const END = Buffer.from('PK\x05\x06', 'latin1')
const LOCAL = Buffer.from('PK\x03\x04', 'latin1')
const CENTRAL = 0x02014b50
const END_SIZE = 22
const COMMENT_LIMIT = 0xffff
/** Data descriptor with signature and 64-bit sizes (APPNOTE 4.3.9): the widest gap between two members. */
const DESCRIPTOR = 24
/** Entries of a directory that are listed; a presentation with many slides has some thousands. */
const MEMBERS_LISTED = 20_000
const STORED = 0
const DEFLATED = 8

/** An archive within bytes: its first byte, its end record, and what follows that record and its comment. */
interface ZipPlace {
  start: number
  record: number
  end: number
}

/** Where the archive stands in the bytes; null when there is none whose directory is where its end record says. */
export function findZip(bytes: Buffer): ZipPlace | null {
  const from = Math.max(0, bytes.length - END_SIZE - COMMENT_LIMIT)
  const tail = bytes.subarray(from)
  for (
    let i = tail.lastIndexOf(END), tries = 0;
    i >= 0 && tries < 16;
    i = i === 0 ? -1 : tail.lastIndexOf(END, i - 1), tries++
  ) {
    const at = from + i
    if (at + END_SIZE > bytes.length) continue
    const place = archiveAt(bytes, at)
    if (place !== null) return place
  }
  return null
}

function archiveAt(bytes: Buffer, record: number): ZipPlace | null {
  const end = Math.min(bytes.length, record + END_SIZE + bytes.readUInt16LE(record + 20))
  const size = bytes.readUInt32LE(record + 12)
  const offset = bytes.readUInt32LE(record + 16)
  // Zip64 keeps the true figures elsewhere; such an archive is taken to begin at the first byte.
  if (offset === 0xffffffff || size === 0xffffffff) return { start: 0, record, end }
  const directory = record - size
  if (bytes.readUInt16LE(record + 10) === 0) return directory === offset ? { start: 0, record, end } : null
  // The directory stands right before its end record, or where the offset says counted from the first byte.
  for (const at of [directory, offset]) {
    if (at < 0 || at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) continue
    const start = at - offset
    if (start >= 0) return { start, record, end }
  }
  return null
}

/** Lists the members, as many as are listed at most. Null when there is no directory to read. */
export async function openZip(bytes: Buffer): Promise<Zip | null> {
  const place = findZip(bytes)
  if (place === null) return null
  const archive = withoutComment(bytes, place)
  const zip: Zip = { bytes: archive, members: [], prefix: place.start, damaged: hasTail(bytes, place.end), cut: false }
  try {
    const file = await yauzl.fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: false })
    for await (const entry of file.eachEntry()) {
      if (zip.members.length >= MEMBERS_LISTED) {
        zip.cut = true
        break
      }
      zip.members.push(member(entry))
    }
  } catch {
    zip.damaged = true
  }
  if (zip.prefix > 0 || (!zip.cut && !agreesWithLocalHeaders(zip))) zip.damaged = true
  return zip
}

/** The comment may hold another end record, so readers disagree about which counts; it is cut off (APPNOTE 4.3.16). */
function withoutComment(bytes: Buffer, { start, record }: ZipPlace): Buffer {
  const archive = bytes.subarray(start, record + END_SIZE)
  if (bytes.readUInt16LE(record + 20) === 0) return archive
  const copy = Buffer.from(archive)
  copy.writeUInt16LE(0, copy.length - 2)
  return copy
}

/** Line ends and zeros that transports add are no matter. */
function hasTail(bytes: Buffer, end: number): boolean {
  for (let i = end; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte !== 0 && byte !== 0x0d && byte !== 0x0a) return true
  }
  return false
}

function member(entry: yauzl.Entry): ZipMember {
  const raw = entry.fileNameRaw
  const name = memberName(entry, raw)
  return {
    name,
    rawName: raw,
    directory: name.endsWith('/') && entry.uncompressedSize === 0,
    encrypted: (entry.generalPurposeBitFlag & 1) !== 0,
    method: entry.compressionMethod,
    packedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc32: entry.crc32,
    offset: entry.relativeOffsetOfLocalHeader,
  }
}

/** APPNOTE 4.4.4 bit 11, the Unicode path field, else UTF-8 where the bytes are that (macOS sets no flag), else CP437. */
function memberName(entry: yauzl.Entry, raw: Buffer): string {
  const utf8 = raw.toString('utf8')
  const flagged = (entry.generalPurposeBitFlag & 0x800) !== 0 || !utf8.includes('\ufffd')
  return yauzl.getFileNameLowLevel(flagged ? 0x800 : 0, raw, entry.extraFields, true)
}

/** Two readers of one archive must see the same: names, methods and sizes agree, and nothing stands between the members. */
function agreesWithLocalHeaders({ bytes, members }: Zip): boolean {
  const inOrder = [...members].sort((a, b) => a.offset - b.offset)
  let free = 0
  for (const each of inOrder) {
    const data = dataStart(bytes, each)
    if (data < 0 || each.offset < free) return false
    const gap = each.offset - free
    if (gap > 0 && (gap > DESCRIPTOR || free === 0) && bytes.subarray(free, each.offset).includes(LOCAL)) return false
    free = data + each.packedSize
  }
  return true
}

/** Offset of the member's data; -1 when its local header is not there or says otherwise than the directory. */
function dataStart(bytes: Buffer, each: ZipMember): number {
  const { offset } = each
  if (offset + 30 > bytes.length || bytes.compare(LOCAL, 0, 4, offset, offset + 4) !== 0) return -1
  const flags = bytes.readUInt16LE(offset + 6)
  const packed = bytes.readUInt32LE(offset + 18)
  if (bytes.readUInt16LE(offset + 8) !== each.method || ((flags & 1) !== 0) !== each.encrypted) return -1
  // Bit 3: the sizes follow the data instead (APPNOTE 4.4.4); all ones: they are in the Zip64 field.
  if ((flags & 8) === 0 && packed !== each.packedSize && packed !== 0xffffffff) return -1
  const nameLength = bytes.readUInt16LE(offset + 26)
  const start = offset + 30 + nameLength + bytes.readUInt16LE(offset + 28)
  if (start + each.packedSize > bytes.length) return -1
  return bytes.subarray(offset + 30, offset + 30 + nameLength).equals(each.rawName) ? start : -1
}

/** The members as a container gives them; folders are not documents. */
export function zipContainer(zip: Zip, members: ZipMember[], reading: Reading): Container {
  return {
    members: members
      .filter(({ directory }) => !directory)
      .map((each) => ({ names: [each.name], size: each.size, bytes: () => readMember(zip, each, reading) })),
    reasons: () => (zip.damaged ? ['damaged'] : []),
  }
}

/** A member's bytes, inflated within the budget of the reading, which it spends. */
export function readMember(zip: Zip, each: ZipMember, reading: Reading): Buffer | MemberFailure {
  if (each.encrypted) return 'encrypted'
  if (each.method !== STORED && each.method !== DEFLATED) return 'unsupported'
  const start = dataStart(zip.bytes, each)
  if (start < 0) return 'damaged'
  if (each.size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= each.size
  const packed = zip.bytes.subarray(start, start + each.packedSize)
  const bytes = each.method === STORED ? packed : inflate(packed, each.size)
  if (bytes === null || bytes.length !== each.size) return 'damaged'
  return crc32(bytes) === each.crc32 ? bytes : 'damaged'
}

/** Stops at the size the directory gives: a member that inflates to more lies about it. */
function inflate(packed: Buffer, size: number): Buffer | null {
  try {
    const chunkSize = Math.min(Math.max(size + 1, 64), 1 << 20)
    return inflateRawSync(packed, { maxOutputLength: size + 1, chunkSize })
  } catch {
    return null
  }
}
