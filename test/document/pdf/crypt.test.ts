// Encrypted PDFs: what the empty user password opens is read like any other file; what wants a password stays closed.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rc4 } from '../../../src/document/pdf/rc4.ts'
import {
  appendObjects,
  handPdf,
  type Objects,
  read,
  SIGNATURE_DICTIONARY,
  signHand,
  theSignature,
} from '../../signature/support/pdf.ts'
import { startxref } from './attacks/document.ts'

const missing = spawnSync('qpdf', ['--version']).error !== undefined

test('qpdf is installed', (context) => {
  if (!missing) return
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error('required, but: qpdf is not installed')
  context.skip('qpdf not installed: no encrypted files (apt-get install qpdf)')
})

test('RC4: the vectors of RFC 6229 and of the cipher’s first publication', () => {
  const encrypt = (key: string, text: string) => rc4(Buffer.from(key, 'latin1'), Buffer.from(text)).toString('hex')
  expect(encrypt('Key', 'Plaintext')).toBe('bbf316e8d940af0ad3')
  expect(encrypt('Wiki', 'pedia')).toBe('1021bf0420')
  const zeros = rc4(Buffer.from('0102030405', 'hex'), Buffer.alloc(16)).toString('hex')
  expect(zeros).toBe('b2396305f03dc027ccc3524a0a1118a8')
})

const METHODS: [string, string[]][] = [
  ['RC4 of 40 bits', ['40']],
  ['RC4 of 128 bits', ['128', '--use-aes=n']],
  ['AES of 128 bits', ['128', '--use-aes=y']],
  ['AES of 128 bits, metadata in the clear', ['128', '--use-aes=y', '--cleartext-metadata']],
  ['AES of 256 bits, revision 5', ['256', '--force-R5']],
  ['AES of 256 bits, revision 6', ['256']],
]

describe.skipIf(missing)('encrypted by qpdf', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'congthu-crypt-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function qpdf(pdf: Buffer, ...options: string[]): Buffer {
    const path = join(folder, 'a.pdf')
    writeFileSync(path, pdf)
    const run = spawnSync('qpdf', ['--allow-weak-crypto', ...options, path, '-'], { maxBuffer: 1 << 26 })
    if (run.error || (run.status !== 0 && run.status !== 3)) throw new Error(run.stderr.toString())
    return run.stdout
  }
  const js = '<</S/JavaScript/JS(app.alert\\(1\\))>>'
  const field = '<</FT/Tx/T(SoVanBan)/V(15/UBND)>>'
  const form = '/AcroForm<</Fields[4 0 R]>>'
  const objects: Objects = { 1: `<</Type/Catalog/Pages 2 0 R${form}/OpenAction ${js}>>`, 4: field }
  const kinds = [[], ['--object-streams=generate'], ['--linearize']]

  test.each(METHODS)('%s, with the empty user password', (_, method) => {
    for (const kind of kinds) {
      const facts = read(qpdf(handPdf(objects), '--encrypt', '', 'owner', ...method, '--', ...kind))
      expect(facts, kind.join()).toMatchObject({ integrity: 'unsigned', encrypted: false, damaged: false, pages: 1 })
      expect(facts).toMatchObject({ active: ['javascript'], reasons: [] })
    }
  })
  test.each(METHODS)('%s, with a password', (_, method) => {
    const facts = read(qpdf(handPdf(objects), '--encrypt', 'user', 'owner', ...method, '--'))
    expect(facts).toMatchObject({ integrity: 'uncheckable', encrypted: true, pages: null, reasons: ['encrypted'] })
  })
  test('a key that is spoiled opens nothing', () => {
    const pdf = qpdf(handPdf(objects), '--encrypt', '', 'owner', '256', '--')
    const at = pdf.indexOf('/UE <') + 8
    pdf[at] = pdf[at] === 0x30 ? 0x31 : 0x30
    expect(read(pdf).integrity).toBe('uncheckable')
  })

  /** Signed by an update: the signature's own strings are no ciphertext, so its names read as noise, and RC4 takes any. */
  function signedEncrypted(): Buffer {
    const plain = qpdf(
      handPdf(objects),
      '--encrypt',
      '',
      'owner',
      '128',
      '--use-aes=n',
      '--',
      '--object-streams=disable',
    )
    const text = plain.toString('latin1')
    const root = /\/Root (\d+) 0 R/.exec(text)![1]!
    const trailer = `/Root ${root} 0 R/Encrypt ${/\/Encrypt (\d+) 0 R/.exec(text)![1]} 0 R/ID ${/\/ID (\[<[^\]]*\])/.exec(text)![1]}`
    const [pages] = /\/Pages (\d+) 0 R/.exec(text)!
    const added: Objects = {
      [root]: `<</Type/Catalog${pages}/AcroForm<</Fields[60 0 R]/SigFlags 3>>>>`,
      60: '<</FT/Sig/T(ChuKy)/V 61 0 R>>',
      61: SIGNATURE_DICTIONARY,
    }
    return signHand(appendObjects(plain, added, `${trailer}/Prev ${startxref(plain)}`))
  }
  test('a signature in an encrypted file', () => {
    const pdf = signedEncrypted()
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'intact', trust: 'trusted' })
    expect(read(pdf)).toMatchObject({ encrypted: false, damaged: false })
  })
  test('an update that drops the encryption', () => {
    const pdf = signedEncrypted()
    const root = /\/Root (\d+) 0 R/.exec(pdf.toString('latin1'))![1]!
    const bare = appendObjects(pdf, { 70: 'null' }, `/Root ${root} 0 R/Prev ${startxref(pdf)}`)
    expect(read(bare)).toMatchObject({ integrity: 'uncheckable', encrypted: true })
  })
  test('qpdf finds the same pages', () => {
    const pdf = qpdf(handPdf(objects), '--encrypt', '', 'owner', '256', '--')
    const path = join(folder, 'b.pdf')
    writeFileSync(path, pdf)
    expect(read(pdf).pages).toBe(Number(execFileSync('qpdf', ['--show-npages', path]).toString()))
  })
})
