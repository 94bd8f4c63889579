// Every signature algorithm that is to be verified: how to make a key, sign with it, and name it in DER.
import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { explicit, integer, nil, oid, sequence } from '../../../samples/make/der-writer.ts'

export interface Scheme {
  /** AlgorithmIdentifier of the signature. */
  identifier: Buffer
  /** AlgorithmIdentifier of the digest beside it, and its name for node:crypto. */
  digestIdentifier: Buffer
  digest: string
  /** A private key; made once per kind. */
  key: () => KeyObject
  sign: (data: Buffer, key: KeyObject) => Buffer
}

const DIGEST_OIDS: Record<string, string> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
  shake256: '2.16.840.1.101.3.4.2.12',
}

export const digestIdentifier = (digest: string): Buffer => sequence(oid(DIGEST_OIDS[digest]!))

const keys = new Map<string, KeyObject>()

function once(name: string, make: () => KeyObject): () => KeyObject {
  return () => {
    if (!keys.has(name)) keys.set(name, make())
    return keys.get(name)!
  }
}

/** One RSA key of that length for all tests of a file; another `name` gives another key. */
export const rsaKey = (bits: number, name = ''): (() => KeyObject) =>
  once(`rsa${bits}${name}`, () => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey)
export const ecKey = (namedCurve: string, name = ''): (() => KeyObject) =>
  once(`${namedCurve}${name}`, () => generateKeyPairSync('ec', { namedCurve }).privateKey)

function rsa(digest: string, algorithm: string, bits = 2048): Scheme {
  return {
    identifier: sequence(oid(algorithm), nil()),
    ...{ digestIdentifier: digestIdentifier(digest), digest, key: rsaKey(bits) },
    sign: (data, key) => sign(digest, data, key),
  }
}

/** RSASSA-PSS-params of RFC 4055 3.1; `mask` is the digest of MGF1. */
export function pssIdentifier(digest: string, mask: string, saltLength: number): Buffer {
  const mgf1 = sequence(oid('1.2.840.113549.1.1.8'), digestIdentifier(mask))
  return sequence(
    oid('1.2.840.113549.1.1.10'),
    sequence(explicit(0, digestIdentifier(digest)), explicit(1, mgf1), explicit(2, integer(saltLength))),
  )
}

function pss(digest: string, saltLength: number): Scheme {
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  return {
    identifier: pssIdentifier(digest, digest, saltLength),
    ...{ digestIdentifier: digestIdentifier(digest), digest, key: rsaKey(2048) },
    sign: (data, key) => sign(digest, data, { key, ...padding }),
  }
}

function ec(curve: string, digest: string, algorithm: string, plain = false): Scheme {
  return {
    identifier: sequence(oid(algorithm)),
    ...{ digestIdentifier: digestIdentifier(digest), digest, key: ecKey(curve) },
    sign: (data, key) => sign(digest, data, { key, dsaEncoding: plain ? 'ieee-p1363' : 'der' }),
  }
}

function edwards(kind: 'ed25519' | 'ed448', digest: string, algorithm: string): Scheme {
  const make = (): KeyObject =>
    kind === 'ed25519' ? generateKeyPairSync('ed25519').privateKey : generateKeyPairSync('ed448').privateKey
  return {
    identifier: sequence(oid(algorithm)),
    ...{ digestIdentifier: digestIdentifier(digest), digest, key: once(kind, make) },
    sign: (data, key) => sign(null, data, key),
  }
}

const NIST = '2.16.840.1.101.3.4.3'
const ECDSA = '1.2.840.10045.4.3'
const PLAIN = '0.4.0.127.0.7.1.1.4.1'

/** All that must verify and are strong. */
export const STRONG = {
  'RSA SHA-256': rsa('sha256', '1.2.840.113549.1.1.11'),
  'RSA SHA-384': rsa('sha384', '1.2.840.113549.1.1.12'),
  'RSA SHA-512': rsa('sha512', '1.2.840.113549.1.1.13'),
  'RSA SHA-224': rsa('sha224', '1.2.840.113549.1.1.14'),
  'RSA SHA-256, OID of the key alone': rsa('sha256', '1.2.840.113549.1.1.1'),
  'RSA SHA3-256': rsa('sha3-256', `${NIST}.14`),
  'RSA SHA3-512': rsa('sha3-512', `${NIST}.16`),
  'RSA 4096 SHA-256': rsa('sha256', '1.2.840.113549.1.1.11', 4096),
  'PSS SHA-256': pss('sha256', 32),
  'PSS SHA-512, salt of 20': pss('sha512', 20),
  'PSS SHA3-384': pss('sha3-384', 48),
  'ECDSA P-256 SHA-256': ec('P-256', 'sha256', `${ECDSA}.2`),
  'ECDSA P-384 SHA-384': ec('P-384', 'sha384', `${ECDSA}.3`),
  'ECDSA P-521 SHA-512': ec('P-521', 'sha512', `${ECDSA}.4`),
  'ECDSA P-384 SHA3-384': ec('P-384', 'sha3-384', `${NIST}.11`),
  'ECDSA secp256k1 SHA-256': ec('secp256k1', 'sha256', `${ECDSA}.2`),
  'ECDSA brainpoolP256r1 SHA-256': ec('brainpoolP256r1', 'sha256', `${ECDSA}.2`),
  'ECDSA brainpoolP384t1 SHA-384': ec('brainpoolP384t1', 'sha384', `${ECDSA}.3`),
  'ECDSA brainpoolP512r1 SHA-512': ec('brainpoolP512r1', 'sha512', `${ECDSA}.4`),
  'ECDSA, OID of the key alone': ec('P-256', 'sha256', '1.2.840.10045.2.1'),
  'plain ECDSA P-256 SHA-256': ec('P-256', 'sha256', `${PLAIN}.3`, true),
  'plain ECDSA brainpoolP384r1 SHA-384': ec('brainpoolP384r1', 'sha384', `${PLAIN}.4`, true),
  'plain ECDSA P-256 SHA3-256': ec('P-256', 'sha3-256', `${PLAIN}.9`, true),
  Ed25519: edwards('ed25519', 'sha512', '1.3.101.112'),
  Ed448: edwards('ed448', 'shake256', '1.3.101.113'),
} satisfies Record<string, Scheme>

/** All that verify and prove nothing. */
export const WEAK = {
  'RSA SHA-1': rsa('sha1', '1.2.840.113549.1.1.5'),
  'RSA SHA-1, old OID': rsa('sha1', '1.3.14.3.2.29'),
  'RSA MD5': rsa('md5', '1.2.840.113549.1.1.4'),
  'RSA 1024 SHA-256': rsa('sha256', '1.2.840.113549.1.1.11', 1024),
  'PSS with all defaults (SHA-1)': {
    ...pss('sha1', 20),
    identifier: sequence(oid('1.2.840.113549.1.1.10'), sequence()),
  },
  'ECDSA SHA-1': ec('P-256', 'sha1', '1.2.840.10045.4.1'),
  'ECDSA P-224': ec('P-224', 'sha256', `${ECDSA}.2`),
  'DSA 2048 SHA-256': {
    identifier: sequence(oid(`${NIST}.2`)),
    ...{ digestIdentifier: digestIdentifier('sha256'), digest: 'sha256' },
    key: once('dsa', () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey),
    sign: (data, key) => sign('sha256', data, key),
  },
} satisfies Record<string, Scheme>

export const RSA = STRONG['RSA SHA-256']
export const P256 = STRONG['ECDSA P-256 SHA-256']
