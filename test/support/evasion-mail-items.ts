// Writers of Microsoft's mail items and of S/MIME envelopes for the evasion set: TNEF, Outlook messages, CMS of every content type.
import { deflateSync } from 'node:zlib'
import { explicit, integer, octetString, oid, sequence, setOf, tlv } from '../../samples/make/der-writer.ts'
import { buildOle, type OlePlan } from './ole-builder.ts'

const le16 = (value: number): Buffer => Buffer.from([value & 255, value >> 8])
function le32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** One attribute ([MS-OXTNEF] 2.1.3): level, id, length, data, checksum. */
function attribute(level: number, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0)
  return Buffer.concat([Buffer.from([level]), le32(id), le32(data.length), data, le16(sum)])
}

export interface TnefFile {
  name: string
  bytes: Buffer
  /** Long name in the MAPI properties; the title then holds the short one. */
  longName?: string
}

/** A TNEF stream (winmail.dat) with these files, and a subject where given. */
export function tnef(files: TnefFile[], subject = ''): Buffer {
  const attached = files.flatMap(({ name, bytes, longName }) => [
    attribute(2, 0x00069002, Buffer.concat([le16(1), le32(0xffffffff), le16(0), le16(0), le32(0)])),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1')),
    attribute(2, 0x0006800f, bytes),
    ...(longName === undefined ? [] : [attribute(2, 0x00069005, property(0x3707001e, `${longName}\0`))]),
  ])
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(1, 0x00089006, le32(0x00010000)),
    attribute(1, 0x00069007, Buffer.concat([le32(1258), le32(0)])),
    ...(subject === '' ? [] : [attribute(1, 0x00018004, Buffer.from(`${subject}\0`, 'latin1'))]),
    ...attached,
  ])
}

/** One PT_STRING8 property in a list of MAPI properties. */
function property(tag: number, value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1')
  return Buffer.concat([
    le32(1),
    le32(tag),
    le32(1),
    le32(bytes.length),
    bytes,
    Buffer.alloc((4 - (bytes.length % 4)) % 4),
  ])
}

const unicode = (text: string): Buffer => Buffer.from(text, 'utf16le')

/** An Outlook message ([MS-OXMSG]): subject, body, files; `held` is a message attached as an object. */
export function outlookMessage(
  subject: string,
  body: string,
  files: TnefFile[],
  held: OlePlan[] | null = null,
): Buffer {
  return buildOle(messagePlan(subject, body, files, held), '0b0d020000000000c000000000000046')
}

export function messagePlan(
  subject: string,
  body: string,
  files: TnefFile[],
  held: OlePlan[] | null = null,
): OlePlan[] {
  const attachments = files.map(({ name, bytes, longName = name }, index) => ({
    name: `__attach_version1.0_#${index.toString(16).toUpperCase().padStart(8, '0')}`,
    inside: [
      { name: '__properties_version1.0', bytes: properties(8, [0x37050003, 1]) },
      { name: '__substg1.0_37010102', bytes },
      { name: '__substg1.0_3704001F', bytes: unicode(name) },
      { name: '__substg1.0_3707001F', bytes: unicode(longName) },
    ],
  }))
  const object =
    held === null
      ? []
      : [
          {
            name: '__attach_version1.0_#000000FF',
            inside: [
              { name: '__properties_version1.0', bytes: properties(8, [0x37050003, 5]) },
              { name: '__substg1.0_3701000D', inside: held },
            ],
          },
        ]
  return [
    { name: '__properties_version1.0', bytes: properties(32, [0x340d0003, 0x00040e79]) },
    { name: '__nameid_version1.0', inside: [{ name: '__substg1.0_00020102', bytes: '' }] },
    { name: '__substg1.0_001A001F', bytes: unicode('IPM.Note') },
    { name: '__substg1.0_0037001F', bytes: unicode(subject) },
    { name: '__substg1.0_1000001F', bytes: unicode(body) },
    ...attachments,
    ...object,
  ]
}

/** The fixed-length properties of a stream ([MS-OXMSG] 2.4): a header of zeros and 16 bytes a property. */
function properties(header: number, ...all: [tag: number, value: number][]): Buffer {
  const entries = all.map(([tag, value]) => Buffer.concat([le32(tag), le32(6), le32(value), le32(0)]))
  return Buffer.concat([Buffer.alloc(header), ...entries])
}

const PKCS7 = '1.2.840.113549.1.7'

/** id-signedData (RFC 5652 5) around a MIME entity, without signers: "certs-only" that carries content. */
export const signedData = (entity: Buffer): Buffer =>
  sequence(
    oid(`${PKCS7}.2`),
    explicit(0, sequence(integer(1), setOf(), sequence(oid(`${PKCS7}.1`), explicit(0, octetString(entity))), setOf())),
  )

/** The same in BER: every length indefinite, the content in pieces (X.690 8.1.3.6, 8.7.3). */
export function signedDataBer(entity: Buffer, piece = 1000): Buffer {
  const open = (tag: number, ...parts: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])])
  const pieces: Buffer[] = []
  for (let at = 0; at < entity.length; at += piece) pieces.push(octetString(entity.subarray(at, at + piece)))
  const content = open(0x30, oid(`${PKCS7}.1`), open(0xa0, open(0x24, ...pieces)))
  return open(0x30, oid(`${PKCS7}.2`), open(0xa0, open(0x30, integer(1), setOf(), content, setOf())))
}

/** id-ct-compressedData (RFC 3274). */
export const compressedData = (entity: Buffer): Buffer =>
  sequence(
    oid('1.2.840.113549.1.9.16.1.9'),
    explicit(
      0,
      sequence(
        integer(0),
        sequence(oid('1.2.840.113549.1.9.16.3.8')),
        sequence(oid(`${PKCS7}.1`), explicit(0, octetString(deflateSync(entity, { level: 0 })))),
      ),
    ),
  )

/** id-data (RFC 5652 4) around a MIME entity. */
export const plainData = (entity: Buffer): Buffer => sequence(oid(`${PKCS7}.1`), explicit(0, octetString(entity)))

/** id-envelopedData or id-authEnvelopedData with one recipient and nonsense for the encrypted content. */
export function envelopedData(authenticated = false): Buffer {
  const recipient = sequence(
    integer(0),
    sequence(sequence(), integer(1)),
    sequence(oid('1.2.840.113549.1.1.1')),
    octetString(Buffer.alloc(32, 0x5a)),
  )
  const encrypted = sequence(
    oid(`${PKCS7}.1`),
    sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(16, 1))),
    tlv(0x80, Buffer.alloc(64, 0xa5)),
  )
  const type = authenticated ? '1.2.840.113549.1.9.16.1.23' : `${PKCS7}.3`
  const mac = authenticated ? [octetString(Buffer.alloc(12, 3))] : []
  return sequence(oid(type), explicit(0, sequence(integer(0), setOf(recipient), encrypted, ...mac)))
}
