// 7.1: papers for reference to boxes of other mail systems.
import { expect, test } from 'vitest'
import type { DocumentFacts } from '../../src/facts.ts'
import { art71OtherMailSystems as rule } from '../../src/rules/art7-1-other-mail-systems.ts'
import { document, envelope, find, ids, message, pdf, silent } from '../support/facts.ts'

const OUTSIDE = envelope({ recipients: ['lienhe@congty-mau.example', 'somau@tphcm.gov.vn'] })
const INSIDE = envelope({ recipients: ['somau@tphcm.gov.vn'] })
const given = (attachments: DocumentFacts[], to = OUTSIDE) => ({ facts: message({ attachments }), envelope: to })

test('a scan and an unsigned PDF to a firm', () => {
  const scan = { ...document({ name: 'quet.jpg', editable: false }), kind: 'jpg' }
  const [found, ...more] = find(rule, given([scan, pdf('giay-moi.pdf', 'unsigned')]))
  expect(more).toEqual([])
  expect(found).toMatchObject({
    message: 'document-outside',
    data: { names: ['quet.jpg', 'giay-moi.pdf'], recipients: ['lienhe@congty-mau.example'] },
  })
  expect(rule.messages['document-outside']!.say(found!.data).vi).toContain('“quet.jpg”, “giay-moi.pdf”')
  expect(silent(rule, ['document-outside'])).toEqual([])
})

test('within the system, signed by the unit, told by 7.4.b, or a picture of a signature block', () => {
  expect(ids(rule, given([pdf('giay-moi.pdf', 'unsigned')], INSIDE))).toEqual([])
  expect(ids(rule, given([pdf('giay-moi.pdf')]))).toEqual([])
  expect(ids(rule, given([document({ name: 'to-trinh.docx' }), pdf('to-trinh.pdf', 'unsigned')]))).toEqual([])
  expect(ids(rule, given([{ ...document({ name: 'logo.png' }), kind: 'png', related: true }]))).toEqual([])
})
