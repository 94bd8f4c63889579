// States the facts of one PDF signature: what it covers, whether it is as signed, whose it is and what that is worth.
import type { ReadingContext, SignatureFacts } from '../facts.ts'
import { digestName, knownDigest } from './algorithms.ts'
import { type Coverage, coverage } from './byte-range.ts'
import type { Certificate } from './certificate.ts'
import { type Cms, claimedTime, readCms, type SignerInfo } from './cms.ts'
import { DerError } from './der.ts'
import type { SignatureDictionary } from './dictionary.ts'
import { identify } from './identity.ts'
import { judgePath, trustedPool } from './path.ts'
import { readPdfDate } from './pdf-date.ts'
import { verifyCms } from './verify.ts'

export interface JudgedSignature {
  facts: SignatureFacts
  /** Where the signed bytes end; null when the ByteRange is not in order. */
  signedEnd: number | null
  /** Whether the bytes that it covers are as signed; null when that was not judged. */
  verified: boolean | null
}

const CADES = 'ETSI.CAdES.detached'
const SUB_FILTERS = new Set(['adbe.pkcs7.detached', CADES])

type Site = Pick<ReadingContext, 'trust' | 'units'>

/** Judges one signature by itself. `intact` is said only when it covers the whole file; never throws on bad input. */
export function judgeSignature(file: Buffer, dictionary: SignatureDictionary, site: Site, now: Date): JudgedSignature {
  const facts = blank(dictionary)
  if (!dictionary.wellFormed) return unjudged({ ...facts, why: 'malformed signature dictionary' })
  const covered = coverage(file, dictionary)
  if (typeof covered === 'string') return unjudged({ ...facts, integrity: 'broken', why: covered })
  facts.coverage = covered.covers
  const verified = judgeContent(facts, dictionary, covered, site, now)
  if (verified && covered.covers === 'part') {
    facts.integrity = 'uncheckable'
    facts.why = 'the file goes on behind the signed bytes'
  }
  return { facts, signedEnd: covered.end, verified }
}

function unjudged(facts: SignatureFacts): JudgedSignature {
  return { facts, signedEnd: null, verified: null }
}

/** A signature that nothing is known of but what its dictionary says. */
export function blank({ field, subFilter, date }: SignatureDictionary): SignatureFacts {
  const signedAt = date === null ? null : (readPdfDate(date)?.toISOString() ?? null)
  return {
    ...{ field, subFilter, integrity: 'uncheckable', why: 'not judged', coverage: null, digest: null },
    ...{ trust: null, signer: null, issuer: null, serial: null, certificateSha256: null, by: null, unit: null },
    ...{ signedAt, timeSource: signedAt === null ? 'none' : 'claimed' },
  }
}

/** Fills the facts in from the CMS; says whether the signed bytes are as signed, null when that is not judged. */
function judgeContent(
  facts: SignatureFacts,
  dictionary: SignatureDictionary,
  covered: Coverage,
  site: Site,
  now: Date,
): boolean | null {
  facts.why = 'SubFilter is not one that is judged'
  if (!SUB_FILTERS.has(dictionary.subFilter)) return null
  try {
    const cms = readCms(dictionary.contents!.bytes)
    facts.digest = knownDigest(cms.signer.digest)
    describeTime(facts, cms.signer)
    const certificate = signerCertificate(cms, site)
    if (typeof certificate === 'string') {
      facts.why = certificate
      return null
    }
    describeCertificate(facts, certificate, cms, site, now)
    Object.assign(facts, verifyCms(cms, certificate, covered, dictionary.subFilter === CADES))
    return facts.integrity === 'uncheckable' ? null : facts.integrity === 'intact'
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    facts.why = `CMS not read: ${error.message}`
    return null
  }
}

function describeTime(facts: SignatureFacts, signer: SignerInfo): void {
  const at = claimedTime(signer)
  if (!at) return
  facts.signedAt = at.toISOString()
  facts.timeSource = 'claimed'
}

/** By issuer and serial number or key identifier, from the CMS, else from the site's pool (leaf left out). */
function signerCertificate(cms: Cms, site: Site): Certificate | string {
  for (const pool of [cms.certificates, trustedPool(site.trust)]) {
    const fitting = pool.filter((certificate) => isSigner(cms.signer, certificate))
    if (fitting.length === 1) return fitting[0]!
    if (fitting.length > 1) return 'two certificates fit the signer'
  }
  return 'certificate of the signer not found'
}

function isSigner({ issuer, serial, keyIdentifier }: SignerInfo, certificate: Certificate): boolean {
  if (keyIdentifier) return certificate.extensions.keyIdentifier?.equals(keyIdentifier) ?? false
  return issuer !== null && certificate.issuer.raw.equals(issuer) && certificate.serial === serial
}

/** Who and whether trusted. The claimed time proves nothing, so the certificate is judged at `now`. */
function describeCertificate(facts: SignatureFacts, leaf: Certificate, cms: Cms, site: Site, now: Date): void {
  facts.issuer = leaf.issuer.text
  facts.serial = leaf.serial
  facts.certificateSha256 = leaf.sha256
  Object.assign(facts, identify(leaf, site.units))
  const path = judgePath(leaf, cms.certificates, site.trust, now)
  facts.trust = path === 'trusted' && digestName(cms.signer.digest) === null ? 'weak' : path
}
