// RAR 5 (RAR 5.0 archive format): headers of variable-length numbers, each with a checksum.
import { crc32 } from 'node:zlib'
import { isFiller } from './gzip.ts'
import { ENTRIES_LISTED, nameOf } from './opened.ts'
import { HEADERS_LISTED, type RarEntry, type RarFrame, type RarListing } from './rar-entry.ts'

export const RAR5_MARK = Buffer.from('526172211a070100', 'hex')
const TYPE = { main: 1, file: 2, encryption: 4, end: 5 }
const FLAG = { extra: 1, data: 2, splitBefore: 8, splitAfter: 0x10 }
const FILE_FLAG = { folder: 1, time: 2, crc: 4, sizeUnknown: 8 }
const EXTRA = { encryption: 1, redirection: 5 }
/** Redirections: links; the last two stand for the content of another file of the archive. */
const HARD_LINK = 4
const COPY = 5
const HEADER_LIMIT = 2 << 20

/** Lists the files. A link or a copy of another file is one more name of that file. */
export function listRar5(bytes: Buffer): RarListing {
  const listing: RarListing = { entries: [], damaged: false, headersEncrypted: false }
  const byName = new Map<string, RarEntry>()
  let at = RAR5_MARK.length
  for (let blocks = 0; ; blocks++) {
    const isOver = listing.entries.length >= ENTRIES_LISTED || blocks >= HEADERS_LISTED
    const block = isOver ? null : blockAt(bytes, at)
    if (block === null) {
      listing.damaged = true
      break
    }
    if (block.type === TYPE.encryption) {
      listing.headersEncrypted = true
      break
    }
    if (block.type === TYPE.end) {
      listing.damaged ||= !isFiller(bytes, block.end)
      break
    }
    if (block.end > bytes.length) listing.damaged = true
    if (block.type === TYPE.file) addFile(listing, byName, block)
    at = block.end
  }
  return listing
}

interface Block {
  type: number
  flags: number
  header: Buffer
  /** Reads on behind the fields that all headers have. */
  fields: Fields
  extra: Buffer
  headerEnd: number
  end: number
}

function blockAt(bytes: Buffer, at: number): Block | null {
  if (at + 7 > bytes.length) return null
  const fields = new Fields(bytes, at + 4)
  const size = fields.number()
  const headerEnd = fields.at + size
  if (!(size > 0 && size <= HEADER_LIMIT) || headerEnd > bytes.length) return null
  if (crc32(bytes.subarray(at + 4, headerEnd)) !== bytes.readUInt32LE(at)) return null
  const type = fields.number()
  const flags = fields.number()
  const extraSize = (flags & FLAG.extra) !== 0 ? fields.number() : 0
  const dataSize = (flags & FLAG.data) !== 0 ? fields.number() : 0
  const extraStart = headerEnd - extraSize
  if (!Number.isSafeInteger(headerEnd + dataSize) || !(extraStart >= fields.at)) return null
  const extra = bytes.subarray(extraStart, headerEnd)
  return { type, flags, header: bytes.subarray(at, headerEnd), fields, extra, headerEnd, end: headerEnd + dataSize }
}

function addFile(listing: RarListing, byName: Map<string, RarEntry>, block: Block): void {
  const { fields, flags, header, headerEnd, end } = block
  const fileFlags = fields.number()
  const size = fields.number()
  fields.number()
  if ((fileFlags & FILE_FLAG.time) !== 0) fields.at += 4
  const crc = (fileFlags & FILE_FLAG.crc) !== 0 ? fields.uint32() : null
  const compression = fields.number()
  fields.number()
  const name = fields.take(fields.number(), headerEnd - block.extra.length)
  if (name === null || !Number.isSafeInteger(compression)) {
    listing.damaged = true
    return
  }
  if ((fileFlags & FILE_FLAG.folder) !== 0) return
  const extras = readExtras(block.extra)
  const own = nameOf(name)
  if (extras.redirection !== null) {
    if (!redirect(byName, own, extras.redirection)) listing.damaged = true
    return
  }
  const entry: RarEntry = {
    names: [own],
    size: (fileFlags & FILE_FLAG.sizeUnknown) !== 0 ? null : size,
    crc: extras.encrypted ? null : crc,
    stored: ((compression >> 7) & 7) === 0,
    encrypted: extras.encrypted,
    solid: (compression & 0x40) !== 0,
    split: (flags & (FLAG.splitBefore | FLAG.splitAfter)) !== 0,
    header,
    packedStart: headerEnd,
    packedSize: end - headerEnd,
  }
  listing.entries.push(entry)
  byName.set(own, entry)
}

/** False when what it stands for is not in the archive before it. */
function redirect(
  byName: Map<string, RarEntry>,
  name: string,
  { type, target }: { type: number; target: string },
): boolean {
  if (type !== HARD_LINK && type !== COPY) return true
  const entry = byName.get(target)
  entry?.names.push(name)
  return entry !== undefined
}

function readExtras(extra: Buffer): { encrypted: boolean; redirection: { type: number; target: string } | null } {
  const found: ReturnType<typeof readExtras> = { encrypted: false, redirection: null }
  const fields = new Fields(extra, 0)
  while (fields.at < extra.length) {
    const size = fields.number()
    const next = fields.at + size
    if (!(size > 0) || next > extra.length) break
    const type = fields.number()
    if (type === EXTRA.encryption) found.encrypted = true
    if (type === EXTRA.redirection) {
      const kind = fields.number()
      fields.number()
      const target = fields.take(fields.number(), next)
      found.redirection = { type: kind, target: target === null ? '' : nameOf(target) }
    }
    fields.at = next
  }
  return found
}

/** Numbers of seven bits a byte, lowest first; NaN past the end or past ten bytes. */
class Fields {
  readonly #bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  number(): number {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) return Number.NaN
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    return Number.NaN
  }

  uint32(): number {
    const at = this.at
    this.at += 4
    return at + 4 <= this.#bytes.length ? this.#bytes.readUInt32LE(at) : 0
  }

  take(length: number, limit: number): Buffer | null {
    const start = this.at
    if (!(start + length <= limit)) return null
    this.at += length
    return this.#bytes.subarray(start, start + length)
  }
}

function withChecksum(body: Buffer): Buffer {
  const crc = Buffer.alloc(4)
  crc.writeUInt32LE(crc32(body))
  return Buffer.concat([crc, body])
}

export const RAR5_FRAME: RarFrame = {
  start: (solid) => Buffer.concat([RAR5_MARK, withChecksum(Buffer.from([3, TYPE.main, 0, solid ? 4 : 0]))]),
  end: withChecksum(Buffer.from([3, TYPE.end, 0, 0])),
}
