// Unpacks one stream of a zip compression method that Node.js has no decoder for: as the only member of a zip, for libarchive.
import { Unpacker } from './library.ts'

/** Methods (APPNOTE 4.4.5) that libarchive unpacks. */
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

/** The unpacker at its only member; null for a method that it does not know. */
export function streamUnpacker({ method, flags, packed, size, crc32 }: ZipStream): Unpacker | null {
  if (!LIBRARY_METHODS.has(method)) return null
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
  return new Unpacker(header, packed)
}
