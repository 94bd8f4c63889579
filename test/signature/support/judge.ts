// Judges a signature without a PDF around it: some bytes, the hex string, more bytes. What a PDF reader would hand over.
import type { SignatureFacts, TrustStore } from '../../../src/facts.ts'
import type { Dss, SignatureDictionary } from '../../../src/signature/dictionary.ts'
import { type JudgedSignature, judgeSignature, provenTimes } from '../../../src/signature/signature.ts'
import { fingerprint, type Holder, issue, issueTsa, pem } from './authority.ts'
import { crl } from './evidence.ts'

export const NOW = new Date('2026-03-02T01:00:00Z')
export const SIGNED_AT = new Date('2026-03-01T02:30:00Z')
export const UNIT = 'Phòng Nội vụ - MẪU THỬ NGHIỆM'

const BEFORE = Buffer.from('%PDF-1.7 MẪU THỬ NGHIỆM /Contents')
/** What stands behind the signature of every file here. */
export const AFTER = Buffer.from(' the rest of the document %%EOF\n')
const ROOM = 60_000

/** The two parts that a signature covers, as one. */
export const COVERED = Buffer.concat([BEFORE, AFTER])

/** Root, agency CA, a unit, an authority for timestamps, and lists that say that nobody is revoked. */
export function tree(): { root: Holder; agency: Holder; unit: Holder; tsa: Holder; site: Site } {
  const root = issue('Root', null, { ca: true })
  const agency = issue('Agency', root, { ca: true, pathLength: 0 })
  const unit = issue('Unit', agency, { name: [['CN', UNIT]] })
  const tsa = issueTsa('TSA', agency)
  return { root, agency, unit, tsa, site: siteOf([root], [agency], [crl(root), crl(agency)]) }
}

export interface Site {
  trust: TrustStore
  units: { id: string; names: string[]; certificates?: string[] }[]
}

export function siteOf(roots: Holder[], others: Holder[], crls: Buffer[] = []): Site {
  return {
    trust: { roots: roots.map(fingerprint), certificates: [...roots, ...others].map(pem), crls },
    units: [{ id: 'noi-vu', names: [UNIT] }],
  }
}

export interface Circumstances {
  site: Site
  subFilter?: string
  dss?: Dss
  now?: Date
}

/** The file with one signature, and the dictionary that names its place. `before` are the bytes in front of it. */
export function fileWith(cms: Buffer, subFilter = 'adbe.pkcs7.detached', before = BEFORE, room = ROOM) {
  const hex = cms.toString('hex').padEnd(Math.max(room, cms.length * 2), '0')
  const file = Buffer.concat([before, Buffer.from(`<${hex}>`), AFTER])
  const end = before.length + hex.length + 2
  const dictionary: SignatureDictionary = {
    ...{ field: 'A', wellFormed: true, subFilter, date: null },
    byteRange: [0, before.length, end, AFTER.length],
    contents: { bytes: Buffer.from(hex, 'hex'), start: before.length, end },
  }
  return { file, dictionary }
}

/** Facts of a signature whose CMS covers `COVERED`. */
export function judge(cms: Buffer, circumstances: Circumstances): SignatureFacts {
  return judged(cms, circumstances).facts
}

export function judged(cms: Buffer, { site, subFilter, dss, now = NOW }: Circumstances): JudgedSignature {
  const { file, dictionary } = fileWith(cms, subFilter)
  return judgeSignature(file, { ...dictionary, ...(dss ? { dss } : {}) }, site, now)
}

/**
 * A file with a signature and, behind it, a document timestamp; `stamp` makes its token from the covered bytes. Facts of
 * the signature and of the timestamp.
 */
export function judgeStamped(
  cms: Buffer,
  stamps: ((covered: Buffer) => Buffer)[],
  { site, dss, now = NOW }: Circumstances,
): SignatureFacts[] {
  const first = fileWith(cms)
  const dictionaries = [first.dictionary]
  let file = first.file
  for (const stamp of stamps) {
    const covered = Buffer.concat([file, AFTER])
    const next = fileWith(stamp(covered), 'ETSI.RFC3161', file)
    dictionaries.push(next.dictionary)
    file = next.file
  }
  const all = dictionaries.map((each) => ({ ...each, ...(dss ? { dss } : {}) }))
  const proven = provenTimes(file, all, site, now)
  return all.map((dictionary) => judgeSignature(file, dictionary, site, now, proven).facts)
}
