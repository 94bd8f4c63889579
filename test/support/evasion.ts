// Judges the evasion set: what the engine made of each message, beside what must come of it.
import { type Engine, type Judged, judge } from '../../src/check.ts'
import type { DocumentFacts, Envelope, MessageFacts } from '../../src/facts.ts'
import { everyDocument } from '../../src/rules/documents.ts'
import type { Finding, Verdict } from '../../src/verdict.ts'
import type { EvasionCase, Outcome } from '../evasion/build.ts'

/** From the office to the city: nothing in the envelope gives a finding of its own. */
export const ENVELOPE: Envelope = {
  sender: 'vanphong.cangio@tphcm.gov.vn',
  recipients: ['somau@tphcm.gov.vn'],
  client: null,
}
export const CLOCK = new Date('2026-03-02T08:00:00+07:00')

/**
 * found: a rule of Article 8 refuses the payload. refused: the message is refused as uninspectable for a reason that was
 * expected. tagged: it goes on with a mark. open: it goes on, or is refused for something that was not thought of.
 */
export type State = 'found' | 'refused' | 'tagged' | 'open'

export interface Row {
  id: string
  group: string
  severity: EvasionCase['severity']
  technique: string
  state: State
  /** What the engine said in short, for a person who looks into an open one. */
  seen: string
}

const MESSAGES: Record<string, [rule: string, ...messages: string[]]> = {
  macro: ['art8-malware', 'macros'],
  executable: ['art8-malware', 'executable', 'script'],
  script: ['art8-malware', 'script', 'active-content'],
  name: ['art8-malware', 'executable-name', 'deceptive-name'],
  deceptive: ['art8-malware', 'deceptive-name'],
  active: ['art8-malware', 'active-content'],
  secret: ['art8-state-secret', 'mark-strong'],
}

/** The row of one case. */
export function rowOf({ id, group, severity, technique, expect }: EvasionCase, { facts, verdict }: Judged): Row {
  const met = expect.filter((outcome) => isMet(outcome, facts, verdict))
  const state =
    verdict.action === 'reject' ? stateOf(met, verdict) : met.length > 0 && verdict.action === 'tag' ? 'tagged' : 'open'
  return { id, group, severity, technique, state, seen: said(facts, verdict) }
}

function stateOf(met: Outcome[], verdict: Verdict): State {
  if (met.some((outcome) => 'found' in outcome)) return 'found'
  const kind = met.some((outcome) => 'kind' in outcome)
  if (kind && verdict.findings.some(({ rule, action }) => rule === 'art8-malware' && action === 'reject'))
    return 'found'
  const named = met.some((outcome) => 'problem' in outcome || 'reason' in outcome)
  const refused = verdict.findings.some(({ rule, action }) => rule === 'unreadable' && action === 'reject')
  return named && refused ? 'refused' : 'open'
}

function isMet(outcome: Outcome, facts: MessageFacts, { findings }: Verdict): boolean {
  if ('found' in outcome) return findings.some((finding) => isFound(outcome.found, finding))
  if ('problem' in outcome) return facts.gate.problems.some(({ problem }) => problem === outcome.problem)
  const documents = everyDocument(facts.attachments)
  if ('kind' in outcome) return documents.some(({ kind }) => kind === outcome.kind)
  return facts.reasons.includes(outcome.reason) || documents.some(({ reasons }) => reasons.includes(outcome.reason))
}

function isFound(what: string, { rule, message, action }: Finding): boolean {
  const [of, ...messages] = MESSAGES[what]!
  return action === 'reject' && rule === of && messages.includes(message)
}

/** Verdict, findings, problems, reasons and documents in one line. */
function said(facts: MessageFacts, verdict: Verdict): string {
  const findings = verdict.findings
    .filter(({ rule }) => rule.startsWith('art8') || rule === 'unreadable')
    .map(({ rule, message, action }) => `${rule}/${message}=${action}`)
  const problems = facts.gate.problems.map(({ problem, at }) => `${problem}@${at.part}`)
  const documents = everyDocument(facts.attachments).map(shown)
  return [
    verdict.action,
    `findings ${findings.join(' ') || '-'}`,
    `problems ${problems.join(' ') || '-'}`,
    `reasons ${facts.reasons.join(' ') || '-'}`,
    `documents ${documents.join(' ') || '-'}`,
  ].join(' | ')
}

function shown({ at, kind, names, reasons, macros, executable }: DocumentFacts): string {
  const flags = [macros ? 'macros' : '', executable ? 'program' : '', ...reasons].filter((flag) => flag !== '')
  return `${[at.part, ...at.path].join('>')}:${kind}(${names.join('/')})[${flags.join(' ')}]`
}

/** A table by group: total, found, refused, tagged, open, and the open ones of high severity. */
export function tableOf(rows: Row[]): string {
  const groups = [...new Set(rows.map(({ group }) => group))]
  const line = (name: string, of: Row[]): string => {
    const count = (state: State): string => String(of.filter((row) => row.state === state).length).padStart(8)
    const high = of.filter(
      ({ state, severity }) => state !== 'found' && state !== 'refused' && severity === 'high',
    ).length
    return `${name.padEnd(14)}${String(of.length).padStart(7)}${count('found')}${count('refused')}${count('tagged')}${count('open')}${String(high).padStart(11)}`
  }
  return [
    'group           total   found refused  tagged    open  high open',
    ...groups.map((group) =>
      line(
        group,
        rows.filter((row) => row.group === group),
      ),
    ),
    line('all', rows),
  ].join('\n')
}

/** Judges facts that were read elsewhere. */
export function judgedOf(facts: MessageFacts, policy: Engine['policy']): Judged {
  return { facts, envelope: ENVELOPE, verdict: judge(facts, ENVELOPE, policy, CLOCK) }
}
