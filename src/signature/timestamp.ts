// Timestamp tokens (RFC 3161): over the signature's value, or over the document as ETSI.RFC3161 (ISO 32000-2 12.8.5).
import { digestName, readAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { type Cms, readCms } from './cms.ts'
import { digestOf } from './crypto.ts'
import { DerError, members, readOctets, readOid, readSmall, readTime, readWhole, TAG, take } from './der.ts'
import type { Dss } from './dictionary.ts'
import type { PathVerdict } from './path.ts'
import { judgeCertificate, type Site, signerCertificate } from './site.ts'
import { type Verification, verifyCms } from './verify.ts'

export const TOKEN_ATTRIBUTE = '1.2.840.113549.1.9.16.2.14'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'

/** A token as far as it could be read and judged. */
export interface JudgedToken {
  cms: Cms
  /** Whether the token is over these bytes and rightly signed. */
  verification: Verification
  /** Digest of the imprint. */
  digest: string | null
  genTime: Date
  /** null when the certificate of the authority was not found. */
  authority: Certificate | null
  path: PathVerdict | null
}

interface TstInfo {
  digest: string | null
  imprint: Buffer
  genTime: Date
}

/**
 * Judges a token over `covered`, the authority at `at`. Throws a DerError when it is none. The imprint may be SHA-1, as
 * Vietnamese signing tools make it: that needs a second preimage, which nobody has.
 */
export function judgeToken(
  token: Buffer,
  covered: Buffer[],
  { site, dss, at, now }: { site: Site; dss: Dss | undefined; at: Date; now: Date },
): JudgedToken {
  const cms = readCms(token)
  if (cms.contentType !== TST_INFO || !cms.content) throw new DerError('not a timestamp token')
  const info = readTstInfo(cms.content)
  const found = signerCertificate(cms, site, dss)
  const base = { cms, digest: info.digest, genTime: info.genTime }
  if (typeof found === 'string')
    return { ...base, verification: { integrity: 'uncheckable', why: found, weak: false }, authority: null, path: null }
  return {
    ...base,
    verification: verifyToken(cms, cms.content, info, found, covered),
    authority: found,
    path: judgeCertificate(found, 'timestamp', { at, now }, { site, cms, dss }),
  }
}

function verifyToken(
  cms: Cms,
  content: Buffer,
  info: TstInfo,
  authority: Certificate,
  covered: Buffer[],
): Verification {
  if (info.digest === null) return { integrity: 'uncheckable', why: 'imprint with an unknown digest', weak: false }
  if (!digestOf(info.digest, ...covered).equals(info.imprint))
    return { integrity: 'broken', why: 'the timestamp is over other bytes', weak: false }
  const expected = { contentType: TST_INFO, covered: [content], signingCertificate: true, attributes: true }
  return verifyCms(cms, authority, expected)
}

/** TSTInfo (2.4.2): version, policy, messageImprint, serialNumber, genTime; what follows is not needed. */
function readTstInfo(content: Buffer): TstInfo {
  const fields = members(readWhole(content), TAG.sequence)
  if (readSmall(take(fields, TAG.integer)) !== 1) throw new DerError('TSTInfo of another version')
  readOid(fields.shift())
  const [algorithm, imprint, ...rest] = members(take(fields, TAG.sequence))
  if (!algorithm || rest.length > 0) throw new DerError('malformed messageImprint')
  take(fields, TAG.integer)
  const digest = digestName(readAlgorithm(algorithm))
  return { digest, imprint: readOctets(imprint), genTime: readTime(take(fields, TAG.generalizedTime)) }
}

/**
 * The time that a token proves: rightly signed with a strong algorithm, by an authority whose path leads to a pinned
 * root. Else a phrase that says why it proves none.
 */
export function provenTime({ verification, path, genTime, digest, authority }: JudgedToken, now: Date): Date | string {
  if (verification.integrity !== 'intact') return verification.why
  if (verification.weak || digest === 'md5') return 'the timestamp uses a weak algorithm'
  if (!path || !authority) return 'certificate of the timestamp authority not found'
  if (path.trust !== 'trusted' && path.trust !== 'revocation-unknown')
    return `the timestamp authority is ${path.trust} (${path.why})`
  // It must have been in force when it stamped, not only when it is looked at.
  if (genTime < authority.notBefore || genTime > authority.notAfter)
    return 'the timestamp authority was not in force then'
  // A minute of difference between two clocks.
  return genTime.getTime() > now.getTime() + 60_000 ? 'the timestamp is from the future' : genTime
}
