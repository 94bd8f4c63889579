// Writers of stored archives for the evasion set: tar, 7z, RAR 4 and 5, ISO 9660, CAB, xz, gzip. Nothing is compressed, so that bytes never change.
import { crc32, deflateRawSync } from 'node:zlib'

export interface Entry {
  name: string
  bytes: Buffer
}

/** ustar (POSIX.1-1988). */
export function tar(entries: Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, bytes }) => {
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    header.write('0000644\0', 100)
    header.write('0000000\0', 108)
    header.write('0000000\0', 116)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('15140000000\0', 136)
    header.write('        ', 148)
    header.write('0', 156)
    header.write('ustar\x0000', 257, 'latin1')
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** gzip (RFC 1952) of one stored block for each 65,535 bytes (RFC 1951 3.2.4). */
export function gzip(content: Buffer, name = ''): Buffer {
  const head = Buffer.from([0x1f, 0x8b, 8, name === '' ? 0 : 8, 0, 0, 0, 0, 0, 255])
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(crc32(content), 0)
  tail.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, Buffer.from(name === '' ? '' : `${name}\0`, 'latin1'), deflateStored(content), tail])
}

/** A raw deflate stream of stored blocks. */
export const deflateStored = (content: Buffer): Buffer => deflateRawSync(content, { level: 0 })

/** xz (version 1.1.0) with one LZMA2 block of uncompressed chunks and CRC32. */
export function xz(content: Buffer): Buffer {
  const flags = Buffer.from([0, 1])
  const start = Buffer.concat([Buffer.from('fd377a585a00', 'hex'), flags, le32(crc32(flags))])
  const blockHead = Buffer.from([0x02, 0x00, 0x21, 0x01, 0x16, 0, 0, 0])
  const block = Buffer.concat([blockHead, le32(crc32(blockHead)), lzma2Stored(content)])
  const padding = Buffer.alloc((4 - (block.length % 4)) % 4)
  const indexBody = Buffer.concat([Buffer.from([0, 1]), vli(block.length + 4), vli(content.length)])
  const padded = Buffer.concat([indexBody, Buffer.alloc((4 - (indexBody.length % 4)) % 4)])
  const index = Buffer.concat([padded, le32(crc32(padded))])
  const backward = Buffer.concat([le32(index.length / 4 - 1), flags])
  return Buffer.concat([
    start,
    block,
    padding,
    le32(crc32(content)),
    index,
    le32(crc32(backward)),
    backward,
    Buffer.from('YZ'),
  ])
}

function lzma2Stored(content: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; at < content.length; at += 65_536) {
    const chunk = content.subarray(at, at + 65_536)
    chunks.push(Buffer.from([at === 0 ? 1 : 2, (chunk.length - 1) >> 8, (chunk.length - 1) & 255]), chunk)
  }
  return Buffer.concat([...chunks, Buffer.from([0])])
}

function vli(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80)
  return Buffer.from([...bytes, left])
}

function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** 7z (7zFormat.txt) with the Copy method and a plain header; one folder for all. */
export function sevenZip(entries: Entry[]): Buffer {
  const packed = Buffer.concat(entries.map(({ bytes }) => bytes))
  const names = Buffer.concat(entries.map(({ name }) => Buffer.from(`${name}\0`, 'utf16le')))
  const sizes = entries.slice(0, -1).flatMap(({ bytes }) => [number7z(bytes.length)])
  const header = Buffer.concat([
    Buffer.from([0x01, 0x04, 0x06]),
    number7z(0),
    number7z(1),
    Buffer.from([0x09]),
    number7z(packed.length),
    Buffer.from([0x00, 0x07, 0x0b, 0x01, 0x00, 0x01, 0x01, 0x00, 0x0c]),
    number7z(packed.length),
    Buffer.from([0x00, 0x08, 0x0d]),
    number7z(entries.length),
    ...(sizes.length > 0 ? [Buffer.from([0x09]), ...sizes] : []),
    Buffer.from([0x0a, 0x01]),
    ...entries.map(({ bytes }) => le32(crc32(bytes))),
    Buffer.from([0x00, 0x00, 0x05]),
    number7z(entries.length),
    Buffer.from([0x11]),
    number7z(names.length + 1),
    Buffer.from([0x00]),
    names,
    Buffer.from([0x00, 0x00]),
  ])
  const place = Buffer.alloc(20)
  place.writeBigUInt64LE(BigInt(packed.length), 0)
  place.writeBigUInt64LE(BigInt(header.length), 8)
  place.writeUInt32LE(crc32(header), 16)
  return Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), le32(crc32(place)), place, packed, header])
}

function number7z(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value])
  if (value < 0x4000) return Buffer.from([0x80 | (value >> 8), value & 255])
  if (value < 0x200000) return Buffer.from([0xc0 | (value >> 16), value & 255, (value >> 8) & 255])
  return Buffer.concat([Buffer.from([0xf0]), le32(value)])
}

/** RAR 4 (technote.txt), method 0x30 (stored). `encrypted` only sets the flag. */
export function rar4(entries: Entry[], encrypted = false): Buffer {
  const block = (head: Buffer): Buffer => {
    head.writeUInt16LE(crc32(head.subarray(2)) & 0xffff, 0)
    return head
  }
  const main = Buffer.alloc(13)
  main[2] = 0x73
  main.writeUInt16LE(13, 5)
  const files = entries.flatMap(({ name, bytes }) => {
    const head = Buffer.alloc(32 + Buffer.byteLength(name))
    head[2] = 0x74
    head.writeUInt16LE(0x8000 | (encrypted ? 4 : 0), 3)
    head.writeUInt16LE(head.length, 5)
    head.writeUInt32LE(bytes.length, 7)
    head.writeUInt32LE(bytes.length, 11)
    head[15] = 2
    head.writeUInt32LE(crc32(bytes), 16)
    head.writeUInt32LE(0x5c624100, 20)
    head[24] = 20
    head[25] = 0x30
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    head.writeUInt32LE(0x20, 28)
    head.write(name, 32)
    return [block(head), bytes]
  })
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\0', 'latin1'),
    block(main),
    ...files,
    Buffer.from('c43d7b00400700', 'hex'),
  ])
}

/** RAR 5 (rar5 technote), method 0 (stored). */
export function rar5(entries: Entry[]): Buffer {
  const block = (...fields: Buffer[]): Buffer => {
    const body = Buffer.concat(fields)
    const sized = Buffer.concat([vli(body.length), body])
    return Buffer.concat([le32(crc32(sized)), sized])
  }
  const files = entries.flatMap(({ name, bytes }) => {
    const file = [2, 2, bytes.length, 4, bytes.length, 0x20].map(vli)
    const rest = [vli(0), vli(0), vli(Buffer.byteLength(name)), Buffer.from(name)]
    return [block(...file, le32(crc32(bytes)), ...rest), bytes]
  })
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    block(vli(1), vli(0), vli(0)),
    ...files,
    block(vli(5), vli(0), vli(0)),
  ])
}

const SECTOR = 2048

/** ISO 9660 (ECMA-119) with one folder; names as in level 1. */
export function iso(entries: Entry[]): Buffer {
  const both32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE(value, 0)
    bytes.writeUInt32BE(value, 4)
    return bytes
  }
  const record = (name: string, sector: number, size: number, folder: boolean): Buffer => {
    const id = Buffer.from(name, 'latin1')
    const bytes = Buffer.alloc(33 + id.length + (id.length % 2 === 0 ? 1 : 0))
    bytes[0] = bytes.length
    both32(sector).copy(bytes, 2)
    both32(size).copy(bytes, 10)
    Buffer.from([126, 3, 2, 1, 0, 0, 0]).copy(bytes, 18)
    bytes[25] = folder ? 2 : 0
    bytes.writeUInt16LE(1, 28)
    bytes.writeUInt16BE(1, 30)
    bytes[32] = id.length
    id.copy(bytes, 33)
    return bytes
  }
  const root = 20
  let next = root + 1
  const files = entries.map(({ name, bytes }) => {
    const sector = next
    next += Math.ceil(bytes.length / SECTOR)
    return { entry: record(`${name};1`, sector, bytes.length, false), bytes: sectors(bytes) }
  })
  const folder = Buffer.concat([
    record('\0', root, SECTOR, true),
    record('\x01', root, SECTOR, true),
    ...files.map(({ entry }) => entry),
  ])
  const volume = Buffer.alloc(SECTOR)
  volume.write('\x01CD001\x01', 0, 'latin1')
  volume.fill(' ', 8, 72)
  volume.write('MAU_THU', 40)
  both32(next).copy(volume, 80)
  Buffer.from([1, 0, 0, 1, 1, 0, 0, 1, 0, 8, 8, 0]).copy(volume, 120)
  both32(10).copy(volume, 132)
  volume.writeUInt32LE(18, 140)
  volume.writeUInt32BE(19, 148)
  record('\0', root, SECTOR, true).copy(volume, 156)
  volume[881] = 1
  const end = Buffer.alloc(SECTOR)
  end.write('\xffCD001\x01', 0, 'latin1')
  const path = Buffer.from([1, 0, root, 0, 0, 0, 1, 0, 0, 0])
  const pathBig = Buffer.from([1, 0, 0, 0, 0, root, 0, 1, 0, 0])
  return Buffer.concat([
    Buffer.alloc(16 * SECTOR),
    volume,
    end,
    sectors(path),
    sectors(pathBig),
    sectors(folder),
    ...files.map(({ bytes }) => bytes),
  ])
}

function sectors(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((SECTOR - (bytes.length % SECTOR)) % SECTOR)])
}

/** Cabinet ([MS-CAB]) with one folder that is not compressed; for content below 32 KiB. */
export function cab(entries: Entry[]): Buffer {
  const content = Buffer.concat(entries.map(({ bytes }) => bytes))
  let offset = 0
  const files = entries.map(({ name, bytes }) => {
    const head = Buffer.alloc(16)
    head.writeUInt32LE(bytes.length, 0)
    head.writeUInt32LE(offset, 4)
    head.writeUInt16LE(0x5c62, 10)
    head.writeUInt16LE(0x4100, 12)
    head.writeUInt16LE(0x20, 14)
    offset += bytes.length
    return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1')])
  })
  const list = Buffer.concat(files)
  const folder = Buffer.alloc(8)
  folder.writeUInt32LE(36 + 8 + list.length, 0)
  folder.writeUInt16LE(1, 4)
  const block = Buffer.alloc(8)
  block.writeUInt16LE(content.length, 4)
  block.writeUInt16LE(content.length, 6)
  const head = Buffer.alloc(36)
  head.write('MSCF', 0)
  head.writeUInt32LE(36 + 8 + list.length + 8 + content.length, 8)
  head.writeUInt32LE(44, 16)
  head.writeUInt16LE(0x0103, 24)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(entries.length, 28)
  return Buffer.concat([head, folder, list, block, content])
}
