// Builds the path from a certificate to a pinned root and judges it (RFC 5280 6.1): signatures, constraints, time, revocation.
import type { Trust } from '../facts.ts'
import { isWeakKey } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { verifySignature } from './crypto.ts'
import { DerError } from './der.ts'
import { sameName } from './names.ts'
import { type Evidence, judgeRevocation, type Moment } from './revocation.ts'

export type Purpose = 'document' | 'timestamp' | 'authority'

/** What the path is built from and judged by. */
export interface PathRequest extends Moment {
  /** Certificates that may stand between; those of the site, the signature and the file. */
  pool: readonly Certificate[]
  /** SHA-256 fingerprints of the roots, lower-case hex. */
  roots: readonly string[]
  evidence: Evidence
  /** What the certificate is used for. */
  purpose: Purpose
}

export interface PathVerdict {
  trust: Trust
  /** Why, as a short technical phrase in English. */
  why: string
  /** Issuers from the nearest to the pinned root; empty when there is no path. */
  path: Certificate[]
}

/** Certificates in a path above the signer's. */
const MAX_DEPTH = 8
/** Signatures that one path search may verify; look-alike names could make it try many. */
const MAX_VERIFICATIONS = 64

const DIGITAL_SIGNATURE = 0
const NON_REPUDIATION = 1
const KEY_CERT_SIGN = 5
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

/** Purposes of extKeyUsage that fit signing documents: any, e-mail, client authentication, RFC 9336, Microsoft, Adobe. */
const SIGNING_PURPOSES = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
])

/** From worst to best. Along a path the worst counts; of several paths the best one speaks. */
const RANK: readonly Trust[] = [
  'untrusted',
  'revoked',
  'weak',
  'key-usage',
  'expired',
  'not-yet-valid',
  'revocation-unknown',
  'trusted',
]

interface Search extends PathRequest {
  pinned: Set<string>
  left: number
}

const NO_PATH: PathVerdict = { trust: 'untrusted', why: 'no path to a trusted root', path: [] }

/**
 * What a certificate is worth at `at`. Roots are known by their SHA-256 fingerprint alone: names prove nothing, anybody
 * can copy them. Never throws; a hostile pool ends at the limits.
 */
export function judgePath(leaf: Certificate, request: PathRequest): PathVerdict {
  const pool = [...new Map(request.pool.map((each) => [each.sha256, each])).values()]
  const search: Search = { ...request, pool, pinned: new Set(request.roots), left: MAX_VERIFICATIONS }
  const climbed = climb(leaf, 0, search)
  if (climbed.trust === 'untrusted') return climbed
  if (leaf.extensions.unknownCritical)
    return { ...climbed, trust: 'untrusted', why: 'the certificate has a critical extension that is not known' }
  if (leaf.key === null || isWeakKey(leaf.key)) return worse(climbed, 'weak', 'the key is too weak')
  if (!FITS[request.purpose](leaf))
    return worse(climbed, 'key-usage', `the certificate is not for the purpose: ${request.purpose}`)
  return inForce(climbed, leaf, request.at)
}

function rank({ trust }: Pick<PathVerdict, 'trust'>): number {
  return RANK.indexOf(trust)
}

/** The verdict, or the other one when that is worse. */
function worse(verdict: PathVerdict, trust: Trust, why: string): PathVerdict {
  return rank({ trust }) < rank(verdict) ? { ...verdict, trust, why } : verdict
}

function inForce(verdict: PathVerdict, { notBefore, notAfter, subject }: Certificate, at: Date): PathVerdict {
  if (at < notBefore) return worse(verdict, 'not-yet-valid', `valid from ${notBefore.toISOString()}: ${subject.text}`)
  return at > notAfter ? worse(verdict, 'expired', `expired ${notAfter.toISOString()}: ${subject.text}`) : verdict
}

/** Best answer over all issuers; `below` counts the intermediate certificates under the issuer. */
function climb(certificate: Certificate, below: number, search: Search): PathVerdict {
  let best = NO_PATH
  if (below >= MAX_DEPTH) return best
  for (const issuer of search.pool) {
    if (!mayIssue(issuer, certificate, below)) continue
    const answer = step(certificate, issuer, below, search)
    if (rank(answer) > rank(best)) best = answer
    if (best.trust === 'trusted') break
  }
  return best
}

function step(certificate: Certificate, issuer: Certificate, below: number, search: Search): PathVerdict {
  if (--search.left < 0) return NO_PATH
  const { ok, weak } = verified(certificate, issuer)
  if (!ok) return NO_PATH
  const above: PathVerdict = search.pinned.has(issuer.sha256)
    ? { trust: 'trusted', why: 'path to a trusted root', path: [] }
    : climb(issuer, below + 1, search)
  if (above.trust === 'untrusted') return above
  let verdict: PathVerdict = { ...above, path: [issuer, ...above.path] }
  if (weak) verdict = worse(verdict, 'weak', `signed with a weak algorithm or key: ${certificate.subject.text}`)
  verdict = inForce(verdict, issuer, search.at)
  const { status, since } = judgeRevocation(certificate, issuer, search.evidence, search)
  if (status === 'revoked')
    return worse(verdict, 'revoked', `revoked ${since!.toISOString()}: ${certificate.subject.text}`)
  if (status === 'good') return verdict
  return worse(verdict, 'revocation-unknown', `no CRL or OCSP answer in force for ${certificate.subject.text}`)
}

function verified({ algorithm, signed, signature }: Certificate, issuer: Certificate) {
  try {
    return verifySignature(algorithm, issuer.key, [signed], signature)
  } catch (error) {
    if (error instanceof DerError) return { ok: null, weak: false }
    throw error
  }
}

/** 4.2.1.9, 4.2.1.3: a CA, allowed to sign certificates, with room for those below, and of the name that issued. */
function mayIssue(issuer: Certificate, certificate: Certificate, below: number): boolean {
  const { ca, pathLength, keyUsage, unknownCritical } = issuer.extensions
  return (
    ca &&
    !unknownCritical &&
    (pathLength === null || pathLength >= below) &&
    (keyUsage?.has(KEY_CERT_SIGN) ?? true) &&
    issuer.sha256 !== certificate.sha256 &&
    sameName(issuer.subject, certificate.issuer)
  )
}

/** A leaf signs documents only when its usages say so, and a CA's key never does. */
function maySign({ extensions }: Certificate): boolean {
  const { ca, keyUsage, extendedKeyUsage } = extensions
  const usage = keyUsage !== null && (keyUsage.has(DIGITAL_SIGNATURE) || keyUsage.has(NON_REPUDIATION))
  const purpose = extendedKeyUsage === null || extendedKeyUsage.some((oid) => SIGNING_PURPOSES.has(oid))
  return !ca && usage && purpose
}

/** RFC 3161 2.3: time-stamping as the one purpose, critical; so that no other certificate of a CA can prove times. */
function mayStamp({ extensions }: Certificate): boolean {
  const { ca, keyUsage, extendedKeyUsage, extendedKeyUsageCritical } = extensions
  const usage = keyUsage === null || keyUsage.has(DIGITAL_SIGNATURE) || keyUsage.has(NON_REPUDIATION)
  const only = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === TIME_STAMPING && extendedKeyUsageCritical
  return !ca && usage && only
}

const FITS: Record<Purpose, (certificate: Certificate) => boolean> = {
  document: maySign,
  timestamp: mayStamp,
  authority: ({ extensions }) => extensions.ca,
}
