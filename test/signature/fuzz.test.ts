// Spoiled CMS, certificates, CRLs, OCSP answers and timestamps: a DerError or a value, in little time, and never trust
// that the right one does not have. CONGTHU_TEST_SIZE=full plays 400,000; CONGTHU_FUZZ_SEED repeats a run.
import { expect, test } from 'vitest'
import { toDer } from '../../src/signature/ber.ts'
import { readBundle } from '../../src/signature/bundle.ts'
import { readCertificate } from '../../src/signature/certificate.ts'
import { readCms } from '../../src/signature/cms.ts'
import { findRevocation, readCrl } from '../../src/signature/crl.ts'
import { DerError } from '../../src/signature/der.ts'
import { readOcsp } from '../../src/signature/ocsp.ts'
import { archival, crl, ocsp, token } from './support/evidence.ts'
import { COVERED, judge, SIGNED_AT, tree } from './support/judge.ts'
import { signedData } from './support/signed-data.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const ROUNDS = FULL ? 400_000 : 6000
const SEED = Number(process.env.CONGTHU_FUZZ_SEED ?? Date.now() % 1_000_000)
/** Milliseconds that one spoiled input may take, on a busy machine. */
const SLOWEST = 2000

/** A small generator (mulberry32), so that a run can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff, 0x30, 0x31, 0x24, 0x04, 0x02, 0xa0, 0xa1, 0x1f, 0x3f]

/** One to four changes: a bit, an interesting byte, a cut, a doubled or removed stretch, a stretch of another input. */
function spoil(input: Buffer, others: Buffer[], pick: (below: number) => number): Buffer {
  let out = Buffer.from(input)
  for (let change = 0; change <= pick(4); change++) {
    if (out.length === 0) break
    const at = pick(out.length)
    const size = 1 + pick(40)
    const kind = pick(7)
    if (kind === 0) out[at]! ^= 1 << pick(8)
    else if (kind === 1) out[at] = INTERESTING[pick(INTERESTING.length)]!
    else if (kind === 2) out = out.subarray(0, at)
    else if (kind === 3) out = Buffer.concat([out.subarray(0, at + size), out.subarray(at)])
    else if (kind === 4) out = Buffer.concat([out.subarray(0, at), out.subarray(at + size)])
    else if (kind === 5) out.fill(pick(256), at, Math.min(at + size, out.length))
    else {
      const other = others[pick(others.length)]!
      const from = pick(other.length)
      out = Buffer.concat([out.subarray(0, at), other.subarray(from, from + size), out.subarray(at)])
    }
  }
  return out
}

const { root, agency, unit, tsa, site } = tree()
const revoked = [{ serial: unit.serial, at: SIGNED_AT, reason: 1, invalidFrom: SIGNED_AT }]
const lists = [crl(agency), crl(root, { revoked, extensions: [['2.5.29.28', true, Buffer.from('3003820101', 'hex')]] })]
const answers = [ocsp(unit, agency), ocsp(unit, agency, { bare: true, status: { revokedAt: SIGNED_AT } })]
const stamped = signedData(unit, {
  content: COVERED,
  signedAt: SIGNED_AT,
  names: 'v2',
  certificates: [unit.certificate, agency.certificate],
  crls: lists,
  signed: [archival(lists, answers)],
  unsigned: (signature) => [['1.2.840.113549.1.9.16.2.14', token(tsa, signature)]],
})
const plain = signedData(unit, { content: COVERED, signedAt: SIGNED_AT })

const readers: [string, Buffer[], (bytes: Buffer) => unknown][] = [
  ['CMS', [stamped, plain], readCms],
  ['certificates', [unit.certificate, agency.certificate, tsa.certificate], readCertificate],
  [
    'CRLs',
    lists,
    (bytes) => [unit.serial, root.serial].map((each) => findRevocation(readCrl(bytes), each.toString(16))),
  ],
  ['OCSP answers', answers, readOcsp],
  ['timestamps', [token(tsa, COVERED)], readCms],
  ['BER', [stamped, Buffer.from('30800480', 'hex')], toDer],
  ['bundles', [plain], readBundle],
]

test.each(readers)(
  'spoiled %s: a DerError or a value',
  (name, inputs, read) => {
    const pick = generator(SEED)
    const all = readers.flatMap(([, each]) => each)
    let refused = 0
    for (let round = 0; round < ROUNDS / readers.length; round++) {
      const bytes = spoil(inputs[pick(inputs.length)]!, all, pick)
      const start = performance.now()
      try {
        read(bytes)
      } catch (error) {
        if (!(error instanceof DerError))
          throw new Error(`seed ${SEED}, ${name}: ${bytes.toString('hex')}`, { cause: error })
        refused++
      }
      if (performance.now() - start > SLOWEST) throw new Error(`seed ${SEED}, ${name} slow: ${bytes.toString('hex')}`)
    }
    expect(refused).toBeGreaterThan(10)
  },
  FULL ? 600_000 : 60_000,
)

test(
  'a spoiled signature is never more than the right one',
  () => {
    const pick = generator(SEED + 1)
    const right = judge(stamped, { site })
    expect(right).toMatchObject({
      integrity: 'intact',
      trust: 'revoked', // by the OCSP answer in its own attributes
      timeSource: 'tsa',
    })
    const allowed = judge(plain, { site })
    let intact = 0
    for (let round = 0; round < ROUNDS / 20; round++) {
      const bytes = spoil(plain, [stamped], pick)
      const facts = judge(bytes, { site })
      if (facts.integrity !== 'intact' || facts.trust !== 'trusted') continue
      // Only what nobody signs may differ and go unseen: then everything that is said stays the same.
      expect({ ...facts, digest: allowed.digest }, `seed ${SEED}: ${bytes.toString('hex')}`).toEqual(allowed)
      intact++
    }
    expect(intact).toBeLessThan(ROUNDS / 40)
  },
  FULL ? 600_000 : 60_000,
)
