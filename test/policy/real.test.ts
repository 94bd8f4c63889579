// The policy that comes with the project loads with the project's rules.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'

const POLICIES = join(import.meta.dirname, '..', '..', 'policies')

describe('policies/', () => {
  it('loads without a mistake', () => {
    const policy = loadPolicy({ directory: POLICIES }, RULES)
    expect(policy.rules.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id))
    expect(policy.site).toMatchObject({ domain: 'tphcm.gov.vn', suffix: '.cangio', boxes: ['cangio@tphcm.gov.vn'] })
    expect(policy.reading.trust.roots).toHaveLength(2)
  })

  it('a misspelt list of official wording is refused with its place', () => {
    const directory = mkdtempSync(join(tmpdir(), 'congthu-policies-'))
    try {
      cpSync(POLICIES, directory, { recursive: true })
      const file = join(directory, 'art7-2-personal-use.yaml')
      const text = readFileSync(file, 'utf8')
      expect(text).toContain('officialLists: [cong-vu]')
      writeFileSync(file, text.replace('officialLists: [cong-vu]', 'officialLists: [cong-vuu]'))
      expect(() => loadPolicy({ directory }, RULES)).toThrow(
        /art7-2-personal-use\.yaml:\d+:\d+ parameters\.officialLists\.0: .*no word list "cong-vuu"/,
      )
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
