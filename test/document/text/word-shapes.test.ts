// Places in Word packages that LibreOffice does not write: VML boxes and watermarks, both branches of AlternateContent, split runs, styles.
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'

const W =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`
const box = (text: string) => `<w:txbxContent>${paragraph(run(text))}</w:txbxContent>`

function docx(body: string, others: Record<string, [type: string, xml: string]> = {}): Promise<DocumentFacts> {
  const overrides = Object.entries(others).map(
    ([name, [type]]) => `<Override PartName="/${name}" ContentType="${type}"/>`,
  )
  return read(
    buildZip([
      {
        name: '[Content_Types].xml',
        bytes: `<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/>${overrides.join('')}</Types>`,
      },
      { name: 'word/document.xml', bytes: `<w:document ${W}><w:body>${body}</w:body></w:document>` },
      ...Object.entries(others).map(([name, [, xml]]) => ({ name, bytes: xml })),
    ]),
    'thu.docx',
  )
}

const LETTER = paragraph(run('UBND HUYỆN MẪU')) + paragraph(run('Số: 12/UBND-VP'))
const marks = ({ secrecy }: DocumentFacts) =>
  secrecy!.places.map(({ text, strength, within }) => [text, strength, within!.where])

describe('marks in', () => {
  test.each([
    [
      'a VML text box',
      `<w:p><w:r><w:pict><v:shape><v:textbox>${box('TUYỆT MẬT')}</v:textbox></v:shape></w:pict></w:r></w:p>`,
      'text-box',
    ],
    [
      'a VML watermark',
      '<w:p><w:r><w:pict><v:shape><v:textpath string="TUYỆT MẬT"/></v:shape></w:pict></w:r></w:p>',
      'watermark',
    ],
    ['hidden text', paragraph(run('TUYỆT MẬT', '<w:vanish/>')), 'body'],
    ['runs that part its letters', paragraph(run('TUYỆT '), run('M'), run('ẬT')), 'body'],
    ['the head of a later page', `<w:p><w:r><w:br w:type="page"/></w:r></w:p>${paragraph(run('TUYỆT MẬT'))}`, 'body'],
    ['deleted text', '<w:p><w:del><w:r><w:delText>TUYỆT MẬT</w:delText></w:r></w:del></w:p>', 'body'],
    ['.VnTimeH', paragraph(run('tuyÖt mËt', '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>')), 'body'],
  ])('%s', async (_name, xml, where) => {
    expect(marks(await docx(LETTER + xml))).toEqual([['TUYỆT MẬT', 'strong', where]])
  })
  test('a header under another name', async () => {
    const header: [string, string] = [`${TYPE}.header+xml`, `<w:hdr ${W}>${paragraph(run('TUYỆT MẬT'))}</w:hdr>`]
    expect(marks(await docx(LETTER, { 'word/odd.xml': header }))).toEqual([['TUYỆT MẬT', 'strong', 'header']])
  })
  test('cells: a label and its value', async () => {
    const row = `<w:tbl><w:tr><w:tc>${paragraph(run('Độ mật'))}</w:tc><w:tc>${paragraph(run('Tối mật'))}</w:tc></w:tr></w:tbl>`
    expect(marks(await docx(LETTER + row))).toEqual([['Độ mật Tối mật', 'strong', 'body']])
  })
  test('a table in a cell begins on a line of its own', async () => {
    const cells = (...inside: string[]) =>
      `<w:tbl><w:tr>${inside.map((each) => `<w:tc>${each}</w:tc>`).join('')}</w:tr></w:tbl>`
    const inner = cells(paragraph(run('trong một')), paragraph(run('trong hai')))
    const { texts } = await docx(
      cells(paragraph(run('ngoài')), paragraph(run('giữa')) + inner + paragraph(run('cuối'))),
    )
    expect(texts![0]!.text.split('\n').map((line) => line.trim())).toEqual([
      'ngoài\tgiữa',
      'trong một\ttrong hai',
      'cuối',
      '',
      '',
    ])
  })
  test('the soft hyphen is a letter in .VnTime', async () => {
    const font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    const { text } = await docx(
      paragraph(run('tr', font), `<w:r><w:rPr>${font}</w:rPr><w:softHyphen/></w:r>`, run('êng hîp', font)),
    )
    expect(text!.trim()).toBe('trường hợp')
  })
  test('either branch of AlternateContent, once when they say the same', async () => {
    const both = (one: string, other: string) =>
      `<w:p><w:r><mc:AlternateContent><mc:Choice>${box(one)}</mc:Choice><mc:Fallback>${box(other)}</mc:Fallback></mc:AlternateContent></w:r></w:p>`
    expect((await docx(both('khung', 'khung'))).texts!.map(({ text }) => text)).toEqual(['khung\n'])
    expect(marks(await docx(LETTER + both('khung', 'TỐI MẬT')))).toEqual([['TỐI MẬT', 'strong', 'text-box']])
  })
})

test('styles and themes decide fonts and colours', async () => {
  const styles = `<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:styleId="Goc"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Goc"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style></w:styles>`
  const theme =
    '<a:theme xmlns:a="a"><a:clrScheme><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme><a:fontScheme><a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:theme>'
  const styled = (id: string, text: string, properties = '') =>
    `<w:p><w:pPr><w:pStyle w:val="${id}"/></w:pPr>${run(text, properties)}</w:p>`
  const { fonts, colours } = await docx(
    `${styled('Con', 'một')}${paragraph(run('hai'))}${styled('Goc', 'ba', '<w:color w:themeColor="accent1"/>')}`,
    {
      'word/styles.xml': [`${TYPE}.styles+xml`, styles],
      'word/theme/theme1.xml': ['application/vnd.openxmlformats-officedocument.theme+xml', theme],
    },
  )
  expect(fonts!.map(({ name, characters }) => [name, characters])).toEqual([
    ['Times New Roman', 5],
    ['Calibri', 3],
  ])
  expect(colours!.map(({ rgb, characters }) => [rgb, characters])).toEqual([
    ['ff0000', 3],
    [null, 3],
    ['4472c4', 2],
  ])
})
