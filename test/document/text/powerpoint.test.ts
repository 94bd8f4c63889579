// Fonts and colours of .ppt where only the file format says them: masters, schemes, symbols, outlines; lies end in words all the same.
import { describe, expect, test } from 'vitest'
import { openOle } from '../../../src/document/ole.ts'
import { powerPointText } from '../../../src/document/text/powerpoint-binary.ts'
import { RecordWalk } from '../../../src/document/text/powerpoint-records.ts'
import type { RunStyle, TextSink } from '../../../src/document/text/sink.ts'
import { expectLinear } from '../../support/linear.ts'
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
import { textPlaces } from '../../support/text-places.ts'

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

function told(stream: Buffer): { runs: [string, RunStyle][]; words: string; reasons: string[] } {
  const runs: [string, RunStyle][] = []
  const reasons: string[] = []
  let words = ''
  const sink: TextSink = {
    block: () => {},
    run: (run, style) => {
      words += run
      if (run !== '') runs.push([run, style])
    },
    line: () => {
      words += '\n'
    },
    fail: (reason) => reasons.push(reason),
    full: false,
  }
  powerPointText(stream)(sink)
  return { runs, words, reasons }
}

/** Words, font and colour of each run. */
const shown = (stream: Buffer) => told(stream).runs.map(([words, { font, colour }]) => [words, font, colour])

const FONTS = ['Times New Roman', 'Arial', 'Symbol']
const main = (...records: Buffer[]) => ({ container: container(MAIN_MASTER, records), masterId: MASTER })
const slide = (...records: Buffer[]) => ({ container: container(SLIDE, records) })
const made = (sheets: Deck['sheets'], rest: Partial<Deck> = {}) => deck({ fonts: FONTS, sheets, ...rest })
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
    expect(shown(made([main(...STYLES), slide(slideAtom(MASTER + 1), text(TITLE, 'lost'))]))).toEqual([
      ['lost', null, null],
    ])
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

describe('counts that lie', () => {
  const LIES = [0, 1, 3, 0x7fffffff, 0xffffffff]
  const words = 'one\rtwo'
  const told3 = (runs: Buffer[]) => told(made([main(...STYLES), slide(slideAtom(MASTER), text(BODY, words, runs))]))

  test.each(LIES)('of runs: %i', (count) => {
    for (const runs of [
      [pfRun(count), cfRun(8, { colour: RED })],
      [pfRun(8), cfRun(count, { colour: RED })],
      [pfRun(count, 0xffff), cfRun(count)],
      Array.from({ length: 50 }, () => pfRun(count)),
    ])
      expect(told3(runs)).toMatchObject({ words: 'one\ntwo\n', reasons: [] })
  })

  test('of tab stops, levels, objects', () => {
    const tabs = Buffer.concat([u32(8), u16(0), u32(0x100000), u16(0xffff)])
    expect(told3([tabs, cfRun(8)]).words).toBe('one\ntwo\n')
    const levels = atom(0x0fa3, Buffer.concat([u16(0xffff), u32(0), u32(0x10000), u16(1)]), TITLE)
    const directory = atom(0x1772, u32(0xfff00001, 0xffffffff))
    const stream = made([main(levels), slide(slideAtom(MASTER), text(TITLE, 'title'))])
    expect(shown(stream)).toEqual([['title', 'Arial', null]])
    expect(shown(Buffer.concat([stream, directory]))).toEqual([['title', null, null]])
  })

  test('more objects than are kept are told', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      u32((((0xfff << 20) >>> 0) + index * 0xfff) >>> 0, ...Array<number>(0xfff).fill(0)),
    )
    expect(told(Buffer.concat([made([slide(text(OTHER, 'a'))]), atom(0x1772, Buffer.concat(many))]))).toMatchObject({
      words: 'a\n',
      reasons: ['count-limit'],
    })
  })
})

/** StyleTextPropAtom, TextMasterStyleAtom, TextCFExceptionAtom, FontEntityAtom, the schemes, SlideAtom. */
const FORMATTING = new Set([0x0fa1, 0x0fa3, 0x0fa4, 0x0fb7, 0x07f0, 0x03ef])
const file = textPlaces()?.get('chieu.ppt')
describe.skipIf(file === undefined)('a presentation of LibreOffice', () => {
  const ole = file && openOle(file)
  const entry = ole?.entries.find(({ name }) => name === 'PowerPoint Document')
  const stream = entry ? ole!.read(entry, entry.size) : Buffer.alloc(0)
  const whole = told(stream)

  function expectSound(bytes: Buffer, what: string): string {
    const { runs, words } = told(bytes)
    for (const [, { font, colour }] of runs) {
      if (font !== null) expect(font, what).toMatch(/^[^\0]{0,32}$/)
      if (colour !== null) expect(colour, what).toMatch(/^[0-9a-f]{6}$/)
    }
    return words
  }

  test('cut anywhere gives the words before the cut', { timeout: 60_000 }, () => {
    expect(whole.words).toContain('phrase heading')
    for (let end = 0; end < stream.length; end += 5) {
      const words = expectSound(stream.subarray(0, end), `cut at ${end}`)
      // The last text may be cut too, and its line ends all the same.
      expect(whole.words.startsWith(words.replace(/.?\n$/, '')), `cut at ${end}`).toBe(true)
    }
  })

  test('any byte changed', { timeout: 60_000 }, () => {
    for (let at = 0; at < stream.length; at += 3) {
      const bytes = Buffer.from(stream)
      bytes[at] = at % 2 === 0 ? 0xff : bytes[at]! ^ 0x80
      expectSound(bytes, `changed at ${at}`)
    }
  })

  test('words do not hang on formatting', () => {
    for (const value of [0, 0x7f, 0xff]) {
      const bytes = Buffer.from(stream)
      for (const { type, data } of new RecordWalk(bytes, () => true).records())
        if (FORMATTING.has(type)) data.fill(value)
      expect(told(bytes).words, String(value)).toBe(whole.words)
    }
  })
})

describe('in proportion to its length', () => {
  const latin = (bytes: Buffer) => bytes.toString('latin1')
  const asStream = (records: string) => void told(Buffer.from(records, 'latin1'))

  test.each([
    ['texts', latin(text(BODY, 'a', [pfRun(2, 4), cfRun(1, { colour: RED }), cfRun(1)]))],
    ['slides', latin(slide(slideAtom(MASTER), scheme(1), text(TITLE, 'a')).container)],
    ['masters', latin(container(MAIN_MASTER, STYLES))],
    ['master ids', latin(container(0x0ff0, [persist(1, MASTER)], 1))],
    ['properties without a text', latin(atom(0x0fa1, Buffer.concat([pfRun(0), cfRun(0)])))],
    ['containers', latin(container(SLIDE, []))],
  ])('%s', { timeout: 60_000 }, (_name, unit) => expectLinear(unit, 4_000_000, asStream))

  test.each([
    ['runs', 1],
    ['empty runs', 0],
  ])('%s of one text', { timeout: 60_000 }, (_name, count) =>
    expectLinear('ab\r', 200_000, (words) => {
      const runs = Array.from(words, (_, index) => cfRun(count, { colour: index % 2 === 0 ? RED : GREEN }))
      told(text(BODY, words, [pfRun(words.length + 1), ...runs]))
    }),
  )
})
