// A strict reader of DER (X.690 10): definite, shortest lengths; one level at a time, so that no input can nest it deep.

/** What is not DER, or not what it should be. */
export class DerError extends Error {}

/** An encoding that BER allows and DER does not (X.690 8 and 10); `ber.ts` rewrites it. */
export class NotDer extends DerError {}

/** One tag-length-value. */
export interface Tlv {
  /** The identifier octet: class, constructed bit and number. */
  tag: number
  content: Buffer
  /** The whole of it, tag and length too. */
  raw: Buffer
}

const MAX_MEMBERS = 10_000

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The TLV that begins at `at`. Throws a DerError on indefinite or long-winded lengths and on multi-byte tags. */
export function readTlv(bytes: Buffer, at = 0): Tlv {
  const tag = bytes[at]
  const short = bytes[at + 1]
  if (tag === undefined || short === undefined) throw new DerError('truncated')
  if ((tag & 0x1f) === 0x1f) throw new DerError('multi-byte tag')
  let start = at + 2
  let length = short
  if (short & 0x80) {
    const octets = short & 0x7f
    if (octets === 0) throw new NotDer('indefinite length')
    if (octets > 4 || start + octets > bytes.length) throw new DerError('length of the length')
    length = bytes.readUIntBE(start, octets)
    start += octets
    if (length < 0x80 || length < 2 ** (8 * (octets - 1))) throw new NotDer('length is not the shortest')
  }
  if (start + length > bytes.length) throw new DerError('truncated')
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) }
}

/** The members of a constructed value, which must fill it. */
export function members(value: Tlv, tag?: number): Tlv[] {
  if (tag !== undefined) expectTag(value, tag)
  if (!(value.tag & 0x20)) throw new DerError('not constructed')
  const out: Tlv[] = []
  for (let at = 0; at < value.content.length; ) {
    if (out.length >= MAX_MEMBERS) throw new DerError('too many members')
    const member = readTlv(value.content, at)
    out.push(member)
    at += member.raw.length
  }
  return out
}

/** The one member of an explicit tag or of a set with one value. */
export function only(value: Tlv, tag?: number): Tlv {
  const all = members(value, tag)
  if (all.length !== 1) throw new DerError('not exactly one member')
  return all[0]!
}

export function expectTag(value: Tlv | undefined, tag: number): Tlv {
  if (value?.tag !== tag) throw new DerError(`tag ${value?.tag} instead of ${tag}`)
  return value
}

/** Takes the next member off the front when it has that tag. */
export function takeIf(list: Tlv[], tag: number): Tlv | null {
  return list[0]?.tag === tag ? list.shift()! : null
}

/** Takes the next member off the front; it must have that tag. */
export function take(list: Tlv[], tag: number): Tlv {
  return expectTag(list.shift(), tag)
}

/** Content of an OCTET STRING, which must be in one piece. */
export function readOctets(value: Tlv | undefined): Buffer {
  if (value?.tag === (TAG.octetString | 0x20)) throw new NotDer('octet string in pieces')
  return expectTag(value, TAG.octetString).content
}

/** The members, one at a time and without a bound on their number: for lists that are searched, not kept. */
export function* eachMember(value: Tlv): Generator<Tlv, void, void> {
  if (!(value.tag & 0x20)) throw new DerError('not constructed')
  for (let at = 0; at < value.content.length; ) {
    const member = readTlv(value.content, at)
    yield member
    at += member.raw.length
  }
}

/** The value when `bytes` are exactly one; throws a DerError on anything behind it. */
export function readWhole(bytes: Buffer, tag?: number): Tlv {
  const value = readTlv(bytes)
  if (value.raw.length !== bytes.length) throw new DerError('bytes behind the value')
  return tag === undefined ? value : expectTag(value, tag)
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function readOid(value: Tlv | undefined): string {
  const { content } = expectTag(value, TAG.oid)
  const arcs: number[] = []
  let arc = 0
  for (const byte of content) {
    if (arc === 0 && byte === 0x80) throw new DerError('padded object identifier')
    arc = arc * 128 + (byte & 0x7f)
    if (!Number.isSafeInteger(arc)) throw new DerError('object identifier too large')
    if (byte & 0x80) continue
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)))
    arcs.push(arcs.length === 1 ? arc - 40 * arcs[0]! : arc)
    arc = 0
  }
  if (content.length === 0 || content.at(-1)! & 0x80) throw new DerError('truncated object identifier')
  return arcs.join('.')
}

/** INTEGER that fits a small count. */
export function readSmall(value: Tlv | undefined): number {
  const { content } = expectTag(value, TAG.integer)
  if (content.length < 1 || content.length > 4 || content[0]! & 0x80) throw new DerError('not a small integer')
  return content.readUIntBE(0, content.length)
}

/** Content of an INTEGER as lower-case hex without leading zeros: serial numbers are compared in this form. */
export function readSerial(value: Tlv | undefined): string {
  return expectTag(value, TAG.integer)
    .content.toString('hex')
    .replace(/^(00)+(?=.)/, '')
}

export function readBoolean(value: Tlv | undefined): boolean {
  const { content } = expectTag(value, TAG.boolean)
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError('malformed boolean')
  return content[0] === 0xff
}

/** Bytes of a BIT STRING without unused bits. */
export function readOctetBits(value: Tlv | undefined): Buffer {
  const { content } = expectTag(value, TAG.bitString)
  if (content[0] !== 0) throw new DerError('bit string with unused bits')
  return content.subarray(1)
}

/** UTCTime or GeneralizedTime with seconds and Z, as RFC 5280 4.1.2.5 demands, without fractions (RFC 3161 has them); years 50..99 are 1950..1999. */
export function readTime(value: Tlv | undefined): Date {
  const text = value?.content.toString('latin1') ?? ''
  const full = value?.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  if (value?.tag !== TAG.utcTime && value?.tag !== TAG.generalizedTime) throw new DerError('not a time')
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d{1,9})?Z$/.exec(full)
  const iso = parts && `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.000Z`
  const at = new Date(iso ?? Number.NaN)
  // Date takes 31 February for 3 March: only a time that comes back as it went in is one.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== iso) throw new DerError('malformed time')
  return at
}
