// What is embedded in compound files: packaged files, whole office files in storages, links to what is elsewhere.
import type { ActiveContent } from '../facts.ts'
import type { Container, Member } from './container.ts'
import { type OleEntry, type OleFile, openOle, type StreamFacts } from './ole.ts'
import { powerPointObjects } from './ole-powerpoint.ts'
import { storageAsFile, storageSize } from './ole-writer.ts'
import { readOle10Native } from './ole10-native.ts'
import type { Reading } from './reading.ts'

/** Streams that hold another file as it is: OOXML in `Package`, PDF and others in `CONTENTS`. */
const WHOLE_FILES = new Set(['package', 'contents'])
const NATIVE = '\x01ole10native'
/** Main streams of office files, by which an embedded storage is one of them. */
const OFFICE_STREAMS = new Set(['worddocument', 'workbook', 'book', 'powerpoint document', 'visiodocument'])
/** Streams by which a compound file is an object that stood in a document ([MS-OLEDS] 2.3). */
const OBJECT_STREAMS = new Set([
  NATIVE,
  '\x01ole',
  '\x01compobj',
  '\x03objinfo',
  'package',
  'contents',
  'equation native',
])
/** CLSID of a URL moniker in file order ([MS-OSHARED] 2.3.7.6): the object is loaded from an address. */
const URL_MONIKER = Buffer.from('e0c9ea79f9bace118c8200aa004ba90b', 'hex')
const OBJECTS_READ = 2000
/** Compound files within records of a presentation are looked into; what is in those is a document of its own. */
const MONIKER_LIMIT = 65_536

/** Macros, links and objects as active content. */
export function macroActive(
  macros: boolean,
  { objects, linked }: Pick<StreamFacts, 'objects' | 'linked'>,
): ActiveContent[] {
  return [
    ...(macros ? (['macro'] as const) : []),
    ...(objects ? (['ole-object'] as const) : []),
    ...(linked ? (['external-link'] as const) : []),
  ]
}

/** True for a compound file that is no document but an object out of one. */
export function isObject(file: OleFile): boolean {
  return file.entries.some(({ name, path }) => path.length === 0 && OBJECT_STREAMS.has(name.toLowerCase()))
}

/** Whether an object is linked to an address (`\1Ole` with a URL moniker, [MS-OLEDS] 2.3.3). */
export function hasRemoteLink(file: OleFile): boolean {
  return file.entries.some((entry) => {
    if (entry.type !== 'stream' || entry.name.toLowerCase() !== '\x01ole') return false
    return file.read(entry, MONIKER_LIMIT).includes(URL_MONIKER)
  })
}

/** Files within a compound file as members; null when there are none. `slides` is a presentation's main stream. */
export function objectContainer(file: OleFile, slides: Buffer | null, reading: Reading): Container | null {
  const object = isObject(file)
  const offices = officeStorages(file)
  const found = file.entries.filter((entry) => isFile(entry, object, offices)).slice(0, OBJECTS_READ)
  if (found.length === 0 && slides === null) return null
  return { members: members(file, found, slides, reading), reasons: () => [] }
}

function* members(file: OleFile, found: OleEntry[], slides: Buffer | null, reading: Reading): Generator<Member> {
  for (const entry of found)
    yield entry.type === 'stream' ? streamMember(file, entry, reading) : storageMember(file, entry, reading)
  if (slides === null) return
  for (const object of powerPointObjects(slides, reading)) {
    if (typeof object === 'string') yield { names: [], size: 0, bytes: () => object }
    else if (openOle(object) !== null) yield { names: [], size: object.length, bytes: () => object }
  }
}

/** Paths of the storages that have the main stream of an office document; gathered once, there may be 40,000 storages. */
function officeStorages(file: OleFile): ReadonlySet<string> {
  const streams = file.entries.filter(({ type, name }) => type === 'stream' && OFFICE_STREAMS.has(name.toLowerCase()))
  return new Set(streams.map(({ path }) => JSON.stringify(path)))
}

/** A packaged file anywhere; whole files and office storages only inside of another file, where they are objects. */
function isFile({ name, type, path, size }: OleEntry, object: boolean, offices: ReadonlySet<string>): boolean {
  if (type === 'storage') return offices.size > 0 && offices.has(JSON.stringify([...path, name]))
  if (type !== 'stream') return false
  const lower = name.toLowerCase()
  return lower === NATIVE || (WHOLE_FILES.has(lower) && (path.length > 0 || object) && size > 0)
}

function streamMember(file: OleFile, entry: OleEntry, reading: Reading): Member {
  const native = entry.name.toLowerCase() === NATIVE
  if (entry.size > reading.inflatedLeft) return { names: [], size: entry.size, bytes: () => 'size-limit' }
  reading.inflatedLeft -= entry.size
  const stream = file.read(entry, entry.size)
  const content = native ? readOle10Native(stream) : { names: [], bytes: stream }
  if (content === null) return { names: [], size: entry.size, bytes: () => 'damaged' }
  return { names: content.names, size: content.bytes.length, bytes: () => content.bytes }
}

function storageMember(file: OleFile, entry: OleEntry, reading: Reading): Member {
  const size = storageSize(file, entry)
  return {
    names: [],
    size,
    bytes: () => {
      if (size > reading.inflatedLeft) return 'size-limit'
      reading.inflatedLeft -= size
      return storageAsFile(file, entry)
    },
  }
}
