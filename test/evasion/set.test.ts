// The evasion set against the engine: every payload is found or its message refused by name, none of high severity is open.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { check } from '../../src/check.ts'
import { createPool, type ReadingPool } from '../../src/inspect/pool.ts'
import { readMessage } from '../../src/message/read.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { CLOCK, ENVELOPE, judgedOf, type Row, rowOf, tableOf } from '../support/evasion.ts'
import { bytes, macro, mixed, type Outcome, program, secret } from './build.ts'
import { ALL } from './list.ts'

const policy = loadPolicy({ directory: 'policies', site: 'samples/site' }, RULES)
const rows: Row[] = []
let pool: ReadingPool

/** Cases that are neither found nor refused, a line each. Where no program shows the payload by itself, a mark that says so is enough. */
function open(of: Row[]): string[] {
  const left = of.filter(({ state, severity }) => state === 'open' || (state === 'tagged' && severity !== 'low'))
  return left.map(({ id, severity, state, technique, seen }) => `${state} ${severity} ${id}: ${technique}: ${seen}`)
}

beforeAll(async () => {
  pool = createPool(policy.reading, { processes: 1, seconds: 20, memoryMiB: 900 })
  for (const each of ALL) {
    const source = { bytes: each.message, file: null, size: each.message.length, stuffed: false }
    rows.push(rowOf(each, await check(source, ENVELOPE, { policy, pool }, CLOCK)))
  }
  console.log(tableOf(rows))
}, 600_000)
afterAll(() => pool.close())

describe('the set', () => {
  test('has more than 500 cases of at least 20 families, each with its own id and its own bytes', () => {
    expect(ALL.length).toBeGreaterThan(500)
    expect(new Set(ALL.map(({ group }) => group)).size).toBeGreaterThanOrEqual(20)
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length)
    const seen = new Map<string, string>()
    const same = ALL.flatMap(({ id, message }) => {
      const sha256 = createHash('sha256').update(message).digest('hex')
      const other = seen.get(sha256)
      seen.set(sha256, id)
      return other === undefined ? [] : [`${id} is ${other}`]
    })
    expect(same).toEqual([])
    for (const { expect: outcomes } of ALL) expect(outcomes.length).toBeGreaterThan(0)
  })

  test('is found in the ordinary form of each payload, so that a case that passes means something', () => {
    const plain = ['o-docm', 'n-plain', 'z-exe', 'n-exe-pdf', 't-plain', 'k-pdf-js', 'w-js-text']
    expect(rows.filter(({ id }) => plain.includes(id)).map(({ state }) => state)).toEqual(plain.map(() => 'found'))
  })
})

test('a message that hides nothing is open, whatever is expected of it: the judge can fail', async () => {
  const harmless = bytes(mixed())
  const facts = await readMessage(harmless, policy.reading, CLOCK)
  const outcomes: Outcome[] = [...macro, ...program, ...secret, { problem: 'nul' }, { reason: 'damaged' }]
  const [group, severity, technique] = ['none', 'high', 'none'] as const
  const row = rowOf(
    { id: 'none', group, severity, technique, message: harmless, expect: outcomes },
    judgedOf(facts, policy),
  )
  expect(row.state).toBe('open')
})

describe('the engine', () => {
  test('leaves none of high severity open', () => {
    expect(open(rows.filter(({ severity }) => severity === 'high'))).toEqual([])
  })

  test('finds or refuses all of them', () => {
    expect(open(rows)).toEqual([])
  })

  test('says the same whether it reads in a process of its own or here', async () => {
    const sample = ALL.filter((_, index) => index % 7 === 0)
    for (const each of sample) {
      const facts = await readMessage(each.message, policy.reading, CLOCK)
      const row = rowOf(each, judgedOf(facts, policy))
      expect(row).toEqual(rows.find(({ id }) => id === row.id))
    }
  })
})
