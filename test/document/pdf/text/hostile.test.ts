// Content that wants to cost too much: it ends as a reason, quickly, and never as an exception.
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { stream } from '../../../signature/support/pdf.ts'
import { expectLinear } from '../../../support/linear.ts'
import { cmap, format4, format12, sfnt } from './font-builder.ts'
import { linesOf, pageWith, textOf } from './support.ts'

const flate = (data: string | Buffer, entries = '') => stream(deflateSync(data), `/Filter/FlateDecode${entries}`)
const form = (content: string, resources = '') =>
  stream(content, `/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>${resources}>>`)
const TEXT = 'BT /F1 12 Tf 72 700 Td (chu) Tj ET '

/** CPU that one of these may take on a slow machine, in ms; without its bound each takes minutes. */
const BOUND = 20_000
function bounded(pdf: Buffer, options?: Parameters<typeof textOf>[1]) {
  const before = process.cpuUsage()
  const read = textOf(pdf, options)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(BOUND)
  return read
}

describe('forms', () => {
  test('a form that draws itself, and two that draw each other', () => {
    const objects = { 7: form(`${TEXT} /X1 Do`, '/XObject<</X1 7 0 R>>'), 8: form('/X2 Do', '/XObject<</X2 9 0 R>>') }
    const all = { ...objects, 9: form('/X1 Do', '/XObject<</X1 8 0 R>>') }
    const read = bounded(pageWith('/X1 Do /X2 Do', { objects: all, resources: '/XObject<</X1 7 0 R/X2 8 0 R>>' }))
    expect(read.reasons).toEqual(['depth-limit'])
    expect(linesOf(read)).toEqual(['chu'])
  })
  test.each([
    ['with text', TEXT, ['count-limit']],
    ['without', '0 0 9 9 re f', []],
  ])('ten forms that draw ten forms each, ten levels deep, %s', (_, content, reasons) => {
    const objects: Record<number, Buffer> = {}
    for (let level = 0; level < 10; level++) {
      const next = `/XObject<</X 2${level + 1} 0 R>>`
      objects[20 + level] = level === 9 ? form(content) : form('/X Do '.repeat(10), next)
    }
    objects[29] = form(content)
    const read = bounded(pageWith('/X Do', { objects, resources: '/XObject<</X 20 0 R>>' }))
    expect(read.reasons).toEqual(reasons)
  })
  test('patterns and glyphs that need themselves', () => {
    const cell = stream(
      '/Pattern cs /P1 scn BT /F3 9 Tf (A) Tj ET',
      '/PatternType 1/Resources<</Pattern<</P1 7 0 R>>/Font<</F3 8 0 R>>>>',
    )
    const glyphs = '/CharProcs<</g 9 0 R>>/Encoding<</Differences[65/g]>>/Resources<</Font<</F3 8 0 R>>>>'
    const objects = {
      7: cell,
      8: `<</Subtype/Type3/FontMatrix[1 0 0 1 0 0]${glyphs}>>`,
      9: stream('BT /F3 1 Tf (AA) Tj ET'),
    }
    const read = bounded(pageWith('/Pattern cs /P1 scn', { objects, resources: '/Pattern<</P1 7 0 R>>' }))
    expect(read.reasons.every((reason) => reason === 'depth-limit' || reason === 'count-limit')).toBe(true)
  })
})

describe('amounts', () => {
  test('a page of a million glyphs', () => {
    const content = `BT /F1 1 Tf 72 700 Td ${`(${'x'.repeat(1000)}) Tj `.repeat(1000)} ET`
    expect(bounded(pageWith('', { objects: { 4: flate(content) } })).reasons).toEqual(['count-limit'])
  })
  test('a TJ, an operator and a nesting without end', () => {
    const tj = `BT /F1 12 Tf [${'(a)1 '.repeat(200_000)}] TJ ET`
    expect(bounded(pageWith('', { objects: { 4: flate(tj) } })).reasons).toEqual(['count-limit'])
    expect(bounded(pageWith(`${'1 '.repeat(100_000)} m ${TEXT}`)).reasons).toEqual([])
    expect(bounded(pageWith('['.repeat(100_000))).reasons).toEqual(['depth-limit'])
    expect(bounded(pageWith(`${'q '.repeat(100_000)}${TEXT}`)).texts.length).toBe(1)
    expect(bounded(pageWith('/A BMC '.repeat(100_000))).reasons).toEqual(['depth-limit'])
  })
  test('streams that inflate to too much', () => {
    const objects = { 4: flate(' '.repeat(3_000_000)) }
    expect(bounded(pageWith('', { objects }), { inflatedBytes: 2_000_000 }).reasons).toEqual(['size-limit'])
  })
  test('no time left', () => {
    expect(bounded(pageWith('0 0 m '.repeat(100_000)), { seconds: -1 }).reasons).toEqual(['time-limit'])
  })
  test('many annotations', () => {
    const page = `/Annots[${'<</Contents(a)>>'.repeat(6000)}]`
    expect(bounded(pageWith('', { page })).reasons).toEqual(['count-limit'])
  })
  test('a picture is not inflated, however large', () => {
    const objects = { 7: flate(Buffer.alloc(30_000_000), '/Subtype/Image') }
    const read = bounded(pageWith('/X1 Do', { objects, resources: '/XObject<</X1 7 0 R>>' }), {
      inflatedBytes: 1_000_000,
    })
    expect(read.reasons).toEqual([])
  })
})

describe('numbers and places', () => {
  test.each([
    ['matrices without measure', '1e9 0 0 1e9 0 0 cm '.repeat(60)],
    ['matrices of nothing', '0 0 0 0 0 0 cm'],
    ['numbers with a thousand digits', `${'9'.repeat(1000)} 0 0 1 0 0 cm`],
  ])('%s: read as hidden', (_, content) => {
    const read = bounded(pageWith(`${content} ${TEXT}`))
    expect([linesOf(read), read.reasons]).toEqual([['chu'], []])
  })
  test('a font of no size, a page of no size', () => {
    expect(linesOf(bounded(pageWith(TEXT.replace('12', '0'))))).toEqual(['chu'])
    expect(linesOf(bounded(pageWith(TEXT, { page: '/CropBox[0 0 0 0]' })))).toEqual(['chu'])
  })
})

describe('fonts', () => {
  const composite = (entries: string) =>
    `<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2${entries}>>]>>`
  const shows = (font: Buffer, entries = '') => {
    const objects = { 6: composite(`/FontDescriptor<</FontFile2 8 0 R>>${entries}`), 8: flate(font) }
    return bounded(pageWith('BT /F2 12 Tf 72 700 Td <00010002> Tj ET', { objects }))
  }
  test('a cmap whose runs all cover everything', () => {
    const runs = Array.from({ length: 8000 }, () => ({ from: 0, to: 0xfffe, glyph: 1 }))
    shows(sfnt({ cmap: cmap(3, 1, format4(runs)) }))
    shows(sfnt({ cmap: cmap(3, 10, format12(Array.from({ length: 9000 }, () => [0, 0xffffffff, 1]))) }))
  })
  test('widths without end', () => {
    shows(Buffer.alloc(0), `/W[${'0 999999999 5 '.repeat(5000)}]`)
  })
  test('a CMap whose ranges all cover everything, and one of too many', () => {
    const ranges = (each: string) =>
      flate(`1 begincodespacerange <0000><FFFF> endcodespacerange ${each.repeat(60_000)} endbfrange`)
    const font = composite('').replace('/BaseFont', '/ToUnicode 7 0 R/BaseFont')
    const content = `BT /F2 12 Tf 72 700 Td <${Array.from({ length: 65_536 }, (_, code) => code.toString(16).padStart(4, '0')).join('')}> Tj ET`
    bounded(pageWith('', { objects: { 4: flate(content), 6: font, 7: ranges('<0000><FFFF><0041>') } }))
    bounded(pageWith('', { objects: { 4: flate(content), 6: font, 7: ranges('<0001><0002>[<0041><0042>]') } }))
  })
})

describe('cost grows as the content does', () => {
  const cost = (unit: string, head = '', tail = '') =>
    expectLinear(
      unit,
      1_000_000,
      (content) => void textOf(pageWith('', { objects: { 4: flate(head + content + tail) } })),
    )
  test.each([
    ['words on one spot', '(a) Tj 1 0 0 1 72 700 Tm '],
    ['small print all over', '/F1 1 Tf 0.01 0 Td (a) Tj /F1 30 Tf 0 0.1 Td (b) Tj '],
    ['backwards', '-9 0 Td (a) Tj '],
  ])('%s', (_, unit) => cost(unit, 'BT /F1 12 Tf 72 700 Td ', ' ET'))
  test.each([
    ['pictures without end', 'BI ID x '],
    ['words that look like the end of a picture', 'BI ID \x01 EI \x02 '],
    ['strings within strings', '('],
    ['hex strings without end', '<'],
    ['dictionaries', '<<>>'],
    ['comments', '%\n'],
    ['numbers', '1.5 -2 '],
    ['paths', '1 2 m 3 4 l S '],
  ])('%s', (_, unit) => cost(unit))
})
