// Reads CMS SignedData (RFC 5652) of one signer, DER or BER; attributes are kept as the bytes that were signed.
import { type Algorithm, readAlgorithm } from './algorithms.ts'
import { toDer } from './ber.ts'
import { type Certificate, tryCertificate } from './certificate.ts'
import {
  DerError,
  members,
  NotDer,
  only,
  readOctets,
  readOid,
  readSerial,
  readSmall,
  readTime,
  readTlv,
  readWhole,
  TAG,
  type Tlv,
  take,
  takeIf,
} from './der.ts'
import { type DistinguishedName, readName } from './names.ts'

export interface Cms {
  /** eContentType: id-data for PDF signatures, id-ct-TSTInfo for timestamps. */
  contentType: string
  /** Content that the CMS itself carries; null when it is detached. */
  content: Buffer | null
  certificates: Certificate[]
  /** CertificateLists and OCSP responses of SignedData.crls and of the attributes that carry them, each as DER. */
  crls: Buffer[]
  ocsps: Buffer[]
  signer: SignerInfo
}

export interface SignerInfo {
  /** Issuer and serial number (lower-case hex), or the subject key identifier. */
  issuer: DistinguishedName | null
  serial: string
  keyIdentifier: Buffer | null
  digest: Algorithm
  algorithm: Algorithm
  signature: Buffer
  /** The signed attributes as SET OF, from the raw bytes: re-encoding would break those that are not in DER order. */
  signedBytes: Buffer | null
  attributes: Attributes
  unsigned: Attributes
}

/** Attributes with their values, in the order of the CMS. */
export type Attributes = { oid: string; values: Tlv[] }[]

const SIGNED_DATA = '1.2.840.113549.1.7.2'
/** OtherRevocationInfoFormat with an OCSPResponse (RFC 5940). */
const OCSP_RESPONSE = '1.3.6.1.5.5.7.16.2'
/** Adobe's RevocationInfoArchival (ISO 32000-2 12.8.3.3.2), signed or not; CAdES revocation-values (ETSI EN 319 122-1). */
const REVOCATION_ARCHIVAL = '1.2.840.113583.1.1.8'
const REVOCATION_VALUES = '1.2.840.113549.1.9.16.2.24'
const CERTIFICATE_VALUES = '1.2.840.113549.1.9.16.2.23'

/** Octets of one CMS; those with whole CRLs inside have some hundred thousand. */
const MAX_BYTES = 16 * 1024 * 1024
const MAX_CERTIFICATES = 64
const MAX_REVOCATIONS = 64
const MAX_ATTRIBUTES = 64

/**
 * `contents` is the value of /Contents with its padding, or a whole token. Throws a DerError for whatever is not the
 * SignedData of exactly one signer. BER is rewritten as DER first.
 */
export function readCms(contents: Buffer): Cms {
  if (contents.length > MAX_BYTES) throw new DerError('CMS too large')
  try {
    return readDer(contents)
  } catch (error) {
    if (!(error instanceof NotDer)) throw error
  }
  const { der, size } = toDer(contents)
  return readDer(Buffer.concat([der, contents.subarray(size)]))
}

function readDer(contents: Buffer): Cms {
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
  const revocations = takeIf(fields, 0xa1)
  const signers = members(take(fields, TAG.set))
  if (fields.length > 0) throw new DerError('malformed SignedData')
  if (signers.length !== 1) throw new DerError(`${signers.length} signers instead of one`)
  const signer = readSignerInfo(signers[0]!)
  const cms: Cms = {
    contentType: readOid(contentType),
    content: eContent ? contentOf(only(eContent, 0xa0)) : null,
    certificates: readCertificates([...(certificates ? members(certificates) : []), ...certificateValues(signer)]),
    ...{ crls: [], ocsps: [], signer },
  }
  for (const value of revocations ? members(revocations) : []) takeRevocation(value, cms)
  for (const { oid, values } of [...signer.attributes, ...signer.unsigned])
    if (oid === REVOCATION_ARCHIVAL || oid === REVOCATION_VALUES) for (const value of values) takeArchive(value, cms)
  return cms
}

/** An OCTET STRING; PKCS #7 allowed any type there (RFC 5652 5.2.1), whose content octets count. */
function contentOf(value: Tlv): Buffer {
  return (value.tag & 0x1f) === TAG.octetString ? readOctets(value) : value.content
}

/** Certificates that cannot be read are left out: the signer's own is missed where it is needed. */
function readCertificates(all: Tlv[]): Certificate[] {
  if (all.length > MAX_CERTIFICATES) throw new DerError('too many certificates')
  const out = new Map<string, Certificate>()
  for (const { tag, raw } of all) {
    const certificate = tag === TAG.sequence ? tryCertificate(raw) : null
    if (certificate) out.set(certificate.sha256, certificate)
  }
  return [...out.values()]
}

function certificateValues({ unsigned }: SignerInfo): Tlv[] {
  return unsigned
    .filter(({ oid }) => oid === CERTIFICATE_VALUES)
    .flatMap(({ values }) => values.flatMap((value) => members(value, TAG.sequence)))
}

/** RevocationInfoChoice (RFC 5652 10.2.1): a CertificateList, or another format in [1]. */
function takeRevocation(value: Tlv, cms: Cms): void {
  if (value.tag === TAG.sequence) keep(cms.crls, value.raw)
  if (value.tag !== 0xa1) return
  const [format, info] = members(value)
  if (info && readOid(format) === OCSP_RESPONSE) keep(cms.ocsps, info.raw)
}

/**
 * [0] CRLs and [1] OCSP answers: whole responses with Adobe, bare BasicOCSPResponses with CAdES. What is malformed there
 * is evidence that is missing, and no fault of the signature.
 */
function takeArchive(value: Tlv, cms: Cms): void {
  try {
    for (const { tag, content } of members(value, TAG.sequence)) {
      const list = tag === 0xa0 ? cms.crls : tag === 0xa1 ? cms.ocsps : null
      if (list) for (const { raw } of members(readWhole(content, TAG.sequence))) keep(list, raw)
    }
  } catch (error) {
    if (error instanceof NotDer || !(error instanceof DerError)) throw error
  }
}

function keep(list: Buffer[], raw: Buffer): void {
  if (list.length < MAX_REVOCATIONS) list.push(raw)
}

function readSignerInfo(value: Tlv): SignerInfo {
  const fields = members(value, TAG.sequence)
  readSmall(take(fields, TAG.integer))
  const keyIdentifier = takeIf(fields, 0x80)
  const [issuer, serial] = keyIdentifier ? [] : members(take(fields, TAG.sequence))
  const digest = readAlgorithm(take(fields, TAG.sequence))
  const attributes = takeIf(fields, 0xa0)
  const algorithm = readAlgorithm(take(fields, TAG.sequence))
  const signature = readOctets(fields.shift())
  const unsigned = takeIf(fields, 0xa1)
  if (fields.length > 0) throw new DerError('malformed SignerInfo')
  if (!keyIdentifier && !issuer) throw new DerError('malformed signer identifier')
  return {
    issuer: issuer ? readName(issuer) : null,
    serial: keyIdentifier ? '' : readSerial(serial),
    keyIdentifier: keyIdentifier?.content ?? null,
    ...{ digest, algorithm, signature },
    signedBytes: attributes && retag(attributes.raw),
    attributes: attributes ? readAttributes(attributes) : [],
    unsigned: unsigned ? readAttributes(unsigned) : [],
  }
}

/** The signature is over the attributes as EXPLICIT SET OF, not as the [0] they travel in (5.4). */
function retag(raw: Buffer): Buffer {
  const bytes = Buffer.from(raw)
  bytes[0] = TAG.set
  return bytes
}

function readAttributes(value: Tlv): Attributes {
  const all = members(value)
  if (all.length > MAX_ATTRIBUTES) throw new DerError('too many attributes')
  return all.map((attribute) => {
    const [oid, values, ...rest] = members(attribute, TAG.sequence)
    if (!values || rest.length > 0) throw new DerError('malformed attribute')
    return { oid: readOid(oid), values: members(values, TAG.set) }
  })
}

/** The one value of an attribute; null when the attribute is absent, 'many' when it or its value is not single. */
export function singleAttribute(attributes: Attributes, oid: string): Tlv | null | 'many' {
  const all = attributes.filter((attribute) => attribute.oid === oid)
  if (all.length === 0) return null
  return all.length === 1 && all[0]!.values.length === 1 ? all[0]!.values[0]! : 'many'
}

/** signingTime (11.3): what the signer claims, no proof of anything; null when there is none that can be read. */
export function claimedTime({ attributes }: SignerInfo): Date | null {
  const value = singleAttribute(attributes, '1.2.840.113549.1.9.5')
  if (!value || value === 'many') return null
  try {
    return readTime(value)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
