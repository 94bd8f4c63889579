// Marks of secrecy on the labelled sets: what must be found, what must not, and that the naive rule is far from it.
import { describe, expect, test } from 'vitest'
import { labelled, rowsOf, SETS, sum } from './sets.ts'

describe.each(SETS)('%s', (set) => {
  const rows = rowsOf(labelled(set))
  test('recall over all places is 0.97 at least', () => {
    expect(sum(rows, 'mark', 'found') / sum(rows, 'mark', 'texts')).toBeGreaterThanOrEqual(0.97)
  })
  test('strong places are alarmed in 0.3 % of tricky ordinary texts at most, weak ones in 12 %', () => {
    expect(sum(rows, 'none', 'strong') / sum(rows, 'none', 'texts')).toBeLessThanOrEqual(0.003)
    expect(sum(rows, 'none', 'found') / sum(rows, 'none', 'texts')).toBeLessThanOrEqual(0.12)
  })
  test('capitals alone find half as many and alarm more surely', () => {
    expect(sum(rows, 'mark', 'naive') / sum(rows, 'mark', 'texts')).toBeLessThan(0.6)
    expect(sum(rows, 'none', 'naive')).toBeGreaterThan(sum(rows, 'none', 'strong') + 10)
  })
})

test('the sets are as large as they should be, each text once', () => {
  const texts = SETS.flatMap(labelled)
  const marked = texts.filter(({ label }) => label === 'mark').length
  expect(marked).toBeGreaterThanOrEqual(400)
  expect(texts.length - marked).toBeGreaterThanOrEqual(800)
  expect(new Set(texts.map(({ where, text }) => `${where} ${text}`)).size).toBe(texts.length)
})
