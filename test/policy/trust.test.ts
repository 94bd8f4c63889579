// Certificates beside roots.yaml: PEM, bundles and DER become path-building material, a private key does not.
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../src/gateway/reload.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { FICTIONAL_RULES, policyFolder } from '../support/policy-folder.ts'

const keys = forge.pki.rsa.generateKeyPair({ bits: 1024 })

function certificate(name: string): string {
  const made = forge.pki.createCertificate()
  made.publicKey = keys.publicKey
  made.serialNumber = createHash('sha256').update(name).digest('hex').slice(0, 8).replace(/^./, '1')
  made.validity.notBefore = new Date('2026-01-01T00:00:00Z')
  made.validity.notAfter = new Date('2027-01-01T00:00:00Z')
  made.setSubject([{ name: 'commonName', value: name }])
  made.setIssuer([{ name: 'commonName', value: name }])
  made.sign(keys.privateKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(made)
}

function certificatesOf(changes: Parameters<typeof policyFolder>[0]): string[] {
  const folder = policyFolder(changes)
  try {
    return loadPolicy({ directory: folder.directory }, FICTIONAL_RULES).reading.trust.certificates
  } finally {
    folder.remove()
  }
}

describe('site/trust', () => {
  const [one, two] = [certificate('MAU THU NGHIEM 1'), certificate('MAU THU NGHIEM 2')]

  it('reads PEM, a bundle and DER, each certificate once, as PEM', () => {
    const found = certificatesOf({
      'site/trust/a.pem': `# bundle\n${one}\n${two}`,
      'site/trust/b.crt': new X509Certificate(one).raw,
      'site/trust/c.CER': two,
    })
    expect(found.map((pem) => new X509Certificate(pem).subject)).toEqual(['CN=MAU THU NGHIEM 1', 'CN=MAU THU NGHIEM 2'])
  })

  it('reads revocation lists of crl/, PEM and DER alike, and refuses anything else there', () => {
    const pem = readFileSync(join(import.meta.dirname, '../../samples/site/trust/crl/root.crl'))
    const der = Buffer.from(pem.toString().replace(/-----[^-]*-----/g, ''), 'base64')
    const folder = policyFolder({ 'site/trust/crl/a.crl': pem, 'site/trust/crl/b.crl': der })
    try {
      const { trust } = loadPolicy({ directory: folder.directory }, FICTIONAL_RULES).reading
      expect(trust.crls).toEqual([der, der])
    } finally {
      folder.remove()
    }
    expect(certificatesOf({})).toEqual([])
    for (const [name, content] of Object.entries({ 'a.txt': pem, 'b.crl': 'noise', 'c.crl': '' }))
      expect(() => certificatesOf({ [`site/trust/crl/${name}`]: content }), name).toThrow(
        /không phải danh sách thu hồi/,
      )
    const large = Buffer.alloc(17 * 1024 * 1024, 0x30)
    expect(() => certificatesOf({ 'site/trust/crl/a.crl': large })).toThrow(/tệp lớn hơn 16 MiB/)
  })

  it('a list that is written over in place is seen by the watch', async () => {
    const folder = policyFolder({ 'site/trust/crl/a.crl': 'one' })
    try {
      const before = await fingerprint({ directory: folder.directory })
      writeFileSync(join(folder.directory, 'site/trust/crl/a.crl'), 'another')
      expect(await fingerprint({ directory: folder.directory })).not.toBe(before)
    } finally {
      folder.remove()
    }
  })

  it('units may name single certificates by fingerprint or serial number, as viewers write them', () => {
    const units = (certificates: string) => `domain: tphcm.gov.vn
suffix: .cangio
officialDomains: [tphcm.gov.vn]
units:
  - { id: noi-vu, name: Phòng Nội vụ, certificates: [${certificates}] }
`
    const folder = policyFolder({ 'site/units.yaml': units(`"00:54:C0:FF:EE", "${'AB:'.repeat(31)}AB"`) })
    try {
      const [unit] = loadPolicy({ directory: folder.directory }, FICTIONAL_RULES).reading.units
      expect(unit).toEqual({ id: 'noi-vu', names: [], certificates: ['54c0ffee', 'ab'.repeat(32)] })
    } finally {
      folder.remove()
    }
    expect(() => certificatesOf({ 'site/units.yaml': units('xyz') })).toThrow(/số sê-ri/)
  })

  it('refuses a file that holds a private key, or a certificate cut short', () => {
    const key = forge.pki.privateKeyToPem(keys.privateKey)
    for (const content of [one + key, one.slice(0, -200), '-----BEGIN CERTIFICATE-----\n']) {
      expect(() => certificatesOf({ 'site/trust/a.pem': content })).toThrow(/a\.pem: không phải chứng thư X\.509/)
    }
  })
})
