// Compression methods of zip (APPNOTE 4.4.5): Node.js knows two, bzip2 is here, libarchive unpacks the others that occur.
import { inflateRawSync } from 'node:zlib'
import type { Reason } from '../../facts.ts'
import type { Reading } from '../reading.ts'
import { gather } from './budget.ts'
import { bunzip2 } from './bzip2.ts'
import { unzstd } from './gzip.ts'
import { Unpacker, type Workbench } from './library.ts'

const METHOD = { stored: 0, deflated: 8, bzip2: 12, zstd: 93 }
/** Largest size that a header without Zip64 fields can give. */
const UINT32 = 0xffffffff
/** LZMA, xz, PPMd. */
const LIBRARY_METHODS = new Set([14, 95, 98])

/** A stream of a zip member as the archive's directory describes it. */
export interface ZipStream {
  method: number
  /** General purpose bits, of which bit 1 says how LZMA ends. */
  flags: number
  packed: Buffer
  /** What it comes to. */
  size: number
  crc32: number
}

export const isLibraryMethod = (method: number): boolean => LIBRARY_METHODS.has(method)

/** Unpacks at once; a stream that goes on past its size is damaged there. */
export function unpackStream({ method, packed, size }: ZipStream, reading: Reading): Buffer | Reason {
  if (size > reading.inflatedLeft) return 'size-limit'
  if (method === METHOD.stored || method === METHOD.deflated) {
    reading.inflatedLeft -= size
    return method === METHOD.stored ? packed : (inflate(packed, size) ?? 'damaged')
  }
  if (method !== METHOD.bzip2 && method !== METHOD.zstd) return 'unsupported'
  const chunks = method === METHOD.bzip2 ? bunzip2(packed) : unzstd(packed, reading)
  const { bytes, failure } = gather(chunks, size, reading)
  return failure ?? bytes
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

/** Unpacks what only libarchive can: as the only member of a zip of its own. */
export async function unpackByLibrary(stream: ZipStream, bench: Workbench, reading: Reading): Promise<Buffer | Reason> {
  if (stream.size > Math.min(reading.inflatedLeft, UINT32)) return 'size-limit'
  const unpacker = new Unpacker(bench, localHeader(stream), stream.packed)
  try {
    if (!(await unpacker.next())) return unpacker.failure ?? 'damaged'
    const { bytes, failure } = gather(unpacker.chunks(), stream.size, reading, () => unpacker.failure)
    return failure ?? bytes
  } finally {
    unpacker.close()
  }
}

function localHeader({ method, flags, packed, size, crc32 }: ZipStream): Buffer {
  const header = Buffer.alloc(31)
  header.write('PK\x03\x04', 0, 'latin1')
  header.writeUInt16LE(63, 4)
  header.writeUInt16LE(flags & 2, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt32LE(crc32, 14)
  header.writeUInt32LE(packed.length, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(1, 26)
  header.write('x', 30)
  return header
}
