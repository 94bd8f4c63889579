// Text beside the pages' content: annotations, form fields, outline, properties; and pages one by one.
import { describe, expect, test } from 'vitest'
import { stream } from '../../../signature/support/pdf.ts'
import { HELVETICA, linesOf, pageWith, textOf } from './support.ts'

const utf16 = (text: string): string => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`
const form = (text: string) =>
  stream(`BT /F1 12 Tf 2 2 Td (${text}) Tj ET`, '/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 5 0 R>>>>')

test('every page is a block with its number', () => {
  const page = (contents: string) => `<</Type/Page/Parent 2 0 R/Contents ${contents}>>`
  const pages = '<</Type/Pages/Kids[3 0 R 7 0 R]/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>>>'
  const content = (text: string) => stream(`BT /F1 12 Tf 72 700 Td (${text}) Tj ET`)
  const objects = { 2: pages, 3: page('4 0 R'), 4: content('mot'), 7: page('8 0 R'), 8: content('hai') }
  expect(textOf(pageWith('', { objects })).texts).toEqual([
    { where: 'body', page: 1, name: null, text: 'mot\n' },
    { where: 'body', page: 2, name: null, text: 'hai\n' },
  ])
})

describe('annotations', () => {
  const annotated = (...annotations: string[]) => {
    const objects = Object.fromEntries(annotations.map((body, index) => [20 + index, body]))
    const page = `/Annots[${annotations.map((_, index) => `${20 + index} 0 R`).join(' ')}]`
    const appearances = { 7: form('tren dau'), 8: form('tat'), 9: form('bat') }
    return textOf(pageWith('', { page, objects: { ...objects, ...appearances } }))
  }
  test('contents, rich text that says something else, appearance; a block for each', () => {
    const rich = '/RC(<?xml version="1.0"?><body><p>Dòng 1</p><p>D&#242;ng &lt;2&gt;</p></body>)'
    const read = annotated(
      `<</Subtype/Text/Contents ${utf16('Ghi chú MẬT')}>>`,
      `<</Subtype/FreeText/Contents(khac)${Buffer.from(rich, 'utf8').toString('latin1').replace('(<?', '(\xef\xbb\xbf<?')}>>`,
      '<</Subtype/Stamp/AP<</N 7 0 R>>>>',
      '<</Subtype/Widget/AP<</N<</Off 8 0 R/On 9 0 R>>>>>>',
    )
    expect(read.texts.map(({ where, page, text }) => [where, page, text])).toEqual([
      ['annotation', 1, 'Ghi chú MẬT\n'],
      ['annotation', 1, 'khac\nDòng 1\nDòng <2>\n\n'],
      ['annotation', 1, 'tren dau\n'],
      ['annotation', 1, 'tat\nbat\n'],
    ])
    expect(read.reasons).toEqual([])
  })
  test('the same rich text once; hidden ones are read', () => {
    expect(linesOf(annotated('<</Contents(mot hai)/RC(<p>mot <b>hai</b></p>)>>'), 'annotation')).toEqual(['mot hai'])
    expect(linesOf(annotated('<</F 2/Contents(an)>>'), 'annotation')).toEqual(['an'])
  })
})

test('form fields: names for people, values, choices; no signatures', () => {
  const fields = {
    20: `<</FT/Tx/T(hoten)/TU${utf16('Họ tên')}/V${utf16('Nguyễn Văn Mẫu')}/DV(cu)>>`,
    21: `<</FT/Ch/T(donvi)/Opt[[(a)${utf16('Xã Mẫu')}](b)]/V[(b)(c)]>>`,
    22: '<</FT/Btn/T(nut)/V/Co/Kids[23 0 R]>>',
    23: '<</Subtype/Widget/Parent 22 0 R>>',
    24: '<</FT/Sig/T(ky)/V<</Contents<00>>>>>',
    25: '<</FT/Tx/T(dai)/V 26 0 R>>',
    26: stream('van ban dai'),
  }
  const catalog = '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[20 0 R 21 0 R 22 0 R 24 0 R 25 0 R]>>>>'
  const { texts } = textOf(pageWith('', { objects: { 1: catalog, ...fields } }))
  expect(texts.map(({ where, name, text }) => [where, name, text.trim().split('\n')])).toEqual([
    ['form-field', 'hoten', ['Họ tên', 'Nguyễn Văn Mẫu', 'cu']],
    ['form-field', 'donvi', ['b', 'c', 'a', 'Xã Mẫu']],
    ['form-field', 'nut', ['Co']],
    ['form-field', 'dai', ['van ban dai']],
  ])
})

test.each([
  ['one stream', '20 0 R'],
  ['pieces, of which scripts and settings are left out', '[(config) 21 0 R (datasets) 20 0 R]'],
])('the words of an XFA form: %s', (_, xfa) => {
  const objects = {
    1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA ${xfa}>>>>`,
    20: stream(Buffer.from('<xfa:data><hoten>Nguyễn  Văn Mẫu</hoten><donvi> Xã &amp; huyện</donvi></xfa:data>')),
    21: stream('<x>khong doc</x>'),
  }
  expect(linesOf(textOf(pageWith('', { objects })), 'form-field')).toEqual(['Nguyễn Văn Mẫu Xã & huyện'])
})

test('alternative texts of the structure tree, in order, each element once', () => {
  const objects = {
    1: '<</Type/Catalog/Pages 2 0 R/StructTreeRoot 20 0 R>>',
    20: '<</K 21 0 R>>',
    21: `<</S/Document/K[22 0 R<</S/Span/E(Uy ban nhan dan)/K[0 1]>>21 0 R 23 0 R]>>`,
    22: `<</S/Figure/Alt ${utf16('Ảnh con dấu')}/P 21 0 R>>`,
    23: '<</S/Table/Alt(Bang so lieu)>>',
  }
  const read = textOf(pageWith('', { objects }))
  expect(linesOf(read, 'alternative-text')).toEqual(['Ảnh con dấu', 'Uy ban nhan dan', 'Bang so lieu'])
})

test('properties of the information dictionary and of XMP, and the outline', () => {
  const xmp = `<x:xmpmeta><rdf:Description pdf:Keywords="t&#7915; kh&amp;oa"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tiêu đề khác</rdf:li></rdf:Alt></dc:title></rdf:Description></x:xmpmeta>`
  const objects = {
    1: '<</Type/Catalog/Pages 2 0 R/Metadata 20 0 R/Outlines 21 0 R>>',
    20: stream(Buffer.from(xmp), '/Type/Metadata'),
    21: '<</First 22 0 R>>',
    22: `<</Title${utf16('Chương 1')}/First 23 0 R/Next 24 0 R>>`,
    23: '<</Title(1.1)/Next 22 0 R>>',
    24: '<</Title(Chuong 2)>>',
    25: `<</Title${utf16('Tiêu đề')}/Subject(V/v)/Author(Van thu)>>`,
  }
  const pdf = pageWith('', { objects }).toString('latin1').replace('/Root', '/Info 25 0 R/Root')
  const { texts, reasons } = textOf(Buffer.from(pdf, 'latin1'))
  expect(reasons).toEqual([])
  expect(texts.map(({ where, name, text }) => [where, name, text.trim().split('\n')])).toEqual([
    ['property', 'title', ['Tiêu đề', 'Tiêu đề khác']],
    ['property', 'subject', ['V/v']],
    ['property', 'keywords', ['từ kh&oa']],
    ['property', 'author', ['Van thu']],
    ['property', 'outline', ['Chương 1', '1.1', 'Chuong 2']],
  ])
})

test('fonts and colours are those of the pages only', () => {
  const objects = { 7: stream('1 0 0 rg BT /F1 9 Tf (dau) Tj ET', '/Subtype/Form/Resources<</Font<</F1 8 0 R>>>>') }
  const red = { ...objects, 8: HELVETICA.replace('Helvetica', 'Arial') }
  const page = '/Annots[<</Subtype/Stamp/AP<</N 7 0 R>>>>]'
  const { fonts, colours } = textOf(pageWith('BT /F1 12 Tf 72 700 Td (than) Tj ET', { page, objects: red }))
  expect([fonts.map(({ name }) => name), colours.map(({ rgb }) => rgb)]).toEqual([['Helvetica'], ['000000']])
})
