// Records of Excel before 2007 that programs do not write: too short for what they are, strings of thousands of empty runs.
import { expect, test } from 'vitest'
import { TextCollector } from '../../../src/document/text/collect.ts'
import { excelText } from '../../../src/document/text/excel-binary.ts'

function record(type: number, ...data: (number[] | Buffer)[]): Buffer {
  const bytes = Buffer.concat(data.map((each) => Buffer.from(each)))
  const head = Buffer.alloc(4)
  head.writeUInt16LE(type)
  head.writeUInt16LE(bytes.length, 2)
  return Buffer.concat([head, bytes])
}

const le = (value: number) => [value & 0xff, value >> 8]
const GLOBALS = record(0x809, le(0x600), le(5))
const SHEET = record(0x809, le(0x600), le(0x10))
const END = record(0x0a)
/** A cell of the first shared string; row, column and cell format. */
const label = (column: number) => record(0xfd, le(0), le(column), le(0), [0, 0, 0, 0])

function textOf(...records: Buffer[]): string {
  const into = new TextCollector(1_000_000, Number.POSITIVE_INFINITY)
  excelText(Buffer.concat(records))(into)
  return into
    .result()
    .texts.map(({ text }) => text)
    .join('')
}

test('records of every number and of few bytes', () => {
  for (let size = 0; size < 12; size++) {
    const short = Array.from({ length: 0x500 }, (_, type) => record(type, Buffer.alloc(size, 1)))
    expect(textOf(GLOBALS, ...short, END, SHEET, ...short, END)).toBeTypeOf('string')
  }
})

test('the text of a formula may be a letter', () => {
  const formula = record(
    0x06,
    le(0),
    le(0),
    le(0),
    Buffer.from('00000000000000000000ffff', 'hex').subarray(4),
    [0, 0, 0, 0],
  )
  expect(textOf(GLOBALS, END, SHEET, formula, record(0x207, le(1), [0, 0x41]), END)).toBe('A\n')
})

test('runs without letters cost nothing more in every cell', () => {
  const runs = Array.from({ length: 8000 }, () => [0, 0, 1, 0]).flat()
  const head = [le(1), [8], le(2000 * 4), [0x61]]
  const item = record(0xfc, [1, 0, 0, 0, 1, 0, 0, 0], ...head, runs.slice(0, 8000))
  const more = [1, 2, 3].map((part) => record(0x3c, runs.slice(part * 8000, (part + 1) * 8000)))
  const cells = Array.from({ length: 60_000 }, (_, column) => label(column & 0xff))
  const begun = performance.now()
  expect(textOf(GLOBALS, item, ...more, END, SHEET, ...cells, END).length).toBe(120_000)
  expect(performance.now() - begun).toBeLessThan(3000)
})
