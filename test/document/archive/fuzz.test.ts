// Fuzzing of the archive readers: no throw, no hang, memory within bounds, whatever is cut, doubled or exchanged.
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { DocumentFacts } from '../../../src/facts.ts'
import { PROGRAM, skipWithout, Workshop } from '../../support/archive-tools.ts'
import { rar4, rar5 } from '../../support/rar-builder.ts'
import { read } from '../../support/reading.ts'
import { numbers, type Random } from '../../support/spoiled.ts'
import { buildZip } from '../../support/zip-builder.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
/** Of each sample; some thirty samples. */
const ROUNDS = FULL ? 8000 : 40
/** Of one archive of some kilobytes; PPMd alone takes 50 ms to begin with. */
const LONGEST_MS = 5000
const GROWTH_MIB = 600
const LIMITS = { inflatedBytes: 4_000_000, depth: 4, parts: 50, seconds: 3 }

const shop = new Workshop({
  'a.txt': Buffer.from('MẪU THỬ NGHIỆM '.repeat(40)),
  'thư mục/b.exe': PROGRAM,
  'c.bin': Buffer.from(Array.from({ length: 600 }, (_, i) => (i * i) & 0xff)),
})
afterAll(() => shop.remove())

const plans = [
  { name: 'a.txt', bytes: 'lời '.repeat(30), packed: true },
  { name: 'b.exe', bytes: PROGRAM },
  { name: 'c.txt', bytes: 'thêm', packed: true, solid: true },
]
const OWN: [string, () => Buffer][] = [
  [
    'zip',
    () =>
      buildZip([
        { name: 'a.txt', bytes: 'x'.repeat(200), deflated: true },
        { name: 'b.exe', bytes: PROGRAM },
      ]),
  ],
  ['rar4', () => rar4(plans)],
  ['rar4 with Unicode', () => rar4([{ name: 'T? trinh', unicode: 'Tờ trinh', bytes: 'x' }])],
  ['rar5', () => rar5(plans, { solid: true })],
  ['gz', () => gzipSync(PROGRAM)],
  ['zst', () => zstdCompressSync(PROGRAM)],
]
const list = ['a.txt', 'thư mục/b.exe', 'c.bin']
const REAL: [string, () => Buffer][] = [
  ...['lzma', 'lzma2', 'ppmd', 'bzip2', 'deflate', 'copy'].map((method): [string, () => Buffer] => [
    `7z ${method}`,
    () => shop.sevenZip(`${method}.7z`, `-m0=${method}`),
  ]),
  ['7z bcj2', () => shop.sevenZip('bcj2.7z', '-mf=bcj2')],
  ['7z plain', () => shop.sevenZip('p.7z', '-mhc=off')],
  ...['bzip2', 'lzma', 'xz', 'ppmd'].map((method): [string, () => Buffer] => [
    `zip ${method}`,
    () => shop.sevenZip(`${method}.zip`, '-tzip', `-mm=${method}`),
  ]),
  ['tar pax', () => shop.run('bsdtar', ['--format=pax', '-cf', '-', ...list])],
  ['tar gnu', () => shop.run('bsdtar', ['--format=gnutar', '-cf', '-', ...list])],
  ['tar.Z', () => shop.run('bsdtar', ['-cZf', '-', ...list])],
  ['cpio', () => shop.run('bsdtar', ['--format=odc', '-cf', '-', ...list])],
  ['ar', () => shop.run('bsdtar', ['--format=arbsd', '-cf', '-', 'a.txt', 'c.bin'])],
  ['iso', () => shop.run('genisoimage', ['-quiet', '-J', '-R', '-no-pad', '.'])],
  ['cab', () => shop.make('a.cab', 'gcab', ['-cz', '../a.cab', ...list])],
  ['bz2', () => shop.run('bzip2', ['-c', 'c.bin'])],
  ['xz', () => shop.run('xz', ['-c', 'c.bin'])],
  ['lz4', () => shop.run('lz4', ['-qc', 'c.bin'])],
]

/** Bytes exchanged, set to their ends, cut out, doubled, cut off; near the ends most of the time, where headers are. */
function spoil(whole: Buffer, next: Random): Buffer {
  let bytes: Buffer = Buffer.from(whole)
  for (let edits = 1 + next(6); edits > 0 && bytes.length > 0; edits--) {
    const near = next(3)
    const reach = Math.min(400, bytes.length)
    const at = near === 0 ? next(reach) : near === 1 ? bytes.length - 1 - next(reach) : next(bytes.length)
    const length = 1 + next(next(8) === 0 ? 600 : 12)
    const kind = next(8)
    if (kind < 3) bytes[at]! ^= 1 << next(8)
    else if (kind === 3) bytes[at] = next(256)
    else if (kind === 4) bytes.fill(next(2) * 0xff, at, Math.min(bytes.length, at + Math.min(8, length)))
    else if (kind === 5) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else if (kind === 6) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    else if (next(4) === 0) bytes = bytes.subarray(0, at)
  }
  return bytes
}

/** What every reading must keep to. */
function checkFacts(facts: DocumentFacts): void {
  if (facts.inspected !== 'full' && facts.reasons.length === 0) throw new Error(`${facts.kind}: not full, no reason`)
  for (const child of facts.children) checkFacts(child)
}

async function fuzz(samples: [string, () => Buffer][]): Promise<void> {
  const next = numbers(20261127)
  const before = process.memoryUsage().rss
  let slowest = 0
  let largest = 0
  for (const [name, make] of samples) {
    const whole = make()
    expect([name, (await read(whole, name, LIMITS)).children.length]).not.toEqual([name, 0])
    for (let i = 0; i < ROUNDS; i++) {
      const bytes = spoil(whole, next)
      const started = performance.now()
      try {
        checkFacts(await read(bytes, name, LIMITS))
      } catch (cause) {
        throw new Error(`${name}, round ${i}: ${bytes.toString('base64').slice(0, 20_000)}`, { cause })
      }
      slowest = Math.max(slowest, performance.now() - started)
      if (i % 50 === 0) largest = Math.max(largest, process.memoryUsage().rss)
    }
  }
  console.info(`slowest ${Math.round(slowest)} ms, memory +${Math.round((largest - before) / 1_048_576)} MiB`)
  expect(slowest).toBeLessThan(LONGEST_MS)
  expect((largest - before) / 1_048_576).toBeLessThan(GROWTH_MIB)
}

test(`own samples, ${ROUNDS} times each`, { timeout: 7_200_000 }, () => fuzz(OWN))

describe.skipIf(skipWithout('7z', 'bsdtar', 'genisoimage', 'gcab', 'bzip2', 'xz', 'lz4'))('real programs', () => {
  test(`their samples, ${ROUNDS} times each`, { timeout: 7_200_000 }, () => fuzz(REAL))
})
