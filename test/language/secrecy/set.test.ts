// Marks of secrecy on the labelled sets: what must be found, what must not, and that the naive rule is far from it.
import { expect, test } from 'vitest'
import { labelled, type Row, rowsOf, SETS, sum, TEMPLATES } from './sets.ts'

const sets = SETS.map((set) => [set, rowsOf(labelled(set))] as const)
const all = sets.flatMap(([, rows]) => rows)
const share = (rows: Row[], label: 'mark' | 'none', key: 'found' | 'strong' | 'naive') =>
  sum(rows, label, key) / sum(rows, label, 'texts')

test.each(sets)('%s: recall over all places, and alarms of weak places', (_set, rows) => {
  expect(share(rows, 'mark', 'found')).toBeGreaterThanOrEqual(0.94)
  expect(share(rows, 'none', 'found')).toBeLessThanOrEqual(0.12)
})

test('all sets: recall 0.97 at least, strong places alarmed in 0.3 % of the tricky ordinary texts at most', () => {
  expect(share(all, 'mark', 'found')).toBeGreaterThanOrEqual(0.97)
  expect(share(all, 'none', 'strong')).toBeLessThanOrEqual(0.003)
})

test.each(TEMPLATES)('%s: recall, each category, false alarms', (set) => {
  const rows = rowsOf(labelled(set))
  expect(share(rows, 'mark', 'found')).toBeGreaterThanOrEqual(0.97)
  for (const { category, label, found, texts } of rows)
    if (label === 'mark') expect(found / texts, category).toBeGreaterThanOrEqual(0.9)
  expect(share(rows, 'none', 'strong')).toBeLessThanOrEqual(0.003)
})

test('capitals alone find less than half as many and alarm more surely', () => {
  expect(share(all, 'mark', 'naive')).toBeLessThan(0.5)
  expect(share(all, 'none', 'naive')).toBeGreaterThan(10 * share(all, 'none', 'strong'))
})

test('the sets are as large as they should be, each text once', () => {
  const texts = SETS.flatMap(labelled)
  const marked = texts.filter(({ label }) => label === 'mark').length
  expect(marked).toBeGreaterThanOrEqual(400)
  expect(texts.length - marked).toBeGreaterThanOrEqual(800)
  expect(new Set(texts.map(({ where, text }) => `${where} ${text}`)).size).toBe(texts.length)
})
