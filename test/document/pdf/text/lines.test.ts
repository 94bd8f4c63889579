// Lines by where the glyphs stand: order, spaces, columns, accents, small print, turned text, glyphs printed twice.
import { describe, expect, test } from 'vitest'
import { linesOf, pageWith, shown, textOf } from './support.ts'

/** A string of F1 at that place, 12 points unless told otherwise. */
const at = (x: number, y: number, text: string, size = 12): string => `BT /F1 ${size} Tf ${x} ${y} Td (${text}) Tj ET `
/** Unicode text of F2, all glyphs half an em wide; mixed with F1 in any order. */
const FONT2 = {
  6: '<</Type/Font/Subtype/Type0/BaseFont/DejaVuSerif/Encoding/Identity-H/ToUnicode/Identity-H/DescendantFonts[<</Subtype/CIDFontType2/DW 500>>]>>',
}
const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex')
const wide = (x: number, y: number, text: string): string => `BT /F2 12 Tf ${x} ${y} Td <${hex(text)}> Tj ET `

describe('order', () => {
  test('by place, not by the order of the file', () => {
    expect(shown(at(72, 600, 'ba') + at(72, 700, 'mot') + at(72, 650, 'hai'))).toEqual(['mot', 'hai', 'ba'])
    expect(shown(at(119, 700, 'trai') + at(72, 701, 'mot ben'))).toEqual(['mot ben trai'])
  })
  test('letters that another font must give, drawn behind the rest, as LibreOffice does', () => {
    const letters = [...'Điều 1. Phạm vi điều chỉnh']
    const line = (y: number, keep: (letter: string) => boolean) =>
      letters.map((letter, index) => (keep(letter) ? wide(72 + index * 6, y, letter) : '')).join('')
    const inFont = (letter: string) => letter < '\u1e00'
    const content =
      line(700, inFont) + line(680, inFont) + line(700, (each) => !inFont(each)) + line(680, (each) => !inFont(each))
    expect(shown(content, { objects: FONT2 })).toEqual(['Điều 1. Phạm vi điều chỉnh', 'Điều 1. Phạm vi điều chỉnh'])
  })
  test('a space of the one font under a letter of the other is none', () => {
    expect(shown(wide(72, 700, 'Ph m') + wide(84, 700, 'ạ'), { objects: FONT2 })).toEqual(['Phạm'])
  })
  test('combining accents stay behind their letter, wherever they are drawn', () => {
    // At the end of the letter, as marks that reach back are; in the middle of it; and drawn first.
    for (const x of [78, 75]) {
      const mark = wide(x, 700, '\u0302')
      for (const drawn of [wide(72, 700, 'Mt') + mark, mark + wide(72, 700, 'Mt')])
        expect(shown(drawn, { objects: FONT2 })).toEqual(['M\u0302t'])
    }
  })
})

describe('gaps', () => {
  test.each([
    [0.05, 'motHAI'],
    [0.3, 'mot HAI'],
    [1.2, 'mot HAI'],
    [2, 'mot\tHAI'],
    [20, 'mot\tHAI'],
  ])('%d em', (gap, line) => {
    // "mot" is 0.833 + 0.556 + 0.278 em wide.
    expect(shown(at(72, 700, 'mot') + at(72 + (1.667 + gap) * 12, 700, 'HAI'))).toEqual([line])
  })
  test('blanks that the file paints: one, many, and a width of none', () => {
    expect(shown(at(72, 700, 'mot hai'))).toEqual(['mot hai'])
    expect(shown(at(72, 700, 'mot          hai'))).toEqual(['mot\thai'])
    const narrow =
      '<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/FirstChar 32/Widths[0]/FontDescriptor<</MissingWidth 500>>>>'
    expect(shown('BT /F2 12 Tf 72 700 Td (mot hai) Tj ET', { objects: { 6: narrow } })).toEqual(['mot hai'])
  })
  test('a stamp beside the national title is a cell of its own', () => {
    expect(shown(at(72, 780, 'MAT') + at(250, 780, 'CONG HOA XA HOI'))).toEqual(['MAT\tCONG HOA XA HOI'])
  })
})

describe('lines', () => {
  test('baselines a little apart are one line, more are two', () => {
    expect(shown(at(72, 700, 'mot ') + at(100, 702, 'hai'))).toEqual(['mot hai'])
    expect(shown(at(72, 700, 'mot') + at(100, 706, 'hai'))).toEqual(['hai', 'mot'])
  })
  test('raised and lowered small print stays in its line; small print below does not', () => {
    expect(shown(at(72, 700, 'ghi chu') + at(111, 705, '1', 7) + at(120, 700, 'tiep'))).toEqual(['ghi chu 1 tiep'])
    expect(shown(at(72, 700, 'H') + at(81, 697, '2', 7) + at(85, 700, 'O'))).toEqual(['H 2 O'])
    expect(shown(at(72, 700, 'CHU TICH') + at(72, 690, '\\(ky\\)', 8))).toEqual(['CHU TICH', '(ky)'])
  })
  test('the small number of a note stands apart from the words that it touches', () => {
    expect(shown(at(72, 704, '1', 7) + at(75.9, 700, 'TOI MAT'))).toEqual(['1\tTOI MAT'])
    expect(shown(at(72, 700, 'MAT') + at(97.4, 704, '1', 7) + at(101.3, 700, ', 2'))).toEqual(['MAT 1, 2'])
    expect(shown('BT /F1 7 Tf 72 700 Td 4 Ts (1) Tj /F1 12 Tf 0 Ts (TOI MAT) Tj ET')).toEqual(['1\tTOI MAT'])
  })
  test('also with a blank between them', () => {
    expect(shown(at(72, 704, '1', 7) + at(75.9, 700, ' TOI MAT'))).toEqual(['1\tTOI MAT'])
    expect(shown(at(72, 700, 'x = 10') + at(103, 704, '3', 7) + at(107, 700, ' m'))).toEqual(['x = 103 m'])
  })
  test('so does one as large as they are at the head of a line, in one style or two; what is no word does not', () => {
    const bold = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>'
    const two = 'BT /F1 12 Tf 72 700 Td (12) Tj /F2 12 Tf (Tai lieu) Tj ET'
    expect(shown(at(72, 700, '1TOI MAT'))).toEqual(['1\tTOI MAT'])
    expect(shown(two, { objects: { 6: bold } })).toEqual(['12\tTai lieu'])
    for (const line of ['2026TOI', '12A1', '5GB', '3kilo', '1', '12.TOI', 'A1TOI', '1 TOI'])
      expect(shown(at(72, 700, line))).toEqual([line])
  })
  test('small letters at a number, small numbers at a number or on the baseline, and letters as high stay', () => {
    expect(shown(at(72, 700, '1') + at(78.7, 704, 'st', 7))).toEqual(['1st'])
    expect(shown(at(72, 700, '10') + at(85.4, 704, '3', 7))).toEqual(['103'])
    expect(shown(at(72, 700, 'A') + at(80, 700, '4', 8))).toEqual(['A4'])
    expect(shown(at(72, 700, 'A') + at(80, 702, '4'))).toEqual(['A4'])
  })
  test('bold made by printing twice, and letters that come twice', () => {
    expect(shown(at(72, 700, 'MAT') + at(72.3, 700, 'MAT') + at(72, 700, 'MAT'))).toEqual(['MAT'])
    expect(shown(at(72, 700, 'illLL'))).toEqual(['illLL'])
  })
  test('turned text is read in its own direction, behind the upright', () => {
    const turned = (matrix: string, text: string) => `BT /F1 12 Tf ${matrix} Tm (${text}) Tj ET `
    const content =
      turned('0 1 -1 0 40 300', 'dung len') +
      turned('0.7071 0.7071 -0.7071 0.7071 200 400', 'BAN NHAP') +
      at(72, 700, 'ngang')
    expect(shown(content)).toEqual(['ngang', 'BAN NHAP', 'dung len'])
  })
  test('a page that lies on its side keeps its lines', () => {
    const content = 'BT /F1 12 Tf 0 1 -1 0 200 100 Tm (mot) Tj 0 1 -1 0 220 100 Tm (hai) Tj ET'
    expect(shown(content, { page: '/Rotate 90' })).toEqual(['mot', 'hai'])
  })
  test('mirrored by a negative size or scale it is still read', () => {
    expect(shown('BT /F1 12 Tf 1 0 0 -1 72 100 Tm (lat) Tj ET')).toEqual(['lat'])
  })
})

describe('columns', () => {
  const rows = (count: number, left: (row: number) => string, right: (row: number) => string): string =>
    Array.from(
      { length: count },
      (_, row) => at(60, 700 - row * 15, left(row)) + at(320, 700 - row * 15, right(row)),
    ).join('')
  const long = (side: string) => (row: number) => `${side} ${row} noi dung cua bai viet dai`

  test('running text in two columns is read down the one and then the other', () => {
    const content =
      at(60, 730, 'Tieu de chay ngang ca trang giay va khong co khoang trong nao') + rows(7, long('trai'), long('phai'))
    expect(shown(content).map((line) => line.slice(0, 6))).toEqual([
      'Tieu d',
      ...Array.from({ length: 7 }, (_, row) => `trai ${row}`),
      ...Array.from({ length: 7 }, (_, row) => `phai ${row}`),
    ])
  })
  test('a gap as narrow as that between wide-set words parts columns that were painted one after the other', () => {
    const column = (x: number, side: string) =>
      Array.from({ length: 7 }, (_, row) => at(x, 700 - row * 15, `${side} ${row} noi dung cua bai`)).join('')
    // Helvetica: the left side is 124 points wide.
    expect(shown(column(60, 'trai') + column(199, 'phai')).map((line) => line.slice(0, 6))).toEqual([
      ...Array.from({ length: 7 }, (_, row) => `trai ${row}`),
      ...Array.from({ length: 7 }, (_, row) => `phai ${row}`),
    ])
  })
  test('few lines, short cells and more columns stay rows', () => {
    expect(shown(rows(4, long('trai'), long('phai')))[0]).toMatch(/^trai 0.*\tphai 0/)
    expect(shown(rows(9, (row) => `Muc ${row}:`, long('phai')))[3]).toMatch(/^Muc 3:\tphai 3/)
    const third = Array.from({ length: 9 }, (_, row) => at(520, 700 - row * 15, 'ba')).join('')
    expect(shown(rows(9, long('trai'), long('phai')) + third)[3]).toMatch(/^trai 3.*\tphai 3.*\tba$/)
  })
})

describe('texts on each other', () => {
  const white = (content: string) => `1 1 1 rg ${content}0 0 0 rg `
  test('a box over a line: each is read', () => {
    expect(shown(at(72, 700, 'Trong khung chu') + at(74, 700, 'dau trang van ban'))).toEqual([
      'Trong khung chu',
      'dau trang van ban',
    ])
  })
  test('white letters over black ones do not part them, painted before, behind or between', () => {
    const over = white(at(74, 700, 'xin chao cac ban'))
    const mark = at(72, 700, 'TAI LIEU MAT')
    for (const content of [over + mark, mark + over])
      expect(shown(content)).toEqual(expect.arrayContaining(['TAI LIEU MAT', 'xin chao cac ban']))
    const between = [...'TUYETMAT'].map(
      (letter, index) => at(72 + index * 9, 700, letter) + white(at(73 + index * 9, 700, 'x')),
    )
    expect(shown(between.join(''))).toContain('TUYETMAT')
  })
  test('letters of another font stay in their text', () => {
    const letters = [...'Phạm vi điều chỉnh']
    const line = (x: number, keep: (letter: string) => boolean) =>
      letters.map((letter, index) => (keep(letter) ? wide(x + index * 6, 700, letter) : '')).join('')
    const inFont = (letter: string) => letter < '\u1e00'
    const content = line(72, inFont) + line(72, (each) => !inFont(each)) + at(73, 700, 'KHUNG CHU DE LEN')
    expect(shown(content, { objects: FONT2 })).toEqual(['Phạm vi điều chỉnh', 'KHUNG CHU DE LEN'])
  })
  test('a shadow, and accents that are signs of their own, are no second text', () => {
    expect(shown(at(72, 700, 'BONG') + at(73, 700, 'BONG')).join(' ')).toMatch(/^B/)
    const accents = [72, 84, 96].map((x) => at(x, 700, 'a') + at(x + 1, 700, "'")).join('')
    expect(shown(accents)).toHaveLength(1)
  })
})

test('runs have their own font and colour, gaps and all', () => {
  const bold = '<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>'
  const content = `${at(72, 700, 'den')} 1 0 0 rg BT /F2 12 Tf 120 700 Td (do) Tj ET`
  const read = textOf(pageWith(content, { objects: { 6: bold } }))
  expect(linesOf(read)).toEqual(['den\tdo'])
  expect(read.fonts.map(({ name, characters }) => [name, characters])).toEqual([
    ['Helvetica', 3],
    ['Times-Bold', 2],
  ])
  expect(read.colours.map(({ rgb, characters }) => [rgb, characters])).toEqual([
    ['000000', 3],
    ['ff0000', 2],
  ])
})
