// gzip (RFC 1952): members one behind another, each checked; Zstandard frames (RFC 8878) likewise.
import { constants, crc32, type InputType, inflateRawSync, type ZlibOptions, zstdDecompressSync } from 'node:zlib'
import type { Reading } from '../reading.ts'
import { Fault } from './budget.ts'
import { untilNul } from './opened.ts'

const GZIP = 0x8b1f
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 }
/** Members of one file; bgzip writes one for each 64 KB. */
const MEMBERS_LISTED = 10_000
const ZSTD_FRAME = 0xfd2fb528
const PIECE = 1 << 20

/** Where the deflated data of the member begins, and its name field; null when there is no gzip header. */
export function gzipHeader(bytes: Buffer, at: number): { data: number; name: Buffer | null } | null {
  if (at + 18 > bytes.length || bytes.readUInt16LE(at) !== GZIP || bytes[at + 2] !== 8) return null
  const flags = bytes[at + 3]!
  if ((flags & FLAG.reserved) !== 0) return null
  let data = at + 10
  if ((flags & FLAG.extra) !== 0) {
    if (data + 2 > bytes.length) return null
    data += 2 + bytes.readUInt16LE(data)
  }
  let name: Buffer | null = null
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue
    const text = bytes.subarray(data)
    const end = text.indexOf(0)
    if (end < 0) return null
    if (flag === FLAG.name) name = untilNul(text)
    data += end + 1
  }
  if ((flags & FLAG.headerCrc) !== 0) data += 2
  return data + 8 <= bytes.length ? { data, name } : null
}

/** Unpacks all members. Throws a Fault where one does not add up or something else follows. */
export function* gunzip(bytes: Buffer, reading: Reading): Generator<Buffer, void> {
  let at = 0
  for (let members = 0; at < bytes.length && !isFiller(bytes, at); members++) {
    const header = gzipHeader(bytes, at)
    if (header === null || members >= MEMBERS_LISTED) throw new Fault('damaged')
    const packed = bytes.subarray(header.data)
    const { buffer, used } = unpack(inflateRawSync, packed, {}, reading) ?? inflatePart(packed, reading)
    yield buffer
    at = header.data + used
    if (at + 8 > bytes.length || bytes.readUInt32LE(at) !== crc32(buffer)) throw new Fault('damaged')
    if (bytes.readUInt32LE(at + 4) !== buffer.length % 2 ** 32) throw new Fault('damaged')
    at += 8
  }
}

/** What comes out of deflated data that ends too early. */
function inflatePart(packed: Buffer, reading: Reading): { buffer: Buffer; used: number } {
  const part = unpack(inflateRawSync, packed, { finishFlush: constants.Z_SYNC_FLUSH }, reading)
  if (part === null) throw new Fault('damaged')
  return part
}

/** Unpacks all frames; those to be skipped (RFC 8878 3.1.2) are skipped. */
export function* unzstd(bytes: Buffer, reading: Reading): Generator<Buffer, void> {
  let at = 0
  for (let frames = 0; at < bytes.length && !isFiller(bytes, at); frames++) {
    if (at + 8 > bytes.length || frames >= MEMBERS_LISTED) throw new Fault('damaged')
    const magic = bytes.readUInt32LE(at)
    if (magic >>> 4 === 0x184d2a5) {
      at += 8 + bytes.readUInt32LE(at + 4)
      continue
    }
    if (magic !== ZSTD_FRAME) throw new Fault('damaged')
    const frame = unpack(zstdDecompressSync as Unpack, bytes.subarray(at), {}, reading)
    if (frame === null || frame.used <= 0) throw new Fault('damaged')
    yield frame.buffer
    at += frame.used
  }
}

type Unpack = (bytes: InputType, options: ZlibOptions) => unknown

/** What a decoder of Node.js gives, and the bytes that it took; null where the data is wrong. Never more than the budget. */
function unpack(
  decoder: Unpack,
  packed: Buffer,
  options: ZlibOptions,
  reading: Reading,
): { buffer: Buffer; used: number } | null {
  try {
    const maxOutputLength = Math.max(1, reading.inflatedLeft)
    const chunkSize = Math.min(PIECE, Math.max(1 << 14, packed.length * 4))
    const result = decoder(packed, { ...options, info: true, maxOutputLength, chunkSize })
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } }
    return { buffer, used: engine.bytesWritten }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return null
    // So much was unpacked before it showed.
    reading.inflatedLeft = 0
    throw new Fault('size-limit')
  }
}

/** Zeros, as tapes are filled up with, and line ends that transports add. */
export function isFiller(bytes: Buffer, at: number): boolean {
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte !== 0 && byte !== 0x0d && byte !== 0x0a) return false
  }
  return true
}
