// The plain case of a PDF signature and each single attack on it: digest, CMS, signed attributes, algorithms.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { issueCertificate } from '../../samples/make/certificate.ts'
import { nil, oid, sequence } from '../../samples/make/der-writer.ts'
import { identity, readCertificate, UNIT_NAMES } from '../../samples/make/pki.ts'
import { signPdf } from '../../samples/make/sign-pdf.ts'
import {
  CONTEXT,
  HEX,
  handPdf,
  read,
  SIGNED_AT,
  SIGNED_OBJECTS,
  signedPdf,
  signHand,
  theSignature,
} from './support/pdf.ts'

const SHA1 = sequence(oid('1.3.14.3.2.26'), nil())
const RSA_SHA256 = sequence(oid('1.2.840.113549.1.1.11'), nil())
const RSA_SHA1 = sequence(oid('1.2.840.113549.1.1.5'), nil())

describe('the plain case', () => {
  test.each([
    ['adbe.pkcs7.detached', false],
    ['adbe.pkcs7.detached', true],
    ['ETSI.CAdES.detached', false],
    ['ETSI.CAdES.detached', true],
  ] as const)('%s, object streams %s: intact, trusted, by the unit', async (subFilter, objectStreams) => {
    const facts = read(await signedPdf({ subFilter }, objectStreams))
    expect(facts).toMatchObject({
      integrity: 'intact',
      encrypted: false,
      damaged: false,
      pages: 1,
      active: [],
      reasons: [],
    })
    expect(theSignature(facts)).toMatchObject({
      ...{ field: 'Signature1', subFilter, integrity: 'intact', coverage: 'whole-file', digest: 'sha256' },
      ...{ trust: 'trusted', by: 'unit', unit: 'van-phong', serial: '2001', timeSource: 'claimed' },
      signedAt: SIGNED_AT.toISOString(),
      signer: { cn: UNIT_NAMES['van-phong'], o: 'UBND huyện Cần Giờ - MẪU THỬ NGHIỆM', email: '' },
      issuer: 'CN=CA phục vụ các cơ quan - MẪU THỬ NGHIỆM, O=Cơ quan chứng thực chuyên dùng - MẪU THỬ NGHIỆM, C=VN',
    })
  })

  test('the leaf alone in the CMS: the agency CA comes from the site', async () => {
    const facts = read(await signedPdf({ chain: [] }))
    expect(theSignature(facts)).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })

  test('the agency CA in the CMS only', async () => {
    const trust = { ...CONTEXT.trust, certificates: CONTEXT.trust.certificates.slice(0, 1) }
    expect(theSignature(read(await signedPdf(), { ...CONTEXT, trust })).trust).toBe('trusted')
    expect(theSignature(read(await signedPdf({ chain: [] }), { ...CONTEXT, trust })).trust).toBe('untrusted')
  })

  test('a certification signature with a visible seal, and a name', async () => {
    const facts = read(await signedPdf({ certify: 2, visible: true, name: 'Văn phòng', field: 'Chữ ký đơn vị' }))
    expect(theSignature(facts)).toMatchObject({ integrity: 'intact', field: 'Chữ ký đơn vị' })
  })

  test('written by hand, with a signature dictionary that stands in the field itself', () => {
    const direct = { ...SIGNED_OBJECTS, 4: `<</FT/Sig/T(A)/V ${SIGNED_OBJECTS[5]}>>` }
    expect(read(signHand(handPdf(SIGNED_OBJECTS))).integrity).toBe('intact')
    expect(read(signHand(handPdf(direct))).integrity).toBe('intact')
  })

  test('RSASSA-PSS', async () => {
    expect(read(await signedPdf({ wrong: { pss: true } })).integrity).toBe('intact')
  })

  test('ECDSA', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const signer = { key: privateKey, certificate: unitCertificate(publicKey), chain: [] }
    expect(theSignature(read(await signedPdf(signer)))).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })

  test('signing gives the same bytes each time', async () => {
    const pdf = await signedPdf()
    const options = { ...identity('noi-vu'), signedAt: SIGNED_AT, field: 'B' }
    expect(await signPdf(pdf, options)).toEqual(await signPdf(pdf, options))
  })
})

/** A certificate of the agency CA for another key. */
function unitCertificate(subjectKey: Parameters<typeof issueCertificate>[0]['subjectKey']): Buffer {
  return issueCertificate({
    subject: [['CN', UNIT_NAMES['van-phong']]],
    subjectKey,
    issuer: [
      ['C', 'VN'],
      ['O', 'Cơ quan chứng thực chuyên dùng - MẪU THỬ NGHIỆM'],
      ['CN', 'CA phục vụ các cơ quan - MẪU THỬ NGHIỆM'],
    ],
    issuerKey: identity('agency').key,
    serial: 0x9001n,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2030-01-01T00:00:00Z'),
    keyUsage: ['digitalSignature'],
  })
}

describe('what was changed after signing is broken', () => {
  test('a byte of the page', async () => {
    const pdf = await signedPdf()
    pdf[pdf.indexOf('/MediaBox') + 12]! ^= 1
    expect(read(pdf)).toMatchObject({ integrity: 'broken' })
    expect(theSignature(read(pdf)).why).toContain('digest')
  })

  test('a byte behind the signature', async () => {
    const pdf = await signedPdf()
    pdf[pdf.lastIndexOf('/Size') + 1] = 0x73
    expect(read(pdf).integrity).not.toBe('intact')
  })

  test('the signature value', () => {
    const pdf = signHand(handPdf(SIGNED_OBJECTS), { cms: (cms) => flip(cms, cms.length - 10) })
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'broken', why: 'signature value is wrong' })
  })

  test('the claimed time among the signed attributes', () => {
    const time = Buffer.from('260301023000Z')
    const pdf = signHand(handPdf(SIGNED_OBJECTS), {
      cms: (cms) =>
        Buffer.concat([cms.subarray(0, cms.indexOf(time)), Buffer.from('25'), cms.subarray(cms.indexOf(time) + 2)]),
    })
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'broken', signedAt: '2025-03-01T02:30:00.000Z' })
  })

  test('no byte of the signed ranges can change unseen', async () => {
    const pdf = await signedPdf({ reserve: 4096, chain: [] })
    const gap = pdf.indexOf('/Contents<')
    const end = pdf.indexOf('>', gap)
    let judged = 0
    for (let at = 0; at < pdf.length; at += 11) {
      if (at > gap && at <= end) continue
      const { integrity } = read(flip(pdf, at))
      // unsigned: where the way from the Catalog to the field is cut, no reader finds a signature any more.
      expect(['broken', 'uncheckable', 'unsigned'], `byte ${at} of ${pdf.length}`).toContain(integrity)
      judged++
    }
    expect(judged).toBeGreaterThan(100)
  })

  test('a byte of the CMS can change nothing that is said of a trusted signature', async () => {
    const pdf = await signedPdf({ reserve: 4096, chain: [] })
    const right = theSignature(read(pdf))
    const gap = pdf.indexOf('/Contents<') + 10
    let refused = 0
    for (let at = gap; at < gap + 3400; at += 7) {
      const facts = read(flip(pdf, at))
      // What CMS leaves unsigned (its version numbers, the copy of the digest's OID) may change and changes nothing.
      if (facts.integrity === 'intact' && facts.signatures[0]!.trust === 'trusted')
        expect(theSignature(facts), `byte ${at - gap}`).toEqual(right)
      else refused++
    }
    expect(refused).toBeGreaterThan(400)
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  const out = Buffer.from(bytes)
  out[at]! ^= 1
  return out
}

describe('a CMS that is not what it should be', () => {
  const hand = (wrong: NonNullable<Parameters<typeof signHand>[1]>['wrong']) =>
    theSignature(read(signHand(handPdf(SIGNED_OBJECTS), wrong ? { wrong } : {})))

  test('messageDigest of something else, rightly signed', () => {
    expect(hand({ messageDigest: Buffer.alloc(32, 7) })).toMatchObject({ integrity: 'broken' })
  })
  test('messageDigest cut short', () => {
    expect(hand({ messageDigest: Buffer.alloc(0) }).integrity).toBe('broken')
  })
  test('messageDigest twice', () => {
    expect(hand({ twiceMessageDigest: true })).toMatchObject({ integrity: 'broken' })
  })
  test('contentType attribute of something else', () => {
    expect(hand({ contentType: '1.2.840.113549.1.9.16.1.4' })).toMatchObject({ integrity: 'broken' })
  })
  test('content of its own', () => {
    expect(hand({ eContent: Buffer.from('other') })).toMatchObject({
      integrity: 'broken',
      why: 'CMS of a detached signature carries content',
    })
  })
  test('two signers', () => {
    expect(hand({ signers: 2 })).toMatchObject({
      integrity: 'uncheckable',
      why: 'CMS not read: 2 signers instead of one',
    })
  })
  test('no signer', () => {
    expect(hand({ signers: 0 }).integrity).toBe('uncheckable')
  })
  test('no signed attributes: the signature is over the document itself', () => {
    expect(hand({ noSignedAttributes: true })).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })
  test('SHA-1 named where it was not used', () => {
    expect(hand({ digestAlgorithm: SHA1 })).toMatchObject({ integrity: 'broken', digest: 'sha1' })
  })
  test('a signature OID for the digest', () => {
    expect(hand({ digestAlgorithm: RSA_SHA256 })).toMatchObject({ integrity: 'uncheckable', digest: null })
  })
  test('a signature algorithm with another digest', () => {
    expect(hand({ signatureAlgorithm: RSA_SHA1 })).toMatchObject({ integrity: 'broken' })
  })
  test('bytes behind it in Contents', () => {
    const pdf = signHand(handPdf(SIGNED_OBJECTS), { cms: (cms) => Buffer.concat([cms, Buffer.from('junk')]) })
    expect(theSignature(read(pdf))).toMatchObject({
      integrity: 'uncheckable',
      why: 'CMS not read: bytes behind the CMS',
    })
  })
  test('indefinite length, ended by the zeros that fill the space', () => {
    const pdf = signHand(handPdf(SIGNED_OBJECTS), {
      cms: (cms) => Buffer.concat([Buffer.from([0x30, 0x80]), cms.subarray(4)]),
    })
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'intact', trust: 'trusted' })
  })
  test('no certificate that fits the signer', () => {
    const serial = Buffer.from([2, 2, 0x20, 1])
    const pdf = signHand(handPdf(SIGNED_OBJECTS), { cms: (cms) => flip(cms, cms.lastIndexOf(serial) + 3) })
    expect(theSignature(read(pdf))).toMatchObject({
      integrity: 'uncheckable',
      why: 'certificate of the signer not found',
      trust: null,
      by: null,
    })
  })
  test('two certificates that fit the signer', async () => {
    const pdf = await signedPdf({ chain: [readCertificate('look-alike')] })
    expect(theSignature(read(pdf))).toMatchObject({ integrity: 'uncheckable', why: 'two certificates fit the signer' })
  })
  test('nothing but zeros and nothing but noise', () => {
    const zeros = signHand(handPdf(SIGNED_OBJECTS), { cms: (cms) => Buffer.alloc(cms.length) })
    const noise = signHand(handPdf(SIGNED_OBJECTS), { cms: (cms) => Buffer.alloc(cms.length, 0x5a) })
    expect(theSignature(read(zeros))).toMatchObject({ integrity: 'broken', why: 'Contents is empty' })
    expect(theSignature(read(noise))).toMatchObject({ integrity: 'uncheckable' })
  })
  test('CAdES that names another certificate', async () => {
    const pdf = await signedPdf({
      subFilter: 'ETSI.CAdES.detached',
      wrong: { namedCertificate: readCertificate('person') },
    })
    expect(theSignature(read(pdf))).toMatchObject({
      integrity: 'broken',
      why: 'signing-certificate names another certificate',
    })
  })
  test('CAdES that names none', () => {
    const cades = {
      ...SIGNED_OBJECTS,
      5: String(SIGNED_OBJECTS[5]).replace('adbe.pkcs7.detached', 'ETSI.CAdES.detached'),
    }
    expect(theSignature(read(signHand(handPdf(cades))))).toMatchObject({
      integrity: 'uncheckable',
      why: 'CAdES without signing-certificate',
    })
  })
  test.each([
    ['adbe.pkcs7.sha1', 'broken'],
    ['adbe.x509.rsa_sha1', 'uncheckable'],
    ['ETSI.RFC3161', 'uncheckable'],
    ['x', 'uncheckable'],
  ])('SubFilter %s around a detached CMS: %s', (subFilter, integrity) => {
    const other = { ...SIGNED_OBJECTS, 5: String(SIGNED_OBJECTS[5]).replace('adbe.pkcs7.detached', subFilter) }
    expect(theSignature(read(signHand(handPdf(other))))).toMatchObject({ integrity, subFilter })
  })
  test('the same CMS in another document', async () => {
    const from = await signedPdf()
    const to = signHand(handPdf(SIGNED_OBJECTS))
    const hex = from.toString('latin1', from.indexOf('/Contents<') + 10, from.indexOf('>', from.indexOf('/Contents<')))
    to.write(hex.replace(/0+$/, '').padEnd(HEX.length - 2, '0'), to.indexOf('/Contents<') + 10, 'latin1')
    expect(theSignature(read(to))).toMatchObject({ integrity: 'broken', trust: 'trusted' })
  })
})
