// Verifies digests and signatures with node:crypto, and says what of it is too weak.
import { constants, createHash, type Hash, type KeyObject, verify } from 'node:crypto'
import { type Algorithm, isUsableKey, isWeakDigest, isWeakKey, type Scheme, schemeOf } from './algorithms.ts'
import { verifyPss } from './pss.ts'

/** Digest over several pieces. SHAKE256 has the 64 octets that RFC 8419 wants. */
export function digestOf(digest: string, ...pieces: Buffer[]): Buffer {
  const hash: Hash = digest === 'shake256' ? createHash(digest, { outputLength: 64 }) : createHash(digest)
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

export interface Verified {
  /** null: this algorithm, or this key with it, is not known here. */
  ok: boolean | null
  /** Digest that the signature itself uses; null where it has none of its own. */
  digest: string | null
  /** The digest or the key is too weak to prove anything. */
  weak: boolean
}

/**
 * Verifies a signature over the pieces together. `beside` is the digest named beside the algorithm. Throws a DerError on
 * malformed parameters of the algorithm.
 */
export function verifySignature(
  algorithm: Algorithm,
  key: KeyObject | null,
  pieces: Buffer[],
  signature: Buffer,
  beside: string | null = null,
): Verified {
  const scheme = key && isUsableKey(key) ? schemeOf(algorithm, key, beside) : null
  if (!key || !scheme) return { ok: null, digest: null, weak: key !== null && isWeakKey(key) }
  const weak = isWeakKey(key) || (scheme.digest !== null && isWeakDigest(scheme.digest))
  return { ok: attempt(scheme, key, pieces, signature), digest: scheme.digest, weak }
}

function attempt(scheme: Scheme, key: KeyObject, pieces: Buffer[], signature: Buffer): boolean | null {
  const { digest, pss, plain } = scheme
  try {
    if (pss && pss.mask !== digest) return verifyPss(key, digestOf(digest!, ...pieces), digest!, pss, signature)
    const padding = pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength } : {}
    const encoding = plain ? { dsaEncoding: 'ieee-p1363' as const } : {}
    const data = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    return verify(digest, data, { key, ...padding, ...encoding }, signature)
  } catch {
    // OpenSSL does not do this key with this digest.
    return null
  }
}
