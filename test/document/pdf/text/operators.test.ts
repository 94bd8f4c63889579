// Every operator of text, state, colour, forms, pictures and marked content, in pages written by hand.
import { describe, expect, test } from 'vitest'
import { stream } from '../../../signature/support/pdf.ts'
import { HELVETICA, linesOf, pageWith, shown, textOf } from './support.ts'

const FONT = 'BT /F1 12 Tf '

describe('showing text', () => {
  test.each([
    ['Tj', `${FONT}72 700 Td (MAU THU) Tj ET`, ['MAU THU']],
    ['hex, an odd digit, blanks in it', `${FONT}72 700 Td <4D 415 5 20> Tj <5> Tj ET`, ['MAU P']],
    ['escapes', `${FONT}72 700 Td (\\115\\101U \\(1\\) a\\\nb) Tj ET`, ['MAU (1) ab']],
    ['TJ: kerning and a word space', `${FONT}72 700 Td [(M) 20 (A) -30 (U) -300 (TH) (U)] TJ ET`, ['MAU THU']],
    ["' and TL", `${FONT}72 700 Td 14 TL (mot) Tj (hai) ' (ba) ' ET`, ['mot', 'hai', 'ba']],
    ['"', `${FONT}72 700 Td 14 TL (mot) Tj 6 0 (hai ba) " ET`, ['mot', 'hai ba']],
    ['T* and TD', `${FONT}72 700 Td 0 -20 TD (mot) Tj T* (hai) Tj ET`, ['mot', 'hai']],
    ['Tm', `BT /F1 12 Tf 1 0 0 1 72 600 Tm (duoi) Tj 1 0 0 1 72 700 Tm (tren) Tj ET`, ['tren', 'duoi']],
    ['Tc spreads letters', `${FONT}6 Tc 72 700 Td (MAT) Tj ET`, ['M A T']],
    ['Tw moves words apart', `${FONT}30 Tw 72 700 Td (mot hai) Tj ET`, ['mot\thai']],
    ['Tz', `${FONT}50 Tz 72 700 Td (mot) Tj 100 Tz ( hai) Tj ET`, ['mot hai']],
    ['Ts stays on its line', `${FONT}72 700 Td (10 m) Tj 7 Tf 5 Ts /F1 7 Tf (2) Tj ET`, ['10 m 2']],
    ['cm and q Q', `q 2 0 0 2 0 0 cm BT /F1 6 Tf 36 300 Td (to) Tj ET Q ${FONT}72 700 Td (nho) Tj ET`, ['nho', 'to']],
    ['a comment, stray brackets, unknown operators', `${FONT}72 700 Td % (khong)\n ) ] >> xyz (co) Tj ET`, ['co']],
    ['numbers as writers have them', `${FONT}+72. 7e2 Td -.0 --5 Tc (so) Tj ET`, ['so']],
    ['a string without end', `${FONT}72 700 Td (mot`, []],
  ])('%s', (_, content, lines) => {
    expect(shown(content)).toEqual(lines)
  })
  test('a page of several streams, the state going on from one to the next', () => {
    const objects = {
      3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R null 7 0 R]/Resources<</Font<</F1 5 0 R>>>>>>',
      7: stream('/F1 12 Tf 72 700 Td (MAU THU) Tj ET'),
    }
    expect(shown('BT', { objects })).toEqual(['MAU THU'])
  })
})

describe('hidden text', () => {
  test.each([
    ['Tr 3', `${FONT}3 Tr 72 700 Td (an) Tj ET`],
    ['Tr 7', `${FONT}7 Tr 72 700 Td (an) Tj ET`],
    ['alpha 0', `/G1 gs ${FONT}72 700 Td (an) Tj ET`],
    ['outside the page', `${FONT}72 -200 Td (an) Tj ET`],
    ['too small to see', `BT /F1 0.1 Tf 72 700 Td (an) Tj ET`],
    ['a layer that is off', `/OC /L1 BDC ${FONT}72 700 Td (an) Tj ET EMC`],
    ['a form on a layer that is off', '/X1 Do'],
  ])('%s: read, and not counted as shown', (_, content) => {
    const catalog = '<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>>>'
    const form = stream(`${FONT}72 700 Td (an) Tj ET`, '/Subtype/Form/OC 9 0 R')
    const objects = { 1: catalog, 8: form, 9: '<</Type/OCG/Name(L)>>' }
    const resources = '/ExtGState<</G1<</ca 0>>>>/Properties<</L1 9 0 R>>/XObject<</X1 8 0 R>>'
    const read = textOf(pageWith(content, { resources, objects }))
    expect(linesOf(read)).toEqual(['an'])
    expect(read.fonts).toEqual([])
    expect(read.pages[0]).toMatchObject({ characters: 0, invisible: 2 })
  })
  test('hidden letters between the seen ones do not part their word', () => {
    const hidden = `BT /F1 12 Tf 3 Tr 74 700 Td (xxxxxx) Tj ET`
    expect(shown(`${FONT}72 700 Td (MAT) Tj ET ${hidden}`)).toEqual(['MAT', 'xxxxxx'])
  })
})

describe('colours', () => {
  const resources =
    '/ColorSpace<</S1[/Separation/Black/DeviceCMYK 7 0 R]/S2[/Separation/Do/DeviceRGB<</FunctionType 2/Domain[0 1]/N 1/C0[1 1 1]/C1[1 0 0]>>]/I1[/Indexed/DeviceRGB 1<0000FF00FF00>]/P1[/ICCBased 8 0 R]>>'
  const objects = { 7: '<</FunctionType 4>>', 8: stream('', '/N 3') }
  test.each([
    ['at first', '', '000000'],
    ['g', '0.5 g', '808080'],
    ['rg', '1 0 0 rg', 'ff0000'],
    ['k', '0 1 1 0 k', 'ff0000'],
    ['k black', '0 0 0 1 k', '000000'],
    ['cs sc', '/DeviceRGB cs 0 0 1 sc', '0000ff'],
    ['cs sets the first colour', '1 0 0 rg /DeviceGray cs', '000000'],
    ['ICCBased', '/P1 cs 0 1 0 scn', '00ff00'],
    ['Indexed', '/I1 cs 1 sc', '00ff00'],
    ['Separation of black', '/S1 cs 1 scn', '000000'],
    ['Separation with a function', '/S2 cs 1 scn', 'ff0000'],
    ['white on white', '1 g', 'ffffff'],
    ['stroked text', '1 Tr 0 0 1 RG 1 0 0 rg', '0000ff'],
    ['stroked and filled', '2 Tr 0 0 1 RG 1 0 0 rg', 'ff0000'],
    ['Q brings it back', '1 0 0 rg q 0 1 0 rg Q', 'ff0000'],
    ['a space that is not there', '/X9 cs 1 scn', null],
  ])('%s', (_, set, rgb) => {
    const read = textOf(pageWith(`${set} ${FONT}72 700 Td (mau) Tj ET`, { resources, objects }))
    expect(read.colours.map((colour) => colour.rgb)).toEqual([rgb])
  })
})

describe('forms, patterns, pictures', () => {
  const form = (content: string, entries = '') =>
    stream(content, `/Type/XObject/Subtype/Form/BBox[0 0 595 842]${entries}`)
  test('a form with its matrix and its own fonts, and one with the fonts of the page', () => {
    const own = '/Resources<</Font<</F9 5 0 R>>>>/Matrix[1 0 0 1 0 -100]'
    const objects = { 7: form('BT /F9 12 Tf 72 700 Td (trong) Tj ET', own), 8: form(`${FONT}72 500 Td (muon) Tj ET`) }
    const content = `${FONT}72 650 Td (ngoai) Tj ET /X1 Do /X2 Do`
    expect(shown(content, { objects, resources: '/XObject<</X1 7 0 R/X2 8 0 R>>' })).toEqual(['ngoai', 'trong', 'muon'])
  })
  test('the state of a form ends with it', () => {
    const objects = { 7: form('1 0 0 rg 0.5 0 0 0.5 0 0 cm') }
    const read = textOf(
      pageWith(`/X1 Do ${FONT}72 700 Td (den) Tj ET`, { objects, resources: '/XObject<</X1 7 0 R>>' }),
    )
    expect(read.colours.map(({ rgb }) => rgb)).toEqual(['000000'])
  })
  test('a form that cannot be decoded is said, and the page goes on', () => {
    const objects = { 7: form('khong phai', '/Filter/FlateDecode') }
    const read = textOf(
      pageWith(`/X1 Do ${FONT}72 700 Td (sau) Tj ET`, { objects, resources: '/XObject<</X1 7 0 R>>' }),
    )
    expect([linesOf(read), read.reasons]).toEqual([['sau'], ['damaged']])
  })
  test('a wrong /Length of a content stream does not lose it', () => {
    const pdf = pageWith(`${FONT}72 700 Td (dai qua) Tj ET`).toString('latin1')
    const read = textOf(Buffer.from(pdf.replace(/\/Length 3\d/, '/Length 12'), 'latin1'))
    expect([linesOf(read), read.reasons]).toEqual([['dai qua'], []])
  })
  test('text in the cell of a tiling pattern, once', () => {
    const cell = stream(
      `${FONT}10 10 Td (chim) Tj ET`,
      '/PatternType 1/BBox[0 0 99 99]/Resources<</Font<</F1 5 0 R>>>>',
    )
    const content = '/Pattern cs /P1 scn 0 0 595 842 re f /P1 scn 0 0 10 10 re f'
    expect(shown(content, { objects: { 7: cell }, resources: '/Pattern<</P1 7 0 R>>' })).toEqual(['chim'])
  })
  test('pictures by their area, paths by their number; a picture is not inflated', () => {
    const objects = { 7: stream('khong phai anh', '/Subtype/Image/Width 9/Height 9/Filter/FlateDecode') }
    const content = `q 595 0 0 421 0 0 cm /X1 Do Q 0 0 9 9 re f 1 1 m 2 2 l S n ${FONT}72 700 Td (chu) Tj ET`
    const { pages, reasons } = textOf(pageWith(content, { objects, resources: '/XObject<</X1 7 0 R>>' }))
    expect(reasons).toEqual([])
    expect(pages).toEqual([{ characters: 3, invisible: 0, unknown: 0, images: 0.5, paths: 2 }])
  })
  test('inline pictures, with EI among their bytes', () => {
    const image = (data: string) => `q 595 0 0 842 0 0 cm BI /W 4 /H 4 /BPC 8 /CS /G ID ${data} EI Q`
    const content = `${image('\xff EI \x80\x81 (\x00')} ${FONT}72 700 Td (sau anh) Tj ET`
    const read = textOf(pageWith(content))
    expect([linesOf(read), read.pages[0]!.images]).toEqual([['sau anh'], 1])
  })
})

describe('marked content', () => {
  const actual = (text: string, content: string) =>
    `${FONT}72 700 Td /Span <</ActualText (${text})>> BDC ${content} EMC ET`
  test('a replacement text stands for glyphs that nothing tells, and beside those it differs from', () => {
    const objects = { 6: '<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>' }
    expect(shown(actual('that', '/F2 12 Tf <00010002> Tj'), { objects })).toEqual(['that'])
    expect(shown(actual('khac', '(MAT) Tj'))).toEqual(['MAT', 'khac'])
    expect(shown(actual('MAT', '(MAT) Tj'))).toEqual(['MAT'])
    expect(shown(actual('', '(MAT) Tj'))).toEqual(['MAT'])
  })
  test('glyphs that nothing tells are counted and leave a mark', () => {
    const objects = { 6: '<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>' }
    const read = textOf(pageWith('BT /F2 12 Tf 72 700 Td <00010002> Tj ET', { objects }))
    expect([linesOf(read), read.pages[0]!.unknown, read.reasons]).toEqual([['\ufffd\ufffd'], 2, []])
    expect(read.fonts.map(({ name }) => name)).toEqual(['X'])
  })
  test('a membership of layers, and layers that are off unless named', () => {
    const layered = (d: string, ocmd: string) => {
      const catalog = `<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[8 0 R 9 0 R]/D<<${d}>>>>>>`
      const objects = {
        1: catalog,
        7: `<</Type/OCMD/OCGs[8 0 R 9 0 R]${ocmd}>>`,
        8: '<</Type/OCG>>',
        9: '<</Type/OCG>>',
      }
      const content = `/OC /L1 BDC ${FONT}72 700 Td (lop) Tj ET EMC`
      return textOf(pageWith(content, { objects, resources: '/Properties<</L1 7 0 R>>' })).pages[0]!.invisible > 0
    }
    expect(layered('/OFF[8 0 R]', '')).toBe(false)
    expect(layered('/OFF[8 0 R]', '/P/AllOn')).toBe(true)
    expect(layered('/OFF[8 0 R]', '/P/AllOff')).toBe(true)
    expect(layered('/BaseState/OFF', '')).toBe(true)
    expect(layered('/BaseState/OFF/ON[8 0 R]', '/P/AnyOn')).toBe(false)
  })
})

test('fonts are named without the prefix of a subset', () => {
  const font = HELVETICA.replace('/Helvetica', '/ABCDEF+TimesNewRomanPS-BoldMT')
  const read = textOf(pageWith('BT /F2 12 Tf 72 700 Td (chu) Tj ET', { objects: { 6: font } }))
  expect(read.fonts).toMatchObject([{ name: 'TimesNewRomanPS-BoldMT', characters: 3 }])
})
