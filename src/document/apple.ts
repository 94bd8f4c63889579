// Apple's envelopes of a file with its resources: AppleSingle and AppleDouble (RFC 1740), MacBinary: the file itself is opened.
import type { Container, Member } from './container.ts'
import type { Opened } from './containers.ts'
import { crc16 } from './crc16.ts'
import type { KindFacts } from './reading.ts'

const DATA_FORK = 1
const REAL_NAME = 3
const HEADER = 26
const ENTRY = 12
/** Entries looked at; RFC 1740 knows 15 kinds, each of them once. */
const ENTRIES = 100

/** RFC 1740 appendix B: entries of id, offset and length after a header of 26 bytes. */
export function openApple(bytes: Buffer, found: KindFacts): Opened {
  const count = bytes.length < HEADER ? 0 : bytes.readUInt16BE(24)
  const forks: (Buffer | null)[] = []
  let name: string | null = null
  let reach = HEADER + count * ENTRY
  for (let i = 0, at = HEADER; i < Math.min(count, ENTRIES) && at + ENTRY <= bytes.length; i++, at += ENTRY) {
    const [id, offset, length] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)]
    const whole = offset + length <= bytes.length
    if (whole) reach = Math.max(reach, offset + length)
    if (id === DATA_FORK) forks.push(whole ? bytes.subarray(offset, offset + length) : null)
    if (id === REAL_NAME && whole) name = bytes.toString('utf8', offset, offset + Math.min(length, 255))
  }
  // Two forks, or more entries than there are kinds: programs take different ones.
  const odd = forks.length > 1 || count > ENTRIES || reach < bytes.length
  if (forks.length === 0 && name === null) return { facts: found, container: null }
  // Resources alone still tell the name under which the file beside them is kept.
  const members =
    forks.length === 0
      ? [memberOf(name, Buffer.alloc(0))]
      : forks.slice(0, 2).map((fork): Member => memberOf(name, fork))
  const facts: KindFacts = { kind: found.kind ?? 'applesingle', editable: false, encrypted: false, inspected: 'full' }
  return { facts, container: containerOf(members, odd) }
}

function memberOf(name: string | null, fork: Buffer | null): Member {
  return { names: name === null ? [] : [name], size: fork?.length ?? 0, bytes: () => fork ?? 'damaged' }
}

function containerOf(members: Member[], odd: boolean): Container {
  return { members, reasons: () => (odd ? ['damaged'] : []) }
}

const MAC_HEADER = 128

/** Facts of a MacBinary file; null when the bytes are none. */
export function readMacBinary(bytes: Buffer): KindFacts | null {
  if (bytes.length < MAC_HEADER || bytes[0] !== 0 || bytes[74] !== 0) return null
  const name = bytes[1]!
  if (name === 0 || name > 63 || bytes.subarray(2, 2 + name).includes(0)) return null
  const [data, resources] = [bytes.readUInt32BE(83), bytes.readUInt32BE(87)]
  // MacBinary II and III have a CRC of the header; the first version shows by its lengths alone.
  const checked = crc16(bytes.subarray(0, 124)) === bytes.readUInt16BE(124) && bytes[122]! >= 129
  const whole = MAC_HEADER + padded(data) + padded(resources)
  const first =
    bytes[82] === 0 &&
    bytes.subarray(101, 126).every((byte) => byte === 0) &&
    data + resources > 0 &&
    (bytes.length === whole ||
      bytes.length === MAC_HEADER + padded(data) + resources ||
      bytes.length === MAC_HEADER + data + resources)
  return checked || first ? { kind: 'macbin', editable: false, encrypted: false, inspected: 'full' } : null
}

/** Forks are padded to 128 bytes. */
function padded(length: number): number {
  return Math.ceil(length / MAC_HEADER) * MAC_HEADER
}

/** The data fork after the header and, in MacBinary II, a second header. */
export function openMacBinary(bytes: Buffer, found: KindFacts): Opened {
  const length = bytes.readUInt32BE(83)
  const start = MAC_HEADER + padded(bytes.readUInt16BE(120))
  const name = bytes.toString('latin1', 2, 2 + bytes[1]!)
  const fork = start + length <= bytes.length ? bytes.subarray(start, start + length) : null
  const end = start + padded(length) + padded(bytes.readUInt32BE(87))
  if (length === 0) return { facts: found, container: null }
  return { facts: found, container: containerOf([memberOf(name, fork)], end + MAC_HEADER < bytes.length) }
}
