// 7.3.a: which PDF belongs to which document, and what every state of its signature comes to.
import { describe, expect, test } from 'vitest'
import { art73aSignedPdf as rule } from '../../src/rules/art7-3a-signed-pdf.ts'
import { document, envelope, find, ids, message, NOT_TRUSTED, pdf, signature, silent } from '../support/facts.ts'

const files = (...attachments: ReturnType<typeof document>[]) => ({ facts: message({ attachments }) })
const doc = (name: string) => document({ name })

describe('a PDF that belongs to the document by its name', () => {
  test.each([
    ['cong-van.docx', 'cong-van.pdf'],
    ['Công văn 126.docx', 'cong-van-126.PDF'],
    ['Công văn 126.docx'.normalize('NFD'), 'CÔNG VĂN 126.pdf'],
    ['68-btc.docx', '68-btc.signed.pdf'],
    ['68-btc.docx', '68-btc_signed.pdf'],
    ['68-btc.docx', '68-btc-signed.pdf'],
    ['68-btc.docx', '68-btc (signed).pdf'],
    ['68-btc.docx', '68-btc.signed.signed.pdf'],
    ['to_trinh.doc', 'to-trinh_daky.pdf'],
    ['to_trinh.doc', 'to-trinh-da-ky.pdf'],
    ['to_trinh.doc', 'to trinh (đã ký).pdf'],
    ['to_trinh.doc', 'to trinh_kyso.pdf'],
    ['to_trinh.doc', 'to-trinh_vnpt_ca_signed.pdf'],
    ['cong-van.docx', 'cong-van.docx.pdf'],
    ['Đề án.odt', 'de-an.pdf'],
    ['so-lieu.xlsx', 'so-lieu.signed.pdf'],
    ['ghi-chu.txt', 'ghi-chu.pdf'],
    ['trang.html', 'trang.signed.pdf'],
  ])('%s and %s', (name, signed) => {
    // A second pair, so that names decide and not that there is one of each.
    expect(find(rule, files(doc(name), pdf(signed), doc('khac.docx'), pdf('khac.pdf')))).toEqual([])
  })

  test.each([
    ['cong-van-126.docx', 'cong-van-127.pdf'],
    ['assigned.docx', 'as.pdf'],
    ['bao-cao.docx', 'bao-cao-thang-5.pdf'],
  ])('not %s and %s', (name, signed) => {
    expect(ids(rule, files(doc(name), pdf(signed), doc('khac.docx'), pdf('khac.pdf')))).toEqual(['missing-pdf'])
  })

  test('the parameter names the endings', () => {
    const given = files(doc('a.docx'), pdf('a-xong.pdf'), doc('khac.docx'), pdf('khac.pdf'))
    expect(ids(rule, given)).toEqual(['missing-pdf'])
    expect(ids(rule, { ...given, parameters: { signedSuffixes: ['xong'] } })).toEqual([])
  })
})

describe('a PDF that belongs to the document otherwise', () => {
  test('the only PDF to the only document, whatever their names', () => {
    expect(find(rule, files(doc('to-trinh.docx'), pdf('scan0001.pdf')))).toEqual([])
  })
  test('one PDF of another name does not serve two documents', () => {
    expect(ids(rule, files(doc('a.docx'), doc('b.docx'), pdf('c.pdf')))).toEqual(['missing-pdf', 'missing-pdf'])
    expect(ids(rule, files(doc('a.docx'), doc('b.docx'), pdf('a.pdf')))).toEqual(['missing-pdf'])
  })
  test('inside one archive, across archives, and in a nested message', () => {
    const zip = (...children: ReturnType<typeof document>[]) =>
      document({ name: 'ho-so.zip', editable: false, children })
    expect(find(rule, files(zip(doc('a.docx'), pdf('a.pdf'), doc('b.docx'), pdf('b.pdf'))))).toEqual([])
    expect(find(rule, files(zip(doc('a.docx')), pdf('a.pdf')))).toEqual([])
    expect(ids(rule, files(document({ name: 'thu.eml', editable: false, children: [zip(doc('a.docx'))] })))).toEqual([
      'missing-pdf',
    ])
  })
})

describe('what is no document', () => {
  test.each([
    ['a PDF without a signature', pdf('a.pdf', 'unsigned')],
    ['a picture', document({ name: 'anh.jpg', editable: false })],
    ['a calendar', document({ name: 'lich.ics', editable: false })],
    ['a picture of a signature block', document({ name: 'logo.svg', related: true })],
  ])('%s', (_name, one) => {
    expect(find(rule, files(one))).toEqual([])
  })
  test('what a bounce returns', () => {
    const returned = document({ kind: 'eml', editable: false, children: [doc('a.docx')] })
    const status = document({ declaredType: 'message/delivery-status', editable: false })
    const bounce = { ...files(status, returned), envelope: envelope({ sender: '' }) }
    expect(find(rule, bounce)).toEqual([])
    expect(ids(rule, { ...bounce, envelope: envelope() })).toEqual(['missing-pdf'])
  })
  test('the null sender alone is no way around the article', () => {
    expect(ids(rule, { ...files(doc('a.docx')), envelope: envelope({ sender: '' }) })).toEqual(['missing-pdf'])
  })
  test('a PDF serves one document', () => {
    const found = find(rule, files(doc('bao-cao.docx'), doc('bao-cao.xlsx'), pdf('bao-cao.pdf')))
    expect(found.map(({ message, data }) => [message, data.name])).toEqual([['missing-pdf', 'bao-cao.xlsx']])
  })
  test('numbers in names are told apart', () => {
    const others = [doc('x.docx'), pdf('x.pdf')]
    expect(ids(rule, files(...others, doc('to trinh 1-12.docx'), pdf('to trinh 11-2.pdf')))).toEqual(['missing-pdf'])
    expect(ids(rule, files(...others, doc('CV 1.23.docx'), pdf('CV 12.3.pdf')))).toEqual(['missing-pdf'])
    expect(ids(rule, files(...others, doc('to-trinh 1-12.docx'), pdf('To trinh 1_12 (1).pdf')))).toEqual([])
  })
  test('the PDF of a forwarded message does not serve a document outside it', () => {
    const forwarded = document({ kind: 'eml', editable: false, children: [pdf('a.pdf')] })
    expect(ids(rule, files(doc('a.docx'), forwarded))).toEqual(['missing-pdf'])
    const both = document({ kind: 'eml', editable: false, children: [doc('a.docx'), pdf('a.pdf')] })
    expect(ids(rule, files(both))).toEqual([])
  })
  test('the same file twice is told once', () => {
    const one = doc('a.docx')
    expect(ids(rule, files(one, { ...one, at: { part: '9', path: [] } }))).toEqual(['missing-pdf'])
  })
})

describe('what the signature comes to', () => {
  const withPdf = (signed: ReturnType<typeof document>) => ids(rule, files(doc('a.docx'), signed))

  test('intact, trusted, of a unit: nothing', () => {
    expect(withPdf(pdf('a.pdf'))).toEqual([])
  })
  test('none, broken, modified', () => {
    expect(withPdf(pdf('a.pdf', 'unsigned'))).toEqual(['pdf-not-signed'])
    expect(withPdf(pdf('a.pdf', 'broken'))).toEqual(['signature-broken'])
    expect(withPdf(pdf('a.pdf', 'modified'))).toEqual(['signature-modified'])
  })
  test('uncheckable, or not known at all', () => {
    expect(withPdf(pdf('a.pdf', 'uncheckable', { why: 'two signatures' }))).toEqual(['signature-unverifiable'])
    expect(withPdf(document({ name: 'a.pdf', editable: false, integrity: null }))).toEqual(['signature-unverifiable'])
  })
  test.each(NOT_TRUSTED)('intact with trust %s', (trust) => {
    const [found] = find(rule, files(doc('a.docx'), pdf('a.pdf', 'intact', { trust })))
    const message = trust === 'revocation-unknown' ? trust : 'signature-unverifiable'
    expect(found).toMatchObject({ outcome: 'undetermined', message })
    // Each kind in words of its own, none in the code's.
    expect(rule.messages[message]!.say(found!.data).vi).not.toContain(trust)
  })
  test('a document timestamp is nobody’s signature, whatever its certificate says', () => {
    expect(withPdf(pdf('a.pdf', 'intact', { subFilter: 'ETSI.RFC3161' }))).toEqual(['pdf-not-signed'])
  })
  test.each(['person', 'unknown', null] as const)('trusted, by %s', (by) => {
    expect(withPdf(pdf('a.pdf', 'intact', { by }))).toEqual(['signer-not-unit'])
  })
  test('a person and the unit both signed', () => {
    const both = pdf('a.pdf')
    both.signatures.unshift(signature({ by: 'person' }))
    expect(withPdf(both)).toEqual([])
  })
  test('unsigned and signed PDF of one name: the signed one counts', () => {
    expect(ids(rule, files(doc('a.docx'), pdf('a.pdf', 'unsigned'), pdf('a.signed.pdf')))).toEqual([])
  })
  test('a broken signature is told even beside a good one, and without a document', () => {
    expect(ids(rule, files(doc('a.docx'), pdf('a.pdf', 'broken'), pdf('a.signed.pdf')))).toEqual(['signature-broken'])
    expect(ids(rule, files(pdf('b.pdf', 'modified')))).toEqual(['signature-modified'])
  })
})

describe('files of which it is not known whether they can be edited', () => {
  const ole = document({ name: 'cu.dat', kind: 'ole', editable: null })
  test('an OLE file of no known kind', () => {
    expect(ids(rule, files(ole))).toEqual(['editable-unknown'])
    expect(ids(rule, files(ole, pdf('cu.pdf')))).toEqual([])
  })
  test('an encrypted one is told by the rule for unreadable content', () => {
    expect(find(rule, files({ ...ole, encrypted: true }))).toEqual([])
  })
})

test('a picture of a later signature that covers words is told with its pages', () => {
  const notes = [
    'the picture of "DonVi" covers words of page 1',
    'the picture of "DonVi" covers the form field "So" of page 3',
  ]
  const facts = message({ attachments: [pdf('a.pdf', 'intact', { notes })] })
  const [found] = find(rule, { facts })
  expect(found).toMatchObject({ outcome: 'undetermined', message: 'seal-covers-words', data: { pages: '1, 3' } })
  expect(rule.messages['seal-covers-words']!.say(found!.data).vi).toContain('trang 1, 3')
})

test('every message was shown, names its file, and cuts long names in the reply', () => {
  const long = `${'Báo cáo rất dài '.repeat(15)}.docx`
  const shown = [
    ...ids(rule, files(doc(long))),
    ...['unsigned', 'broken', 'modified', 'uncheckable'].flatMap((integrity) =>
      ids(rule, files(doc('a.docx'), pdf(`${'Đề án '.repeat(40)}.pdf`, integrity as 'broken'))),
    ),
    ...ids(rule, files(doc('a.docx'), pdf('a.pdf', 'intact', { by: 'person' }))),
    ...ids(rule, files(doc('a.docx'), pdf('a.pdf', 'intact', { trust: 'revocation-unknown' }))),
    ...ids(
      rule,
      files(pdf(`${'Đề án '.repeat(40)}.pdf`, 'intact', { notes: ['the picture of "a" covers words of page 2'] })),
    ),
    ...ids(rule, files(document({ name: `${'x'.repeat(240)}.bin`, kind: 'ole', editable: null }))),
    ...ids(rule, files(document({ name: null }))),
  ]
  expect(silent(rule, shown)).toEqual([])
  const [found] = find(rule, files(doc(long)))
  expect(rule.messages['missing-pdf']!.say(found!.data).vi).toContain(long)
})
