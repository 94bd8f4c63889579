// The digest and signature algorithms that are known, and what is too weak (RFC 5754, 4055, 5753, 8419, 8692, TR-03111).
import type { KeyObject } from 'node:crypto'
import { DerError, members, readOid, readSmall, TAG, type Tlv } from './der.ts'

/** An AlgorithmIdentifier: its OID and parameters. */
export interface Algorithm {
  oid: string
  parameters: Tlv | null
}

/** Names for node:crypto. */
const DIGESTS = new Map([
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.5', 'sha512-224'],
  ['2.16.840.1.101.3.4.2.6', 'sha512-256'],
  ['2.16.840.1.101.3.4.2.7', 'sha3-224'],
  ['2.16.840.1.101.3.4.2.8', 'sha3-256'],
  ['2.16.840.1.101.3.4.2.9', 'sha3-384'],
  ['2.16.840.1.101.3.4.2.10', 'sha3-512'],
  // With Ed448 (RFC 8419 2.3), at 64 octets.
  ['2.16.840.1.101.3.4.2.12', 'shake256'],
  ['2.16.840.1.101.3.4.2.18', 'shake256'],
  ['1.3.14.3.2.26', 'sha1'],
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.36.3.2.1', 'ripemd160'],
])

const WEAK_DIGESTS = new Set(['sha1', 'md5', 'ripemd160'])

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'
const PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'

type KeyType = 'rsa' | 'ec' | 'dsa'
type Named = { key: KeyType; digest: string; plain?: true }

/** Key type and digest that a signature OID names; `plain` is r||s instead of a DER sequence (TR-03111 5.2.1.1). */
const SIGNATURES = new Map<string, Named>([
  ['1.2.840.113549.1.1.4', { key: 'rsa', digest: 'md5' }],
  ['1.2.840.113549.1.1.5', { key: 'rsa', digest: 'sha1' }],
  ['1.3.14.3.2.29', { key: 'rsa', digest: 'sha1' }],
  ['1.2.840.113549.1.1.14', { key: 'rsa', digest: 'sha224' }],
  ['1.2.840.113549.1.1.11', { key: 'rsa', digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', digest: 'sha512' }],
  ['1.3.36.3.3.1.2', { key: 'rsa', digest: 'ripemd160' }],
  ['1.2.840.10045.4.1', { key: 'ec', digest: 'sha1' }],
  ['1.2.840.10045.4.3.1', { key: 'ec', digest: 'sha224' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', digest: 'sha512' }],
  ['1.2.840.10040.4.3', { key: 'dsa', digest: 'sha1' }],
  ...family('2.16.840.1.101.3.4.3', 1, 'dsa', ['sha224', 'sha256', 'sha384', 'sha512']),
  ...family('2.16.840.1.101.3.4.3', 5, 'dsa', ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512']),
  ...family('2.16.840.1.101.3.4.3', 9, 'ec', ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512']),
  ...family('2.16.840.1.101.3.4.3', 13, 'rsa', ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512']),
  ...family('0.4.0.127.0.7.1.1.4.1', 1, 'ec', ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'], true),
  ...family('0.4.0.127.0.7.1.1.4.1', 8, 'ec', ['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'], true),
])

function family(arc: string, first: number, key: KeyType, digests: string[], plain = false): [string, Named][] {
  return digests.map((digest, at) => [`${arc}.${first + at}`, { key, digest, ...(plain ? { plain: true } : {}) }])
}

/** Signature OIDs that name the key alone; the digest stands beside them (RFC 5754 3.2). */
const KEY_ONLY = new Map<string, KeyType>([
  [RSA, 'rsa'],
  [EC, 'ec'],
])

/** Key types of signatures that hash by themselves (RFC 8410). */
const EDWARDS = new Map([
  ['1.3.101.112', 'ed25519'],
  ['1.3.101.113', 'ed448'],
])

/** How a signature is to be verified. */
export interface Scheme {
  /** Digest of the signature; null where the algorithm hashes by itself (Ed25519, Ed448). */
  digest: string | null
  plain: boolean
  pss: { mask: string; saltLength: number } | null
}

export function readAlgorithm(value: Tlv): Algorithm {
  const [id, parameters, ...rest] = members(value, TAG.sequence)
  if (rest.length > 0) throw new DerError('malformed AlgorithmIdentifier')
  return { oid: readOid(id), parameters: parameters ?? null }
}

/** Name for node:crypto of a digest, weak ones too; null for any other OID, a signature OID too. */
export function digestName({ oid }: Algorithm): string | null {
  return DIGESTS.get(oid) ?? null
}

/** Whether a digest is known to be too weak to rely on. */
export function isWeakDigest(digest: string): boolean {
  return WEAK_DIGESTS.has(digest)
}

/**
 * How this algorithm verifies with this key; null when it is not known or does not fit the key. `beside` is the digest
 * that stands beside the algorithm, for OIDs that name the key alone. Throws a DerError on malformed parameters.
 */
export function schemeOf(algorithm: Algorithm, key: KeyObject, beside: string | null): Scheme | null {
  const type = key.asymmetricKeyType
  const edwards = EDWARDS.get(algorithm.oid)
  if (edwards) return edwards === type ? { digest: null, plain: false, pss: null } : null
  if (algorithm.oid === PSS) return type === 'rsa' || type === 'rsa-pss' ? pssScheme(algorithm) : null
  const alone = KEY_ONLY.get(algorithm.oid)
  const named = alone && beside ? { key: alone, digest: beside, plain: undefined } : SIGNATURES.get(algorithm.oid)
  if (!named || named.key !== type) return null
  return { digest: named.digest, plain: named.plain ?? false, pss: null }
}

/** RSASSA-PSS-params (RFC 4055 3.1): all left out means SHA-1, MGF1 with SHA-1 and a salt of 20 octets. */
function pssScheme({ parameters }: Algorithm): Scheme | null {
  const list = parameters === null ? [] : members(parameters, TAG.sequence)
  const fields = new Map(list.map((field) => [field.tag, members(field)[0]!]))
  if (fields.size !== list.length) throw new DerError('a PSS parameter stands twice')
  const [hash, generator, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => fields.get(tag))
  if (trailer && readSmall(trailer) !== 1) return null
  const digest = hash ? digestName(readAlgorithm(hash)) : 'sha1'
  const mask = generator ? maskDigest(readAlgorithm(generator)) : 'sha1'
  const saltLength = salt ? readSmall(salt) : 20
  if (digest === null || mask === null || saltLength > 1024) return null
  return { digest, plain: false, pss: { mask, saltLength } }
}

function maskDigest({ oid, parameters }: Algorithm): string | null {
  return oid === MGF1 && parameters ? digestName(readAlgorithm(parameters)) : null
}

const MIN_RSA_BITS = 2048
/** Verification time grows with the modulus and the exponent; real keys have 4096 bits and 65537. */
const MAX_RSA_BITS = 8192
const MAX_EXPONENT = 2n ** 64n

/** Curves of at least 256 bits that are in use (RFC 5480, RFC 5639). */
const STRONG_CURVES = /^(?:prime256v1|secp(?:256k1|384r1|521r1)|brainpoolP(?:256|320|384|512)[rt]1)$/

/**
 * Whether a key is too short, or of a kind that is no longer approved (DSA, FIPS 186-5). Curves that are given by
 * parameters of their own have no name and are never verified (CVE-2020-0601).
 */
export function isWeakKey(key: KeyObject): boolean {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return !STRONG_CURVES.test(namedCurve ?? '')
  if (key.asymmetricKeyType === 'dsa') return true
  return modulusLength !== undefined && modulusLength < MIN_RSA_BITS
}

/** Whether a signature by this key can be verified in little time, by parameters that are known. */
export function isUsableKey(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return namedCurve !== undefined
  return modulusLength <= MAX_RSA_BITS && publicExponent <= MAX_EXPONENT
}
