// Small whole files of every kind that opens others: mail items, envelopes, pages. What fuzzing spoils.
import { deflateRawSync, deflateSync } from 'node:zlib'
import { crc16 } from '../../src/document/crc16.ts'
import { buildTnef, compressRtf, msgPlan } from './mail-item-writer.ts'
import { buildOle } from './ole-builder.ts'
import { buildZip } from './zip-builder.ts'

const ZIP = buildZip([{ name: 'trong.txt', bytes: 'MẪU THỬ NGHIỆM' }])
const B64 = ZIP.toString('base64')
const ENTITY = Buffer.from(
  `Content-Type: application/zip; name="a.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${B64}\r\n`,
)
const RTF =
  '{\\rtf1\\ansi\\ansicpg1258{\\fonttbl{\\f0 Arial;}}\\uc1 T\\u7901? tr\\\'ecnh {\\b s\\u7889? 7}\\par{\\*\\htmltag84 <b>}x{\\field{\\*\\fldinst HYPERLINK "a"}{\\fldrslt b}}}'

function tlv(tag: number, ...contents: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(contents.map((each) => Buffer.from(each)))
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from(head), body])
}

const open = (tag: number, ...contents: Buffer[]) =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.alloc(2)])
const pkcs7 = (last: number) => tlv(6, Buffer.from(`2a864886f70d0107${last.toString(16).padStart(2, '0')}`, 'hex'))

function signed(content: Buffer): Buffer {
  const encapsulated = tlv(0x30, pkcs7(1), tlv(0xa0, tlv(4, content)))
  return tlv(0x30, pkcs7(2), tlv(0xa0, tlv(0x30, [2, 1, 1], [0x31, 0], encapsulated, [0x31, 0])))
}

function signedInPieces(content: Buffer): Buffer {
  const string = open(0x24, tlv(4, content.subarray(0, 50)), open(0x24, tlv(4, content.subarray(50))))
  const encapsulated = open(0x30, pkcs7(1), open(0xa0, string))
  return open(
    0x30,
    pkcs7(2),
    open(0xa0, open(0x30, Buffer.from([2, 1, 1, 0x31, 0]), encapsulated, Buffer.from([0x31, 0]))),
  )
}

function compressed(content: Buffer): Buffer {
  const smime = (hex: string) => tlv(6, Buffer.from(`2a864886f70d010910${hex}`, 'hex'))
  const inner = tlv(0x30, pkcs7(1), tlv(0xa0, tlv(4, deflateSync(content))))
  return tlv(0x30, smime('0109'), tlv(0xa0, tlv(0x30, [2, 1, 0], tlv(0x30, smime('0308')), inner)))
}

function packet(tag: number, body: Buffer): Buffer {
  const head = Buffer.from([0xc0 | tag, 255, 0, 0, 0, 0])
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

function openPgp(packed: boolean): Buffer {
  const literal = packet(11, Buffer.concat([Buffer.from('b\x05a.zip\0\0\0\0', 'latin1'), ZIP]))
  return packed ? packet(8, Buffer.concat([Buffer.from([1]), deflateRawSync(literal)])) : literal
}

function appleSingle(): Buffer {
  const head = Buffer.alloc(50)
  head.writeUInt32BE(0x00051600, 0)
  head.writeUInt16BE(2, 24)
  for (const [i, value] of [1, 55, ZIP.length, 3, 50, 5].entries()) head.writeUInt32BE(value, 26 + i * 4)
  return Buffer.concat([head, Buffer.from('a.zip'), ZIP])
}

function macBinary(): Buffer {
  const head = Buffer.alloc(128)
  head[1] = head.write('a.zip', 2)
  head.writeUInt32BE(ZIP.length, 83)
  head.writeUInt16BE(0x8181, 122)
  head.writeUInt16BE(crc16(head.subarray(0, 124)), 124)
  return Buffer.concat([head, ZIP, Buffer.alloc((128 - (ZIP.length % 128)) % 128)])
}

type Family = [name: string, seeds: Buffer[]]

/** Files told by their first bytes. */
export function binarySeeds(): Family[] {
  const tnef = buildTnef({
    subject: 'Bao cao',
    body: 'Kinh gui',
    properties: [
      [0x0037, 0x1f, 'Báo cáo'],
      [0x1009, 0x102, compressRtf(RTF, 9)],
      [0x1013, 0x102, Buffer.from('<p>Thân thư')],
    ],
    attachments: [
      { title: 'A.ZIP', data: ZIP, properties: [[0x3707, 0x1f, 'dài.zip']] },
      {
        properties: [
          [
            0x3701,
            0x0d,
            Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), buildTnef({ subject: 'x' })]),
          ],
        ],
      },
    ],
  })
  const held = msgPlan({ subject: 'trong', attachments: [{ long: 'sau.zip', data: ZIP }] }, false)
  const attachments = [
    { long: 'a.zip', short: 'A.ZIP', data: ZIP },
    { long: 'b', object: held, method: 5 },
  ]
  const msg = buildOle(msgPlan({ subject: 'x', body: 'y', html: '<p>z', rtf: compressRtf(RTF), attachments }))
  return [
    ['TNEF', [tnef]],
    ['Outlook items', [msg]],
    ['CMS', [signed(ENTITY), signed(ZIP), signedInPieces(ENTITY), compressed(ZIP), signed(signedInPieces(ZIP))]],
    ['OpenPGP', [openPgp(false), openPgp(true)]],
    ['Apple', [appleSingle(), macBinary()]],
  ]
}

/** Files that are text. */
export function textSeeds(): Family[] {
  const link = `<html><head><title>MẪU</title><style>p{background:url(data:application/zip;base64,${B64})}</style></head><body><p title="x" class=y>Kính gửi &#7853; <img alt="a" src="data:image/png;base64,iVBORw0KGgo="><a download="a.zip" href='data:application/zip;base64,${B64}'>tải</a><!--[if mso]><b>c</b><![endif]--><script>var b=atob("${B64}")</script></body></html>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><a href="d&#97;ta:application/zip;base64,${B64}"><text>a</text></a></svg>`
  const calendar = `BEGIN:VCALENDAR\r\nATTACH;ENCODING=BASE64;VALUE=BINARY;FILENAME="a.zip":${B64.replace(/.{60}/g, '$&\r\n ')}\r\nEND:VCALENDAR\r\n`
  const card = `BEGIN:VCARD\r\nKEY;ENCODING=b:${B64}\r\nEND:VCARD\r\n`
  const pem = `-----BEGIN PKCS7-----\n${signed(ZIP).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`
  const armor = `-----BEGIN PGP MESSAGE-----\n\n${openPgp(true).toString('base64')}\n-----END PGP MESSAGE-----\n`
  return [
    ['pages', [Buffer.from(link), Buffer.from(svg)]],
    ['calendars and cards', [Buffer.from(calendar), Buffer.from(card)]],
    [
      'envelopes in text',
      [Buffer.from(pem), Buffer.from(signedInPieces(ENTITY).toString('base64')), Buffer.from(armor)],
    ],
  ]
}
