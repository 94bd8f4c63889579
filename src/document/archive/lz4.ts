// LZ4 frames (LZ4 Frame Format 1.6.4, LZ4 Block Format).
import { Fault } from './budget.ts'
import { isFiller } from './gzip.ts'

const FRAME = 0x184d2204
const WINDOW = 1 << 16
const FLAG = { blockChecksum: 0x10, contentSize: 8, contentChecksum: 4, dictionary: 1 }
const FRAMES_LISTED = 1000

/** Unpacks all frames. Checksums (xxHash) are not looked at. Throws a Fault where the bytes do not add up. */
export function* unlz4(bytes: Buffer): Generator<Buffer, void> {
  let at = 0
  for (let frames = 0; at < bytes.length && !isFiller(bytes, at); frames++) {
    if (at + 8 > bytes.length || frames >= FRAMES_LISTED) throw new Fault('damaged')
    const magic = bytes.readUInt32LE(at)
    if (magic >>> 4 === 0x184d2a5) at += 8 + bytes.readUInt32LE(at + 4)
    else if (magic === FRAME) at = yield* frame(bytes, at)
    else throw new Fault('damaged')
  }
}

function* frame(bytes: Buffer, start: number): Generator<Buffer, number> {
  const flags = bytes[start + 4]!
  const blockSize = 1 << (8 + 2 * ((bytes[start + 5]! >> 4) & 7))
  if (flags >> 6 !== 1 || blockSize < 1 << 16 || (flags & FLAG.dictionary) !== 0) throw new Fault('unsupported')
  let at = start + ((flags & FLAG.contentSize) !== 0 ? 15 : 7)
  // The 64 KiB before a block stay in front of it: blocks may refer to them.
  const space = Buffer.alloc(WINDOW + blockSize)
  let history = WINDOW
  for (;;) {
    if (at + 4 > bytes.length) throw new Fault('damaged')
    const field = bytes.readUInt32LE(at)
    at += 4
    if (field === 0) break
    const size = field & 0x7fffffff
    if (at + size > bytes.length || size > blockSize) throw new Fault('damaged')
    const block = bytes.subarray(at, at + size)
    const length = field >= 0x80000000 ? block.copy(space, WINDOW) : unpackBlock(block, space, history)
    yield Buffer.from(space.subarray(WINDOW, WINDOW + length))
    history = Math.max(0, history - length)
    space.copy(space, 0, length, WINDOW + length)
    at += size + ((flags & FLAG.blockChecksum) !== 0 ? 4 : 0)
  }
  return at + ((flags & FLAG.contentChecksum) !== 0 ? 4 : 0)
}

/** Fills the space behind the window; gives the bytes that came. `history` is where known bytes begin. */
function unpackBlock(block: Buffer, space: Buffer, history: number): number {
  let at = 0
  let out = WINDOW
  const long = (nibble: number): number => {
    if (nibble < 15) return nibble
    let length = 15
    for (;;) {
      const byte = block[at++]
      if (byte === undefined) throw new Fault('damaged')
      length += byte
      if (byte < 255) return length
    }
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = long(token >> 4)
    if (at + literals > block.length || out + literals > space.length) throw new Fault('damaged')
    block.copy(space, out, at, at + literals)
    at += literals
    out += literals
    if (at === block.length) break
    if (at + 2 > block.length) throw new Fault('damaged')
    const from = out - block.readUInt16LE(at)
    at += 2
    const length = long(token & 15) + 4
    if (from < history || from === out || out + length > space.length) throw new Fault('damaged')
    for (let i = 0; i < length; i++) space[out + i] = space[from + i]!
    out += length
  }
  return out - WINDOW
}
