// xz (The .xz File Format 1.2.1): the structure from its end, which says what it comes to; unpacked by libarchive.
import { crc32 } from 'node:zlib'
import { Unpacker, Workbench } from './library.ts'

const HEADER = Buffer.from('fd377a585a00', 'hex')
const HEADER_SIZE = 12
const FOOTER = Buffer.from('YZ')
/** Streams in one file; `xz -T` writes one stream of many blocks. */
const STREAMS_LISTED = 1000
const RECORDS_LISTED = 100_000
/** What a tar header can say, for a stream that does not say how long it is: eight gibibytes less one. */
const UNKNOWN_SIZE = 0o77777777777

/** Ends of streams that are tried when something else stands at the end of the file. */
const ENDS_TRIED = 64

/**
 * The streams and what they come to as their indexes say; `rest` is true when something stands behind them. Where no whole
 * stream can be found from the end, all bytes, of unknown size.
 */
export function soundXz(bytes: Buffer): { bytes: Buffer; size: number | null; rest: boolean } {
  const whole = xzSize(bytes)
  if (whole !== null) return { bytes, size: whole, rest: false }
  let end = bytes.lastIndexOf(FOOTER)
  for (let tries = 0; end > 0 && tries < ENDS_TRIED; tries++) {
    const part = bytes.subarray(0, end + FOOTER.length)
    const size = xzSize(part)
    if (size !== null) return { bytes: part, size, rest: true }
    end = bytes.lastIndexOf(FOOTER, end - 1)
  }
  return { bytes, size: null, rest: false }
}

/** Null when the bytes do not end where their last stream does, or contradict themselves. */
function xzSize(bytes: Buffer): number | null {
  let size = 0
  let end = bytes.length
  for (let streams = 0; end > 0; streams++) {
    // Stream padding (2.2): zeros, four at a time.
    while (end >= 4 && bytes.readUInt32LE(end - 4) === 0) end -= 4
    const stream = streamBefore(bytes, end)
    if (stream === null || streams >= STREAMS_LISTED) return null
    size += stream.size
    end = stream.start
  }
  return size
}

/** The stream that ends at the offset: where it starts and what it comes to (2.1.2, 4.3). */
function streamBefore(bytes: Buffer, end: number): { start: number; size: number } | null {
  if (end < 2 * HEADER_SIZE || !bytes.subarray(end - 2, end).equals(FOOTER)) return null
  const indexStart = end - HEADER_SIZE - (bytes.readUInt32LE(end - 8) + 1) * 4
  const index = indexStart < HEADER_SIZE ? null : readIndex(bytes.subarray(indexStart, end - HEADER_SIZE))
  if (index === null) return null
  const start = indexStart - index.packed - HEADER_SIZE
  if (start < 0 || !bytes.subarray(start, start + HEADER.length).equals(HEADER)) return null
  return { start, size: index.size }
}

/** Whether the header of the first block has its checksum (3.1): then it is known what it wants. */
export function isFirstBlockSound(bytes: Buffer): boolean {
  const end = HEADER_SIZE + ((bytes[HEADER_SIZE] ?? 0) + 1) * 4
  if (end > bytes.length) return false
  return crc32(bytes.subarray(HEADER_SIZE, end - 4)) === bytes.readUInt32LE(end - 4)
}

function readIndex(index: Buffer): { packed: number; size: number } | null {
  if (index[0] !== 0 || crc32(index.subarray(0, -4)) !== index.readUInt32LE(index.length - 4)) return null
  const numbers = new Numbers(index, 1)
  const records = numbers.next()
  if (records > RECORDS_LISTED) return null
  let packed = 0
  let size = 0
  for (let i = 0; i < records; i++) {
    packed += Math.ceil(numbers.next() / 4) * 4
    size += numbers.next()
  }
  return Number.isSafeInteger(packed) && Number.isSafeInteger(size) ? { packed, size } : null
}

/** Multibyte integers (1.2); NaN past the end. */
class Numbers {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  next(): number {
    let value = 0
    for (let i = 0; i < 7; i++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) return Number.NaN
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    return Number.NaN
  }
}

/**
 * libarchive unpacks xz only around an archive. xz streams may stand one behind the other, so one that unpacks to the header of
 * a tar member is put in front, and one that fills that member's last block behind. `size` is null where it cannot be known.
 */
export function xzUnpacker(bytes: Buffer, size: number | null): Unpacker {
  const filler = size === null ? Buffer.alloc(0) : storedXz(Buffer.alloc(512 + ((512 - (size % 512)) % 512)))
  return new Unpacker(new Workbench(), storedXz(tarHeader(size ?? UNKNOWN_SIZE)), bytes, filler)
}

function tarHeader(size: number): Buffer {
  const header = Buffer.alloc(512)
  header.write('x')
  header.write('0000644\x000000000\x000000000\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\x0000000000000\0`, 124)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** A stream of one LZMA2 block whose only chunk is not compressed (5.3.1). */
function storedXz(content: Buffer): Buffer {
  const flags = Buffer.from([0, 1])
  const blockHeader = Buffer.from([2, 0, 0x21, 1, 0x16, 0, 0, 0])
  const chunk = Buffer.concat([
    Buffer.from([1, (content.length - 1) >> 8, (content.length - 1) & 0xff]),
    content,
    Buffer.from([0]),
  ])
  const unpadded = blockHeader.length + 4 + chunk.length + 4
  const index = Buffer.concat([Buffer.from([0, 1]), number(unpadded), number(content.length)])
  const paddedIndex = withCrc(padded(index))
  const backward = Buffer.concat([uint32(paddedIndex.length / 4 - 1), flags])
  const footer = Buffer.concat([uint32(crc32(backward)), backward, FOOTER])
  const block = Buffer.concat([padded(Buffer.concat([withCrc(blockHeader), chunk])), uint32(crc32(content))])
  return Buffer.concat([HEADER, withCrc(flags), block, paddedIndex, footer])
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
const withCrc = (bytes: Buffer): Buffer => Buffer.concat([bytes, uint32(crc32(bytes))])

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function number(value: number): Buffer {
  return value < 0x80 ? Buffer.from([value]) : Buffer.from([(value & 0x7f) | 0x80, value >> 7])
}
