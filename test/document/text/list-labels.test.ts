// Words of automatic list numbers, which stand in no paragraph, are part of the text (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flat } from '../../support/text-places.ts'
import { buildOoxml, DOCX_TYPE } from '../../support/zip-builder.ts'

const STYLES = `<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="MẬT " style:num-suffix=")" style:num-format="1"/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-prefix="Độ mật:" style:num-format=""/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style>`
const list = (style: string, ...items: string[]) =>
  `<text:list text:style-name="${style}">${items.map((item) => `<text:list-item><text:p text:style-name="Standard">${item}</text:p></text:list-item>`).join('')}</text:list>`
const LETTER = flat(
  'text',
  `<office:text>${list('L1', 'một', 'hai</text:p><text:p>nối')}${list('L2', 'TỐI')}${list('L3', 'thường')}</office:text>`,
  STYLES,
)
const FILTERS = { docx: 'MS Word 2007 XML', odt: 'writer8', fodt: 'OpenDocument Text Flat XML' }
const made = writeByOffice((folder) => {
  const path = join(folder, 'a.fodt')
  writeFileSync(path, LETTER)
  const factory = pathToFileURL(path).href
  return Object.entries(FILTERS).map(([format, filter]) => ({ factory, filter, name: `a.${format}` }))
})

const body = async (bytes: Buffer, name: string) => {
  const { texts } = await read(bytes, name)
  return texts!.find(({ where }) => where === 'body')!.text.trim()
}

describe.skipIf(made === null)('lists that LibreOffice wrote', () => {
  test.each(Object.keys(FILTERS))('%s', async (format) => {
    const text = await body(made!.get(`a.${format}`)!, `a.${format}`)
    const [one, two] = format === 'docx' ? ['1)', '2)'] : [') ', ') ']
    expect(text.replace('Độ mật: ', 'Độ mật:')).toBe(`MẬT ${one}một\nMẬT ${two}hai\nnối\nĐộ mật:TỐI\nthường`)
  })
})

const level = (number: number, text: string, more = '') =>
  `<w:lvl w:ilvl="${number}"><w:start w:val="1"/>${more || '<w:numFmt w:val="decimal"/>'}<w:lvlText w:val="${text}"/></w:lvl>`
const NUMBERING = `<w:numbering>
<w:abstractNum w:abstractNumId="0">${level(0, 'Chương %1', '<w:numFmt w:val="upperRoman"/>')}${level(1, 'MẬT %1.%2', '<w:numFmt w:val="lowerLetter"/>')}${level(2, '%3.')}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">${level(0, 'TUYỆT MẬT', '<w:numFmt w:val="none"/><w:suff w:val="nothing"/>')}<w:styleLink w:val="Kiểu"/></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kiểu"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">${level(0, 'KHẨN %1')}</w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num></w:numbering>`
const WORD_STYLES = `<w:styles><w:style w:type="paragraph" w:styleId="Mục"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`
const paragraph = (text: string, number?: number, depth = 0, style = '') =>
  `<w:p><w:pPr>${style}${number === undefined ? '' : `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${number}"/></w:numPr>`}</w:pPr>${text === '' ? '' : `<w:r><w:t>${text}</w:t></w:r>`}</w:p>`
const document = (paragraphs: string, numbering = NUMBERING) =>
  buildOoxml(
    DOCX_TYPE,
    [
      { name: 'word/document.xml', bytes: `<w:document><w:body>${paragraphs}</w:body></w:document>` },
      { name: 'word/numbering.xml', bytes: numbering },
      { name: 'word/styles.xml', bytes: WORD_STYLES },
    ],
    '<Default Extension="xml" ContentType="application/xml"/>',
  )

describe('WordprocessingML', () => {
  test('levels, list styles, overrides, styles of paragraphs, paragraphs without a word', async () => {
    const style = '<w:pStyle w:val="Mục"/>'
    const paragraphs = [
      paragraph('mở', 1),
      paragraph('a', undefined, 0, style),
      paragraph('b', 1, 1),
      paragraph('số', 1, 2),
      paragraph('hai', 1),
      paragraph('c', 1, 1),
      paragraph('', 2),
      paragraph('k', 3),
      paragraph('không', 0, 0, style),
      paragraph('lạc', 4),
    ].join('')
    expect(await body(document(paragraphs), 'a.docx')).toBe(
      'Chương I mở\nMẬT I.a a\nMẬT I.b b\nsố\nChương II hai\nMẬT II.a c\nTUYỆT MẬT\nKHẨN 3 k\nkhông\nlạc',
    )
  })

  test('in a cell it stands before the words', async () => {
    const cell = (inside: string) => `<w:tc>${inside}</w:tc>`
    const table = `<w:tbl><w:tr>${cell(paragraph('Số'))}${cell(paragraph('', 2))}</w:tr></w:tbl>`
    expect(await body(document(table), 'a.docx')).toBe('Số\tTUYỆT MẬT')
  })

  test('malformed numbering leaves the text', async () => {
    for (const numbering of [
      '',
      '<w:numbering><w:abstractNum><w:lvl w:ilvl="-1">',
      '<w:numbering><w:num w:numId="1"/>',
    ])
      expect(await body(document(paragraph('mở', 1), numbering), 'a.docx')).toBe('mở')
  })
})
