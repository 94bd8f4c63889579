// Every name that some mail program shows is a candidate (the blind spots of MIME.md 2b).
import { expect, test } from 'vitest'
import { nameFacts } from '../../src/document/names.ts'
import { readBlock } from '../../src/message/fields.ts'
import { partNames } from '../../src/message/part-names.ts'

function names(...lines: string[]): string[] {
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n`)
  return partNames(
    readBlock(
      bytes,
      0,
      bytes.length,
      () => false,
      () => {},
    ).fields,
  ).names
}
const CD = 'Content-Disposition: attachment; '

test.each([
  ['two dispositions', ['Content-Disposition: inline', `${CD}filename="danger.docm"`]],
  ['RFC 2231 in UTF-7', [`${CD}filename*=utf-7''danger+AC4-docm`]],
  ['RFC 2231 without quotes', [`${CD}filename*=danger%2Edocm`]],
  ['plain beside RFC 2231', [`${CD}filename="danger.docm"; filename*=UTF-8''report.pdf`]],
  ['second of two', [`${CD}filename="report.pdf"; filename="danger.docm"`]],
  ['name beside filename', ['Content-Type: application/pdf; name=danger.docm', `${CD}filename=report.pdf`]],
  ['encoded-word in RFC 2231', [`${CD}filename*=utf-8''%3D%3Futf-8%3FQ%3Fdanger%3D2Edocm%3F%3D`]],
  ['no-break and zero-width space', [`${CD}filename="danger.docm\u00a0\u200b"`]],
  ['stream suffix', [`${CD}filename="danger.docm::$DATA"`]],
  ['percent in a plain value', [`${CD}filename="danger%2Edocm"`]],
  ['full-width letters', [`${CD}filename="danger．ｄｏｃｍ"`]],
  ['Cyrillic o', [`${CD}filename="danger.dоcm"`]],
  ['NUL', [`${CD}filename="danger.docm\0.pdf"`]],
  ['folded inside the quotes', [`${CD}filename="danger.do`, ' cm"']],
  ['Content-Location', ['Content-Location: http://example.vn/a/danger.docm?x=1']],
  ['Content-Description', ['Content-Description: danger.docm']],
  ['no semicolon', ['Content-Disposition: attachment filename="danger.docm"']],
  ['no type', ['Content-Disposition: filename="danger.docm"']],
  ['comment', [`${CD}filename=danger.docm(comment)`]],
  ['comment before', [`${CD}(filename=x.pdf) filename=danger.docm`]],
  ['single quotes', [`${CD}filename='danger.docm'`]],
  ['zero-width joiner', [`${CD}filename="danger.do\u200dcm"`]],
  ['smart quotes', [`${CD}filename=“danger.docm”`]],
  ['space before the colon', ['Content-Disposition : attachment; filename=danger.docm']],
  ['continuations out of order', [`${CD}filename*1="docm"; filename*0="danger."`]],
  ['continuations, encoded', [`${CD}filename*0*=utf-8''danger%2E; filename*1=docm`]],
  ['never closed quote', [`${CD}filename="danger.docm`]],
  ['trailing dots', [`${CD}filename="danger.docm . ."`]],
  ['quoted pair', [`${CD}filename="danger.d\\ocm"`]],
  ['comment inside', [`${CD}filename=danger.(x)docm`]],
  ['missing continuation', [`${CD}filename*0="danger.docm"; filename*2=".txt"`]],
  ['continuation twice', [`${CD}filename*0="danger."; filename*0="x"; filename*1="docm"`]],
  ['last of a continuation twice', [`${CD}filename*0="x"; filename*0="danger."; filename*1="docm"`]],
  ['encoded continuation twice', [`${CD}filename*0="danger.docm"; filename*0*="utf-8''a.txt"`]],
  ['longer than any file system takes', [`${CD}filename="${'a'.repeat(900)}`, ` ${'b'.repeat(900)}.docm"`]],
  ['encoded-word', ['Content-Type: x/y; name="=?utf-8?B?ZGFuZ2VyLmRvY20=?="']],
])('%s', (_, lines) => {
  expect(nameFacts(names(...lines)).extensions).toContain('docm')
})

test('Vietnamese names as the mail programs send them', () => {
  const name = 'Tờ trình số 77.docx'
  const utf8 = encodeURIComponent(name)
  expect(names(`${CD}filename*=UTF-8''${utf8}`)).toEqual([name])
  expect(names(`${CD}filename="=?UTF-8?B?${Buffer.from(name).toString('base64')}?="`)).toEqual([name])
  expect(names(`${CD}filename="${name}"`)).toEqual([name])
  expect(names(`${CD}filename*0*=UTF-8''T%E1%BB; filename*1*=%9D%20tr%C3%AC; filename*2="nh.docx"`)).toEqual([
    'Tờ trình.docx',
  ])
})

test('the first name is the one most programs show; an ordinary description is no name', () => {
  expect(names('Content-Type: x/y; name="b.doc"', `${CD}filename="a.doc"; filename*=utf-8''c.doc`)).toEqual([
    'c.doc',
    'a.doc',
    'b.doc',
  ])
  expect(names('Content-Description: Tài liệu họp', 'Content-Location: cid:abc')).toEqual([])
})

test('a backslash of a Windows path stays in the name that is shown', () => {
  expect(names(`${CD}filename="C:\\van ban\\a.doc"`)[0]).toBe('C:\\van ban\\a.doc')
})

test.each([
  ['ordinary', ['filename="a.doc"'], true],
  ['25 names', Array.from({ length: 25 }, (_, i) => `filename="${i}.txt"`), false],
  ['250 parameters', [...Array.from({ length: 250 }, (_, i) => `x${i}=1`), 'filename="a.bat"'], false],
  ['an endless name', [`filename="${'a'.repeat(1001)}"`], false],
] as const)('%s: whether all names were read', (_, parameters, complete) => {
  const bytes = Buffer.from(`${CD}${parameters.join(';\r\n ')}\r\n`)
  expect(
    partNames(
      readBlock(
        bytes,
        0,
        bytes.length,
        () => false,
        () => {},
      ).fields,
    ).complete,
  ).toBe(complete)
})

test('hostile parameters are read in linear time', () => {
  const started = performance.now()
  names(`${CD}${'('.repeat(100_000)}`)
  names(`${CD}${'a = '.repeat(60_000)}`)
  names(`${CD}${'filename*9*=x;'.repeat(20_000)}`)
  names(`${CD}filename="${'\\'.repeat(200_000)}`)
  expect(performance.now() - started).toBeLessThan(2000)
})
