// The types of a loaded policy: the regulation's text, one entry per rule, and the office's own data.
import type { ReadingContext } from '../facts.ts'
import type { Parameters, Site } from '../rules/rule.ts'
import type { Mistake } from '../settings/mistake.ts'
import type { Action, Mode, Outcome } from '../verdict.ts'

/** A clause of the regulation word for word; `id` is "7.3.a", `heading` its article's title. */
export interface Clause {
  id: string
  heading: string
  text: string
}

/** A case in which a rule's findings cost nothing, granted by a paper and until a day. All given scopes must match. */
export interface Exception {
  /** Addresses or `@domain`; the envelope sender is one of them. */
  senders?: string[]
  /** Addresses or `@domain`; every recipient is one of them. */
  recipients?: string[]
  /** Message ids of the rule to which it is limited. */
  messages?: string[]
  /** Last day on which it holds, in the office's time (UTC+7), as YYYY-MM-DD. */
  until: string
  reason: string
  /** The approving paper: number, day and issuer. */
  paper: string
}

/** One rule as the policy file policies/<rule>.yaml sets it. */
export interface RulePolicy {
  rule: string
  clause: string
  /** Words of that clause, exactly as the regulation has them. */
  quote: string
  mode: Mode
  actions: Record<Outcome, Action> & { messages: Record<string, Action> }
  parameters: Parameters
  exceptions: Exception[]
}

/** A clause that no rule enforces, with the reason. */
export interface NotEnforced {
  clause: string
  vi: string
  en: string
}

/** A policy that was read whole and without a mistake. */
export interface Policy {
  /** First 12 hex digits of the SHA-256 over all files that it was read from. */
  version: string
  clauses: Clause[]
  rules: RulePolicy[]
  notEnforced: NotEnforced[]
  site: Site
  reading: ReadingContext
  /** What the files may say but hardly mean, each with its place. */
  warnings: Mistake[]
}
