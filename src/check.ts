// The one engine: a message, its envelope, a policy and the time in; facts and a verdict out.
import type { Envelope, MessageFacts } from './facts.ts'
import type { MessageSource, ReadingPool } from './inspect/pool.ts'
import { decide, officeDay } from './policy/decide.ts'
import type { Policy } from './policy/policy.ts'
import { everyDocument } from './rules/documents.ts'
import { ruleById } from './rules/index.ts'
import { standingOf } from './rules/pairing.ts'
import type { Verdict } from './verdict.ts'

/** What judging takes: the policy in force and the processes that read. */
export interface Engine {
  policy: Policy
  pool: ReadingPool
}

export interface Judged {
  facts: MessageFacts
  envelope: Envelope
  verdict: Verdict
}

/**
 * Reads a message in a child process and judges it. Where no SMTP session gave an envelope, a function makes one from
 * the facts. A message that cannot be read gets facts that say so and is judged
 * by them; it throws only when we ourselves fail (no child can be started) or `signal` says that nobody waits any more,
 * which the relay answers with 451.
 */
export async function check(
  source: MessageSource,
  envelope: Envelope | ((facts: MessageFacts) => Envelope),
  engine: Engine,
  now: Date,
  signal?: AbortSignal,
): Promise<Judged> {
  const { policy, pool } = engine // taken once: a message is judged by one version of the policy
  const facts = await pool.readMessage(source, now, signal)
  const known = typeof envelope === 'function' ? envelope(facts) : envelope
  return { facts, envelope: known, verdict: judge(facts, known, policy, now) }
}

/** Facts to verdict; pure. */
export function judge(facts: MessageFacts, envelope: Envelope, policy: Policy, now: Date): Verdict {
  const { site } = policy
  const today = officeDay(now)
  const found = policy.rules.map(({ rule, parameters }) => ({
    rule,
    found: ruleById(rule).find({ facts, envelope, parameters, site, today }),
  }))
  const { action, findings } = decide(policy, found, envelope, now)
  const paperEquivalent = action === 'pass' && findings.length === 0 && documentsMeetArticle7(facts)
  return { action, findings, policyVersion: policy.version, paperEquivalent }
}

/**
 * 7.4.a: documents that meet 7.3 are worth as much as paper. Without a finding every editable document has its signed
 * PDF (7.3.a); a PDF is counted only when the unit signed it, because whether it is a scan (7.3.b) is not judged yet.
 */
function documentsMeetArticle7(facts: MessageFacts): boolean {
  const documents = everyDocument(facts.attachments)
  const pdfs = documents.filter((document) => document.kind === 'pdf')
  return pdfs.length > 0 && pdfs.every((pdf) => standingOf(pdf) === 'ok')
}
