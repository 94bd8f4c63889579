// The judge between relay and engine: a row for each verdict, our own failures counted by kind and never a verdict.
import { expect, test } from 'vitest'
import { type AuditStore, openAudit } from '../../src/audit/store.ts'
import type { Engine } from '../../src/check.ts'
import type { MessageFacts } from '../../src/facts.ts'
import { createJudge } from '../../src/gateway/judge.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { RULES } from '../../src/rules/index.ts'
import type { Judgement, SessionInfo } from '../../src/smtp/types.ts'
import { ROOT } from '../support/cli.ts'
import { envelope, header, message } from '../support/facts.ts'

const policy = loadPolicy({ directory: `${ROOT}/policies` }, RULES)
const now = () => new Date('2026-03-02T01:00:00Z')

interface Given {
  facts?: () => Promise<MessageFacts>
  audit?: Pick<AuditStore, 'record'>
  signal?: AbortSignal
  /** Put in force while the message is read. */
  next?: Policy
}

/** Judges one message with these parts; what it was counted as. */
async function judged({ facts = async () => message(), audit = openAudit(':memory:'), signal, next }: Given) {
  const counted: string[] = []
  const readMessage = async () => {
    if (next) engine.policy = next
    return await facts()
  }
  const engine: Engine = { policy, pool: { readMessage } as unknown as Engine['pool'] }
  const judge = createJudge({
    engine,
    audit,
    figures: {
      verdict: ({ action }) => counted.push(action),
      gate: () => {},
      ownFailure: (kind) => counted.push(kind),
    },
    now,
  })
  const session: SessionInfo = { id: 's', transaction: 1, tls: false, helo: 'x', signal: signal ?? neverAborted() }
  const received = { size: 1, stuffed: false, bytes: Buffer.from('x'), file: null }
  const outcome = await judge(received, envelope(), session).catch((error: Error) => error)
  return { counted, outcome }
}

const neverAborted = () => new AbortController().signal

test('a verdict: one row, one count, and what the log line says of it is bounded', async () => {
  const audit = openAudit(':memory:')
  const long = `<${'a'.repeat(5000)}@x>`
  const { counted, outcome } = await judged({
    audit,
    facts: async () => message({ header: header({ messageId: long }) }),
  })
  const { action, code, log } = outcome as Judgement
  expect(counted).toEqual([action])
  expect(audit.find(code)).toMatchObject({ action, policyVersion: policy.version })
  expect(log).toEqual({ messageId: long.slice(0, 998), findings: expect.any(Array), policy: policy.version })
})

test('a policy put in force while the message is read judges the next one, not this one', async () => {
  const { outcome } = await judged({ next: { ...policy, version: 'next', rules: [] } })
  expect((outcome as Judgement).log).toMatchObject({ policy: policy.version })
})

test.each([
  ['judging', { facts: () => Promise.reject(new Error('no process can be started')) }],
  ['audit', { audit: { record: () => Promise.reject(new Error('the disk is full')) } }],
] as const)('our own failure is counted as %s and thrown', async (kind, given) => {
  const { counted, outcome } = await judged(given)
  expect(counted).toEqual([kind])
  expect(outcome).toBeInstanceOf(Error)
})

test.each([
  ['deadline', ['deadline']],
  ['client gone', []],
])('ended from outside by %s: no row, counted only when it was our time that ran out', async (reason, counts) => {
  const ended = new AbortController()
  const rows: unknown[] = []
  const audit = { record: async (row: unknown) => `${rows.push(row)}` }
  const facts = async () => {
    ended.abort(new Error(reason))
    return message()
  }
  const { counted, outcome } = await judged({ facts, audit, signal: ended.signal })
  expect([counted, rows]).toEqual([counts, []])
  expect(outcome).toMatchObject({ message: reason })
})
