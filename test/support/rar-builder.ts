// Writers of RAR 4 and RAR 5 archives for tests: stored, or compressed with literals alone, since no free program writes them.
import { crc32 } from 'node:zlib'

/** A file; what differs from the truth is written as it is given. */
export interface RarPlan {
  name: string
  bytes?: Buffer | string
  /** Compressed (with literals only, so that it gets no smaller). */
  packed?: boolean
  /** Only the flag is set: the bytes stay as they are. */
  encrypted?: boolean
  solid?: boolean
  split?: boolean
  folder?: boolean
  /** Size that the header gives. */
  size?: number
  crc?: number
  /** RAR 4: a second name in Unicode. */
  unicode?: string
  /** RAR 4: the file mode of Unix; RAR 5: redirection type and target. */
  link?: { type: number; target: string }
}

const RAR4_MARK = Buffer.from('Rar!\x1a\x07\0', 'latin1')
const RAR4_END = Buffer.from('c43d7b00400700', 'hex')
const RAR5_MARK = Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')

/** RAR 4 (technote.txt). With `headersEncrypted` what follows the main header is eight bytes of salt and noise. */
export function rar4(plans: RarPlan[], { headersEncrypted = false, end = RAR4_END } = {}): Buffer {
  const main = Buffer.alloc(13)
  main[2] = 0x73
  main.writeUInt16LE(headersEncrypted ? 0x80 : 0, 3)
  main.writeUInt16LE(13, 5)
  const start = Buffer.concat([RAR4_MARK, rar4Header(main)])
  return headersEncrypted ? Buffer.concat([start, noise(200)]) : Buffer.concat([start, ...plans.map(rar4File), end])
}

function rar4File(plan: RarPlan): Buffer {
  const bytes = Buffer.from(plan.bytes ?? '')
  const data = plan.packed ? rar4Packed(bytes) : bytes
  const plain = Buffer.from(plan.name, 'latin1')
  const name =
    plan.unicode === undefined ? plain : Buffer.concat([plain, Buffer.from([0, 0]), utf16Coded(plan.unicode)])
  const head = Buffer.alloc(32 + name.length)
  const flags =
    0x8000 |
    (plan.encrypted ? 4 : 0) |
    (plan.solid ? 0x10 : 0) |
    (plan.split ? 2 : 0) |
    (plan.folder ? 0xe0 : 0) |
    (plan.unicode === undefined ? 0 : 0x200)
  head[2] = 0x74
  head.writeUInt16LE(flags, 3)
  head.writeUInt16LE(head.length, 5)
  head.writeUInt32LE(data.length, 7)
  head.writeUInt32LE(plan.size ?? bytes.length, 11)
  head[15] = plan.link === undefined ? 2 : 3
  head.writeUInt32LE(plan.crc ?? crc32(bytes), 16)
  head.writeUInt32LE(0x5c624100, 20)
  head[24] = 29
  head[25] = plan.packed ? 0x33 : 0x30
  head.writeUInt16LE(name.length, 26)
  head.writeUInt32LE(plan.link === undefined ? 0x20 : 0o120777, 28)
  name.copy(head, 32)
  return Buffer.concat([rar4Header(head), data])
}

function rar4Header(head: Buffer): Buffer {
  head.writeUInt16LE(crc32(head.subarray(2)) & 0xffff, 0)
  return head
}

/** Each unit as two bytes: flags of 10 10 10 10 before every four. */
function utf16Coded(text: string): Buffer {
  const units = Buffer.from(text, 'utf16le')
  const pieces: Buffer[] = []
  for (let at = 0; at < units.length; at += 8) pieces.push(Buffer.from([0xaa]), units.subarray(at, at + 8))
  return Buffer.concat(pieces)
}

/** RAR 5. With `headersEncrypted` an encryption header and noise stand where the files would. */
export function rar5(plans: RarPlan[], { headersEncrypted = false, solid = false, end = true } = {}): Buffer {
  const main = rar5Header(vint(1), vint(0), vint(solid ? 4 : 0))
  const closing = end ? rar5Header(vint(5), vint(0), vint(0)) : Buffer.alloc(0)
  if (headersEncrypted) {
    const encryption = rar5Header(vint(4), vint(0), vint(0), vint(0), Buffer.from([15]), noise(16))
    return Buffer.concat([RAR5_MARK, encryption, noise(200)])
  }
  return Buffer.concat([RAR5_MARK, main, ...plans.map(rar5File), closing])
}

function rar5File(plan: RarPlan): Buffer {
  const bytes = Buffer.from(plan.bytes ?? '')
  const data = plan.packed ? rar5Packed(bytes) : bytes
  const name = Buffer.from(plan.name)
  const records: Buffer[] = []
  if (plan.encrypted) records.push(sized(Buffer.concat([vint(1), vint(0), vint(0), Buffer.from([15]), noise(32)])))
  if (plan.link !== undefined) {
    const target = Buffer.from(plan.link.target)
    records.push(sized(Buffer.concat([vint(5), vint(plan.link.type), vint(0), vint(target.length), target])))
  }
  const extra = Buffer.concat(records)
  const flags = 2 | (extra.length > 0 ? 1 : 0) | (plan.split ? 0x10 : 0)
  const compression = (plan.packed ? 3 << 7 : 0) | (plan.solid ? 0x40 : 0)
  const header = rar5Header(
    vint(2),
    vint(flags),
    ...(extra.length > 0 ? [vint(extra.length)] : []),
    vint(data.length),
    vint(4 | (plan.folder ? 1 : 0)),
    vint(plan.size ?? bytes.length),
    vint(0x20),
    uint32(plan.crc ?? crc32(bytes)),
    vint(compression),
    vint(0),
    vint(name.length),
    name,
    extra,
  )
  return Buffer.concat([header, data])
}

function rar5Header(...fields: Buffer[]): Buffer {
  const body = sized(Buffer.concat(fields))
  return Buffer.concat([uint32(crc32(body)), body])
}

const sized = (bytes: Buffer): Buffer => Buffer.concat([vint(bytes.length), bytes])

/**
 * One block whose main code gives each of the 256 literals its own eight bits and has no other symbols. The lengths of the
 * codes are written with a code of two: `0` is length 8, `1` and seven bits a run of zeros.
 */
function rar5Packed(bytes: Buffer): Buffer {
  const tables = bits(`${'0'.repeat(32)}0001${'0'.repeat(40)}0001${lengths(430)}`)
  const size = tables.length + bytes.length
  // Last block, with tables, a size of three bytes, the last byte used whole.
  const flags = 0xc0 | (2 << 3) | 7
  const sizeBytes = Buffer.from([size & 0xff, (size >> 8) & 0xff, size >> 16])
  const sum = sizeBytes.reduce((value, byte) => value ^ byte, 0x5a ^ flags)
  return Buffer.concat([Buffer.from([flags, sum]), sizeBytes, tables, bytes])
}

/**
 * Two bits say: no PPMd, no tables from before. Literals have nine bits, of which the first is 1, and the end of the block
 * has the one bit 0. Lengths: `0` is nine, `10` is one, `11` and seven bits a run of zeros. Two more bits end the file.
 */
function rar4Packed(bytes: Buffer): Buffer {
  const codeLengths = ['0'.repeat(4), '0010', '0'.repeat(28), '0001', '0'.repeat(36), '0010']
  const tables = [...codeLengths, '0'.repeat(256), '10', `11${binary(125, 7)}`, `11${binary(0, 7)}`]
  const literals = [...bytes].map((byte) => `1${binary(byte, 8)}`)
  return bits(['00', ...tables, ...literals, '000', '0'.repeat(32)].join(''))
}

/** 256 lengths of 8, and zeros for the symbols behind. */
function lengths(symbols: number): string {
  return `${'0'.repeat(256)}1${binary(127, 7)}1${binary(symbols - 256 - 138 - 11, 7)}`
}

const binary = (value: number, length: number): string => value.toString(2).padStart(length, '0')

function bits(text: string): Buffer {
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, '0')
  return Buffer.from(padded.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}

function vint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left & 0x7f) | 0x80)
  return Buffer.from([...bytes, left])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** Bytes without order, the same each time. */
function noise(length: number): Buffer {
  let state = 1
  const next = () => {
    state = (state * 48_271) % 0x7fffffff
    return state & 0xff
  }
  return Buffer.from(Array.from({ length }, () => next()))
}
