// The list of deliberate mistakes still fits the source; that each is caught is shown by `npm run mutations`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applied, MUTATIONS } from './list.ts'

test('there are more than ten, with different names', () => {
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length)
  expect(MUTATIONS.length).toBeGreaterThan(10)
})

test.each(MUTATIONS)('$name: its place is in the source', ({ changes }) => {
  for (const change of changes) {
    const text = readFileSync(join(import.meta.dirname, '..', '..', change.file), 'utf8')
    expect(applied(change, text)).not.toBe(text)
  }
})
