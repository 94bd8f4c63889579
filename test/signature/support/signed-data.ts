// Makes CMS SignedData (RFC 5652) for tests, right by default and wrong in every way that a test asks for.
import { createHash } from 'node:crypto'
import { encodeName } from '../../../samples/make/certificate.ts'
import { explicit, integer, octetString, oid, sequence, setOf, time, tlv } from '../../../samples/make/der-writer.ts'
import type { Holder } from './authority.ts'
import { keyIdentifier } from './authority.ts'

export const DATA = '1.2.840.113549.1.7.1'
export const TST_INFO = '1.2.840.113549.1.9.16.1.4'

export interface Request {
  /** What is signed. */
  content: Buffer
  contentType?: string
  /** The CMS carries the content itself. */
  attached?: boolean
  /** Certificates in the CMS; the signer's alone when not given. */
  certificates?: Buffer[]
  crls?: Buffer[]
  signedAt?: Date | null
  /** Adds signing-certificate-v2; `v1` the older one with SHA-1. */
  names?: 'v1' | 'v2' | null
  byKeyIdentifier?: boolean
  /** More attributes, as [OID, value]. */
  signed?: [string, Buffer][]
  /** Unsigned attributes, made when the signature's value is known. */
  unsigned?: (signature: Buffer) => [string, Buffer][]
  /** Signs the content itself. */
  noAttributes?: boolean
  /** Departures from what is right. */
  wrong?: {
    messageDigest?: Buffer
    contentTypeAttribute?: string
    digestIdentifier?: Buffer
    signatureIdentifier?: Buffer
    namedCertificate?: Buffer
    signers?: number
    twice?: 'messageDigest' | 'contentType'
    /** Attributes in this order instead of DER order. */
    unsorted?: boolean
  }
}

export const attribute = (id: string, ...values: Buffer[]): Buffer => sequence(oid(id), setOf(...values))

export function digest(name: string, data: Buffer): Buffer {
  return (name === 'shake256' ? createHash(name, { outputLength: 64 }) : createHash(name)).update(data).digest()
}

/** A ContentInfo in DER. */
export function signedData(signer: Holder, request: Request): Buffer {
  const { content, contentType = DATA, attached = false, wrong = {} } = request
  const info = signerInfo(signer, request)
  const inside = attached ? [explicit(0, octetString(content))] : []
  const certificates = request.certificates ?? [signer.certificate]
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(contentType === DATA ? 1 : 3),
        setOf(wrong.digestIdentifier ?? signer.scheme.digestIdentifier),
        sequence(oid(contentType), ...inside),
        ...(certificates.length > 0 ? [tlv(0xa0, ...certificates)] : []),
        ...(request.crls ? [tlv(0xa1, ...request.crls)] : []),
        setOf(...Array.from({ length: wrong.signers ?? 1 }, () => info)),
      ),
    ),
  )
}

function signerInfo(signer: Holder, request: Request): Buffer {
  const { wrong = {}, content } = request
  const attributes = signedAttributes(signer, request)
  const set = wrong.unsorted ? tlv(0x31, ...attributes.toReversed()) : setOf(...attributes)
  const signature = signer.scheme.sign(request.noAttributes ? content : set, signer.key)
  const unsigned = request.unsigned?.(signature).map(([id, value]) => attribute(id, value)) ?? []
  const identifier = request.byKeyIdentifier
    ? tlv(0x80, keyIdentifier(signer.key))
    : sequence(encodeName(signer.issuerName), integer(signer.serial))
  return sequence(
    integer(request.byKeyIdentifier ? 3 : 1),
    identifier,
    wrong.digestIdentifier ?? signer.scheme.digestIdentifier,
    ...(request.noAttributes ? [] : [Buffer.concat([Buffer.from([0xa0]), set.subarray(1)])]),
    wrong.signatureIdentifier ?? signer.scheme.identifier,
    octetString(signature),
    ...(unsigned.length > 0 ? [tlv(0xa1, ...unsigned)] : []),
  )
}

function signedAttributes(signer: Holder, request: Request): Buffer[] {
  const { content, contentType = DATA, wrong = {}, names = null, signedAt } = request
  const value = wrong.messageDigest ?? digest(signer.scheme.digest, content)
  const messageDigest = attribute('1.2.840.113549.1.9.4', octetString(value))
  const type = attribute('1.2.840.113549.1.9.3', oid(wrong.contentTypeAttribute ?? contentType))
  const out = [type, messageDigest]
  if (wrong.twice) out.push(wrong.twice === 'messageDigest' ? messageDigest : type)
  if (signedAt) out.push(attribute('1.2.840.113549.1.9.5', time(signedAt)))
  if (names) out.push(signingCertificate(names, wrong.namedCertificate ?? signer.certificate))
  return [...out, ...(request.signed ?? []).map(([id, more]) => attribute(id, more))]
}

/** ESSCertID with SHA-1, or ESSCertIDv2 with its default SHA-256 (RFC 5035 4 and 5). */
function signingCertificate(version: 'v1' | 'v2', certificate: Buffer): Buffer {
  const hash = createHash(version === 'v1' ? 'sha1' : 'sha256')
    .update(certificate)
    .digest()
  const id = version === 'v1' ? '1.2.840.113549.1.9.16.2.12' : '1.2.840.113549.1.9.16.2.47'
  return attribute(id, sequence(sequence(sequence(octetString(hash)))))
}
