// Fuzzing of the gate and the walk: no throw, no hang, every byte accounted for, problems within the message.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMessage } from '../../src/message/read.ts'
import { splitMessage } from '../../src/message/split.ts'
import { context } from '../support/reading.ts'
import { numbers, spoil } from '../support/spoiled.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const SPLITS = FULL ? 1_000_000 : 30_000
const READS = FULL ? 100_000 : 2_000
/** CPU time of one message, far above what any of these small ones takes. */
const LONGEST_MS = 2000

/** CPU time of this process so far: what else the machine does does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const small = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => readFileSync(join(SAMPLES, name)))
  .filter((bytes) => bytes.length < 20_000)
  .map((bytes) => bytes.toString('latin1'))

test(`${SPLITS} spoiled messages are split`, { timeout: 3_600_000 }, () => {
  expect(small.length).toBeGreaterThan(30)
  const next = numbers(20261127)
  let slowest = 0
  for (let i = 0; i < SPLITS; i++) {
    const bytes = spoil(small, next)
    const started = cpuMs()
    const { parts } = splitMessage(bytes, { depth: 20, parts: 1000, headerBytes: 262_144 }, (_, offset) => {
      if (!(offset >= 0 && offset <= bytes.length)) throw new Error(`a problem at ${offset} of ${bytes.length}`)
    })
    slowest = Math.max(slowest, cpuMs() - started)
    let at = 0
    const ranges = parts.flatMap((part) => [part.header, ...(part.multipart ? part.around : [part.body])])
    for (const { start, end } of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
      if (start < at || end < start || end > bytes.length) throw new Error(`ranges overlap: ${JSON.stringify(ranges)}`)
      at = end
    }
  }
  expect(slowest).toBeLessThan(LONGEST_MS)
})

test(`${READS} spoiled messages are read whole`, { timeout: 3_600_000 }, async () => {
  const next = numbers(1713)
  const reading = context()
  const at = new Date('2026-03-02T01:00:00Z')
  let slowest = 0
  for (let i = 0; i < READS; i++) {
    const bytes = spoil(small, next)
    const started = cpuMs()
    const facts = await readMessage(bytes, reading, at)
    slowest = Math.max(slowest, cpuMs() - started)
    if (facts.size !== bytes.length) throw new Error('another message')
  }
  expect(slowest).toBeLessThan(LONGEST_MS)
})
