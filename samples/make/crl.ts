// Issues certificate revocation lists (RFC 5280 5) for the fictional PKI of the samples.
import { type KeyObject, sign } from 'node:crypto'
import { encodeName, type Name, signatureAlgorithm } from './certificate.ts'
import { bitString, integer, sequence, time } from './der-writer.ts'

export interface CrlRequest {
  issuer: Name
  issuerKey: KeyObject
  thisUpdate: Date
  nextUpdate: Date
  revoked: { serial: bigint; at: Date }[]
}

/** A version 2 list as PEM; with an RSA key the same bytes every time. */
export function issueCrl({ issuer, issuerKey, thisUpdate, nextUpdate, revoked }: CrlRequest): string {
  const algorithm = signatureAlgorithm(issuerKey)
  const entries = revoked.map(({ serial, at }) => sequence(integer(serial), time(at)))
  const tbs = sequence(
    integer(1),
    algorithm,
    encodeName(issuer),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  )
  const list = sequence(tbs, algorithm, bitString(sign('sha256', tbs, issuerKey)))
  const lines = list.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN X509 CRL-----\n${lines.join('\n')}\n-----END X509 CRL-----\n`
}
