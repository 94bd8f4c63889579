// Fields of Word documents that the page shows by their code, as formulas in boxes and buttons are, in docx, doc and RTF.
import { expect, test } from 'vitest'
import { wordsOfField } from '../../../src/document/text/field-words.ts'
import { expectLinear } from '../../support/linear.ts'
import { read } from '../../support/reading.ts'
import { buildZip } from '../../support/zip-builder.ts'

test.each([
  [' EQ \\x(TUYỆT MẬT) ', 'TUYỆT MẬT'],
  ['EQ \\* jc3 \\* "Font:Times New Roman" \\* hps12 \\o\\al(\\s\\up 10(hán tự),漢字)', 'hán tự 漢字'],
  [' EQ \\f(1\\,5;2) ', '1,5 2'],
  [' MACROBUTTON Ten Bấm vào đây để điền', 'Bấm vào đây để điền'],
  [' PAGE \\* MERGEFORMAT ', ''],
  [' EQUATION \\x(A) ', ''],
  [' HYPERLINK "https://example.com/"', ''],
])('%s', (code, words) => expect(wordsOfField(code)).toBe(words))

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const run = (inside: string) => `<w:r>${inside}</w:r>`
const mark = (type: string) => run(`<w:fldChar w:fldCharType="${type}"/>`)
const code = (text: string) => run(`<w:instrText xml:space="preserve">${text}</w:instrText>`)

async function docx(paragraph: string): Promise<string> {
  const { text } = await read(
    buildZip([
      {
        name: '[Content_Types].xml',
        bytes: `<Types><Override PartName="/word/document.xml" ContentType="${TYPE}"/></Types>`,
      },
      { name: 'word/document.xml', bytes: `<w:document ${W}><w:body><w:p>${paragraph}</w:p></w:body></w:document>` },
    ]),
  )
  return text!.trim()
}

test.each([
  ['a code in pieces', `${mark('begin')}${code(' EQ \\x(TUYỆT')}${code(' MẬT)')}${mark('end')}`, 'TUYỆT MẬT'],
  ['a simple field', '<w:fldSimple w:instr=" EQ \\x(TUYỆT MẬT) "/>', 'TUYỆT MẬT'],
  [
    'a code that has a result',
    `${mark('begin')}${code(' PAGE ')}${mark('separate')}${run('<w:t>12</w:t>')}${mark('end')}${run('<w:t> sau</w:t>')}`,
    '12 sau',
  ],
  [
    'a field within a field',
    `${mark('begin')}${code(' IF 1 ')}${mark('begin')}${code(' EQ \\x(A) ')}${mark('end')}${mark('separate')}${run('<w:t>kết quả</w:t>')}${mark('end')}`,
    'kết quả',
  ],
])('docx: %s', async (_name, paragraph, text) => expect(await docx(paragraph)).toBe(text))

test.each([
  ['EQ', '{\\field{\\*\\fldinst { EQ \\\\x(TUY\\u7878?T M\\u7852?T) }}{\\fldrslt }} sau', 'TUYỆT MẬT sau'],
  ['PAGE', '{\\field{\\*\\fldinst PAGE}{\\fldrslt 12}} sau', '12 sau'],
])('RTF: %s', async (_name, body, text) => {
  const { text: ours } = await read(Buffer.from(`{\\rtf1\\ansi ${body}}`))
  expect(ours!.trim()).toBe(text)
})

test('codes that never end are read in proportion to their length', { timeout: 60_000 }, () => {
  for (const unit of ['\\* "', '\\x(', 'a ', '\\*', '( '])
    expectLinear(unit, 400_000, (text) => wordsOfField(`EQ ${text}`))
  expectLinear(' ', 400_000, (text) => wordsOfField(`MACROBUTTON${text}`))
})
