// House test: every sample is judged by the engine as a person said it must be, and the generator gives the same bytes.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAll } from '../samples/make/make.ts'
import { check, type Engine } from '../src/check.ts'
import { createPool } from '../src/inspect/pool.ts'
import { loadPolicy } from '../src/policy/load.ts'
import { RULES } from '../src/rules/index.ts'
import { envelopeOf, findingDifferences, listSamples, SAMPLES, type Sample } from './support/samples.ts'

const samples = listSamples()

const inFolder = (rule: string): Sample[] => samples.filter((sample) => sample.rule === rule)

describe('the engine', () => {
  const policy = loadPolicy({ directory: 'policies', site: 'samples/site' }, RULES)
  let engine: Engine

  beforeAll(() => {
    engine = { policy, pool: createPool(policy.reading, { processes: 2, seconds: 20, memoryMiB: 512 }) }
  })
  afterAll(() => engine.pool.close())

  test.each(samples.map((sample) => [`${sample.rule}/${sample.name}`, sample] as const))('%s', async (_, sample) => {
    const { file, expectation } = sample
    const bytes = readFileSync(file)
    const source = { bytes, file: null, size: bytes.length, stuffed: false }
    const { verdict } = await check(source, envelopeOf(expectation), engine, new Date(expectation.clock))
    expect(findingDifferences(expectation.findings, verdict.findings)).toEqual([])
    expect(verdict.action).toBe(expectation.action)
  })
})

describe('the collection', () => {
  test('has at least 70 samples, 20 of them ordinary mail that passes', () => {
    expect(samples.length).toBeGreaterThanOrEqual(70)
    expect(inFolder('ordinary').length).toBeGreaterThanOrEqual(20)
    for (const { expectation } of inFolder('ordinary')) expect(expectation.action).toBe('pass')
  })

  test('says in every sample that it is one', () => {
    const silent = samples.filter(({ file }) => !namesItself(readFileSync(file)))
    expect(silent.map(({ file }) => file)).toEqual([])
  })
})

/** The note in any of the encodings that the samples use for it: 8-bit, quoted-printable, base64 at three alignments. */
function namesItself(bytes: Buffer): boolean {
  const text = bytes.toString('latin1')
  const unfolded = text.replace(/=\r\n/g, '').replace(/\r\n/g, '')
  const note = Buffer.from('MẪU TH')
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), note])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  )
  const forms = [note.toString('latin1'), 'M=E1=BA=AAU TH', 'MAU TH', 'M\xc2\xdeU TH', ...base64]
  return forms.some((form) => unfolded.includes(form))
}

describe('the comparison', () => {
  const place = { part: '2', path: ['ho-so.zip'] }
  const seen = { rule: 'unreadable', message: 'damaged', outcome: 'undetermined' as const, at: place }

  test('is of sets: what is missing, what is too much, and at which place', () => {
    expect(findingDifferences([{ rule: 'unreadable', message: 'damaged', at: place }], [seen, seen])).toEqual([])
    expect(findingDifferences([{ rule: 'unreadable', message: 'damaged' }], [seen])).toEqual([])
    expect(findingDifferences([], [seen])).toEqual(['not expected: unreadable damaged at 2 > ho-so.zip'])
    expect(findingDifferences([{ rule: 'unreadable', message: 'damaged', at: place }], [])).toHaveLength(1)
    const elsewhere = [{ rule: 'unreadable', message: 'damaged', at: { part: '2', path: [] } }]
    expect(findingDifferences(elsewhere, [seen])).toHaveLength(2)
    const otherOutcome = [{ rule: 'unreadable', message: 'damaged', outcome: 'violated' as const }]
    expect(findingDifferences(otherOutcome, [seen])).toHaveLength(2)
  })

  test('an expectation with an unknown key or without its mail is refused', () => {
    const root = mkdtempSync(join(tmpdir(), 'congthu-expectations-'))
    try {
      mkdirSync(join(root, 'ordinary'))
      const { rule, name } = inFolder('ordinary')[0]!
      const yaml = readFileSync(join(SAMPLES, rule, `${name}.yaml`), 'utf8')
      writeFileSync(join(root, 'ordinary', 'a.yaml'), yaml)
      expect(() => listSamples(root)).toThrow('samples/ordinary/a.eml is missing')
      writeFileSync(join(root, 'ordinary', 'a.eml'), '')
      expect(listSamples(root)).toHaveLength(1)
      writeFileSync(join(root, 'ordinary', 'a.yaml'), `${yaml}verdict: pass\n`)
      expect(() => listSamples(root)).toThrow()
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})

describe('the generator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-samples-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('gives the committed bytes again', async () => {
    const written = await makeAll(folder)
    const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
    const changed = written.filter((name) => hash(join(folder, name)) !== hash(join(SAMPLES, name)))
    expect(changed).toEqual([])
    const committed = samples.flatMap(({ rule, name }) => [`${rule}/${name}.eml`, `${rule}/${name}.yaml`])
    expect(written.sort()).toEqual(committed.sort())
  })

  test('starts from documents that are small', () => {
    for (const { file } of samples) expect(statSync(file).size).toBeLessThan(600 * 1024)
  })
})
