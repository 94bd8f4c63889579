// 6.3: requests to the Office's boxes from outside mailboxes.
import { expect, test } from 'vitest'
import { art63OutsideMailbox as rule } from '../../src/rules/art6-3-outside-mailbox.ts'
import { envelope, find, header, ids, message, RECIPIENT, silent } from '../support/facts.ts'

const BOX = 'cangio@tphcm.gov.vn'
const from = (address: string) => message({ header: header({ from: [{ name: '', address }] }) })

test('an outside envelope sender, or an outside From, is told with its address', () => {
  const outside = {
    facts: from('nguoi.mau@yahoo.com'),
    envelope: envelope({ sender: 'nguoi.mau@yahoo.com', recipients: [BOX] }),
  }
  const [found, ...more] = find(rule, outside)
  expect(more).toEqual([])
  expect(found).toMatchObject({
    outcome: 'violated',
    message: 'outside-sender',
    data: { sender: 'nguoi.mau@yahoo.com', recipients: [BOX] },
  })
  expect(ids(rule, { facts: from('nguoi.mau@gmail.com'), envelope: envelope({ recipients: [BOX] }) })).toEqual([
    'outside-sender',
  ])
  expect(silent(rule, ['outside-sender'])).toEqual([])
})

test('the box is known in any case and among other recipients', () => {
  const recipients = [RECIPIENT, 'CanGio@TPHCM.gov.vn']
  expect(ids(rule, { facts: from('a@gmail.com'), envelope: envelope({ sender: 'a@gmail.com', recipients }) })).toEqual([
    'outside-sender',
  ])
})

test('official senders, other recipients and bounces are silent', () => {
  expect(find(rule, { envelope: envelope({ recipients: [BOX] }) })).toEqual([])
  const department = 'vanphong@so-mau.tphcm.gov.vn'
  expect(
    find(rule, { facts: from(department), envelope: envelope({ sender: department, recipients: [BOX] }) }),
  ).toEqual([])
  expect(find(rule, { facts: from('a@gmail.com'), envelope: envelope({ sender: 'a@gmail.com' }) })).toEqual([])
  expect(
    find(rule, { facts: from('mailer-daemon@gmail.com'), envelope: envelope({ sender: '', recipients: [BOX] }) }),
  ).toEqual([])
})

test('without a header the envelope sender alone is judged', () => {
  const facts = message({ header: null })
  expect(find(rule, { facts, envelope: envelope({ recipients: [BOX] }) })).toEqual([])
  expect(ids(rule, { facts, envelope: envelope({ sender: 'a@gmail.com', recipients: [BOX] }) })).toEqual([
    'outside-sender',
  ])
})
