// Word lists: whole words in any spelling, each term once, and a cost that does not grow with the lists.
import { describe, expect, test } from 'vitest'
import { compileTerms } from '../../src/language/terms.ts'

const matcher = compileTerms([
  { list: 'quang-cao', accents: false, phrases: ['vay tiền nhanh', 'Giảm giá 50%', 'shopee.vn', 'hoà đồng'] },
  { list: 'co-bac', accents: true, phrases: ['nhà cái uy tín', 'cái uy', 'nhà cái'] },
  { list: 'khac', accents: true, phrases: ['nhà cái'] },
])
const terms = (text: string) => matcher.find(text).map(({ list, term }) => `${list}: ${term}`)

describe('find', () => {
  test.each([
    ['Cần VAY  TIỀN\r\nNHANH hôm nay', ['quang-cao: vay tiền nhanh']],
    ['can vay tien nhanh', ['quang-cao: vay tiền nhanh']],
    ['vay tiền nhanh'.normalize('NFD'), ['quang-cao: vay tiền nhanh']],
    ['v\u200bay tiền nhаnh', ['quang-cao: vay tiền nhanh']],
    ['Giảm giá 50% hôm nay', ['quang-cao: Giảm giá 50%']],
    ['xem https://shopee.vn/abc', ['quang-cao: shopee.vn']],
    ['hòa đồng', ['quang-cao: hoà đồng']],
    ['Nhà cái uy tín', ['co-bac: nhà cái', 'khac: nhà cái', 'co-bac: cái uy', 'co-bac: nhà cái uy tín']],
    ['nhà cái, nhà cái', ['co-bac: nhà cái', 'khac: nhà cái']],
  ])('%j', (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  test.each([
    'vay tiền nhanhh',
    'xvay tiền nhanh',
    'vay tiền, nhanh',
    'giảm giá 500%',
    'shopee vn',
    'nha cai',
    'nhà cải',
    'nha cai uy tín',
    '',
  ])('not %j', (text) => {
    expect(terms(text)).toEqual([])
  })

  test('a phrase of three words or more is found without its accents, as a doubtful one', () => {
    const found = { list: 'co-bac', term: 'nhà cái uy tín', unaccented: true }
    expect(matcher.find('NHA CAI UY TIN so 1')).toEqual([found])
    expect(matcher.find('nhà cái uy tín, tuc la nha cai uy tin')).not.toContainEqual(found)
  })

  test('without lists nothing is found', () => {
    expect(compileTerms([]).find('vay tiền nhanh')).toEqual([])
    expect(compileTerms([{ list: 'rong', accents: true, phrases: [] }]).find('x')).toEqual([])
  })

  test('phrases without a word are passed over', () => {
    expect(compileTerms([{ list: 'a', accents: true, phrases: ['\u200b '] }]).find('a b')).toEqual([])
  })
})

describe('cost', () => {
  const thousand = compileTerms([
    { list: 'a', accents: true, phrases: Array.from({ length: 500 }, (_, i) => `mở thẻ số ${i}`) },
    { list: 'b', accents: false, phrases: Array.from({ length: 500 }, (_, i) => `vay gấp ${i} ngày`) },
  ])
  test('1,000 phrases in 350,000 characters', () => {
    const text = 'Đề nghị các đơn vị mở thẻ số 7 và gửi báo cáo đúng hạn. '.repeat(6400).slice(0, 350_000)
    const start = performance.now()
    expect(thousand.find(text)).toEqual([{ list: 'a', term: 'mở thẻ số 7' }])
    expect(performance.now() - start).toBeLessThan(5000)
  })
  test('a text of one repeated word', () => {
    const hard = compileTerms([
      { list: 'a', accents: true, phrases: Array.from({ length: 31 }, (_, i) => 'a '.repeat(i + 1)) },
    ])
    const start = performance.now()
    expect(hard.find('a '.repeat(500_000))).toHaveLength(31)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
