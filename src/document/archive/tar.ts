// tar (POSIX.1-2017 pax, "Extended tar Format"; GNU tar manual "Basic Tar Format"): every header that any reader would find is a member.
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { stored } from './budget.ts'
import { ENTRIES_LISTED, nameOf, opened, untilNul } from './opened.ts'
import { readPax } from './tar-pax.ts'

const BLOCK = 512
/** Bytes of a long name or of a pax header that are looked at. */
const META_LIMIT = 1 << 20
/** Links, devices, folders, FIFOs; GNU's folder list and volume label. None of them has content of a document. */
const NO_DOCUMENT = new Set('123456DV')
/** GNU: a sparse file's map comes before its data; the rest of a file that began on another volume. */
const UNSUPPORTED = new Set('SM')
const HARD_LINK = '1'

/** What headers before a member say of it. */
interface Extras {
  name: Buffer | null
  /** Target of a link. */
  link: Buffer | null
  size: number | null
  sparse: boolean
}

interface Walk {
  bytes: Buffer
  members: Member[]
  byName: Map<string, Member>
  damaged: boolean
  /** A zero block was seen: the archive is at its end for most readers. */
  ended: boolean
  extras: Extras
  global: Extras
}

/** Opens a tar archive. What follows its end, or a header that does not add up, is read on but is damage: readers differ there. */
export function openTar(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const walk: Walk = {
    bytes,
    members: [],
    byName: new Map(),
    damaged: bytes.length % BLOCK !== 0,
    ended: false,
    extras: none(),
    global: none(),
  }
  let at = 0
  while (at + BLOCK <= bytes.length && walk.members.length < ENTRIES_LISTED) at = step(walk, at, reading)
  if (!walk.ended) walk.damaged = true
  return opened(found, walk.members, { damaged: walk.damaged })
}

const none = (): Extras => ({ name: null, link: null, size: null, sparse: false })

/** Reads the block at the offset; gives the offset of the next one, which is always a later one. */
function step(walk: Walk, at: number, reading: Reading): number {
  const header = walk.bytes.subarray(at, at + BLOCK)
  const sum = checksum(header)
  if (sum === 0) {
    walk.ended = true
    return at + BLOCK
  }
  if (walk.ended) walk.damaged = true
  const size = tarNumber(header, 124)
  if (sum !== tarNumber(header, 148) || size === null) {
    walk.damaged = true
    return at + BLOCK
  }
  return entry(walk, at, header, size, reading)
}

function entry(walk: Walk, at: number, header: Buffer, headerSize: number, reading: Reading): number {
  const type = String.fromCharCode(header[156]!)
  const start = at + BLOCK
  if ('LKNxXg'.includes(type)) {
    readMeta(walk, type, start, headerSize)
    return after(walk, start, headerSize)
  }
  const extras = walk.extras
  walk.extras = none()
  const names = memberNames(header, extras.name ?? walk.global.name)
  if (NO_DOCUMENT.has(type)) {
    if (type === HARD_LINK) addName(walk, header, extras, names)
    // Some readers take data for granted here, others do not: what follows is looked at as headers.
    if (headerSize > 0) walk.damaged = true
    return start
  }
  const size = extras.size ?? walk.global.size ?? headerSize
  const isFolder = type === '\0' && names[0]?.endsWith('/') === true && size === 0
  const unsupported = UNSUPPORTED.has(type) || extras.sparse
  if (!isFolder) {
    const made = member(walk.bytes, names, start, size, unsupported ? 'unsupported' : null, reading)
    walk.members.push(made)
    if (names[0] !== undefined) walk.byName.set(names[0], made)
  }
  return after(walk, start, size)
}

/** A hard link is one more file with the content of its target: another name of it. A target that is not there is on the reader's disk. */
function addName(walk: Walk, header: Buffer, extras: Extras, names: string[]): void {
  const target = nameOf(extras.link ?? walk.global.link ?? untilNul(header.subarray(157, 257)))
  const member = walk.byName.get(target)
  if (member === undefined) walk.damaged = true
  else member.names.push(...names)
}

function member(
  bytes: Buffer,
  names: string[],
  start: number,
  size: number,
  failure: Reason | null,
  reading: Reading,
): Member {
  return { names, size, bytes: () => failure ?? stored(bytes, start, size, reading) }
}

/** Where the data ends, rounded up to whole blocks. */
function after(walk: Walk, start: number, size: number): number {
  const end = start + Math.ceil(size / BLOCK) * BLOCK
  if (start + size > walk.bytes.length) walk.damaged = true
  return Math.min(end, walk.bytes.length)
}

/** Long names (GNU L, K and the older N) and pax headers (x, X, g). */
function readMeta(walk: Walk, type: string, start: number, size: number): void {
  const data = walk.bytes.subarray(start, Math.min(start + size, start + META_LIMIT))
  if (size > META_LIMIT) walk.damaged = true
  if (type === 'N') return
  if (type === 'L' || type === 'K') {
    walk.extras[type === 'L' ? 'name' : 'link'] = untilNul(data)
    return
  }
  const pax = readPax(data)
  const into = type === 'g' ? walk.global : walk.extras
  into.name = pax.name ?? into.name
  into.link = pax.link ?? into.link
  into.size = pax.size ?? into.size
  into.sparse = pax.sparse || into.sparse
  if (pax.damaged) walk.damaged = true
}

/** The name that counts, and the header's own where it is no cut form of that one. */
function memberNames(header: Buffer, long: Buffer | null): string[] {
  const name = untilNul(header.subarray(0, 100))
  const prefix =
    header.toString('latin1', 257, 263) === 'ustar\0' ? untilNul(header.subarray(345, 500)) : Buffer.alloc(0)
  const own = prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name])
  if (long === null || long.length === 0) return own.length === 0 ? [] : [nameOf(own)]
  const isCut = own.length <= long.length && long.subarray(0, own.length).equals(own)
  return isCut ? [nameOf(long)] : [nameOf(long), nameOf(own)]
}

/** Sum of the bytes with the checksum field as blanks; 0 for a block of zeros. */
function checksum(header: Buffer): number {
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += header[i]!
  if (sum === 0) return 0
  for (let i = 148; i < 156; i++) sum += 32 - header[i]!
  return sum
}

/** Octal digits, or GNU's base 256 (first bit set); null when it is neither. */
function tarNumber(header: Buffer, at: number): number | null {
  const length = at === 148 ? 8 : 12
  if ((header[at]! & 0x80) !== 0) {
    let value = header[at]! & 0x7f
    for (let i = 1; i < length; i++) value = value * 256 + header[at + i]!
    return Number.isSafeInteger(value) ? value : null
  }
  const text = untilNul(header.subarray(at, at + length))
    .toString('latin1')
    .trim()
  if (text === '') return 0
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : null
}
