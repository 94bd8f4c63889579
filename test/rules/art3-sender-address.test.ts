// Article 3: official senders pass, every other shape of sender is told by its own message.
import { describe, expect, test } from 'vitest'
import { art3SenderAddress as rule } from '../../src/rules/art3-sender-address.ts'
import { document, envelope, find, header, ids, message, SENDER, SITE, silent } from '../support/facts.ts'

const from = (...addresses: string[]) =>
  message({ header: header({ from: addresses.map((address) => ({ name: 'Người Mẫu', address })) }) })
const both = (address: string) => ({ facts: from(address), envelope: envelope({ sender: address }) })

describe('official senders', () => {
  test.each([
    SENDER,
    'NoiVu.CanGio@TPHCM.gov.vn',
    'tckh.cangio@tphcm.gov.vn',
    'nv-a_1.cangio@tphcm.gov.vn',
    'cangio@tphcm.gov.vn',
    'giaoduc@nganh-mau.example',
  ])('%s', (address) => {
    expect(find(rule, both(address))).toEqual([])
  })
})

describe('other senders', () => {
  test.each([
    'noivu@tphcm.gov.vn',
    '.cangio@tphcm.gov.vn',
    'noivu.cangio.x@tphcm.gov.vn',
    'noivucangio@tphcm.gov.vn',
    'noivu.cangio@mail.tphcm.gov.vn',
    'noivu.cangio@so-mau.gov.vn',
    'nguoi.mau@gmail.com',
    'nội.cangio@tphcm.gov.vn',
    'cangio',
  ])('%s', (address) => {
    expect(ids(rule, both(address))).toEqual(['envelope-sender', 'header-from'])
  })

  test('only the envelope is wrong', () => {
    expect(ids(rule, { envelope: envelope({ sender: 'may-in@so-mau.gov.vn' }) })).toEqual(['envelope-sender'])
  })

  test('From of another domain', () => {
    expect(ids(rule, { facts: from('nguoi.mau@gmail.com') })).toEqual(['header-from', 'from-differs'])
    expect(ids(rule, { facts: from('giaoduc@nganh-mau.example') })).toEqual(['from-differs'])
    expect(ids(rule, { facts: from('cangio@tphcm.gov.vn') })).toEqual([])
  })
})

describe('the From field', () => {
  test('missing or empty', () => {
    expect(ids(rule, { facts: message({ header: header({ from: [], fromFields: 0 }) }) })).toEqual(['from-missing'])
    expect(ids(rule, { facts: from() })).toEqual(['from-missing'])
  })
  test('twice, or of two mailboxes', () => {
    expect(ids(rule, { facts: message({ header: header({ fromFields: 2 }) }) })).toEqual(['from-multiple'])
    expect(ids(rule, { facts: from(SENDER, 'cangio@tphcm.gov.vn') })).toEqual(['from-multiple'])
  })
  test('not read', () => {
    expect(find(rule, { facts: message({ header: null }) })[0]).toMatchObject({
      outcome: 'undetermined',
      message: 'header-unread',
    })
  })
})

describe('the null sender of bounces', () => {
  const bounce = envelope({ sender: '' })
  test.each(['MAILER-DAEMON@tphcm.gov.vn', 'postmaster@mx.so-mau.example'])('%s', (address) => {
    expect(find(rule, { facts: from(address), envelope: bounce })).toEqual([])
  })
  test('an automatic reply of another system, a receipt', () => {
    const facts = message({
      header: header({ from: [{ name: '', address: 'a@gmail.com' }], autoSubmitted: 'auto-replied' }),
    })
    expect(find(rule, { facts, envelope: bounce })).toEqual([])
    const receipt = document({ declaredType: 'message/disposition-notification', editable: false })
    expect(find(rule, { facts: { ...from('a@gmail.com'), attachments: [receipt] }, envelope: bounce })).toEqual([])
  })
  test('alone is no way around the article', () => {
    expect(ids(rule, { facts: from('nguoi.mau@gmail.com'), envelope: bounce })).toEqual(['header-from'])
  })
  test('does not excuse a look-alike or a missing From', () => {
    expect(ids(rule, { facts: from('postmaster@tphcm-gov.vn'), envelope: bounce })).toEqual(['look-alike'])
    expect(ids(rule, { facts: from(), envelope: bounce })).toEqual(['from-missing'])
  })
})

describe('look-alike domains', () => {
  test.each([
    'tphcm-gov.vn',
    'tphcm.gov-vn',
    'tphcm.gov.vn.example',
    'tphcm-gov-vn.example',
    'mail.tphcm-gov.vn',
    'mail.tphcm.gov.vn.example',
    'tphcn.gov.vn',
    'tphcmm.gov.vn',
    'tphc.gov.vn',
    'tрhсm.gov.vn',
    'tphcm.g0v.vn',
    'tphçm.gov.vn',
  ])('%s', (domain) => {
    expect(ids(rule, both(`noivu.cangio@${domain}`))).toContain('look-alike')
  })
  test.each([
    'tphcm.gov.vn',
    'so-mau.tphcm.gov.vn',
    'hanoi.gov.vn',
    'gmail.com',
    'tphcm.edu.vn',
    'gov.vn',
    'mail.hcm.gov.vn',
  ])('not %s', (domain) => {
    expect(ids(rule, both(`noivu.cangio@${domain}`))).not.toContain('look-alike')
  })
  test('told once when it stands in envelope and From', () => {
    const found = find(rule, both('noivu.cangio@tphcm-gov.vn'))
    expect(found.filter(({ message: id }) => id === 'look-alike')).toHaveLength(1)
  })
  test('a long domain costs nothing', () => {
    expect(ids(rule, both(`a@${'a'.repeat(1_000_000)}.vn`))).toEqual(['envelope-sender', 'header-from'])
  })
})

test('every message was shown, and addresses are named', () => {
  const shown = [
    ...ids(rule, both('noivu.cangio@tphcm-gov.vn')),
    ...ids(rule, { facts: from('nguoi.mau@gmail.com') }),
    ...ids(rule, { facts: from() }),
    ...ids(rule, { facts: from(SENDER, SENDER) }),
    ...ids(rule, { facts: message({ header: null }) }),
  ]
  expect(silent(rule, shown)).toEqual([])
  const [found] = find(rule, both('nguoi.mau@gmail.com'))
  expect(rule.messages[found!.message]!.say(found!.data).vi).toContain('nguoi.mau@gmail.com')
})

test("the office's own form is what counts", () => {
  const site = { ...SITE, domain: 'mau.example', suffix: '.vp', officialDomains: ['mau.example'], boxes: [] }
  expect(find(rule, { ...both('a.vp@mau.example'), site })).toEqual([])
  expect(ids(rule, { ...both(SENDER), site })).toEqual(['envelope-sender', 'header-from'])
})
