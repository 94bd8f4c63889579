// When a signature was made: the time that a trusted timestamp proves, else the one that the signer claims.
import type { SignatureFacts } from '../facts.ts'
import { type Cms, claimedTime } from './cms.ts'
import { DerError } from './der.ts'
import type { Dss } from './dictionary.ts'
import { earliest } from './document-timestamp.ts'
import type { Site } from './site.ts'
import { judgeToken, provenTime, TOKEN_ATTRIBUTE } from './timestamp.ts'

interface Circumstances {
  site: Site
  dss: Dss | undefined
  now: Date
  /** Times of trusted document timestamps that cover this signature. */
  laterTimes: readonly Date[]
}

/** Tokens that are looked at; real signatures have one. */
const MAX_TOKENS = 4
const HOUR_MS = 3600_000
/** Hours that local time is ahead of UTC in Vietnam. */
const ZONE_HOURS = 7

/**
 * Writes signedAt, timeSource and notes, and gives the time at which the certificate is to be judged: a proven one, else
 * now, because what a signer claims proves nothing. A bad timestamp is dropped and noted.
 */
export function settleTime(facts: SignatureFacts, cms: Cms, circumstances: Circumstances): Date {
  const { now, laterTimes } = circumstances
  const stamped = stampedTime(facts, cms, circumstances)
  const at = earliest(now, stamped ? [stamped, ...laterTimes] : laterTimes)
  if (!stamped) return at
  noteClaim(facts, claimedTime(cms.signer), stamped)
  facts.signedAt = stamped.toISOString()
  facts.timeSource = 'tsa'
  return at
}

/** Earliest time that a signature timestamp proves; its authority is judged when a later timestamp shows it, else now. */
function stampedTime(facts: SignatureFacts, cms: Cms, { site, dss, now, laterTimes }: Circumstances): Date | null {
  const tokens = cms.signer.unsigned.filter(({ oid }) => oid === TOKEN_ATTRIBUTE).flatMap(({ values }) => values)
  let best: Date | null = null
  for (const { raw } of tokens.slice(0, MAX_TOKENS)) {
    const at = earliest(now, laterTimes)
    const proven = timeOf(raw, cms.signer.signature, { site, dss, at, now })
    if (typeof proven === 'string') facts.notes.push(`signature timestamp dropped: ${proven}`)
    else best = earliest(proven, best ? [best] : [])
  }
  return best
}

function timeOf(token: Buffer, signature: Buffer, how: Parameters<typeof judgeToken>[2]): Date | string {
  try {
    return provenTime(judgeToken(token, [signature], how), how.now)
  } catch (error) {
    if (error instanceof DerError) return error.message
    throw error
  }
}

/** Some Vietnamese signing tools write local time where UTC belongs: seven hours ahead, which is no reason for doubt. */
function noteClaim(facts: SignatureFacts, claimed: Date | null, stamped: Date): void {
  if (!claimed) return
  const hours = (claimed.getTime() - stamped.getTime()) / HOUR_MS
  if (Math.abs(hours - ZONE_HOURS) < 0.1) facts.notes.push('signingTime is local time written as UTC')
  else if (Math.abs(hours) > 24) facts.notes.push(`signingTime ${claimed.toISOString()} is far from the timestamp`)
}
