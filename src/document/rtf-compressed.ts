// Compressed RTF of mail items ([MS-OXRTFCP]): decompressed within the budget, length and checksum checked.
import { crc32 } from 'node:zlib'
import type { Reason } from '../facts.ts'
import type { Reading } from './reading.ts'

const HEADER = 16
const COMPRESSED = 0x75465a4c // "LZFu"
const UNCOMPRESSED = 0x414c454d // "MELA"
const RING = 4096
/** [MS-OXRTFCP] 2.1.2.1: what the dictionary holds at the beginning. */
const INITIAL = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
)
/** A reference of two bytes stands for 17 at most, and one byte of flags covers eight of them. */
const MOST_PER_BYTE = 9

/** The RTF, or why there is none. */
export function decompressRtf(bytes: Buffer, reading: Reading): Buffer | Reason {
  if (bytes.length < HEADER) return 'damaged'
  const [packedSize, size, type] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)]
  const packed = bytes.subarray(HEADER, Math.min(bytes.length, packedSize + 4))
  if (type === UNCOMPRESSED) return bytes.subarray(HEADER, HEADER + Math.min(size, bytes.length))
  if (type !== COMPRESSED || packedSize < HEADER - 4 || packedSize + 4 > bytes.length) return 'damaged'
  if (size > packed.length * MOST_PER_BYTE + RING) return 'damaged'
  if (size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= size
  if (checksum(packed) !== bytes.readUInt32LE(12)) return 'damaged'
  const plain = decompress(packed, size)
  return plain.length < size ? 'damaged' : plain
}

/** [MS-OXRTFCP] 2.1.3.2: CRC-32 with the register neither preset nor turned at the end. */
function checksum(packed: Buffer): number {
  return ~crc32(packed, 0xffffffff) >>> 0
}

function decompress(packed: Buffer, size: number): Buffer {
  const ring = Buffer.alloc(RING, 0x20)
  INITIAL.copy(ring)
  const out = Buffer.allocUnsafe(size)
  let write = INITIAL.length
  let to = 0
  const put = (byte: number) => {
    ring[write] = byte
    write = (write + 1) % RING
    if (to < size) out[to++] = byte
  }
  for (let at = 0; at < packed.length && to < size; ) {
    const flags = packed[at++]!
    for (let bit = 0; bit < 8 && at < packed.length; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(packed[at++]!)
        continue
      }
      if (at + 2 > packed.length) return out.subarray(0, to)
      const reference = packed.readUInt16BE(at)
      at += 2
      const offset = reference >> 4
      if (offset === write) return out.subarray(0, to)
      for (let i = 0; i < (reference & 15) + 2; i++) put(ring[(offset + i) % RING]!)
    }
  }
  return out.subarray(0, to)
}
