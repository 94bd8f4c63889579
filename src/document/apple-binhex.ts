// BinHex 4.0 (RFC 1741): the data fork of a file written as text, unpacked and checked.
import type { Container } from './container.ts'
import type { Opened } from './containers.ts'
import { crc16 } from './crc16.ts'
import type { KindFacts, Reading } from './reading.ts'

const BANNER = '(This file must be converted with BinHex'
/** Text in front of the banner that decoders skip. */
const BANNER_WITHIN = 65_536
const ALPHABET = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const VALUES = new Int8Array(256).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i
const COLON = 0x3a
/** Marks a run: the byte before it, as often as the next one says. */
const REPEAT = 0x90

/** Opens text with a BinHex file in it; other text stays as it was found. */
export function openBinHex(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const banner = bytes.subarray(0, BANNER_WITHIN).indexOf(BANNER)
  if (banner < 0 || (banner > 0 && bytes[banner - 1] !== 0x0a && bytes[banner - 1] !== 0x0d))
    return { facts: found, container: null }
  const facts: KindFacts = { ...found, kind: 'hqx', editable: false }
  const start = bytes.indexOf(COLON, bytes.indexOf(0x29, banner))
  const plain = start < 0 ? null : unpacked(sixBits(bytes, start + 1), reading)
  if (plain === 'size-limit')
    return { facts: { ...facts, inspected: 'none', reasons: ['size-limit'] }, container: null }
  const container = plain === null ? null : forkOf(plain)
  if (container === null)
    return { facts: { ...facts, damaged: true, inspected: 'none', reasons: ['damaged'] }, container }
  return { facts, container }
}

/** Six bits a character up to the closing colon, line ends skipped. */
function sixBits(bytes: Buffer, from: number): Buffer {
  const close = bytes.indexOf(COLON, from)
  const end = close < 0 ? bytes.length : close
  const out = Buffer.allocUnsafe(Math.ceil(((end - from) * 3) / 4) + 3)
  let to = 0
  let held = 0
  let bits = 0
  for (let at = from; at < end; at++) {
    const value = VALUES[bytes[at]!]!
    if (value < 0) continue
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[to++] = (held >> bits) & 0xff
    }
  }
  return out.subarray(0, to)
}

/** Runs written out. */
function unpacked(packed: Buffer, reading: Reading): Buffer | 'size-limit' {
  let size = 0
  for (let at = 0; at < packed.length; at++) {
    if (packed[at] === REPEAT && at + 1 < packed.length) size += Math.max(1, packed[++at]! - 1)
    else size++
  }
  if (size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= size
  const out = Buffer.alloc(size)
  let to = 0
  for (let at = 0; at < packed.length; at++) {
    const byte = packed[at]!
    const count = byte === REPEAT ? packed[at + 1] : undefined
    if (count === undefined) out[to++] = byte
    else {
      at++
      if (count === 0) out[to++] = REPEAT
      else if (to > 0) {
        const end = Math.min(size, to + count - 1)
        out.fill(out[to - 1]!, to, end)
        to = end
      }
    }
  }
  return out.subarray(0, to)
}

/** RFC 1741 3: name, type, creator, flags, the lengths of the forks, CRC; then each fork with its CRC. */
function forkOf(plain: Buffer): Container | null {
  const nameLength = plain[0] ?? 0
  const header = 1 + nameLength + 1 + 4 + 4 + 2 + 4 + 4
  if (
    nameLength === 0 ||
    nameLength > 63 ||
    plain.length < header + 2 ||
    crc16(plain.subarray(0, header)) !== plain.readUInt16BE(header)
  )
    return null
  const length = plain.readUInt32BE(header - 8)
  const start = header + 2
  if (start + length + 2 > plain.length) return null
  const data = plain.subarray(start, start + length)
  const intact = crc16(data) === plain.readUInt16BE(start + length)
  const name = plain.toString('latin1', 1, 1 + nameLength)
  return { members: [{ names: [name], size: length, bytes: () => (intact ? data : 'damaged') }], reasons: () => [] }
}
