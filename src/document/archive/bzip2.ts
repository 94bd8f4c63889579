// bzip2 decompression (the format of bzip2 1.0: Burrows-Wheeler transform behind run lengths, move-to-front and Huffman codes).
import { BitReader } from './bit-reader.ts'
import { Fault } from './budget.ts'
import { type HuffmanCode, huffmanCode, symbol } from './huffman.ts'

const BLOCK_MAGIC = 0x314159265359
const END_MAGIC = 0x177245385090
const RUN_A = 0
const RUN_B = 1
/** Symbols that one Huffman table serves before the next selector. */
const GROUP = 50
const CODE_LIMIT = 20
/** Streams of one file; pbzip2 writes one for each 900 KB. */
const STREAMS_LISTED = 10_000
/** Bytes that are handed out at once: a block of zeros stands for 46 MB. */
const PIECE = 1 << 18

/**
 * Unpacks one stream after another, as bzip2 does (pbzip2 writes many). Throws a Fault where the bytes are no bzip2, a
 * checksum is wrong, or they end too early or too late.
 */
export function* bunzip2(bytes: Buffer): Generator<Buffer, void> {
  const bits = new BitReader(bytes)
  let block = new Uint32Array(0)
  let streams = 0
  do {
    if (bits.read(24) !== 0x425a68) throw new Fault('damaged', 'no bzip2 stream')
    const level = bits.read(8) - 0x30
    if (level < 1 || level > 9) throw new Fault('damaged', 'block size')
    if (++streams > STREAMS_LISTED) throw new Fault('damaged', 'too many streams')
    if (block.length !== level * 100_000) block = new Uint32Array(level * 100_000)
    yield* stream(bits, block)
    bits.align()
  } while (!bits.atEnd)
}

function* stream(bits: BitReader, block: Uint32Array): Generator<Buffer, void> {
  let combined = 0
  for (;;) {
    const magic = bits.read(24) * 0x1000000 + bits.read(24)
    const checksum = bits.read(32)
    if (bits.past) throw new Fault('damaged', 'truncated')
    if (magic === END_MAGIC) {
      if (checksum !== combined) throw new Fault('damaged', 'checksum of the stream')
      return
    }
    if (magic !== BLOCK_MAGIC) throw new Fault('damaged', 'block')
    const found = yield* oneBlock(bits, block)
    if (found !== checksum) throw new Fault('damaged', 'checksum of a block')
    combined = (((combined << 1) | (combined >>> 31)) ^ found) >>> 0
  }
}

function* oneBlock(bits: BitReader, block: Uint32Array): Generator<Buffer, number> {
  // A randomised block: written by bzip2 0.9.0 and older only.
  if (bits.read(1) === 1) throw new Fault('unsupported')
  const origin = bits.read(24)
  const counts = new Uint32Array(256)
  const length = readSymbols(bits, block, counts)
  if (origin >= length) throw new Fault('damaged', 'origin')
  invert(block, length, counts)
  return yield* runs(block, length, origin)
}

/** Huffman codes, run lengths and move-to-front: fills the last column of the transform, gives its length. */
function readSymbols(bits: BitReader, block: Uint32Array, counts: Uint32Array): number {
  const alphabet = readAlphabet(bits)
  const end = alphabet.length + 1
  const { codes, selectors } = readTables(bits, alphabet.length + 2)
  let length = 0
  let group = 0
  let left = 0
  let code = codes[0]!
  let run = 0
  let weight = 1
  for (;;) {
    if (left-- === 0) {
      const selected = selectors[group++]
      if (selected === undefined || bits.past) throw new Fault('damaged', 'selectors')
      code = codes[selected]!
      left = GROUP - 1
    }
    const value = symbol(bits, code)
    if (value === RUN_A || value === RUN_B) {
      run += weight << value
      weight <<= 1
      if (run > block.length) throw new Fault('damaged', 'run')
      continue
    }
    if (run > 0) {
      const byte = alphabet[0]!
      if (length + run > block.length) throw new Fault('damaged', 'block length')
      counts[byte]! += run
      block.fill(byte, length, length + run)
      length += run
      run = 0
      weight = 1
    }
    if (value === end) return length
    if (value < 0 || value > end || length >= block.length) throw new Fault('damaged', 'symbol')
    const byte = toFront(alphabet, value - 1)
    counts[byte]!++
    block[length++] = byte
  }
}

function readAlphabet(bits: BitReader): Uint8Array {
  const groups = bits.read(16)
  const used: number[] = []
  for (let i = 0; i < 16; i++) {
    if (((groups >>> (15 - i)) & 1) === 0) continue
    const members = bits.read(16)
    for (let j = 0; j < 16; j++) if (((members >>> (15 - j)) & 1) === 1) used.push(i * 16 + j)
  }
  if (used.length === 0) throw new Fault('damaged', 'alphabet')
  return Uint8Array.from(used)
}

function readTables(bits: BitReader, symbols: number): { codes: HuffmanCode[]; selectors: Uint8Array } {
  const tables = bits.read(3)
  const count = bits.read(15)
  if (tables < 2 || tables > 6 || count === 0) throw new Fault('damaged', 'tables')
  const order = Uint8Array.from({ length: tables }, (_, i) => i)
  const selectors = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    let place = 0
    while (bits.read(1) === 1) if (++place >= tables || bits.past) throw new Fault('damaged', 'selector')
    selectors[i] = toFront(order, place)
  }
  return { codes: Array.from({ length: tables }, () => readCode(bits, symbols)), selectors }
}

function readCode(bits: BitReader, symbols: number): HuffmanCode {
  const lengths = new Uint8Array(symbols)
  let length = bits.read(5)
  for (let i = 0; i < symbols; i++) {
    while (bits.read(1) === 1) {
      length += bits.read(1) === 0 ? 1 : -1
      if (length < 1 || length > CODE_LIMIT || bits.past) throw new Fault('damaged', 'code length')
    }
    if (length < 1 || length > CODE_LIMIT) throw new Fault('damaged', 'code length')
    lengths[i] = length
  }
  return huffmanCode(lengths)
}

function toFront(list: Uint8Array, at: number): number {
  const value = list[at]!
  list.copyWithin(1, 0, at)
  list[0] = value
  return value
}

/** The inverse transform's links, kept above each byte's eight bits. */
function invert(block: Uint32Array, length: number, counts: Uint32Array): void {
  let sum = 0
  for (let i = 0; i < 256; i++) {
    const count = counts[i]!
    counts[i] = sum
    sum += count
  }
  for (let i = 0; i < length; i++) block[counts[block[i]! & 0xff]!++]! |= i << 8
}

/** Undoes the first run-length step: four equal bytes and a count. Gives the checksum of what came out. */
function* runs(block: Uint32Array, length: number, origin: number): Generator<Buffer, number> {
  let out = Buffer.allocUnsafe(PIECE)
  let filled = 0
  let crc = 0xffffffff
  let place = block[origin]! >>> 8
  let last = -1
  let equal = 0
  for (let i = 0; i < length; i++) {
    const entry = block[place]!
    place = entry >>> 8
    const byte = entry & 0xff
    let times = 1
    if (equal === 4) {
      times = byte
      equal = 0
    } else {
      equal = byte === last ? equal + 1 : 1
      last = byte
    }
    if (filled + times > PIECE) {
      yield out.subarray(0, filled)
      out = Buffer.allocUnsafe(PIECE)
      filled = 0
    }
    for (let j = 0; j < times; j++) {
      out[filled++] = last
      crc = (crc << 8) ^ CRC[(crc >>> 24) ^ last]!
    }
  }
  yield out.subarray(0, filled)
  return ~crc >>> 0
}

/** CRC-32 with the highest bit first, other than that of zip. */
const CRC = Int32Array.from({ length: 256 }, (_, i) => {
  let value = i << 24
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0)
  return value
})
