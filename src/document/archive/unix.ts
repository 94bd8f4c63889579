// ar (System V and BSD, ar(5)) and cpio (cpio(5)): files behind headers without a directory.
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { stored } from './budget.ts'
import { isFiller } from './gzip.ts'
import { closed, ENTRIES_LISTED, nameOf, opened, untilNul } from './opened.ts'

const AR_HEADER = 60
const AR_MAGIC = 8

/** Opens an ar archive; tables of symbols and of long names are no members. */
export function openAr(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const members: Member[] = []
  let longNames: Buffer = Buffer.alloc(0)
  let at = AR_MAGIC
  let damaged = false
  while (at < bytes.length && !isFiller(bytes, at) && members.length < ENTRIES_LISTED) {
    const size = at + AR_HEADER > bytes.length ? null : decimal(bytes.toString('latin1', at + 48, at + 58))
    if (size === null || bytes.readUInt16LE(at + 58) !== 0x0a60) {
      damaged = true
      break
    }
    const start = at + AR_HEADER
    const name = bytes.toString('latin1', at, at + 16).trimEnd()
    if (start + size > bytes.length) damaged = true
    if (name === '//') longNames = bytes.subarray(start, start + size)
    else if (!/^(?:\/|\/SYM64\/|__\.SYMDEF.*)$/.test(name))
      members.push(arMember(bytes, start, size, name, longNames, reading))
    at = start + size + (size % 2)
  }
  return opened(found, members, { damaged: damaged || members.length >= ENTRIES_LISTED })
}

/** `name/`, `/OFFSET` into the table of long names, or BSD's `#1/LENGTH` with the name in front of the data. */
function arMember(
  bytes: Buffer,
  start: number,
  size: number,
  field: string,
  longNames: Buffer,
  reading: Reading,
): Member {
  const bsd = /^#1\/(\d{1,6})$/.exec(field)
  if (bsd !== null) {
    const length = Math.min(size, Number(bsd[1]))
    const name = nameOf(untilNul(bytes.subarray(start, start + length)))
    return { names: [name], size: size - length, bytes: () => stored(bytes, start + length, size - length, reading) }
  }
  const offset = /^\/(\d{1,10})$/.exec(field)
  const long = offset === null ? null : longNames.subarray(Number(offset[1]))
  const raw = long === null ? Buffer.from(field, 'latin1') : long.subarray(0, Math.max(0, long.indexOf(0x0a)))
  const name = nameOf(raw).replace(/\/$/, '')
  return { names: [name], size, bytes: () => stored(bytes, start, size, reading) }
}

function decimal(field: string): number | null {
  const digits = field.trim()
  return /^\d{1,10}$/.test(digits) ? Number(digits) : null
}

/** One header of a cpio archive. */
interface CpioEntry {
  name: Buffer
  mode: number
  start: number
  size: number
  /** Offset of the next header. */
  end: number
}

const FILE_TYPE = 0o170000
const REGULAR = 0o100000
const LINK = 0o120000
/** Longest target of a link (PATH_MAX). */
const LINK_LIMIT = 4096

/** Opens a cpio archive. Folders and devices are no members; a link is none when its content can be a target. */
export function openCpio(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const members: Member[] = []
  let at = 0
  let damaged = true
  while (at < bytes.length && members.length < ENTRIES_LISTED) {
    const entry = cpioEntry(bytes, at)
    if (entry === null) break
    at = entry.end
    if (entry.name.equals(TRAILER)) {
      damaged = !isFiller(bytes, at)
      break
    }
    const { start, size, mode } = entry
    if (start + size > bytes.length) break
    const type = mode & FILE_TYPE
    if (type === REGULAR || (size > 0 && !(type === LINK && size <= LINK_LIMIT)))
      members.push({ names: [nameOf(entry.name)], size, bytes: () => stored(bytes, start, size, reading) })
  }
  return members.length === 0 && damaged ? closed(found, 'damaged') : opened(found, members, { damaged })
}

const TRAILER = Buffer.from('TRAILER!!!')

function cpioEntry(bytes: Buffer, at: number): CpioEntry | null {
  const magic = bytes.toString('latin1', at, at + 6)
  if (magic === '070701' || magic === '070702') return newAscii(bytes, at)
  if (magic === '070707') return oldAscii(bytes, at)
  return oldBinary(bytes, at)
}

/** Fields of eight hex digits; name and data each end at a multiple of four. */
function newAscii(bytes: Buffer, at: number): CpioEntry | null {
  const [mode, size, nameSize] = [14, 54, 94].map((field) => digits(bytes, at + field, 8, 16))
  if (mode == null || size == null || nameSize == null) return null
  const start = at + align(110 + nameSize, 4)
  return entryOf(bytes, at + 110, nameSize, mode, start, size, start + align(size, 4))
}

/** POSIX.1-1988: octal digits. */
function oldAscii(bytes: Buffer, at: number): CpioEntry | null {
  const mode = digits(bytes, at + 18, 6, 8)
  const nameSize = digits(bytes, at + 59, 6, 8)
  const size = digits(bytes, at + 65, 11, 8)
  if (mode === null || size === null || nameSize === null) return null
  const start = at + 76 + nameSize
  return entryOf(bytes, at + 76, nameSize, mode, start, size, start + size)
}

/** Sixteen-bit words of either byte order; the two of a size have the higher one first. */
function oldBinary(bytes: Buffer, at: number): CpioEntry | null {
  if (at + 26 > bytes.length) return null
  const little = bytes.readUInt16LE(at) === 0o70707
  if (!little && bytes.readUInt16BE(at) !== 0o70707) return null
  const word = (i: number) => (little ? bytes.readUInt16LE(at + 2 * i) : bytes.readUInt16BE(at + 2 * i))
  const nameSize = word(10)
  const size = word(11) * 0x10000 + word(12)
  const start = at + 26 + align(nameSize, 2)
  return entryOf(bytes, at + 26, nameSize, word(3), start, size, start + align(size, 2))
}

function entryOf(
  bytes: Buffer,
  nameAt: number,
  nameSize: number,
  mode: number,
  start: number,
  size: number,
  end: number,
): CpioEntry | null {
  if (nameAt + nameSize > bytes.length) return null
  return { name: untilNul(bytes.subarray(nameAt, nameAt + nameSize)), mode, start, size, end }
}

const align = (value: number, to: number): number => Math.ceil(value / to) * to

function digits(bytes: Buffer, at: number, length: number, radix: 8 | 16): number | null {
  const text = bytes.toString('latin1', at, at + length)
  const right = radix === 8 ? /^[0-7]+$/ : /^[0-9a-f]+$/i
  return text.length === length && right.test(text) ? Number.parseInt(text, radix) : null
}
