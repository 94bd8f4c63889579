// Builds the path from a signer's certificate to a pinned root (RFC 5280 6.1). Revocation is not looked at yet.
import type { Trust, TrustStore } from '../facts.ts'
import { isStrongKey, isWeak, verifySignature } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { tryCertificate } from './cms.ts'

/** Certificates in a path above the signer's. */
const MAX_DEPTH = 8
/** Signatures that one path search may verify; look-alike names could make it try many. */
const MAX_VERIFICATIONS = 64

const DIGITAL_SIGNATURE = 0
const NON_REPUDIATION = 1
const KEY_CERT_SIGN = 5

/** Purposes of extKeyUsage that fit signing documents: any, e-mail, client authentication, RFC 9336, Microsoft, Adobe. */
const SIGNING_PURPOSES = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
])

/** From worst to best: when several paths exist, the best one speaks. */
const RANK: readonly Trust[] = ['untrusted', 'weak', 'expired', 'not-yet-valid', 'trusted']

interface Search {
  pool: Certificate[]
  roots: Set<string>
  now: Date
  left: number
}

const pools = new WeakMap<TrustStore, Certificate[]>()

/** The site's certificates, read once per trust store. */
export function trustedPool(trust: TrustStore): Certificate[] {
  let pool = pools.get(trust)
  if (!pool) {
    pool = trust.certificates.flatMap((pem) => tryCertificate(derOf(pem)) ?? [])
    pools.set(trust, pool)
  }
  return pool
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64')
}

/**
 * What the signer's certificate is worth at `now`. Roots are known by their SHA-256 fingerprint alone: names prove
 * nothing, anybody can copy them. `trusted` says that the path is complete and in force, not that nobody revoked it.
 */
export function judgePath(leaf: Certificate, embedded: Certificate[], trust: TrustStore, now: Date): Trust {
  const pool = [...new Map([...trustedPool(trust), ...embedded].map((each) => [each.sha256, each])).values()]
  const search: Search = { pool, roots: new Set(trust.roots), now, left: MAX_VERIFICATIONS }
  const path = climb(leaf, 0, search)
  if (path === 'untrusted' || leaf.extensions.unknownCritical) return 'untrusted'
  if (path === 'weak' || !isStrongKey(leaf.key)) return 'weak'
  if (!maySign(leaf)) return 'key-usage'
  const own = validity(leaf, now)
  return own === 'trusted' ? path : own
}

/** Best answer over all issuers; `below` counts the intermediate certificates under the issuer. */
function climb(certificate: Certificate, below: number, search: Search): Trust {
  let best: Trust = 'untrusted'
  if (below >= MAX_DEPTH) return best
  for (const issuer of search.pool) {
    if (!mayIssue(issuer, certificate, below)) continue
    const answer = step(certificate, issuer, below, search)
    if (RANK.indexOf(answer) > RANK.indexOf(best)) best = answer
    if (best === 'trusted') break
  }
  return best
}

function step(certificate: Certificate, issuer: Certificate, below: number, search: Search): Trust {
  if (--search.left < 0) return 'untrusted'
  const { algorithm, signed, signature } = certificate
  const verified = verifySignature(algorithm, issuer.key, signed, signature)
  // A weak signature is not verified: what it leads to is at best weak.
  if (!verified && !(verified === null && isWeak(algorithm))) return 'untrusted'
  const above = search.roots.has(issuer.sha256) ? 'trusted' : climb(issuer, below + 1, search)
  if (above === 'untrusted') return above
  if (verified === null || !isStrongKey(issuer.key)) return 'weak'
  return above === 'trusted' ? validity(issuer, search.now) : above
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
    issuer.subject.raw.equals(certificate.issuer.raw)
  )
}

/** A leaf signs documents only when its usages say so, and a CA's key never does. */
function maySign({ extensions }: Certificate): boolean {
  const { ca, keyUsage, extendedKeyUsage } = extensions
  const usage = keyUsage !== null && (keyUsage.has(DIGITAL_SIGNATURE) || keyUsage.has(NON_REPUDIATION))
  const purpose = extendedKeyUsage === null || extendedKeyUsage.some((oid) => SIGNING_PURPOSES.has(oid))
  return !ca && usage && purpose
}

function validity({ notBefore, notAfter }: Certificate, now: Date): Trust {
  if (now < notBefore) return 'not-yet-valid'
  return now > notAfter ? 'expired' : 'trusted'
}
