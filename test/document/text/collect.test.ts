// The collector: shares of fonts and colours, runs that are parted within a letter, old encodings by font, limits.
import { describe, expect, test } from 'vitest'
import { TextCollector } from '../../../src/document/text/collect.ts'
import { PLAIN } from '../../../src/document/text/sink.ts'

const TIMES = { ...PLAIN, font: 'Times New Roman' }
const collector = (limit = 1000) => new TextCollector(limit, Number.POSITIVE_INFINITY)

describe('runs', () => {
  test('count by font and colour, blanks not, with their first words and place', () => {
    const into = collector()
    into.block('body', 2)
    into.run('Công văn ', TIMES)
    into.run('số 1', { ...TIMES, font: 'Arial', colour: 'ff0000' })
    into.line()
    const { texts, fonts, colours } = into.result()
    expect(texts).toEqual([{ where: 'body', page: 2, name: null, text: 'Công văn số 1\n' }])
    expect(fonts).toMatchObject([
      { name: 'Times New Roman', characters: 7, sample: 'Công văn', spot: { page: 2 } },
      { name: 'Arial', characters: 3, sample: 'số 1' },
    ])
    expect(colours.map(({ rgb, characters }) => [rgb, characters])).toEqual([
      [null, 7],
      ['ff0000', 3],
    ])
  })
  test('a sample joins runs that touch, as where one letter is from another font, and parts others', () => {
    const into = collector()
    const red = { ...TIMES, colour: 'ff0000' }
    into.run('tiêu đề đ', red)
    into.run('ỏ', { ...red, font: 'DejaVu Serif' })
    into.run(' rồi ', TIMES)
    into.run('đỏ nữa', red)
    into.line()
    into.run('dòng sau', red)
    expect(into.result().colours[0]).toMatchObject({ rgb: 'ff0000', sample: 'tiêu đề đỏ đỏ nữa dòng sau' })
  })
  test('samples are in Unicode where the text is not, though its font does not say so', () => {
    const into = collector()
    into.run('ñY BAN NH©N D©N HUYÖN CÇN GIê, céng hßa x· héi chñ nghÜa ViÖt Nam', { ...PLAIN, font: 'LiberationSerif' })
    const { fonts, encoding } = into.result()
    expect(encoding.form).toBe('tcvn3')
    expect(fonts[0]!.sample).toContain('CẦN GIỜ, cộng hòa xã hội')
  })
  test('letters that the words of one font take from another are told of that font, and count where they are set', () => {
    const into = collector()
    const [lacking, other] = [
      { ...TIMES, font: 'Lacking' },
      { ...TIMES, font: 'Other' },
    ]
    into.block('body', 3)
    for (const [text, style] of [
      ['Ủ', other],
      ['y ban nhân dân huy', lacking],
      ['ệ', other],
      ['n b', lacking],
      ['e\u0302\u0301', other],
      ['n', lacking],
      [' Ở đề', other],
    ] as const)
      into.run(text, style)
    into.line()
    into.run('Ở', other) // alone in its line
    into.line()
    into.run('phông chữ khác', other)
    into.run('Ở', TIMES)
    const { fonts, texts } = into.result()
    expect(texts[0]!.text.normalize('NFC')).toBe('Ủy ban nhân dân huyện bến Ở đề\nỞ\nphông chữ khácỞ')
    expect(fonts.map(({ name, characters }) => [name, characters])).toEqual([
      ['Other', 21],
      ['Lacking', 17],
      ['Times New Roman', 1],
    ])
    expect(fonts[0]!.borrowed).toEqual([
      { from: 'Times New Roman', characters: 1, sample: 'Ở', spot: { where: 'body', page: 3, name: null } },
    ])
    expect(fonts[1]).toMatchObject({
      sample: expect.stringMatching(/^Ủy ban nhân dân huyện b\S+n Ở đề$/),
      borrowed: [{ from: 'Other', characters: 8, sample: 'Ủ ệ ế Ở đ ề', spot: { page: 3 } }],
    })
    expect(fonts[2]).not.toHaveProperty('borrowed')
  })
  test('words, digits, signs and long stretches of another font are its own text', () => {
    for (const text of ['khác', 'ở 5', '→', 'α', 'ở '.repeat(40)]) {
      const into = collector()
      into.run('Công văn ', TIMES)
      into.run(text, { ...TIMES, font: 'Other' })
      into.run(' số 1', TIMES)
      expect([text, into.result().fonts.filter(({ borrowed }) => borrowed !== undefined)]).toEqual([text, []])
    }
  })
  test('a letter of VNI parted by a run is one letter', () => {
    const into = collector()
    for (const part of ['ma', 'ät ']) into.run(part, { ...PLAIN, font: 'VNI-Times' })
    expect(into.result().texts[0]!.text).toBe('mật ')
  })
  test('hidden text, comments and properties are text but not set in a font', () => {
    const into = collector()
    into.run('ẩn', { ...TIMES, hidden: true })
    into.block('comment')
    into.run('ghi chú', TIMES)
    const { texts, fonts } = into.result()
    expect(texts.map(({ where, text }) => [where, text])).toEqual([
      ['body', 'ẩn'],
      ['comment', 'ghi chú'],
    ])
    expect(fonts).toEqual([])
  })
  test('capitals of a font, and how much is in an old encoding', () => {
    const into = collector()
    into.run('tèi mËt', { ...PLAIN, font: '.VnTimeH' })
    into.line()
    into.run('Kính gửi các đơn vị', TIMES)
    const { texts, encoding } = into.result()
    expect(texts[0]!.text).toBe('TỐI MẬT\nKính gửi các đơn vị')
    expect(encoding.form).toBe('mixed')
    expect(encoding.legacy).toMatchObject([{ form: 'tcvn3', characters: 6, sample: 'TỐI MẬT' }])
    expect(encoding.legacyShare).toBeCloseTo(6 / 21, 5)
  })
})

describe('limits', () => {
  test('characters', () => {
    const into = collector(5)
    into.run('1234567', TIMES)
    expect(into.full).toBe(true)
    into.run('more', TIMES)
    const { texts, reasons } = into.result()
    expect(texts[0]!.text).toBe('12345')
    expect(reasons).toEqual(['size-limit'])
  })
  test('time', () => {
    const into = new TextCollector(1_000_000, performance.now() - 1)
    for (let run = 0; run < 5000; run++) into.run('a', run % 2 === 0 ? TIMES : PLAIN)
    expect(into.result().reasons).toEqual(['time-limit'])
  })
  test('fonts without number', () => {
    const into = collector(100_000)
    for (let run = 0; run < 1000; run++) into.run('a', { ...PLAIN, font: `Font ${run}` })
    expect(into.result().fonts.length).toBeLessThanOrEqual(200)
  })
  test('pairs of fonts without number, and letters that wait for the font of their line', () => {
    const into = collector(100_000)
    for (let run = 0; run < 3000; run++) into.run('ệ', { ...PLAIN, font: `Font ${run}` })
    into.line()
    for (let run = 0; run < 3000; run++) {
      into.run('b', { ...PLAIN, font: `Font ${run % 150}` })
      into.run('ệ', { ...PLAIN, font: `Font ${run}` })
      into.line()
    }
    const { fonts } = into.result()
    expect(fonts.length).toBeLessThanOrEqual(401)
    expect(fonts.flatMap(({ borrowed = [] }) => borrowed).length).toBeLessThanOrEqual(200)
  })
  test('what a reader could not read', () => {
    const into = collector()
    into.fail('damaged')
    into.fail('damaged')
    expect(into.result().reasons).toEqual(['damaged'])
  })
})
