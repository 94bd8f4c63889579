// Article 8, state secrets: strong marks are violations, weak ones cannot be told.
import { expect, test } from 'vitest'
import type { SecrecyPlace } from '../../src/facts.ts'
import { art8StateSecret as rule } from '../../src/rules/art8-state-secret.ts'
import { document, envelope, find, ids, message, silent } from '../support/facts.ts'

const place = (overrides: Partial<SecrecyPlace> = {}): SecrecyPlace => ({
  where: 'subject',
  at: { part: 'header', path: [] },
  degree: 'tối mật',
  text: '[TỐI MẬT] Kế hoạch',
  strength: 'strong',
  within: null,
  ...overrides,
})
const marked = (...places: SecrecyPlace[]) => message({ secrecy: { degree: 'tối mật', places } })

test('no mark, no finding', () => {
  expect(find(rule)).toEqual([])
})

test.each(['subject', 'body'] as const)('a strong mark in %s', (where) => {
  const [found, ...more] = find(rule, { facts: marked(place({ where })) })
  expect(more).toEqual([])
  expect(found).toMatchObject({ outcome: 'violated', message: 'mark-strong', at: { part: 'header' } })
  const { vi, en } = rule.messages[found!.message]!.say(found!.data)
  expect(vi).toContain('[TỐI MẬT] Kế hoạch')
  expect(en).toContain('[TỐI MẬT] Kế hoạch')
})

const within = (where: 'header' | 'text-box', page: number | null = null) => ({ where, page, name: null })
const withMarks = (name: string, ...places: SecrecyPlace[]) =>
  document({ name, secrecy: { degree: 'tối mật', places } })

test.each(['file-name', 'text', 'scan'] as const)(
  'a strong mark in %s: the file is named, in the reply too',
  (where) => {
    const facts = message({ attachments: [withMarks('ke-hoach.docx', place({ where, text: 'TỐI MẬT' }))] })
    const [found, ...more] = find(rule, { facts })
    expect(more).toEqual([])
    const { say, short } = rule.messages['mark-strong']!
    expect(say(found!.data).vi).toMatch(/“ke-hoach\.docx”.*“TỐI MẬT”/)
    expect(short(found!.data)).toContain('ke-hoach.docx')
  },
)

test('each file with marks is told, with the spots in it; the highest degree counts', () => {
  const marks = [
    place({ where: 'text', degree: 'mật', text: 'MẬT', within: within('header', 1) }),
    place({ where: 'text', degree: 'tối mật', text: 'TỐI MẬT', within: within('text-box') }),
    ...[2, 3, 4].map((page) => place({ where: 'text', degree: 'mật', text: 'MẬT', within: within('header', page) })),
  ]
  const other = withMarks('b.docx', place({ where: 'text', text: 'TỐI MẬT' }))
  const found = find(rule, { facts: message({ attachments: [withMarks('a.docx', ...marks), other] }) })
  expect(found.map(({ data }) => [data.name, data.degree])).toEqual([
    ['a.docx', 'tối mật'],
    ['b.docx', 'tối mật'],
  ])
  const { vi } = rule.messages['mark-strong']!.say(found[0]!.data)
  expect(vi).toContain('“MẬT” (đầu trang, trang 1), “TỐI MẬT” (khung chữ)')
  expect(vi).toContain('và 2 chỗ khác')
})

test('a weak mark is undetermined', () => {
  expect(find(rule, { facts: marked(place({ strength: 'weak' })) })[0]).toMatchObject({
    outcome: 'undetermined',
    message: 'mark-weak',
  })
  expect(silent(rule, ['mark-strong', 'mark-weak'])).toEqual([])
})

test.each([
  ['2026-02-28', '29/2018/QH14'],
  ['2026-03-01', '117/2025/QH15'],
  ['2019-01-01', '29/2018/QH14'],
])('the law of the day: %s', (today, law) => {
  const [found] = find(rule, { facts: marked(place()), today })
  const { vi, en } = rule.messages['mark-strong']!.remedy(found!.data)
  expect(vi).toContain(law)
  expect(en).toContain(law)
})

test('a decision of an older version, stored without the law, is still told', () => {
  expect(rule.messages['mark-strong']!.remedy({}).vi).toContain('theo quy định bảo vệ bí mật nhà nước')
})

test('marks of a document at any depth, also when the message does not list them', () => {
  const secrecy = { degree: 'mật' as const, places: [place({ where: 'text', degree: 'mật', text: 'MẬT' })] }
  const inside = document({ name: 'a.zip', children: [document({ name: 'b.docx', secrecy })] })
  expect(ids(rule, { facts: message({ attachments: [inside] }) })).toEqual(['mark-strong'])
})

test('the same mark in plain text and HTML is told once', () => {
  const text = place({ where: 'body', at: { part: '1.1', path: [] }, text: 'TỐI MẬT' })
  expect(ids(rule, { facts: marked(text, { ...text, at: { part: '1.2', path: [] } }) })).toEqual(['mark-strong'])
})

test('a bounce is no excuse', () => {
  expect(ids(rule, { facts: marked(place()), envelope: envelope({ sender: '' }) })).toEqual(['mark-strong'])
})
