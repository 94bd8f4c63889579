// CMS over the covered bytes: every algorithm, BER, attributes, and each departure that must be refused.
import {
  constants,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  verify,
} from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { nil, octetString, oid, sequence } from '../../samples/make/der-writer.ts'
import { isUsableKey } from '../../src/signature/algorithms.ts'
import { toDer } from '../../src/signature/ber.ts'
import { readCertificate } from '../../src/signature/certificate.ts'
import { verifySignature } from '../../src/signature/crypto.ts'
import { type Holder, issue } from './support/authority.ts'
import { crl } from './support/evidence.ts'
import { COVERED, judge, SIGNED_AT, siteOf, tree, UNIT } from './support/judge.ts'
import { digestIdentifier, pssIdentifier, RSA, rsaKey, type Scheme, STRONG, WEAK } from './support/schemes.ts'
import { type Request, signedData } from './support/signed-data.ts'

const { root, agency, unit, site } = tree()

/** A unit's certificate for a key that signs so. */
function unitWith(scheme: Scheme): Holder {
  return issue('Unit', agency, { name: [['CN', UNIT]], scheme })
}

const sign = (request: Partial<Request> = {}, by = unit) =>
  signedData(by, { content: COVERED, signedAt: SIGNED_AT, ...request })

describe('algorithms', () => {
  test.each(Object.entries(STRONG))('%s: intact and trusted', (_, scheme) => {
    const facts = judge(sign({}, unitWith(scheme)), { site })
    expect(facts).toMatchObject({ integrity: 'intact', trust: 'trusted', by: 'unit', digest: scheme.digest })
  })
  test.each(Object.entries(STRONG))('%s over other bytes: broken', (_, scheme) => {
    const right = sign({}, unitWith(scheme))
    const other = sign({ content: Buffer.from('other') }, unitWith(scheme))
    expect(judge(right, { site }).integrity).toBe('intact')
    expect(judge(other, { site })).toMatchObject({ integrity: 'broken', why: expect.stringContaining('digest') })
  })
  test.each(Object.entries(STRONG))('%s with a wrong value: broken', (_, scheme) => {
    const holder = unitWith(scheme)
    const lying = {
      ...holder,
      scheme: { ...scheme, sign: (data: Buffer, key: KeyObject) => scheme.sign(Buffer.concat([data, data]), key) },
    }
    expect(judge(sign({}, lying as Holder), { site })).toMatchObject({ integrity: 'broken' })
  })
  test.each(Object.entries(WEAK))('%s: intact, and weak', (_, scheme) => {
    const facts = judge(sign({}, unitWith(scheme)), { site })
    expect(facts).toMatchObject({ integrity: 'intact', trust: 'weak' })
  })
  // An OID of the key alone names no digest: a certificate has none beside it.
  const inCertificates = Object.entries({ ...STRONG, ...WEAK }).filter(([name]) => !name.includes('OID of the key'))
  test.each(inCertificates)('%s in certificates', (_, scheme) => {
    const ca = issue('Sub', root, { ca: true, scheme })
    const leaf = issue('Unit', ca, { name: [['CN', UNIT]] })
    const own = siteOf([root], [ca], [crl(root), crl(ca)])
    const trust = scheme === (WEAK as Record<string, Scheme>)[_] ? 'weak' : 'trusted'
    expect(judge(sign({}, leaf), { site: own })).toMatchObject({ integrity: 'intact', trust })
    expect(judge(sign({}, { ...leaf, certificate: flip(leaf.certificate, 40) }), { site: own }).trust).not.toBe(trust)
  })
  test('PSS with a mask of another digest, which node:crypto cannot verify', () => {
    const scheme = { ...RSA, identifier: pssIdentifier('sha256', 'sha1', 20), sign: pssWithMask('sha1', 20) }
    const cms = sign({}, unitWith(scheme))
    expect(judge(cms, { site })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
    const lying = { ...scheme, identifier: pssIdentifier('sha256', 'sha384', 20) }
    expect(judge(sign({}, { ...unitWith(RSA), scheme: lying }), { site })).toMatchObject({ integrity: 'broken' })
  })
  test.each<[string, (db: Buffer, end: Buffer) => void]>([
    ['separator', (db) => db.writeUInt8(2, db.length - 21)],
    ['padding', (db) => db.writeUInt8(7, 5)],
    ['salt', (db) => db.writeUInt8(7, db.length - 1)],
    ['trailer', (_, end) => end.writeUInt8(0xbd)],
  ])('PSS by hand with a wrong %s', (_, spoil) => {
    const scheme = { ...RSA, identifier: pssIdentifier('sha256', 'sha1', 20), sign: pssWithMask('sha1', 20, spoil) }
    expect(judge(sign({}, unitWith(scheme)), { site })).toMatchObject({ integrity: 'broken' })
  })
  test('the test’s own PSS is one: node:crypto verifies it where both digests are the same', () => {
    const key = rsaKey(2048)()
    const signature = pssWithMask('sha256', 20)(COVERED, key)
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }
    expect(verify('sha256', COVERED, { key, ...padding }, signature)).toBe(true)
  })
  test('a signature OID in the place of the digest', () => {
    const wrong = { digestIdentifier: sequence(oid('1.2.840.113549.1.1.11'), nil()) }
    expect(judge(sign({ wrong }), { site })).toMatchObject({ integrity: 'uncheckable', digest: null })
  })
  test('a signature algorithm of another digest than the one beside it', () => {
    const scheme = { ...RSA, digestIdentifier: digestIdentifier('sha512'), digest: 'sha512' }
    const facts = judge(sign({}, unitWith(scheme)), { site })
    expect(facts).toMatchObject({
      integrity: 'uncheckable',
      why: 'the signature uses sha256 where the CMS names sha512',
    })
  })
  test('a weak digest beside an algorithm that hashes by itself', () => {
    const scheme = { ...STRONG.Ed25519, digestIdentifier: digestIdentifier('sha1'), digest: 'sha1' }
    expect(judge(sign({}, unitWith(scheme)), { site })).toMatchObject({ integrity: 'intact', trust: 'weak' })
  })
  test('an algorithm for another kind of key', () => {
    const wrong = { signatureIdentifier: sequence(oid('1.2.840.113549.1.1.11'), nil()) }
    expect(judge(sign({ wrong }), { site })).toMatchObject({ integrity: 'uncheckable' })
  })
  test('keys that would take too long are not verified, nor curves without a name', () => {
    const n = Buffer.alloc(2048, 0xa5).toString('base64url')
    const long = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
    expect(long.asymmetricKeyDetails?.modulusLength).toBe(16_384)
    expect(isUsableKey(long)).toBe(false)
    const e = Buffer.alloc(32, 0xa5).toString('base64url')
    const slow = createPublicKey({ key: { kty: 'RSA', n: n.slice(0, 342), e }, format: 'jwk' })
    expect(isUsableKey(slow)).toBe(false)
    const explicitCurve = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }).publicKey
    const holder = issue('Unit', agency)
    const { key } = readCertificate(holder.certificate)
    expect(isUsableKey(key!)).toBe(true)
    expect(verifySignature(P256_ALGORITHM, explicitCurve, [COVERED], Buffer.alloc(70)).ok).not.toBe(true)
  })
})

const P256_ALGORITHM = { oid: '1.2.840.10045.4.3.2', parameters: null }

/** EMSA-PSS (RFC 8017 9.1.1) by hand: the test's own writer, with any digest for the mask. */
function pssWithMask(
  mask: string,
  saltLength: number,
  spoil: (db: Buffer, end: Buffer) => void = () => {},
): Scheme['sign'] {
  return (data, key) => {
    const length = 256
    const hash = createHash('sha256').update(data).digest()
    const salt = Buffer.alloc(saltLength, 0x5a)
    const h = createHash('sha256').update(Buffer.alloc(8)).update(hash).update(salt).digest()
    const db = Buffer.concat([Buffer.alloc(length - saltLength - h.length - 2), Buffer.from([1]), salt])
    const end = Buffer.from([0xbc])
    spoil(db, end)
    for (let at = 0, counter = 0; at < db.length; counter++) {
      const block = createHash(mask)
        .update(h)
        .update(Buffer.from([0, 0, 0, counter]))
        .digest()
      for (const byte of block) if (at < db.length) db[at++]! ^= byte
    }
    db[0]! &= 0x7f
    const encoded = Buffer.concat([db, h, end])
    // Without padding it is the bare RSA operation.
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encoded)
  }
}

function flip(bytes: Buffer, at: number): Buffer {
  const out = Buffer.from(bytes)
  out[at]! ^= 1
  return out
}

describe('attributes', () => {
  test.each([
    ['messageDigest of something else', { messageDigest: Buffer.alloc(32, 7) }],
    ['messageDigest cut short', { messageDigest: Buffer.alloc(0) }],
    ['messageDigest twice', { twice: 'messageDigest' }],
    ['contentType twice', { twice: 'contentType' }],
    ['contentType of something else', { contentTypeAttribute: '1.2.840.113549.1.9.16.1.4' }],
  ] as const)('%s: broken', (_, wrong) => {
    expect(judge(sign({ wrong }), { site })).toMatchObject({ integrity: 'broken' })
  })
  test('not in DER order: verified over the bytes as they are', () => {
    expect(judge(sign({ wrong: { unsorted: true } }), { site })).toMatchObject({
      integrity: 'intact',
      trust: 'trusted',
    })
  })
  test('none at all: the signature is over the document itself, which adbe allows and CAdES does not', () => {
    const cms = sign({ noAttributes: true })
    expect(judge(cms, { site })).toMatchObject({ integrity: 'intact', trust: 'trusted', timeSource: 'none' })
    expect(judge(cms, { site, subFilter: 'ETSI.CAdES.detached' })).toMatchObject({ integrity: 'uncheckable' })
    expect(judge(sign({ noAttributes: true, content: Buffer.from('x') }), { site }).integrity).toBe('broken')
  })
  test.each(['v1', 'v2'] as const)('signing-certificate %s', (names) => {
    const site0 = { site, subFilter: 'ETSI.CAdES.detached' }
    expect(judge(sign({ names }), site0)).toMatchObject({ integrity: 'intact', trust: 'trusted' })
    const wrong = { namedCertificate: agency.certificate }
    for (const subFilter of ['adbe.pkcs7.detached', 'ETSI.CAdES.detached'])
      expect(judge(sign({ names, wrong }), { site, subFilter })).toMatchObject({ integrity: 'broken' })
    expect(judge(sign({ names: null }), site0)).toMatchObject({ integrity: 'uncheckable' })
  })
  test('CMSAlgorithmProtection (RFC 6211)', () => {
    const protects = (digest: Buffer, algorithm: Buffer): [string, Buffer][] => [
      ['1.2.840.113549.1.9.52', sequence(digest, Buffer.concat([Buffer.from([0xa1]), algorithm.subarray(1)]))],
    ]
    const { digestIdentifier: own, identifier } = unit.scheme
    expect(judge(sign({ signed: protects(own, identifier) }), { site }).integrity).toBe('intact')
    for (const other of [protects(digestIdentifier('sha512'), identifier), protects(own, RSA.identifier)])
      expect(judge(sign({ signed: other }), { site }).integrity).toBe('broken')
  })
})

describe('shapes', () => {
  test('content of its own in a detached signature', () => {
    expect(judge(sign({ attached: true }), { site })).toMatchObject({ integrity: 'broken' })
  })
  test('another type of content without attributes, so that only the type speaks against it', () => {
    const request = { contentType: '1.2.840.113549.1.9.16.1.4', noAttributes: true }
    expect(judge(sign(request), { site }).integrity).toBe('broken')
  })
  test('another type of content', () => {
    expect(judge(sign({ contentType: '1.2.840.113549.1.9.16.1.4' }), { site }).integrity).toBe('broken')
  })
  test.each([0, 2])('%i signers', (signers) => {
    expect(judge(sign({ wrong: { signers } }), { site }).integrity).toBe('uncheckable')
  })
  test('signer by key identifier', () => {
    expect(judge(sign({ byKeyIdentifier: true }), { site })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })
  test('signer’s certificate from the DSS or the site only', () => {
    const cms = sign({ certificates: [] })
    expect(judge(cms, { site })).toMatchObject({ integrity: 'uncheckable', why: 'certificate of the signer not found' })
    const dss = { certificates: [Buffer.from('noise'), unit.certificate], crls: [], ocsps: [] }
    expect(judge(cms, { site, dss })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
    const local = siteOf([root], [agency, unit], [crl(root), crl(agency)])
    expect(judge(cms, { site: local })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })
  test('agency CA from the DSS only', () => {
    const own = siteOf([root], [], [crl(root), crl(agency)])
    expect(judge(sign(), { site: own }).trust).toBe('untrusted')
    const dss = { certificates: [agency.certificate], crls: [], ocsps: [] }
    expect(judge(sign(), { site: own, dss }).trust).toBe('trusted')
  })
  test('adbe.pkcs7.sha1 carries the SHA-1 of the document: right or broken, weak at best', () => {
    const sha1 = (data: Buffer) => createHash('sha1').update(data).digest()
    const circumstances = { site, subFilter: 'adbe.pkcs7.sha1' }
    const right = signedData(unit, { content: sha1(COVERED), attached: true })
    expect(judge(right, circumstances)).toMatchObject({ integrity: 'intact', trust: 'weak' })
    const other = signedData(unit, { content: sha1(Buffer.from('x')), attached: true })
    expect(judge(other, circumstances)).toMatchObject({ integrity: 'broken' })
    expect(judge(sign(), circumstances)).toMatchObject({ integrity: 'broken' })
  })
  test.each(['adbe.x509.rsa_sha1', '', 'x'])('SubFilter %j is not judged', (subFilter) => {
    expect(judge(sign(), { site, subFilter })).toMatchObject({ integrity: 'uncheckable', trust: null })
  })
  test('bytes behind the CMS', () => {
    const cms = Buffer.concat([sign(), Buffer.from('junk')])
    expect(judge(cms, { site })).toMatchObject({ integrity: 'uncheckable', why: 'CMS not read: bytes behind the CMS' })
  })
})

describe('BER', () => {
  /** Every constructed value with indefinite length, down to `depth` levels. */
  function indefinite(der: Buffer, depth: number): Buffer {
    if (depth === 0 || !(der[0]! & 0x20)) return der
    const parts: Buffer[] = []
    const header = der[1]! & 0x80 ? 2 + (der[1]! & 0x7f) : 2
    for (let rest = der.subarray(header); rest.length > 0; ) {
      const octets = rest[1]! & 0x80 ? rest[1]! & 0x7f : 0
      const size = 2 + octets + (octets ? rest.readUIntBE(2, octets) : rest[1]!)
      parts.push(indefinite(rest.subarray(0, size), depth - 1))
      rest = rest.subarray(size)
    }
    return Buffer.concat([Buffer.from([der[0]!, 0x80]), ...parts, Buffer.from([0, 0])])
  }

  test.each([1, 2, 3, 4, 5])('indefinite lengths, %i levels deep', (depth) => {
    const ber = indefinite(sign(), depth)
    expect(ber[1]).toBe(0x80)
    expect(judge(ber, { site })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
    expect(judge(flip(ber, ber.length - 40), { site }).integrity).not.toBe('intact')
  })
  test('is rewritten to the very DER', () => {
    const der = sign()
    for (const depth of [1, 3, 30]) {
      const ber = indefinite(der, depth)
      const result = toDer(Buffer.concat([ber, Buffer.alloc(9)]))
      expect(result.der.equals(der)).toBe(true)
      expect(result.size).toBe(ber.length)
    }
    expect(toDer(der).der.equals(der)).toBe(true)
  })
  test('an octet string in pieces, long-winded lengths', () => {
    const value = Buffer.from('MẪU THỬ NGHIỆM')
    const pieces = [octetString(value.subarray(0, 5)), octetString(value.subarray(5))]
    const body = Buffer.concat(pieces)
    expect(toDer(Buffer.concat([Buffer.from([0x24, body.length]), body])).der).toEqual(octetString(value))
    expect(toDer(Buffer.concat([Buffer.from([0x24, 0x80]), body, Buffer.alloc(2)])).der).toEqual(octetString(value))
    expect(toDer(Buffer.from([0x30, 0x83, 0, 0, 2, 5, 0])).der).toEqual(sequence(nil()))
  })
  test.each([
    ['no end', Buffer.from([0x30, 0x80, 5, 0])],
    ['a primitive value of indefinite length', Buffer.from([0x04, 0x80, 1, 0, 0])],
    ['an octet string of integers', Buffer.from([0x24, 3, 2, 1, 1])],
    ['a member longer than its list', Buffer.from([0x30, 3, 4, 5, 0])],
    ['very deep', Buffer.alloc(100_000, Buffer.from([0x30, 0x80]))],
    ['very many', Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.alloc(600_000, Buffer.from([5, 0]))])],
  ])('%s', (_, bytes) => {
    expect(() => toDer(bytes)).toThrow()
    expect(judge(bytes, { site }).integrity).toBe('uncheckable')
  })
})
