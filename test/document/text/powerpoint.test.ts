// Fonts and colours of .ppt where only the file format says them: masters, schemes, symbols, outlines.
import { describe, expect, test } from 'vitest'
import {
  atom,
  cfRun,
  container,
  type Deck,
  deck,
  masterStyle,
  persist,
  pfRun,
  scheme,
  slideAtom,
  text,
  u16,
  u32,
} from '../../support/powerpoint-records.ts'
import { shown } from '../../support/powerpoint-told.ts'

const SLIDE = 0x03ee
const NOTES = 0x03f0
const MAIN_MASTER = 0x03f8
const MASTER = 0x80000000
const [TITLE, BODY, OTHER, HALF_BODY] = [0, 1, 4, 7]
/** ColorIndexStruct: 0xfe, then blue, green, red. */
const RED = 0xfe0000ff
const GREEN = 0xfe008000
const NOT_DEFINED = 0xff000000
const TITLE_COLOUR = 0x03000000

const main = (...records: Buffer[]) => ({ container: container(MAIN_MASTER, records), masterId: MASTER })
const slide = (...records: Buffer[]) => ({ container: container(SLIDE, records) })
const made = (sheets: Deck['sheets'], rest: Partial<Deck> = {}) =>
  deck({ fonts: ['Times New Roman', 'Arial', 'Symbol'], sheets, ...rest })
const STYLES = [
  masterStyle(TITLE, [{ font: 1, colour: TITLE_COLOUR }]),
  masterStyle(BODY, [{ font: 0, colour: RED }, { colour: GREEN }]),
  masterStyle(HALF_BODY, [{}, { font: 1 }]),
]

describe('what a text does not say', () => {
  test('comes from the master, by type and level', () => {
    const levels = text(BODY, 'one\rtwo', [pfRun(4), pfRun(4, 1), cfRun(8)])
    const stream = made([
      main(...STYLES, scheme(0x563412)),
      slide(slideAtom(MASTER), text(TITLE, 'title'), levels),
      slide(slideAtom(MASTER), text(HALF_BODY, 'half\rpart', [pfRun(5), pfRun(5, 1), cfRun(10)])),
    ])
    expect(shown(stream)).toEqual([
      ['title', 'Arial', '123456'],
      ['one', 'Times New Roman', 'ff0000'],
      ['two', 'Times New Roman', '008000'],
      ['half', 'Times New Roman', 'ff0000'],
      ['part', 'Arial', '008000'],
    ])
  })

  test('comes from the document where the text is in no placeholder', () => {
    const textInfo = [masterStyle(OTHER, [{ font: 1 }]), atom(0x0fa4, Buffer.concat([u32(0x40000), u32(GREEN)]))]
    const words = text(OTHER, 'box red', [pfRun(8), cfRun(4), cfRun(4, { colour: RED })])
    expect(shown(made([slide(words)], { textInfo }))).toEqual([
      ['box ', 'Arial', '008000'],
      ['red', 'Arial', 'ff0000'],
    ])
  })

  test('is null where nothing says it', () => {
    const words = text(BODY, 'abc', [pfRun(4), cfRun(2, { font: 9 }), cfRun(2, { colour: NOT_DEFINED })])
    expect(shown(made([main(), slide(slideAtom(MASTER), words)]))).toEqual([
      ['ab', null, null],
      ['c', null, null],
    ])
    const lost = [main(...STYLES), slide(slideAtom(MASTER + 1), text(TITLE, 'lost'))]
    expect(shown(made(lost, { textInfo: [masterStyle(OTHER, [{ font: 0 }])] }))).toEqual([['lost', null, null]])
  })

  test('of a later edit counts more than of an earlier one', () => {
    const [before, after] = [masterStyle(TITLE, [{ font: 0 }]), masterStyle(TITLE, [{ font: 1 }])]
    const first = made([main(before), slide(slideAtom(MASTER), text(TITLE, 'title'))])
    const later = container(MAIN_MASTER, [after])
    const directory = atom(0x1772, u32(1 | (1 << 20), first.length))
    expect(shown(Buffer.concat([first, later, directory]))).toEqual([['title', 'Arial', null]])
  })
})

describe('the colour scheme', () => {
  const word = text(OTHER, 'word', [pfRun(5), cfRun(5, { colour: TITLE_COLOUR })])
  const title = (...records: Buffer[]) => ({ container: container(SLIDE, records), masterId: MASTER + 1 })
  const colours = (stream: Buffer) => shown(stream).map(([, , colour]) => colour)

  test('is that of the master where the slide follows it, else its own', () => {
    const sheets = [
      main(scheme(0x0000ff)),
      slide(slideAtom(MASTER, true), scheme(0xff0000), word),
      slide(slideAtom(MASTER, false), scheme(0xff0000), word),
      { container: container(NOTES, [scheme(0x00ff00), word]) },
    ]
    expect(colours(made(sheets))).toEqual(['ff0000', '0000ff', '00ff00'])
  })

  test('comes through a title master, and so do its styles', () => {
    const sheets = [
      main(scheme(0x0000ff), ...STYLES),
      title(slideAtom(MASTER), scheme(0)),
      slide(slideAtom(MASTER + 1), scheme(0xff0000), word, text(TITLE, 'title')),
    ]
    expect(shown(made(sheets))).toEqual([
      ['word', null, 'ff0000'],
      ['title', 'Arial', 'ff0000'],
    ])
  })

  test('of masters in a circle is that of the slide', () => {
    const sheets = [title(slideAtom(MASTER + 1)), slide(slideAtom(MASTER + 1), scheme(0xff0000), word)]
    expect(colours(made(sheets))).toEqual(['0000ff'])
  })
})

describe('fields that are stepped over', () => {
  /** Bits that bring a field of two bytes ([MS-PPT] 2.9.20, 2.9.21; 2.9.14, 2.9.15); the same field for flags. */
  const PARAGRAPH = [0x1, 0x2, 0x4, 0x8, 0xf, 0x10, 0x40, 0x80, 0x100, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000]
  const PARAGRAPH_AFTER = [0x10000, 0x20000, 0x40000, 0x80000, 0xe0000, 0x200000]
  const BEFORE_FONT = [0x1, 0x2, 0x4, 0x10, 0x20, 0x80, 0x200, 0x400, 0x2000, 0x3eb7]
  const BEFORE_COLOUR = [0x20000, 0x200000, 0x400000, 0x800000]
  const NO_FIELD = [0x200, 0x400000, 0x800000]
  const ARIAL = [['word', 'Arial', 'ff0000']]
  const set = (runs: Buffer[]) => shown(made([slide(text(OTHER, 'word', runs))]))
  const last = cfRun(5, { font: 1, colour: RED })
  const paragraph = (mask: number, ...fields: Buffer[]) => [Buffer.concat([u32(5), u16(0), u32(mask), ...fields]), last]

  test('of paragraphs, one by one and all', () => {
    for (const mask of [...PARAGRAPH, ...PARAGRAPH_AFTER])
      expect(set(paragraph(mask, u16(1))), String(mask)).toEqual(ARIAL)
    for (const mask of NO_FIELD) expect(set(paragraph(mask)), String(mask)).toEqual(ARIAL)
    expect(set(paragraph(0x20, u32(RED)))).toEqual(ARIAL)
    expect(set(paragraph(0x100000, u16(2), u32(1, 2)))).toEqual(ARIAL)
    const before = Buffer.alloc(26)
    expect(set(paragraph(0x3ffdff, before, u16(1), u32(7), u16(0, 0, 0)))).toEqual(ARIAL)
  })

  test('of characters, one by one and all', () => {
    const run = (mask: number, ...fields: Buffer[]) => [pfRun(5), u32(5, mask | 0x50000), ...fields]
    for (const mask of BEFORE_FONT) expect(set(run(mask, u16(9, 1), u32(RED))), String(mask)).toEqual(ARIAL)
    for (const mask of BEFORE_COLOUR) expect(set(run(mask, u16(1, 9), u32(RED))), String(mask)).toEqual(ARIAL)
    expect(set(run(0xefffff, u16(9, 1, 9, 9, 9, 9), u32(RED), u16(9)))).toEqual(ARIAL)
    const raised = Buffer.concat([u32(2, 0x80000), u16(9)])
    expect(set([pfRun(5), raised, cfRun(3, { font: 1, colour: RED })]).at(-1)).toEqual(['rd', 'Arial', 'ff0000'])
  })

  test('of an empty last paragraph', () => {
    const words = text(OTHER, 'one\r', [pfRun(4), pfRun(1, 1), cfRun(5, { font: 1 })])
    expect(shown(made([slide(words)]))).toEqual([['one', 'Arial', null]])
  })
})

test('symbols stand in the font for symbols', () => {
  const words = text(OTHER, 'a\uf0b7b', [pfRun(4), cfRun(4, { font: 0, symbol: 2 })])
  expect(shown(made([slide(words)]))).toEqual([
    ['a', 'Times New Roman', null],
    ['\uf0b7', 'Symbol', null],
    ['b', 'Times New Roman', null],
  ])
})

test('text in the outline is set as on its slide', () => {
  const outline = [container(0x0ff0, [persist(2, 256), text(TITLE, 'title'), persist(9, 257), text(TITLE, 'lost')])]
  const sheets = [main(...STYLES, scheme(0x0000ff)), slide(slideAtom(MASTER))]
  expect(shown(made(sheets, { outline }))).toEqual([
    ['title', 'Arial', 'ff0000'],
    ['lost', null, null],
  ])
})
