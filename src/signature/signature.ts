// States the facts of one PDF signature: what it covers, whether it is as signed, whose it is and what that is worth.
import type { SignatureFacts } from '../facts.ts'
import { digestName } from './algorithms.ts'
import { type Coverage, coverage } from './byte-range.ts'
import { type Cms, claimedTime, readCms } from './cms.ts'
import { digestOf } from './crypto.ts'
import { DerError } from './der.ts'
import type { SignatureDictionary } from './dictionary.ts'
import type { ProvenTime } from './document-timestamp.ts'
import { DOCUMENT_TIMESTAMP, describeToken } from './document-timestamp.ts'
import { describe, identify } from './identity.ts'
import type { PathVerdict } from './path.ts'
import { readPdfDate } from './pdf-date.ts'
import { judgeCertificate, type Site, signerCertificate } from './site.ts'
import { settleTime } from './time.ts'
import { DATA, type Verification, verifyCms } from './verify.ts'

export { type ProvenTime, provenTimes } from './document-timestamp.ts'

export interface JudgedSignature {
  facts: SignatureFacts
  /** Where the signed bytes end; null when the ByteRange is not in order. */
  signedEnd: number | null
  /** Whether the bytes that it covers are as signed; null when that was not judged. */
  verified: boolean | null
}

const CADES = 'ETSI.CAdES.detached'
const SHA1 = 'adbe.pkcs7.sha1'
const SUB_FILTERS = new Set(['adbe.pkcs7.detached', CADES, SHA1])

/**
 * Judges one signature by itself. `intact` is said only when it covers the whole file; never throws on bad input. `proven`
 * are the times of the file's document timestamps, from `provenTimes`.
 */
export function judgeSignature(
  file: Buffer,
  dictionary: SignatureDictionary,
  site: Site,
  now: Date,
  proven: readonly ProvenTime[] = [],
): JudgedSignature {
  const facts = blank(dictionary)
  if (!dictionary.wellFormed) return unjudged({ ...facts, why: 'malformed signature dictionary' })
  const covered = coverage(file, dictionary)
  if (typeof covered === 'string') return unjudged({ ...facts, integrity: 'broken', why: covered })
  facts.coverage = covered.covers
  const verified = judgeContents(facts, dictionary, covered, { site, now, proven })
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
    ...{ trust: null, trustWhy: '', trustPath: [], signer: null, issuer: null, serial: null },
    ...{ certificateSha256: null, by: null, unit: null, notes: [], changes: [] },
    ...{ signedAt, timeSource: signedAt === null ? 'none' : 'claimed' },
  }
}

interface Circumstances {
  site: Site
  now: Date
  proven: readonly ProvenTime[]
}

/** Fills the facts in from the CMS; says whether the signed bytes are as signed, null when that is not judged. */
function judgeContents(
  facts: SignatureFacts,
  dictionary: SignatureDictionary,
  covered: Coverage,
  circumstances: Circumstances,
): boolean | null {
  const { subFilter } = dictionary
  facts.why = 'SubFilter is not one that is judged'
  if (!SUB_FILTERS.has(subFilter) && subFilter !== DOCUMENT_TIMESTAMP) return null
  try {
    const integrity =
      subFilter === DOCUMENT_TIMESTAMP
        ? describeToken(facts, dictionary, covered, circumstances)
        : judgeCms(facts, dictionary, covered, circumstances)
    facts.integrity = integrity
    return integrity === 'uncheckable' ? null : integrity === 'intact'
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    facts.why = `CMS not read: ${error.message}`
    return null
  }
}

function judgeCms(
  facts: SignatureFacts,
  dictionary: SignatureDictionary,
  covered: Coverage,
  { site, now, proven }: Circumstances,
): Verification['integrity'] {
  const { dss, subFilter } = dictionary
  const cms = readCms(dictionary.contents!.bytes)
  facts.digest = digestName(cms.signer.digest)
  const claimed = claimedTime(cms.signer)
  if (claimed) Object.assign(facts, { signedAt: claimed.toISOString(), timeSource: 'claimed' })
  const certificate = signerCertificate(cms, site, dss)
  if (typeof certificate === 'string') {
    facts.why = certificate
    return 'uncheckable'
  }
  describe(facts, certificate)
  Object.assign(facts, identify(certificate, site.units))
  const laterTimes = proven.filter(({ signedEnd }) => signedEnd > covered.end).map(({ at }) => at)
  const at = settleTime(facts, cms, { site, dss, now, laterTimes })
  const verification = verify(cms, certificate, covered, subFilter)
  facts.why = verification.why
  settleTrust(facts, judgeCertificate(certificate, 'document', { at, now }, { site, cms, dss }), verification)
  return verification.integrity
}

function verify(
  cms: Cms,
  certificate: Parameters<typeof verifyCms>[1],
  { before, after }: Coverage,
  subFilter: string,
): Verification {
  const cades = subFilter === CADES
  const expected = { contentType: DATA, signingCertificate: cades, attributes: cades }
  if (subFilter !== SHA1) {
    if (cms.content) return wrong('CMS of a detached signature carries content')
    return verifyCms(cms, certificate, { ...expected, covered: [before, after] })
  }
  // ISO 32000-1 12.8.3.3.1: the content is the SHA-1 of the signed bytes.
  if (!cms.content?.equals(digestOf('sha1', before, after))) return wrong('digest of the signed bytes is another one')
  return { ...verifyCms(cms, certificate, { ...expected, covered: [cms.content] }), weak: true }
}

function wrong(why: string): Verification {
  return { integrity: 'broken', why, weak: false }
}

/** A path may be in order and the signature itself too weak to prove that its owner made it. */
export function settleTrust(facts: SignatureFacts, { trust, why, path }: PathVerdict, { weak }: Verification): void {
  const tooWeak = weak && trust !== 'untrusted' && trust !== 'revoked'
  facts.trust = tooWeak ? 'weak' : trust
  facts.trustWhy = tooWeak ? 'a digest or key of the signature is too weak' : why
  facts.trustPath = path.map(({ subject }) => subject.text)
}
