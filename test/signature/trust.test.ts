// Whose certificate it is and what it is worth: paths to pinned roots, CA constraints, key usage, validity, impostors.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CertificateRequest, issueCertificate, type Name, toPem } from '../../samples/make/certificate.ts'
import { oid, sequence } from '../../samples/make/der-writer.ts'
import { identity, PERSON, readCertificate as pkiCertificate, UNIT_NAMES } from '../../samples/make/pki.ts'
import { signPdf } from '../../samples/make/sign-pdf.ts'
import { readCertificate } from '../../src/signature/certificate.ts'
import { identify } from '../../src/signature/identity.ts'
import { judgePath } from '../../src/signature/path.ts'
import { trustedPool } from '../../src/signature/site.ts'
import { CONTEXT, NOW, read, SIGNED_AT, signedPdf, theSignature } from './support/pdf.ts'

describe('whose certificate and what it is worth', () => {
  const by = async (name: Parameters<typeof identity>[0], now = NOW) =>
    theSignature(read(await signedPdf(identity(name)), CONTEXT, now))

  test('another unit', async () => {
    expect(await by('noi-vu')).toMatchObject({ trust: 'trusted', by: 'unit', unit: 'noi-vu' })
  })
  test('a person of the unit is not the unit', async () => {
    const signer = { cn: PERSON.name, email: PERSON.email, ou: UNIT_NAMES['van-phong'] }
    expect(await by('person')).toMatchObject({ trust: 'trusted', by: 'person', unit: 'van-phong', signer })
  })
  test('a company is neither', async () => {
    expect(await by('company')).toMatchObject({
      trust: 'trusted',
      by: 'unknown',
      unit: null,
      signer: { uid: 'MST:0000000000' },
    })
  })
  test('expired', async () => {
    expect(await by('expired')).toMatchObject({ integrity: 'intact', trust: 'expired', by: 'unit' })
  })
  test('not yet valid', async () => {
    expect(await by('van-phong', new Date('2019-12-31T00:00:00Z'))).toMatchObject({ trust: 'not-yet-valid' })
  })
  test('a CA of the same names with other keys', async () => {
    expect(await by('look-alike')).toMatchObject({ integrity: 'intact', trust: 'untrusted', by: 'unit' })
  })
  test('the same with its root and CA in the CMS', async () => {
    const chain = [pkiCertificate('look-alike-agency'), pkiCertificate('look-alike-root')]
    const pdf = await signedPdf({ ...identity('look-alike'), chain })
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'intact', trust: 'untrusted' })
  })
  test('self-signed with the same subject', async () => {
    expect(await by('self-signed')).toMatchObject({ integrity: 'intact', trust: 'untrusted' })
  })
  test('no roots at all', async () => {
    const context = { ...CONTEXT, trust: { roots: [], certificates: CONTEXT.trust.certificates } }
    expect(theSignature(read(await signedPdf(), context)).trust).toBe('untrusted')
  })
  test('a stranger signs on top: each signature has a trust of its own', async () => {
    const pdf = await signPdf(await signedPdf(), { ...identity('self-signed'), signedAt: SIGNED_AT, field: 'S2' })
    const facts = read(pdf)
    expect(facts.signatures.map(({ trust }) => trust)).toEqual(['trusted', 'untrusted'])
  })
})

/** A key pair and its certificate, for trees that a test builds itself. */
interface Made {
  name: Name
  key: KeyObject
  certificate: Buffer
}

const EC = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
let serial = 1n

function make(cn: string, issuer: Made | null, request: Partial<CertificateRequest> = {}, key = EC()): Made {
  const name: Name = request.subject ?? [['CN', cn]]
  const certificate = issueCertificate({
    subject: name,
    subjectKey: createPublicKey(key),
    issuer: issuer?.name ?? name,
    issuerKey: issuer?.key ?? key,
    serial: serial++,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2030-01-01T00:00:00Z'),
    keyUsage: request.ca ? ['keyCertSign'] : ['digitalSignature'],
    ...request,
  })
  return { name, key, certificate }
}

const CA = { ca: { pathLength: null } }

/** A complete path in force; whether anybody was revoked is the matter of revocation.test.ts. */
const COMPLETE = 'revocation-unknown'

describe('paths', () => {
  const root = make('Root', null, CA)
  const agency = make('Agency', root, CA)
  const judge = (leaf: Made, pool: Made[], trusted: Made[] = [root], now = NOW) => {
    const roots = trusted.map(({ certificate }) => readCertificate(certificate).sha256)
    const certificates = [root, ...pool].map(({ certificate }) => toPem(certificate))
    const evidence = { crls: [], ocsps: [] }
    const request = {
      pool: trustedPool({ roots, certificates }),
      roots,
      evidence,
      at: now,
      now,
      purpose: 'document' as const,
    }
    return judgePath(readCertificate(leaf.certificate), request).trust
  }

  test('complete', () => {
    expect(judge(make('Unit', agency), [agency])).toBe(COMPLETE)
    expect(judge(make('Unit', root), [])).toBe(COMPLETE)
  })
  test('the authority’s key under another name', () => {
    const other = make('Other name', root, CA, agency.key)
    expect(judge(make('Unit', agency), [other])).toBe('untrusted')
  })
  test('an intermediate certificate is missing', () => {
    expect(judge(make('Unit', agency), [])).toBe('untrusted')
  })
  test('a root that is there but not pinned', () => {
    expect(judge(make('Unit', agency), [agency], [])).toBe('untrusted')
  })
  test('a pin on the agency CA ends the path there', () => {
    expect(judge(make('Unit', agency), [agency], [agency])).toBe(COMPLETE)
  })
  test('a unit issues certificates', () => {
    const unit = make('Unit', agency)
    expect(judge(make('Other unit', unit), [agency, unit])).toBe('untrusted')
  })
  test('a certificate that may sign certificates and is no CA', () => {
    const sub = make('Sub', root, { keyUsage: ['keyCertSign'] })
    expect(judge(make('Unit', sub), [sub])).toBe('untrusted')
  })
  test('a CA signs the document itself', () => {
    const sub = make('Sub', root, { ...CA, keyUsage: ['keyCertSign', 'digitalSignature'] })
    expect(judge(sub, [])).toBe('key-usage')
  })
  test('a CA whose key usage does not let it sign certificates', () => {
    const weak = make('Sub', root, { ...CA, keyUsage: ['cRLSign'] })
    expect(judge(make('Unit', weak), [weak])).toBe('untrusted')
  })
  test('more CAs than the path length allows', () => {
    const first = make('First', root, { ca: { pathLength: 0 } })
    const second = make('Second', first, CA)
    expect(judge(make('Unit', first), [first, second])).toBe(COMPLETE)
    expect(judge(make('Unit', second), [first, second])).toBe('untrusted')
  })
  test('CAs that certify each other', () => {
    const one = make('One', null, CA)
    const two = make('Two', one, CA)
    const back = make('One', two, CA, one.key)
    expect(judge(make('Unit', two), [one, two, back])).toBe('untrusted')
  })
  test('very many CAs of the same name end in time', () => {
    // Each has issued every other one: the paths among them are beyond counting.
    const first = make('Agency', null, CA)
    const many = Array.from({ length: 30 }, () => make('Agency', first, CA, first.key))
    const start = performance.now()
    expect(judge(make('Unit', first), many)).toBe('untrusted')
    expect(performance.now() - start).toBeLessThan(5000)
  })
  test('an extension that is critical and unknown', () => {
    const extensions: CertificateRequest['extensions'] = [['1.2.3.4', true, sequence()]]
    const strange = make('Sub', root, { ...CA, extensions })
    expect(judge(make('Unit', agency, { extensions }), [agency])).toBe('untrusted')
    expect(judge(make('Unit', strange), [strange])).toBe('untrusted')
  })
  test('key usage and purposes of the leaf', () => {
    const purpose = (id: string) => ({
      extensions: [['2.5.29.37', false, sequence(oid(id))]] as [string, boolean, Buffer][],
    })
    expect(judge(make('Unit', agency, { keyUsage: ['keyEncipherment'] }), [agency])).toBe('key-usage')
    expect(judge(make('Unit', agency, { keyUsage: ['nonRepudiation'] }), [agency])).toBe(COMPLETE)
    expect(judge(make('Unit', agency, purpose('1.3.6.1.5.5.7.3.1')), [agency])).toBe('key-usage')
    expect(judge(make('Unit', agency, purpose('1.3.6.1.5.5.7.3.4')), [agency])).toBe(COMPLETE)
    expect(judge(agency, [])).toBe('key-usage')
  })
  test('a certificate signed with SHA-1', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const old = make('Old', root, CA, rsa)
    expect(judge(make('Unit', old), [old])).toBe(COMPLETE)
    expect(judge(make('Unit', old, { digest: 'sha1' }), [old])).toBe('weak')
  })
  test('a key of 1024 bits', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    expect(judge(make('Unit', agency, {}, short), [agency])).toBe('weak')
  })
  test('a CA that expired before its unit', () => {
    const past = make('Past', root, { ...CA, notAfter: new Date('2025-01-01T00:00:00Z') })
    expect(judge(make('Unit', past), [past])).toBe('expired')
    expect(judge(make('Unit', past), [past], [root], new Date('2024-01-01T00:00:00Z'))).toBe(COMPLETE)
  })
  test('the last second of a certificate', () => {
    const unit = make('Unit', agency)
    expect(judge(unit, [agency], [root], new Date('2030-01-01T00:00:00Z'))).toBe(COMPLETE)
    expect(judge(unit, [agency], [root], new Date('2030-01-01T00:00:01Z'))).toBe('expired')
  })
})

describe('unit or person', () => {
  const units = [{ id: 'noi-vu', names: ['Phòng Nội vụ MẪU'] }]
  const who = (subject: Name) => {
    const { by, unit } = identify(readCertificate(make('', null, { subject }).certificate), units)
    return [by, unit]
  }

  test.each([
    ['as it is written', 'Phòng Nội vụ MẪU', 'unit'],
    ['in capitals', 'PHÒNG NỘI VỤ MẪU', 'unit'],
    ['without accents', 'Phong Noi vu Mau', 'unit'],
    ['decomposed', 'Phòng Nội vụ MẪU'.normalize('NFD'), 'unit'],
    ['with more white space', ' Phòng  Nội vụ\u00a0MẪU ', 'unit'],
    ['with more words', 'Phòng Nội vụ MẪU khác', 'unknown'],
    ['with a Cyrillic letter', 'Phòng Nội vụ М\u1eaaU', 'unknown'],
    ['empty', '', 'unknown'],
  ])('CN %s', (_, cn, by) => {
    expect(who([['CN', cn]])[0]).toBe(by)
  })
  test('two CNs are nobody’s for certain', () => {
    const two: Name = [
      ['CN', 'Phòng Nội vụ MẪU'],
      ['CN', 'Nguyễn Văn Mẫu'],
    ]
    expect(who(two)).toEqual(['unknown', null])
  })
  test('a certificate that the units list names by fingerprint or serial number', () => {
    const { certificate } = make('Ban MẪU', null, { subject: [['CN', 'Ban MẪU']], serial: 0x54c0ffeen })
    const { sha256 } = readCertificate(certificate)
    const by = (...certificates: string[]) => identify(readCertificate(certificate), [{ ...units[0]!, certificates }])
    for (const listed of [sha256, '54c0ffee']) expect(by('00', listed)).toMatchObject({ by: 'unit', unit: 'noi-vu' })
    for (const other of [sha256.replace(/^./, 'x'), '54c0ff', 'c0ffee', '']) expect(by(other).by).toBe('unknown')
  })
  test('OU names the unit', () => {
    const unit: Name = [['OU', 'Phòng Nội vụ MẪU']]
    expect(who(unit)).toEqual(['unit', 'noi-vu'])
    expect(who([...unit, ['CN', 'Nguyễn Văn Mẫu']])).toEqual(['unknown', 'noi-vu'])
    expect(who([...unit, ['CN', 'Nguyễn Văn Mẫu'], ['E', 'mau@example.vn']])).toEqual(['person', 'noi-vu'])
  })
})
