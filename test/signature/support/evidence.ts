// Makes CRLs (RFC 5280 5), OCSP responses (RFC 6960) and timestamp tokens (RFC 3161) for tests.
import { createHash, createPublicKey } from 'node:crypto'
import { encodeName, fromPem, toPem } from '../../../samples/make/certificate.ts'
import {
  bitString,
  explicit,
  integer,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from '../../../samples/make/der-writer.ts'
import { extension, type Holder } from './authority.ts'
import { digestIdentifier } from './schemes.ts'
import { digest, type Request, signedData, TST_INFO } from './signed-data.ts'

export { fromPem, toPem }

export interface CrlWish {
  thisUpdate?: Date
  nextUpdate?: Date | null
  revoked?: { serial: bigint; at: Date; reason?: number; invalidFrom?: Date }[]
  /** extensions of the list, as [OID, critical, value] */
  extensions?: [string, boolean, Buffer][]
  /** Signed by this key instead of the issuer's. */
  signedBy?: Holder
}

export const generalized = (at: Date): Buffer =>
  tlv(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))

/** A CertificateList of that issuer in DER. */
export function crl(issuer: Holder, wish: CrlWish = {}): Buffer {
  const by = wish.signedBy ?? issuer
  const entries = (wish.revoked ?? []).map(({ serial, at, reason, invalidFrom }) => {
    const more: Buffer[] = []
    if (reason !== undefined) more.push(extension('2.5.29.21', false, tlv(0x0a, Buffer.from([reason]))))
    if (invalidFrom) more.push(extension('2.5.29.24', false, generalized(invalidFrom)))
    return sequence(integer(serial), time(at), ...(more.length > 0 ? [sequence(...more)] : []))
  })
  const next = wish.nextUpdate === undefined ? new Date('2034-01-01T00:00:00Z') : wish.nextUpdate
  const extensions = (wish.extensions ?? []).map((each) => extension(...each))
  const tbs = sequence(
    integer(1),
    by.scheme.identifier,
    encodeName(issuer.name),
    time(wish.thisUpdate ?? new Date('2026-02-01T00:00:00Z')),
    ...(next ? [time(next)] : []),
    ...(entries.length > 0 ? [sequence(Buffer.concat(entries))] : []),
    ...(extensions.length > 0 ? [explicit(0, sequence(...extensions))] : []),
  )
  return sequence(tbs, by.scheme.identifier, bitString(by.scheme.sign(tbs, by.key)))
}

export interface OcspWish {
  status?: 'good' | 'unknown' | { revokedAt: Date }
  thisUpdate?: Date
  nextUpdate?: Date | null
  producedAt?: Date
  /** Who signs; the issuer when not given. Its certificate is put in. */
  responder?: Holder
  hash?: 'sha1' | 'sha256'
  /** A BasicOCSPResponse without the response around it. */
  bare?: boolean
}

/** An OCSP response about one certificate. */
export function ocsp(subject: Holder, issuer: Holder, wish: OcspWish = {}): Buffer {
  const { status = 'good', responder = issuer, hash = 'sha1' } = wish
  const thisUpdate = wish.thisUpdate ?? new Date('2026-03-02T00:00:00Z')
  const next = wish.nextUpdate === undefined ? new Date('2026-03-09T00:00:00Z') : wish.nextUpdate
  const hashOf = (data: Buffer): Buffer => octetString(createHash(hash).update(data).digest())
  const spki = createPublicKey(issuer.key).export({ type: 'spki', format: 'der' })
  const id = sequence(
    digestIdentifier(hash),
    hashOf(encodeName(issuer.name)),
    hashOf(keyBits(spki)),
    integer(subject.serial),
  )
  const said =
    status === 'good' ? tlv(0x80) : status === 'unknown' ? tlv(0x82) : tlv(0xa1, generalized(status.revokedAt))
  const answer = sequence(id, said, generalized(thisUpdate), ...(next ? [explicit(0, generalized(next))] : []))
  const data = sequence(
    explicit(1, encodeName(responder.name)),
    generalized(wish.producedAt ?? thisUpdate),
    sequence(answer),
  )
  const basic = sequence(
    data,
    responder.scheme.identifier,
    bitString(responder.scheme.sign(data, responder.key)),
    explicit(0, sequence(responder.certificate)),
  )
  if (wish.bare) return basic
  const bytes = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic))
  return sequence(tlv(0x0a, Buffer.from([0])), explicit(0, bytes))
}

/** Bits of the key in a SubjectPublicKeyInfo: its last value, without the octet that counts unused bits. */
function keyBits(spki: Buffer): Buffer {
  const header = spki[1]! & 0x80 ? 2 + (spki[1]! & 0x7f) : 2
  const algorithm = spki.subarray(header)
  const bits = algorithm.subarray(2 + algorithm[1]!)
  return bits.subarray((bits[1]! & 0x80 ? 2 + (bits[1]! & 0x7f) : 2) + 1)
}

export interface TokenWish {
  at?: Date
  hash?: string
  imprint?: Buffer
  /** Departures of the CMS around it. */
  request?: Partial<Request>
}

/** A timestamp token over `data`. */
export function token(tsa: Holder, data: Buffer, wish: TokenWish = {}): Buffer {
  const { hash = 'sha256', request = {} } = wish
  const info = sequence(
    integer(1),
    oid('1.3.6.1.4.1.99999.1'),
    sequence(digestIdentifier(hash), octetString(wish.imprint ?? digest(hash, data))),
    integer(7),
    generalized(wish.at ?? new Date('2026-03-01T02:30:05Z')),
  )
  return signedData(tsa, { content: info, contentType: TST_INFO, attached: true, names: 'v2', ...request })
}

/** Adobe's RevocationInfoArchival as a signed attribute. */
export function archival(crls: Buffer[], ocsps: Buffer[]): [string, Buffer] {
  const parts = [
    ...(crls.length > 0 ? [explicit(0, sequence(...crls))] : []),
    ...(ocsps.length > 0 ? [explicit(1, sequence(...ocsps))] : []),
  ]
  return ['1.2.840.113583.1.1.8', sequence(...parts)]
}

/** issuingDistributionPoint with the given members. */
export const issuingPoint = (...parts: Buffer[]): [string, boolean, Buffer] => ['2.5.29.28', true, sequence(...parts)]
