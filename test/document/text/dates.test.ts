// Dates of workbooks are told as officials read them: format codes, serial numbers, and cells that LibreOffice wrote.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { dateFormat } from '../../../src/document/text/date-format.ts'
import { NumberFormats } from '../../../src/document/text/number-format.ts'
import { shownDate, shownIsoDate } from '../../../src/document/text/serial-date.ts'
import { binaryBook, cell, row } from '../../support/biff12-writer.ts'
import { expectLinear } from '../../support/linear.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flatBook } from '../../support/text-places.ts'
import { buildOoxml } from '../../support/zip-builder.ts'

/** 15 March 2026, a Sunday, half past two in the afternoon. */
const DAY = 46096
const AFTERNOON = 46096 + 14.5 / 24

function shown(code: string, serial: number, dates1904 = false): string | null {
  const format = dateFormat(code)
  return format && shownDate(serial, format, dates1904)
}

describe('format codes', () => {
  test.each([
    ['dd/mm/yyyy', '15/03/2026'],
    ['d/m/yy', '15/03/2026'],
    ['mm-dd-yy', '15/03/2026'],
    ['DD/MM/YYYY', '15/03/2026'],
    ['[$-42A]dd/mm/yyyy;@', '15/03/2026'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '15/03/2026'],
    ['[Red]d\\.m\\.yyyy_)', '15/03/2026'],
    ['d-mmm', '15/03'],
    ['mmm-yy', '03/2026'],
    ['yyyy', '2026'],
    ['dddd', 'Chủ Nhật'],
    ['dd/mm/yyyy hh:mm', '15/03/2026 14:30'],
    ['hh:mm:ss dd/mm/yyyy', '15/03/2026 14:30:00'],
    ['h:mm AM/PM', '14:30'],
    ['h:mm A/P', '14:30'],
    ['m/d/yyyy h:mm', '15/03/2026 14:30'],
    ['mm:ss.0', '30:00.0'],
    ['[h]:mm', '1106318:30'],
    ['"Ngày "dd" tháng "mm" năm "yyyy', 'Ngày 15 tháng 03 năm 2026'],
    ['"Hà Nội, ngày "d" tháng "m" năm "yyyy', 'Hà Nội, ngày 15 tháng 3 năm 2026'],
    ['h" giờ "mm', '14 giờ 30'],
    ['hh\\hmm', '14h30'],
    ['dddd", ngày "d', 'Chủ Nhật, ngày 15'],
    ['0;dd/mm/yyyy', '15/03/2026'],
  ])('%s', (code, text) => {
    expect(shown(code, AFTERNOON)).toBe(text)
  })

  test.each([
    'General',
    '0',
    '0.00',
    '#,##0 "đồng"',
    '#,##0\\ "days"',
    '_-* #,##0\\ [$₫-42A]_-',
    '0.00E+00',
    '@',
    '[Red]0;[Blue]-0',
    '"dd/mm/yyyy"',
    '\\d\\m\\y0',
    '0_d_m',
    '* 0',
    '[$USD] 0',
    '[$-42A]General',
    '0"h"',
    '',
    '"',
    '[',
    '\\',
    '_',
    '[h',
  ])('%s is no date', (code) => {
    expect(shown(code, DAY)).toBe(code === '[h' ? '1106304' : null)
  })

  test('built in, and the file has the last word', () => {
    const formats = new NumberFormats()
    const ids = Array.from({ length: 60 }, (_, id) => id).filter((id) => formats.of(id)?.date)
    expect(ids).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])
    expect([14, 22, 46].map((id) => formats.of(id)!.shown(AFTERNOON, '', false).text)).toEqual([
      '15/03/2026',
      '15/03/2026 14:30',
      '1106318:30:00',
    ])
    formats.add(14, 'General')
    expect(formats.of(14)).toBeNull()
  })

  test('in proportion to its length, and not beyond what programs write', () => {
    for (const unit of ['"', '[', 'd', ';', '_', 'a/', 's.0']) expectLinear(unit, 400_000, (text) => dateFormat(text))
  })
})

describe('serial numbers', () => {
  test.each([
    [0, '00/01/1900'],
    [1, '01/01/1900'],
    [59, '28/02/1900'],
    [60, '29/02/1900'],
    [61, '01/03/1900'],
    [DAY, '15/03/2026'],
    [DAY + 0.9999999, '16/03/2026'],
    [2_958_465, '31/12/9999'],
    [2_958_466, null],
    [-1, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
  ])('%d since 1900', (serial, text) => {
    expect(shown('dd/mm/yyyy', serial)).toBe(text)
  })
  test.each([
    [0, '01/01/1904'],
    [DAY - 1462, '15/03/2026'],
    [-1, null],
  ])('%d since 1904', (serial, text) => {
    expect(shown('dd/mm/yyyy', serial, true)).toBe(text)
  })
  test('hours', () => {
    expect(shown('hh:mm:ss', 0.604166666666667)).toBe('14:30:00')
    expect(shown('hh:mm', 0.99999)).toBe('23:59')
    expect(shown('[h]:mm', 1.5, true)).toBe('36:00')
    expect(shown('mm:ss.00', 0.5 / 86400)).toBe('00:00.50')
  })
  test('written out (ISO 8601)', () => {
    expect(shownIsoDate('2026-03-15', null)).toBe('15/03/2026')
    expect(shownIsoDate('2026-03-15T00:00:00.000', null)).toBe('15/03/2026')
    expect(shownIsoDate('2026-03-15T14:30:00Z', null)).toBe('15/03/2026 14:30')
    expect(shownIsoDate('2026-03-15T14:30:00', dateFormat('hh:mm'))).toBe('14:30')
    expect(shownIsoDate('1900-02-28', null)).toBe('28/02/1900')
    expect(['hôm nay', '2026-99-99', '9'.repeat(9)].map((text) => shownIsoDate(text, null))).toEqual([
      'hôm nay',
      '2026-99-99',
      '9'.repeat(9),
    ])
  })
})

const date = (name: string, inside: string) =>
  `<number:date-style style:name="${name}n" number:automatic-order="false">${inside}</number:date-style><style:style style:name="${name}" style:family="table-cell" style:data-style-name="${name}n"/>`
const part = (field: string) => `<number:${field} number:style="long"/>`
const text = (words: string) => `<number:text>${words}</number:text>`
const [D, M, Y, H, N] = ['day', 'month', 'year', 'hours', 'minutes'].map(part)
const STYLES = [
  date('d1', `${D}${text('/')}${M}${text('/')}${Y}`),
  date('d2', `${D}${text('/')}${M}${text('/')}${Y}${text(' ')}${H}${text(':')}${N}`),
  date('d3', `${text('Ngày ')}${D}${text(' tháng ')}${M}${text(' năm ')}${Y}`),
  date('d4', `${M}${text('/')}${Y}`),
  `<number:time-style style:name="tn">${H}${text(':')}${N}</number:time-style><style:style style:name="t" style:family="table-cell" style:data-style-name="tn"/>`,
  `<number:number-style style:name="nn"><number:number number:decimal-places="0" number:min-integer-digits="1"/>${text(' days')}</number:number-style><style:style style:name="n" style:family="table-cell" style:data-style-name="nn"/>`,
].join('')
const dateCell = (style: string, value: string) =>
  `<table:table-cell table:style-name="${style}" office:value-type="date" office:date-value="${value}"/>`
const CELLS = [
  ...['d1', 'd2', 'd3', 'd4'].map((style) => dateCell(style, '2026-03-15T14:30:00')),
  dateCell('d1', '1999-12-31'),
  '<table:table-cell table:style-name="t" office:value-type="time" office:time-value="PT09H05M00S"/>',
  '<table:table-cell office:value-type="float" office:value="46096"/>',
  `<table:table-cell table:style-name="d1" table:formula="of:=DATE(2026;1;2)" office:value-type="date" office:date-value="2026-01-02"/>`,
]
const SHOWN = '15/03/2026\t15/03/2026 14:30\tNgày 15 tháng 03 năm 2026\t03/2026\t31/12/1999\t09:05\t46096\t02/01/2026'
const DAYS = '<table:table-cell table:style-name="n" office:value-type="float" office:value="46096"/>'
const table = (cells: string) =>
  `<table:table table:name="Lịch" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"><table:table-row>${cells}</table:table-row></table:table>`
const SINCE_1904 =
  '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'

const FILTERS = { xlsx: 'Calc MS Excel 2007 XML', xls: 'MS Excel 97', ods: 'calc8' }
const made = writeByOffice((folder) =>
  [
    ['1900', ''],
    ['1904', SINCE_1904],
  ].flatMap(([name, settings]) => {
    const path = join(folder, `${name}.fods`)
    writeFileSync(path, flatBook(`${settings}${table(CELLS.join('') + DAYS)}`, STYLES))
    return Object.entries(FILTERS).map(([format, filter]) => ({
      factory: pathToFileURL(path).href,
      filter,
      name: `${name}.${format}`,
    }))
  }),
)

describe.skipIf(made === null)('cells that LibreOffice wrote', () => {
  test.each(['1900', '1904'].flatMap((base) => Object.keys(FILTERS).map((format) => `${base}.${format}`)))(
    '%s',
    async (name) => {
      const { texts } = await read(made!.get(name)!, name)
      const line = texts!
        .find(({ where }) => where === 'sheet')!
        .text.split('\n')
        .find((each) => each.includes('\t'))!
      // OpenDocument holds what is shown; the number without a date is told as the file has it elsewhere.
      expect(line.trimEnd().replace(/ days$/, '')).toBe(`${SHOWN}\t46096`)
    },
  )
})

describe('binary workbooks', () => {
  const plan = {
    formats: [0, 14, 22, 164].map((number): [number, number] => [0, number]),
    numberFormats: [[164, '"ngày "dd']] as [number, string][],
  }
  const days = (first: number) => [
    cell.real(0, first, 1),
    cell.real(1, first + 0.25, 2),
    cell.whole(2, first, 3),
    cell.formulaNumber(3, first, 1),
    cell.whole(4, first),
  ]
  test('since 1900', async () => {
    const document = await read(binaryBook({ ...plan, sheets: [{ name: 'a', rows: [row(0, days(DAY))] }] }), 'a.xlsb')
    expect(document.texts![0]!.text).toBe('15/03/2026\t15/03/2026 06:00\tngày 15\t15/03/2026\t46096\n')
  })
  test('since 1904', async () => {
    const sheets = [{ name: 'a', rows: [row(0, days(DAY - 1462))] }]
    const document = await read(binaryBook({ ...plan, sheets, dates1904: true }), 'a.xlsb')
    expect(document.texts![0]!.text).toBe('15/03/2026\t15/03/2026 06:00\tngày 15\t15/03/2026\t44634\n')
  })
})

test('dates that a package writes out (18.18.11)', async () => {
  const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const cells = '<row><c t="d"><v>2026-03-15T00:00:00</v></c><c t="d" s="1"><v>2026-03-15T14:30:00</v></c></row>'
  const book = buildOoxml(
    `${main}.sheet.main+xml`,
    [
      { name: 'xl/styles.xml', bytes: '<styleSheet><cellXfs><xf/><xf numFmtId="20"/></cellXfs></styleSheet>' },
      { name: 'xl/worksheets/a.xml', bytes: `<worksheet><sheetData>${cells}</sheetData></worksheet>` },
    ],
    '<Default Extension="xml" ContentType="application/xml"/>',
  )
  expect((await read(book, 'a.xlsx')).texts![0]!.text).toBe('15/03/2026\t14:30\n')
})
