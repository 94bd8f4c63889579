// Fuzzing of the readers of mail items, envelopes and pages: no throw, no hang, nothing called full that is not.
import { describe, expect, test } from 'vitest'
import { htmlToText } from '../../src/document/html/html-text.ts'
import { readDocument } from '../../src/document/read.ts'
import { newReading } from '../../src/document/reading.ts'
import { readRtfText } from '../../src/document/rtf-text.ts'
import type { DocumentFacts } from '../../src/facts.ts'
import { decodeCharset } from '../../src/message/charset.ts'
import { newCollected } from '../../src/message/collected.ts'
import { readNested } from '../../src/message/entity.ts'
import { binarySeeds, textSeeds } from '../support/opening-seeds.ts'
import { context, NOW } from '../support/reading.ts'
import { numbers, type Random } from '../support/spoiled.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const ROUNDS = FULL ? 300_000 : 3000
/** Of one file, far above what any of these small ones takes. */
const LONGEST_MS = 2000
const LIMITS = { inflatedBytes: 20_000_000, parts: 200 }

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** Bytes cut, doubled, exchanged, and fields of lengths set to what breaks readers of lengths. */
function spoilBytes(seed: Buffer, next: Random): Buffer {
  let bytes = Buffer.from(seed)
  for (let edits = 1 + next(6); edits > 0 && bytes.length > 8; edits--) {
    const at = next(next(2) === 0 ? bytes.length : Math.min(bytes.length, 800))
    const length = next(next(8) === 0 ? 3000 : 12)
    const kind = next(6)
    if (kind === 0) bytes[at] = next(256)
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << next(8))
    else if (kind === 2 && at + 4 <= bytes.length) bytes.writeUInt32LE(NUMBERS[next(NUMBERS.length)]!, at)
    else if (kind === 3 && at + 4 <= bytes.length) bytes.writeUInt32BE(NUMBERS[next(NUMBERS.length)]!, at)
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
  }
  return bytes
}

/** What every reading owes: `full` without reasons and anything else with some, for every document within. */
function check(document: DocumentFacts): number {
  if ((document.inspected === 'full') !== (document.reasons.length === 0)) {
    throw new Error(`${document.kind}: ${document.inspected} for ${JSON.stringify(document.reasons)}`)
  }
  return document.children.reduce((sum, child) => sum + check(child), 1)
}

async function readBytes(bytes: Buffer): Promise<DocumentFacts> {
  const collected = newCollected()
  const reading = newReading(context(LIMITS), NOW, (inner, at, depth, shared) =>
    readNested(inner, at, depth, shared, collected),
  )
  const at = { part: '1', path: [] }
  return readDocument({ bytes, at, depth: 1, names: ['x'], declaredType: null, disposition: null }, reading)
}

async function fuzz(seeds: readonly Buffer[], seed: number): Promise<{ slowest: number; opened: number }> {
  const next = numbers(seed)
  let slowest = 0
  let opened = 0
  for (let i = 0; i < ROUNDS; i++) {
    const bytes = spoilBytes(seeds[next(seeds.length)]!, next)
    const started = performance.now()
    if (check(await readBytes(bytes)) > 1) opened++
    slowest = Math.max(slowest, performance.now() - started)
  }
  return { slowest, opened }
}

describe(`${ROUNDS} spoiled files of each family`, () => {
  const families = [...binarySeeds(), ...textSeeds()]
  test.each(families)('%s', { timeout: 3_600_000 }, async (_, seeds) => {
    for (const seed of seeds) expect(check(await readBytes(seed)), 'whole, it holds something').toBeGreaterThan(1)
    const { slowest, opened } = await fuzz(seeds, 20261127 + seeds.length)
    expect(slowest).toBeLessThan(LONGEST_MS)
    // Spoiled ones that nothing is read of any more would test nothing.
    expect(opened).toBeGreaterThan(ROUNDS / 30)
  })

  test('words: RTF, HTML and charsets', { timeout: 3_600_000 }, () => {
    const next = numbers(53)
    const seeds = textSeeds().flatMap(([, each]) => each)
    const labels = [
      'utf-8',
      'utf-7',
      'utf-32',
      'viscii',
      'tcvn',
      'cp037',
      'hz-gb-2312',
      'iso-2022-jp',
      'utf-16',
      'x-khong-co',
    ]
    let slowest = 0
    for (let i = 0; i < ROUNDS; i++) {
      const bytes = spoilBytes(seeds[next(seeds.length)]!, next)
      const started = performance.now()
      const { text } = decodeCharset(bytes, labels[next(labels.length)]!)
      const read = [text, htmlToText(text), readRtfText(bytes)]
      slowest = Math.max(slowest, performance.now() - started)
      if (read.some((each) => typeof each !== 'string')) throw new Error('no text')
    }
    expect(slowest).toBeLessThan(LONGEST_MS)
  })
})
