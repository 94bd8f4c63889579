// The policy loader: a good policy as a whole, and every kind of mistake with its place.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPolicy, PolicyError } from '../../src/policy/load.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { SettingsError } from '../../src/settings/yaml-file.ts'
import { FICTIONAL_RULES, GOOD_FILES, policyFolder } from '../support/policy-folder.ts'

type Changes = Parameters<typeof policyFolder>[0]

function load(changes: Changes = {}): Policy {
  const folder = policyFolder(changes)
  try {
    return loadPolicy({ directory: folder.directory }, FICTIONAL_RULES)
  } finally {
    folder.remove()
  }
}

function mistakes(changes: Changes): string[] {
  const folder = policyFolder(changes)
  try {
    loadPolicy({ directory: folder.directory }, FICTIONAL_RULES)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message.split('\n').map((line) => line.replace(`${folder.directory}/`, ''))
  } finally {
    folder.remove()
  }
}

/** A good file with one piece of it replaced. */
function changed(name: string, from: string, to: string): Changes {
  const content = GOOD_FILES[name]!
  expect(content).toContain(from)
  return { [name]: content.replace(from, to) }
}

describe('a good policy', () => {
  it('is read whole, in the order of the rules', () => {
    const policy = load()
    expect(policy.rules.map(({ rule }) => rule)).toEqual(['art1-paper', 'art2-ink'])
    expect(policy.rules[0]).toEqual({
      rule: 'art1-paper',
      clause: '1.1',
      quote: 'phải có giấy, không trừ ai',
      mode: 'enforce',
      actions: { violated: 'tag', undetermined: 'reject', messages: { 'no-paper': 'reject' } },
      parameters: { lists: ['tu-thu'], strict: true, pages: 5 },
      exceptions: [
        {
          senders: ['noivu.cangio@tphcm.gov.vn'],
          recipients: ['@example.gov.vn'],
          messages: ['no-paper'],
          until: '2026-12-31',
          reason: 'đang chuyển hệ thống',
          paper: '12/TB-VP ngày 02/01/2026',
        },
      ],
    })
    expect(policy.rules[1]).toMatchObject({ mode: 'observe', parameters: {}, exceptions: [] })
  })

  it('gives clauses, site, words and trust as the readers need them, in lower case', () => {
    const { clauses, site, reading, notEnforced } = load()
    expect(clauses.map(({ id }) => id)).toEqual(['1.1', '1.2', '2'])
    expect(clauses[0]).toMatchObject({ heading: 'Điều 1. Giấy', text: '1. Mỗi thư phải có giấy,\nkhông trừ ai.' })
    expect(clauses[2]).toMatchObject({ heading: 'Điều 2.', text: 'Không dùng mực đỏ.' })
    expect(site).toMatchObject({ domain: 'tphcm.gov.vn', suffix: '.cangio', boxes: ['cangio@tphcm.gov.vn'] })
    expect(site.units[0]!.boxes).toEqual(['noivu.cangio@tphcm.gov.vn'])
    expect(reading.words).toEqual([{ list: 'tu-thu', accents: true, phrases: ['khuyến mãi', 'giảm giá'] }])
    expect(reading.units).toEqual([{ id: 'noi-vu', names: ['Phòng Nội vụ'] }])
    expect(reading.trust).toEqual({ roots: ['ab'.repeat(32)], certificates: [] })
    expect(notEnforced).toEqual([{ clause: '1.2', vi: 'ngoài thư', en: 'outside mail' }])
  })

  it('has a version that changes with any byte and with nothing else', () => {
    const { version } = load()
    expect(version).toMatch(/^[0-9a-f]{12}$/)
    expect(load().version).toBe(version)
    expect(load(changed('art2-ink.yaml', 'rule: art2-ink', 'rule:  art2-ink')).version).not.toBe(version)
    expect(load(changed('site/words/tu-thu.yaml', 'giảm giá', 'giảm gía')).version).not.toBe(version)
    expect(load({ 'README.md': 'not the policy' }).version).toBe(version)
  })
})

describe('warnings', () => {
  const words = (phrases: string[]) =>
    `list: tu-thu\nvi: v\nen: e\naccents: true\nphrases:\n${phrases.map((each) => `  - ${each}\n`).join('')}`
  const told = (changes: Changes) =>
    load(changes).warnings.map(({ file, position, key, vi, en }) => {
      expect([vi, en].join(' ')).not.toMatch(/undefined|null/)
      return `${file.split('/').at(-1)}:${position!.line}:${position!.column} ${key}: ${vi} / ${en}`
    })

  it('there are none about a good policy', () => {
    expect(load().warnings).toEqual([])
  })
  it('a phrase of one syllable is told with its place, and is in force', () => {
    const changes = {
      'site/words/tu-thu.yaml': words(['giảm giá', 'Ma', 'casino', 'nghiêng', '50%', 'quà tặng', 'khuya']),
    }
    expect(told(changes)).toEqual([
      expect.stringMatching(/^tu-thu\.yaml:7:5 phrases\.1: "Ma" chỉ có một tiếng.* \/ "Ma" is a single syllable/),
      expect.stringMatching(/^tu-thu\.yaml:9:5 phrases\.3: "nghiêng"/),
      expect.stringMatching(/^tu-thu\.yaml:12:5 phrases\.6: "khuya"/),
    ])
    expect(load(changes).reading.words[0]!.phrases).toContain('Ma')
  })
  it('at most a hundred of one list', () => {
    expect(
      told({ 'site/words/tu-thu.yaml': words(Array.from({ length: 1500 }, (_, index) => `b${index}a`)) }),
    ).toHaveLength(100)
  })
  it('a list that no rule looks at is told with the rules that could', () => {
    const other = words(['hai tiếng']).replace('tu-thu', 'bo-quen')
    expect(told({ 'site/words/bo-quen.yaml': `# ghi chú\n${other}` })).toEqual([
      expect.stringMatching(
        /^bo-quen\.yaml:2:7 list: không quy tắc nào .* "bo-quen".*: art1-paper \/ no rule looks at the list "bo-quen".*: art1-paper$/,
      ),
    ])
  })
  it('of a policy that is refused only its mistakes are told', () => {
    expect(mistakes({ 'site/words/tu-thu.yaml': words(['ma', 'ma']) })).toEqual([
      expect.stringContaining('already stands'),
    ])
  })
})

describe('the overlay of an office', () => {
  it('takes the place of what it has and leaves the rest', () => {
    const folder = policyFolder()
    const site = mkdtempSync(join(tmpdir(), 'congthu-site-'))
    try {
      mkdirSync(join(site, 'words'))
      writeFileSync(
        join(site, 'words', 'tu-thu.yaml'),
        'list: tu-thu\nvi: khác\nen: other\naccents: false\nphrases: [ba]\n',
      )
      const { reading, site: own } = loadPolicy({ directory: folder.directory, site }, FICTIONAL_RULES)
      expect(reading.words).toEqual([{ list: 'tu-thu', accents: false, phrases: ['ba'] }])
      expect(own.domain).toBe('tphcm.gov.vn')
      writeFileSync(join(site, 'units.yaml'), 'domain: x\n')
      const broken = () => loadPolicy({ directory: folder.directory, site }, FICTIONAL_RULES)
      expect(broken).toThrow(`${join(site, 'units.yaml')}:1:9 domain: `)
      writeFileSync(join(site, 'unit.yaml'), '') // misspelt, it would leave another office's data in force
      expect(broken).toThrow('did you mean "units.yaml"?')
      rmSync(site, { recursive: true })
      mkdirSync(site)
      expect(broken).toThrow('empty; it may hold units.yaml')
    } finally {
      rmSync(site, { recursive: true })
      expect(() => loadPolicy({ directory: folder.directory, site }, FICTIONAL_RULES)).toThrow('no such folder')
      folder.remove()
    }
  })
})

describe('a mistake of a rule file', () => {
  it.each([
    ['violated: tag\n', 'violated: warn\n', /^art1-paper\.yaml:7:13 actions\.violated: .*pass, tag, reject/],
    ['  undetermined: reject\n', '', /^art1-paper\.yaml:6:1 actions\.undetermined: thiếu khoá này/],
    ['no-paper: reject', 'no-papr: reject', /:9:15 actions\.messages\.no-papr: .*did you mean "no-paper"\?$/],
    ['pages: 5', 'pages: 10', /:11:10 parameters\.pages: .*at most 9/],
    ['pages: 5', 'page: 5', /:11:3 parameters\.page: .*did you mean "pages"\?$/],
    ['pages: 5', 'lists: [tu-tu]', /:11:11 parameters\.lists\.0: .*no word list "tu-tu"; there are: tu-thu$/],
    ["clause: '1.1'", 'clause: 1.10', /:3:9 clause: .*write it in quotes: "1\.10"/],
    ["clause: '1.1'", "clause: '1.3'", /:3:9 clause: .*no clause "1\.3"$/m],
    ['rule: art1-paper', 'rule: art2-ink', /:2:7 rule: .*art1-paper/],
    ['mode: enforce', 'mode: off', /:5:7 mode: .*enforce, observe/],
    ['mode: enforce', 'mode: enforce\nmode: observe', /:6:1 mode: khoá "mode" đã có ở dòng 5/],
    ['until: 2026-12-31', 'until: 2026-02-30', /exceptions\.0\.until: .*not a day/],
    ['    until: 2026-12-31\n', '', /exceptions\.0\.until: thiếu khoá này/],
    ['paper: 12/TB-VP ngày 02/01/2026', 'paper: " "', /exceptions\.0\.paper: .*must not be blank/],
    ["recipients: ['@example.gov.vn']", 'recipients: [example]', /exceptions\.0\.recipients\.0: .*@domain/],
    ['messages: [no-paper]', 'messages: [red-ink]', /exceptions\.0\.messages\.0: .*no-paper, paper-unread/],
  ])('%j -> %j', (from, to, told) => {
    expect(mistakes(changed('art1-paper.yaml', from, to)).join('\n')).toMatch(told)
  })

  it('an exception without a scope would be the rule switched off', () => {
    const scope = /senders: .*\n {4}recipients: .*\n {4}messages: .*\n {4}/.exec(GOOD_FILES['art1-paper.yaml']!)![0]
    expect(mistakes(changed('art1-paper.yaml', scope, ''))[0]).toMatch(/:13:5 exceptions\.0: .*needs a scope/)
  })

  it.each([
    ['a word changed', 'phải có giấy, không trừ người', /agrees up to "có giấy, không trừ", then has "người"$/],
    ['a word left out', 'phải có, không trừ ai', /agrees up to "phải có", then has ","|"phải", then has "có,"$/],
    ['accents lost', 'phai co giay', /then has "phai"$/],
    ['other case', 'Phải có giấy', /not word for word/],
    ['a word cut', 'phải có giấ', /Unicode form or cuts a word/],
    ['decomposed letters', 'phải có giấy'.normalize('NFD'), /differs in Unicode form/],
  ])('a quotation with %s', (_what, quote, told) => {
    const told1 = mistakes(changed('art1-paper.yaml', 'phải có giấy, không trừ ai', quote))
    expect(told1).toHaveLength(1)
    expect(told1[0]).toMatch(told)
    expect(told1[0]).toMatch(/^art1-paper\.yaml:4:8 quote: /)
  })
})

describe('a mistake of the folder', () => {
  it.each<[string, Changes, RegExp]>([
    ['a rule without a file', { 'art2-ink.yaml': null }, /^art2-ink\.yaml: không có tệp này \/ no such file$/],
    ['a file without a rule', { 'art2-inc.yaml': 'a: 1' }, /^art2-inc\.yaml: .*did you mean "art2-ink"\?$/],
    ['a file named .yml', { 'art2-ink.yml': 'a: 1' }, /^art2-ink\.yml: không có quy tắc/],
    ['no regulation', { 'quy-che-1713.md': null }, /quy-che-1713\.md: không có tệp này/],
    [
      'a clause twice',
      { 'quy-che-1713.md': `${GOOD_FILES['quy-che-1713.md']}\n### 2\n\nx\n` },
      /\.md:\d+:1: .*stands twice/,
    ],
    [
      'a clause in no list',
      { 'site/not-enforced.yaml': '[]' },
      /not-enforced\.yaml: .*clause 1\.2 is cited by no rule/,
    ],
    [
      'a clause both enforced and excused',
      changed('site/not-enforced.yaml', '\n', "\n- { clause: '2', vi: a, en: b }\n"),
      /not-enforced\.yaml:2:13 1\.clause: .*clause 2 is enforced by art2-ink/,
    ],
    [
      'an excuse for no clause',
      changed('site/not-enforced.yaml', '\n', "\n- { clause: '1.9', vi: a, en: b }\n"),
      /no clause "1\.9"/,
    ],
    ['an excuse in one language', changed('site/not-enforced.yaml', ', en: outside mail', ''), /0\.en: thiếu khoá/],
    [
      'a list not named as its file',
      changed('site/words/tu-thu.yaml', 'list: tu-thu', 'list: khac'),
      /must be the file's name/,
    ],
    ['a phrase twice', changed('site/words/tu-thu.yaml', 'giảm giá', 'Khuyến mãi'), /phrases\.1: .*already stands/],
    ['a word list that is none', { 'site/words/a.txt': 'a' }, /site\/words\/a\.txt: .*a word list is a \.yaml file/],
    [
      'a unit twice',
      changed('site/units.yaml', 'units:', 'units:\n  - { id: noi-vu, name: a }'),
      /units\.1\.id: .*already/,
    ],
    ['a list with a mistake', changed('site/words/tu-thu.yaml', 'accents: true', 'accents: perhaps'), /accents/],
    ['a law out of order', changed('site/secrecy.yaml', '2026-03-01', '2019-03-01'), /law\.1\.from: .*2020-07-01/],
    ['a suffix that is none', changed('site/secrecy.yaml', '[-M]', "['M)']"), /suffixes/],
    ['a foreign domain', changed('site/units.yaml', 'domain: TPHCM', 'domain: x'), /officialDomains: .*x\.gov\.vn/],
    ['a bad fingerprint', { 'site/trust/roots.yaml': '- { sha256: ab, name: x }' }, /:1:13 0\.sha256: .*64 hex/],
    [
      'no list of roots',
      { 'site/trust/roots.yaml': null, 'site/trust/README.md': '' },
      /trust: .*roots\.yaml is missing/,
    ],
    ['a broken certificate', { 'site/trust/a.cer': 'no' }, /site\/trust\/a\.cer: không phải chứng thư X\.509/],
    ['a bundle that is not read', { 'site/trust/a.p7b': 'no' }, /site\/trust\/a\.p7b: .*is not read/],
  ])('%s', (_what, changes, told) => {
    expect(mistakes(changes)).toEqual([expect.stringMatching(told)])
  })

  it('is told together with all others', () => {
    const told = mistakes({
      ...changed('art1-paper.yaml', 'mode: enforce', 'mode: off'),
      ...changed('art2-ink.yaml', 'mực đỏ', 'mực xanh'),
      ...changed('site/units.yaml', 'domain:', 'domian:'),
      'site/trust/a.cer': 'no',
    })
    const files = told.map((line) => line.split(':')[0])
    expect(new Set(files)).toEqual(new Set(['site/units.yaml', 'site/trust/a.cer', 'art1-paper.yaml', 'art2-ink.yaml']))
  })
})
