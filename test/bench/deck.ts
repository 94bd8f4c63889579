// Six messages in the shapes of the load harness' mix deck (70 plain, 10 html, 10 docpdf, 5 scan, 4 office, 1 big of 100); attachments are random bytes.
import { createHash } from 'node:crypto'

/** A kind of message, how many of a hundred are of it, and its bytes. */
export interface DeckMessage {
  name: string
  weight: number
  bytes: Buffer
}

/** Bytes of base64 lines that an attachment takes on the wire for each of its own. */
const LINE = /.{76}/g
const WORDS =
  'Ủy ban nhân dân huyện Cần Giờ đề nghị các phòng ban đơn vị trực thuộc báo cáo kết quả thực hiện nhiệm vụ (MẪU THỬ NGHIỆM)'

/** The same bytes at every call, as hard to compress as a picture. */
function pseudoRandom(size: number, seed: string): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0; i * 32 < size; i++) blocks.push(createHash('sha256').update(`${seed} ${i}`).digest())
  return Buffer.concat(blocks).subarray(0, size)
}

function words(length: number): string {
  return `${`${WORDS}.\r\n`.repeat(Math.ceil(length / WORDS.length))}`.slice(0, length)
}

const head = (type: string) =>
  `From: Van phong <vanphong.cangio@tphcm.gov.vn>\r\nTo: <somau@tphcm.gov.vn>\r\nSubject: =?UTF-8?B?${Buffer.from('Báo cáo (MẪU THỬ NGHIỆM)').toString('base64')}?=\r\n` +
  `Date: Mon, 2 Mar 2026 08:00:00 +0700\r\nMessage-ID: <1@tphcm.gov.vn>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n`

const attached = (name: string, size: number) =>
  `--=_b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
  `${pseudoRandom(size, name).toString('base64').replace(LINE, '$&\r\n')}\r\n`

const text = (length: number) =>
  `--=_b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${words(length)}\r\n`

const mixed = (...parts: string[]) =>
  Buffer.from(`${head('multipart/mixed; boundary="=_b"')}\r\n${parts.join('')}--=_b--\r\n`)

/** Quoted-printable as Outlook writes Vietnamese: every byte above 0x7f escaped, soft breaks at 75. */
function quoted(content: string): string {
  const escaped = Buffer.from(content)
    .toString('latin1')
    .replace(/[\x80-\xff=]/g, (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return escaped
    .split('\r\n')
    .map((line) => line.replace(/.{60,72}(?<!=)(?<!=.)(?=[^=]{3}.)/g, '$&=\r\n'))
    .join('\r\n')
}

function html(): Buffer {
  const page = `<html><body>${words(8000).replaceAll('\r\n', '<br>\r\n')}<img src="cid:logo"></body></html>`
  const body = `--=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(page)}\r\n`
  return mixed(text(1500), body, attached('logo.bin', 36_000))
}

/** The deck; the sizes on the wire are those of the harness to a few percent. */
export function deck(): DeckMessage[] {
  const plain = Buffer.from(
    `${head('text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit')}\r\n${words(2600)}\r\n`,
  )
  return [
    { name: 'plain', weight: 70, bytes: plain },
    { name: 'html', weight: 10, bytes: html() },
    { name: 'docpdf', weight: 10, bytes: mixed(text(1500), attached('a.bin', 72_000), attached('b.bin', 132_000)) },
    { name: 'scan', weight: 5, bytes: mixed(text(1000), attached('c.bin', 2_100_000)) },
    { name: 'office', weight: 4, bytes: mixed(text(1000), attached('d.bin', 300_000), attached('e.bin', 1_030_000)) },
    { name: 'big', weight: 1, bytes: mixed(text(1000), attached('f.bin', 21_000_000)) },
  ]
}
