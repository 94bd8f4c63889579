// RAR 1.5 to 4 (technote.txt of RAR 4.20): blocks of headers and data.
import { crc32 } from 'node:zlib'
import { isFiller } from './gzip.ts'
import { ENTRIES_LISTED } from './opened.ts'
import { HEADERS_LISTED, type RarEntry, type RarFrame, type RarListing } from './rar-entry.ts'
import { oemName, unicodeName } from './rar4-name.ts'

export const RAR4_MARK = Buffer.from('526172211a0700', 'hex')
const TYPE = { main: 0x73, file: 0x74, end: 0x7b }
const MAIN_FLAG = { headersEncrypted: 0x80 }
const FILE_FLAG = { splitBefore: 1, splitAfter: 2, password: 4, solid: 0x10, large: 0x100, unicode: 0x200 }
/** The window size of a folder. */
const FOLDER = 0xe0
const HAS_DATA = 0x8000
const STORED = 0x30
const UNIX = 3
const LINK_LIMIT = 4096
const FILE_FIXED = 32

/** Lists the files. Blocks of other kinds (comments, recovery records) are passed over. */
export function listRar4(bytes: Buffer): RarListing {
  const listing: RarListing = { entries: [], damaged: false, headersEncrypted: false }
  let at = RAR4_MARK.length
  // Without its main header it is no archive.
  if (blockAt(bytes, at)?.type !== TYPE.main) return { ...listing, damaged: true }
  let blocks = 0
  while (at < bytes.length && listing.entries.length < ENTRIES_LISTED && blocks++ < HEADERS_LISTED) {
    const block = blockAt(bytes, at)
    if (block === null) {
      listing.damaged ||= !isFiller(bytes, at)
      break
    }
    if (block.type === TYPE.main && (block.flags & MAIN_FLAG.headersEncrypted) !== 0) {
      listing.headersEncrypted = true
      break
    }
    if (block.type === TYPE.end) {
      listing.damaged ||= !isFiller(bytes, block.end)
      break
    }
    if (block.end > bytes.length) listing.damaged = true
    if (block.type === TYPE.file) addFile(listing, bytes, block)
    at = block.end
  }
  if (listing.entries.length >= ENTRIES_LISTED || blocks > HEADERS_LISTED) listing.damaged = true
  return listing
}

interface Block {
  type: number
  flags: number
  start: number
  headerEnd: number
  /** Where its data ends. */
  end: number
}

/** A block whose header's checksum holds; null when there is none. */
function blockAt(bytes: Buffer, at: number): Block | null {
  if (at + 7 > bytes.length) return null
  const type = bytes[at + 2]!
  const flags = bytes.readUInt16LE(at + 3)
  const size = bytes.readUInt16LE(at + 5)
  const headerEnd = at + size
  if (size < 7 || headerEnd > bytes.length) return null
  const hasData = (flags & HAS_DATA) !== 0 || type === TYPE.file
  if (hasData && size < 11) return null
  if ((crc32(bytes.subarray(at + 2, headerEnd)) & 0xffff) !== bytes.readUInt16LE(at)) return null
  let data = hasData ? bytes.readUInt32LE(at + 7) : 0
  if (type === TYPE.file && (flags & FILE_FLAG.large) !== 0 && size >= 40) data += bytes.readUInt32LE(at + 32) * 2 ** 32
  return { type, flags, start: at, headerEnd, end: headerEnd + data }
}

function addFile(listing: RarListing, bytes: Buffer, { flags, start, headerEnd, end }: Block): void {
  const header = bytes.subarray(start, headerEnd)
  const large = (flags & FILE_FLAG.large) !== 0
  const nameAt = FILE_FIXED + (large ? 8 : 0)
  const nameEnd = nameAt + (header.length < FILE_FIXED ? 0 : header.readUInt16LE(26))
  if (header.length < nameAt || nameEnd > header.length) {
    listing.damaged = true
    return
  }
  const size = header.readUInt32LE(11) + (large ? header.readUInt32LE(36) * 2 ** 32 : 0)
  if ((flags & FOLDER) === FOLDER || isLink(header, size)) return
  const raw = header.subarray(nameAt, nameEnd)
  const entry: RarEntry = {
    names: (flags & FILE_FLAG.unicode) !== 0 ? unicodeName(raw) : [oemName(raw)],
    size,
    crc: header.readUInt32LE(16),
    stored: header[25] === STORED,
    encrypted: (flags & FILE_FLAG.password) !== 0,
    solid: (flags & FILE_FLAG.solid) !== 0,
    split: (flags & (FILE_FLAG.splitBefore | FILE_FLAG.splitAfter)) !== 0,
    header,
    packedStart: headerEnd,
    packedSize: end - headerEnd,
  }
  listing.entries.push(entry)
}

/** On Unix the attributes are the file's mode. */
function isLink(header: Buffer, size: number): boolean {
  return header[15] === UNIX && (header.readUInt32LE(28) & 0o170000) === 0o120000 && size <= LINK_LIMIT
}

export const RAR4_FRAME: RarFrame = {
  start(solid) {
    const main = Buffer.alloc(13)
    main[2] = TYPE.main
    main.writeUInt16LE(solid ? 8 : 0, 3)
    main.writeUInt16LE(main.length, 5)
    main.writeUInt16LE(crc32(main.subarray(2)) & 0xffff, 0)
    return Buffer.concat([RAR4_MARK, main])
  },
  end: Buffer.from('c43d7b00400700', 'hex'),
}
