// The fictional PKI: making it again gives the committed files, and nothing real trusts it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pkiFiles, testTrust } from '../../samples/make/pki.ts'

const ROOT = join(import.meta.dirname, '..', '..')

test('the committed certificates are what pki.ts makes', () => {
  const files = pkiFiles()
  expect(files.size).toBeGreaterThan(10)
  for (const [path, content] of files) expect(readFileSync(join(ROOT, 'samples', path), 'utf8'), path).toBe(content)
})

test('the fictional root is no part of the office’s trust', () => {
  const fingerprint = testTrust().roots[0]!
  expect(readFileSync(join(ROOT, 'samples/site/trust/roots.yaml'), 'utf8')).toContain(fingerprint)
  const site = join(ROOT, 'policies')
  expect(existsSync(site)).toBe(true)
  for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((each) => /\.[a-z]+$/.test(each)))
    expect(readFileSync(join(site, name), 'utf8'), name).not.toContain(fingerprint)
})
