// Cryptographic Message Syntax in attachments (RFC 5652, S/MIME): what is sealed, what is signed for, and the content within.
import { inflateSync } from 'node:zlib'
import { type Element, elementAt, elementsIn, octetsOf } from './ber.ts'
import type { Container, Member } from './container.ts'
import type { Opened } from './containers.ts'
import { isEntity } from './entity-kind.ts'
import type { KindFacts, Reading } from './reading.ts'

/** Content types as DER object identifiers in hex, without tag and length. */
const PKCS7 = '2a864886f70d0107'
const SMIME = '2a864886f70d01091001'
const DATA = `${PKCS7}01`
const SIGNED = `${PKCS7}02`
const DIGESTED = `${PKCS7}05`
const COMPRESSED = `${SMIME}09`
const TIME_STAMP = `${SMIME}04`
/** EnvelopedData, SignedAndEnvelopedData (PKCS #7), EncryptedData, AuthEnvelopedData (RFC 5083). */
const SEALED = new Set([`${PKCS7}03`, `${PKCS7}04`, `${PKCS7}06`, `${SMIME}17`])
/** AuthenticatedData (RFC 5652 9), which no mail program writes. */
const AUTHENTICATED = `${SMIME}02`
const KNOWN = new Set([DATA, SIGNED, DIGESTED, COMPRESSED, AUTHENTICATED, ...SEALED])

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const EXPLICIT_0 = 0xa0

/** What the outer layer says: its type and, where that can be walked to, what it holds. */
interface Layer {
  type: string
  /** The type of what is inside; null where the layer could not be walked. */
  innerType: string | null
  /** The element that holds the content; null when the content is not in it (detached). */
  content: Element | null
  /** Bytes behind the object, which no program looks at. */
  tail: boolean
}

/** Facts of a CMS object in DER or BER; null when the bytes are none. */
export function readCms(bytes: Buffer): KindFacts | null {
  const type = contentTypeAt(bytes)
  if (type === null || !KNOWN.has(type)) return null
  if (SEALED.has(type)) return { kind: 'p7m', encrypted: true, inspected: 'none', reasons: ['encrypted'] }
  const layer = readLayer(bytes, type)
  if (layer === null) return { kind: 'p7m', encrypted: null, damaged: true, inspected: 'none', reasons: ['damaged'] }
  if (type === AUTHENTICATED) return { kind: 'p7m', encrypted: null, inspected: 'none', reasons: ['unsupported'] }
  const ends: Partial<KindFacts> = layer.tail
    ? { damaged: true, inspected: 'partial', reasons: ['damaged'] }
    : { damaged: false, inspected: 'full' }
  // A signature over what is elsewhere, certificates alone, or a time stamp: nothing that anybody reads.
  const bare = layer.content === null || layer.innerType === TIME_STAMP
  return { kind: bare ? 'p7s' : 'p7m', encrypted: false, ...ends }
}

/** Opens what readCms found to carry its content. */
export function openCms(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const type = contentTypeAt(bytes)
  const layer = found.kind === 'p7m' && type !== null && found.inspected !== 'none' ? readLayer(bytes, type) : null
  if (layer === null || layer.content === null || type === null) return { facts: found, container: null }
  return { facts: found, container: containerOf(bytes, type, layer, layer.content, reading) }
}

function containerOf(bytes: Buffer, type: string, layer: Layer, content: Element, reading: Reading): Container {
  const size = content.end - content.start
  const read = (): Buffer | 'damaged' | 'size-limit' => {
    if (size > reading.inflatedLeft) return 'size-limit'
    reading.inflatedLeft -= size
    // PKCS #7 of before CMS lets the content be any element.
    const octets = octetsOf(bytes, content) ?? bytes.subarray(content.start, content.end)
    const plain = type === COMPRESSED ? inflated(octets, reading) : octets
    return typeof plain === 'string' ? plain : asObject(plain, layer.innerType)
  }
  function* members(): Generator<Member> {
    const result = read()
    yield { names: [], size, message: typeof result !== 'string' && isEntity(result), bytes: () => result }
  }
  return { members: members(), reasons: () => (layer.tail ? ['damaged'] : []) }
}

/** RFC 3274: zlib, within the budget of the reading. */
function inflated(packed: Buffer, reading: Reading): Buffer | 'damaged' | 'size-limit' {
  try {
    const plain = inflateSync(packed, { maxOutputLength: Math.max(1, reading.inflatedLeft) })
    reading.inflatedLeft -= plain.length
    return plain
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'size-limit' : 'damaged'
  }
}

/** Content that is of a CMS type itself stands without its ContentInfo (RFC 5652 5.2), which is put around it again. */
function asObject(content: Buffer, type: string | null): Buffer {
  // Some writers leave it on.
  if (type === null || type === DATA || !KNOWN.has(type) || contentTypeAt(content) !== null) return content
  const identifier = Buffer.from(type, 'hex')
  const head = Buffer.from([SEQUENCE, 0x80, OBJECT_IDENTIFIER, identifier.length, ...identifier, EXPLICIT_0, 0x80])
  return Buffer.concat([head, content, Buffer.alloc(4)])
}

/** The type that a ContentInfo (RFC 5652 3) begins with; null when the bytes begin with none. */
function contentTypeAt(bytes: Buffer): string | null {
  if (bytes[0] !== SEQUENCE || bytes.length < 13) return null
  const first = bytes[1]!
  const at = first > 0x80 ? 2 + (first & 0x7f) : 2
  if (bytes[at] !== OBJECT_IDENTIFIER || bytes[at + 1]! > 32) return null
  return bytes.toString('hex', at + 2, at + 2 + bytes[at + 1]!)
}

/** Walks from the ContentInfo to the content; null when the bytes are not as the type wants. */
function readLayer(bytes: Buffer, type: string): Layer | null {
  const info = elementAt(bytes, 0, bytes.length)
  const [, explicit] = (info && elementsIn(bytes, info, 2)) ?? []
  if (!info || explicit?.tag !== EXPLICIT_0) return null
  const tail = hasTail(bytes, info.after)
  const body = elementAt(bytes, explicit.start, explicit.end)
  if (body === null) return null
  if (type === DATA) return { type, innerType: DATA, content: body, tail }
  if (type === AUTHENTICATED) return { type, innerType: null, content: null, tail }
  // SignedData, DigestedData and CompressedData: version, algorithms, encapContentInfo { type, [0] content OPTIONAL }.
  const [, , encapsulated] = elementsIn(bytes, body, 3) ?? []
  if (encapsulated?.tag !== SEQUENCE) return null
  const [identifier, wrapped] = elementsIn(bytes, encapsulated, 2) ?? []
  if (identifier?.tag !== OBJECT_IDENTIFIER) return null
  const innerType = bytes.toString('hex', identifier.start, Math.min(identifier.end, identifier.start + 32))
  if (wrapped === undefined) return { type, innerType, content: null, tail }
  const content = wrapped.tag === EXPLICIT_0 ? elementAt(bytes, wrapped.start, wrapped.end) : null
  return content === null ? null : { type, innerType, content, tail }
}

/** Line ends and zeros that transports add are no matter. */
function hasTail(bytes: Buffer, end: number): boolean {
  for (let i = end; i < bytes.length; i++) if (bytes[i] !== 0 && bytes[i] !== 0x0d && bytes[i] !== 0x0a) return true
  return false
}
