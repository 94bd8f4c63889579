// Fuzzing of the gate and the walk: no throw, no hang, every byte accounted for, problems within the message.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMessage } from '../../src/message/read.ts'
import { splitMessage } from '../../src/message/split.ts'
import { context } from '../support/reading.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const SPLITS = FULL ? 1_000_000 : 30_000
const READS = FULL ? 100_000 : 2_000
/** Of one message, far above what any of these small ones takes. */
const LONGEST_MS = 2000

/** Words that mean something to a reader of mail. */
const WORDS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '--',
  '--b',
  '--b--',
  '\r\n--b\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ';',
  ':',
  '=',
  '"',
  '(',
  ')',
  '\\',
  '\xff',
  '=?utf-8?q?a?=',
  'Content-Type: ',
  'multipart/mixed; boundary=b',
  'multipart/digest; boundary="b"',
  'message/rfc822',
  'text/html; charset=utf-7',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  "filename*0*=utf-8''%41",
  'filename*1=b',
  'name=a.exe',
  'begin 644 a\r\n#0V%T\r\n`\r\nend\r\n',
  'QUJD',
  '=3D',
  '=\r\n',
]

/** A repeatable stream of numbers (xorshift32). */
function numbers(seed: number): (below: number) => number {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const small = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => readFileSync(join(SAMPLES, name)))
  .filter((bytes) => bytes.length < 20_000)
  .map((bytes) => bytes.toString('latin1'))

/** A sample with some of its bytes cut, doubled, exchanged, or words put in. */
function mutated(next: (below: number) => number): Buffer {
  let text = small[next(small.length)]!
  for (let edits = 1 + next(8); edits > 0; edits--) {
    // Near the header most of the time: that is where the structure is.
    const at = next(next(3) === 0 ? text.length + 1 : Math.min(1500, text.length + 1))
    const length = next(next(10) === 0 ? 2000 : 20)
    const kind = next(4)
    const put = kind === 0 ? '' : kind === 1 ? text.slice(at, at + length) : WORDS[next(WORDS.length)]!
    text = text.slice(0, at) + put + text.slice(kind === 1 || kind === 2 ? at : at + length)
  }
  return Buffer.from(text, 'latin1')
}

test(`${SPLITS} spoiled messages are split`, { timeout: 3_600_000 }, () => {
  expect(small.length).toBeGreaterThan(30)
  const next = numbers(20261127)
  let slowest = 0
  for (let i = 0; i < SPLITS; i++) {
    const bytes = mutated(next)
    const started = performance.now()
    const { parts } = splitMessage(bytes, { depth: 20, parts: 1000, headerBytes: 262_144 }, (_, offset) => {
      if (!(offset >= 0 && offset <= bytes.length)) throw new Error(`a problem at ${offset} of ${bytes.length}`)
    })
    slowest = Math.max(slowest, performance.now() - started)
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
    const bytes = mutated(next)
    const started = performance.now()
    const facts = await readMessage(bytes, reading, at)
    slowest = Math.max(slowest, performance.now() - started)
    if (facts.size !== bytes.length) throw new Error('another message')
  }
  expect(slowest).toBeLessThan(LONGEST_MS)
})
