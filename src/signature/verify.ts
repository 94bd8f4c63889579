// Verifies one CMS over the bytes that it covers: steps 9 to 14 of the validation.
import { digestName, isWeakDigest, readAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { type Cms, type SignerInfo, singleAttribute } from './cms.ts'
import { digestOf, verifySignature } from './crypto.ts'
import { members, readOctets, readOid, TAG, type Tlv } from './der.ts'

/** Whether the covered bytes are as signed; `uncheckable` where that cannot be told. */
export interface Verification {
  integrity: 'intact' | 'broken' | 'uncheckable'
  why: string
  /** A digest or key on the way is too weak to prove anything. */
  weak: boolean
}

/** What a CMS has to be in the place where it was found. */
export interface Expected {
  /** eContentType and contentType attribute. */
  contentType: string
  /** The bytes that messageDigest is over, in pieces. */
  covered: Buffer[]
  /** signing-certificate must be there (CAdES, RFC 3161). */
  signingCertificate: boolean
  /** There must be signed attributes (CAdES, RFC 3161; RFC 5652 5.3 for content other than data). */
  attributes: boolean
}

export const DATA = '1.2.840.113549.1.7.1'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const ALGORITHM_PROTECTION = '1.2.840.113549.1.9.52'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'

const broken = (why: string): Verification => ({ integrity: 'broken', why, weak: false })
const uncheckable = (why: string): Verification => ({ integrity: 'uncheckable', why, weak: false })

/** Judges digest and signature value. Throws a DerError when an attribute is malformed. */
export function verifyCms(cms: Cms, certificate: Certificate, expected: Expected): Verification {
  const { signer } = cms
  if (cms.contentType !== expected.contentType) return broken('CMS is over another type of content')
  // A signature OID in the place of a digest is no digest, whatever other validators make of it.
  const digest = digestName(signer.digest)
  if (digest === null) return uncheckable(`digest algorithm ${signer.digest.oid} is not accepted`)
  if (!signer.signedBytes) {
    if (expected.attributes) return uncheckable('no signed attributes')
    return verifyValue(signer, certificate, expected.covered, digest)
  }
  const wrong = wrongAttributes(signer, expected, digest)
  if (wrong) return broken(wrong)
  const named = namesCertificate(signer, certificate, expected.signingCertificate)
  return named ?? verifyValue(signer, certificate, [signer.signedBytes], digest)
}

function verifyValue(signer: SignerInfo, { key }: Certificate, pieces: Buffer[], digest: string): Verification {
  const { algorithm, signature } = signer
  const verified = verifySignature(algorithm, key, pieces, signature, digest)
  if (verified.ok === null) return uncheckable(`signature algorithm ${algorithm.oid} or its key is not accepted`)
  if (!verified.ok) return broken('signature value is wrong')
  // RFC 5754 3: one digest serves both; else it is not said which one the signer relied on.
  if (verified.digest !== null && verified.digest !== digest)
    return uncheckable(`the signature uses ${verified.digest} where the CMS names ${digest}`)
  return { integrity: 'intact', why: 'digest and signature are right', weak: verified.weak || isWeakDigest(digest) }
}

/** 11.1 and 11.2 of RFC 5652: exactly one contentType and one messageDigest, each with one value, both right. */
function wrongAttributes(signer: SignerInfo, { contentType, covered }: Expected, digest: string): string | null {
  const type = singleAttribute(signer.attributes, CONTENT_TYPE)
  const value = singleAttribute(signer.attributes, MESSAGE_DIGEST)
  if (!type || type === 'many' || readOid(type) !== contentType)
    return 'contentType attribute is not that of the content, once'
  if (!value || value === 'many' || value.tag !== TAG.octetString) return 'messageDigest attribute is not there once'
  const protection = singleAttribute(signer.attributes, ALGORITHM_PROTECTION)
  if (protection && (protection === 'many' || !protects(protection, signer)))
    return 'algorithms are not those that CMSAlgorithmProtection names'
  return digestOf(digest, ...covered).equals(value.content) ? null : 'digest of the signed bytes is another one'
}

/** RFC 6211: digest and signature algorithm as they were when it was signed. */
function protects(value: Tlv, signer: SignerInfo): boolean {
  const [digest, algorithm] = members(value, TAG.sequence)
  if (!digest || algorithm?.tag !== 0xa1) return false
  const implicit = { ...algorithm, tag: TAG.sequence }
  return readAlgorithm(digest).oid === signer.digest.oid && readAlgorithm(implicit).oid === signer.algorithm.oid
}

/** RFC 5035: signing-certificate(-v2) must name the certificate that verifies; CAdES and timestamps demand it. */
function namesCertificate(signer: SignerInfo, certificate: Certificate, demanded: boolean): Verification | null {
  const one = singleAttribute(signer.attributes, SIGNING_CERTIFICATE)
  const two = singleAttribute(signer.attributes, SIGNING_CERTIFICATE_V2)
  if (one === 'many' || two === 'many') return uncheckable('signing-certificate attribute is not there once')
  if (!one && !two) return demanded ? uncheckable('CAdES without signing-certificate') : null
  for (const [attribute, otherwise] of [
    [one, 'sha1'],
    [two, 'sha256'],
  ] as const) {
    if (!attribute) continue
    const expected = certificateHash(attribute, otherwise)
    if (expected === null) return uncheckable('signing-certificate with an unknown digest')
    if (!digestOf(expected.digest, certificate.raw).equals(expected.hash))
      return broken('signing-certificate names another certificate')
  }
  return null
}

/** Hash of the first ESSCertID(v2): v1 has SHA-1, v2 an algorithm or SHA-256 by default. */
function certificateHash(attribute: Tlv, otherwise: 'sha1' | 'sha256'): { digest: string; hash: Buffer } | null {
  const [list] = members(attribute, TAG.sequence)
  const [first] = list ? members(list, TAG.sequence) : []
  const fields = first ? members(first, TAG.sequence) : []
  const algorithm = otherwise === 'sha256' && fields[0]?.tag === TAG.sequence ? readAlgorithm(fields.shift()!) : null
  const digest = algorithm ? digestName(algorithm) : otherwise
  return digest !== null && fields[0]?.tag === TAG.octetString ? { digest, hash: readOctets(fields[0]) } : null
}
