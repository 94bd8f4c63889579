// Outlook items kept as files ([MS-OXMSG], .msg): the attachments and the words of the item, out of its compound file.
import type { Reason } from '../facts.ts'
import type { Container, Member } from './container.ts'
import type { Opened } from './containers.ts'
import { charsetOfCodePage, decodeCodePage, itemMembers, type MailItem, nameList, withoutEnd } from './mail-item.ts'
import { TAG } from './mapi.ts'
import { type OleEntry, type OleFile, openOle } from './ole.ts'
import { storageAsFile, storageSize } from './ole-writer.ts'
import type { KindFacts, Reading } from './reading.ts'
import { decompressRtf } from './rtf-compressed.ts'

const PROPERTIES = '__properties_version1.0'
const ATTACHMENT = '__attach_version1.0_'
/** Property headers at the top and in an attachment ([MS-OXMSG] 2.4.1); each property takes 16 bytes. */
const TOP_HEADER = 32
const EMBEDDED_HEADER = 24
const ATTACHMENT_HEADER = 8
/** afByReference and its like ([MS-OXCMSG] 2.2.2.9): the file is elsewhere. */
const ELSEWHERE = new Set([2, 3, 4, 7])
/** Bytes of a name or subject that are read. */
const SHORT = 20_000
const DEFAULT_PAGE = 1258

/** One storage of the file that holds properties: the item or an attachment. */
interface Holder {
  file: OleFile
  streams: Map<string, OleEntry>
  page: number
}

/** Opens an item that ole-kind.ts told by its streams. */
export function openMsg(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const file = openOle(bytes)
  if (file === null) return { facts: found, container: null }
  const facts: KindFacts = { kind: 'msg', editable: false, encrypted: false, damaged: file.damaged, inspected: 'full' }
  return { facts, container: containerOf(file, reading) }
}

function containerOf(file: OleFile, reading: Reading): Container {
  const reasons = new Set<Reason>(file.damaged ? ['damaged'] : [])
  function* members(): Generator<Member> {
    const item = holderOf(file, [], DEFAULT_PAGE)
    item.page = numberOf(item, TAG.messageCodepage, [TOP_HEADER, EMBEDDED_HEADER]) ?? DEFAULT_PAGE
    yield* itemMembers(itemOf(item, reading, reasons), reading)
    const storages = file.entries.filter(
      ({ type, path, name }) => type === 'storage' && path.length === 0 && name.toLowerCase().startsWith(ATTACHMENT),
    )
    // The tree of a compound file has no order; the numbers in the names have.
    for (const storage of storages.sort((a, b) => (a.name < b.name ? -1 : 1)))
      yield* attachmentMembers(file, storage, item.page, reading)
    if (file.damaged) reasons.add('damaged')
  }
  return { members: members(), reasons: () => [...reasons] }
}

function holderOf(file: OleFile, path: string[], page: number): Holder {
  const streams = new Map<string, OleEntry>()
  for (const entry of file.entries) {
    if (entry.path.length === path.length && path.every((name, i) => entry.path[i] === name))
      streams.set(entry.name.toLowerCase(), entry)
  }
  return { file, streams, page }
}

/** The stream of a property ([MS-OXMSG] 2.1.3): `__substg1.0_`, its id and its type in hex. */
function entryOf({ streams }: Holder, id: number, type: string): OleEntry | undefined {
  return streams.get(`__substg1.0_${id.toString(16).padStart(4, '0')}${type}`)
}

function bytesOf(holder: Holder, entry: OleEntry | undefined, reading: Reading): Buffer | Reason | null {
  if (entry === undefined || entry.type !== 'stream') return null
  if (entry.size > reading.inflatedLeft) return 'size-limit'
  reading.inflatedLeft -= entry.size
  const bytes = holder.file.read(entry, entry.size)
  return bytes.length < entry.size ? 'damaged' : bytes
}

/** All forms of a text property, UTF-16 and code page. */
function texts(holder: Holder, id: number, limit: number): string[] {
  const read = (type: string): Buffer | null => {
    const entry = entryOf(holder, id, type)
    return entry?.type === 'stream' ? holder.file.read(entry, limit) : null
  }
  const [wide, narrow] = [read('001f'), read('001e')]
  return [
    ...(wide ? [withoutEnd(wide.toString('utf16le'))] : []),
    ...(narrow ? [withoutEnd(decodeCodePage(narrow, holder.page))] : []),
  ]
}

/** A number out of the property stream, whose header is longer in an item than in an attachment. */
function numberOf(holder: Holder, id: number, headers: number[]): number | null {
  const entry = holder.streams.get(PROPERTIES)
  if (entry === undefined) return null
  const bytes = holder.file.read(entry, 65_536)
  for (const header of headers) {
    for (let at = header; at + 16 <= bytes.length; at += 16) {
      if (bytes.readUInt16LE(at + 2) === id && bytes.readUInt16LE(at) === 0x0003) return bytes.readUInt32LE(at + 8)
    }
  }
  return null
}

function itemOf(holder: Holder, reading: Reading, reasons: Set<Reason>): MailItem {
  const take = (id: number, type: string): Buffer | null => {
    const bytes = bytesOf(holder, entryOf(holder, id, type), reading)
    if (typeof bytes === 'string') reasons.add(bytes)
    return typeof bytes === 'string' ? null : bytes
  }
  const item: MailItem = {}
  const subjects = [...new Set(texts(holder, TAG.subject, SHORT))]
  if (subjects.length > 0) item.subject = subjects.join(' ')
  const [wide, narrow] = [take(TAG.body, '001f'), take(TAG.body, '001e')]
  const plain = [
    ...(wide ? [withoutEnd(wide.toString('utf16le'))] : []),
    ...(narrow ? [withoutEnd(decodeCodePage(narrow, holder.page))] : []),
  ]
  if (plain.length > 0) item.plain = [...new Set(plain)].join('\n')
  const packed = take(TAG.rtfCompressed, '0102')
  const rtf = packed === null ? null : decompressRtf(packed, reading)
  if (typeof rtf === 'string') reasons.add(rtf)
  else if (rtf !== null) item.rtf = rtf
  const html = take(TAG.html, '0102') ?? take(TAG.html, '001e')
  const wideHtml = html === null ? take(TAG.html, '001f') : null
  if (html !== null || wideHtml !== null) item.html = html ?? wideHtml!
  const page = numberOf(holder, TAG.internetCodepage, [TOP_HEADER, EMBEDDED_HEADER]) ?? holder.page
  item.htmlCharset = wideHtml !== null ? 'utf-16le' : charsetOfCodePage(page)
  return item
}

function* attachmentMembers(file: OleFile, storage: OleEntry, page: number, reading: Reading): Generator<Member> {
  const holder = holderOf(file, [...storage.path, storage.name], page)
  const named = (id: number) => texts(holder, id, SHORT)
  const names = nameList([...named(TAG.attachLongFilename), ...named(TAG.attachFilename)], named(TAG.displayName))
  const type = named(TAG.attachMimeTag)[0]?.toLowerCase()
  const base = { names, ...(type ? { declaredType: type } : {}) }
  const data = entryOf(holder, TAG.attachData, '0102')
  const object = entryOf(holder, TAG.attachData, '000d')
  if (data !== undefined) yield { ...base, size: data.size, bytes: () => bytesOf(holder, data, reading) ?? 'damaged' }
  if (object !== undefined) yield objectMember(file, object, base, reading)
  if (data !== undefined || object !== undefined) return
  const method = numberOf(holder, TAG.attachMethod, [ATTACHMENT_HEADER])
  yield { ...base, size: 0, bytes: () => (method !== null && ELSEWHERE.has(method) ? 'external-content' : 'damaged') }
}

/** An embedded message or an OLE object: a storage, which is read as the compound file that it would be by itself. */
function objectMember(file: OleFile, object: OleEntry, base: { names: string[] }, reading: Reading): Member {
  const size = object.type === 'stream' ? object.size : storageSize(file, object)
  return {
    ...base,
    size,
    bytes: () => {
      if (size > reading.inflatedLeft) return 'size-limit'
      reading.inflatedLeft -= size
      return object.type === 'stream' ? file.read(object, size) : storageAsFile(file, object)
    },
  }
}
