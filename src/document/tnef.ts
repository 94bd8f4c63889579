// Transport-Neutral Encapsulation ([MS-OXTNEF]), Outlook's winmail.dat: the attachments and the words of the item in it.
import type { Reason } from '../facts.ts'
import type { Container, Member } from './container.ts'
import type { Opened } from './containers.ts'
import { charsetOfCodePage, decodeCodePage, itemMembers, type MailItem, nameList, withoutEnd } from './mail-item.ts'
import { BINARY, OBJECT, type Properties, type Property, readProperties, STRING8, TAG, UNICODE } from './mapi.ts'
import type { KindFacts, Reading } from './reading.ts'
import { decompressRtf } from './rtf-compressed.ts'

const HEADER = 6
/** Level, id, length before the data; a checksum after it. */
const FRAME = 11
/** Attributes by id with type ([MS-OXTNEF] 2.1.3.3). */
const SUBJECT = 0x00018004
const BODY = 0x0002800c
const CODE_PAGE = 0x00069007
const MESSAGE_PROPERTIES = 0x00069003
const ATTACHMENT_START = 0x00069002
const ATTACHMENT_DATA = 0x0006800f
const ATTACHMENT_TITLE = 0x00018010
const ATTACHMENT_TRANSPORT_NAME = 0x00069001
const ATTACHMENT_PROPERTIES = 0x00069005
const MESSAGE_LEVEL = 1
const ATTACHMENT_LEVEL = 2
/** Attributes read of one stream; each attachment has about six. */
const MOST = 20_000
const DEFAULT_PAGE = 1258

interface Attachment {
  titles: Buffer[]
  data: Buffer[]
  properties: Properties[]
}

interface Stream {
  page: number
  subjects: Buffer[]
  bodies: Buffer[]
  properties: Properties[]
  attachments: Attachment[]
  reasons: Set<Reason>
}

/** Opens a TNEF stream. What is damaged in it says so beside the members that could be read. */
export function openTnef(bytes: Buffer, _found: KindFacts, reading: Reading): Opened {
  const stream = readStream(bytes)
  const facts: KindFacts = {
    kind: 'tnef',
    editable: false,
    encrypted: false,
    damaged: stream.reasons.has('damaged'),
    inspected: 'full',
  }
  return { facts, container: containerOf(stream, reading) }
}

function containerOf(stream: Stream, reading: Reading): Container {
  function* members(): Generator<Member> {
    yield* itemMembers(itemOf(stream, reading), reading)
    for (const attachment of stream.attachments) yield* attachmentMembers(attachment, stream.page)
  }
  return { members: members(), reasons: () => [...stream.reasons] }
}

/** One attribute after another; what does not fit, or whose checksum is wrong, is damage. */
function readStream(bytes: Buffer): Stream {
  const stream: Stream = {
    page: DEFAULT_PAGE,
    subjects: [],
    bodies: [],
    properties: [],
    attachments: [],
    reasons: new Set(),
  }
  let at = HEADER
  if (bytes.length < HEADER) stream.reasons.add('damaged')
  for (let count = 0; at + FRAME <= bytes.length; count++) {
    const level = bytes[at]!
    const length = bytes.readUInt32LE(at + 5)
    const end = at + 9 + length
    if ((level !== MESSAGE_LEVEL && level !== ATTACHMENT_LEVEL) || end + 2 > bytes.length) break
    if (count >= MOST) {
      stream.reasons.add('count-limit')
      return stream
    }
    const data = bytes.subarray(at + 9, end)
    if (sum(data) !== bytes.readUInt16LE(end)) stream.reasons.add('damaged')
    if (level === MESSAGE_LEVEL) messageAttribute(stream, bytes.readUInt32LE(at + 1), data)
    else attachmentAttribute(stream, bytes.readUInt32LE(at + 1), data)
    at = end + 2
  }
  // A stray byte or zeros may follow, as transports and old writers leave them; anything else was not read.
  if (bytes.subarray(at).some((byte) => byte !== 0 && byte !== 0x0d && byte !== 0x0a)) stream.reasons.add('damaged')
  return stream
}

/** [MS-OXTNEF] 2.1.3.2: the sum of the bytes, modulo 65536. */
function sum(data: Buffer): number {
  let total = 0
  for (let i = 0; i < data.length; i++) total = (total + data[i]!) & 0xffff
  return total
}

function messageAttribute(stream: Stream, id: number, data: Buffer): void {
  if (id === SUBJECT) stream.subjects.push(data)
  else if (id === BODY) stream.bodies.push(data)
  else if (id === CODE_PAGE && data.length >= 4) stream.page = data.readUInt32LE(0)
  else if (id === MESSAGE_PROPERTIES) stream.properties.push(propertiesIn(stream, data))
}

function attachmentAttribute(stream: Stream, id: number, data: Buffer): void {
  if (id === ATTACHMENT_START || stream.attachments.length === 0) {
    stream.attachments.push({ titles: [], data: [], properties: [] })
  }
  const attachment = stream.attachments.at(-1)!
  if (id === ATTACHMENT_DATA) attachment.data.push(data)
  else if (id === ATTACHMENT_TITLE || id === ATTACHMENT_TRANSPORT_NAME) attachment.titles.push(data)
  else if (id === ATTACHMENT_PROPERTIES) attachment.properties.push(propertiesIn(stream, data))
}

function propertiesIn(stream: Stream, data: Buffer): Properties {
  const properties = readProperties(data)
  if (properties.damaged) stream.reasons.add('damaged')
  return properties
}

function itemOf(stream: Stream, reading: Reading): MailItem {
  const all = stream.properties.flatMap(({ list }) => list)
  const strings = (id: number) => all.filter((each) => each.id === id).map((each) => textOf(each, stream.page))
  const legacy = (data: Buffer[]) => data.map((each) => withoutEnd(decodeCodePage(each, stream.page)))
  const subjects = [...legacy(stream.subjects), ...strings(TAG.subject)]
  const plain = [...legacy(stream.bodies), ...strings(TAG.body)]
  const rtf = all.filter(({ id }) => id === TAG.rtfCompressed).map(({ value }) => decompressRtf(value, reading))
  for (const each of rtf) if (typeof each === 'string') stream.reasons.add(each)
  const html = all.filter(({ id }) => id === TAG.html)
  const unicode = html.some(({ type }) => type === UNICODE)
  const page = all.find(({ id }) => id === TAG.internetCodepage)?.value
  const item: MailItem = {
    htmlCharset: unicode
      ? 'utf-16le'
      : charsetOfCodePage(page === undefined || page.length < 4 ? stream.page : page.readUInt32LE(0)),
  }
  // Programs may show either of two subjects or texts, so all of them count.
  if (subjects.length > 0) item.subject = [...new Set(subjects)].join(' ')
  if (plain.length > 0) item.plain = [...new Set(plain)].join('\n')
  const words = rtf.filter((each) => typeof each !== 'string')
  if (words.length > 0) item.rtf = words.length === 1 ? words[0]! : Buffer.concat(words)
  if (html.length > 0) item.html = Buffer.concat(html.map(({ value }) => value))
  return item
}

function* attachmentMembers({ titles, data, properties }: Attachment, page: number): Generator<Member> {
  const list = properties.flatMap((each) => each.list)
  const named = (id: number) => list.filter((each) => each.id === id).map((each) => textOf(each, page))
  const long = [...named(TAG.attachLongFilename), ...named(TAG.attachFilename)]
  const short = titles.map((each) => withoutEnd(decodeCodePage(each, page)))
  const names = nameList([...long, ...short], named(TAG.displayName))
  const type = named(TAG.attachMimeTag)[0]?.toLowerCase()
  const contents = [...data, ...list.filter(({ id }) => id === TAG.attachData).map(objectOf)]
  // An attachment of which only the name is here: a link to a file elsewhere, or one that was taken out.
  if (contents.length === 0 && names.length > 0) yield { names, size: 0, bytes: () => 'external-content' }
  for (const content of contents) {
    yield { names, size: content.length, ...(type ? { declaredType: type } : {}), bytes: () => content }
  }
}

/** An object begins with the identifier of its interface: a message (TNEF again), a compound file, or plain bytes. */
const INTERFACES = [
  '0703020000000000c000000000000046',
  '0b00000000000000c000000000000046',
  '0c00000000000000c000000000000046',
].map((hex) => Buffer.from(hex, 'hex'))

function objectOf({ type, value }: Property): Buffer {
  const has = INTERFACES.some((each) => value.length >= 16 && each.compare(value, 0, 16) === 0)
  return has || (type === OBJECT && value.length >= 16) ? value.subarray(16) : value
}

function textOf({ type, value }: Property, page: number): string {
  if (type === UNICODE) return withoutEnd(value.toString('utf16le'))
  return type === STRING8 || type === BINARY ? withoutEnd(decodeCodePage(value, page)) : ''
}
