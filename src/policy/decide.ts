// From what the rules found to what it costs: actions, modes and exceptions of the policy.
import type { Envelope } from '../facts.ts'
import { ACTIONS, type Action, type Finding, type Found, strictest } from '../verdict.ts'
import type { Exception, Policy, RulePolicy } from './policy.ts'

/** What one rule found. */
export interface RuleFound {
  rule: string
  found: Found[]
}

/** The offices' clock: Vietnam has one time zone and no summer time. */
const OFFICE_OFFSET_MS = 7 * 3_600_000

/** The day in the office's time (UTC+7), YYYY-MM-DD. */
export function officeDay(now: Date): string {
  return new Date(now.getTime() + OFFICE_OFFSET_MS).toISOString().slice(0, 10)
}

/**
 * Gives every finding its action (by message id, else by outcome; `pass` when only observed or excepted) and the
 * strictest of them. Findings come strictest first, then in the policy's order of rules. Throws RangeError for a rule
 * that the policy does not have or a date that is none: our own failure, never a verdict.
 */
export function decide(
  policy: Pick<Policy, 'rules'>,
  found: RuleFound[],
  envelope: Envelope,
  now: Date,
): { action: Action; findings: Finding[] } {
  const today = officeDay(now)
  const rank = new Map(policy.rules.map(({ rule }, index) => [rule, index]))
  const findings = found.flatMap(({ rule, found: ofRule }) => {
    const settings = policy.rules[rank.get(rule) ?? -1]
    if (settings === undefined) throw new RangeError(`no policy for rule ${rule}`)
    return ofRule.map((one) => judge(one, settings, envelope, today))
  })
  findings.sort(
    (a, b) => ACTIONS.indexOf(b.action) - ACTIONS.indexOf(a.action) || rank.get(a.rule)! - rank.get(b.rule)!,
  )
  return { action: strictest(findings.map(({ action }) => action)), findings }
}

function judge(found: Found, settings: RulePolicy, envelope: Envelope, today: string): Finding {
  const { rule, clause, mode, actions, exceptions } = settings
  const granted = exceptions.find((exception) => applies(exception, found.message, envelope, today)) ?? null
  const set = Object.hasOwn(actions.messages, found.message) ? actions.messages[found.message] : undefined
  const action = granted !== null || mode === 'observe' ? 'pass' : (set ?? actions[found.outcome])
  const exception = granted === null ? null : { reason: granted.reason, paper: granted.paper }
  return { ...found, rule, clause, mode, action, exception }
}

/** All scopes that the exception gives must match, on a day up to and including `until`. */
function applies(exception: Exception, message: string, envelope: Envelope, today: string): boolean {
  const { senders, recipients, messages, until } = exception
  if (today > until) return false
  if (messages !== undefined && !messages.includes(message)) return false
  if (senders !== undefined && !inScope(envelope.sender, senders)) return false
  if (recipients === undefined) return true
  // Of no recipients every one would match; an exception is never granted to nobody.
  return envelope.recipients.length > 0 && envelope.recipients.every((recipient) => inScope(recipient, recipients))
}

/** An address itself, or `@domain` for exactly that domain. Compared in lower case; the null sender is in no scope. */
function inScope(address: string, scope: string[]): boolean {
  const lower = address.toLowerCase()
  const at = lower.lastIndexOf('@')
  return at > 0 && (scope.includes(lower) || scope.includes(lower.slice(at)))
}
