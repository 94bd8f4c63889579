// Reads the certificates of a PKCS #7 file (.p7b): SignedData without signers (RFC 5652 5.1), as authorities publish chains.
import { toDer } from './ber.ts'
import { type Certificate, tryCertificate } from './certificate.ts'
import { DerError, members, only, readOid, readWhole, TAG, takeIf } from './der.ts'

const MAX_BYTES = 1_048_576
const MAX_CERTIFICATES = 100
const PEM = /^-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END /

/** Certificates that can be read, in their order. Throws a DerError when the file is no SignedData. */
export function readBundle(bytes: Buffer): Certificate[] {
  if (bytes.length > MAX_BYTES) throw new DerError('bundle too large')
  const pem = PEM.exec(bytes.toString('latin1').trimStart())
  const { der } = toDer(pem ? Buffer.from(pem[1]!, 'base64') : bytes)
  const [type, content] = members(readWhole(der), TAG.sequence)
  if (readOid(type) !== '1.2.840.113549.1.7.2' || !content) throw new DerError('not SignedData')
  const fields = members(only(content, 0xa0), TAG.sequence).slice(3)
  const list = takeIf(fields, 0xa0)
  return (list ? members(list) : []).slice(0, MAX_CERTIFICATES).flatMap(({ raw }) => tryCertificate(raw) ?? [])
}
