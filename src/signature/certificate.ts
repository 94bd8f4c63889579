// Reads an X.509 certificate (RFC 5280 4.1) as far as path and identity need it.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { type Algorithm, readAlgorithm } from './algorithms.ts'
import {
  DerError,
  expectTag,
  members,
  only,
  readBoolean,
  readOctetBits,
  readOid,
  readSerial,
  readSmall,
  readTime,
  readWhole,
  TAG,
  type Tlv,
  take,
  takeIf,
} from './der.ts'
import { alternativeEmails, type DistinguishedName, readName } from './names.ts'

export interface Certificate {
  raw: Buffer
  /** SHA-256 of the whole certificate, lower-case hex. */
  sha256: string
  /** Content of the serial number's INTEGER, lower-case hex without leading zeros. */
  serial: string
  issuer: DistinguishedName
  subject: DistinguishedName
  notBefore: Date
  notAfter: Date
  /** null when it is of a kind that node:crypto does not know. Read when first asked for. */
  readonly key: KeyObject | null
  /** DER of the SubjectPublicKeyInfo. */
  spki: Buffer
  /** What the issuer signed, with which algorithm, and its signature. */
  signed: Buffer
  algorithm: Algorithm
  signature: Buffer
  extensions: Extensions
}

export interface Extensions {
  ca: boolean
  /** Intermediate certificates that may stand below (4.2.1.9); null for no limit. */
  pathLength: number | null
  /** Bits by number (4.2.1.3); null when the extension is absent. */
  keyUsage: Set<number> | null
  /** OIDs of extKeyUsage; null when absent. */
  extendedKeyUsage: string[] | null
  emails: string[]
  keyIdentifier: Buffer | null
  /** extKeyUsage is critical, as it must be for time-stamping (RFC 3161 2.3). */
  extendedKeyUsageCritical: boolean
  /** URIs of cRLDistributionPoints (4.2.1.13), as they stand there. */
  distributionPoints: string[]
  /** The issuer publishes no revocation of it: a short-lived certificate (RFC 9608). */
  noRevocation: boolean
  /** An extension that is critical and not understood here: the certificate must not be used (4.2). */
  unknownCritical: boolean
}

/** Certificate policies are understood in that every policy is accepted. */
const HARMLESS_WHEN_CRITICAL = new Set(['2.5.29.32'])

/** Throws a DerError when it is no certificate. */
export function readCertificate(raw: Buffer): Certificate {
  const outer = readWhole(raw)
  const [tbs, outerAlgorithm, signature, ...rest] = members(outer, TAG.sequence)
  if (!tbs || !outerAlgorithm || rest.length > 0) throw new DerError('malformed certificate')
  const fields = members(tbs, TAG.sequence)
  const version = takeIf(fields, 0xa0)
  const serial = readSerial(take(fields, TAG.integer))
  const algorithm = take(fields, TAG.sequence)
  // Else one algorithm is signed and another one used (4.1.1.2).
  if (!algorithm.raw.equals(outerAlgorithm.raw)) throw new DerError('two signature algorithms')
  const issuer = readName(take(fields, TAG.sequence))
  const [notBefore, notAfter] = members(take(fields, TAG.sequence)).map(readTime)
  const subject = readName(take(fields, TAG.sequence))
  const spki = take(fields, TAG.sequence).raw
  takeIf(fields, 0x81)
  takeIf(fields, 0x82)
  const list = takeIf(fields, 0xa3)
  if (!notBefore || !notAfter || fields.length > 0) throw new DerError('malformed certificate')
  if (list && (!version || readSmall(only(version)) !== 2)) throw new DerError('extensions without version 3')
  let key: KeyObject | null | undefined
  return {
    raw,
    sha256: createHash('sha256').update(raw).digest('hex'),
    ...{ serial, issuer, subject, notBefore, notAfter, spki },
    get key() {
      if (key === undefined) key = readKey(spki)
      return key
    },
    signed: tbs.raw,
    algorithm: readAlgorithm(algorithm),
    signature: readOctetBits(signature),
    extensions: readExtensions(list),
  }
}

function readKey(spki: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** null for what is no certificate. */
export function tryCertificate(raw: Buffer): Certificate | null {
  try {
    return readCertificate(raw)
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function readExtensions(list: Tlv | null): Extensions {
  const out: Extensions = {
    ca: false,
    pathLength: null,
    keyUsage: null,
    extendedKeyUsage: null,
    emails: [],
    keyIdentifier: null,
    extendedKeyUsageCritical: false,
    distributionPoints: [],
    noRevocation: false,
    unknownCritical: false,
  }
  const seen = new Set<string>()
  for (const extension of list ? members(only(list), TAG.sequence) : []) {
    const fields = members(extension, TAG.sequence)
    const oid = readOid(fields.shift())
    const flag = takeIf(fields, TAG.boolean)
    const critical = flag !== null && readBoolean(flag)
    const value = take(fields, TAG.octetString).content
    if (seen.has(oid)) throw new DerError('an extension stands twice')
    seen.add(oid)
    if (oid === '2.5.29.37') out.extendedKeyUsageCritical = critical
    const understood = readExtension(oid, value, out) || HARMLESS_WHEN_CRITICAL.has(oid)
    if (critical && !understood) out.unknownCritical = true
  }
  return out
}

/** Takes one extension into account; false when it is not known here. */
function readExtension(oid: string, bytes: Buffer, out: Extensions): boolean {
  const reader = READERS[oid]
  if (!reader) return false
  reader(readWhole(bytes), out)
  return true
}

const READERS: Record<string, (value: Tlv, out: Extensions) => void> = {
  '2.5.29.14': (value, out) => {
    out.keyIdentifier = expectTag(value, TAG.octetString).content
  },
  '2.5.29.15': (value, out) => {
    out.keyUsage = readBits(value)
  },
  '2.5.29.17': (value, out) => {
    out.emails = alternativeEmails(value)
  },
  '2.5.29.19': readBasicConstraints,
  '2.5.29.31': (value, out) => {
    out.distributionPoints = distributionPoints(value)
  },
  '2.5.29.37': (value, out) => {
    out.extendedKeyUsage = members(value, TAG.sequence).map(readOid)
  },
  '2.5.29.56': (_, out) => {
    out.noRevocation = true
  },
}

/** URIs in the full names of the points; other forms of names are passed over. */
function distributionPoints(value: Tlv): string[] {
  return members(value, TAG.sequence).flatMap((point) => {
    const name = members(point, TAG.sequence).find(({ tag }) => tag === 0xa0)
    return name ? pointUris(name) : []
  })
}

/** URIs of a DistributionPointName that is a fullName, in its explicit [0] (4.2.1.13, 5.2.5). */
export function pointUris(name: Tlv): string[] {
  const choice = only(name)
  if (choice.tag !== 0xa0) return []
  return members(choice)
    .filter(({ tag }) => tag === 0x86)
    .map(({ content }) => content.toString('latin1'))
}

function readBasicConstraints(value: Tlv, out: Extensions): void {
  const fields = members(value, TAG.sequence)
  const ca = takeIf(fields, TAG.boolean)
  const pathLength = takeIf(fields, TAG.integer)
  if (fields.length > 0) throw new DerError('malformed basicConstraints')
  out.ca = ca !== null && readBoolean(ca)
  out.pathLength = pathLength ? readSmall(pathLength) : null
}

/** Numbers of the bits that are set; bit 0 is the highest of the first byte. */
function readBits(value: Tlv): Set<number> {
  const { content } = expectTag(value, TAG.bitString)
  const bits = new Set<number>()
  for (const [index, byte] of content.subarray(1, 3).entries())
    for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) bits.add(index * 8 + bit)
  return bits
}
