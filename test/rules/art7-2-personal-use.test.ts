// 7.2: several signs of private use together; none alone.
import { describe, expect, test } from 'vitest'
import type { TermHit } from '../../src/facts.ts'
import { art72PersonalUse as rule } from '../../src/rules/art7-2-personal-use.ts'
import { document, envelope, find, ids, message, silent } from '../support/facts.ts'

const hit = (term: string, list = 'viec-rieng', where: TermHit['where'] = 'body'): TermHit => ({
  ...{ list, term, where },
  at: { part: '1', path: [] },
  within: null,
})
const FREE = envelope({ recipients: ['a@gmail.com', 'b@yahoo.com'] })
const OFFICIAL = envelope({ recipients: ['somau@tphcm.gov.vn'] })
const given = (terms: TermHit[], to = FREE) => ({ facts: message({ terms }), envelope: to })

describe('signs', () => {
  test('free mail, a phrase and no official words', () => {
    const [found] = find(rule, given([hit('họp lớp')]))
    expect(found).toMatchObject({
      outcome: 'undetermined',
      data: { term: 'họp lớp', signs: ['free-mail', 'phrase', 'no-official-words'] },
    })
    const { vi, en } = rule.messages['private-likely']!.say(found!.data)
    expect(vi).toContain('mọi người nhận đều ở hộp thư miễn phí')
    expect(en).toContain('all recipients are on free mail')
    expect(silent(rule, ['private-likely'])).toEqual([])
  })
  test('official words or official recipients are a sign less', () => {
    expect(ids(rule, given([hit('họp lớp'), hit('kính gửi', 'cong-vu')]))).toEqual([])
    expect(ids(rule, given([hit('họp lớp')], OFFICIAL))).toEqual([])
    expect(ids(rule, given([hit('họp lớp'), hit('đặt vé máy bay')], OFFICIAL))).toEqual(['private-likely'])
  })
  test('no phrase, or one only inside a document, says nothing', () => {
    expect(ids(rule, given([]))).toEqual([])
    expect(ids(rule, given([hit('hồ sơ xin việc', 'viec-rieng', 'text')]))).toEqual([])
  })
  test('pictures only', () => {
    const facts = message({
      terms: [hit('ảnh gia đình'), hit('kính gửi', 'cong-vu')],
      attachments: [{ ...document({ name: 'a.jpg' }), kind: 'jpg' }],
    })
    expect(ids(rule, { facts, envelope: FREE })).toEqual(['private-likely'])
  })
})
