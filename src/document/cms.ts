// Cryptographic Message Syntax in attachments (RFC 5652, S/MIME): whether content is sealed inside or only signed for.
import type { KindFacts } from './reading.ts'

/** 1.2.840.113549.1.7: the arc of CMS content types; the last byte tells which. */
const CONTENT_TYPE_ARC = Buffer.from('06092a864886f70d0107', 'hex')
const SIGNED = 2
const ENVELOPED = new Set([3, 4, 6])

interface Tlv {
  tag: number
  start: number
  /** End of the contents; for an indefinite length the end of what encloses it. */
  end: number
}

/** Facts of a CMS object in DER or BER; null when the bytes are none. */
export function readCms(bytes: Buffer): KindFacts | null {
  const outer = tlvAt(bytes, 0, bytes.length)
  if (outer?.tag !== 0x30 || !startsWith(bytes, outer.start, CONTENT_TYPE_ARC)) return null
  const type = bytes[outer.start + CONTENT_TYPE_ARC.length]!
  if (ENVELOPED.has(type)) return { kind: 'p7m', encrypted: true, inspected: 'none', reasons: ['encrypted'] }
  if (type === SIGNED && isDetached(bytes, outer)) return { kind: 'p7s', encrypted: false, inspected: 'full' }
  return { kind: 'p7m', encrypted: null, inspected: 'none', reasons: ['unsupported'] }
}

/** RFC 5652 5.1: SignedData { version, digestAlgorithms, encapContentInfo { type, [0] content OPTIONAL } ... }. */
function isDetached(bytes: Buffer, outer: Tlv): boolean {
  const explicit = tlvAt(bytes, outer.start + CONTENT_TYPE_ARC.length + 1, outer.end)
  const signedData = explicit && tlvAt(bytes, explicit.start, explicit.end)
  const version = signedData && tlvAt(bytes, signedData.start, signedData.end)
  const digests = version && tlvAt(bytes, version.end, signedData.end)
  if (!digests || isIndefinite(bytes, digests)) return false
  const encapsulated = tlvAt(bytes, digests.end, signedData.end)
  const type = encapsulated && tlvAt(bytes, encapsulated.start, encapsulated.end)
  if (!encapsulated || type?.tag !== 0x06) return false
  // Content is absent when the type fills the sequence, or when the end marker follows in BER.
  return type.end === encapsulated.end || (isIndefinite(bytes, encapsulated) && bytes[type.end] === 0)
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  return at + wanted.length < bytes.length && bytes.compare(wanted, 0, wanted.length, at, at + wanted.length) === 0
}

function isIndefinite(bytes: Buffer, tlv: Tlv): boolean {
  return bytes[tlv.start - 1] === 0x80
}

/** X.690 8.1: one tag, length and place of contents; null when it does not fit between `at` and `end`. */
function tlvAt(bytes: Buffer, at: number, end: number): Tlv | null {
  if (at + 2 > end) return null
  const tag = bytes[at]!
  const first = bytes[at + 1]!
  if (first < 0x80) return at + 2 + first <= end ? { tag, start: at + 2, end: at + 2 + first } : null
  const count = first & 0x7f
  if (count === 0) return { tag, start: at + 2, end }
  if (count > 4 || at + 2 + count > end) return null
  const start = at + 2 + count
  const length = bytes.readUIntBE(at + 2, count)
  return start + length <= end ? { tag, start, end: start + length } : null
}
