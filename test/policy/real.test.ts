// The policy that comes with the project loads with the project's rules.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'

describe('policies/', () => {
  it('loads without a mistake', () => {
    const policy = loadPolicy({ directory: join(import.meta.dirname, '..', '..', 'policies') }, RULES)
    expect(policy.rules.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id))
    expect(policy.site).toMatchObject({ domain: 'tphcm.gov.vn', suffix: '.cangio', boxes: ['cangio@tphcm.gov.vn'] })
    expect(policy.reading.trust.roots).toHaveLength(2)
  })
})
