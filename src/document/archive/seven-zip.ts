// 7z archives: listed by their own header (seven-zip-header.ts), unpacked folder by folder through libarchive.
import { crc32 } from 'node:zlib'
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { gather } from './budget.ts'
import { isFiller } from './gzip.ts'
import { Unpacker, Workbench } from './library.ts'
import { closed, opened } from './opened.ts'
import { type Folder, readHeader, type SevenZipFile, type Streams } from './seven-zip-header.ts'

const SIGNATURE_SIZE = 32
const AES = '06f10701'
const PPMD = '030401'
const HEADER_LIMIT = 8 << 20
/** A header may be packed, and what comes out again. */
const HEADERS_NESTED = 4
const LINK_LIMIT = 4096

/** Opens a 7z archive. Where even its header needs a password, nothing is known but that. */
export async function openSevenZip(bytes: Buffer, found: KindFacts, reading: Reading): Promise<Opened> {
  const place = headerPlace(bytes)
  if (place === null) return closed(found, 'damaged')
  const body = bytes.subarray(SIGNATURE_SIZE, place.start)
  const damaged = !isFiller(bytes, place.end)
  if (place.start === place.end) return opened(found, [], { damaged: damaged || body.length > 0 })
  let header = bytes.subarray(place.start, place.end)
  for (let i = 0; i < HEADERS_NESTED; i++) {
    const read = readHeader(header, body.length)
    if (read === null) return closed(found, 'damaged')
    if (read.packed === null) return listed(body, found, read.streams, read.files, damaged, reading)
    const unpacked = await unpackHeader(body, read.packed, reading)
    if (typeof unpacked === 'string') return closed(found, unpacked)
    header = unpacked
  }
  return closed(found, 'damaged')
}

/** Where the header stands; null when it is not all there or its checksum is wrong. */
function headerPlace(bytes: Buffer): { start: number; end: number } | null {
  if (bytes.length < SIGNATURE_SIZE || crc32(bytes.subarray(12, SIGNATURE_SIZE)) !== bytes.readUInt32LE(8)) return null
  const start = SIGNATURE_SIZE + Number(bytes.readBigUInt64LE(12))
  const end = start + Number(bytes.readBigUInt64LE(20))
  if (end > bytes.length) return null
  return start === end || crc32(bytes.subarray(start, end)) === bytes.readUInt32LE(28) ? { start, end } : null
}

async function unpackHeader(body: Buffer, { folders, files }: Streams, reading: Reading): Promise<Buffer | Reason> {
  const folder = folders[0]
  const file = files[0]?.[0]
  if (folders.length !== 1 || folder === undefined || file === undefined) return 'damaged'
  if (file.size > HEADER_LIMIT) return 'size-limit'
  return new FolderReader(body, folder, new Workbench()).read(file, reading)
}

function listed(
  body: Buffer,
  found: KindFacts,
  streams: Streams,
  files: SevenZipFile[],
  damaged: boolean,
  reading: Reading,
): Opened {
  const streamCount = streams.files.reduce((sum, own) => sum + own.length, 0)
  const agrees = files.filter(({ hasStream }) => hasStream).length === streamCount
  const encrypted = streams.folders.some(({ coders }) => coders.includes(AES))
  return opened(found, members(body, streams, files, reading), { encrypted, damaged: damaged || !agrees })
}

/** The files in their order; those of one folder are unpacked one behind the other. */
async function* members(
  body: Buffer,
  streams: Streams,
  files: SevenZipFile[],
  reading: Reading,
): AsyncGenerator<Member> {
  const bench = new Workbench()
  const contents = streams.files.flatMap((own, i) => {
    const folder = new FolderReader(body, streams.folders[i]!, bench)
    return own.map((file) => ({ folder, file }))
  })
  let next = 0
  for (const file of files) {
    const content = file.hasStream ? contents[next++] : undefined
    if (content === undefined) {
      if (!file.hasStream && !file.folder) yield { names: [file.name], size: 0, bytes: () => Buffer.alloc(0) }
      continue
    }
    const read = () => content.folder.read(content.file, reading)
    if (isLink(file) && content.file.size <= LINK_LIMIT) await read()
    else yield { names: [file.name], size: content.file.size, bytes: read }
  }
}

/** The upper half is a POSIX mode where bit 15 says so. */
function isLink({ attributes }: SevenZipFile): boolean {
  return (attributes & 0x8000) !== 0 && ((attributes >>> 16) & 0o170000) === 0o120000
}

/** The unpacked stream of one folder, of which its files are taken one after another. */
class FolderReader {
  readonly #body: Buffer
  readonly #folder: Folder
  readonly #bench: Workbench
  #unpacker: Unpacker | null = null
  #chunks: Iterator<Buffer, void> | null = null
  #rest: Buffer = Buffer.alloc(0)
  #failure: Reason | null = null
  #left: number

  constructor(body: Buffer, folder: Folder, bench: Workbench) {
    this.#body = body
    this.#bench = bench
    this.#folder = folder
    this.#left = folder.size
  }

  /** The next file. After a failure all that follow fail likewise, since they cannot be reached. */
  async read({ size, crc }: { size: number; crc: number | null }, reading: Reading): Promise<Buffer | Reason> {
    if (this.#folder.coders.includes(AES)) return 'encrypted'
    if (this.#failure === null && this.#chunks === null) await this.#open()
    if (this.#failure !== null) return this.#failure
    const { bytes, failure } = gather(this.#take(size), size, reading, () => this.#why())
    this.#left -= size
    if (failure !== null || this.#left <= 0) this.#unpacker?.close()
    if (failure !== null) {
      this.#failure = failure
      return failure
    }
    return crc === null || crc32(bytes) === crc ? bytes : 'damaged'
  }

  async #open(): Promise<void> {
    this.#unpacker = new Unpacker(this.#bench, ...loneFolder(this.#body, this.#folder))
    if (!(await this.#unpacker.next())) this.#failure = this.#unpacker.failure ?? 'damaged'
    this.#chunks = this.#unpacker.chunks()
  }

  *#take(size: number): Generator<Buffer, void> {
    let left = size
    while (left > 0) {
      if (this.#rest.length === 0) {
        const next = this.#chunks?.next()
        if (next === undefined || next.done === true) return
        this.#rest = next.value
      }
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  /** libarchive does not know PPMd behind another coder, and calls it damage. */
  #why(): Reason | null {
    const failure = this.#unpacker?.failure ?? null
    const { coders } = this.#folder
    return failure === 'damaged' && coders.length > 1 && coders.includes(PPMD) ? 'unsupported' : failure
  }
}

/** The folder as the only one of an archive with one file. */
function loneFolder(body: Buffer, { raw, coderSizes, packedStart, packedSizes }: Folder): Buffer[] {
  const packedEnd = packedSizes.reduce((sum, each) => sum + each, packedStart)
  const packed = body.subarray(packedStart, packedEnd)
  const header = Buffer.concat([
    // Header, MainStreamsInfo, PackInfo at offset 0.
    Buffer.from([0x01, 0x04, 0x06, 0x00]),
    ...[packedSizes.length].map(number),
    Buffer.from([0x09]),
    ...packedSizes.map(number),
    // End of it; UnpackInfo, one folder, not external.
    Buffer.from([0x00, 0x07, 0x0b, 0x01, 0x00]),
    raw,
    Buffer.from([0x0c]),
    ...coderSizes.map(number),
    // End of it; SubStreamsInfo, which libarchive wants, with nothing in it; FilesInfo, one file, named `x`.
    Buffer.from([0x00, 0x08, 0x00, 0x00, 0x05, 0x01, 0x11, 0x05, 0x00, 0x78, 0x00, 0x00, 0x00, 0x00, 0x00]),
  ])
  const signature = Buffer.alloc(SIGNATURE_SIZE)
  signature.write('377abcaf271c0004', 'hex')
  signature.writeBigUInt64LE(BigInt(packed.length), 12)
  signature.writeBigUInt64LE(BigInt(header.length), 20)
  signature.writeUInt32LE(crc32(header), 28)
  signature.writeUInt32LE(crc32(signature.subarray(12)), 8)
  return [signature, packed, header]
}

/** A number in its longest form: eight bytes behind one that says so. */
function number(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xff)
  bytes.writeBigUInt64LE(BigInt(value), 1)
  return bytes
}
