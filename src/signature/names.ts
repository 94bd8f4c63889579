// Distinguished names (RFC 5280 4.1.2.4) as text, in whatever string type the issuer chose.
import { DerError, members, readOid, TAG, type Tlv } from './der.ts'

/** Values of each attribute that is known, in their order in the certificate. */
export type NameAttributes = Record<keyof typeof ATTRIBUTES, string[]>

export interface DistinguishedName {
  /** DER of the whole name: issuer and subject are the same name when these are equal. */
  raw: Buffer
  attributes: NameAttributes
  /** Most particular attribute first, as RFC 4514 writes it: `CN=..., O=..., C=VN`. */
  text: string
}

const ATTRIBUTES = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  TITLE: '2.5.4.12',
  UID: '0.9.2342.19200300.100.1.1',
  E: '1.2.840.113549.1.9.1',
} as const

const KEYS = new Map<string, keyof NameAttributes>(
  Object.entries(ATTRIBUTES).map(([key, oid]) => [oid, key as keyof NameAttributes]),
)

const MAX_VALUE_BYTES = 2048

/**
 * Whether two names are the same (RFC 5280 7.1): an issuer may write in another string type, case or spacing what its own
 * certificate says. Names prove nothing by themselves, so being lenient here lets nobody in.
 */
export function sameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return a.raw.equals(b.raw) || comparable(a.text) === comparable(b.text)
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
}

export function readName(value: Tlv): DistinguishedName {
  const attributes = Object.fromEntries(Object.keys(ATTRIBUTES).map((key) => [key, []])) as unknown as NameAttributes
  const parts: string[] = []
  for (const set of members(value, TAG.sequence))
    for (const pair of members(set, TAG.set)) {
      const [type, string, ...rest] = members(pair, TAG.sequence)
      if (!string || rest.length > 0) throw new DerError('malformed name')
      const oid = readOid(type)
      const key = KEYS.get(oid)
      const text = readString(string)
      if (key) attributes[key].push(text)
      parts.unshift(`${key ?? oid}=${text}`)
    }
  return { raw: value.raw, attributes, text: parts.join(', ') }
}

/** A DirectoryString or IA5String; of any other type the octets in hex, so that it names nobody. */
function readString({ tag, content }: Tlv): string {
  if (content.length > MAX_VALUE_BYTES) throw new DerError('name too long')
  if (tag === 0x0c) return content.toString('utf8')
  if (tag === 0x1e && content.length % 2 === 0) return Buffer.from(content).swap16().toString('utf16le')
  if (LATIN.has(tag)) return content.toString('latin1')
  return `#${content.toString('hex')}`
}

/** NumericString, PrintableString, TeletexString (Latin-1 in practice), IA5String, VisibleString */
const LATIN = new Set([0x12, 0x13, 0x14, 0x16, 0x1a])

/** E-mail addresses of a subjectAltName extension (RFC 5280 4.2.1.6). */
export function alternativeEmails(value: Tlv): string[] {
  return members(value, TAG.sequence)
    .filter(({ tag, content }) => tag === 0x81 && content.length <= MAX_VALUE_BYTES)
    .map(({ content }) => content.toString('latin1'))
}
