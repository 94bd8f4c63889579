// Places of text that is not shown say so, and speaker notes name their slide: documents made by LibreOffice (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../src/document/read.ts'
import { newReading } from '../../../src/document/reading.ts'
import type { DocumentFacts } from '../../../src/facts.ts'
import { spotWords } from '../../../src/rules/spots.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { context, NOW } from '../../support/reading.ts'
import { flatBook, flatLetter, flatShow } from '../../support/text-places.ts'

const PHRASES = 'hoa sen hoa mai hoa cúc hoa lan hoa đào hoa hồng hoa huệ hoa nhài'.match(/hoa \S+/g)!
const WORDS = [{ list: 'hoa', accents: true, phrases: PHRASES }]

/** Phrases with the words for where they stand. */
async function places(bytes: Buffer, name: string): Promise<Record<string, string>> {
  const { terms } = await document(bytes, name)
  return Object.fromEntries(terms.map(({ term, within }) => [term, spotWords(within!).vi]))
}

function document(bytes: Buffer, name: string): Promise<DocumentFacts> {
  const input = { bytes, at: { part: '', path: [] }, depth: 0, names: [name], declaredType: null, disposition: null }
  return readDocument(input, newReading(context({}, WORDS), NOW, null))
}

const cell = (words: string) =>
  `<table:table-cell office:value-type="string"><text:p>${words}</text:p></table:table-cell>`
const row = (cells: string[], attributes = '') =>
  `<table:table-row${attributes}>${cells.map(cell).join('')}</table:table-row>`
const BOOK = flatBook(
  `<table:table table:name="Bảng kê" table:style-name="hien"><table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>
${row(['hoa sen', 'hoa mai', 'hoa cúc'])}${row(['hoa lan', 'chữ', 'chữ'], ' table:visibility="collapse"')}${row(['chữ', 'chữ', 'hoa đào'])}</table:table>
<table:table table:name="Tờ ẩn" table:style-name="an"><table:table-column/>${row(['hoa hồng'])}${row(['TỐI MẬT'])}</table:table>`,
  '<style:style style:name="hien" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="an" style:family="table"><style:table-properties table:display="false"/></style:style>',
)
const LETTER = flatLetter(
  `<text:p>Kính gửi các đơn vị, hoa sen</text:p>
<text:p><text:span text:style-name="H">TỐI MẬT</text:span></text:p>
<text:p>Dòng có hoa <text:span text:style-name="H">mai và hoa cúc</text:span> ở giữa, hoa lan</text:p>
<text:p>Trích yếu: <text:span text:style-name="H">(ẩn) </text:span>hoa <text:span text:style-name="A">đào</text:span></text:p>`,
)
const page = (name: string, style: string, words: string, notes: string) =>
  `<draw:page draw:name="${name}" draw:style-name="${style}" draw:master-page-name="Standard"><draw:frame svg:x="20mm" svg:y="20mm" svg:width="150mm" svg:height="30mm"><draw:text-box><text:p>${words}</text:p></draw:text-box></draw:frame>${
    notes === ''
      ? ''
      : `<presentation:notes><draw:frame presentation:class="notes" svg:x="20mm" svg:y="150mm" svg:width="150mm" svg:height="60mm"><draw:text-box><text:p>${notes}</text:p></draw:text-box></draw:frame></presentation:notes>`
  }</draw:page>`
const SHOW = flatShow(
  `${page('page1', 'hien', 'hoa sen', '')}${page('page2', 'an', 'hoa mai', 'hoa cúc')}${page('page3', 'hien', 'hoa lan', 'hoa đào')}${page('page4', 'hien', 'hoa hồng', 'hoa huệ')}`,
  '<style:style style:name="an" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style><style:style style:name="hien" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="visible"/></style:style>',
  '',
)

const made = writeByOffice((folder) =>
  (
    [
      [
        'so',
        'fods',
        BOOK,
        { xlsx: 'Calc MS Excel 2007 XML', ods: 'calc8', xls: 'MS Excel 97', xml: 'MS Excel 2003 XML' },
      ],
      ['thu', 'fodt', LETTER, { docx: 'MS Word 2007 XML', odt: 'writer8', rtf: 'Rich Text Format', doc: 'MS Word 97' }],
      ['chieu', 'fodp', SHOW, { pptx: 'Impress MS PowerPoint 2007 XML', odp: 'impress8', ppt: 'MS PowerPoint 97' }],
    ] as const
  ).flatMap(([name, flat, source, formats]) => {
    const path = join(folder, `${name}.${flat}`)
    writeFileSync(path, source)
    const factory = pathToFileURL(path).href
    return Object.entries(formats).map(([format, filter]) => ({ factory, filter, name: `${name}.${format}` }))
  }),
)
const bytesOf = (name: string) => made!.get(name)!

describe.skipIf(made === null)('by LibreOffice', () => {
  test.each(['so.xlsx', 'so.ods', 'so.xls', 'so.xml'])('%s: a hidden sheet, row and column', async (name) => {
    // LibreOffice leaves the state of a sheet out of SpreadsheetML 2003.
    const sheet = name === 'so.xml' ? 'trang tính “Tờ ẩn”' : 'trang tính “Tờ ẩn”, ẩn'
    expect(await places(bytesOf(name), name)).toEqual({
      'hoa sen': 'trang tính “Bảng kê”',
      'hoa mai': 'trang tính “Bảng kê”, ẩn',
      'hoa cúc': 'trang tính “Bảng kê”',
      'hoa lan': 'trang tính “Bảng kê”, ẩn',
      'hoa đào': 'trang tính “Bảng kê”',
      'hoa hồng': sheet,
    })
    const { secrecy, texts } = await document(bytesOf(name), name)
    expect(secrecy!.places.map(({ text, within }) => [text, spotWords(within!).vi])).toEqual([['TỐI MẬT', sheet]])
    if (name === 'so.xml') return
    const tabs = texts!.filter(({ where, name }) => where === 'property' && name === 'sheet')
    expect(tabs.map(({ text, hidden }) => [text, hidden])).toEqual([
      ['Bảng kê\n', undefined],
      ['Tờ ẩn\n', true],
    ])
  })

  test.each(['thu.docx', 'thu.odt', 'thu.rtf', 'thu.doc'])('%s: hidden words among others', async (name) => {
    const { secrecy, terms } = await document(bytesOf(name), name)
    const hidden = Object.fromEntries(terms.map(({ term, within }) => [term, within!.hidden]))
    // "hoa" is shown and "mai" is not: without the hidden word it would be no phrase.
    expect(hidden).toEqual({
      'hoa sen': undefined,
      'hoa mai': true,
      'hoa cúc': true,
      'hoa lan': undefined,
      'hoa đào': undefined,
    })
    expect(secrecy!.places.map(({ text, within }) => [text, within!.where, within!.hidden])).toEqual([
      ['TỐI MẬT', 'body', true],
    ])
    expect(spotWords(secrecy!.places[0]!.within!).en).toMatch(/^the body(, page 1)?, hidden text$/)
  })

  test.each(['chieu.pptx', 'chieu.odp', 'chieu.ppt'])('%s: a hidden slide, and whose the notes are', async (name) => {
    const slide = (number: number) => (name === 'chieu.odp' ? `trang chiếu “page${number}”` : `trang chiếu ${number}`)
    const notes = (number: number) => `ghi chú của người trình bày, trang chiếu ${number}`
    expect(await places(bytesOf(name), name)).toEqual({
      'hoa sen': slide(1),
      'hoa mai': `${slide(2)}, ẩn`,
      'hoa cúc': `${notes(2)}, ẩn`,
      'hoa lan': slide(3),
      'hoa đào': notes(3),
      'hoa hồng': slide(4),
      'hoa huệ': notes(4),
    })
  })
})
