// Numbers of workbooks are told as people see them, with the words of their formats, which are no cell's value (MẪU THỬ NGHIỆM).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { numberFormat } from '../../../src/document/text/number-format.ts'
import { binaryBook, cell, row } from '../../support/biff12-writer.ts'
import { expectLinear } from '../../support/linear.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flatBook } from '../../support/text-places.ts'
import { buildOoxml } from '../../support/zip-builder.ts'

const shown = (code: string, value: number) => numberFormat(code)?.shown(value, String(value), false)

describe('format codes', () => {
  test.each([
    ['"MẬT" 0', 5, 'MẬT 5'],
    ['#,##0', 1_250_000, '1,250,000'],
    ['#,##0', -1_250_000, '-1,250,000'],
    ['#,##0', 999, '999'],
    ['#,##0.00', 1.005, '1.01'],
    ['#,##0,', 1_250_000, '1,250'],
    ['0%', 0.07, '7%'],
    ['0.00%', 0.0705, '7.05%'],
    ['0000\\ 000\\ 000', 912_345_678, '0912 345 678'],
    ['00"-"00"-"0', 1_234_567, '1234-56-7'],
    ['0.##', 1.5, '1.5'],
    ['0.##', 1, '1'],
    ['.00', 0.5, '.50'],
    ['0', 3.7, '4'],
    ['0', -0.2, '0'],
    ['0', 1e300, '1e+300'],
    ['000', 7, '007'],
    ['0;"âm "0;"không"', -2, 'âm 2'],
    ['[>100]"MẬT "0;0', 101, 'MẬT 101'],
    ['[>100]"MẬT "0;0', 3, '3'],
    ['[$MẬT-42A] 0', 3, 'MẬT 3'],
    ['_-* #,##0\\ [$₫-42A]_-;\\-* #,##0\\ [$₫-42A]_-;_-* "-"??\\ [$₫-42A]_-;_-@_-', -1_250_000, '-1,250,000 ₫'],
    ['_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 0, '-'],
    ['General" kg"', 1.5, '1.5 kg'],
    ['@" (mật)"', 3, '3 (mật)'],
    ['# ?/?', 0.5, '0.5'],
    ['0"TỐI "E+0"MẬT"', 5, '5TỐI MẬT'],
    ['0"/QĐ"', 12, '12/QĐ'],
    ['0/"QĐ"', 12, '12/QĐ'],
    ['dd/mm/yyyy;"MẬT "0', 46096, '15/03/2026'],
    ['dd/mm/yyyy;"MẬT "0', -1, 'MẬT 1'],
    ['[$MẬT ]dd/mm/yyyy', 46096, 'MẬT 15/03/2026'],
  ])('%s of %d', (code, value, text) => {
    expect(shown(code, value)).toEqual({ text, hasValue: true })
  })

  test.each([
    [';;;', 5, ''],
    ['"Độ mật: TỐI MẬT"', 5, 'Độ mật: TỐI MẬT'],
    ['0;0;"MẬT"', 0, 'MẬT'],
  ])('%s of %d, without the value', (code, value, text) => {
    expect(shown(code, value)).toEqual({ text, hasValue: false })
  })

  test.each(['General', '@', '', '[Red]General'])('%s shows what is there', (code) => {
    expect(shown(code, 1234.5)?.text ?? '1234.5').toBe(code === '' ? '' : '1234.5')
  })

  test('words around texts', () => {
    expect(numberFormat('@" (mật)"')!.around('x')).toEqual(['', 'x', ' (mật)'])
    expect(numberFormat('0;0;0;"MẬT: "@')!.around('x')).toEqual(['MẬT: ', 'x', ''])
    expect(numberFormat('0;0;0;"MẬT"')!.around('x')).toEqual(['MẬT', '', ''])
    expect(numberFormat('"MẬT" 0')!.around('x')).toEqual(['', 'x', ''])
  })

  test('rounded by their decimal digits', () => {
    for (let thousandth = 0; thousandth < 200_000; thousandth += 7) {
      const hundredths = String(Math.floor((thousandth + 5) / 10)).padStart(3, '0')
      expect(shown('0.00', thousandth / 1000)!.text).toBe(`${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`)
    }
  })

  test('in proportion to its length, and not beyond what programs write', () => {
    for (const unit of ['"', '[', '0', ';', '_', '0"x"', '0.', '0,', '%', '/'])
      expectLinear(unit, 400_000, (text) => numberFormat(text)?.shown(12345.678, '12345.678', false))
    expect(shown(`0${'%'.repeat(200)}`, 0)!.text).toBe('0')
    expect(shown('0'.repeat(1000), 5)!.text).toHaveLength(300)
    expect(shown(`0.${'0'.repeat(1000)}`, 5)!.text).toBe('5')
  })
})

const CODES: [code: string, values: (number | string)[]][] = [
  ['"MẬT" 0', [5]],
  ['"Độ mật: TỐI MẬT"', [1]],
  [';;;', [7, 'chữ ẩn']],
  ['@" (mật)"', ['kế hoạch']],
  ['#,##0', [1_250_000]],
  ['0%', [0.125]],
  ['General', [1250000, 0.30000000000000004, 'thường']],
]
/** What is shown, then what is not. */
const TOLD = [
  'MẬT 5\tĐộ mật: TỐI MẬT\t1\t7\tchữ ẩn\tkế hoạch (mật)\t1,250,000\t13%\t1250000\t0.3\tthường',
  'MẬT 5\tĐộ mật: TỐI MẬT\tkế hoạch (mật)\t1,250,000\t13%\t1250000\t0.3\tthường',
]

async function told(bytes: Buffer, name: string): Promise<[string, number]> {
  const document = await read(bytes, name)
  const text = document.texts!.find(({ where }) => where === 'sheet')!.text
  const characters = document.fonts!.reduce((sum, each) => sum + each.characters, 0)
  return [text.trimEnd(), characters]
}
const letters = (text: string) => text.replace(/\s/g, '').length

test('a workbook of XML', async () => {
  const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const escaped = (code: string) => code.replaceAll('"', '&quot;')
  const codes = CODES.map(([code], index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
  const formats = CODES.map((_, index) => `<xf numFmtId="${164 + index}"/>`)
  const cells = CODES.flatMap(([, values], index) =>
    values.map((value) =>
      typeof value === 'number'
        ? `<c s="${index}"><v>${value}</v></c>`
        : `<c s="${index}" t="${value === 'kế hoạch' ? 'str' : 'inlineStr'}">${value === 'kế hoạch' ? `<v>${value}</v>` : `<is><t>${value}</t></is>`}</c>`,
    ),
  )
  const book = buildOoxml(
    `${main}.sheet.main+xml`,
    [
      {
        name: 'xl/styles.xml',
        bytes: `<styleSheet><numFmts>${codes.join('')}</numFmts><cellXfs>${formats.join('')}</cellXfs></styleSheet>`,
      },
      {
        name: 'xl/worksheets/a.xml',
        bytes: `<worksheet><sheetData><row>${cells.join('')}</row></sheetData></worksheet>`,
      },
    ],
    '<Default Extension="xml" ContentType="application/xml"/>',
  )
  expect(await told(book, 'a.xlsx')).toEqual([TOLD[0], letters(TOLD[1]!)])
})

test('a binary workbook', async () => {
  const cells = CODES.flatMap(([, values], index) =>
    values.map((value, column) =>
      typeof value === 'number' ? cell.real(column, value, index) : cell.string(column, value, index),
    ),
  )
  const book = binaryBook({
    formats: CODES.map((_, index) => [0, 164 + index]),
    numberFormats: CODES.map(([code], index) => [164 + index, code]),
    sheets: [{ name: 'a', rows: [row(0, cells)] }],
  })
  expect(await told(book, 'a.xlsb')).toEqual([TOLD[0], letters(TOLD[1]!)])
})

test('a workbook of Excel 2003', async () => {
  const escaped = (code: string) => code.replaceAll('"', '&quot;')
  const styles = CODES.map(
    ([code], index) => `<Style ss:ID="s${index}"><NumberFormat ss:Format="${escaped(code)}"/></Style>`,
  )
  const cells = CODES.flatMap(([, values], index) =>
    values.map(
      (value) =>
        `<Cell ss:StyleID="s${index}"><Data ss:Type="${typeof value === 'number' ? 'Number' : 'String'}">${value}</Data></Cell>`,
    ),
  )
  const book = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>${styles.join('')}</Styles><Worksheet ss:Name="a"><Table><Row>${cells.join('')}</Row></Table></Worksheet></Workbook>`
  expect(await told(Buffer.from(book), 'a.xml')).toEqual([TOLD[0], letters(TOLD[1]!)])
})

const STYLES = [
  '<number:number-style style:name="n0"><number:text>MẬT </number:text><number:number number:decimal-places="0" number:min-integer-digits="1"/></number:number-style>',
  '<number:number-style style:name="n1"><number:text>Độ mật: TỐI MẬT</number:text></number:number-style>',
  '<number:text-style style:name="n2"><number:text-content/><number:text> (mật)</number:text></number:text-style>',
  '<number:number-style style:name="n3"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
  '<number:percentage-style style:name="n4"><number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>',
  '<number:text-style style:name="n5"><number:text>Hồ sơ: </number:text><number:text-content/></number:text-style>',
  ...[0, 1, 2, 3, 4, 5].map(
    (n) => `<style:style style:name="c${n}" style:family="table-cell" style:data-style-name="n${n}"/>`,
  ),
].join('')
const float = (style: number, value: number) =>
  `<table:table-cell table:style-name="c${style}" office:value-type="float" office:value="${value}"/>`
const words = (style: number, text: string) =>
  `<table:table-cell table:style-name="c${style}" office:value-type="string"><text:p>${text}</text:p></table:table-cell>`
const ROW = [float(0, 5), float(1, 1), words(2, 'kế hoạch'), float(3, 1_250_000), float(4, 0.25), words(5, 'giao ban')]
const FILTERS = { xlsx: 'Calc MS Excel 2007 XML', xls: 'MS Excel 97', ods: 'calc8' }
const BOOK = flatBook(
  `<table:table table:name="a"><table:table-row>${ROW.join('')}</table:table-row></table:table>`,
  STYLES,
)
const made = writeByOffice((folder) => {
  const path = join(folder, 'a.fods')
  writeFileSync(path, BOOK)
  return Object.entries(FILTERS).map(([format, filter]) => ({
    factory: pathToFileURL(path).href,
    filter,
    name: `a.${format}`,
  }))
})

describe.skipIf(made === null)('cells that LibreOffice wrote', () => {
  test.each(Object.keys(FILTERS))('%s', async (format) => {
    const [text] = await told(made!.get(`a.${format}`)!, `a.${format}`)
    // OpenDocument has the name of the sheet, and its texts as values too.
    const lines = text
      .replace('TỐI MẬT\t1\t', 'TỐI MẬT\t')
      .replace(/^a\n/, '')
      .replace(/\n[^\t]+/g, '')
    expect(lines).toBe('MẬT 5\tĐộ mật: TỐI MẬT\tkế hoạch (mật)\t1,250,000\t25%\tHồ sơ: giao ban')
  })
})

test('OpenDocument that is written without the words of its formats', async () => {
  const [text] = await told(Buffer.from(BOOK), 'a.fods')
  expect(text).toMatch(/MẬT\n?5\tĐộ mật: TỐI MẬT\n?1\tkế hoạch \(mật\)\t.*\tgiao ban Hồ sơ:/)
})
