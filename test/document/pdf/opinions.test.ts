// Second opinion on every generated attack: where pdfsig (poppler) says otherwise than we do, and that the list is right.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read } from '../../signature/support/pdf.ts'
import { certifications, fields } from './attacks/certified.ts'
import type { AttackCase } from './attacks/document.ts'
import { forgeries, wrappings } from './attacks/forgery.ts'
import { brokenUpdates, contentUpdates } from './attacks/saving.ts'
import { ambiguities, shadows } from './attacks/shadow.ts'
import { valid } from './attacks/valid.ts'
import { differences, table } from './differences.ts'

const missing = spawnSync('pdfsig', ['-v']).error !== undefined

test('pdfsig is installed', (context) => {
  if (!missing) return
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error('required, but: pdfsig is not installed')
  context.skip('pdfsig not installed: no second opinion (apt-get install poppler-utils)')
})

/** What a gateway that trusts pdfsig would say: all signatures valid, and one of them over the whole file. */
interface Opinion {
  valid: boolean
  total: boolean
}

describe.skipIf(missing)('pdfsig', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'congthu-pdfsig-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function ask(pdf: Buffer): Opinion {
    const path = join(folder, 'a.pdf')
    writeFileSync(path, pdf)
    const { stdout } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8', timeout: 20_000 })
    const said = stdout.match(/Signature Validation: .*/g) ?? []
    const valid = said.length > 0 && said.every((line) => line.includes('Signature is Valid'))
    return { valid, total: /Total document signed/.test(stdout) }
  }
  const opinions = (cases: AttackCase[]) =>
    cases.map((each) => ({ ...each, ...ask(each.pdf), ours: read(each.pdf).integrity }))

  test('never more lenient: what pdfsig calls invalid is not intact for us', { timeout: 120_000 }, () => {
    const all = [...forgeries(), ...wrappings(), ...ambiguities(), ...valid()]
    const lenient = opinions(all).filter(({ valid, ours }) => ours === 'intact' && !valid)
    expect(lenient.map(({ name }) => name)).toEqual([])
  })
  test('stricter by ByteRange, gap and CMS', { timeout: 120_000 }, () => {
    const stricter = opinions([...forgeries(), ...wrappings()]).filter(({ valid, ours }) => valid && ours !== 'intact')
    expect(stricter.map(({ name }) => name)).toEqual(BY_FORM)
  })
  test('stricter by what came after: pdfsig looks at no change', { timeout: 120_000 }, () => {
    const cases = [
      ...contentUpdates(),
      ...brokenUpdates(),
      ...shadows(),
      ...certifications(),
      ...fields(),
      ...ambiguities(),
    ]
    const attacks = opinions(cases.filter(({ expect }) => expect !== 'intact'))
    const accepted = attacks.filter(({ valid }) => valid)
    expect(accepted.length / attacks.length).toBeGreaterThan(0.7)
    // A signature over everything, with an attacked one below it, looks whole to who asks for any total signature.
    expect(accepted.filter(({ total }) => total).length).toBeGreaterThan(10)
    expect(attacks.filter(({ ours }) => ours === 'intact')).toEqual([])
  })
  test('the written table of differences is what pdfsig says now', { timeout: 180_000 }, () => {
    expect(readFileSync(join(import.meta.dirname, 'DIFFERENCES.md'), 'utf8')).toContain(table(differences()!))
  })
  test('what may come after a signature is valid for both', { timeout: 120_000 }, () => {
    expect(opinions(valid()).filter(({ valid, ours }) => !valid || ours !== 'intact')).toEqual([])
  })
})

/** pdfsig calls these valid. Each is refused here for what stands beside its name in the attack's own file. */
const BY_FORM: string[] = [
  'signed with another content type',
  'gap begins before Contents',
  'gap without the angle brackets',
  'gap that ends behind the dictionary',
  'Contents by reference',
  'the field leads to a copy of the dictionary',
  'two fields with one signature',
  'ByteRange named twice',
]
