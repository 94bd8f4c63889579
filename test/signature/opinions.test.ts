// Second opinions: what we call intact or broken, pdfsig does too; what we read as in order, qpdf does too.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handPdf, plainPdf, read, SIGNED_OBJECTS, signedPdf, signHand } from './support/pdf.ts'

const has = (program: string): boolean => !spawnSync(program, ['--version']).error
const missing = ['pdfsig', 'qpdf'].filter((program) => !has(program))

test('pdfsig and qpdf are installed', (context) => {
  if (missing.length === 0) return
  if (process.env.CI) throw new Error(`${missing.join(', ')} not installed`)
  context.skip(`${missing.join(', ')} not installed: no second opinion (apt-get install poppler-utils qpdf)`)
})

describe.skipIf(missing.length > 0)('second opinions', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'congthu-opinions-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function save(pdf: Buffer): string {
    const path = join(folder, 'a.pdf')
    writeFileSync(path, pdf)
    return path
  }
  const pdfsig = (pdf: Buffer): string => spawnSync('pdfsig', ['-nocert', save(pdf)], { encoding: 'utf8' }).stdout
  const qpdf = (pdf: Buffer, ...options: string[]): Buffer =>
    execFileSync('qpdf', [...options, save(pdf), '-'], { maxBuffer: 1 << 26 })

  test.each([
    ['adbe.pkcs7.detached', false, false],
    ['ETSI.CAdES.detached', true, true],
    ['adbe.pkcs7.detached', true, true],
  ] as const)('intact: %s, object streams %s, visible %s', async (subFilter, objectStreams, visible) => {
    const pdf = await signedPdf({ subFilter, visible, certify: 2 }, objectStreams)
    expect(read(pdf).integrity).toBe('intact')
    const said = pdfsig(pdf)
    expect(said).toContain('Signature is Valid')
    expect(said).toContain('Total document signed')
    expect(() => execFileSync('qpdf', ['--check', save(pdf)])).not.toThrow()
  })
  test('written by hand', () => {
    const pdf = signHand(handPdf(SIGNED_OBJECTS))
    expect(read(pdf).integrity).toBe('intact')
    expect(pdfsig(pdf)).toContain('Signature is Valid')
  })
  test('broken', async () => {
    const pdf = await signedPdf()
    pdf[pdf.indexOf('/MediaBox') + 12]! ^= 1
    expect(read(pdf).integrity).toBe('broken')
    expect(pdfsig(pdf)).toContain('Digest Mismatch')
  })
  test('stricter than pdfsig: another content type, CAdES naming another certificate', async () => {
    const contentType = signHand(handPdf(SIGNED_OBJECTS), { wrong: { contentType: '1.2.840.113549.1.9.16.1.4' } })
    expect(read(contentType).integrity).toBe('broken')
    expect(pdfsig(contentType)).toContain('Signature is Valid')
    const wrong = { namedCertificate: Buffer.from('other') }
    const cades = await signedPdf({ subFilter: 'ETSI.CAdES.detached', wrong })
    expect(read(cades).integrity).toBe('broken')
    expect(pdfsig(cades)).toContain('Signature is Valid')
  })
  test.each([
    ['linearized', ['--linearize']],
    ['object streams', ['--object-streams=generate']],
    ['linearized with object streams', ['--linearize', '--object-streams=generate']],
    ['uncompressed', ['--qdf']],
  ])('written by qpdf: %s', async (_, options) => {
    const facts = read(qpdf(await plainPdf(), ...options))
    expect(facts).toMatchObject({ integrity: 'unsigned', damaged: false, encrypted: false, pages: 1, active: [] })
  })
  test.each(['', 'user'])('encrypted by qpdf, user password %j', async (password) => {
    for (const bits of ['128', '256']) {
      const weak = bits === '128' ? ['--allow-weak-crypto'] : []
      const pdf = qpdf(await plainPdf(), ...weak, '--encrypt', password, 'owner', bits, '--')
      if (password !== '')
        expect(read(pdf)).toMatchObject({ integrity: 'uncheckable', encrypted: true, reasons: ['encrypted'] })
      // Everybody can open it: it is read, or said to be encrypted, and never taken for damaged.
      else expect(read(pdf).reasons).not.toContain('damaged')
    }
  })
})
