// OpenPGP messages (RFC 9580): sealed ones are told, signed or packed ones that anybody can read are opened.
import { constants, inflateRawSync, inflateSync } from 'node:zlib'
import type { Reason } from '../facts.ts'
import type { Container, Member } from './container.ts'
import type { Opened } from './containers.ts'
import { isEntity } from './entity-kind.ts'
import type { KindFacts, Reading } from './reading.ts'

/** Packet types (RFC 9580 5). */
const COMPRESSED = 8
const LITERAL = 11
const SEALED = new Set([1, 3, 9, 18, 20])
/** Signatures, keys, markers, trust, user ids and padding: nothing that holds a file. */
const BARE = new Set([2, 4, 5, 6, 7, 10, 12, 13, 14, 17, 19, 21])
/** What a binary object begins with that holds or seals a message. */
const FIRST = new Set([1, 3, 4, 8, 9, 11, 18, 20])
/** Packets looked at; a message has a handful and a key ring some thousands. */
const PACKETS = 10_000
/** Packed data within packed data. */
const LAYERS = 4

interface Packet {
  tag: number
  body: Buffer
}

/** Facts of a binary OpenPGP message, one packet after another to the last byte; null when the bytes are none. */
export function readOpenPgp(bytes: Buffer): KindFacts | null {
  if (bytes.length < 8 || (bytes[0]! & 0x80) === 0) return null
  const packets = packetsOf(bytes)
  if (packets === null || !FIRST.has(packets[0]!.tag) || !isPlausible(packets[0]!)) return null
  return factsOf(packets)
}

/** A random file may begin like a packet; its version or algorithm must then be one of those there are, too. */
function isPlausible({ tag, body }: Packet): boolean {
  const first = body[0] ?? 0xff
  if (tag === 1) return first === 3 || first === 6
  if (tag === 3) return first >= 4 && first <= 6
  if (tag === 4) return first === 3 || first === 6
  if (tag === 18) return first === 1 || first === 2
  if (tag === 20) return first === 1
  if (tag === COMPRESSED) return first <= 3
  return tag === LITERAL ? 'btul1m'.includes(String.fromCharCode(first)) : body.length > 20
}

function factsOf(packets: Packet[]): KindFacts {
  if (packets.some(({ tag }) => SEALED.has(tag)))
    return { kind: 'pgp', encrypted: true, inspected: 'none', reasons: ['encrypted'] }
  return { kind: 'pgp', encrypted: false, inspected: 'full' }
}

/** Opens a binary message that is only signed or packed. */
export function openOpenPgp(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const packets = found.encrypted === false ? packetsOf(bytes) : null
  return packets === null
    ? { facts: found, container: null }
    : { facts: found, container: containerOf(packets, reading) }
}

/** Opens armored text (RFC 9580 6.2) whose armor begins at `at`. */
export function openArmor(bytes: Buffer, at: number, found: KindFacts, reading: Reading): Opened {
  const text = bytes.toString('latin1', at)
  // The armor header lines end with an empty one; a checksum line `=xxxx` may follow the data.
  const blank = /\r?\n[ \t]{0,80}\r?\n/.exec(text.slice(0, 10_000))
  const end = text.indexOf('-----END PGP MESSAGE', 22)
  if (blank === null || end < 0) return { facts: found, container: null }
  const data = text.slice(blank.index + blank[0].length, end)
  const checksum = data.lastIndexOf('\n=')
  const size = Math.ceil((data.length * 3) / 4)
  if (size > reading.inflatedLeft) return { facts: found, container: null }
  reading.inflatedLeft -= size
  const packets = packetsOf(Buffer.from(checksum < 0 ? data : data.slice(0, checksum), 'base64'))
  if (packets === null) return { facts: found, container: null }
  const facts = factsOf(packets)
  if (facts.encrypted === true) return { facts: found, container: null }
  const rest =
    text
      .slice(end)
      .replace(/^-----END PGP MESSAGE-----/, '')
      .trim() !== ''
  const container = containerOf(packets, reading)
  return {
    facts,
    container: {
      members: container.members,
      reasons: () => [...container.reasons(), ...(rest ? (['damaged'] as const) : [])],
    },
  }
}

function containerOf(packets: Packet[], reading: Reading): Container {
  const reasons: Reason[] = []
  return { members: literals(packets, reading, reasons, 0), reasons: () => reasons }
}

function* literals(packets: Packet[], reading: Reading, reasons: Reason[], layer: number): Generator<Member> {
  for (const { tag, body } of packets) {
    if (tag === LITERAL) yield literal(body)
    else if (tag === COMPRESSED) {
      const plain = unpacked(body, reading)
      const inner = typeof plain === 'string' ? null : packetsOf(plain)
      if (inner === null || layer >= LAYERS)
        reasons.push(typeof plain === 'string' ? plain : inner === null ? 'damaged' : 'depth-limit')
      else yield* literals(inner, reading, reasons, layer + 1)
    } else if (SEALED.has(tag)) reasons.push('encrypted')
  }
}

/** RFC 9580 5.9: format, name, date, then the data. */
function literal(body: Buffer): Member {
  const length = body[1] ?? 0
  const name = body.toString('utf8', 2, 2 + length)
  const bytes = body.subarray(Math.min(body.length, 6 + length))
  return {
    names: name === '' || name === '_CONSOLE' ? [] : [name],
    size: bytes.length,
    message: isEntity(bytes),
    bytes: () => bytes,
  }
}

/** RFC 9580 5.6: the first byte tells how the rest is packed. */
function unpacked(body: Buffer, reading: Reading): Buffer | Reason {
  const packed = body.subarray(1)
  if (body[0] === 0) return packed
  if (body[0] !== 1 && body[0] !== 2) return 'unsupported'
  const options = { maxOutputLength: Math.max(1, reading.inflatedLeft), finishFlush: constants.Z_SYNC_FLUSH }
  try {
    const plain = body[0] === 1 ? inflateRawSync(packed, options) : inflateSync(packed, options)
    reading.inflatedLeft -= plain.length
    return plain
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'size-limit' : 'damaged'
  }
}

/** The packets (RFC 9580 4.2); null when they do not fill the bytes. */
function packetsOf(bytes: Buffer): Packet[] | null {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length; ) {
    if (packets.length >= PACKETS) return null
    const head = bytes[at]!
    if ((head & 0x80) === 0) return null
    const newForm = (head & 0x40) !== 0
    const tag = newForm ? head & 0x3f : (head >> 2) & 0x0f
    if (tag !== COMPRESSED && tag !== LITERAL && !SEALED.has(tag) && !BARE.has(tag)) return null
    const read = newForm ? newBody(bytes, at + 1) : oldBody(bytes, at + 1, head & 3)
    if (read === null) return null
    packets.push({ tag, body: read.body })
    at = read.after
  }
  return packets.length === 0 ? null : packets
}

function slice(bytes: Buffer, start: number, length: number): { body: Buffer; after: number } | null {
  return start + length <= bytes.length ? { body: bytes.subarray(start, start + length), after: start + length } : null
}

/** RFC 9580 4.2.2: one, two, four octets or none: up to the end. */
function oldBody(bytes: Buffer, at: number, type: number): { body: Buffer; after: number } | null {
  if (type === 3) return { body: bytes.subarray(at), after: bytes.length }
  const octets = 1 << type
  return at + octets > bytes.length ? null : slice(bytes, at + octets, bytes.readUIntBE(at, octets))
}

/** RFC 9580 4.2.1: one, two or five octets, or parts of which the last one has an ordinary length. */
function newBody(bytes: Buffer, from: number): { body: Buffer; after: number } | null {
  const parts: Buffer[] = []
  for (let at = from; at < bytes.length; ) {
    const first = bytes[at]!
    const partial = first >= 224 && first < 255
    const octets = first < 192 || partial ? 1 : first < 224 ? 2 : 5
    if (at + octets > bytes.length) return null
    const length = partial
      ? 1 << (first & 31)
      : first < 192
        ? first
        : first < 224
          ? ((first - 192) << 8) + bytes[at + 1]! + 192
          : bytes.readUInt32BE(at + 1)
    const part = slice(bytes, at + octets, length >>> 0)
    if (part === null) return null
    if (!partial)
      return { body: parts.length === 0 ? part.body : Buffer.concat([...parts, part.body]), after: part.after }
    parts.push(part.body)
    at = part.after
  }
  return null
}
