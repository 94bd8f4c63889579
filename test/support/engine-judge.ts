// The real engine as a relay's judge, without audit: policies and sample site of the project, two reading processes.
import { join } from 'node:path'
import { check } from '../../src/check.ts'
import { headerLines, refusal } from '../../src/explain.ts'
import { createPool } from '../../src/inspect/pool.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import type { Judge } from '../../src/smtp/relay.ts'
import type { Verdict } from '../../src/verdict.ts'
import { ROOT } from './cli.ts'

export interface EngineJudge {
  judge: Judge
  /** Every verdict so far. */
  verdicts: Verdict[]
  close(): Promise<void>
}

/** The time that the samples are judged at. */
const CLOCK = new Date('2026-03-02T08:00:00+07:00')
const CODE = 'AB12CD34'

export function startEngine(): EngineJudge {
  const policy = loadPolicy({ directory: join(ROOT, 'policies'), site: join(ROOT, 'samples', 'site') }, RULES)
  const pool = createPool(policy.reading, { processes: 2, seconds: 30, memoryMiB: 700 })
  const verdicts: Verdict[] = []
  const judge: Judge = async (message, envelope, { signal }) => {
    const { verdict } = await check(message, envelope, { policy, pool }, CLOCK, signal)
    verdicts.push(verdict)
    const { action } = verdict
    if (action === 'reject') return { action, code: CODE, reply: refusal(verdict, CODE), headers: [] }
    return { action, code: CODE, reply: null, headers: headerLines(verdict, CODE) }
  }
  return { judge, verdicts, close: () => pool.close() }
}
