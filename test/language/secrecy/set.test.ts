// Marks of secrecy on the labelled set: what must be found, what must not, and that the naive rule is far from it.
import { describe, expect, test } from 'vitest'
import { rows, sum } from './table.ts'

describe.each(['SEEN', 'UNSEEN'] as const)('%s', (part) => {
  const { marked, benign } = rows(part)
  test('recall over all places is 0.97 at least, in each category 0.9', () => {
    expect(sum(marked, 'found') / sum(marked, 'texts')).toBeGreaterThanOrEqual(0.97)
    for (const { category, found, texts } of marked) expect(found / texts, category).toBeGreaterThanOrEqual(0.9)
  })
  test('strong places are alarmed in 0.3 % of tricky benign texts at most, weak ones in 10 %', () => {
    expect(sum(benign, 'strong') / sum(benign, 'texts')).toBeLessThanOrEqual(0.003)
    expect(sum(benign, 'found') / sum(benign, 'texts')).toBeLessThanOrEqual(0.1)
  })
  test('capitals alone find fewer and alarm more', () => {
    expect(sum(marked, 'naive') / sum(marked, 'texts')).toBeLessThan(0.8)
    expect(sum(benign, 'naive')).toBeGreaterThan(sum(benign, 'strong'))
  })
})

test('the set is as large as it should be', () => {
  const all = [rows('SEEN'), rows('UNSEEN')]
  expect(all.reduce((total, { marked }) => total + sum(marked, 'texts'), 0)).toBeGreaterThanOrEqual(400)
  expect(all.reduce((total, { benign }) => total + sum(benign, 'texts'), 0)).toBeGreaterThanOrEqual(800)
})
