// Reads the CMS of a detached signature (RFC 5652): one signer, attributes kept as the bytes that were signed.
import { type Algorithm, readAlgorithm } from './algorithms.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { DerError, members, only, readOid, readSmall, readTime, readTlv, TAG, type Tlv, take, takeIf } from './der.ts'

export interface Cms {
  /** eContentType; id-data for PDF signatures. */
  contentType: string
  /** Whether the CMS carries content of its own, which a detached signature must not. */
  hasContent: boolean
  certificates: Certificate[]
  signer: SignerInfo
}

export interface SignerInfo {
  /** Issuer (DER of the name) and serial number (lower-case hex), or the subject key identifier. */
  issuer: Buffer | null
  serial: string
  keyIdentifier: Buffer | null
  digest: Algorithm
  algorithm: Algorithm
  signature: Buffer
  /** The signed attributes as SET OF, from the raw bytes: re-encoding would break those that are not in DER order. */
  signedBytes: Buffer | null
  attributes: SignedAttributes
}

/** Values of the signed attributes by OID; each attribute's SET is given as its members. */
export type SignedAttributes = { oid: string; values: Tlv[] }[]

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const MAX_CERTIFICATES = 32
const MAX_ATTRIBUTES = 64

/** `contents` is the padded value of /Contents. Throws a DerError for whatever is not one signer's DER SignedData. */
export function readCms(contents: Buffer): Cms {
  const info = readTlv(contents)
  // Zeros fill the space that was set aside; anything else there is unsigned and somebody's.
  if (contents.subarray(info.raw.length).some((byte) => byte !== 0)) throw new DerError('bytes behind the CMS')
  const [type, content, ...rest] = members(info, TAG.sequence)
  if (readOid(type) !== SIGNED_DATA || !content || rest.length > 0) throw new DerError('not SignedData')
  const fields = members(only(content, 0xa0), TAG.sequence)
  readSmall(take(fields, TAG.integer))
  take(fields, TAG.set)
  const [contentType, eContent] = members(take(fields, TAG.sequence))
  const certificates = takeIf(fields, 0xa0)
  takeIf(fields, 0xa1)
  const signers = members(take(fields, TAG.set))
  if (fields.length > 0) throw new DerError('malformed SignedData')
  if (signers.length !== 1) throw new DerError(`${signers.length} signers instead of one`)
  return {
    contentType: readOid(contentType),
    hasContent: eContent !== undefined,
    certificates: certificates ? readCertificates(certificates) : [],
    signer: readSignerInfo(signers[0]!),
  }
}

/** Certificates that cannot be read are left out: the signer's own is missed where it is needed. */
function readCertificates(set: Tlv): Certificate[] {
  const all = members(set)
  if (all.length > MAX_CERTIFICATES) throw new DerError('too many certificates')
  const out = new Map<string, Certificate>()
  for (const { tag, raw } of all) {
    if (tag !== TAG.sequence) continue
    const certificate = tryCertificate(raw)
    if (certificate) out.set(certificate.sha256, certificate)
  }
  return [...out.values()]
}

/** null for what is no certificate. */
export function tryCertificate(raw: Buffer): Certificate | null {
  try {
    return readCertificate(raw)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function readSignerInfo(value: Tlv): SignerInfo {
  const fields = members(value, TAG.sequence)
  readSmall(take(fields, TAG.integer))
  const keyIdentifier = takeIf(fields, 0x80)
  const [issuer, serial] = keyIdentifier ? [] : members(take(fields, TAG.sequence))
  if (!keyIdentifier && serial?.tag !== TAG.integer) throw new DerError('malformed signer identifier')
  const digest = readAlgorithm(take(fields, TAG.sequence))
  const attributes = takeIf(fields, 0xa0)
  const algorithm = readAlgorithm(take(fields, TAG.sequence))
  const signature = take(fields, TAG.octetString).content
  takeIf(fields, 0xa1)
  if (fields.length > 0) throw new DerError('malformed SignerInfo')
  return {
    issuer: issuer?.raw ?? null,
    serial: serial?.content.toString('hex').replace(/^(00)+(?=.)/, '') ?? '',
    keyIdentifier: keyIdentifier?.content ?? null,
    ...{ digest, algorithm, signature },
    signedBytes: attributes && retag(attributes.raw),
    attributes: attributes ? readAttributes(attributes) : [],
  }
}

/** The signature is over the attributes as EXPLICIT SET OF, not as the [0] they travel in (5.4). */
function retag(raw: Buffer): Buffer {
  const bytes = Buffer.from(raw)
  bytes[0] = TAG.set
  return bytes
}

function readAttributes(value: Tlv): SignedAttributes {
  const all = members(value)
  if (all.length > MAX_ATTRIBUTES) throw new DerError('too many attributes')
  return all.map((attribute) => {
    const [oid, values, ...rest] = members(attribute, TAG.sequence)
    if (!values || rest.length > 0) throw new DerError('malformed attribute')
    return { oid: readOid(oid), values: members(values, TAG.set) }
  })
}

/** The one value of an attribute; null when the attribute is absent, 'many' when it or its value is not single. */
export function singleAttribute({ attributes }: SignerInfo, oid: string): Tlv | null | 'many' {
  const all = attributes.filter((attribute) => attribute.oid === oid)
  if (all.length === 0) return null
  return all.length === 1 && all[0]!.values.length === 1 ? all[0]!.values[0]! : 'many'
}

/** signingTime (11.3): what the signer claims, no proof of anything. */
export function claimedTime(signer: SignerInfo): Date | null {
  const value = singleAttribute(signer, '1.2.840.113549.1.9.5')
  return value && value !== 'many' ? readTime(value) : null
}
