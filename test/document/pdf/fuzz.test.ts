// Spoiled signed PDFs: no crash, no hang; never `intact` where a signed byte or what is shown was changed.
// CONGTHU_TEST_SIZE=full takes 300,000 files; CONGTHU_FUZZ_SEED repeats a run from the seed that it printed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { read } from '../../signature/support/pdf.ts'
import { certified, FORGED, signed, signNext, TEXT_FIELD, update } from './attacks/document.ts'
import { manySignatures, valid } from './attacks/valid.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const ROUNDS = FULL ? 300_000 : 2500
const SEED = Number(process.env.CONGTHU_FUZZ_SEED ?? Date.now() % 1_000_000)
/** Reading one file of some 30 KB takes a millisecond; a hang takes for ever. */
const SLOWEST_MS = 4000

/** Numbers below `limit`, the same ones for the same seed (mulberry32). */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}

const WORDS = [
  ...['obj', 'endobj', 'stream', 'endstream', 'xref', 'trailer', 'startxref', '%%EOF', '<<', '>>', '[', ']', '(', ')'],
  ...['/V 9 0 R', '/Kids[3 0 R]', '/Prev 0', '/Prev 9', '/Length 99', '/Type/ObjStm', '/XRefStm 9', '4 0 R', '4 0 obj'],
  ...[
    FORGED,
    '/ByteRange[0 1 2 3]',
    '/Contents<00>',
    '/Annots[20 0 R]',
    '/AcroForm null',
    '65535 f',
    '00000 n',
    '%',
    '\0',
  ],
]

/** One to three changes within [from, to): bytes flipped, dropped, doubled, swapped, words put in or over. */
function spoil(pdf: Buffer, from: number, to: number, roll: (limit: number) => number): Buffer {
  let out = Buffer.from(pdf)
  for (let change = 0; change <= roll(3); change++) {
    const at = from + roll(Math.max(1, Math.min(to, out.length) - from))
    const kind = roll(6)
    const size = 1 + roll(kind < 2 ? 1 : 60)
    const word = Buffer.from(WORDS[roll(WORDS.length)]!, 'latin1')
    if (kind === 0) out[at]! ^= 1 << roll(8)
    else if (kind === 1) out[at] = roll(256)
    else if (kind === 2) out = Buffer.concat([out.subarray(0, at), out.subarray(at + size)])
    else if (kind === 3) out = Buffer.concat([out.subarray(0, at), out.subarray(at, at + size), out.subarray(at)])
    else if (kind === 4) out = Buffer.concat([out.subarray(0, at), word, out.subarray(at)])
    else out.set(word.subarray(0, Math.max(0, out.length - at)), at)
  }
  return out
}

function timed(pdf: Buffer, what: string): ReturnType<typeof read> {
  const start = performance.now()
  const facts = read(pdf)
  expect(performance.now() - start, what).toBeLessThan(SLOWEST_MS)
  return facts
}

/** The signed bytes of a file: all but the gap, up to the end of what was signed. */
const signedBytes = (pdf: Buffer, [start, end]: readonly [number, number], last: number): Buffer =>
  Buffer.concat([pdf.subarray(0, start), pdf.subarray(end, last)])

test(`signed bytes spoiled (seed ${SEED})`, { timeout: FULL ? 3_600_000 : 120_000 }, () => {
  const roll = dice(SEED)
  const bases = [
    signed(),
    certified(2),
    signNext(signed()),
    valid().find(({ name }) => name.includes('xref stream'))!.pdf,
  ]
  for (let round = 0; round < ROUNDS; round++) {
    const base = bases[roll(bases.length)]!
    const start = base.indexOf('/Contents<') + 9
    const gap = [start, base.indexOf('>', start) + 1] as const
    const end = Number(/\/ByteRange\[0 \d+ +\d+ +(\d+)/.exec(base.toString('latin1'))![1]) + gap[1]
    const pdf = spoil(base, 0, end, roll)
    const facts = timed(pdf, `round ${round}`)
    // Within the gap digits may differ (zeros behind the CMS); behind the end a doubled line end or comment may stand.
    const same = signedBytes(pdf, gap, end).equals(signedBytes(base, gap, end))
    if (!same) expect(facts.integrity, `round ${round}`).not.toBe('intact')
  }
})

test(`updates behind the signed bytes spoiled (seed ${SEED})`, { timeout: FULL ? 3_600_000 : 120_000 }, () => {
  const roll = dice(SEED + 1)
  const folder = mkdtempSync(join(tmpdir(), 'congthu-fuzz-'))
  const hasText = spawnSync('pdftotext', ['-v']).error === undefined
  const shown = (pdf: Buffer): string => {
    writeFileSync(join(folder, 'a.pdf'), pdf)
    return spawnSync('pdftotext', [join(folder, 'a.pdf'), '-'], { encoding: 'utf8', timeout: 20_000 }).stdout
  }
  const base = signed()
  const text = hasText ? shown(base) : ''
  const updates = [
    ...[update(base, { 90: '(x)' }), update(base, { 21: TEXT_FIELD.replace('/T(', '/V(7)/T(') }), signNext(base)],
    ...valid().flatMap(({ pdf }) =>
      pdf.subarray(0, base.length).equals(base) && pdf.length > base.length + 40 ? [pdf] : [],
    ),
  ]
  let asked = 0
  for (let round = 0; round < ROUNDS; round++) {
    const from = updates[roll(updates.length)]!
    const pdf = spoil(from, base.length, from.length, roll)
    const facts = timed(pdf, `round ${round}`)
    // Whoever reads the page must read what was signed: poppler is asked for a part of those that we let pass.
    if (facts.integrity !== 'intact' || !hasText || asked >= (FULL ? 3000 : 60)) continue
    asked++
    const now = shown(pdf).replace(/15\/UBND|\(?7\)?/g, '')
    expect(now.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' ').trim()), `round ${round}`).toBe(true)
    expect(now.includes('9.000.000'), `round ${round}`).toBe(false)
  }
  rmSync(folder, { recursive: true, force: true })
  if (hasText) expect(asked).toBeGreaterThan(20)
})

test(`anything spoiled in a file of many revisions (seed ${SEED})`, { timeout: FULL ? 3_600_000 : 120_000 }, () => {
  const roll = dice(SEED + 2)
  const base = manySignatures(4)
  for (let round = 0; round < ROUNDS / 5; round++) timed(spoil(base, 0, base.length, roll), `round ${round}`)
})
