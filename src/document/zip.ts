// Zip archives (PKWARE APPNOTE 6.3): the central directory through yauzl, members inflated under one budget.
import { crc32 } from 'node:zlib'
import * as yauzl from 'yauzl'
import type { Reason } from '../facts.ts'
import { Workbench } from './archive/library.ts'
import { isLibraryMethod, unpackByLibrary, unpackStream, type ZipStream } from './archive/zip-method.ts'
import type { Container } from './container.ts'
import type { Reading } from './reading.ts'
import { zipNames } from './zip-names.ts'
import { scanLocalHeaders } from './zip-scan.ts'

export interface ZipMember {
  /** The likeliest of its names. */
  name: string
  names: string[]
  rawName: Buffer
  directory: boolean
  encrypted: boolean
  /** General purpose bits (APPNOTE 4.4.4). */
  flags: number
  method: number
  packedSize: number
  size: number
  crc32: number
  /** Offset of its local header. */
  offset: number
  /** Known by its local header only. */
  local: boolean
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
  /** Archives that stand in front of this one. */
  before: Zip | null
}

const END = Buffer.from('PK\x05\x06', 'latin1')
const LOCAL = Buffer.from('PK\x03\x04', 'latin1')
const CENTRAL = 0x02014b50
const END_SIZE = 22
const COMMENT_LIMIT = 0xffff
/** Data descriptor with signature and 64-bit sizes (APPNOTE 4.3.9): the widest gap between two members. */
const DESCRIPTOR = 24
/** Entries of a directory that are listed; a presentation with many slides has some thousands. */
const MEMBERS_LISTED = 20_000
/** Archives one behind the other that are looked at. */
const ARCHIVES_LISTED = 8

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

/**
 * Lists the members, as many as are listed at most. Without a directory they are known by their local headers; where directory
 * and headers disagree, by both. Null when there are none.
 */
export async function openZip(bytes: Buffer, archives = ARCHIVES_LISTED): Promise<Zip | null> {
  const place = findZip(bytes)
  if (place === null) return withoutDirectory(bytes)
  const archive = withoutComment(bytes, place)
  const damaged = hasTail(bytes, place.end)
  const zip: Zip = { bytes: archive, members: [], prefix: place.start, damaged, cut: false, before: null }
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
  if (place.start > 0) {
    zip.damaged = true
    if (archives > 1) zip.before = await openZip(bytes.subarray(0, place.start), archives - 1)
  }
  if (!zip.cut && !(listsAll(zip) && agreesWithLocalHeaders(zip))) addUnlisted(zip)
  return zip
}

function withoutDirectory(bytes: Buffer): Zip | null {
  const members = scanLocalHeaders(bytes, bytes.length, MEMBERS_LISTED)
  return members.length === 0 ? null : { bytes, members, prefix: 0, damaged: true, cut: false, before: null }
}

/** Members that a reader of local headers sees and one of the directory does not. */
function addUnlisted(zip: Zip): void {
  zip.damaged = true
  const known = new Set(zip.members.filter((each) => dataStart(zip.bytes, each) >= 0).map(({ offset }) => offset))
  const found = scanLocalHeaders(zip.bytes, zip.bytes.length, MEMBERS_LISTED)
  zip.members.push(...found.filter(({ offset }) => !known.has(offset)))
}

/** Behind the last entry that was read no other one stands, whatever their number is said to be. */
function listsAll({ bytes, members }: Zip): boolean {
  const record = bytes.length - END_SIZE
  const start = directoryStart(bytes)
  if (start === null || bytes.readUInt32LE(start) !== CENTRAL) return members.length > 0 || start === record
  let at = start
  for (const { rawName } of members) {
    if (at + 46 > record || bytes.readUInt32LE(at) !== CENTRAL || bytes.readUInt16LE(at + 28) !== rawName.length)
      return false
    at += 46 + rawName.length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return at + 4 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL
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
  const flags = entry.generalPurposeBitFlag
  const names = zipNames({ raw, flags, extra: entry.extraFields })
  const name = names[0]!
  return {
    name,
    names,
    rawName: raw,
    directory: name.endsWith('/') && entry.uncompressedSize === 0,
    encrypted: (flags & 1) !== 0,
    flags,
    method: entry.compressionMethod,
    packedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc32: entry.crc32,
    offset: entry.relativeOffsetOfLocalHeader,
    local: false,
  }
}

/** Two readers of one archive must see the same: names, methods and sizes agree, and nothing stands between the members. */
function agreesWithLocalHeaders({ bytes, members }: Zip): boolean {
  const inOrder = [...members].sort((a, b) => a.offset - b.offset)
  let free = 0
  for (const each of inOrder) {
    const data = dataStart(bytes, each)
    if (data < 0 || each.offset < free) return false
    if (hidesMember(bytes, free, each.offset)) return false
    free = data + each.packedSize
  }
  return !hidesMember(bytes, free, directoryStart(bytes) ?? bytes.length - END_SIZE)
}

/** A local header where no member of the directory is. */
function hidesMember(bytes: Buffer, from: number, to: number): boolean {
  const gap = to - from
  return gap > 0 && (gap > DESCRIPTOR || from === 0) && bytes.subarray(from, to).includes(LOCAL)
}

/** Where the directory of an archive without a comment begins; null when its end record does not say (Zip64). */
function directoryStart(bytes: Buffer): number | null {
  const record = bytes.length - END_SIZE
  const size = bytes.readUInt32LE(record + 12)
  return size === 0xffffffff || size > record ? null : record - size
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

/** The members as a container gives them, those of archives in front first; folders are not documents. */
export function zipContainer(zip: Zip, members: ZipMember[], reading: Reading): Container {
  const before = zip.before === null ? [] : zipContainer(zip.before, zip.before.members, reading).members
  const bench = new Workbench()
  const own = members
    .filter(({ directory }) => !directory)
    .map((each) => ({ names: each.names, size: each.size, bytes: () => unpackMember(zip, each, bench, reading) }))
  return { members: [...(before as typeof own), ...own], reasons: () => (zip.damaged ? ['damaged'] : []) }
}

/** A member's bytes, inflated within the budget of the reading, which it spends; those of rarer methods are `unsupported` here. */
export function readMember(zip: Zip, each: ZipMember, reading: Reading): Buffer | Reason {
  const stream = streamOf(zip, each)
  return typeof stream === 'string' ? stream : checked(unpackStream(stream, reading), each)
}

async function unpackMember(zip: Zip, each: ZipMember, bench: Workbench, reading: Reading): Promise<Buffer | Reason> {
  if (!isLibraryMethod(each.method)) return readMember(zip, each, reading)
  const stream = streamOf(zip, each)
  return typeof stream === 'string' ? stream : checked(await unpackByLibrary(stream, bench, reading), each)
}

function streamOf(zip: Zip, each: ZipMember): ZipStream | Reason {
  if (each.encrypted) return 'encrypted'
  const { method, flags, size, packedSize } = each
  const start = dataStart(zip.bytes, each)
  if (start < 0) return 'damaged'
  return { method, flags, size, crc32: each.crc32, packed: zip.bytes.subarray(start, start + packedSize) }
}

function checked(bytes: Buffer | Reason, { size, crc32: sum }: ZipMember): Buffer | Reason {
  if (typeof bytes === 'string') return bytes
  return bytes.length === size && crc32(bytes) === sum ? bytes : 'damaged'
}
