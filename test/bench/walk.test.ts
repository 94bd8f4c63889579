// Gate, walk and hashing cost at most a third of what mailparser's simpleParser costs, on the same messages in one run.
import { expect, test } from 'vitest'
import { deck } from './deck.ts'
import { compare, mix } from './walk.ts'

test('the mix deck', { timeout: 120_000 }, async () => {
  const costs = await compare(deck(), 3)
  const { ours, simpleParser, ratio } = mix(costs)
  console.log(`mix: ${ours.toFixed(2)} beside ${simpleParser.toFixed(2)} CPU ms a message, ratio ${ratio.toFixed(2)}`)
  expect(costs).toHaveLength(6)
  expect(ratio).toBeLessThan(1 / 3)
})
