// Properties of shapes by records ([MS-ODRAW]): what LibreOffice does not write, and records that lie or are cut.
import { describe, expect, test } from 'vitest'
import { TextCollector } from '../../../src/document/text/collect.ts'
import { excelText } from '../../../src/document/text/excel-binary.ts'
import { ShapeTexts } from '../../../src/document/text/office-art.ts'
import { powerPointText } from '../../../src/document/text/powerpoint-binary.ts'
import type { ReadText } from '../../../src/document/text/sink.ts'
import { wordDrawings, wordPictures } from '../../../src/document/text/word-drawings.ts'
import { expectLinear } from '../../support/linear.ts'
import { atom, container, text, u16, u32 } from '../../support/powerpoint-records.ts'

const [WORDS, DESCRIPTION, NAME, VERTICES] = [0xc0, 0x381, 0x380, 0x145]
const utf16 = (words: string) => Buffer.from(`${words}\0`, 'utf16le')

/** OfficeArtFOPT or one of the further ones; sizes are those of the data unless told otherwise. */
function table(properties: [opid: number, data: Buffer, size?: number][], type = 0xf00b, count = properties.length) {
  const entries = properties.map(([opid, data, size]) => Buffer.concat([u16(0x8000 | opid), u32(size ?? data.length)]))
  const made = atom(type, Buffer.concat([...entries, ...properties.map(([, data]) => data)]), count)
  made.writeUInt16LE((count << 4) | 3)
  return made
}

const shape = (...tables: Buffer[]) => container(0xf004, [atom(0xf00a, u32(1, 2)), ...tables])
const drawing = (...shapes: Buffer[]) => container(0xf002, [container(0xf003, shapes)])
const art = (words: string) => shape(table([[WORDS, utf16(words)]]))

function textsOf(tell: ReadText): { texts: unknown[]; reasons: string[] } {
  const into = new TextCollector(10_000_000, Number.POSITIVE_INFINITY)
  tell(into)
  const { texts, reasons } = into.result()
  return { texts: texts.map(({ where, page, text: words }) => [where, page, words]), reasons }
}

function shapesOf(...drawings: Buffer[]) {
  return textsOf((sink) => {
    const texts = new ShapeTexts()
    for (const each of drawings) texts.addAll(each)
    texts.tell(null, sink)
  })
}
const watermark = (words: string, page: number | null = null) => ['watermark', page, `${words}\n`]

describe('tables of properties', () => {
  test.each([0xf00b, 0xf121, 0xf122])('of type %i: words, lines, descriptions, no names', (type) => {
    const made = table(
      [
        [WORDS, utf16('TỐI\r\nMẬT')],
        [NAME, utf16('PowerPlusWaterMarkObject1')],
        [DESCRIPTION, utf16('hình mẫu')],
      ],
      type,
    )
    expect(shapesOf(drawing(shape(made), shape(made))).texts).toEqual([
      watermark('TỐI\nMẬT'),
      ['alternative-text', null, 'hình mẫu\n'],
    ])
  })
  test('the size of an array before them with its head and without', () => {
    const points = Buffer.concat([u16(2, 2, 0xfff0), u32(1, 2)])
    for (const size of [points.length, points.length - 6])
      expect(
        shapesOf(
          shape(
            table([
              [VERTICES, points, size],
              [DESCRIPTION, utf16('hình mẫu')],
            ]),
          ),
        ).texts,
      ).toEqual([['alternative-text', null, 'hình mẫu\n']])
  })
  test('sizes and counts that lie', () => {
    for (const size of [15, 16, 1000, 0xffffffff])
      expect(shapesOf(shape(table([[WORDS, utf16('TỐI MẬT'), size]]))).texts).toEqual([watermark('TỐI MẬT')])
    for (const count of [0, 2, 0xfff])
      expect(shapesOf(shape(table([[WORDS, utf16('a')]], 0xf00b, count)))).toBeDefined()
    expect(
      shapesOf(
        shape(
          table([
            [NAME, utf16('x'), 0xffffffff],
            [WORDS, utf16('TỐI MẬT')],
          ]),
        ),
      ).texts,
    ).toEqual([])
  })
  test('cut anywhere', () => {
    const whole = drawing(art('TỐI MẬT'), art('BẢN NHÁP'))
    for (let end = 0; end < whole.length; end++)
      for (const [, , words] of shapesOf(whole.subarray(0, end)).texts as string[][])
        expect(['TỐI MẬT', 'BẢN NHÁP'].some((each) => each.startsWith(words!.trim().replace('\ufffd', '')))).toBe(true)
  })
  test('more words than are kept are told', () => {
    expect(shapesOf(art('a'.repeat(1_000_001))).reasons).toEqual(['size-limit'])
  })
  test('in proportion to their length', { timeout: 60_000 }, () => {
    for (const unit of [art('ab'), table([[WORDS, utf16('a\0b')]]), container(0xf003, [])])
      expectLinear(unit.toString('latin1'), 4_000_000, (all) => void shapesOf(Buffer.from(all, 'latin1')))
  })
})

describe('.doc', () => {
  /** FIB that names the whole table stream as OfficeArtContent. */
  function fib(size: number): Buffer {
    const made = Buffer.alloc(0x400)
    made.writeUInt32LE(size, 0x22e)
    return made
  }
  test('drawings of the text and of the headers', () => {
    const content = Buffer.concat([
      container(0xf000, []),
      Buffer.from([0]),
      drawing(art('BẢN NHÁP')),
      Buffer.from([1]),
      drawing(art('TỐI MẬT')),
    ])
    expect(shapesOf(...wordDrawings(fib(content.length), content)).texts).toEqual([
      watermark('BẢN NHÁP'),
      watermark('TỐI MẬT'),
    ])
    for (let end = 0; end <= content.length; end++) {
      expect([...wordDrawings(fib(end), content)]).toBeDefined()
      expect([...wordDrawings(fib(0xffffffff), content.subarray(0, end))]).toBeDefined()
    }
    expect([...wordDrawings(Buffer.alloc(0x210), content)]).toEqual([])
  })
  test('pictures within lines, with the name of a file and without; none is read twice', () => {
    const picture = (kind: number, name: Buffer, inside: Buffer) => {
      const head = Buffer.alloc(0x44)
      head.writeUInt32LE(0x44 + name.length + inside.length)
      head.writeUInt16LE(0x44, 4)
      head.writeUInt16LE(kind, 6)
      return Buffer.concat([head, name, inside])
    }
    const first = picture(0x64, Buffer.alloc(0), art('TỐI MẬT'))
    const data = Buffer.concat([first, picture(0x66, Buffer.from('\x03abc'), art('BẢN NHÁP'))])
    const offsets = new Set([first.length, 0, 0xffffffff, data.length - 1])
    expect(shapesOf(...wordPictures(data, offsets)).texts).toEqual([watermark('TỐI MẬT'), watermark('BẢN NHÁP')])
    const all = [...wordPictures(Buffer.alloc(10_000, 0x66), new Set(Array.from({ length: 10_000 }, (_, at) => at)))]
    expect(all.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(10_000)
  })
})

test('.ppt: of the main master, whose prompts are not read, and of the slide', () => {
  const within = (words: string) => container(0x040c, [drawing(art(words))])
  const stream = Buffer.concat([
    container(0x03f8, [text(0, 'Bấm để sửa'), within('TUYỆT MẬT')]),
    container(0x03ee, [text(4, 'Trang một'), within('TỐI MẬT')]),
    container(0x03ee, [text(4, 'Trang hai')]),
  ])
  expect(textsOf(powerPointText(stream)).texts).toEqual([
    watermark('TUYỆT MẬT'),
    ['slide', 1, 'Trang một\n'],
    watermark('TỐI MẬT', 1),
    ['slide', 2, 'Trang hai\n'],
  ])
})

describe('.xls', () => {
  const record = (type: number, data: Buffer) => Buffer.concat([u16(type, data.length), data])
  const begin = (type: number) => record(0x809, u16(0x600, type))
  const END = record(0x0a, Buffer.alloc(0))
  const sheetOf = (...records: Buffer[]) =>
    textsOf(excelText(Buffer.concat([begin(5), END, begin(0x10), ...records, END]))).texts
  const whole = drawing(art('TỐI MẬT'))
  const [one, other] = [whole.subarray(0, 60), whole.subarray(60)]

  test.each([
    ['one record', [record(0xec, whole)]],
    ['a continuation', [record(0xec, one), record(0x3c, other)]],
    ['two records about an object', [record(0xec, one), record(0x5d, u16(0)), record(0xec, other)]],
    ['a continuation of the object', [record(0xec, one), record(0x5d, u16(0)), record(0x3c, other)]],
    [
      'two records about a chart',
      [record(0xec, one), begin(0x20), record(0xec, one.subarray(0, 24)), END, record(0xec, other)],
    ],
  ])('%s', (_name, records) => {
    expect(sheetOf(...records)).toEqual([watermark('TỐI MẬT', 1)])
  })
  test('a continuation behind the words of a box and their formatting', () => {
    const box = record(0x1b6, Buffer.concat([u32(0, 0), u16(0, 3, 16), u32(0)]))
    const words = [record(0x3c, Buffer.from('\0hop')), record(0x3c, Buffer.alloc(16))]
    expect(sheetOf(record(0xec, one), box, ...words, record(0x3c, other))).toEqual([
      ['text-box', 1, 'hop\n'],
      watermark('TỐI MẬT', 1),
    ])
  })
  test('without an end, and cut anywhere', () => {
    const stream = Buffer.concat([begin(5), END, begin(0x10), record(0xec, one), record(0x3c, other)])
    expect(textsOf(excelText(stream)).texts).toEqual([watermark('TỐI MẬT', 1)])
    for (let end = 0; end < stream.length; end++) expect(textsOf(excelText(stream.subarray(0, end)))).toBeDefined()
  })
  test('continuations without end', () => {
    const many = Buffer.concat(Array.from({ length: 300_000 }, () => record(0x3c, Buffer.alloc(0))))
    expect(sheetOf(record(0xec, whole), many)).toEqual([watermark('TỐI MẬT', 1)])
    expect(sheetOf(record(0x5d, u16(0)), many)).toEqual([])
  })
})
