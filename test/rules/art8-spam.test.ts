// Article 8, spam: advertising phrases without [QC] or [AD] first in the subject.
import { expect, test } from 'vitest'
import type { TermHit } from '../../src/facts.ts'
import { art8Spam as rule } from '../../src/rules/art8-spam.ts'
import { find, header, ids, message, silent } from '../support/facts.ts'

const hit = (term: string, list = 'quang-cao'): TermHit => ({
  list,
  term,
  where: 'body',
  at: { part: '1', path: [] },
  within: null,
})
const TWO = [hit('siêu khuyến mãi'), hit('giảm giá sốc')]
const mail = (subject: string | null, ...terms: TermHit[]) => ({
  facts: message({ header: header({ subject }), terms }),
})

test('unmarked advertising is told once with its phrases', () => {
  const [found, ...more] = find(
    rule,
    mail('Khuyến mãi', hit('siêu khuyến mãi'), hit('giảm giá sốc'), hit('giảm giá sốc')),
  )
  expect(more).toEqual([])
  expect(found).toMatchObject({ outcome: 'violated', message: 'advertising-unmarked', at: { part: '1' } })
  expect(found!.data.terms).toEqual(['siêu khuyến mãi', 'giảm giá sốc'])
  expect(silent(rule, ['advertising-unmarked'])).toEqual([])
})

test.each(['[QC] Khuyến mãi', '[AD] Sale', '  [qc]Khuyến mãi'])('marked: %j', (subject) => {
  expect(find(rule, mail(subject, ...TWO))).toEqual([])
})

test.each(['Khuyến mãi [QC]', 'Re: [QC] Khuyến mãi', 'QC Khuyến mãi', '', null])('not marked: %j', (subject) => {
  expect(ids(rule, mail(subject, ...TWO))).toEqual(['advertising-unmarked'])
})

test('other lists, no phrases, no header', () => {
  expect(find(rule, mail('x', hit('nhà cái uy tín', 'co-bac'), hit('kèo', 'co-bac')))).toEqual([])
  expect(find(rule, mail('x'))).toEqual([])
  expect(ids(rule, { facts: message({ header: null, terms: TWO }) })).toEqual(['advertising-unmarked'])
})

test('what only a document says is not the advertising of the mail', () => {
  const inDocument = TWO.map((term): TermHit => ({ ...term, where: 'text' }))
  expect(find(rule, mail('Báo cáo kiểm tra quảng cáo', ...inDocument))).toEqual([])
  expect(ids(rule, mail('Khuyến mãi', ...inDocument, ...TWO))).toEqual(['advertising-unmarked'])
})

test('the policy names the lists and how many different phrases count', () => {
  expect(find(rule, mail('x', hit('a'), hit('a')))).toEqual([]) // one phrase alone may stand in an office letter
  const one = { phrases: 1 }
  expect(ids(rule, { ...mail('x', hit('a')), parameters: one })).toEqual(['advertising-unmarked'])
  expect(ids(rule, { ...mail('x', hit('a', 'khac')), parameters: { ...one, lists: ['khac'] } })).toEqual([
    'advertising-unmarked',
  ])
})
