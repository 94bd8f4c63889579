// Scanners, copiers and a fax server, imitated: odd orders of fields, no MIME-Version, a part without a type, names without quotes.
import { bytesOf } from '../../../samples/make/files.ts'
import type { Letter } from '../../../samples/make/letter.ts'
import { base64Lines, CRLF, token } from '../../../samples/make/mail.ts'
import { NOTE, pick } from './letters.ts'
import type { Shape } from './office-programs.ts'

export const joined = (...lines: (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from(CRLF)]))
const SCANS = ['giay-moi-12-scan.pdf', 'lich-cong-tac-tuan-10.pdf', 'bao-cao-58.pdf']
const scan = (letter: Letter): Buffer => bytesOf(SCANS[pick(letter.seed, 'scan', SCANS.length)]!)

/** A device: its own order of fields, no charset, names by date, the file only or with an ASCII text. */
function device(name: string, write: (letter: Letter, boundary: string, file: string) => (string | Buffer)[]): Shape {
  return (letter) => {
    const file = `${name.slice(0, 4).toUpperCase()}2026030208000${pick(letter.seed, 'n', 10)}`
    return joined(...write(letter, `${name}-${token(16, letter.seed)}`, file), '')
  }
}

const canon = device('canon', (letter, boundary, file) => [
  `Date: Mon, 2 Mar 2026 08:00:00 +0700`,
  `From: ${letter.from.address}`,
  `Subject: Attached Image`,
  `To: ${letter.to[0]!.address}`,
  `Message-Id: <${token(16, letter.seed)}@canon.local>`,
  `MIME-Version: 1.0`,
  `Content-Type: multipart/mixed; boundary="${boundary}"`,
  '',
  'This is a multi-part message in MIME format.',
  `--${boundary}`,
  'Content-Type: text/plain; charset=US-ASCII',
  'Content-Transfer-Encoding: 7bit',
  '',
  '(MAU THU NGHIEM)',
  '',
  `--${boundary}`,
  `Content-Type: application/pdf; name="${file}.pdf"`,
  'Content-Transfer-Encoding: base64',
  `Content-Disposition: attachment; filename="${file}.pdf"`,
  '',
  base64Lines(scan(letter)),
  `--${boundary}--`,
])

/** Ricoh: a description, an X field in front, the text part without a type. */
const ricoh = device('ricoh', (letter, boundary, file) => [
  `X-Mailer: RICOH IM C3000`,
  `MIME-Version: 1.0`,
  `From: <${letter.from.address}>`,
  `To: <${letter.to[0]!.address}>`,
  `Subject: Message from "RNP00267${token(6, letter.seed).toUpperCase()}"`,
  `Date: Mon, 02 Mar 2026 08:00:00 +0700`,
  `Message-ID: <20260302080000.${token(8, letter.seed)}@192.0.2.50>`,
  `Content-Type: multipart/mixed;`,
  ` boundary="${boundary}"`,
  '',
  `--${boundary}`,
  'Content-Transfer-Encoding: 7bit',
  '',
  'This E-mail was sent from "RNP00267" (IM C3000). (MAU THU NGHIEM)',
  '',
  'Scan Date: 02.03.2026 08:00:00 (+0700)',
  'Queries to: admin@mau.example',
  `--${boundary}`,
  `Content-Type: application/pdf; name="${file}.pdf"`,
  `Content-Description: ${file}.pdf`,
  `Content-Disposition: attachment; filename="${file}.pdf"`,
  'Content-Transfer-Encoding: base64',
  '',
  base64Lines(scan(letter)),
  '',
  `--${boundary}--`,
])

/** Kyocera: no MIME-Version, names without quotes, upper-case encoding. */
const kyocera = device('kyocera', (letter, boundary, file) => [
  `From: ${letter.from.address}`,
  `To: ${letter.to[0]!.address}`,
  `Subject: Send data from MFP11223344 02/03/2026 08:00`,
  `Date: Mon, 2 Mar 2026 08:00:00 +0700`,
  `Content-Type: multipart/mixed; boundary=${boundary}`,
  '',
  `--${boundary}`,
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: BASE64',
  '',
  base64Lines(Buffer.from(`Scan from Kyocera ${NOTE}${CRLF}`)),
  `--${boundary}`,
  `Content-Type: application/pdf; name=${file}.pdf`,
  'Content-Transfer-Encoding: BASE64',
  `Content-Disposition: attachment; filename=${file}.pdf`,
  '',
  base64Lines(scan(letter)),
  `--${boundary}--`,
])

/** HP: base64 in lines of 72 characters, a lone image part in the midst, X-Priority. */
const hp = device('hp', (letter, boundary, file) => [
  'X-Priority: 3',
  `To: ${letter.to[0]!.address}`,
  `From: "HP Scanner" <${letter.from.address}>`,
  `Subject: Scanned from HP`,
  `Date: Mon, 02 Mar 2026 08:00:00 +0700`,
  'MIME-Version: 1.0',
  `Content-Type: Multipart/Mixed; Boundary="${boundary}"`,
  '',
  '',
  `--${boundary}`,
  'Content-type: text/plain; charset="UTF-8"',
  'Content-transfer-encoding: 8bit',
  '',
  `Xin xem tệp kèm theo ${NOTE}`,
  '',
  `--${boundary}`,
  `Content-type: application/pdf; name="${file}.pdf"`,
  'Content-transfer-encoding: base64',
  `Content-disposition: attachment; filename="${file}.pdf"`,
  '',
  scan(letter).toString('base64').replace(/.{72}/g, `$&${CRLF}`),
  '',
  `--${boundary}--`,
  '',
])

/** A fax gateway: one part, a TIFF-like file as the whole message; here the picture. */
const fax = device('fax', (letter, _boundary, file) => [
  `From: Fax Server <${letter.from.address}>`,
  `To: ${letter.to[0]!.address}`,
  'Subject: FAX 02838000000 (1 page) MAU THU NGHIEM',
  'Date: Mon, 02 Mar 2026 08:00:00 +0700',
  'MIME-Version: 1.0',
  `Content-Type: application/pdf; name="${file}.pdf"`,
  'Content-Transfer-Encoding: base64',
  `Content-Disposition: attachment; filename="${file}.pdf"`,
  '',
  base64Lines(scan(letter)),
])

/** Every device by its name. */
export const DEVICES: Record<string, Shape> = { canon, ricoh, kyocera, hp, fax }
