// Second opinions: CMS, timestamps, CRLs and OCSP answers that OpenSSL makes are judged right, and OpenSSL agrees with ours.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromPem } from '../../samples/make/certificate.ts'
import type { SignatureDictionary } from '../../src/signature/dictionary.ts'
import { judgeSignature } from '../../src/signature/signature.ts'
import { issue, issueTsa, pem } from './support/authority.ts'
import { crl, ocsp, token } from './support/evidence.ts'
import { COVERED, fileWith, judge, NOW, SIGNED_AT, siteOf, UNIT } from './support/judge.ts'
import { RSA, rsaKey, STRONG } from './support/schemes.ts'
import { signedData } from './support/signed-data.ts'

const missing = spawnSync('openssl', ['version']).error !== undefined

test('openssl is installed', (context) => {
  if (!missing) return
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error('required, but: openssl is not installed')
  context.skip('openssl is not installed: no second opinion')
})

const root = issue('Root', null, { ca: true, scheme: RSA, key: rsaKey(2048, 'root')() })
const agency = issue('Agency', root, { ca: true, scheme: RSA, key: rsaKey(2048, 'agency')() })
const unit = issue('Unit', agency, { name: [['CN', UNIT]], scheme: RSA, key: rsaKey(2048, 'unit')() })
const tsa = issueTsa('TSA', agency, { scheme: RSA, key: rsaKey(2048, 'tsa')() })
const site = siteOf([root], [agency], [crl(root), crl(agency)])

describe.skipIf(missing)('OpenSSL', () => {
  let folder: string
  const path = (name: string) => join(folder, name)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const accepts = (...args: string[]) => spawnSync('openssl', args, { cwd: folder }).status === 0
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'congthu-openssl-'))
    for (const [name, holder] of Object.entries({ root, agency, unit, tsa })) {
      writeFileSync(path(`${name}.pem`), pem(holder))
      writeFileSync(path(`${name}.key`), holder.key.export({ type: 'pkcs8', format: 'pem' }))
    }
    writeFileSync(path('covered'), COVERED)
    writeFileSync(path('pool.pem'), pem(agency) + pem(root))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const sign = (...more: string[]) =>
    openssl(
      'cms',
      '-sign',
      '-binary',
      '-in',
      'covered',
      '-signer',
      'unit.pem',
      '-inkey',
      'unit.key',
      '-outform',
      'DER',
      ...more,
    )

  test.each([
    ['plain', []],
    ['PSS', ['-keyopt', 'rsa_padding_mode:pss', '-md', 'sha384']],
    [
      'PSS with a mask of another digest',
      ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_mgf1_md:sha1', '-keyopt', 'rsa_pss_saltlen:20'],
    ],
    ['key identifier', ['-keyid']],
    ['CAdES', ['-cades']],
    ['no attributes', ['-noattr']],
    ['SHA3-512', ['-md', 'sha3-512']],
    ['with the CRL', ['-certfile', 'pool.pem']],
  ] as const)('its CMS, %s: intact and trusted', (_, more) => {
    expect(judge(sign(...more), { site })).toMatchObject({ integrity: 'intact', trust: 'trusted', by: 'unit' })
  })
  test('its streamed CMS, which is BER with an octet string in pieces', () => {
    writeFileSync(path('covered'), createHash('sha1').update(COVERED).digest())
    const cms = sign('-nodetach', '-stream')
    writeFileSync(path('covered'), COVERED)
    expect(cms.subarray(0, 2).toString('hex')).toBe('3080')
    expect(judge(cms, { site, subFilter: 'adbe.pkcs7.sha1' })).toMatchObject({ integrity: 'intact', trust: 'weak' })
  })
  test('its CMS with content inside: refused', () => {
    expect(judge(sign('-nodetach'), { site }).integrity).toBe('broken')
    expect(judge(sign('-nodetach', '-stream', '-indef'), { site }).integrity).toBe('broken')
  })
  test.each(['ec', 'ed25519'])('its CMS with %s', (kind) => {
    const scheme = kind === 'ec' ? STRONG['ECDSA brainpoolP384t1 SHA-384'] : STRONG.Ed25519
    const other = issue('Unit', agency, { name: [['CN', UNIT]], scheme })
    writeFileSync(path('other.pem'), pem(other))
    writeFileSync(path('other.key'), other.key.export({ type: 'pkcs8', format: 'pem' }))
    const args = [
      'cms',
      '-sign',
      '-binary',
      '-in',
      'covered',
      '-signer',
      'other.pem',
      '-inkey',
      'other.key',
      '-outform',
      'DER',
    ]
    if (kind === 'ed25519' && !accepts(...args, '-out', 'tried')) return // older OpenSSL has no Ed25519 in CMS
    expect(judge(openssl(...args), { site })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })
  test('our CMS, by every algorithm that it knows, is right for it too', () => {
    const agreed: string[] = []
    for (const [name, scheme] of Object.entries(STRONG)) {
      const holder = issue('Unit', agency, { name: [['CN', UNIT]], scheme })
      writeFileSync(path('cms'), signedData(holder, { content: COVERED, signedAt: SIGNED_AT }))
      const args = [
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        'cms',
        '-content',
        'covered',
        '-noverify',
        '-out',
        'out',
      ]
      if (accepts(...args)) agreed.push(name)
    }
    expect(agreed).toEqual(expect.arrayContaining(['RSA SHA-256', 'PSS SHA-256', 'ECDSA P-384 SHA-384', 'RSA SHA-512']))
  })
  test('its timestamps prove the time', () => {
    writeFileSync(path('tsa.cnf'), TSA_CONFIG)
    writeFileSync(path('serial'), '01\n')
    const time = new Date()
    for (const digest of ['sha1', 'sha256', 'sha512']) {
      const cms = signedData(unit, {
        content: COVERED,
        unsigned: (signature) => {
          writeFileSync(path('value'), signature)
          openssl('ts', '-query', '-data', 'value', `-${digest}`, '-cert', '-out', 'query')
          openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-token_out', '-out', 'token')
          return [['1.2.840.113549.1.9.16.2.14', readFileSync(path('token'))]]
        },
      })
      const now = new Date(time.getTime() + 3600_000)
      const facts = judge(cms, { site, now })
      expect(facts.notes).toEqual([])
      expect(facts).toMatchObject({ integrity: 'intact', timeSource: 'tsa' })
      expect(Math.abs(Date.parse(facts.signedAt!) - time.getTime())).toBeLessThan(120_000)
    }
  })
  test('our timestamp is right for it too', () => {
    writeFileSync(path('token'), token(tsa, COVERED))
    const args = [
      'ts',
      '-verify',
      '-data',
      'covered',
      '-token_in',
      '-in',
      'token',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'agency.pem',
    ]
    const result = spawnSync('openssl', [...args, '-attime', String(NOW.getTime() / 1000)], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(result.stdout + result.stderr).toContain('Verification: OK')
  })
  test('our CRLs and paths are right for it too', () => {
    const lists = [
      crl(root),
      crl(agency),
      crl(agency, { revoked: [{ serial: unit.serial, at: new Date('2026-02-01T00:00:00Z') }] }),
    ]
    const verdict = (agencyList: Buffer) => {
      const pemOf = (der: Buffer) => openssl2(['crl', '-inform', 'DER'], der)
      writeFileSync(path('crls.pem'), pemOf(lists[0]!) + pemOf(agencyList))
      const args = [
        'verify',
        '-attime',
        String(NOW.getTime() / 1000),
        '-crl_check_all',
        '-CRLfile',
        'crls.pem',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'agency.pem',
        'unit.pem',
      ]
      return accepts(...args)
    }
    const openssl2 = (args: string[], input: Buffer) => execFileSync('openssl', args, { input, encoding: 'utf8' })
    const ours = (list: Buffer) =>
      judge(signedData(unit, { content: COVERED }), { site: siteOf([root], [agency], [lists[0]!, list]) }).trust
    expect([verdict(lists[1]!), ours(lists[1]!)]).toEqual([true, 'trusted'])
    expect([verdict(lists[2]!), ours(lists[2]!)]).toEqual([false, 'revoked'])
  })
  test('our OCSP answers are read by it', () => {
    writeFileSync(path('answer'), ocsp(unit, agency))
    const said = openssl(
      'ocsp',
      '-respin',
      'answer',
      '-issuer',
      'agency.pem',
      '-cert',
      'unit.pem',
      '-CAfile',
      'pool.pem',
      '-no_nonce',
      '-noverify',
    ).toString()
    expect(said).toMatch(/^(?:unit\.pem: )?good$/m)
  })
  test('its own CRL, with the extensions that it writes', () => {
    writeFileSync(path('ca.cnf'), CA_CONFIG)
    writeFileSync(path('index.txt'), '')
    writeFileSync(path('crlnumber'), '01\n')
    openssl(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-keyfile',
      'agency.key',
      '-cert',
      'agency.pem',
      '-crldays',
      '30',
      '-out',
      'made.crl',
    )
    const list = fromPem(readFileSync(path('made.crl'), 'utf8'))
    const now = new Date(Date.now() + 60_000)
    const facts = judge(signedData(unit, { content: COVERED }), {
      site: siteOf([root], [agency], [crl(root), list]),
      now,
    })
    expect(facts.trust).toBe('trusted')
  })
  test('agreement on altered CMS: what it calls wrong is never intact here', () => {
    const right = signedData(unit, { content: COVERED, signedAt: SIGNED_AT, certificates: [] })
    const { file, dictionary } = fileWith(right)
    let both = 0
    for (let at = 0; at < right.length; at += 23) {
      const cms = Buffer.from(right)
      cms[at]! ^= 1
      const changed: SignatureDictionary = { ...dictionary, contents: { ...dictionary.contents!, bytes: cms } }
      const own = siteOf([root], [agency, unit], [crl(root), crl(agency)])
      const intact = judgeSignature(file, changed, own, NOW).facts.integrity === 'intact'
      writeFileSync(path('cms'), cms)
      const theirs = accepts(
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        'cms',
        '-content',
        'covered',
        '-noverify',
        '-certfile',
        'unit.pem',
        '-out',
        'out',
      )
      expect(intact && !theirs, `byte ${at}`).toBe(false)
      if (!intact) both++
    }
    expect(both).toBeGreaterThan(10)
  })
})

const TSA_CONFIG = `[tsa]
default_tsa = one
[one]
dir = .
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha1, sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

const CA_CONFIG = `[ca]
default_ca = one
[one]
database = ./index.txt
crlnumber = ./crlnumber
default_md = sha256
crl_extensions = ext
[ext]
authorityKeyIdentifier = keyid
`
