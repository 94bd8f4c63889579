// Disc images: ISO 9660 (ECMA-119) with Joliet and Rock Ridge (IEEE P1282). A file has the names of all trees that show it.
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts, Reading } from '../reading.ts'
import { stored } from './budget.ts'
import { type IsoRecord, readRecord, SECTOR } from './iso-record.ts'
import { closed, ENTRIES_LISTED, opened } from './opened.ts'

const FIRST_DESCRIPTOR = 16
const DESCRIPTORS_LISTED = 64
const FOLDERS_LISTED = 5000
/** Records of all folders together: folders may overlap. */
const RECORDS_LISTED = 100_000
const ROOT_RECORD = 156
/** Escape sequences of UCS-2 (Joliet, "Escape Sequences"). */
const JOLIET = new Set(['%/@', '%/C', '%/E'])
/** Volume recognition of UDF (ECMA-167 2/9.1): a second file system in the same image, which Windows prefers. */
const UDF = new Set(['NSR02', 'NSR03'])

interface File {
  names: Set<string>
  parts: { start: number; size: number }[]
  size: number
  unsupported: boolean
}

interface Image {
  bytes: Buffer
  files: Map<string, File>
  folders: number
  records: number
  damaged: boolean
  cut: boolean
}

/** Opens a disc image. With UDF beside it not all is known to be seen. */
export function openIso(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const image: Image = { bytes, files: new Map(), folders: 0, records: 0, damaged: false, cut: false }
  const { roots, udf } = descriptors(bytes)
  for (const { at, joliet } of roots) walk(image, at, joliet)
  if (image.records > RECORDS_LISTED) image.cut = true
  if (roots.length === 0) return closed(found, udf ? 'unsupported' : 'damaged')
  const members = [...image.files.values()].map((file) => member(bytes, file, reading))
  const reasons: Reason[] = [
    ...(udf ? (['unsupported'] as const) : []),
    ...(image.cut ? (['count-limit'] as const) : []),
  ]
  return opened(found, members, { damaged: image.damaged, reasons })
}

/** Root records of the primary and of the Joliet volumes (ECMA-119 8.4, 8.5). */
function descriptors(bytes: Buffer): { roots: { at: number; joliet: boolean }[]; udf: boolean } {
  const roots: { at: number; joliet: boolean }[] = []
  let udf = false
  for (let i = FIRST_DESCRIPTOR; i < FIRST_DESCRIPTOR + DESCRIPTORS_LISTED; i++) {
    const at = i * SECTOR
    if (at + SECTOR > bytes.length) break
    const mark = bytes.toString('latin1', at + 1, at + 6)
    if (UDF.has(mark)) udf = true
    if (mark !== 'CD001') {
      if (!udf && !['BEA01', 'TEA01', 'BOOT2'].includes(mark)) break
      continue
    }
    const joliet = JOLIET.has(bytes.toString('latin1', at + 88, at + 91))
    if (bytes[at] === 1 || (bytes[at] === 2 && joliet)) roots.push({ at: at + ROOT_RECORD, joliet })
  }
  return { roots, udf }
}

/** Visits each folder once, breadth first. */
function walk(image: Image, root: number, joliet: boolean): void {
  const first = readRecord(image.bytes, root, joliet, 0)
  if (first === null) {
    image.damaged = true
    return
  }
  // Rock Ridge tells in the root's own entry how many bytes others put in front of its fields (SUSP 5.3).
  const skip = first.location * SECTOR < image.bytes.length ? susp(image.bytes, first.location * SECTOR) : 0
  const queue = [{ record: first, path: '' }]
  const seen = new Set<number>()
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    if (seen.has(folder.record.location)) continue
    seen.add(folder.record.location)
    if (++image.folders > FOLDERS_LISTED || image.records > RECORDS_LISTED) {
      image.cut = true
      return
    }
    for (const { record, path } of folderEntries(image, folder, joliet, skip)) {
      if (record.folder) queue.push({ record, path })
    }
  }
}

function susp(bytes: Buffer, at: number): number {
  const own = at + 34
  return bytes.toString('latin1', own, own + 2) === 'SP' && own + 7 <= bytes.length ? bytes[own + 6]! : 0
}

function* folderEntries(
  image: Image,
  { record, path }: { record: IsoRecord; path: string },
  joliet: boolean,
  skip: number,
): Generator<{ record: IsoRecord; path: string }> {
  const start = record.location * SECTOR
  const end = start + record.size
  if (end > image.bytes.length) image.damaged = true
  let open: File | null = null
  for (let at = start; at < Math.min(end, image.bytes.length); ) {
    const length = image.bytes[at]!
    // Records do not cross sectors: the rest of one is zeros (ECMA-119 6.8.1.1).
    if (length === 0) {
      at = (Math.floor(at / SECTOR) + 1) * SECTOR
      continue
    }
    if (++image.records > RECORDS_LISTED) return
    const entry = readRecord(image.bytes, at, joliet, skip)
    at += length
    if (entry === null) {
      image.damaged = true
      continue
    }
    if (entry.self) continue
    const full = path === '' ? entry.name : `${path}/${entry.name}`
    if (!entry.folder) open = addFile(image, entry, full, open)
    yield { record: entry, path: full }
  }
}

/** Files that lie at one place are one file. A file of several pieces has a record for each (ECMA-119 9.1.6, bit 7). */
function addFile(image: Image, entry: IsoRecord, path: string, open: File | null): File | null {
  if (entry.link) return null
  const part = { start: entry.location * SECTOR, size: entry.size }
  if (part.start + part.size > image.bytes.length) image.damaged = true
  if (open !== null) {
    open.parts.push(part)
    open.size += part.size
    return entry.more ? open : null
  }
  // An empty file lies nowhere: it is told by its name. A file of several pieces is not shared between trees.
  const key = entry.size === 0 || entry.more ? `=${path}` : `${part.start}+${part.size}`
  const known = image.files.get(key)
  if (known !== undefined && !entry.more) {
    known.names.add(path)
    return null
  }
  if (image.files.size >= ENTRIES_LISTED) {
    image.cut = true
    return null
  }
  const file: File = { names: new Set([path]), parts: [part], size: part.size, unsupported: entry.packed }
  image.files.set(known === undefined ? key : `${key}#${image.files.size}`, file)
  return entry.more ? file : null
}

/** Rock Ridge or Joliet names before the short ones in capitals, which few systems show. */
function member(bytes: Buffer, file: File, reading: Reading): Member {
  const names = [...file.names].sort((a, b) => Number(isShort(a)) - Number(isShort(b)))
  return {
    names,
    size: file.size,
    bytes() {
      if (file.unsupported) return 'unsupported'
      const pieces = file.parts.map(({ start, size }) => stored(bytes, start, size, reading))
      const failure = pieces.find((piece) => typeof piece === 'string')
      if (failure !== undefined) return failure
      return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces as Buffer[])
    },
  }
}

const isShort = (name: string): boolean => name === name.toUpperCase()
