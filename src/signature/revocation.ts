// Whether a certificate was revoked at a time, by CRLs and OCSP answers at hand (RFC 5280 6.3, RFC 6960 3.2). No network.
import { type Certificate, tryCertificate } from './certificate.ts'
import { type Crl, findRevocation, readCrl } from './crl.ts'
import { verifySignature } from './crypto.ts'
import { DerError } from './der.ts'
import { sameName } from './names.ts'
import { answersAbout, type Ocsp, type OcspAnswer, readOcsp } from './ocsp.ts'

/** CRLs and OCSP responses as DER, from the site, the signature and the file; what is none is passed over. */
export interface Evidence {
  crls: readonly Buffer[]
  ocsps: readonly Buffer[]
}

/** `at`: the time for which the question is asked; `now`: the clock. */
export interface Moment {
  at: Date
  now: Date
}

export interface RevocationVerdict {
  status: 'good' | 'revoked' | 'unknown'
  /** Since when; null unless revoked. */
  since: Date | null
}

const UNKNOWN: RevocationVerdict = { status: 'unknown', since: null }
const GOOD: RevocationVerdict = { status: 'good', since: null }

const CRL_SIGN = 6
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
/** How far the clock of an authority may be ahead of ours. */
const SKEW_MS = 5 * 60_000
/** An OCSP answer that does not say when the next one comes is good for a day. */
const DAY_MS = 24 * 3600_000
/** Lists and answers that are looked at for one certificate. */
const MAX_LOOKED_AT = 200

/** A `revoked` from any source that its issuer signed counts, however old; `good` only from one that is in time. */
export function judgeRevocation(
  certificate: Certificate,
  issuer: Certificate,
  evidence: Evidence,
  moment: Moment,
): RevocationVerdict {
  let verdict: RevocationVerdict = certificate.extensions.noRevocation ? GOOD : UNKNOWN
  for (const crl of evidence.crls.slice(0, MAX_LOOKED_AT)) {
    const said = byCrl(parsedCrl(crl), certificate, issuer, moment)
    if (said.status === 'revoked') return said
    if (said.status === 'good') verdict = said
  }
  for (const ocsp of evidence.ocsps.slice(0, MAX_LOOKED_AT)) {
    const said = byOcsp(parsedOcsp(ocsp), certificate, issuer, moment)
    if (said.status === 'revoked') return said
    if (said.status === 'good') verdict = said
  }
  return verdict
}

function byCrl(crl: Crl | null, certificate: Certificate, issuer: Certificate, moment: Moment): RevocationVerdict {
  if (!crl || !sameName(crl.issuer, issuer.subject) || !(issuer.extensions.keyUsage?.has(CRL_SIGN) ?? true))
    return UNKNOWN
  const signed = verifiedOnce(crl, issuer)
  if (signed === 'no') return UNKNOWN
  try {
    const entry = findRevocation(crl, certificate.serial)
    // An entry on a delta or indirect list is somebody's doing too, but may be about another issuer's certificate.
    if (entry && !crl.scope.partial) {
      const since = entry.invalidFrom && entry.invalidFrom < entry.at ? entry.invalidFrom : entry.at
      if (since <= moment.at) return { status: 'revoked', since }
    }
  } catch (error) {
    if (error instanceof DerError) return UNKNOWN
    throw error
  }
  const speaks = signed === 'yes' && appliesTo(crl, certificate) && inTime(crl, certificate, moment)
  return speaks ? GOOD : UNKNOWN
}

/** Whether silence of this list means that the certificate is not revoked. */
function appliesTo({ scope }: Crl, { extensions }: Certificate): boolean {
  if (scope.partial || (scope.certificates !== 'all' && (scope.certificates === 'cas') !== extensions.ca)) return false
  return scope.uris === null || scope.uris.some((uri) => extensions.distributionPoints.includes(uri))
}

/**
 * Issued by now, and not out of date at the time asked for: so either in force then or made later. A list made after the
 * certificate ended need not name it any more (RFC 5280 3.3).
 */
function inTime(
  { thisUpdate, nextUpdate }: Pick<Crl, 'thisUpdate' | 'nextUpdate'>,
  { notAfter }: Certificate,
  { at, now }: Moment,
): boolean {
  if (thisUpdate.getTime() > now.getTime() + SKEW_MS || thisUpdate > notAfter) return false
  return nextUpdate !== null && nextUpdate >= at
}

function byOcsp(ocsp: Ocsp | null, certificate: Certificate, issuer: Certificate, moment: Moment): RevocationVerdict {
  const answers = ocsp ? answersAbout(ocsp, certificate, issuer) : []
  if (!ocsp || answers.length === 0) return UNKNOWN
  const signed = responderSigned(ocsp, issuer)
  if (signed === 'no') return UNKNOWN
  const since = answers.find(({ revokedAt }) => revokedAt !== null && revokedAt <= moment.at)?.revokedAt
  if (since) return { status: 'revoked', since }
  // Revoked later than the time asked for: then it was good at that time.
  const good = answers.some((answer) => answer.status !== 'unknown' && isFresh(answer, certificate, moment))
  return signed === 'yes' && good ? GOOD : UNKNOWN
}

function isFresh({ thisUpdate, nextUpdate }: OcspAnswer, certificate: Certificate, moment: Moment): boolean {
  const until = nextUpdate ?? new Date(thisUpdate.getTime() + DAY_MS)
  return inTime({ thisUpdate, nextUpdate: until }, certificate, moment)
}

type Signed = 'yes' | 'weak' | 'no'

/** The issuer itself, or a responder that it certified for this and nothing else hinders (RFC 6960 4.2.2.2). */
function responderSigned(ocsp: Ocsp, issuer: Certificate): Signed {
  const own = verifiedOnce(ocsp, issuer)
  if (own !== 'no') return own
  for (const responder of ocsp.certificates) {
    const { extendedKeyUsage, unknownCritical } = responder.extensions
    if (!extendedKeyUsage?.includes(OCSP_SIGNING) || unknownCritical) continue
    if (ocsp.producedAt < responder.notBefore || ocsp.producedAt > responder.notAfter) continue
    // By the authority's key first: what a stranger put in costs one verification.
    const issued = sameName(responder.issuer, issuer.subject) ? verifiedOnce(responder, issuer) : 'no'
    const signed = issued === 'no' ? 'no' : verifiedOnce(ocsp, responder)
    if (signed !== 'no') return signed === 'weak' ? signed : issued
  }
  return 'no'
}

interface SignedObject {
  signed: Buffer
  algorithm: Crl['algorithm']
  signature: Buffer
}

const verifications = new WeakMap<SignedObject, Map<string, Signed>>()

/** Whether that certificate's key signed it; asked many times for one file, computed once. */
function verifiedOnce(object: SignedObject, by: Certificate): Signed {
  const known = verifications.get(object) ?? new Map<string, Signed>()
  verifications.set(object, known)
  const signed = known.get(by.sha256) ?? verified(object, by)
  known.set(by.sha256, signed)
  return signed
}

function verified({ algorithm, signed, signature }: SignedObject, { key }: Certificate): Signed {
  try {
    const { ok, weak } = verifySignature(algorithm, key, [signed], signature)
    return ok !== true ? 'no' : weak ? 'weak' : 'yes'
  } catch (error) {
    if (error instanceof DerError) return 'no'
    throw error
  }
}

const parsedCrl = once(readCrl)
const parsedOcsp = once(readOcsp)
/** DER of certificates that stand by themselves, in the DSS or the site's pool. */
export const parsedCertificate = once((raw: Buffer) => tryCertificate(raw))

/** Reads each buffer once; null for what cannot be read. */
function once<T extends object>(read: (raw: Buffer) => T | null): (raw: Buffer) => T | null {
  const results = new WeakMap<Buffer, T | { unreadable: true }>()
  return (raw) => {
    const result = results.get(raw) ?? attempt(read, raw) ?? { unreadable: true as const }
    results.set(raw, result)
    return 'unreadable' in result ? null : result
  }
}

function attempt<T>(read: (raw: Buffer) => T, raw: Buffer): T | null {
  try {
    return read(raw)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
