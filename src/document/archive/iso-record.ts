// One directory record of ISO 9660 (ECMA-119 9.1) with the Rock Ridge fields that matter behind it (SUSP, IEEE P1282).
import { nameOf } from './opened.ts'

export const SECTOR = 2048
const FIXED = 33
/** Continuation areas of one record that are followed. */
const CONTINUATIONS = 16

export interface IsoRecord {
  name: string
  location: number
  size: number
  folder: boolean
  /** `.` or `..`. */
  self: boolean
  /** More pieces follow (9.1.6, bit 7). */
  more: boolean
  /** A symbolic link or a device (Rock Ridge). */
  link: boolean
  /** Packed by zisofs, which is not read. */
  packed: boolean
}

/** The record at the offset; null when it does not fit its own length. `skip` is SUSP's count of bytes before its fields. */
export function readRecord(bytes: Buffer, at: number, joliet: boolean, skip: number): IsoRecord | null {
  const length = bytes[at]!
  const nameLength = bytes[at + 32] ?? 0
  if (length < FIXED + 1 || at + length > bytes.length || FIXED + nameLength > length) return null
  const id = bytes.subarray(at + FIXED, at + FIXED + nameLength)
  const flags = bytes[at + 25]!
  const record: IsoRecord = {
    name: joliet ? ucs2(id) : nameOf(id),
    location: bytes.readUInt32LE(at + 2) + bytes[at + 1]!,
    size: bytes.readUInt32LE(at + 10),
    folder: (flags & 2) !== 0,
    self: nameLength === 1 && id[0]! < 2,
    more: (flags & 0x80) !== 0,
    link: false,
    packed: false,
  }
  // Version numbers, and the dot of a name without an extension (7.5.1).
  record.name = record.name.replace(/;\d{1,5}$/, '').replace(/\.$/, '')
  if (!joliet) rockRidge(bytes, at + FIXED + nameLength + ((nameLength + 1) % 2) + skip, at + length, record)
  return record
}

function ucs2(id: Buffer): string {
  return Buffer.from(id.subarray(0, id.length & ~1))
    .swap16()
    .toString('utf16le')
}

/** Fields NM (name), PX (mode), SL (link), CE (continued elsewhere), ZF (zisofs). */
function rockRidge(bytes: Buffer, from: number, to: number, record: IsoRecord): void {
  const name: Buffer[] = []
  let at = from
  let end = to
  for (let areas = 0; areas < CONTINUATIONS; areas++) {
    let next: { from: number; to: number } | null = null
    while (at + 4 <= end && at + 4 <= bytes.length) {
      const mark = bytes.toString('latin1', at, at + 2)
      const length = bytes[at + 2]!
      if (length < 4 || at + length > end || mark === 'ST') break
      if (mark === 'NM' && length > 5) name.push(bytes.subarray(at + 5, at + length))
      else if (mark === 'PX' && length >= 8) record.link = isSpecial(bytes.readUInt32LE(at + 4))
      else if (mark === 'ZF') record.packed = true
      else if (mark === 'CE' && length >= 28) next = continuation(bytes, at)
      at += length
    }
    if (next === null) break
    at = next.from
    end = next.to
  }
  if (name.length > 0) record.name = nameOf(Buffer.concat(name))
}

/** POSIX file types other than a regular file and a folder. */
function isSpecial(mode: number): boolean {
  const type = mode & 0o170000
  return type !== 0o100000 && type !== 0o040000 && type !== 0
}

function continuation(bytes: Buffer, at: number): { from: number; to: number } | null {
  const from = bytes.readUInt32LE(at + 4) * SECTOR + bytes.readUInt32LE(at + 12)
  const to = from + bytes.readUInt32LE(at + 20)
  return to <= bytes.length && to > from ? { from, to } : null
}
