// Spoiled documents of every format end in facts, never in an exception or a hang; hostile text costs in proportion to its length.
import { describe, expect, test } from 'vitest'
import { textualText } from '../../../src/document/text/plain.ts'
import { rtfText } from '../../../src/document/text/rtf.ts'
import type { ReadText, TextSink } from '../../../src/document/text/sink.ts'
import { expectLinear } from '../../support/linear.ts'
import { read } from '../../support/reading.ts'
import { textPlaces } from '../../support/text-places.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const ROUNDS = FULL ? 1500 : 150
const files = textPlaces()

/** A small generator of numbers, the same in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A few bytes changed, a stretch cut out or doubled. */
function spoil(bytes: Buffer, next: () => number): Buffer {
  const at = Math.floor(next() * bytes.length)
  const length = Math.floor(next() * 200)
  const kind = Math.floor(next() * 4)
  if (kind === 0) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)])
  if (kind === 2) return bytes.subarray(0, at)
  const out = Buffer.from(bytes)
  for (let i = 0; i < 1 + length / 20; i++) out[Math.floor(next() * out.length)] = Math.floor(next() * 256)
  return out
}

describe.skipIf(files === null)('spoiled', () => {
  test.each([...(files?.keys() ?? [])])('%s', { timeout: FULL ? 900_000 : 60_000 }, async (name) => {
    const next = numbers([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
    for (let round = 0; round < ROUNDS; round++) {
      const facts = await read(spoil(files!.get(name)!, next), name)
      expect(facts.type).toBe('document')
      for (const { where } of facts.texts ?? []) expect(typeof where).toBe('string')
    }
  })
})

const sink = (): TextSink => ({ block: () => {}, run: () => {}, line: () => {}, fail: () => {}, full: false })
const tell = (read: ReadText | null) => read?.(sink())
const html = (text: string) => tell(textualText(Buffer.from(`<html>${text}`), 'html'))
const rtf = (text: string) => tell(rtfText(Buffer.from(`{\\rtf1${text}}`, 'latin1')))
const fodt = (text: string) =>
  tell(textualText(Buffer.from(`<office:document><office:body><office:text>${text}`), 'fodt'))

const fodp = (text: string) =>
  tell(textualText(Buffer.from(`<office:document><office:body><office:presentation>${text}`), 'fodp'))
const fods = (text: string) =>
  tell(textualText(Buffer.from(`<office:document><office:body><office:spreadsheet>${text}`), 'fods'))

describe('in proportion to its length', () => {
  test.each([
    ['unclosed rules', `<style>${'a'.repeat(400)}{${'b'.repeat(3000)}</style>`, html],
    ['unclosed tags', '<p class="', html],
    ['tags', '<b><font color=red>', html],
    ['ends', '</p></td>', html],
    ['styles', '<p style="color:red;font:1pt a">', html],
    ['groups', '{\\b\\f0 a', rtf],
    ['controls', "\\'e9\\u234?\\par", rtf],
    ['spans', '<text:p><text:span text:style-name="A">', fodt],
    ['cells', '<table:table-cell><text:p>a', fodt],
    ['boxes', '<draw:text-box><text:p>', fodt],
    ['fields', '<text:p><text:hidden-text text:string-value="a">b', fodt],
    [
      'conditions',
      '<text:p><text:conditional-text text:string-value-if-true="a" text:string-value-if-false="b"/></text:p>',
      fodt,
    ],
    ['values', '<table:table-cell office:string-value="a">', fodt],
    ['objects', '<text:p><draw:object><office:document>a', fodt],
    ['controls', '<office:forms><form:text form:label="a" form:value="b">', fodt],
    ['deletions', '<text:tracked-changes><text:deletion><text:p>a</text:p>', fodt],
    [
      'slides',
      '<draw:frame presentation:style-name="a" presentation:class="outline"><text:list><text:p>a</text:p>',
      fodp,
    ],
    [
      'styles',
      '<style:style style:name="a" style:family="graphic" style:parent-style-name="a"/><draw:frame draw:style-name="a"><text:p>a</text:p></draw:frame>',
      fodp,
    ],
    [
      'columns',
      '<table:table><table:table-column table:number-columns-repeated="9999999"/><table:table-cell table:number-columns-repeated="9999999"><text:p>a',
      fods,
    ],
  ])('%s', { timeout: 60_000 }, (_name, unit, work) => expectLinear(unit, 400_000, work))
})

test('names of JavaScript are no names of places', async () => {
  const odd = Buffer.from('{\\rtf1 {\\constructor one}{\\toString two}{\\sp{\\sn __proto__}{\\sv three}}}')
  const facts = await read(odd, 'a.rtf')
  for (const { where } of facts.texts!) expect(where).toBe('body')
})

test('bytes above ASCII that stand as they are belong to the code page of their font', async () => {
  const bytes = Buffer.from(
    "{\\rtf1\\ansi\\ansicpg1258{\\fonttbl{\\f0\\fcharset163 Times New Roman;}}\\f0 t\xea\xec b\\'e2\\'f2t}",
    'latin1',
  )
  expect((await read(bytes, 'a.rtf')).text).toContain('tế bật')
})
