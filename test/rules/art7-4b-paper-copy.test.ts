// 7.4.b: documents that fail 7.3.a stay within the official mail system.
import { describe, expect, test } from 'vitest'
import { art74bPaperCopy as rule } from '../../src/rules/art7-4b-paper-copy.ts'
import { document, envelope, find, ids, message, pdf, RECIPIENT, silent } from '../support/facts.ts'

const OUTSIDE = envelope({ recipients: [RECIPIENT, 'cong-ty@mau.example', 'nguoi.mau@gmail.com'] })
const files = (...attachments: ReturnType<typeof document>[]) => ({
  facts: message({ attachments }),
  envelope: OUTSIDE,
})

describe('a failing document to outside recipients', () => {
  test('is one finding with all of their addresses', () => {
    const [found, ...more] = find(rule, files(document({ name: 'a.docx' }), document({ name: 'b.docx' })))
    expect(more).toEqual([])
    expect(found).toMatchObject({ outcome: 'violated', message: 'recipient-not-official' })
    expect(found!.data.recipients).toEqual(['cong-ty@mau.example', 'nguoi.mau@gmail.com'])
    const { vi } = rule.messages[found!.message]!.say(found!.data)
    for (const word of ['a.docx', 'b.docx', 'cong-ty@mau.example']) expect(vi).toContain(word)
  })
  test.each([
    ['unsigned', pdf('a.pdf', 'unsigned')],
    ['broken', pdf('a.pdf', 'broken')],
    ['modified', pdf('a.pdf', 'modified')],
    ['by a person', pdf('a.pdf', 'intact', { by: 'person' })],
  ])('PDF %s', (_name, signed) => {
    expect(ids(rule, files(document({ name: 'a.docx' }), signed))).toEqual(['recipient-not-official'])
  })
})

describe('whether it fails is not known', () => {
  test.each([
    ['not verifiable', [document({ name: 'a.docx' }), pdf('a.pdf', 'uncheckable')]],
    ['not trusted', [document({ name: 'a.docx' }), pdf('a.pdf', 'intact', { trust: 'untrusted' })]],
    ['not known to be editable', [document({ name: 'a.dat', kind: 'ole', editable: null })]],
  ] as const)('%s', (_name, attachments) => {
    expect(ids(rule, files(...attachments))).toEqual(['recipient-undetermined'])
  })
})

describe('silent', () => {
  const failing = document({ name: 'a.docx' })
  test('official recipients only', () => {
    expect(find(rule, { ...files(failing), envelope: envelope() })).toEqual([])
  })
  test('no document, or one that meets 7.3.a', () => {
    expect(find(rule, files())).toEqual([])
    expect(find(rule, files(failing, pdf('a.pdf')))).toEqual([])
    expect(find(rule, files(pdf('a.pdf', 'unsigned')))).toEqual([])
  })
  test('a bounce', () => {
    const returned = document({ kind: 'eml', editable: false, children: [failing] })
    const status = document({ declaredType: 'message/delivery-status', editable: false })
    expect(find(rule, { ...files(status, returned), envelope: { ...OUTSIDE, sender: '' } })).toEqual([])
  })
  test('the null sender alone is no way around the article', () => {
    expect(ids(rule, { ...files(failing), envelope: { ...OUTSIDE, sender: '' } })).toEqual(['recipient-not-official'])
  })
  test.each([
    ['a@gmail.com@tphcm.gov.vn', 1],
    ['a%gmail.com@tphcm.gov.vn', 1],
    ['"a b"@tphcm.gov.vn', 0],
    ['A@TPHCM.GOV.VN.', 0],
  ])('recipient %s', (recipient, count) => {
    expect(find(rule, { ...files(failing), envelope: envelope({ recipients: [recipient] }) })).toHaveLength(count)
  })
})

test('every message was shown', () => {
  expect(silent(rule, ['recipient-not-official', 'recipient-undetermined'])).toEqual([])
})
