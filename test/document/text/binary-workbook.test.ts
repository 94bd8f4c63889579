// Binary workbooks (.xlsb): every place of their text, as LibreOffice reads it too; lying counts and cuts leave a reason.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import {
  type BookPlan,
  binaryBook,
  bookParts,
  cell,
  long,
  record,
  rich,
  row,
  sizedRecord,
  stringsPart,
  wide,
} from '../../support/biff12-writer.ts'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'

const THEME =
  '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Mẫu"><a:themeElements><a:clrScheme name="m"><a:dk1><a:srgbClr val="000000"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
const DRAWING =
  '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>khung chữ mẫu</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>'
const OFFICE_TYPE = 'application/vnd.openxmlformats-officedocument'

/** MẪU THỬ NGHIỆM. */
const BOOK: BookPlan = {
  fonts: [
    { name: 'Calibri' },
    { name: 'Times New Roman', rgb: 'ff0000' },
    { name: '.VnTime', theme: 4 },
    { name: 'Arial', indexed: 12 },
  ],
  formats: [
    [0, 0],
    [1, 0],
    [2, 0],
  ],
  strings: [
    rich('chữ chung'),
    rich('một hai ba', [
      [4, 3],
      [8, 1],
    ]),
    rich('v¨n b¶n mËt'),
  ],
  sheets: [
    {
      name: 'Bảng kê',
      rows: [
        row(0, [cell.shared(0, 0, 1), cell.shared(1, 1), cell.shared(2, 2, 2)]),
        row(1, [cell.string(0, 'trong ô'), cell.real(1, 12.5), cell.whole(2, -42), cell.formulaString(3, 'kết quả')]),
        row(2, [cell.formulaNumber(0, 1250000), cell.rich(1, 'riêng Arial', [[6, 3]])]),
        row(3, [cell.string(0, 'dòng ẩn')], true),
        row(4, [
          cell.string(0, 'ngắn'),
          cell.shortString('gọn'),
          cell.shortShared(0),
          cell.shortReal(0.5),
          cell.shortWhole(7),
        ]),
        row(5, [cell.truth(0, true), cell.truth(1, false), cell.error(2, 42)]),
      ],
      header: '&L&"Arial,Bold"&14TỐI MẬT&RTrang &P',
      footer: '&Cchân trang',
      comments: ['lời ghi chú'],
    },
    { name: 'Tờ ẩn', state: 2, rows: [row(0, [cell.string(0, 'chữ ở tờ ẩn')])] },
  ],
  parts: { 'xl/theme/theme1.xml': THEME, 'xl/drawings/drawing1.xml': DRAWING },
  types: {
    'xl/theme/theme1.xml': `${OFFICE_TYPE}.theme+xml`,
    'xl/drawings/drawing1.xml': `${OFFICE_TYPE}.drawing+xml`,
  },
}

const readBook = (plan: BookPlan) => read(binaryBook(plan), 'bang.xlsb')
const shareOf = ({ fonts }: DocumentFacts, font: string) => fonts!.find(({ name }) => name === font)
const spots = ({ texts }: DocumentFacts) => texts!.map(({ where, page, name, text }) => [where, page, name, text])

describe('a binary workbook', () => {
  test('every place', async () => {
    const document = await readBook(BOOK)
    expect([document.kind, document.inspected, document.reasons]).toEqual(['xlsb', 'full', []])
    expect(spots(document)).toEqual([
      [
        'sheet',
        1,
        'Bảng kê',
        'chữ chung\tmột hai ba\tvăn bản mật\ntrong ô\t12.5\t-42\tkết quả\n1250000\triêng Arial\ndòng ẩn\nngắn\tgọn\tchữ chung\t0.5\t7\nTRUE\tFALSE\t#N/A\n',
      ],
      ['header', null, null, '\nTỐI MẬT\nTrang \n'],
      ['footer', null, null, '\nchân trang\n'],
      ['sheet', 2, 'Tờ ẩn', 'chữ ở tờ ẩn\n'],
      ['property', null, 'sheet', 'Bảng kê\n'],
      ['property', null, 'sheet', 'Tờ ẩn\n'],
      ['comment', null, null, 'lời ghi chú\n'],
      ['text-box', null, null, 'khung chữ mẫu\n'],
    ])
    const strong = document.secrecy!.places.filter(({ strength }) => strength === 'strong')
    expect(strong.map(({ text, within }) => [text, within!.where])).toEqual([['TỐI MẬT', 'header']])
  })

  test('fonts and colours of what is shown', async () => {
    const { fonts, colours, encoding } = await readBook(BOOK)
    const shares = Object.fromEntries(fonts!.map(({ name, sample }) => [name ?? '', sample]))
    expect(shares['Times New Roman']).toBe('chữ chung ba')
    expect(shares['.VnTime']).toBe('văn bản mật')
    expect(shares.Arial).toBe('hai Arial')
    expect(Object.values(shares).join()).not.toContain('ẩn')
    expect(colours!.find(({ rgb }) => rgb === 'ff0000')?.sample).toBe('chữ chung ba')
    expect(colours!.find(({ rgb }) => rgb === '4472c4')?.sample).toBe('văn bản mật')
    expect(colours!.find(({ rgb }) => rgb === '0000ff')?.sample).toBe('hai Arial')
    expect(encoding!.legacy).toMatchObject([{ form: 'tcvn3', sample: 'văn bản mật' }])
  })

  test('names of tabs under another name of the main part', async () => {
    const book = bookParts(BOOK)['xl/workbook.bin']!
    const document = await readBook({
      ...BOOK,
      parts: { 'xl/workbook.bin': '', 'xl/so.bin': book, 'xl/_rels/so.bin.rels': '<Relationships/>' },
    })
    expect(document.text).toContain('Tờ ẩn')
  })
})

const imported = writeByOffice((folder) => {
  const path = join(folder, 'bang.xlsb')
  writeFileSync(path, binaryBook(BOOK))
  const factory = pathToFileURL(path).href
  return [
    { factory, name: 'bang.csv', filter: 'Text - txt - csv (StarCalc)', options: '9,34,76,1,,0,false,true,false' },
    { factory, name: 'bang.fods', filter: 'OpenDocument Spreadsheet Flat XML' },
  ]
})

describe.skipIf(imported === null)('LibreOffice reads the same bytes', () => {
  test('to the same cells', async () => {
    const [sheet] = (await readBook(BOOK)).texts!
    const cells = (text: string) => text.split('\n').map((line) => line.split('\t').filter((each) => each !== ''))
    // It knows nothing of the letters of .VnTime.
    const ours = sheet!.text.replace('văn bản mật', 'v¨n b¶n mËt')
    expect(cells(ours)).toEqual(cells(imported!.get('bang.csv')!.toString('utf8').replaceAll('\r', '')))
  })

  test('to the same fonts, colours, headers, names', async () => {
    const theirs = await read(imported!.get('bang.fods')!, 'bang.fods')
    const ours = await readBook(BOOK)
    for (const phrase of ['TỐI MẬT', 'chân trang', 'Bảng kê', 'Tờ ẩn', 'chữ ở tờ ẩn', 'lời ghi chú'])
      expect([theirs.text!.includes(phrase), ours.text!.includes(phrase)], phrase).toEqual([true, true])
    const characters = ({ colours }: DocumentFacts) =>
      Object.fromEntries(colours!.map(({ rgb, characters }) => [rgb, characters]))
    for (const rgb of ['ff0000', '4472c4', '0000ff']) expect(characters(ours)[rgb], rgb).toBe(characters(theirs)[rgb])
    // The font of the header is read of theirs alone.
    const inHeader: Record<string, number> = { Arial: 'TỐIMẬT'.length }
    for (const name of ['Times New Roman', 'Arial', '.VnTime'])
      expect(shareOf(ours, name)!.characters + (inHeader[name] ?? 0), name).toBe(shareOf(theirs, name)?.characters)
  })
})

const sheetOf = (...rows: Buffer[]): BookPlan => ({ sheets: [{ name: 'a', rows }] })
const withPart = (name: string, bytes: Buffer): BookPlan => ({
  ...sheetOf(row(0, [cell.string(0, 'đọc được'), cell.shared(1, 0)])),
  strings: [rich('chung')],
  parts: { [name]: bytes },
})
const strings = stringsPart([rich('chung'), rich('sau')])

describe('hostile', () => {
  test.each<[string, BookPlan, string]>([
    [
      'a count of characters beyond the record',
      sheetOf(row(0, [record(6, long(0), long(0), wide('đọc', 0x7fffffff))])),
      'đọc',
    ],
    ['no count at all', sheetOf(row(0, [cell.string(0, 'đọc'), record(6, long(0), long(0))])), 'đọc'],
    [
      'a number of half its bytes',
      sheetOf(row(0, [cell.string(0, 'đọc'), record(5, long(0), long(0), long(1))])),
      'đọc',
    ],
    [
      'a record beyond the part',
      sheetOf(row(0, [cell.string(0, 'đọc'), sizedRecord(6, 0xfffffff, long(0), long(0), wide('nữa'))])),
      'đọc\tnữa',
    ],
    ['strings cut within a string', withPart('xl/sharedStrings.bin', strings.subarray(0, 22)), 'đọc được\tch'],
    ['strings cut behind a record', withPart('xl/sharedStrings.bin', strings.subarray(0, -2)), 'đọc được\tchung'],
    ['strings that begin with another record', withPart('xl/sharedStrings.bin', strings.subarray(11)), 'đọc được'],
    ['styles cut', withPart('xl/styles.bin', record(278)), 'đọc được\tchung'],
  ])('%s', async (_name, plan, text) => {
    const document = await readBook(plan)
    expect(document.texts![0]!.text.trimEnd()).toBe(text)
    expect([document.inspected, document.reasons]).toEqual(['partial', ['damaged']])
  })

  test('counts of strings, runs and items that lie', async () => {
    const strings = Buffer.concat([
      record(159, long(0xffffffff), long(0)),
      record(19, rich('một hai', [[4, 9]], 0xffffffff)),
      record(160),
    ])
    const document = await readBook({
      ...sheetOf(row(0, [cell.shared(0, 0), cell.shared(1, 7), cell.shared(2, 0xffffffff)])),
      parts: { 'xl/sharedStrings.bin': strings },
    })
    expect(document.texts![0]!.text).toBe('một hai\n')
    expect(document.reasons).toEqual([])
  })

  test('a part without words that is listed a thousand times is read once', async () => {
    const blanks = Buffer.concat(Array.from({ length: 200_000 }, () => record(1, long(0), long(0))))
    const plan = sheetOf(blanks)
    const bundle = Array.from({ length: 1000 }, () => record(156, long(0), long(1), wide('rId1'), wide('a')))
    const begun = performance.now()
    await readBook({ ...plan, parts: { 'xl/workbook.bin': Buffer.concat([record(131), ...bundle, record(132)]) } })
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  test('a string of runs without letters costs nothing more in every cell', async () => {
    const runs = Array.from({ length: 60_000 }, (): [number, number] => [0, 1])
    const cells = Array.from({ length: 50_000 }, (_, column) => cell.shared(column, 0))
    const begun = performance.now()
    const document = await readBook({ ...sheetOf(row(0, cells)), strings: [rich('a', runs)] })
    expect(document.texts![0]!.text.length).toBe(100_000)
    expect(performance.now() - begun).toBeLessThan(5000)
  })

  test('any part cut anywhere', { timeout: 60_000 }, async () => {
    for (const [name, whole] of Object.entries(bookParts(BOOK))) {
      if (!name.endsWith('.bin')) continue
      for (let at = 0; at < whole.length; at += 7) {
        const document = await readBook({
          ...BOOK,
          parts: { ...BOOK.parts, [name]: (whole as Buffer).subarray(0, at) },
        })
        expect(document.kind).toBe('xlsb')
        if (name.includes('sheet')) expect(document.reasons, `${name} ${at}`).toEqual(['damaged'])
      }
    }
  })

  test('any byte changed', { timeout: 60_000 }, async () => {
    for (const [name, whole] of Object.entries(bookParts(BOOK))) {
      if (!name.endsWith('.bin')) continue
      for (let at = 0; at < whole.length; at += 5) {
        const changed = Buffer.from(whole as Buffer)
        changed[at]! ^= 0xff
        const document = await readBook({ ...BOOK, parts: { ...BOOK.parts, [name]: changed } })
        expect(document.kind).toBe('xlsb')
      }
    }
  })
})
