// Reads OCSP responses (RFC 6960) and finds what they say of one certificate.
import { type Algorithm, digestName, readAlgorithm } from './algorithms.ts'
import { type Certificate, tryCertificate } from './certificate.ts'
import { digestOf } from './crypto.ts'
import {
  DerError,
  expectTag,
  members,
  only,
  readOctetBits,
  readOctets,
  readOid,
  readSerial,
  readTime,
  readWhole,
  TAG,
  type Tlv,
  take,
  takeIf,
} from './der.ts'

export interface Ocsp {
  producedAt: Date
  certificates: Certificate[]
  /** What the responder signed, with which algorithm, and its signature. */
  signed: Buffer
  algorithm: Algorithm
  signature: Buffer
  answers: OcspAnswer[]
}

export interface OcspAnswer {
  digest: Algorithm
  issuerNameHash: Buffer
  issuerKeyHash: Buffer
  serial: string
  status: 'good' | 'revoked' | 'unknown'
  /** null unless revoked. */
  revokedAt: Date | null
  thisUpdate: Date
  nextUpdate: Date | null
}

const BASIC = '1.3.6.1.5.5.7.48.1.1'
const MAX_BYTES = 1024 * 1024
/** Responses name one certificate, seldom a few; the responder's certificate comes with its chain at most. */
const MAX_ANSWERS = 64
const MAX_CERTIFICATES = 4

/** A whole OCSPResponse, or the BasicOCSPResponse in it alone, as CAdES keeps it. Throws a DerError when it is neither. */
export function readOcsp(raw: Buffer): Ocsp {
  if (raw.length > MAX_BYTES) throw new DerError('OCSP response too large')
  const outer = readWhole(raw, TAG.sequence)
  const [status, bytes] = members(outer)
  if (status?.tag !== TAG.enumerated) return readBasic(outer)
  if (status.content[0] !== 0 || !bytes) throw new DerError('no answer in the OCSP response')
  const [type, response] = members(only(bytes, 0xa0), TAG.sequence)
  if (readOid(type) !== BASIC) throw new DerError('not a basic OCSP response')
  return readBasic(readWhole(readOctets(response), TAG.sequence))
}

function readBasic(value: Tlv): Ocsp {
  const [data, algorithm, signature, certificates] = members(value, TAG.sequence)
  if (!data || !algorithm) throw new DerError('malformed OCSP response')
  const fields = members(data, TAG.sequence)
  takeIf(fields, 0xa0)
  // responderID: by name [1] or by key [2]. Who signed is found by whose key verifies.
  if (!takeIf(fields, 0xa1)) take(fields, 0xa2)
  const producedAt = readTime(take(fields, TAG.generalizedTime))
  const answers = members(take(fields, TAG.sequence))
  if (answers.length > MAX_ANSWERS) throw new DerError('too many OCSP answers')
  const list = certificates ? members(only(certificates, 0xa0), TAG.sequence) : []
  return {
    producedAt,
    certificates: list.slice(0, MAX_CERTIFICATES).flatMap(({ raw }) => tryCertificate(raw) ?? []),
    signed: data.raw,
    algorithm: readAlgorithm(algorithm),
    signature: readOctetBits(signature),
    answers: answers.map(readAnswer),
  }
}

function readAnswer(value: Tlv): OcspAnswer {
  const fields = members(value, TAG.sequence)
  const [digest, name, key, serial] = members(take(fields, TAG.sequence))
  const status = fields.shift()
  if (!digest || !status) throw new DerError('malformed OCSP answer')
  const thisUpdate = readTime(take(fields, TAG.generalizedTime))
  const next = takeIf(fields, 0xa0)
  return {
    digest: readAlgorithm(digest),
    issuerNameHash: readOctets(name),
    issuerKeyHash: readOctets(key),
    serial: readSerial(serial),
    ...readStatus(status),
    thisUpdate,
    nextUpdate: next && readTime(only(next)),
  }
}

/** good [0], revoked [1] with its time, unknown [2]; anything else is unknown. */
function readStatus(value: Tlv): Pick<OcspAnswer, 'status' | 'revokedAt'> {
  if (value.tag === 0xa1) return { status: 'revoked', revokedAt: readTime(members(value)[0]) }
  return { status: value.tag === 0x80 ? 'good' : 'unknown', revokedAt: null }
}

/** The answers about this certificate of this issuer (4.1.1: hashes of the issuer's name and key, and the serial number). */
export function answersAbout({ answers }: Ocsp, certificate: Certificate, issuer: Certificate): OcspAnswer[] {
  return answers.filter((answer) => {
    const digest = digestName(answer.digest)
    if (digest === null || answer.serial !== certificate.serial) return false
    const names = [certificate.issuer.raw, issuer.subject.raw].map((name) => digestOf(digest, name))
    return (
      names.some((hash) => hash.equals(answer.issuerNameHash)) && keyHash(digest, issuer).equals(answer.issuerKeyHash)
    )
  })
}

/** Over the bits of the key alone, without its algorithm. */
function keyHash(digest: string, { spki }: Certificate): Buffer {
  const [, bits] = members(readWhole(spki), TAG.sequence)
  return digestOf(digest, readOctetBits(expectTag(bits, TAG.bitString)))
}
