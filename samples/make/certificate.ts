// Issues X.509 certificates (RFC 5280) for the fictional PKI of samples and tests.
import { createHash, type KeyObject, sign } from 'node:crypto'
import {
  bitString,
  boolean,
  explicit,
  ia5String,
  integer,
  nil,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  time,
  utf8String,
} from './der-writer.ts'

const ATTRIBUTES = {
  C: '2.5.4.6',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  E: '1.2.840.113549.1.9.1',
  UID: '0.9.2342.19200300.100.1.1',
}

/** A distinguished name: attributes in their order in the certificate. */
export type Name = [attribute: keyof typeof ATTRIBUTES, value: string][]

/** Bits of keyUsage (RFC 5280 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 }

export interface CertificateRequest {
  subject: Name
  subjectKey: KeyObject
  issuer: Name
  /** Private key of the issuer: RSA signs PKCS#1 v1.5 (the same bytes every time), EC signs ECDSA (other bytes each time). */
  issuerKey: KeyObject
  serial: bigint
  notBefore: Date
  notAfter: Date
  /** A CA certificate; `pathLength` null leaves the constraint out. */
  ca?: { pathLength: number | null }
  keyUsage: (keyof typeof KEY_USAGE)[]
  /** Digest of the issuer's signature; sha256 unless a test wants a weak one. */
  digest?: 'sha1' | 'sha256'
  /** Further extensions, as [dotted OID, critical, DER of the value]. */
  extensions?: [string, boolean, Buffer][]
}

export function encodeName(name: Name): Buffer {
  const value = (attribute: string, text: string): Buffer =>
    attribute === 'C' ? printableString(text) : attribute === 'E' ? ia5String(text) : utf8String(text)
  return sequence(...name.map(([key, text]) => setOf(sequence(oid(ATTRIBUTES[key]), value(key, text)))))
}

/** AlgorithmIdentifier with which a key of this kind signs. */
export function signatureAlgorithm(key: KeyObject, digest: 'sha1' | 'sha256' = 'sha256'): Buffer {
  if (key.asymmetricKeyType === 'ec') return sequence(oid('1.2.840.10045.4.3.2'))
  return sequence(oid(digest === 'sha1' ? '1.2.840.113549.1.1.5' : '1.2.840.113549.1.1.11'), nil())
}

/** A certificate in DER. */
export function issueCertificate(request: CertificateRequest): Buffer {
  const algorithm = signatureAlgorithm(request.issuerKey, request.digest)
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(request.serial),
    algorithm,
    encodeName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    encodeName(request.subject),
    request.subjectKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(request))),
  )
  const signature = sign(request.digest ?? 'sha256', tbs, request.issuerKey)
  return sequence(tbs, algorithm, bitString(signature))
}

function extensions(request: CertificateRequest): Buffer[] {
  const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
    sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value))
  const { ca } = request
  const constraints = ca
    ? sequence(boolean(true), ...(ca.pathLength === null ? [] : [integer(ca.pathLength)]))
    : sequence()
  return [
    extension('2.5.29.19', true, constraints),
    extension('2.5.29.15', true, keyUsageBits(request.keyUsage)),
    extension('2.5.29.14', false, octetString(keyIdentifier(request.subjectKey))),
    ...(request.extensions ?? []).map((each) => extension(...each)),
  ]
}

function keyUsageBits(usages: CertificateRequest['keyUsage']): Buffer {
  let bits = 0
  for (const usage of usages) bits |= 0x80 >> KEY_USAGE[usage]
  let unused = 0
  while (unused < 7 && !((bits >> unused) & 1)) unused++
  return bitString(Buffer.from([bits]), unused)
}

/** SHA-1 of the key, as RFC 5280 4.2.1.2 suggests; an identifier, not a protection. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
}

/** PEM of a certificate in DER. */
export function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** DER of the one certificate in a PEM text. */
export function fromPem(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[A-Z0-9 ]+-----/g, ''), 'base64')
}
