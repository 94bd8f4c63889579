// Simple and composite fonts: every way in which a file tells, or does not tell, what its codes stand for.
import { describe, expect, test } from 'vitest'
import { nameToText } from '../../../../src/document/pdf/text/glyph-names.ts'
import { stream } from '../../../signature/support/pdf.ts'
import { cff, cmap, format0, format4, format6, format12, post, sfnt } from './font-builder.ts'
import { linesOf, pageWith, runsOf, textOf } from './support.ts'

/** What `codes`, written in hex, show in that font; objects from 7 on. */
function inFont(font: string, codes: string, objects: Record<number, string | Buffer> = {}) {
  return textOf(pageWith(`BT /F2 12 Tf 72 700 Td <${codes}> Tj ET`, { objects: { 6: font, ...objects } }))
}
const line = (...parameters: Parameters<typeof inFont>): string | undefined => linesOf(inFont(...parameters))[0]

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex')
const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex')
const simple = (rest: string) => `<</Type/Font/Subtype/TrueType/BaseFont/X${rest}>>`
const composite = (rest: string, descendant = '') =>
  `<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts[<</Subtype/CIDFontType2/DW 600${descendant}>>]${rest}>>`

describe('simple fonts', () => {
  test.each([
    ['WinAnsi', '/Encoding/WinAnsiEncoding', '4d80c292', 'M€Â’'],
    ['MacRoman', '/Encoding/MacRomanEncoding', '4d8ad5', 'Mä’'],
    ['Standard', '/Encoding/StandardEncoding', '4d27aed0', 'M’fi—'],
    [
      'Differences with Vietnamese names',
      '/Encoding<</Differences[65/Ecircumflexacute/uhorn 200/dcroat/uni1EADz]>>',
      '4142c8c9',
      'Ếưđ\ufffd',
    ],
    ['Differences over a base', '/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[66/Dcroat]>>', '414243', 'AĐC'],
  ])('%s', (_, rest, codes, text) => {
    expect(line(simple(rest), codes)).toBe(text)
  })
  test('codes of old Vietnamese fonts arrive as they are, soft hyphen too', () => {
    const font = '<</Type/Font/Subtype/TrueType/BaseFont/.VnTime/Encoding/WinAnsiEncoding>>'
    const pdf = pageWith(`BT /F2 12 Tf 72 700 Td <${hex('Céng hßa x\xad')}> Tj ET`, { objects: { 6: font } })
    expect(runsOf(pdf)).toEqual([{ text: 'Céng hßa x\u00ad', font: '.VnTime' }])
  })
  test('Symbol and ZapfDingbats have encodings of their own', () => {
    const standard = (name: string) => `<</Type/Font/Subtype/Type1/BaseFont/${name}>>`
    expect(line(standard('Symbol'), '6162b7d5')).toBe('αβ•∏')
    expect(line(standard('ZapfDingbats'), '2133')).toBe('✁✓')
  })
  test('a Type 3 font by its names; glyphs that draw text with another font', () => {
    const glyphs = '/CharProcs<</A 7 0 R/xyz 8 0 R/bit 9 0 R>>/Resources<</Font<</F1 5 0 R>>>>'
    const font = `<</Type/Font/Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 100 100]/FirstChar 65/LastChar 67/Widths[60 60 60]/Encoding<</Differences[65/A/xyz/bit]>>${glyphs}>>`
    const objects = {
      7: stream('60 0 d0 0 0 9 9 re f'),
      8: stream('60 0 d0 BT /F1 90 Tf (M) Tj ET'),
      9: stream('60 0 d0 0 0 9 9 re f'),
    }
    const read = inFont(font, '414243', objects)
    expect(linesOf(read)).toEqual(['AM\ufffd'])
    expect(read.pages[0]).toMatchObject({ characters: 3, unknown: 1 })
  })
  test('without /Widths the standard ones part words', () => {
    const content = 'BT /F2 10 Tf 72 700 Td (Cong) Tj 25.5 0 Td (hoa) Tj ET'
    const pdf = pageWith(content, { objects: { 6: '<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>' } })
    expect(linesOf(textOf(pdf))).toEqual(['Cong hoa'])
  })
})

describe('ToUnicode', () => {
  const map = (body: string) =>
    stream(
      `/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n${body}\nendcmap`,
    )
  test.each([
    ['bfchar', `2 beginbfchar <0001> <${utf16('Ế')}> <0002> <${utf16('ffi')}> endbfchar`, '00010002', 'Ếffi'],
    ['bfrange counted up', `1 beginbfrange <0010> <0012> <${utf16('Ấ')}> endbfrange`, '001000110012', 'ẤấẦ'],
    [
      'bfrange with a list',
      `1 beginbfrange <0001> <0002> [<${utf16('M')}> <${utf16('Ậ')}>] endbfrange`,
      '00010002',
      'MẬ',
    ],
    ['surrogates', `1 beginbfrange <0001> <0002> <D83DDE00> endbfrange`, '00010002', '😀😁'],
    ['ligatures fall apart', `1 beginbfchar <0001> <FB03> endbfchar`, '0001', 'ffi'],
    [
      'several runs',
      `1 beginbfrange <0001> <0004> <0041> endbfrange 1 beginbfrange <0100> <0104> <0061> endbfrange`,
      '00010102',
      'Ac',
    ],
    ['a code that is left out', `1 beginbfchar <0001> <0041> endbfchar`, '00010009', 'A\ufffd'],
    ['without code space', `endcodespacerange 1 beginbfchar <0001> <0041> endbfchar`, '0001', 'A'],
  ])('%s', (_, body, codes, text) => {
    expect(line(composite('/Encoding/Identity-H/ToUnicode 7 0 R'), codes, { 7: map(body) })).toBe(text)
  })
  test('for a simple font, before its encoding', () => {
    const body = `1 beginbfchar <41> <${utf16('Ộ')}> endbfchar`
    expect(line(simple('/Encoding/WinAnsiEncoding/ToUnicode 7 0 R'), '4142', { 7: map(body) })).toBe('ỘB')
  })
  test('the name Identity-H', () => {
    expect(line(composite('/Encoding/Identity-H/ToUnicode/Identity-H'), utf16('Mật'))).toBe('Mật')
  })
})

describe('codes of composite fonts', () => {
  test('an embedded CMap with codes of one and two bytes', () => {
    const encoding = stream(
      '2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange 1 begincidrange <41> <42> 1 endcidrange 1 begincidchar <8001> 3 endcidchar',
    )
    const font = sfnt({
      cmap: cmap(
        3,
        1,
        format4([
          { from: 0x4d, to: 0x4d, glyph: 1 },
          { from: 0x1eac, to: 0x1ead, glyph: 2 },
        ]),
      ),
    })
    const descendant = '/FontDescriptor<</FontFile2 8 0 R>>'
    expect(line(composite('/Encoding 7 0 R', descendant), '41428001', { 7: encoding, 8: stream(font) })).toBe('MẬậ')
  })
  test('a predefined CMap of Unicode', () => {
    expect(line(composite('/Encoding/UniJIS-UCS2-H'), utf16('Mật'))).toBe('Mật')
  })
  test('vertical writing is a line of its own', () => {
    const content = `BT /F2 12 Tf 72 700 Td <${utf16('MẬT')}> Tj ET`
    const font = composite('/Encoding/Identity-V/ToUnicode/Identity-H')
    expect(linesOf(textOf(pageWith(content, { objects: { 6: font } })))).toEqual(['MẬT'])
  })
  test('widths by lists and ranges part words', () => {
    const font = composite('/Encoding/Identity-H/ToUnicode/Identity-H', '/W[65[500 500] 67 90 1000]')
    const content = 'BT /F2 10 Tf 72 700 Td <00410042> Tj 10 0 Td <0043> Tj 12 0 Td <0044> Tj ET'
    expect(linesOf(textOf(pageWith(content, { objects: { 6: font } })))).toEqual(['ABC D'])
  })
})

describe('without ToUnicode, by the embedded font', () => {
  const descriptor = (key: string) => `/FontDescriptor<</${key} 8 0 R>>`
  const identity = composite('/Encoding/Identity-H', descriptor('FontFile2'))
  const groups: [number, number, number][] = [
    [0x4d, 0x4d, 1],
    [0x1eac, 0x1eac, 2],
    [0x1f600, 0x1f600, 3],
  ]
  test.each([
    ['cmap format 4', sfnt({ cmap: cmap(3, 1, format4([{ from: 0x4d, to: 0x4f, glyph: 1 }])) }), 'MNO'],
    ['cmap format 12', sfnt({ cmap: cmap(3, 10, format12(groups)) }), 'MẬ😀'],
    ['cmap format 6', sfnt({ cmap: cmap(0, 3, format6(0x1eac, [1, 2, 3])) }), 'ẬậẮ'],
    ['names in post', sfnt({ post: post(['.notdef', 'M', 'Acircumflexdotbelow', 'T.sc']) }), 'MẬT'],
    ['no table', sfnt({}), '\ufffd\ufffd\ufffd'],
    ['no font', Buffer.from('khong phai phong chu'), '\ufffd\ufffd\ufffd'],
  ])('TrueType: %s', (_, font, text) => {
    expect(line(identity, '000100020003', { 8: stream(font) })).toBe(text)
  })
  test('a map from CIDs to glyphs', () => {
    const font = sfnt({ cmap: cmap(3, 1, format4([{ from: 0x4d, to: 0x4f, glyph: 1 }])) })
    const mapped = composite('/Encoding/Identity-H', `${descriptor('FontFile2')}/CIDToGIDMap 9 0 R`)
    expect(line(mapped, '00010002', { 8: stream(font), 9: stream('\0\0\0\x03\0\x01') })).toBe('OM')
  })
  test('a symbolic simple font through its symbol or Macintosh cmap', () => {
    const both = (own: Buffer) => sfnt({ cmap: own, post: post(['.notdef', 'Uhorn', 'uhorn']) })
    const symbol = both(cmap(3, 0, format4([{ from: 0xf041, to: 0xf042, glyph: 1 }])))
    const macintosh = both(cmap(1, 0, format0({ 65: 1, 66: 2 })))
    for (const font of [symbol, macintosh])
      expect(line(simple(descriptor('FontFile2')), '4142', { 8: stream(font) })).toBe('Ưư')
  })
  test('CFF: a simple font by its encoding, a composite one by its charset', () => {
    const font = stream(cff(['M', 'Acircumflexdotbelow', 'T']), '/Subtype/Type1C')
    expect(line(`<</Type/Font/Subtype/Type1/BaseFont/X${descriptor('FontFile3')}>>`, '414243', { 8: font })).toBe('MẬT')
    const cid = stream(cff(['M', 'Acircumflexdotbelow', 'T']), '/Subtype/CIDFontType0C')
    expect(line(composite('/Encoding/Identity-H', descriptor('FontFile3')), '000100020003', { 8: cid })).toBe('MẬT')
  })
  test('Type 1 by the encoding in its clear text', () => {
    const font = stream(
      '%!PS-AdobeFont\n/Encoding 256 array\ndup 1 /M put\ndup 2 /Acircumflexdotbelow put\nreadonly def eexec',
    )
    expect(line(`<</Type/Font/Subtype/Type1/BaseFont/X${descriptor('FontFile')}>>`, '0102', { 8: font })).toBe('MẬ')
  })
  test('the name of the font may stand in the descriptor only', () => {
    const font = simple('/Encoding/WinAnsiEncoding/FontDescriptor<</FontName/ABCDEF+Tinos>>').replace('/BaseFont/X', '')
    expect(inFont(font, '41').fonts[0]!.name).toBe('Tinos')
    expect(inFont(font.replace('ABCDEF+Tinos', ''), '41').fonts[0]!.name).toBe(null)
  })
})

describe('glyph names', () => {
  test('every Vietnamese letter by its name of the Adobe glyph list', () => {
    const marks = {
      '\u0300': 'grave',
      '\u0301': 'acute',
      '\u0303': 'tilde',
      '\u0309': 'hookabove',
      '\u0323': 'dotbelow',
    }
    const shapes = { '': '', '\u0302': 'circumflex', '\u0306': 'breve', '\u031b': 'horn' }
    let letters = 0
    for (const base of 'AEIOUYaeiouy')
      for (const [shape, first] of Object.entries(shapes))
        for (const [mark, second] of Object.entries(marks)) {
          const letter = (base + shape + mark).normalize('NFC')
          if (letter.length !== 1) continue
          letters++
          expect(nameToText(base + first + second)).toBe(letter)
        }
    expect(letters).toBe(120)
  })
  test.each([
    ['f_i', 'fi'],
    ['Lcommaaccent', 'Ļ'],
    ['uni1EAD', 'ậ'],
    ['u1F600', '😀'],
    ['afii', null],
    ['g12', null],
    ['', null],
    ['u110000', null],
  ])('%s', (name, text) => {
    expect(nameToText(name)).toBe(text)
  })
})
