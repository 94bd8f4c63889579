// Small zip writer and reader of our own (APPNOTE 6.3): stored members only, so that the bytes do not depend on a zlib
// version; traditional encryption (APPNOTE 6.1) is left to the zip tool.
import { crc32, inflateRawSync } from 'node:zlib'

export interface Member {
  name: string
  bytes: Buffer
}

/** 2026-03-02 08:00:00 as MS-DOS date and time. */
const DOS_DATE = ((2026 - 1980) << 9) | (3 << 5) | 2
const DOS_TIME = 8 << 11
const UTF8_NAMES = 0x0800

function common(member: Member): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(UTF8_NAMES, 2)
  fields.writeUInt16LE(0, 4)
  fields.writeUInt16LE(DOS_TIME, 6)
  fields.writeUInt16LE(DOS_DATE, 8)
  fields.writeUInt32LE(crc32(member.bytes), 10)
  fields.writeUInt32LE(member.bytes.length, 14)
  fields.writeUInt32LE(member.bytes.length, 18)
  fields.writeUInt16LE(Buffer.byteLength(member.name), 22)
  return fields
}

/** A zip of stored members. */
export function zip(members: Member[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const name = Buffer.from(member.name)
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(member), name])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common(member), tail, name)
    local.push(header, member.bytes)
    offset += header.length + member.bytes.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

/** Members of a well-formed zip, read from its central directory; for the project's own files only. */
export function unzip(archive: Buffer): Member[] {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0) throw new Error('not a zip file')
  const members: Member[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const header = archive.readUInt32LE(at + 42)
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
    members.push({ name, bytes: archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed) })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return members
}
