// Generated attacks on signed PDFs, and changes that are permitted: each file has one right answer, and we give it.
import { describe, expect, test } from 'vitest'
import { read } from '../../signature/support/pdf.ts'
import { certifications, fields } from './attacks/certified.ts'
import type { AttackCase } from './attacks/document.ts'
import { forgeries, wrappings } from './attacks/forgery.ts'
import { brokenUpdates, contentUpdates } from './attacks/saving.ts'
import { ambiguities, shadows } from './attacks/shadow.ts'
import { manySignatures, valid } from './attacks/valid.ts'

const FAMILIES: Record<string, () => AttackCase[]> = {
  'universal forgery': forgeries,
  'signature wrapping': wrappings,
  'incremental saving: well-formed updates': contentUpdates,
  'incremental saving: bytes of no update': brokenUpdates,
  'shadow attacks': shadows,
  'certification and sneaky signatures': certifications,
  'form fields': fields,
  'readers differ': ambiguities,
  'what may come after a signature': valid,
}

const families = Object.entries(FAMILIES).map(([family, cases]) => [family, cases()] as const)

describe.each(families)('%s', (_, cases) => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, { expect: expected, pdf, why }) => {
    const facts = read(pdf)
    const said = facts.signatures.map(({ field, integrity, why }) => `${field}: ${integrity} (${why})`).join('; ')
    expect(facts.integrity, `${why}: ${said} ${facts.reasons}`).toBe(expected)
    if (expected === 'intact') expect(facts.signatures.every(({ integrity }) => integrity === 'intact')).toBe(true)
  })
})

test('there are at least 120 attacks, and names tell them apart', () => {
  const all = families.flatMap(([family, cases]) => cases.map(({ name }) => `${family}: ${name}`))
  expect(new Set(all).size).toBe(all.length)
  const hostile = families.flatMap(([, cases]) => cases).filter(({ expect }) => expect !== 'intact')
  expect(hostile.length).toBeGreaterThanOrEqual(120)
})

test('25 signatures and 50 revisions', () => {
  const pdf = manySignatures(25)
  const facts = read(pdf)
  expect(facts.signatures.map(({ integrity }) => integrity)).toEqual(Array(25).fill('intact'))
  const start = process.cpuUsage()
  read(pdf)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(200)
})
