// Verifies one detached CMS over the signed bytes: steps 9 to 14 of the validation.
import { createHash } from 'node:crypto'
import { digestName, readAlgorithm, verifySignature } from './algorithms.ts'
import type { Coverage } from './byte-range.ts'
import type { Certificate } from './certificate.ts'
import { type Cms, type SignerInfo, singleAttribute } from './cms.ts'
import { members, readOid, TAG, type Tlv } from './der.ts'

/** Whether the signed bytes are as signed; `uncheckable` where the shape is one that is not judged yet. */
export interface Verification {
  integrity: 'intact' | 'broken' | 'uncheckable'
  why: string
}

const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const ALGORITHM_PROTECTION = '1.2.840.113549.1.9.52'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const DATA = '1.2.840.113549.1.7.1'

const broken = (why: string): Verification => ({ integrity: 'broken', why })
const uncheckable = (why: string): Verification => ({ integrity: 'uncheckable', why })

/** Judges digest and signature value. Throws a DerError when an attribute is malformed. */
export function verifyCms(cms: Cms, certificate: Certificate, covered: Coverage, cades: boolean): Verification {
  const { signer } = cms
  if (cms.contentType !== DATA) return broken('CMS is not over data')
  if (cms.hasContent) return broken('CMS of a detached signature carries content')
  const digest = digestName(signer.digest)
  if (digest === null) return uncheckable(`digest algorithm ${signer.digest.oid} is not accepted`)
  if (!signer.signedBytes) return uncheckable('no signed attributes')
  const wrong = wrongAttributes(signer, covered, digest)
  if (wrong) return broken(wrong)
  const named = namesCertificate(signer, certificate, cades)
  if (named) return named
  const verified = verifySignature(signer.algorithm, certificate.key, signer.signedBytes, signer.signature, digest)
  if (verified === null) return uncheckable(`signature algorithm ${signer.algorithm.oid} or its key is not accepted`)
  return verified ? { integrity: 'intact', why: 'digest and signature are right' } : broken('signature value is wrong')
}

/** 11.1 and 11.2 of RFC 5652: exactly one contentType and one messageDigest, each with one value, both right. */
function wrongAttributes(signer: SignerInfo, { before, after }: Coverage, digest: string): string | null {
  const type = singleAttribute(signer, CONTENT_TYPE)
  const value = singleAttribute(signer, MESSAGE_DIGEST)
  if (!type || type === 'many' || readOid(type) !== DATA) return 'contentType attribute is not data, once'
  if (!value || value === 'many' || value.tag !== TAG.octetString) return 'messageDigest attribute is not there once'
  const protection = singleAttribute(signer, ALGORITHM_PROTECTION)
  if (protection && (protection === 'many' || !protects(protection, signer)))
    return 'algorithms are not those that CMSAlgorithmProtection names'
  const actual = createHash(digest).update(before).update(after).digest()
  return actual.equals(value.content) ? null : 'digest of the signed bytes is another one'
}

/** RFC 6211: digest and signature algorithm as they were when it was signed. */
function protects(value: Tlv, signer: SignerInfo): boolean {
  const [digest, algorithm] = members(value, TAG.sequence)
  if (!digest || algorithm?.tag !== 0xa1) return false
  const implicit = { ...algorithm, tag: TAG.sequence }
  return readAlgorithm(digest).oid === signer.digest.oid && readAlgorithm(implicit).oid === signer.algorithm.oid
}

/** RFC 5035: signing-certificate(-v2) must name the certificate that verifies; CAdES demands it. */
function namesCertificate(signer: SignerInfo, certificate: Certificate, cades: boolean): Verification | null {
  const one = singleAttribute(signer, SIGNING_CERTIFICATE)
  const two = singleAttribute(signer, SIGNING_CERTIFICATE_V2)
  if (one === 'many' || two === 'many') return uncheckable('signing-certificate attribute is not there once')
  if (!one && !two) return cades ? uncheckable('CAdES without signing-certificate') : null
  for (const [attribute, otherwise] of [
    [one, 'sha1'],
    [two, 'sha256'],
  ] as const) {
    if (!attribute) continue
    const expected = certificateHash(attribute, otherwise)
    if (expected === null) return uncheckable('signing-certificate with an unknown digest')
    const actual = createHash(expected.digest).update(certificate.raw).digest()
    if (!actual.equals(expected.hash)) return broken('signing-certificate names another certificate')
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
  const hash = fields[0]
  return digest !== null && hash?.tag === TAG.octetString ? { digest, hash: hash.content } : null
}
