// House test: clause, quotation, policy, rule, test and sample lead to one another, with nothing missing.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULES } from '../src/rules/index.ts'
import { type House, houseProblems, readHouse, WITHOUT_SAMPLE } from './support/house.ts'

const house = readHouse(join(import.meta.dirname, '..'), RULES)

/** The problems that one change brings to a copy of the house. */
function broughtBy(change: (copy: House) => void): string[] {
  const copy = structuredClone(house)
  change(copy)
  const before = new Set(houseProblems(house))
  return houseProblems(copy).filter((problem) => !before.has(problem))
}

describe('the house', () => {
  it('has rules, clauses and samples to check', () => {
    expect(house.rules.length).toBeGreaterThan(0)
    expect(house.clauses.length).toBeGreaterThan(30)
    expect(house.samples.length).toBeGreaterThan(house.rules.length)
  })

  it('holds together', () => {
    expect(houseProblems(house)).toEqual([])
  })
})

describe('the check itself can fail', () => {
  it('when one word of a quotation differs from the regulation', () => {
    for (const [index, { rule, quote }] of house.policies.entries()) {
      const words = quote.trim().split(/\s+/)
      const middle = Math.floor(words.length / 2)
      const problems = broughtBy((copy) => {
        copy.policies[index]!.quote = words.with(middle, `${words[middle]}x`).join(' ')
      })
      expect(problems).toEqual([expect.stringContaining(`${rule}: the quotation`)])
    }
  })

  it('when a clause is neither cited nor listed, or listed without a reason', () => {
    const { clause } = house.notEnforced[0]!
    expect(broughtBy((copy) => copy.notEnforced.shift())).toEqual([
      `clause ${clause}: cited by no policy and not in not-enforced.yaml`,
    ])
    const silenced = broughtBy((copy) => {
      copy.notEnforced[0]!.vi = ' '
    })
    expect(silenced).toEqual([`clause ${clause}: no reason`])
  })

  it('when the regulation loses a clause that a policy cites', () => {
    const { clause, rule } = house.policies[0]!
    const problems = broughtBy((copy) => {
      copy.clauses = copy.clauses.filter(({ id }) => id !== clause)
    })
    expect(problems).toContain(`${rule}: the regulation has no clause ${clause}`)
  })

  it('when a rule lacks its policy, its source, its test or its samples', () => {
    const id = 'art99-new'
    const missing = [`src/rules/${id}.ts`, `policies/${id}.yaml`, `test/rules/${id}.test.ts`]
    expect(broughtBy((copy) => copy.rules.push({ id, messages: ['new'] }))).toEqual([
      ...missing.map((file) => `${file} is missing`),
      `samples/${id}: no sample passes the rule`,
      `samples/${id}: no sample of new`,
    ])
  })

  it('when a policy is of no rule', () => {
    expect(broughtBy((copy) => copy.files.push('policies/art99-old.yaml'))).toEqual([
      'policies/art99-old.yaml is of no rule',
    ])
  })

  it('when the samples of one message, or those that pass, are gone', () => {
    for (const { id, messages } of house.rules) {
      const message = messages.find((one) => !Object.hasOwn(WITHOUT_SAMPLE, `${id}/${one}`))
      const lost = broughtBy((copy) => {
        copy.samples = copy.samples.filter(
          ({ rule, findings }) => rule !== id || !findings.some((one) => one.rule === id && one.message === message),
        )
      })
      expect(lost).toContain(`samples/${id}: no sample of ${message}`)
      const unpassed = broughtBy((copy) => {
        copy.samples = copy.samples.filter(
          ({ rule, findings }) => rule !== id || findings.some((one) => one.rule === id),
        )
      })
      expect(unpassed).toContain(`samples/${id}: no sample passes the rule`)
    }
  })

  it('when an excuse is for no message, or without a reason', () => {
    expect(houseProblems(house, { ...WITHOUT_SAMPLE, 'art99-new/x': 'why' })).toContain('art99-new/x: no such message')
    const [excused] = Object.keys(WITHOUT_SAMPLE)
    expect(houseProblems(house, { [excused!]: '' })).toContain(`${excused}: no reason why no sample shows it`)
  })
})
