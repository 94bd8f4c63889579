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

  it.each([
    ['art7-2-personal-use.yaml', 'officialLists: [cong-vu]', 'officialLists: [cong-vuu]', 'no word list "cong-vuu"'],
    ['art7-4c-font.yaml', 'fontPercent: 1', 'fontPercent: 101', 'at most 100'],
    ['art7-4c-font.yaml', 'colourPercent: 1', 'colourPercent: 1.5', 'a whole number is wanted'],
    ['art7-4c-font.yaml', 'encodingPercent: 1', 'encodingPercent: -1', 'at least 0'],
    ['art7-4c-font.yaml', 'encodingPercent: 1', 'percent: 1', 'unknown key "percent"'],
  ])('%s: %s as %s is refused with its place', (name, from, to, told) => {
    const directory = mkdtempSync(join(tmpdir(), 'congthu-policies-'))
    try {
      cpSync(POLICIES, directory, { recursive: true })
      const file = join(directory, name)
      const text = readFileSync(file, 'utf8')
      expect(text).toContain(from)
      writeFileSync(file, text.replace(from, to))
      const line = text.slice(0, text.indexOf(from)).split('\n').length
      expect(() => loadPolicy({ directory }, RULES)).toThrow(
        new RegExp(`${name}:${line}:[0-9]+ parameters\\..*${told}`),
      )
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
