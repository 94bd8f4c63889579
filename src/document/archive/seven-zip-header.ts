// The header of a 7z archive (7zFormat.txt of the LZMA SDK): which packed streams make which files.

import { Broken, Cursor, LISTED } from './seven-zip-cursor.ts'

/** A folder in the format's sense: coders one behind the other, whose output is one or more files. */
export interface Folder {
  /** The folder's description as it stands, to be given on. */
  raw: Buffer
  /** Coder ids in hex. */
  coders: string[]
  /** Bytes that each coder gives; the folder's own output is that of the one whose stream goes nowhere. */
  coderSizes: number[]
  size: number
  crc: number | null
  packedStart: number
  packedSizes: number[]
}

export interface Streams {
  folders: Folder[]
  /** For each folder the files in it: size and checksum. */
  files: { size: number; crc: number | null }[][]
}

export interface SevenZipFile {
  name: string
  /** False for folders, empty files and what an update deletes. */
  hasStream: boolean
  folder: boolean
  attributes: number
}

const ID = {
  header: 1,
  archiveProperties: 2,
  additionalStreams: 3,
  mainStreams: 4,
  files: 5,
  packInfo: 6,
  unpackInfo: 7,
  subStreams: 8,
  size: 9,
  crc: 10,
  folder: 11,
  unpackSizes: 12,
  counts: 13,
  emptyStream: 14,
  emptyFile: 15,
  names: 17,
  attributes: 21,
  encodedHeader: 23,
}
const CODERS_LISTED = 32

/** A header is itself packed, a list of files, or null when it is broken. */
export type SevenZipHeader = { packed: Streams } | { packed: null; streams: Streams; files: SevenZipFile[] }

/** Reads a header. `body` is the length of what stands between the signature header and the header: the packed streams. */
export function readHeader(bytes: Buffer, body: number): SevenZipHeader | null {
  try {
    const cursor = new Cursor(bytes)
    const kind = cursor.byte()
    if (kind === ID.encodedHeader) return { packed: readStreams(cursor, body) }
    return kind === ID.header ? readPlain(cursor, body) : null
  } catch (error) {
    if (error instanceof Broken) return null
    throw error
  }
}

function readPlain(cursor: Cursor, body: number): SevenZipHeader {
  let streams: Streams = { folders: [], files: [] }
  let files: SevenZipFile[] = []
  let id = cursor.byte()
  if (id === ID.archiveProperties) {
    while (cursor.byte() !== 0) cursor.take(cursor.number())
    id = cursor.byte()
  }
  // Streams outside of the files' own: no program writes them.
  if (id === ID.additionalStreams) throw new Broken()
  if (id === ID.mainStreams) {
    streams = readStreams(cursor, body)
    id = cursor.byte()
  }
  if (id === ID.files) {
    files = readFiles(cursor)
    id = cursor.byte()
  }
  if (id !== 0) throw new Broken()
  return { packed: null, streams, files }
}

function readStreams(cursor: Cursor, body: number): Streams {
  let packed = { at: 0, sizes: [] as number[] }
  let folders: Folder[] = []
  let files: Streams['files'] | null = null
  for (let id = cursor.byte(); id !== 0; id = cursor.byte()) {
    if (id === ID.packInfo) packed = readPackInfo(cursor)
    else if (id === ID.unpackInfo) folders = readFolders(cursor)
    else if (id === ID.subStreams) files = readSubStreams(cursor, folders)
    else throw new Broken()
  }
  placeFolders(folders, packed, body)
  return { folders, files: files ?? folders.map(({ size, crc }) => [{ size, crc }]) }
}

function readPackInfo(cursor: Cursor): { at: number; sizes: number[] } {
  const at = cursor.number()
  const count = cursor.count()
  let sizes: number[] = []
  for (let id = cursor.byte(); id !== 0; id = cursor.byte()) {
    if (id === ID.size) sizes = Array.from({ length: count }, () => cursor.number())
    else if (id === ID.crc) readCrcs(cursor, count)
    else throw new Broken()
  }
  return { at, sizes }
}

function readCrcs(cursor: Cursor, count: number): (number | null)[] {
  return cursor.optionalBits(count).map((defined) => (defined ? cursor.take(4).readUInt32LE(0) : null))
}

function readFolders(cursor: Cursor): Folder[] {
  cursor.expect(ID.folder)
  const count = cursor.count()
  if (cursor.byte() !== 0) throw new Broken()
  const shapes = Array.from({ length: count }, () => readFolder(cursor))
  cursor.expect(ID.unpackSizes)
  const folders = shapes.map(({ main, ...shape }) => {
    const coderSizes = shape.coders.map(() => cursor.number())
    return { ...shape, coderSizes, size: coderSizes[main] ?? 0, crc: null as number | null, packedStart: 0 }
  })
  for (let id = cursor.byte(); id !== 0; id = cursor.byte()) {
    if (id !== ID.crc) throw new Broken()
    const crcs = readCrcs(cursor, folders.length)
    for (const [i, folder] of folders.entries()) folder.crc = crcs[i]!
  }
  return folders
}

function readFolder(cursor: Cursor): Pick<Folder, 'raw' | 'coders' | 'packedSizes'> & { main: number } {
  const start = cursor.at
  const coders: string[] = []
  let inputs = 0
  const count = cursor.count(CODERS_LISTED)
  for (let i = 0; i < count; i++) {
    const flags = cursor.byte()
    coders.push(cursor.take(flags & 0x0f).toString('hex'))
    if ((flags & 0x80) !== 0) throw new Broken()
    // A coder with several outputs is not known of any version in use.
    const streams = (flags & 0x10) !== 0 ? { in: cursor.count(CODERS_LISTED), out: cursor.count(1) } : { in: 1, out: 1 }
    if (streams.out !== 1) throw new Broken()
    inputs += streams.in
    if ((flags & 0x20) !== 0) cursor.take(cursor.number())
  }
  const bound = new Set<number>()
  for (let i = 0; i < count - 1; i++) {
    cursor.number()
    bound.add(cursor.number())
  }
  const packed = inputs - (count - 1)
  if (count === 0 || packed < 1) throw new Broken()
  if (packed > 1) for (let i = 0; i < packed; i++) cursor.number()
  const main = coders.findIndex((_, i) => !bound.has(i))
  const raw = cursor.bytes.subarray(start, cursor.at)
  return { raw, coders, packedSizes: new Array<number>(packed).fill(0), main }
}

function readSubStreams(cursor: Cursor, folders: Folder[]): Streams['files'] {
  let counts = folders.map(() => 1)
  let id = cursor.byte()
  if (id === ID.counts) {
    counts = folders.map(() => cursor.count())
    if (counts.reduce((sum, each) => sum + each, 0) > LISTED) throw new Broken()
    id = cursor.byte()
  }
  const sized = id === ID.size
  // The last size of a folder is what is left.
  const sizes = folders.map((folder, i) => {
    const own = Array.from({ length: Math.max(0, counts[i]! - 1) }, () => (sized ? cursor.number() : 0))
    const left = folder.size - own.reduce((sum, each) => sum + each, 0)
    if (left < 0) throw new Broken()
    return counts[i] === 0 ? [] : [...own, left]
  })
  if (sized) id = cursor.byte()
  const files = sizes.map((own, i) => own.map((size) => ({ size, crc: own.length === 1 ? folders[i]!.crc : null })))
  for (; id !== 0; id = cursor.byte()) {
    if (id !== ID.crc) throw new Broken()
    const unknown = files.flat().filter(({ crc }) => crc === null)
    const crcs = readCrcs(cursor, unknown.length)
    for (const [i, file] of unknown.entries()) file.crc = crcs[i]!
  }
  return files
}

/** Gives each folder its packed streams, which stand one behind the other. */
function placeFolders(folders: Folder[], { at, sizes }: { at: number; sizes: number[] }, body: number): void {
  let next = 0
  let start = at
  for (const folder of folders) {
    folder.packedStart = start
    folder.packedSizes = folder.packedSizes.map(() => {
      const size = sizes[next++]
      if (size === undefined) throw new Broken()
      start += size
      return size
    })
  }
  if (start > body) throw new Broken()
}

function readFiles(cursor: Cursor): SevenZipFile[] {
  const count = cursor.count()
  let names: string[] = []
  let empty: boolean[] = []
  let emptyFile: boolean[] = []
  let attributes: (number | null)[] = []
  for (let id = cursor.byte(); id !== 0; id = cursor.byte()) {
    const property = new Cursor(cursor.take(cursor.number()))
    if (id === ID.emptyStream) empty = property.bits(count)
    else if (id === ID.emptyFile) emptyFile = property.bits(empty.filter(Boolean).length)
    else if (id === ID.names) names = readNames(property, count)
    else if (id === ID.attributes) {
      const defined = property.optionalBits(count)
      if (property.byte() !== 0) throw new Broken()
      attributes = defined.map((each) => (each ? property.take(4).readUInt32LE(0) : null))
    }
  }
  let emptyAt = 0
  return Array.from({ length: count }, (_, i) => {
    const hasStream = empty[i] !== true
    const folder = !hasStream && emptyFile[emptyAt++] !== true
    return { name: names[i] ?? '', hasStream, folder, attributes: attributes[i] ?? 0 }
  })
}

function readNames(property: Cursor, count: number): string[] {
  if (property.byte() !== 0) throw new Broken()
  const text = property.take(property.bytes.length - property.at).toString('utf16le')
  const names = text.split('\0', count + 1)
  if (names.length <= count) throw new Broken()
  return names.slice(0, count)
}
