// The fictional PKI of samples and tests: root, agency CA, units, a person, and the impostors. Run it to write the files.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CertificateRequest, fromPem, issueCertificate, type Name, toPem } from './certificate.ts'
import { issueCrl } from './crl.ts'

const SAMPLES = join(import.meta.dirname, '..')
const PKI = join(SAMPLES, 'pki')

/** Names of the units as their certificates carry them; units.yaml of the sample site lists the same. */
export const UNIT_NAMES = {
  'van-phong': 'Văn phòng HĐND và UBND huyện Cần Giờ - MẪU THỬ NGHIỆM',
  'noi-vu': 'Phòng Nội vụ huyện Cần Giờ - MẪU THỬ NGHIỆM',
  'tai-chinh': 'Phòng Tài chính - Kế hoạch huyện Cần Giờ - MẪU THỬ NGHIỆM',
} as const

/** A fictional person who works in `van-phong`. */
export const PERSON = { name: 'Trần Thị Mẫu (MẪU THỬ NGHIỆM)', email: 'mau.tran@example.vn' }

/** An organisation with a right certificate that is none of the office's units. */
export const COMPANY_NAME = 'Công ty TNHH MẪU THỬ NGHIỆM'

const AUTHORITY = 'Cơ quan chứng thực chuyên dùng - MẪU THỬ NGHIỆM'
const DISTRICT = 'UBND huyện Cần Giờ - MẪU THỬ NGHIỆM'

const ROOT_NAME: Name = [
  ['C', 'VN'],
  ['O', AUTHORITY],
  ['CN', 'RootCA - MẪU THỬ NGHIỆM'],
]
const AGENCY_NAME: Name = [
  ['C', 'VN'],
  ['O', AUTHORITY],
  ['CN', 'CA phục vụ các cơ quan - MẪU THỬ NGHIỆM'],
]
const unitName = (cn: string): Name => [
  ['C', 'VN'],
  ['L', 'TP. Hồ Chí Minh'],
  ['O', DISTRICT],
  ['CN', cn],
]
const PERSON_NAME: Name = [
  ['C', 'VN'],
  ['O', DISTRICT],
  ['OU', UNIT_NAMES['van-phong']],
  ['CN', PERSON.name],
  ['E', PERSON.email],
]

const VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') }
const PAST = { notBefore: new Date('2015-01-01T00:00:00Z'), notAfter: new Date('2018-12-31T23:59:59Z') }
const CA_USE: CertificateRequest['keyUsage'] = ['keyCertSign', 'cRLSign']
const LEAF_USE: CertificateRequest['keyUsage'] = ['digitalSignature', 'nonRepudiation']

interface Entry {
  subject: Name
  issuer: string
  serial: bigint
  ca?: { pathLength: number | null }
  past?: true
}

/** Every certificate of the PKI; issuers stand before those they issue to. Serial numbers are fixed. */
const ENTRIES = {
  root: { subject: ROOT_NAME, issuer: 'root', serial: 0x1001n, ca: { pathLength: null } },
  agency: { subject: AGENCY_NAME, issuer: 'root', serial: 0x1002n, ca: { pathLength: 0 } },
  'van-phong': { subject: unitName(UNIT_NAMES['van-phong']), issuer: 'agency', serial: 0x2001n },
  'noi-vu': { subject: unitName(UNIT_NAMES['noi-vu']), issuer: 'agency', serial: 0x2002n },
  'tai-chinh': { subject: unitName(UNIT_NAMES['tai-chinh']), issuer: 'agency', serial: 0x2003n },
  person: { subject: PERSON_NAME, issuer: 'agency', serial: 0x3001n },
  company: {
    subject: [
      ['C', 'VN'],
      ['UID', 'MST:0000000000'],
      ['CN', COMPANY_NAME],
    ],
    issuer: 'agency',
    serial: 0x3002n,
  },
  expired: { subject: unitName(UNIT_NAMES['van-phong']), issuer: 'agency', serial: 0x2101n, past: true },
  revoked: { subject: unitName(UNIT_NAMES['noi-vu']), issuer: 'agency', serial: 0x2102n },
  // An authority that is in order and whose revocation list the sample site does not have.
  'other-agency': {
    subject: [
      ['C', 'VN'],
      ['O', AUTHORITY],
      ['CN', 'CA chưa có CRL - MẪU THỬ NGHIỆM'],
    ],
    issuer: 'root',
    serial: 0x1003n,
    ca: { pathLength: 0 },
  },
  'no-crl': { subject: unitName(UNIT_NAMES['noi-vu']), issuer: 'other-agency', serial: 0x2202n },
  'look-alike-root': { subject: ROOT_NAME, issuer: 'look-alike-root', serial: 0x1001n, ca: { pathLength: null } },
  'look-alike-agency': { subject: AGENCY_NAME, issuer: 'look-alike-root', serial: 0x1002n, ca: { pathLength: 0 } },
  'look-alike': { subject: unitName(UNIT_NAMES['van-phong']), issuer: 'look-alike-agency', serial: 0x2001n },
  'self-signed': { subject: unitName(UNIT_NAMES['van-phong']), issuer: 'self-signed', serial: 0x2001n },
} satisfies Record<string, Entry>

export type IdentityName = keyof typeof ENTRIES

/** A key with its certificate (DER) and the certificates above it, nearest first, without the root. */
export interface Identity {
  key: KeyObject
  certificate: Buffer
  chain: Buffer[]
}

/** Reads one identity of the PKI from samples/pki. Throws when the files are not there: run `node samples/make/pki.ts`. */
export function identity(name: IdentityName): Identity {
  const key = createPrivateKey(readFileSync(join(PKI, `${name}.key.pem`)))
  const chain: Buffer[] = []
  for (let above = ENTRIES[name].issuer as IdentityName; ENTRIES[above].issuer !== above; ) {
    chain.push(readCertificate(above))
    above = ENTRIES[above].issuer as IdentityName
  }
  return { key, certificate: readCertificate(name), chain: ENTRIES[name].issuer === name ? [] : chain }
}

/** The sample site's trust store: the root's SHA-256 fingerprint, root and agency CA as PEM, and their CRLs as DER. */
export function testTrust(): { roots: string[]; certificates: string[]; crls: Buffer[] } {
  const root = readCertificate('root')
  const crls = CRLS.map((name) => fromPem(readFileSync(join(SAMPLES, 'site', 'trust', 'crl', `${name}.crl`), 'utf8')))
  return { roots: [fingerprint(root)], certificates: [toPem(root), toPem(readCertificate('agency'))], crls }
}

/** Certificate of an identity, DER. */
export function readCertificate(name: IdentityName): Buffer {
  return fromPem(readFileSync(join(PKI, `${name}.crt.pem`), 'utf8'))
}

const fingerprint = (certificate: Buffer): string => createHash('sha256').update(certificate).digest('hex')

/** The key of an identity; made once and kept in the repository, so that samples stay the same. */
function keyOf(name: string): KeyObject {
  const path = join(PKI, `${name}.key.pem`)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  }
  return createPrivateKey(readFileSync(path))
}

/** Every file of the PKI but the keys, by path from samples/: the certificates, and the sample site's trust. */
export function pkiFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const [name, entry] of Object.entries(ENTRIES) as [IdentityName, Entry][])
    files.set(`pki/${name}.crt.pem`, toPem(issue(name, entry)))
  for (const name of ['root', 'agency'] as const) files.set(`site/trust/${name}.pem`, files.get(`pki/${name}.crt.pem`)!)
  const lines = [
    '# Trusted roots of the SAMPLE site: fictional, its keys are public. Never copy this into policies/site/trust.',
    `- sha256: ${fingerprint(fromPem(files.get('pki/root.crt.pem')!))}`,
    '  name: RootCA - MẪU THỬ NGHIỆM',
  ]
  for (const name of CRLS) files.set(`site/trust/crl/${name}.crl`, revocationList(name))
  return files.set('site/trust/roots.yaml', `${lines.join('\n')}\n`)
}

function issue(name: IdentityName, { subject, issuer, serial, ca, past }: Entry): Buffer {
  return issueCertificate({
    subject,
    subjectKey: createPublicKey(keyOf(name)),
    issuer: ENTRIES[issuer as IdentityName].subject as Name,
    issuerKey: keyOf(issuer),
    serial,
    ...(past ? PAST : VALID),
    ...(ca ? { ca } : {}),
    keyUsage: ca ? CA_USE : LEAF_USE,
  })
}

/** Authorities whose revocation lists the sample site has. */
const CRLS = ['root', 'agency'] as const

/** PEM of an authority's list: the one certificate that was revoked. */
function revocationList(name: (typeof CRLS)[number]): string {
  const revoked = name === 'agency' ? [{ serial: ENTRIES.revoked.serial, at: new Date('2026-01-15T00:00:00Z') }] : []
  const { notBefore: thisUpdate, notAfter: nextUpdate } = VALID
  return issueCrl({ issuer: ENTRIES[name].subject, issuerKey: keyOf(name), thisUpdate, nextUpdate, revoked })
}

if (import.meta.main) {
  mkdirSync(PKI, { recursive: true })
  mkdirSync(join(SAMPLES, 'site', 'trust', 'crl'), { recursive: true })
  for (const [path, content] of pkiFiles()) writeFileSync(join(SAMPLES, path), content)
}
