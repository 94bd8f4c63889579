// Document timestamps (ETSI.RFC3161): facts of their own, never a unit's signature; and the times that they prove.
import type { SignatureFacts } from '../facts.ts'
import { type Coverage, coverage } from './byte-range.ts'
import { DerError } from './der.ts'
import type { SignatureDictionary } from './dictionary.ts'
import { describe, signerOf } from './identity.ts'
import type { Site } from './site.ts'
import { type JudgedToken, judgeToken, provenTime } from './timestamp.ts'
import type { Verification } from './verify.ts'

export const DOCUMENT_TIMESTAMP = 'ETSI.RFC3161'

/** That the first `signedEnd` bytes of the file were there at that time. */
export interface ProvenTime {
  signedEnd: number
  at: Date
}

interface Circumstances {
  site: Site
  now: Date
  proven: readonly ProvenTime[]
}

/** Timestamps of one file that are verified; each costs a hash over the file. */
const MAX_TIMESTAMPS = 32

/**
 * What the trusted document timestamps of a file prove. The last one is judged now, each earlier one at the time of the
 * one that covers it: so proofs outlive the certificates of their authorities (ETSI EN 319 102-1 5.6.2). Never throws on
 * bad input.
 */
export function provenTimes(
  file: Buffer,
  dictionaries: readonly SignatureDictionary[],
  site: Site,
  now: Date,
): ProvenTime[] {
  const covered = dictionaries
    .filter(({ subFilter, wellFormed }) => wellFormed && subFilter === DOCUMENT_TIMESTAMP)
    .slice(0, MAX_TIMESTAMPS)
    .flatMap((dictionary) => {
      const range = coverage(file, dictionary)
      return typeof range === 'string' ? [] : [{ dictionary, range }]
    })
    .sort((a, b) => b.range.end - a.range.end)
  const proven: ProvenTime[] = []
  for (const { dictionary, range } of covered) {
    const token = tryToken(dictionary, range, { site, now, proven })
    const at = token && provenTime(token, now)
    if (at instanceof Date) proven.push({ signedEnd: range.end, at })
  }
  return proven
}

function tryToken(...given: Parameters<typeof tokenOf>): JudgedToken | null {
  try {
    return tokenOf(...given)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function tokenOf(dictionary: SignatureDictionary, range: Coverage, { site, now, proven }: Circumstances): JudgedToken {
  const at = earliest(
    now,
    proven.filter(({ signedEnd }) => signedEnd > range.end).map((each) => each.at),
  )
  return judgeToken(dictionary.contents!.bytes, [range.before, range.after], { site, dss: dictionary.dss, at, now })
}

/** The earliest of some times. */
export function earliest(first: Date, others: readonly Date[]): Date {
  return others.reduce((best, each) => (each < best ? each : best), first)
}

/** Fills in the facts of a document timestamp. Throws a DerError when its token cannot be read. */
export function describeToken(
  facts: SignatureFacts,
  dictionary: SignatureDictionary,
  covered: Coverage,
  circumstances: Circumstances,
): Verification['integrity'] {
  const token = tokenOf(dictionary, covered, circumstances)
  const { verification, authority, path, digest, genTime } = token
  facts.digest = digest
  facts.why = verification.why
  if (!authority || !path) return verification.integrity
  describe(facts, authority)
  // Whoever's name it bears: a timestamp says when, not that a unit signed.
  Object.assign(facts, { signer: signerOf(authority), by: 'unknown', unit: null })
  const tooWeak = verification.weak && path.trust !== 'untrusted' && path.trust !== 'revoked'
  facts.trust = tooWeak ? 'weak' : path.trust
  facts.trustWhy = tooWeak ? 'a digest or key of the timestamp is too weak' : path.why
  facts.trustPath = path.path.map(({ subject }) => subject.text)
  facts.signedAt = genTime.toISOString()
  facts.timeSource = provenTime(token, circumstances.now) instanceof Date ? 'tsa' : 'claimed'
  return verification.integrity
}
