// A test PKI that is built at test time: certificates of any algorithm and shape, all fictional.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { encodeName, KEY_USAGE, type Name, toPem } from '../../../samples/make/certificate.ts'
import {
  bitString,
  boolean,
  explicit,
  integer,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from '../../../samples/make/der-writer.ts'
import { readCertificate } from '../../../src/signature/certificate.ts'
import { ecKey, P256, type Scheme } from './schemes.ts'

/** A key, what it signs with, and its certificate. */
export interface Holder {
  name: Name
  key: KeyObject
  scheme: Scheme
  certificate: Buffer
  serial: bigint
  issuerName: Name
}

export interface Wish {
  name?: Name
  key?: KeyObject
  /** How this holder signs; P-256 with SHA-256 unless said otherwise. */
  scheme?: Scheme
  serial?: bigint
  notBefore?: Date
  notAfter?: Date
  ca?: boolean
  pathLength?: number
  /** null leaves the extension out. */
  keyUsage?: (keyof typeof KEY_USAGE)[] | null
  /** OIDs of extKeyUsage, critical when `critical`. */
  purposes?: { oids: string[]; critical: boolean }
  distributionPoints?: string[]
  extensions?: [string, boolean, Buffer][]
  /** The issuer's name as this certificate writes it. */
  issuerName?: Name
}

export const FROM = new Date('2020-01-01T00:00:00Z')
export const UNTIL = new Date('2035-01-01T00:00:00Z')
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

let count = 0

/** Issues a certificate; without an issuer it is signed by itself. */
export function issue(cn: string, issuer: Holder | null, wish: Wish = {}): Holder {
  const scheme = wish.scheme ?? P256
  const key = wish.key ?? (wish.scheme ? scheme.key() : ecKey('P-256', `${cn}${++count}`)())
  const name: Name = wish.name ?? [
    ['C', 'VN'],
    ['CN', `${cn} - MẪU THỬ NGHIỆM`],
  ]
  const serial = wish.serial ?? BigInt(0x1000 + ++count)
  const by = issuer ?? { key, scheme, name }
  const issuerName = wish.issuerName ?? by.name
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(serial),
    by.scheme.identifier,
    encodeName(issuerName),
    sequence(time(wish.notBefore ?? FROM), time(wish.notAfter ?? UNTIL)),
    encodeName(name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(wish, key))),
  )
  const certificate = sequence(tbs, by.scheme.identifier, bitString(by.scheme.sign(tbs, by.key)))
  return { name, key, scheme, certificate, serial, issuerName }
}

export const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value))

function extensionsOf(wish: Wish, key: KeyObject): Buffer[] {
  const { ca = false, pathLength, purposes, distributionPoints } = wish
  const length = pathLength === undefined ? [] : [integer(pathLength)]
  const out = [extension('2.5.29.19', true, ca ? sequence(boolean(true), ...length) : sequence())]
  const usage = wish.keyUsage === undefined ? (ca ? CA_USAGE : LEAF_USAGE) : wish.keyUsage
  if (usage) out.push(extension('2.5.29.15', true, usageBits(usage)))
  if (purposes) out.push(extension('2.5.29.37', purposes.critical, sequence(...purposes.oids.map(oid))))
  if (distributionPoints) {
    const points = distributionPoints.map((uri) => sequence(explicit(0, explicit(0, tlv(0x86, Buffer.from(uri))))))
    out.push(extension('2.5.29.31', false, sequence(...points)))
  }
  out.push(extension('2.5.29.14', false, octetString(keyIdentifier(key))))
  return [...out, ...(wish.extensions ?? []).map((each) => extension(...each))]
}

const CA_USAGE: (keyof typeof KEY_USAGE)[] = ['keyCertSign', 'cRLSign']
const LEAF_USAGE: (keyof typeof KEY_USAGE)[] = ['digitalSignature', 'nonRepudiation']

function usageBits(usages: (keyof typeof KEY_USAGE)[]): Buffer {
  let bits = 0
  for (const usage of usages) bits |= 0x80 >> KEY_USAGE[usage]
  return bitString(Buffer.from([bits]))
}

export function keyIdentifier(key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return createHash('sha1').update(spki).digest()
}

export const fingerprint = (holder: Holder): string => readCertificate(holder.certificate).sha256
export const pem = (holder: Holder): string => toPem(holder.certificate)

/** A time-stamping authority under that CA. */
export const issueTsa = (cn: string, issuer: Holder, wish: Wish = {}): Holder =>
  issue(cn, issuer, { purposes: { oids: [TIME_STAMPING], critical: true }, keyUsage: ['digitalSignature'], ...wish })

/** subjectAltName with an e-mail address, as persons' certificates have. */
export const email = (address: string): [string, boolean, Buffer] => [
  '2.5.29.17',
  false,
  sequence(tlv(0x81, Buffer.from(address))),
]
