// The signature algorithms that are accepted, and their verification with node:crypto (RFC 5754, 4056, 8017, 5753).
import { constants, type KeyObject, verify } from 'node:crypto'
import { DerError, members, readOid, readSmall, TAG, type Tlv } from './der.ts'

/** An AlgorithmIdentifier: its OID and parameters. */
export interface Algorithm {
  oid: string
  parameters: Tlv | null
}

const DIGESTS = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

/** Digests that are known and no longer good enough; they are named, never accepted. */
const WEAK_DIGESTS = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['1.2.840.113549.2.5', 'md5'],
])

const RSA = '1.2.840.113549.1.1.1'
const PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'

/** Key type and digest that a signature OID names. */
const SIGNATURES = new Map<string, { key: 'rsa' | 'ec'; digest: string }>([
  ['1.2.840.113549.1.1.11', { key: 'rsa', digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', digest: 'sha512' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', digest: 'sha512' }],
])

const WEAK_SIGNATURES = new Set(['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1'])

/** Curves of at least 256 bits that are in use (RFC 5480, RFC 5639). */
const CURVES = new Set([
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
])
const MIN_RSA_BITS = 2048
/** Verification time grows with the modulus; real keys have 4096 bits at most. */
const MAX_RSA_BITS = 8192
const MAX_EXPONENT = 2n ** 64n

export function readAlgorithm(value: Tlv): Algorithm {
  const [id, parameters, ...rest] = members(value, TAG.sequence)
  if (rest.length > 0) throw new DerError('malformed AlgorithmIdentifier')
  return { oid: readOid(id), parameters: parameters ?? null }
}

/** Name for node:crypto of a digest that is accepted; null for any other OID, a signature OID too. */
export function digestName({ oid }: Algorithm): string | null {
  return DIGESTS.get(oid) ?? null
}

/** Name of any digest that is known, the weak ones too, for display. */
export function knownDigest({ oid }: Algorithm): string | null {
  return DIGESTS.get(oid) ?? WEAK_DIGESTS.get(oid) ?? null
}

/** Whether an algorithm is known to be too weak. */
export function isWeak({ oid }: Algorithm): boolean {
  return WEAK_DIGESTS.has(oid) || WEAK_SIGNATURES.has(oid)
}

/** Whether a key is long enough, and short enough to be verified in time. */
export function isStrongKey(key: KeyObject): boolean {
  const { modulusLength, publicExponent, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return CURVES.has(namedCurve ?? '')
  if (modulusLength === undefined || publicExponent === undefined) return false
  return modulusLength >= MIN_RSA_BITS && modulusLength <= MAX_RSA_BITS && publicExponent <= MAX_EXPONENT
}

/** True and false are the verification's answer; null: this algorithm, or this key with it, is not accepted. */
export function verifySignature(
  algorithm: Algorithm,
  key: KeyObject,
  data: Buffer,
  signature: Buffer,
  digest?: string,
): boolean | null {
  const scheme = schemeOf(algorithm, key, digest)
  if (!scheme || (digest !== undefined && scheme.digest !== digest)) return null
  try {
    return verify(scheme.digest, data, { key, ...scheme.options }, signature)
  } catch {
    return null
  }
}

interface Scheme {
  digest: string
  options: { padding?: number; saltLength?: number }
}

function schemeOf(algorithm: Algorithm, key: KeyObject, digest: string | undefined): Scheme | null {
  const type = key.asymmetricKeyType
  if (!isStrongKey(key)) return null
  if (algorithm.oid === PSS) return type === 'rsa' || type === 'rsa-pss' ? pssScheme(algorithm) : null
  const named = SIGNATURES.get(algorithm.oid)
  // CMS may name the key type alone, and the digest beside it (RFC 5754 3.2).
  const scheme = named ?? (algorithm.oid === RSA && digest ? { key: 'rsa', digest } : null)
  if (!scheme || scheme.key !== type) return null
  return { digest: scheme.digest, options: {} }
}

/** RSASSA-PSS-params (RFC 4055 3.1). All defaults mean SHA-1 and are refused; MGF1 must use the same digest. */
function pssScheme({ parameters }: Algorithm): Scheme | null {
  if (!parameters) return null
  const fields = new Map(members(parameters, TAG.sequence).map((field) => [field.tag, members(field)[0]!]))
  const [hash, generator, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => fields.get(tag))
  if (!hash || !generator || (trailer && readSmall(trailer) !== 1)) return null
  const digest = digestName(readAlgorithm(hash))
  const mask = readAlgorithm(generator)
  if (mask.oid !== MGF1 || !mask.parameters || digestName(readAlgorithm(mask.parameters)) !== digest) return null
  const saltLength = salt ? readSmall(salt) : 20
  if (digest === null || saltLength > 256) return null
  return { digest, options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } }
}
