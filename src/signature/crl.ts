// Reads certificate revocation lists (RFC 5280 5), large ones too: entries are searched where they lie, never copied.
import { type Algorithm, readAlgorithm } from './algorithms.ts'
import { pointUris } from './certificate.ts'
import {
  DerError,
  eachMember,
  members,
  only,
  readBoolean,
  readOctetBits,
  readOid,
  readSerial,
  readTime,
  readWhole,
  TAG,
  type Tlv,
  take,
  takeIf,
} from './der.ts'
import { type DistinguishedName, readName } from './names.ts'

export interface Crl {
  issuer: DistinguishedName
  thisUpdate: Date
  /** null where the list does not say; RFC 5280 demands it. */
  nextUpdate: Date | null
  /** What the issuer signed, with which algorithm, and its signature. */
  signed: Buffer
  algorithm: Algorithm
  signature: Buffer
  scope: CrlScope
  entries: Tlv | null
}

/** For which certificates a list speaks (issuingDistributionPoint, 5.2.5). */
export interface CrlScope {
  /** `all` certificates of the issuer, or only those of users or of CAs. */
  certificates: 'all' | 'users' | 'cas'
  /** URIs of the distribution point when the list is one part of several; null when it is not. */
  uris: string[] | null
  /** Only changes, only some reasons, another issuer's certificates, or a critical extension that is not known. */
  partial: boolean
}

/** An entry that says `revoked`. */
export interface Revocation {
  at: Date
  /** invalidityDate (5.3.2): from when on the key was bad; null when it does not say. */
  invalidFrom: Date | null
}

const MAX_BYTES = 32 * 1024 * 1024
const REASON = '2.5.29.21'
const INVALIDITY_DATE = '2.5.29.24'
const ISSUING_POINT = '2.5.29.28'
/** Extensions that are known and change nothing: AKI, CRL number, freshest CRL, authority information access. */
const HARMLESS = new Set(['2.5.29.35', '2.5.29.20', '2.5.29.46', '1.3.6.1.5.5.7.1.1'])
const REMOVED_FROM_LIST = 8

/** Throws a DerError when it is no CRL. Entries are not read yet. */
export function readCrl(raw: Buffer): Crl {
  if (raw.length > MAX_BYTES) throw new DerError('CRL too large')
  const [tbs, outerAlgorithm, signature, ...rest] = members(readWhole(raw), TAG.sequence)
  if (!tbs || !outerAlgorithm || rest.length > 0) throw new DerError('malformed CRL')
  const fields = members(tbs, TAG.sequence)
  takeIf(fields, TAG.integer)
  const algorithm = take(fields, TAG.sequence)
  if (!algorithm.raw.equals(outerAlgorithm.raw)) throw new DerError('two signature algorithms')
  const issuer = readName(take(fields, TAG.sequence))
  const thisUpdate = readTime(fields.shift())
  const next = takeIf(fields, TAG.utcTime) ?? takeIf(fields, TAG.generalizedTime)
  const entries = takeIf(fields, TAG.sequence)
  const extensions = takeIf(fields, 0xa0)
  if (fields.length > 0) throw new DerError('malformed CRL')
  return {
    ...{ issuer, thisUpdate, entries },
    nextUpdate: next && readTime(next),
    signed: tbs.raw,
    algorithm: readAlgorithm(algorithm),
    signature: readOctetBits(signature),
    scope: readScope(extensions),
  }
}

function readScope(extensions: Tlv | null): CrlScope {
  const scope: CrlScope = { certificates: 'all', uris: null, partial: false }
  for (const extension of extensions ? members(only(extensions), TAG.sequence) : []) {
    const fields = members(extension, TAG.sequence)
    const oid = readOid(fields.shift())
    const flag = takeIf(fields, TAG.boolean)
    const value = take(fields, TAG.octetString).content
    if (oid === ISSUING_POINT) readIssuingPoint(readWhole(value, TAG.sequence), scope)
    // A delta CRL (2.5.29.27) is critical and lands here too.
    else if (flag && readBoolean(flag) && !HARMLESS.has(oid)) scope.partial = true
  }
  return scope
}

/** onlyContainsUserCerts [1], CACerts [2], onlySomeReasons [3], indirectCRL [4], onlyContainsAttributeCerts [5] */
function readIssuingPoint(value: Tlv, scope: CrlScope): void {
  for (const { tag, content, raw } of members(value)) {
    const set = content.length === 1 && content[0] !== 0
    if (tag === 0xa0) scope.uris = pointUris({ tag, content, raw })
    else if (tag === 0x81 && set) scope.certificates = 'users'
    else if (tag === 0x82 && set) scope.certificates = 'cas'
    else if (tag === 0x83 || set) scope.partial = true
  }
}

/**
 * The entry of a serial number (lower-case hex, as `readSerial` gives it); null when the list does not have it or has
 * taken it off again. One pass over the list, without a copy. Throws a DerError when the list is malformed before it.
 */
export function findRevocation({ entries }: Crl, serial: string): Revocation | null {
  if (!entries) return null
  const wanted = Buffer.from(serial.length % 2 ? `0${serial}` : serial, 'hex')
  for (const entry of eachMember(entries)) {
    const [number] = eachMember(entry)
    // Most entries are told apart by their last octets; only the one that fits is read.
    if (!number || !endsWith(number.content, wanted) || readSerial(number) !== serial) continue
    return readEntry(entry)
  }
  return null
}

function endsWith(content: Buffer, wanted: Buffer): boolean {
  const from = content.length - wanted.length
  return from >= 0 && content.subarray(from).equals(wanted)
}

function readEntry(entry: Tlv): Revocation | null {
  const [, at, extensions] = members(entry, TAG.sequence)
  const revocation: Revocation = { at: readTime(at), invalidFrom: null }
  for (const extension of extensions ? members(extensions, TAG.sequence) : []) {
    const fields = members(extension, TAG.sequence)
    const oid = readOid(fields.shift())
    takeIf(fields, TAG.boolean)
    const value = readWhole(take(fields, TAG.octetString).content)
    if (oid === REASON && value.tag === TAG.enumerated && value.content[0] === REMOVED_FROM_LIST) return null
    if (oid === INVALIDITY_DATE) revocation.invalidFrom = readTime(value)
  }
  return revocation
}
