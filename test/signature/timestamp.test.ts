// Timestamps over signatures and documents: what proves a time, what is dropped, and what a proven time changes.
import { describe, expect, test } from 'vitest'
import { judgeSignature, provenTimes } from '../../src/signature/signature.ts'
import { email, issue, issueTsa, TIME_STAMPING } from './support/authority.ts'
import { crl, type TokenWish, token } from './support/evidence.ts'
import { AFTER, COVERED, fileWith, judge, judgeStamped, SIGNED_AT, siteOf, tree, UNIT } from './support/judge.ts'
import { rsaKey, STRONG, WEAK } from './support/schemes.ts'
import { type Request, signedData } from './support/signed-data.ts'

const { root, agency, unit, tsa, site } = tree()
const STAMPED_AT = '2026-03-01T02:30:05.000Z'
const TOKEN = '1.2.840.113549.1.9.16.2.14'

/** A signature with a timestamp of that authority over its value. */
function stamped(wish: TokenWish = {}, by = tsa, request: Partial<Request> = {}, signer = unit): Buffer {
  const unsigned = (value: Buffer): [string, Buffer][] => [[TOKEN, token(by, value, wish)]]
  return signedData(signer, { content: COVERED, signedAt: SIGNED_AT, unsigned, ...request })
}

describe('over the signature', () => {
  test('proves the time', () => {
    const facts = judge(stamped(), { site })
    expect(facts).toMatchObject({
      integrity: 'intact',
      trust: 'trusted',
      signedAt: STAMPED_AT,
      timeSource: 'tsa',
      notes: [],
    })
  })
  test.each(['sha1', 'sha384', 'sha3-256'])('imprint %s, SHA-1 as Vietnamese tools make it', (hash) => {
    expect(judge(stamped({ hash }), { site })).toMatchObject({ timeSource: 'tsa', trust: 'trusted' })
  })
  test.each(Object.entries(STRONG))('an authority with %s', (_, scheme) => {
    const by = issueTsa('TSA', agency, { scheme })
    expect(judge(stamped({}, by), { site })).toMatchObject({ timeSource: 'tsa', signedAt: STAMPED_AT })
  })

  const dropped: [string, () => Buffer][] = [
    ['over other bytes', () => stamped({ imprint: Buffer.alloc(32) })],
    [
      'over the document instead of the signature',
      () => {
        const unsigned = (): [string, Buffer][] => [[TOKEN, token(tsa, COVERED)]]
        return signedData(unit, { content: COVERED, signedAt: SIGNED_AT, unsigned })
      },
    ],
    ['MD5 imprint', () => stamped({ hash: 'md5' })],
    ['signed with SHA-1', () => stamped({}, issueTsa('TSA', agency, { scheme: WEAK['RSA SHA-1'] }))],
    ['an authority that is not pinned', () => stamped({}, issueTsa('TSA', issue('Other', null, { ca: true })))],
    [
      'a look-alike authority',
      () => stamped({}, issueTsa('TSA', issue('Agency', null, { ca: true, name: agency.name }))),
    ],
    ['the unit’s own key', () => stamped({}, unit)],
    [
      'purpose not critical',
      () => stamped({}, issueTsa('TSA', agency, { purposes: { oids: [TIME_STAMPING], critical: false } })),
    ],
    [
      'one more purpose',
      () =>
        stamped(
          {},
          issueTsa('TSA', agency, { purposes: { oids: [TIME_STAMPING, '1.3.6.1.5.5.7.3.4'], critical: true } }),
        ),
    ],
    [
      'an authority that had ended by then',
      () => stamped({}, issueTsa('TSA', agency, { notAfter: new Date('2026-01-01T00:00:00Z') })),
    ],
    [
      'an authority that had not begun by then',
      () => stamped({}, issueTsa('TSA', agency, { notBefore: new Date('2026-03-01T12:00:00Z') })),
    ],
    ['from the future', () => stamped({ at: new Date('2026-03-09T00:00:00Z') })],
    ['no signing-certificate', () => stamped({ request: { names: null } })],
    [
      'signing-certificate of another one',
      () => stamped({ request: { wrong: { namedCertificate: unit.certificate } } }),
    ],
    ['no certificate', () => stamped({ request: { certificates: [] } })],
    ['a CMS of other content', () => stamped({ request: { contentType: '1.2.840.113549.1.7.1' } })],
    ['a wrong digest in it', () => stamped({ request: { wrong: { messageDigest: Buffer.alloc(32) } } })],
    [
      'noise',
      () =>
        signedData(unit, { content: COVERED, signedAt: SIGNED_AT, unsigned: () => [[TOKEN, Buffer.from([0x30, 0])]] }),
    ],
  ]
  test.each(dropped)('%s: dropped and noted, the signature stays', (_, make) => {
    const facts = judge(make(), { site })
    expect(facts).toMatchObject({
      integrity: 'intact',
      trust: 'trusted',
      timeSource: 'claimed',
      signedAt: SIGNED_AT.toISOString(),
    })
    expect(facts.notes).toEqual([expect.stringContaining('signature timestamp dropped: ')])
  })
  test('a revoked authority proves nothing', () => {
    const list = crl(agency, { revoked: [{ serial: tsa.serial, at: new Date('2026-02-01T00:00:00Z') }] })
    expect(judge(stamped(), { site: siteOf([root], [agency], [crl(root), list]) })).toMatchObject({
      trust: 'trusted',
      timeSource: 'claimed',
    })
  })
  test('signingTime seven hours ahead is local time and no reason for doubt', () => {
    const facts = judge(stamped({}, tsa, { signedAt: new Date('2026-03-01T09:30:00Z') }), { site })
    expect(facts).toMatchObject({ trust: 'trusted', timeSource: 'tsa', signedAt: STAMPED_AT })
    expect(facts.notes).toEqual(['signingTime is local time written as UTC'])
  })
  test('signingTime of another day is noted', () => {
    const facts = judge(stamped({}, tsa, { signedAt: new Date('2025-03-01T09:30:00Z') }), { site })
    expect(facts.notes[0]).toContain('far from the timestamp')
  })
})

describe('as Vietnamese tools sign', () => {
  const person = issue('Trần Thị Mẫu', agency, {
    scheme: STRONG['RSA SHA-256'],
    name: [
      ['C', 'VN'],
      ['O', UNIT],
      ['CN', 'Trần Thị Mẫu (MẪU THỬ NGHIỆM)'],
    ],
    extensions: [email('mau.tran@example.vn')],
  })
  const seal = issue('Seal', agency, {
    name: [['CN', UNIT]],
    scheme: STRONG['RSA SHA-256'],
    key: rsaKey(2048, 'seal')(),
  })
  const local = { signedAt: new Date('2026-03-01T09:30:05Z'), certificates: [] as Buffer[] }

  test.each(['adbe.pkcs7.detached', 'ETSI.CAdES.detached'])(
    '%s, the leaf alone, local time, SHA-1 imprint: leader and unit are told apart',
    (subFilter) => {
      const names = subFilter === 'ETSI.CAdES.detached' ? 'v2' : null
      const facts = [person, seal].map((by) =>
        judge(stamped({ hash: 'sha1' }, tsa, { ...local, names, certificates: [by.certificate] }, by), {
          site,
          subFilter,
        }),
      )
      for (const each of facts)
        expect(each).toMatchObject({ integrity: 'intact', trust: 'trusted', timeSource: 'tsa', unit: 'noi-vu' })
      expect(facts.map(({ by }) => by)).toEqual(['person', 'unit'])
      expect(facts[0]!.signer).toMatchObject({ o: UNIT, email: 'mau.tran@example.vn' })
    },
  )
})

describe('what a proven time changes', () => {
  const LATER = new Date('2027-06-01T00:00:00Z')
  const short = issue('Unit', agency, { name: [['CN', UNIT]], notAfter: new Date('2026-12-31T00:00:00Z') })
  const lists = [crl(root), crl(agency)]
  const judgeLater = (cms: Buffer, crls = lists) => judge(cms, { site: siteOf([root], [agency], crls), now: LATER })

  test('a certificate that ended since', () => {
    expect(judgeLater(stamped({}, tsa, {}, short)).trust).toBe('trusted')
    expect(judgeLater(signedData(short, { content: COVERED, signedAt: SIGNED_AT })).trust).toBe('expired')
  })
  test('a claimed time proves nothing', () => {
    const cms = signedData(short, { content: COVERED, signedAt: new Date('2026-03-01T00:00:00Z') })
    expect(judgeLater(cms)).toMatchObject({ trust: 'expired', timeSource: 'claimed' })
  })
  const revokedAt = (at: string) => [crl(root), crl(agency, { revoked: [{ serial: short.serial, at: new Date(at) }] })]
  test('revoked after the proven time, or before it', () => {
    expect(judgeLater(stamped({}, tsa, {}, short), revokedAt('2026-04-01T00:00:00Z')).trust).toBe('trusted')
    expect(judgeLater(stamped({}, tsa, {}, short), revokedAt('2026-02-01T00:00:00Z')).trust).toBe('revoked')
    const unstamped = signedData(short, { content: COVERED, signedAt: SIGNED_AT })
    expect(judgeLater(unstamped, revokedAt('2026-04-01T00:00:00Z')).trust).toBe('revoked')
  })
  test('a list that was in force at the proven time', () => {
    const old = [
      crl(root, { nextUpdate: new Date('2026-03-10T00:00:00Z') }),
      crl(agency, { nextUpdate: new Date('2026-03-10T00:00:00Z') }),
    ]
    expect(judgeLater(stamped({}, tsa, {}, short), old)).toMatchObject({ timeSource: 'tsa', trust: 'trusted' })
    expect(judgeLater(signedData(unit, { content: COVERED }), old).trust).toBe('revocation-unknown')
  })
  test('a list made after the certificate ended need not name it, and proves nothing', () => {
    const late = [crl(root), crl(agency, { thisUpdate: new Date('2027-01-05T00:00:00Z') })]
    expect(judgeLater(stamped({}, tsa, {}, short), late)).toMatchObject({
      timeSource: 'tsa',
      trust: 'revocation-unknown',
    })
  })
  test('a certificate that was not yet valid then', () => {
    const late = issue('Unit', agency, { name: [['CN', UNIT]], notBefore: new Date('2026-03-01T12:00:00Z') })
    expect(judge(stamped({}, tsa, {}, late), { site }).trust).toBe('not-yet-valid')
  })
})

describe('over the document', () => {
  const plain = signedData(unit, { content: COVERED, signedAt: SIGNED_AT })
  test('is a fact of its own, never the unit’s signature', () => {
    const named = issueTsa('TSA', agency, { name: [['CN', UNIT]] })
    const [, stamp] = judgeStamped(plain, [(covered) => token(named, covered)], { site })
    expect(stamp).toMatchObject({
      ...{ subFilter: 'ETSI.RFC3161', integrity: 'intact', coverage: 'whole-file', trust: 'trusted' },
      ...{ by: 'unknown', unit: null, signedAt: STAMPED_AT, timeSource: 'tsa' },
    })
  })
  test('over other bytes: broken', () => {
    const [, stamp] = judgeStamped(plain, [() => token(tsa, Buffer.from('x'))], { site })
    expect(stamp).toMatchObject({
      integrity: 'broken',
      why: 'the timestamp is over other bytes',
      timeSource: 'claimed',
    })
  })
  test('a unit’s signature where a timestamp should be, and the other way round', () => {
    const [, stamp] = judgeStamped(plain, [(covered) => signedData(unit, { content: covered })], { site })
    expect(stamp!.integrity).toBe('uncheckable')
    expect(judge(token(tsa, COVERED), { site }).integrity).toBe('broken')
  })
  test('proves the time of the signature before it, and keeps proofs alive one after the other', () => {
    const LATER = new Date('2034-06-01T00:00:00Z')
    const lists = [crl(root), crl(agency)]
    const own = siteOf([root], [agency], lists)
    const brief = (until: string) => issueTsa('TSA', agency, { notAfter: new Date(until) })
    const unitUntil2027 = issue('Unit', agency, { name: [['CN', UNIT]], notAfter: new Date('2027-01-01T00:00:00Z') })
    const cms = signedData(unitUntil2027, { content: COVERED, signedAt: SIGNED_AT })
    const first = (covered: Buffer) => token(brief('2028-01-01T00:00:00Z'), covered)
    const second = (covered: Buffer) =>
      token(brief('2035-01-01T00:00:00Z'), covered, { at: new Date('2027-06-01T00:00:00Z') })
    const trustOf = (stamps: Parameters<typeof judgeStamped>[1]) =>
      judgeStamped(cms, stamps, { site: own, now: LATER })[0]!.trust
    expect(trustOf([])).toBe('expired')
    expect(trustOf([first])).toBe('expired')
    expect(trustOf([first, second])).toBe('trusted')
    expect(trustOf([second])).toBe('expired')
  })
  test('one that was there before the signature says nothing of it', () => {
    const first = fileWith(token(tsa, COVERED), 'ETSI.RFC3161')
    const short = issue('Unit', agency, { name: [['CN', UNIT]], notAfter: new Date('2026-12-31T00:00:00Z') })
    const cms = signedData(short, { content: Buffer.concat([first.file, AFTER]) })
    const second = fileWith(cms, 'adbe.pkcs7.detached', first.file)
    const now = new Date('2027-06-01T00:00:00Z')
    const proven = provenTimes(second.file, [first.dictionary, second.dictionary], site, now)
    expect(proven).toEqual([{ signedEnd: first.file.length, at: new Date(STAMPED_AT) }])
    const { facts } = judgeSignature(second.file, second.dictionary, site, now, proven)
    expect(facts).toMatchObject({ integrity: 'intact', trust: 'expired' })
  })
  test('an earlier one does not vouch for the authority of a later one', () => {
    const ended = issueTsa('TSA', agency, { notAfter: new Date('2028-01-01T00:00:00Z') })
    const stamps = [tsa, ended].map((by) => (covered: Buffer) => token(by, covered))
    const facts = judgeStamped(plain, stamps, { site, now: new Date('2030-01-01T00:00:00Z') })
    expect(facts.map(({ trust }) => trust)).toEqual(['trusted', 'trusted', 'expired'])
  })
  test('an untrusted one proves nothing', () => {
    const other = issueTsa(
      'TSA',
      issue('Other', null, { ca: true, key: rsaKey(2048)(), scheme: STRONG['RSA SHA-256'] }),
    )
    const [, stamp] = judgeStamped(plain, [(covered) => token(other, covered)], { site })
    expect(stamp).toMatchObject({ integrity: 'intact', trust: 'untrusted', timeSource: 'claimed' })
  })
})
