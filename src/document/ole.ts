// OLE compound files ([MS-CFB]): the directory and single streams, loop-safe and bounded by the file's own size.

export interface OleEntry {
  name: string
  type: 'storage' | 'stream' | 'root'
  /** Names of the storages above it, the root left out. */
  path: string[]
  size: number
  start: number
  /** CLSID as 32 hex digits in file order. */
  clsid: string
}

export interface OleFile {
  entries: OleEntry[]
  /** True when a chain, a sector or the directory tree is not as it must be. */
  damaged: boolean
  /** The first `limit` bytes of a stream; what is missing of it makes it shorter. */
  read(entry: OleEntry, limit: number): Buffer
}

/** What a stream of an office file tells: its encryption, macros that stand in records, embedded objects. */
export interface StreamFacts {
  encrypted: boolean
  macros: boolean
  objects: boolean
  /** Fetches or starts something else: a link to another program, a field of that kind. */
  linked: boolean
}

export const OLE_SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENTRY_SIZE = 128
const ENTRIES_READ = 50_000
const NO_ENTRY = 0xffffffff
/** Sector numbers from here on are marks: end of chain, free, FAT, DIFAT ([MS-CFB] 2.1). */
const MARKS = 0xfffffffa
const HEADER_DIFAT = 109

/** The compound file; null when the bytes are none. */
export function openOle(bytes: Buffer): OleFile | null {
  if (bytes.length < 512 || bytes.compare(OLE_SIGNATURE, 0, 8, 0, 8) !== 0) return null
  const shift = bytes.readUInt16LE(30)
  const miniShift = bytes.readUInt16LE(32)
  if ((shift !== 9 && shift !== 12) || miniShift !== 6)
    return { entries: [], damaged: true, read: () => Buffer.alloc(0) }
  const sectors = new Sectors(bytes, 1 << shift)
  const directory = sectors.chain(bytes.readUInt32LE(48), ENTRIES_READ * ENTRY_SIZE)
  const entries = readTree(directory, sectors)
  const root = entries.find((entry) => entry.type === 'root')
  const cutoff = bytes.readUInt32LE(56)
  const miniFat = sectors.chain(bytes.readUInt32LE(60), bytes.length)
  let mini: Buffer | null = null
  const read = (entry: OleEntry, limit: number) => {
    const wanted = Math.min(entry.size, limit)
    if (entry.size >= cutoff || root === undefined) return sectors.chain(entry.start, wanted).subarray(0, wanted)
    mini ??= sectors.chain(root.start, root.size)
    return miniChain(mini, miniFat, entry.start, wanted)
  }
  return { entries, damaged: sectors.damaged || root === undefined, read }
}

/** Sectors of the file and the table that chains them. */
class Sectors {
  damaged = false
  readonly bytes: Buffer
  readonly size: number
  readonly count: number
  readonly fat: Uint32Array

  constructor(bytes: Buffer, size: number) {
    this.bytes = bytes
    this.size = size
    this.count = Math.max(0, Math.ceil(bytes.length / size) - 1)
    this.fat = this.readFat()
  }

  sector(number: number): Buffer {
    const at = (number + 1) * this.size
    return this.bytes.subarray(at, at + this.size)
  }

  readFat(): Uint32Array {
    const places: number[] = []
    for (let i = 0; i < HEADER_DIFAT; i++) places.push(this.bytes.readUInt32LE(76 + i * 4))
    let next = this.bytes.readUInt32LE(68)
    for (let visited = 0; next < MARKS && visited < this.count; visited++) {
      const sector = this.sector(next)
      if (sector.length < this.size) break
      for (let at = 0; at + 8 <= this.size; at += 4) places.push(sector.readUInt32LE(at))
      next = sector.readUInt32LE(this.size - 4)
    }
    const fat = new Uint32Array(this.count).fill(NO_ENTRY)
    const perSector = this.size / 4
    let filled = 0
    for (const place of places) {
      if (place >= MARKS) continue
      if (place >= this.count || filled >= this.count) break
      const sector = this.sector(place)
      for (let at = 0; at + 4 <= sector.length && filled + at / 4 < this.count; at += 4) {
        fat[filled + at / 4] = sector.readUInt32LE(at)
      }
      filled += perSector
    }
    return fat
  }

  /** Bytes of a chain, up to `limit` and a sector more. A loop or a number past the end stops it and is damage. */
  chain(start: number, limit: number): Buffer {
    const parts: Buffer[] = []
    let length = 0
    let next = start
    while (next < MARKS && length < limit) {
      if (next >= this.count || parts.length > this.count) {
        this.damaged = true
        break
      }
      const part = this.sector(next)
      parts.push(part)
      length += part.length
      next = this.fat[next]!
    }
    return Buffer.concat(parts, length)
  }
}

function miniChain(mini: Buffer, miniFat: Buffer, start: number, wanted: number): Buffer {
  const parts: Buffer[] = []
  let next = start
  for (let length = 0; next < MARKS && length < wanted; length += 64) {
    const at = next * 64
    if (at >= mini.length || next * 4 + 4 > miniFat.length) break
    parts.push(mini.subarray(at, at + 64))
    next = miniFat.readUInt32LE(next * 4)
  }
  return Buffer.concat(parts).subarray(0, wanted)
}

/** The tree of [MS-CFB] 2.6, walked once from the root: an entry that is met a second time is a loop. */
function readTree(directory: Buffer, sectors: Sectors): OleEntry[] {
  const count = Math.floor(directory.length / ENTRY_SIZE)
  const entries: OleEntry[] = []
  const seen = new Uint8Array(count)
  const open: { index: number; path: string[] }[] = [{ index: 0, path: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { index, path } = next
    if (index === NO_ENTRY) continue
    if (index >= count || seen[index] === 1 || path.length > 64) {
      sectors.damaged = true
      continue
    }
    seen[index] = 1
    const raw = directory.subarray(index * ENTRY_SIZE, (index + 1) * ENTRY_SIZE)
    const entry = readEntry(raw, path)
    if (entry !== null) entries.push(entry)
    const inside = entry === null || entry.type === 'root' ? [] : [...path, entry.name]
    open.push({ index: raw.readUInt32LE(68), path }, { index: raw.readUInt32LE(72), path })
    if (entry !== null && entry.type !== 'stream') open.push({ index: raw.readUInt32LE(76), path: inside })
  }
  return entries
}

function readEntry(raw: Buffer, path: string[]): OleEntry | null {
  const type = ({ 1: 'storage', 2: 'stream', 5: 'root' } as const)[raw[66]!]
  if (type === undefined) return null
  const length = Math.max(0, Math.min(raw.readUInt16LE(64), 64) - 2)
  return {
    name: raw.toString('utf16le', 0, length),
    type,
    path,
    size: raw.readUInt32LE(120),
    start: raw.readUInt32LE(116),
    clsid: raw.toString('hex', 80, 96),
  }
}
