// Archives that stand behind something else in the same bytes: a picture, a program that unpacks itself. Archivers find them there.
import { crc32 } from 'node:zlib'
import { listRar4, RAR4_MARK } from './rar4.ts'
import { listRar5, RAR5_MARK } from './rar5.ts'

const SEVEN_ZIP_MARK = Buffer.from('377abcaf271c', 'hex')
/** What both versions of RAR begin with: one search of the bytes for both. */
const RAR_MARK = RAR4_MARK.subarray(0, 6)
/** Bytes in which unrar looks for an archive (MAXSFXSIZE); 7-Zip looks at half of them. */
const SEARCHED = 2 << 20
/** Marks that are looked at: what only looks like an archive is refused by the checksum of its first header. */
const MARKS_TRIED = 64

/** The first archive off the first byte whose header's checksum holds; null when there is none. */
export function findArchiveBehind(bytes: Buffer): { kind: 'rar' | '7z'; at: number } | null {
  const rar = find(bytes, RAR_MARK, (at) => isRar(bytes.subarray(at)))
  const sevenZip = find(bytes, SEVEN_ZIP_MARK, (at) => isSevenZip(bytes, at))
  const found = [
    ...(rar === null ? [] : [{ kind: 'rar' as const, at: rar }]),
    ...(sevenZip === null ? [] : [{ kind: '7z' as const, at: sevenZip }]),
  ]
  return found.sort((a, b) => a.at - b.at)[0] ?? null
}

function find(bytes: Buffer, mark: Buffer, holds: (at: number) => boolean): number | null {
  const searched = bytes.subarray(0, SEARCHED)
  let at = searched.indexOf(mark, 1)
  for (let tries = 0; at >= 0 && tries < MARKS_TRIED; tries++) {
    if (holds(at)) return at
    at = searched.indexOf(mark, at + 1)
  }
  return null
}

function isRar(bytes: Buffer): boolean {
  if (startsWith(bytes, RAR5_MARK)) return hasEntries(listRar5(bytes))
  return startsWith(bytes, RAR4_MARK) && hasEntries(listRar4(bytes))
}

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark)

const hasEntries = ({ entries, headersEncrypted }: ReturnType<typeof listRar5>): boolean =>
  entries.length > 0 || headersEncrypted

/** The checksum of the signature header's fields (7zFormat.txt). */
function isSevenZip(bytes: Buffer, at: number): boolean {
  return at + 32 <= bytes.length && crc32(bytes.subarray(at + 12, at + 32)) === bytes.readUInt32LE(at + 8)
}
