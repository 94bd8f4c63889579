// Zip members by their local headers alone, as streaming readers and repairs find them (APPNOTE 4.3.7, 4.3.9).
import type { ZipMember } from './zip.ts'
import { extraFields, zipNames } from './zip-names.ts'

const LOCAL = Buffer.from('PK\x03\x04', 'latin1')
const PK = Buffer.from('PK', 'latin1')
const LOCAL_SIGNATURE = 0x04034b50
const CENTRAL_SIGNATURE = 0x02014b50
const DESCRIPTOR_SIGNATURE = 0x08074b50
const HEADER = 30
const ZIP64_FIELD = 1
const SIZE_LIMIT = 0xffffffff

/** Lists what local headers there are up to `end`, at most `limit` of them. Where sizes follow the data, the data ends at the next signature that fits. */
export function scanLocalHeaders(bytes: Buffer, end: number, limit: number): ZipMember[] {
  const members: ZipMember[] = []
  let at = bytes.indexOf(LOCAL)
  while (at >= 0 && at + HEADER <= end && members.length < limit) {
    const found = memberAt(bytes, at, end)
    if (found === null) {
      at = bytes.indexOf(LOCAL, at + 4)
      continue
    }
    members.push(found.member)
    at = bytes.indexOf(LOCAL, found.next)
  }
  return members
}

function memberAt(bytes: Buffer, offset: number, end: number): { member: ZipMember; next: number } | null {
  const nameEnd = offset + HEADER + bytes.readUInt16LE(offset + 26)
  const data = nameEnd + bytes.readUInt16LE(offset + 28)
  if (data > end) return null
  const flags = bytes.readUInt16LE(offset + 6)
  const rawName = bytes.subarray(offset + HEADER, nameEnd)
  const extra = extraFields(bytes.subarray(nameEnd, data))
  const names = zipNames({ raw: rawName, flags, extra })
  const sizes = (flags & 8) === 0 ? ownSizes(bytes, offset, extra) : followingSizes(bytes, data, end)
  // Cut off: what is there of it.
  const packedSize = Math.min(sizes.packedSize, end - data)
  const member: ZipMember = {
    name: names[0]!,
    names,
    rawName,
    directory: names[0]!.endsWith('/') && sizes.size === 0,
    encrypted: (flags & 1) !== 0,
    flags,
    method: bytes.readUInt16LE(offset + 8),
    packedSize,
    size: sizes.size,
    crc32: sizes.crc32,
    offset,
    local: true,
  }
  return { member, next: data + packedSize }
}

interface Sizes {
  packedSize: number
  size: number
  crc32: number
}

/** Sizes of the header itself, or of its Zip64 field (4.5.3). */
function ownSizes(bytes: Buffer, offset: number, extra: { id: number; data: Buffer }[]): Sizes {
  const sizes = {
    crc32: bytes.readUInt32LE(offset + 14),
    packedSize: bytes.readUInt32LE(offset + 18),
    size: bytes.readUInt32LE(offset + 22),
  }
  const zip64 = extra.find(({ id, data }) => id === ZIP64_FIELD && data.length >= 16)
  if (zip64 === undefined || sizes.size !== SIZE_LIMIT) return sizes
  return { ...sizes, size: Number(zip64.data.readBigUInt64LE(0)), packedSize: Number(zip64.data.readBigUInt64LE(8)) }
}

/** The data descriptor that gives as packed size the distance to it; else all up to the next header. */
function followingSizes(bytes: Buffer, data: number, end: number): Sizes {
  for (let at = bytes.indexOf(PK, data); at >= 0 && at + 4 <= end; at = bytes.indexOf(PK, at + 2)) {
    const signature = bytes.readUInt32LE(at)
    if (signature === DESCRIPTOR_SIGNATURE && at + 16 <= end && bytes.readUInt32LE(at + 8) === at - data) {
      return { crc32: bytes.readUInt32LE(at + 4), packedSize: at - data, size: bytes.readUInt32LE(at + 12) }
    }
    if (signature !== LOCAL_SIGNATURE && signature !== CENTRAL_SIGNATURE) continue
    // A descriptor without a signature stands right before the next header.
    const bare = at - 12
    if (bare >= data && bytes.readUInt32LE(bare + 4) === bare - data) {
      return { crc32: bytes.readUInt32LE(bare), packedSize: bare - data, size: bytes.readUInt32LE(bare + 8) }
    }
  }
  return { crc32: 0, packedSize: end - data, size: 0 }
}
