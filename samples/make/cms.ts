// Makes the CMS (RFC 5652) of sample signatures, right by default and wrong in the ways that tests ask for.
import { constants, createHash, type KeyObject, sign } from 'node:crypto'
import { signatureAlgorithm } from './certificate.ts'
import { explicit, integer, nil, octetString, oid, sequence, setOf, time, tlv } from './der-writer.ts'

const SHA256 = (): Buffer => sequence(oid('2.16.840.1.101.3.4.2.1'), nil())
const DATA = '1.2.840.113549.1.7.1'

export interface CmsRequest {
  key: KeyObject
  certificate: Buffer
  /** Further certificates that the CMS carries; real Vietnamese files often carry the leaf only. */
  chain: Buffer[]
  /** The bytes that are signed. */
  content: Buffer
  /** signingTime; null leaves it out. */
  signedAt: Date | null
  /** Adds signing-certificate-v2 (RFC 5035), as CAdES demands. */
  signingCertificate: boolean
  /** Departures from what is right, for tests. */
  wrong?: {
    /** Content carried inside, which a detached signature must not have. */
    eContent?: Buffer
    contentType?: string
    messageDigest?: Buffer
    /** signing-certificate-v2 names this certificate instead. */
    namedCertificate?: Buffer
    noSignedAttributes?: boolean
    twiceMessageDigest?: boolean
    signers?: number
    digestAlgorithm?: Buffer
    signatureAlgorithm?: Buffer
    pss?: boolean
  }
}

/** A ContentInfo with SignedData, DER. The same request gives the same bytes, except with EC keys and PSS. */
export function buildCms(request: CmsRequest): Buffer {
  const { certificate, chain, wrong = {} } = request
  const signer = signerInfo(request)
  const content = wrong.eContent ? [explicit(0, octetString(wrong.eContent))] : []
  const signedData = sequence(
    integer(1),
    setOf(wrong.digestAlgorithm ?? SHA256()),
    sequence(oid(DATA), ...content),
    tlv(0xa0, certificate, ...chain),
    setOf(...Array.from({ length: wrong.signers ?? 1 }, () => signer)),
  )
  return sequence(oid('1.2.840.113549.1.7.2'), explicit(0, signedData))
}

function signerInfo(request: CmsRequest): Buffer {
  const { key, certificate, content, wrong = {} } = request
  const attributes = setOf(...signedAttributes(request))
  const signed = wrong.noSignedAttributes ? content : attributes
  const padding = wrong.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}
  const { issuer, serial } = issuerAndSerial(certificate)
  return sequence(
    integer(1),
    sequence(issuer, serial),
    wrong.digestAlgorithm ?? SHA256(),
    ...(wrong.noSignedAttributes ? [] : [Buffer.concat([Buffer.from([0xa0]), attributes.subarray(1)])]),
    wrong.signatureAlgorithm ?? (wrong.pss ? pssAlgorithm() : signatureAlgorithm(key)),
    octetString(sign('sha256', signed, { key, ...padding })),
  )
}

function signedAttributes(request: CmsRequest): Buffer[] {
  const { content, signedAt, certificate, wrong = {} } = request
  const attribute = (id: string, value: Buffer): Buffer => sequence(oid(id), setOf(value))
  const digest = attribute(
    '1.2.840.113549.1.9.4',
    octetString(wrong.messageDigest ?? createHash('sha256').update(content).digest()),
  )
  const attributes = [attribute('1.2.840.113549.1.9.3', oid(wrong.contentType ?? DATA)), digest]
  if (wrong.twiceMessageDigest) attributes.push(digest)
  if (signedAt) attributes.push(attribute('1.2.840.113549.1.9.5', time(signedAt)))
  if (request.signingCertificate) {
    const hash = createHash('sha256')
      .update(wrong.namedCertificate ?? certificate)
      .digest()
    // ESSCertIDv2 with the default hash algorithm SHA-256 left out (RFC 5035 4, DER)
    attributes.push(attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octetString(hash))))))
  }
  return attributes
}

/** RSASSA-PSS-params (RFC 4055 3.1): SHA-256, MGF1 with SHA-256, salt of 32 bytes. */
function pssAlgorithm(): Buffer {
  const mgf1 = sequence(oid('1.2.840.113549.1.1.8'), SHA256())
  const parameters = sequence(explicit(0, SHA256()), explicit(1, mgf1), explicit(2, integer(32)))
  return sequence(oid('1.2.840.113549.1.1.10'), parameters)
}

/** Cuts issuer and serial number out of a certificate as this PKI writes it: version, serial, algorithm, issuer. */
function issuerAndSerial(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  const tbs = inner(inner(certificate))
  const parts: Buffer[] = []
  for (let rest = tbs; parts.length < 4; ) {
    const size = rest.length - inner(rest, true).length
    parts.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  return { issuer: parts[3]!, serial: parts[1]! }
}

/** Content of the first TLV, or, with `after`, what follows it. */
function inner(der: Buffer, after = false): Buffer {
  const long = der[1]! & 0x80 ? der[1]! & 0x7f : 0
  const size = long ? der.readUIntBE(2, long) : der[1]!
  return after ? der.subarray(2 + long + size) : der.subarray(2 + long, 2 + long + size)
}
