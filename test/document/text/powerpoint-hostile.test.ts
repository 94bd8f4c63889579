// Presentations that lie or are cut end in their words, with fonts and colours or without, in proportion to their length.
import { describe, expect, test } from 'vitest'
import { openOle } from '../../../src/document/ole.ts'
import { RecordWalk } from '../../../src/document/text/powerpoint-records.ts'
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
import { shown, told } from '../../support/powerpoint-told.ts'
import { textPlaces } from '../../support/text-places.ts'

const SLIDE = 0x03ee
const MAIN_MASTER = 0x03f8
const MASTER = 0x80000000
const [TITLE, BODY, OTHER] = [0, 1, 4]
/** ColorIndexStruct: 0xfe, then blue, green, red. */
const RED = 0xfe0000ff
const GREEN = 0xfe008000

const main = (...records: Buffer[]) => ({ container: container(MAIN_MASTER, records), masterId: MASTER })
const slide = (...records: Buffer[]) => ({ container: container(SLIDE, records) })
const made = (sheets: Deck['sheets']) => deck({ fonts: ['Times New Roman', 'Arial'], sheets })
const STYLES = [
  masterStyle(TITLE, [{ font: 1, colour: GREEN }]),
  masterStyle(BODY, [{ font: 0, colour: RED }, { colour: GREEN }]),
]

describe('counts that lie', () => {
  const LIES = [0, 1, 3, 0x7fffffff, 0xffffffff]
  const words = 'one\rtwo'
  const toldOf = (runs: Buffer[]) => told(made([main(...STYLES), slide(slideAtom(MASTER), text(BODY, words, runs))]))

  test.each(LIES)('of runs: %i', (count) => {
    for (const runs of [
      [pfRun(count), cfRun(8, { colour: RED })],
      [pfRun(8), cfRun(count, { colour: RED })],
      [pfRun(count, 0xffff), cfRun(count)],
      Array.from({ length: 50 }, () => pfRun(count)),
    ])
      expect(toldOf(runs)).toMatchObject({ words: 'one\ntwo\n', reasons: [] })
  })

  test('of tab stops, levels, objects', () => {
    const tabs = Buffer.concat([u32(8), u16(0), u32(0x100000), u16(0xffff)])
    expect(toldOf([tabs, cfRun(8)]).words).toBe('one\ntwo\n')
    const levels = atom(0x0fa3, Buffer.concat([u16(0xffff), u32(0), u32(0x10000), u16(1)]), TITLE)
    const directory = atom(0x1772, u32(0xfff00001, 0xffffffff))
    const stream = made([main(levels), slide(slideAtom(MASTER), text(TITLE, 'title'))])
    expect(shown(stream)).toEqual([['title', 'Arial', null]])
    expect(shown(Buffer.concat([stream, directory]))).toEqual([['title', null, null]])
  })

  test('of bytes: a field that is not all there sets nothing', () => {
    const cut = (record: Buffer) => atom(record.readUInt16LE(2), record.subarray(8, -1), record.readUInt16LE(0) >> 4)
    const runs = [pfRun(5), cfRun(5, { font: 1 }).subarray(0, -1)]
    expect(shown(made([slide(text(OTHER, 'word', runs))]))).toEqual([['word', null, null]])
    const master = main(cut(masterStyle(TITLE, [{ font: 1 }])))
    expect(shown(made([master, slide(slideAtom(MASTER), text(TITLE, 'title'))]))).toEqual([['title', null, null]])
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
