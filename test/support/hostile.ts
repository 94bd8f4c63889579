// Hostile messages for the bench: what a case is, and the pieces that they are made of. Nothing in them is random twice.
import { constants, crc32, deflateRawSync } from 'node:zlib'

export interface HostileCase {
  name: string
  /** Programs that its making needs. */
  tools?: string[]
  /** The message, ended by CRLF. Made when it is wanted: they are large. */
  make(): Buffer
  /**
   * What must have happened: any of these reasons, `whole` when it is read to its end, `gate` when the strict gate notes a
   * departure that the policy refuses.
   */
  expect: string[]
}

/** Numbers below 2^32 from a seed, the same each time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const HEAD = [
  'From: a.cangio@tphcm.gov.vn',
  'To: b.cangio@tphcm.gov.vn',
  'Subject: MAU THU NGHIEM',
  'MIME-Version: 1.0',
]

/** A message of one part; `fields` its Content-* lines. */
export function mail(fields: string[], body: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from(`${[...HEAD, ...fields].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body), CRLF])
}

/** A message that is this entity: its Content-* fields, an empty line, its body. */
export function entity(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${HEAD.join('\r\n')}\r\n`, 'latin1'), bytes, CRLF])
}

const CRLF = Buffer.from('\r\n')

/** A message whose only part is this file. */
export function attached(name: string, bytes: Buffer, type = 'application/octet-stream'): Buffer {
  const fields = [
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
  ]
  return mail(fields, base64Lines(bytes))
}

/** Base64 in lines of 76 characters (RFC 2045 6.8). */
export function base64Lines(bytes: Buffer): Buffer {
  const plain = Buffer.from(bytes.toString('base64'), 'latin1')
  const lines = Math.ceil(plain.length / 76)
  const wrapped = Buffer.alloc(plain.length + lines * 2)
  let to = 0
  for (let from = 0; from < plain.length; from += 76) {
    to += plain.copy(wrapped, to, from, from + 76)
    to += CRLF.copy(wrapped, to)
  }
  return wrapped.subarray(0, to)
}

/** A text as often as it takes to fill so many bytes. */
export function filled(text: string, bytes: number): Buffer {
  return Buffer.alloc(bytes, text)
}

/** A file as it stands packed in a zip: `size` and `crc` are those of its content, or what it claims of it. */
export interface Packed {
  name: string
  packed: Buffer
  size: number
  crc: number
  method: number
}

/** `before`, then `block` so many times, then `after`, deflated without ever being held whole. */
export function deflatedRepeat(name: string, before: string, block: Buffer, times: number, after = ''): Packed {
  const piece = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH })
  const first = deflateRawSync(before, { finishFlush: constants.Z_FULL_FLUSH })
  let crc = crc32(before)
  for (let i = 0; i < times; i++) crc = crc32(block, crc)
  const packed = Buffer.concat([first, ...Array<Buffer>(times).fill(piece), deflateRawSync(after)])
  const size = Buffer.byteLength(before) + block.length * times + Buffer.byteLength(after)
  return { name, packed, size, crc: crc32(after, crc), method: 8 }
}

export function deflated(name: string, content: Buffer | string): Packed {
  const bytes = Buffer.from(content)
  return { name, packed: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes), method: 8 }
}

export function stored(name: string, bytes: Buffer): Packed {
  return { name, packed: bytes, size: bytes.length, crc: crc32(bytes), method: 0 }
}

/** A zip of files that are packed already; with `overlap` all directory entries point at the first file's bytes. */
export function zipOf(files: Packed[], overlap = false): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [i, file] of files.entries()) {
    const name = Buffer.from(overlap ? files[0]!.name : file.name)
    const fields = zipFields(file, name)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(overlap ? 0 : offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, name)
    if (overlap && i > 0) continue
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name])
    local.push(header, file.packed)
    offset += header.length + file.packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

function zipFields({ packed, size, crc, method }: Packed, name: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(0x800, 2)
  fields.writeUInt16LE(method, 4)
  fields.writeUInt32LE(crc, 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(size, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}
