// Hostile signatures end in little time: thousands of answers, lists, certificates and timestamps that nobody asked for.
import { expect, test } from 'vitest'
import { issue, OCSP_SIGNING } from './support/authority.ts'
import { crl, ocsp, token } from './support/evidence.ts'
import { COVERED, judge, siteOf, tree, UNIT } from './support/judge.ts'
import { RSA, rsaKey } from './support/schemes.ts'
import { signedData } from './support/signed-data.ts'

const { root, agency, unit, tsa, site } = tree()
/** Milliseconds on a busy machine; each case takes a tenth of it where nothing else runs. */
const LIMIT = 4000

function timed<T>(work: () => T): T {
  const start = performance.now()
  const result = work()
  expect(performance.now() - start).toBeLessThan(LIMIT)
  return result
}

test('a DSS of lists, answers and certificates without end', () => {
  const stranger = issue('Agency', null, { ca: true, name: agency.name, scheme: RSA, key: rsaKey(2048)() })
  const responder = issue('OCSP', stranger, { purposes: { oids: [OCSP_SIGNING], critical: false } })
  const answer = ocsp(unit, agency, { responder })
  const list = crl(agency, { signedBy: stranger })
  const dss = {
    certificates: Array.from({ length: 3000 }, () => Buffer.from(stranger.certificate)),
    crls: Array.from({ length: 3000 }, () => Buffer.from(list)),
    ocsps: Array.from({ length: 3000 }, () => Buffer.from(answer)),
  }
  const own = siteOf([root], [agency], [])
  const facts = timed(() => judge(signedData(unit, { content: COVERED }), { site: own, dss }))
  expect(facts).toMatchObject({ integrity: 'intact', trust: 'revocation-unknown' })
})

test('the site’s own lists count before any number of others', () => {
  const bad = crl(agency, { revoked: [{ serial: unit.serial, at: new Date('2026-02-01T00:00:00Z') }] })
  const good = crl(agency)
  const dss = { certificates: [], crls: Array.from({ length: 500 }, () => Buffer.from(good)), ocsps: [] }
  const own = siteOf([root], [agency], [crl(root), bad])
  expect(judge(signedData(unit, { content: COVERED }), { site: own, dss }).trust).toBe('revoked')
})

test('timestamps without end', () => {
  const cms = signedData(unit, {
    content: COVERED,
    unsigned: (signature) => Array.from({ length: 60 }, () => ['1.2.840.113549.1.9.16.2.14', token(tsa, signature)]),
  })
  expect(timed(() => judge(cms, { site }))).toMatchObject({ integrity: 'intact', timeSource: 'tsa' })
})

test.each([
  ['certificates', 65],
  ['attributes', 65],
])('more %s than any signature has: not read', (kind, count) => {
  const more = Array.from(
    { length: count },
    (_, index) => [`1.2.3.${index + 1}`, Buffer.from([5, 0])] as [string, Buffer],
  )
  const request = kind === 'certificates' ? { certificates: Array(count).fill(unit.certificate) } : { signed: more }
  const facts = timed(() => judge(signedData(unit, { content: COVERED, ...request }), { site }))
  expect(facts).toMatchObject({ integrity: 'uncheckable', why: `CMS not read: too many ${kind}` })
})

test('a web of authorities that certify each other', () => {
  const first = issue('Web', null, { ca: true })
  const web = Array.from({ length: 60 }, () => issue('Web', first, { ca: true, key: first.key, name: first.name }))
  const leaf = issue('Unit', first, { name: [['CN', UNIT]] })
  const certificates = [leaf.certificate, ...web.map(({ certificate }) => certificate)]
  expect(timed(() => judge(signedData(leaf, { content: COVERED, certificates }), { site })).trust).toBe('untrusted')
})
