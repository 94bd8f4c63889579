// A storage of a compound file as a compound file of its own ([MS-CFB] version 3): embedded messages and objects are read so.
import { OLE_SIGNATURE, type OleEntry, type OleFile } from './ole.ts'

const SECTOR = 512
const MINI = 64
const CUTOFF = 4096
const NONE = 0xffffffff
const END = 0xfffffffe
const FAT = 0xfffffffd
const DIFAT = 0xfffffffc
const ENTRY = 128
const HEADER_FATS = 109
const PER_SECTOR = SECTOR / 4

interface Node {
  name: string
  stream: Buffer | null
  clsid: string
  children: Node[]
}

/** Bytes that the streams inside of a storage take. */
export function storageSize(file: OleFile, storage: OleEntry): number {
  return inside(file, storage).reduce((sum, { size, type }) => sum + (type === 'stream' ? size : 0), 0)
}

/** The storage as a file; its streams as far as they could be read. */
export function storageAsFile(file: OleFile, storage: OleEntry): Buffer {
  const root: Node = { name: 'Root Entry', stream: null, clsid: storage.clsid, children: [] }
  const nodes = new Map<string, Node>([['', root]])
  const depth = storage.path.length + 1
  // Storages come before what is in them, so that every parent is there already.
  const entries = inside(file, storage).sort((a, b) => a.path.length - b.path.length)
  for (const entry of entries) {
    const parent = nodes.get(entry.path.slice(depth).join('\0'))
    const stream = entry.type === 'stream' ? file.read(entry, entry.size) : null
    const node: Node = { name: entry.name, stream, clsid: entry.clsid, children: [] }
    if (parent === undefined) continue
    parent.children.push(node)
    if (stream === null) nodes.set([...entry.path.slice(depth), entry.name].join('\0'), node)
  }
  return write(root)
}

function inside(file: OleFile, storage: OleEntry): OleEntry[] {
  const path = [...storage.path, storage.name]
  return file.entries.filter(
    (each) => each.path.length >= path.length && path.every((name, i) => each.path[i] === name),
  )
}

function write(root: Node): Buffer {
  const entries = [entryOf(root, 5)]
  const minis: Buffer[] = []
  const miniFat: number[] = []
  const streams: { entry: Buffer; bytes: Buffer }[] = []
  addChildren(root, entries[0]!, entries, (entry, bytes) => {
    entry.writeUInt32LE(bytes.length, 120)
    if (bytes.length >= CUTOFF) return void streams.push({ entry, bytes })
    const count = Math.ceil(bytes.length / MINI)
    entry.writeUInt32LE(count === 0 ? END : miniFat.length, 116)
    for (let i = 1; i <= count; i++) miniFat.push(i === count ? END : miniFat.length + 1)
    minis.push(padded(bytes, MINI))
  })
  const mini = Buffer.concat(minis)
  entries[0]!.writeUInt32LE(mini.length, 120)
  streams.push({ entry: entries[0]!, bytes: mini })
  return assemble(entries, streams, numbers(miniFat))
}

/** Header, then the FAT, then every chain in one piece: directory, mini FAT, streams. */
function assemble(entries: Buffer[], streams: { entry: Buffer; bytes: Buffer }[], miniFat: Buffer): Buffer {
  const directory = entries.length * ENTRY
  const sizes = [directory, miniFat.length, ...streams.map(({ bytes }) => bytes.length)]
  const content = sizes.reduce((sum, size) => sum + Math.ceil(size / SECTOR), 0)
  let fats = 1
  let difats = 0
  while (fats * PER_SECTOR < content + fats + difats) {
    fats++
    difats = Math.ceil(Math.max(0, fats - HEADER_FATS) / (PER_SECTOR - 1))
  }
  const fat: number[] = [...Array<number>(fats).fill(FAT), ...Array<number>(difats).fill(DIFAT)]
  const chain = (size: number): number => {
    const start = fat.length
    const count = Math.ceil(size / SECTOR)
    for (let i = 1; i <= count; i++) fat.push(i === count ? END : start + i)
    return count === 0 ? END : start
  }
  const directoryStart = chain(directory)
  const miniStart = chain(miniFat.length)
  for (const { entry, bytes } of streams) entry.writeUInt32LE(chain(bytes.length), 116)
  const header = headerOf(fats, difats, directoryStart, miniStart, Math.ceil(miniFat.length / SECTOR))
  const table = Buffer.alloc(fats * SECTOR, 0xff)
  for (const [i, next] of fat.entries()) table.writeUInt32LE(next, i * 4)
  const parts = [header, table, difatOf(fats, difats), padded(Buffer.concat(entries)), padded(miniFat, SECTOR, 0xff)]
  return Buffer.concat([...parts, ...streams.map(({ bytes }) => padded(bytes))])
}

function headerOf(fats: number, difats: number, directory: number, miniFat: number, miniFats: number): Buffer {
  const header = Buffer.alloc(SECTOR)
  OLE_SIGNATURE.copy(header)
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at)
  const longs = [
    [44, fats],
    [48, directory],
    [56, CUTOFF],
    [60, miniFat],
    [64, miniFats],
    [68, difats === 0 ? END : fats],
    [72, difats],
  ] as const
  for (const [at, value] of longs) header.writeUInt32LE(value, at)
  header.fill(0xff, 76)
  for (let i = 0; i < Math.min(fats, HEADER_FATS); i++) header.writeUInt32LE(i, 76 + i * 4)
  return header
}

/** Places of the FAT's sectors past the 109th; the last number of each sector leads to the next. */
function difatOf(fats: number, difats: number): Buffer {
  const table = Buffer.alloc(difats * SECTOR, 0xff)
  for (let i = HEADER_FATS; i < fats; i++) {
    const place = i - HEADER_FATS
    table.writeUInt32LE(i, (place + Math.floor(place / (PER_SECTOR - 1))) * 4)
  }
  for (let i = 1; i <= difats; i++) table.writeUInt32LE(i === difats ? END : fats + i, i * SECTOR - 4)
  return table
}

function entryOf({ name, clsid }: Node, type: number): Buffer {
  const entry = Buffer.alloc(ENTRY)
  const length = entry.write(name.slice(0, 31), 0, 'utf16le')
  entry.writeUInt16LE(length + 2, 64)
  entry[66] = type
  entry[67] = 1
  for (const at of [68, 72, 76]) entry.writeUInt32LE(NONE, at)
  Buffer.from(clsid, 'hex').copy(entry, 80)
  if (type === 2) entry.writeUInt32LE(END, 116)
  return entry
}

/** Siblings hang to the right of one another, breadth first so that no depth of storages uses up the stack. */
function addChildren(root: Node, top: Buffer, entries: Buffer[], place: (entry: Buffer, bytes: Buffer) => void): void {
  const open = [{ node: root, entry: top }]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    let before: Buffer | null = null
    for (const child of next.node.children) {
      const entry = entryOf(child, child.stream === null ? 1 : 2)
      const index = entries.push(entry) - 1
      if (before === null) next.entry.writeUInt32LE(index, 76)
      else before.writeUInt32LE(index, 72)
      before = entry
      if (child.stream === null) open.push({ node: child, entry })
      else place(entry, child.stream)
    }
  }
}

function numbers(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}

function padded(bytes: Buffer, unit = SECTOR, fill = 0): Buffer {
  const rest = bytes.length % unit
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(unit - rest, fill)])
}
