// Article 8, unlawful content: phrases of the lists that the policy names, and of no other.
import { expect, test } from 'vitest'
import type { TermHit } from '../../src/facts.ts'
import { art8UnlawfulContent as rule } from '../../src/rules/art8-unlawful-content.ts'
import { find, ids, message, silent } from '../support/facts.ts'

const hit = (where: TermHit['where'], list = 'co-bac'): TermHit => ({
  list,
  term: 'nhà cái uy tín',
  where,
  at: { part: where === 'subject' ? 'header' : '1', path: [] },
  within: null,
})
const given = (...terms: TermHit[]) => ({ facts: message({ terms }), parameters: { lists: ['co-bac', 'lua-dao'] } })

test.each(['subject', 'body', 'file-name'] as const)('a phrase in %s', (where) => {
  const [found, ...more] = find(rule, given(hit(where)))
  expect(more).toEqual([])
  expect(found).toMatchObject({ outcome: 'violated', message: 'listed-term', at: hit(where).at })
  const { vi } = rule.messages['listed-term']!.say(found!.data)
  expect(vi).toContain('nhà cái uy tín')
  expect(vi).toContain('co-bac')
})

test('written without accents it is doubtful', () => {
  const [found, ...more] = find(rule, given({ ...hit('body'), unaccented: true }))
  expect(more).toEqual([])
  expect(found).toMatchObject({ outcome: 'undetermined', message: 'listed-term-unaccented' })
  expect(silent(rule, ['listed-term', 'listed-term-unaccented'])).toEqual([])
})

test('phrases of one list in one place are one finding', () => {
  const [found, ...more] = find(rule, given(hit('body'), { ...hit('body'), term: 'cá độ online' }, hit('body')))
  expect(more).toEqual([])
  expect(found!.data.terms).toEqual(['nhà cái uy tín', 'cá độ online'])
})

test('each place is told', () => {
  expect(ids(rule, given(hit('subject'), hit('body')))).toEqual(['listed-term', 'listed-term'])
})

test('other lists and no phrases are silent', () => {
  expect(find(rule, given(hit('body', 'quang-cao')))).toEqual([])
  expect(find(rule, given())).toEqual([])
  expect(find(rule, { facts: message({ terms: [hit('body')] }) })).toEqual([])
})
