// Regular expressions in word lists: a mistake names file, line and column when the policy is loaded.
import { expect, test } from 'vitest'
import { wordListSchema } from '../../src/policy/schema.ts'

const words = (regexes: string[]) =>
  wordListSchema.safeParse({ list: 'mau', vi: 'v', en: 'e', accents: true, phrases: [], regexes })

test('right ones are taken, wrong ones named by their place', () => {
  expect(words(['a+b', '\\d{4}']).success).toBe(true)
  const wrong = words(['a+b', 'a(b'])
  expect(wrong.success).toBe(false)
  expect(wrong.error!.issues).toMatchObject([{ path: ['regexes', 1] }])
  expect(words(['x*']).success).toBe(false)
})
