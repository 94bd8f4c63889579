// Revocation by CRLs and OCSP answers from the site, the CMS and the DSS: what counts, what does not, and when.
import { describe, expect, test } from 'vitest'
import { integer, tlv } from '../../samples/make/der-writer.ts'
import type { Trust } from '../../src/facts.ts'
import { type Holder, issue, OCSP_SIGNING } from './support/authority.ts'
import { archival, type CrlWish, crl, issuingPoint, type OcspWish, ocsp } from './support/evidence.ts'
import { COVERED, judge, NOW, SIGNED_AT, siteOf, tree, UNIT } from './support/judge.ts'
import { RSA, WEAK } from './support/schemes.ts'
import { type Request, signedData } from './support/signed-data.ts'

const { root, agency, unit } = tree()
const rootList = crl(root)
const REVOKED_AT = new Date('2026-02-20T00:00:00Z')
const revoked = (more: object = {}): CrlWish => ({ revoked: [{ serial: unit.serial, at: REVOKED_AT, ...more }] })

const sign = (request: Partial<Request> = {}, by = unit) =>
  signedData(by, { content: COVERED, signedAt: SIGNED_AT, ...request })

/** Trust of the unit's signature when the site has these lists. */
function withLists(...crls: Buffer[]): Trust | null {
  const site = siteOf([root], [agency], crls)
  return judge(sign(), { site }).trust
}

/** Trust when the DSS of the file has these answers. */
function withAnswers(...ocsps: Buffer[]): Trust | null {
  const dss = { certificates: [], crls: [], ocsps }
  return judge(sign(), { site: siteOf([root], [agency], [rootList]), dss }).trust
}

const answer = (wish: OcspWish = {}): Buffer => ocsp(unit, agency, wish)

describe('where it comes from', () => {
  test('nothing at hand, or not for every certificate of the path', () => {
    expect(withLists()).toBe('revocation-unknown')
    expect(withLists(rootList)).toBe('revocation-unknown')
    expect(withLists(crl(agency))).toBe('revocation-unknown')
    expect(withLists(rootList, crl(agency))).toBe('trusted')
  })
  test('says who is meant', () => {
    const facts = judge(sign(), { site: siteOf([root], [agency], [rootList]) })
    expect(facts.trustWhy).toBe(`no CRL or OCSP answer in force for CN=${UNIT}`)
    expect(facts.trustPath).toEqual(['CN=Agency - MẪU THỬ NGHIỆM, C=VN', 'CN=Root - MẪU THỬ NGHIỆM, C=VN'])
  })
  const bad = crl(agency, revoked())
  const site = siteOf([root], [agency], [rootList])
  test.each([
    ['the site', () => withLists(rootList, bad)],
    ['SignedData.crls', () => judge(sign({ crls: [bad] }), { site }).trust],
    ['Adobe’s signed attribute', () => judge(sign({ signed: [archival([bad], [])] }), { site }).trust],
    ['an unsigned attribute', () => judge(sign({ unsigned: () => [archival([bad], [])] }), { site }).trust],
    ['the DSS', () => judge(sign(), { site, dss: { certificates: [], crls: [bad], ocsps: [] } }).trust],
    [
      'OCSP in the attribute',
      () => judge(sign({ signed: [archival([], [answer({ status: { revokedAt: REVOKED_AT } })])] }), { site }).trust,
    ],
    ['OCSP in the DSS', () => withAnswers(answer({ status: { revokedAt: REVOKED_AT } }))],
  ])('revoked by %s', (_, trust) => {
    expect(trust()).toBe('revoked')
  })
  const good = crl(agency)
  test.each([
    ['SignedData.crls', () => judge(sign({ crls: [good] }), { site }).trust],
    ['Adobe’s signed attribute', () => judge(sign({ signed: [archival([good], [])] }), { site }).trust],
    ['the DSS', () => judge(sign(), { site, dss: { certificates: [], crls: [good], ocsps: [] } }).trust],
    ['OCSP', () => withAnswers(answer())],
    ['OCSP with SHA-256', () => withAnswers(answer({ hash: 'sha256' }))],
    ['a bare basic response', () => withAnswers(answer({ bare: true }))],
  ])('good by %s', (_, trust) => {
    expect(trust()).toBe('trusted')
  })
  test('a revoked authority takes everybody down', () => {
    const list = crl(root, { revoked: [{ serial: agency.serial, at: REVOKED_AT }] })
    expect(withLists(list, crl(agency))).toBe('revoked')
  })
  test('integrity stays what it is', () => {
    const facts = judge(sign(), { site: siteOf([root], [agency], [rootList, bad]) })
    expect(facts).toMatchObject({ integrity: 'intact', trust: 'revoked', by: 'unit' })
    expect(facts.trustWhy).toBe(`revoked 2026-02-20T00:00:00.000Z: CN=${UNIT}`)
  })
})

describe('lists that say nothing', () => {
  const point = (uri: string) => tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from(uri))))
  const lookAlike = issue('Agency', null, { ca: true, name: agency.name })
  const ec = (wish: CrlWish) => crl(agency, wish)
  test.each<[string, Buffer, Trust]>([
    ['signed by another key of the same name', ec({ signedBy: lookAlike }), 'revocation-unknown'],
    ['a revocation signed by another key', ec({ ...revoked(), signedBy: lookAlike }), 'revocation-unknown'],
    ['out of date', ec({ nextUpdate: new Date('2026-03-01T00:00:00Z') }), 'revocation-unknown'],
    ['without a next update', ec({ nextUpdate: null }), 'revocation-unknown'],
    ['from the future', ec({ thisUpdate: new Date('2026-03-03T00:00:00Z') }), 'revocation-unknown'],
    [
      'for CA certificates only',
      ec({ extensions: [issuingPoint(tlv(0x82, Buffer.from([255])))] }),
      'revocation-unknown',
    ],
    ['for user certificates only', ec({ extensions: [issuingPoint(tlv(0x81, Buffer.from([255])))] }), 'trusted'],
    [
      'for attribute certificates only',
      ec({ extensions: [issuingPoint(tlv(0x85, Buffer.from([255])))] }),
      'revocation-unknown',
    ],
    ['indirect', ec({ extensions: [issuingPoint(tlv(0x84, Buffer.from([255])))] }), 'revocation-unknown'],
    [
      'for some reasons only',
      ec({ extensions: [issuingPoint(tlv(0x83, Buffer.from([6, 0x40])))] }),
      'revocation-unknown',
    ],
    [
      'another distribution point',
      ec({ extensions: [issuingPoint(point('http://ca.example/2.crl'))] }),
      'revocation-unknown',
    ],
    ['a delta', ec({ extensions: [['2.5.29.27', true, integer(3)]] }), 'revocation-unknown'],
    ['a critical extension that is not known', ec({ extensions: [['1.2.3', true, integer(3)]] }), 'revocation-unknown'],
    ['one that is not critical', ec({ extensions: [['1.2.3', false, integer(3)]] }), 'trusted'],
    ['noise', Buffer.from('0\x82noise'), 'revocation-unknown'],
    [
      'another certificate revoked',
      ec({ revoked: [{ serial: unit.serial + 0x1_0000_0000n, at: REVOKED_AT }] }),
      'trusted',
    ],
  ])('%s', (_, list, trust) => {
    expect(withLists(rootList, list)).toBe(trust)
  })
  test('one of several distribution points', () => {
    const uri = 'http://ca.example/1.crl'
    const other = issue('Unit', agency, { name: [['CN', UNIT]], distributionPoints: [uri] })
    const list = crl(agency, { extensions: [issuingPoint(point(uri))] })
    expect(judge(sign({}, other), { site: siteOf([root], [agency], [rootList, list]) }).trust).toBe('trusted')
  })
  test('an authority whose key may not sign lists', () => {
    const mute = issue('Mute', root, { ca: true, keyUsage: ['keyCertSign'] })
    const leaf = issue('Unit', mute, { name: [['CN', UNIT]] })
    const site = siteOf([root], [mute], [rootList, crl(mute)])
    expect(judge(sign({}, leaf), { site }).trust).toBe('revocation-unknown')
  })
  test('SHA-1 proves no innocence, and still tells guilt', () => {
    const weak = issue('Weak', root, { ca: true, scheme: RSA })
    const leaf = issue('Unit', weak, { name: [['CN', UNIT]] })
    const trust = (wish: CrlWish) => {
      const list = crl({ ...weak, scheme: WEAK['RSA SHA-1'] }, wish)
      return judge(sign({}, leaf), { site: siteOf([root], [weak], [rootList, list]) }).trust
    }
    expect(trust({})).toBe('revocation-unknown')
    expect(trust({ revoked: [{ serial: leaf.serial, at: REVOKED_AT }] })).toBe('revoked')
  })
})

describe('entries', () => {
  test('an old list still tells that somebody was revoked', () => {
    const old = crl(agency, { ...revoked(), nextUpdate: new Date('2026-02-21T00:00:00Z') })
    expect(withLists(rootList, old)).toBe('revoked')
  })
  test('taken off the list again', () => {
    expect(withLists(rootList, crl(agency, revoked({ reason: 8 })))).toBe('trusted')
  })
  test('on hold is revoked as long as it is', () => {
    expect(withLists(rootList, crl(agency, revoked({ reason: 6 })))).toBe('revoked')
  })
  test('revoked later than now', () => {
    const list = crl(agency, { revoked: [{ serial: unit.serial, at: new Date('2026-03-05T00:00:00Z') }] })
    expect(withLists(rootList, list)).toBe('trusted')
  })
  test('the key was bad before the entry says so', () => {
    const at = new Date('2026-03-05T00:00:00Z')
    const list = crl(agency, { revoked: [{ serial: unit.serial, at, invalidFrom: REVOKED_AT }] })
    expect(withLists(rootList, list)).toBe('revoked')
  })
  test('a list made after the certificate ended need not name it', () => {
    const short = issue('Unit', agency, { name: [['CN', UNIT]], notAfter: new Date('2026-01-31T00:00:00Z') })
    const facts = judge(sign({}, short), { site: siteOf([root], [agency], [rootList, crl(agency)]) })
    expect(facts.trust).toBe('expired')
  })
  test('100,000 entries are searched in little time', () => {
    const at = REVOKED_AT
    const many = Array.from({ length: 100_000 }, (_, index) => ({ serial: BigInt(index) + 0x10_0000_0000n, at }))
    const list = crl(agency, { revoked: [...many, { serial: unit.serial, at }] })
    const start = performance.now()
    expect(withLists(rootList, list)).toBe('revoked')
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('OCSP', () => {
  const responder = (wish: object = {}) =>
    issue('OCSP', agency, { purposes: { oids: [OCSP_SIGNING], critical: false }, ...wish })
  const stranger = issue('Agency', null, { ca: true, name: agency.name })
  test.each<[string, () => Buffer, Trust]>([
    ['a responder of the authority', () => answer({ responder: responder() }), 'trusted'],
    ['a responder without the purpose', () => answer({ responder: issue('OCSP', agency) }), 'revocation-unknown'],
    [
      'a responder that had expired',
      () => answer({ responder: responder({ notAfter: new Date('2026-01-01T00:00:00Z') }) }),
      'revocation-unknown',
    ],
    [
      'a responder of another authority',
      () => answer({ responder: issue('OCSP', stranger, { purposes: { oids: [OCSP_SIGNING], critical: false } }) }),
      'revocation-unknown',
    ],
    ['a look-alike authority', () => answer({ responder: stranger }), 'revocation-unknown'],
    ['the unit itself', () => answer({ responder: unit }), 'revocation-unknown'],
    ['unknown', () => answer({ status: 'unknown' }), 'revocation-unknown'],
    ['out of date', () => answer({ nextUpdate: new Date('2026-03-02T00:30:00Z') }), 'revocation-unknown'],
    ['no next update, of today', () => answer({ nextUpdate: null }), 'trusted'],
    [
      'no next update, of last week',
      () => answer({ nextUpdate: null, thisUpdate: new Date('2026-02-20T00:00:00Z') }),
      'revocation-unknown',
    ],
    ['about another certificate', () => ocsp({ ...unit, serial: 99n } as Holder, agency), 'revocation-unknown'],
    ['about the same number of another authority', () => ocsp(unit, root), 'revocation-unknown'],
    ['about another key of the same name', () => ocsp(unit, stranger, { responder: agency }), 'revocation-unknown'],
    ['revoked later', () => answer({ status: { revokedAt: new Date(NOW.getTime() + 3600_000) } }), 'trusted'],
    ['noise', () => Buffer.from('0\x03\n\x01\x06'), 'revocation-unknown'],
  ])('%s', (_, made, trust) => {
    expect(withAnswers(made())).toBe(trust)
  })
  test('signed with SHA-1', () => {
    const weak = issue('Weak', root, { ca: true, scheme: RSA })
    const leaf = issue('Unit', weak, { name: [['CN', UNIT]] })
    const site = siteOf([root], [weak], [rootList])
    const trust = (scheme: typeof RSA) => {
      const ocsps = [ocsp(leaf, { ...weak, scheme })]
      return judge(sign({}, leaf), { site, dss: { certificates: [], crls: [], ocsps } }).trust
    }
    expect(trust(RSA)).toBe('trusted')
    expect(trust(WEAK['RSA SHA-1'])).toBe('revocation-unknown')
  })
  test('a revocation outweighs any good answer', () => {
    expect(withAnswers(answer(), answer({ status: { revokedAt: REVOKED_AT } }))).toBe('revoked')
  })
  test('short-lived certificates are not asked about (RFC 9608)', () => {
    const brief = issue('Unit', agency, {
      name: [['CN', UNIT]],
      extensions: [['2.5.29.56', false, Buffer.from([5, 0])]],
    })
    expect(judge(sign({}, brief), { site: siteOf([root], [agency], [rootList]) }).trust).toBe('trusted')
  })
})
