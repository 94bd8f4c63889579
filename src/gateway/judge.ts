// The relay's judge: one message through the engine into the audit file, and what its answer and its log line say.
import type { AuditStore } from '../audit/store.ts'
import { check, type Engine, type Judged } from '../check.ts'
import { headerLines, refusal } from '../explain.ts'
import type { MessageFacts } from '../facts.ts'
import type { Figures, OwnFailure } from '../metrics/figures.ts'
import type { Judge, Judgement } from '../smtp/relay.ts'

export interface JudgeParts {
  /** Its policy may be exchanged at any time; a message keeps the one it began with. */
  engine: Engine
  audit: Pick<AuditStore, 'record'>
  figures: Pick<Figures, 'verdict' | 'gate' | 'ownFailure'>
  now: () => Date
}

/** Findings in one log line: it is of bounded length, whatever the message holds. */
const LOGGED_FINDINGS = 30
/** RFC 5322 2.1.1: a line has at most 998 characters. */
const LONGEST_ID = 998

/** Rejects for our own failures only, which are counted; the relay answers them with 451. */
export function createJudge({ engine, audit, figures, now }: JudgeParts): Judge {
  return async (message, envelope, { id: session, signal }) => {
    const ours = async <T>(kind: OwnFailure, work: Promise<T>): Promise<T> => {
      try {
        const done = await work
        signal.throwIfAborted() // no row for a message that was not answered
        return done
      } catch (error) {
        if (!signal.aborted) figures.ownFailure(kind)
        else if ((signal.reason as Error | undefined)?.message === 'deadline') figures.ownFailure('deadline')
        throw error
      }
    }
    const judged = await ours('judging', check(message, envelope, engine, now(), signal))
    const { facts, verdict } = judged
    const { size, sha256 } = facts
    const row = { at: now(), session, envelope, messageId: messageIdOf(facts), size, sha256, verdict }
    const code = await ours('audit', audit.record(row))
    figures.verdict(verdict)
    figures.gate(facts.gate.problems)
    return judgement(judged, code)
  }
}

function messageIdOf({ header }: MessageFacts): string | null {
  return header?.messageId?.slice(0, LONGEST_ID) ?? null
}

function judgement({ facts, verdict }: Judged, code: string): Judgement {
  const { action } = verdict
  const log = logFields(facts, verdict)
  if (action !== 'reject') return { action, code, reply: null, headers: headerLines(verdict, code), log }
  return { action, code, reply: refusal(verdict, code), headers: [], log }
}

/** What the message's one log line says of the verdict. No subject, no body; findings by rule and message id. */
function logFields(facts: MessageFacts, { findings, policyVersion }: Judged['verdict']): object {
  return {
    messageId: messageIdOf(facts),
    findings: findings
      .slice(0, LOGGED_FINDINGS)
      .map(({ clause, rule, message, action }) => `${clause} ${rule}/${message} ${action}`),
    policy: policyVersion,
  }
}
