// Validation data that the PDF carries in its DSS: certificates, CRLs and OCSP answers reach the judgement of its signatures.
import { expect, test } from 'vitest'
import { identity, readCertificate } from '../../samples/make/pki.ts'
import { CONTEXT, handPdf, type Objects, read, SIGNED_OBJECTS, signHand, stream, theSignature } from './support/pdf.ts'

const { roots, certificates, crls } = CONTEXT.trust
/** The site with its root alone: neither the agency CA nor any list. */
const BARE = { ...CONTEXT, trust: { roots, certificates: certificates.slice(0, 1) } }

/** A signed PDF, leaf only in the CMS, whose Catalog has this DSS. */
function withDss(dss: string, objects: Objects): Buffer {
  const catalog = String(SIGNED_OBJECTS[1]).replace(/>>$/, `/DSS ${dss}>>`)
  const who = { ...identity('van-phong'), chain: [] }
  return signHand(handPdf({ ...SIGNED_OBJECTS, 1: catalog, ...objects }), { who })
}

const agency = stream(readCertificate('agency'))
const lists: Objects = { 10: stream(crls![0]!), 11: stream(crls![1]!) }
const trustOf = (pdf: Buffer) => theSignature(read(pdf, BARE)).trust

test('certificates and lists', () => {
  expect(trustOf(withDss('<</Certs[9 0 R]/CRLs[10 0 R 11 0 R]>>', { 9: agency, ...lists }))).toBe('trusted')
  expect(trustOf(withDss('12 0 R', { 9: agency, ...lists, 12: '<</Certs[9 0 R]/CRLs[10 0 R 11 0 R]>>' }))).toBe(
    'trusted',
  )
})
test('certificates alone, lists alone, nothing', () => {
  expect(trustOf(withDss('<</Certs[9 0 R]>>', { 9: agency }))).toBe('revocation-unknown')
  expect(trustOf(withDss('<</CRLs[10 0 R 11 0 R]>>', lists))).toBe('untrusted')
  expect(trustOf(withDss('<<>>', {}))).toBe('untrusted')
})
test('what is spoiled in it is missing evidence, and no fault of the signature', () => {
  const objects = {
    9: agency,
    10: stream('noise'),
    11: '[1 2]',
    13: '<</Length 5/Filter/FlateDecode>>stream\nnoise\nendstream',
  }
  const facts = read(withDss('<</Certs[9 0 R 99 0 R 13 0 R null 7]/CRLs[10 0 R 11 0 R]/OCSPs 9 0 R>>', objects), BARE)
  expect(theSignature(facts)).toMatchObject({ integrity: 'intact', trust: 'revocation-unknown' })
})
test('no root of trust can come that way', () => {
  const root = stream(readCertificate('look-alike-root'))
  const pdf = signHand(
    handPdf({ ...SIGNED_OBJECTS, 1: String(SIGNED_OBJECTS[1]).replace(/>>$/, '/DSS<</Certs[9 0 R]>>>>'), 9: root }),
    {
      who: identity('look-alike'),
    },
  )
  expect(trustOf(pdf)).toBe('untrusted')
})
