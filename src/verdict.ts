// The words that the whole house shares: outcome, action, place, finding, verdict.

/** A rule's answer when it has one: the clause is broken, or it cannot be told. No finding means neither. */
export type Outcome = 'violated' | 'undetermined'

/** What the gateway does with a message. The strictest action of all findings wins. */
export type Action = 'pass' | 'tag' | 'reject'

/** `observe` counts a finding without acting on it, so that a new rule can be tried on real mail. */
export type Mode = 'enforce' | 'observe'

/** From mild to strict; `strictest` relies on this order. */
export const ACTIONS: readonly Action[] = ['pass', 'tag', 'reject']

/** The strictest of some actions; `pass` when there are none. */
export function strictest(actions: Iterable<Action>): Action {
  let rank = 0
  for (const action of actions) rank = Math.max(rank, ACTIONS.indexOf(action))
  return ACTIONS[rank]!
}

/**
 * Where something is: the MIME part, numbered as IMAP numbers it (RFC 3501 6.4.5: "1", "2.1"; `header` for the
 * message's own header block), then the names down through archives (`['ho-so.zip', 'to-trinh.docx']`).
 */
export interface Place {
  part: string
  path: string[]
}

/** Plain values that the sentences of a finding are made from. */
export type Data = Record<string, string | number | boolean | string[]>

/** What a rule found: a message id of that rule, where, and the data for its sentences. It knows no action. */
export interface Found {
  outcome: Outcome
  message: string
  at: Place | null
  data: Data
}

/** A finding after policy has spoken: the clause it stands on and what it costs. */
export interface Finding extends Found {
  rule: string
  clause: string
  mode: Mode
  action: Action
  /** The exception that turned the action into `pass`, by its reason and paper; null when none applied. */
  exception: { reason: string; paper: string } | null
}

/** The engine's answer for one message. Our own failure is never one: it is thrown and becomes 451. */
export interface Verdict {
  action: Action
  findings: Finding[]
  /** Hash of the policy that judged, so that a decision can be traced to the text then in force. */
  policyVersion: string
  /** True when the message carries documents and all of them meet 7.3, so that 7.4.a holds. */
  paperEquivalent: boolean
}
