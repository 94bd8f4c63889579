// Letters in the shapes of mail programs that people use, imitated: phones, MDaemon, Exchange online, JavaMail and .NET beside those of the samples.
import { addressLines, bWords, dateLine, type Letter, paragraphs, qWords, uuid } from '../../../samples/make/letter.ts'
import { CRLF, leaf, message, multipart, type Part, token, words } from '../../../samples/make/mail.ts'
import { mailers } from '../../../samples/make/mailers.ts'

export type Shape = (letter: Letter) => Buffer

/** Attachments by RFC 2047 in both fields, as most programs of before RFC 2231 write them. */
function plainFiles(letter: Letter, write: (name: string) => string, extra: string[] = []): Part[] {
  return (letter.attachments ?? []).map(({ name, type, bytes }) =>
    leaf(
      [
        `Content-Type: ${type};${CRLF}\tname="${write(name)}"`,
        `Content-Disposition: attachment;${CRLF}\tfilename="${write(name)}"`,
        ...extra,
      ],
      bytes,
      'base64',
    ),
  )
}

function whole(_letter: Letter, body: Part, files: Part[], boundary: string): Part {
  return files.length === 0 ? body : multipart('mixed', boundary, [body, ...files])
}

function headers(letter: Letter, write: (text: string) => string, id: string, ...more: string[]): string[] {
  const { from, to } = addressLines(letter, write)
  return [
    ...from,
    ...to,
    `Subject: ${write(letter.subject)}`,
    dateLine(letter),
    `Message-ID: <${id}>`,
    'MIME-Version: 1.0',
    ...more,
  ]
}

const utf8 = 'Content-Type: text/plain; charset="utf-8"'
const html = (letter: Letter): string =>
  `<html><head><meta charset="utf-8"></head><body>${paragraphs(letter.text, '<p>', '</p>')}</body></html>`

/** iOS Mail: inline dispositions, text after each file, Content-Transfer-Encoding first. */
function iosMail(letter: Letter): Buffer {
  const boundary = `Apple-Mail-${uuid(letter.seed).toUpperCase()}`
  const text = (content: string): Part =>
    leaf([`Content-Type: text/plain;${CRLF}\tcharset=utf-8`], content, 'quoted-printable')
  const files = (letter.attachments ?? []).flatMap(({ name, type, bytes }) => [
    leaf(
      [
        `Content-Type: ${type};${CRLF}\tname="${words(name, { form: 'Q' })}"`,
        `Content-Disposition: inline;${CRLF}\tfilename="${words(name, { form: 'Q' })}"`,
      ],
      bytes,
      'base64',
    ),
    text('\n\n'),
  ])
  const entity = files.length === 0 ? text(letter.text) : multipart('mixed', boundary, [text(letter.text), ...files])
  const head = headers(
    letter,
    (each) => words(each, { form: 'Q', charset: 'utf-8' }),
    `${uuid(letter.seed, 'i').toUpperCase()}@tphcm.gov.vn`,
  )
  return message([...head.slice(0, -1), 'Mime-Version: 1.0 (1.0)', 'X-Mailer: iPhone Mail (21G93)'], entity)
}

/** Outlook for phones by Exchange online: HTML alone in base64 or both, long X-MS fields, empty values. */
function outlookMobile(letter: Letter): Buffer {
  const id = token(30, letter.seed, 'm')
  const both = multipart('alternative', `_000_${id}apcprd06prod_`, [
    leaf([`Content-Type: text/plain; charset="utf-8"`], letter.text, 'base64'),
    leaf([`Content-Type: text/html; charset="utf-8"`], html(letter), 'base64'),
  ])
  const files = plainFiles(letter, bWords, [
    `Content-ID: <${token(32, letter.seed, 'cid').toUpperCase()}@apcprd06.prod.outlook.example>`,
  ])
  return message(
    [
      `Received: from SG2PR0601MB0001.apcprd06.prod.outlook.example (2001:db8::1) by${CRLF} SG2PR0601MB0002.apcprd06.prod.outlook.example (2001:db8::2) with Microsoft SMTP${CRLF} Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id${CRLF} 15.20.8489.18; Mon, 2 Mar 2026 01:00:00 +0000`,
      `ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.example; cv=none;${CRLF} b=${token(60, letter.seed, 'arc')}`,
      ...headers(letter, bWords, `SG2PR0601MB0001${id}@apcprd06.prod.outlook.example`),
      'Thread-Topic:',
      'msip_labels:',
      `X-Forefront-Antispam-Report:${CRLF}\tCIP:255.255.255.255;CTRY:;LANG:vi;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:SG2PR0601MB0001.apcprd06.prod.outlook.example;PTR:;CAT:NONE;SFS:(13230040)(366016)(1800799024);DIR:OUT;SFP:1102;`,
      `X-MS-Exchange-AntiSpam-MessageData-0:${CRLF}\t${token(60, letter.seed, 'a')}${token(60, letter.seed, 'b')}`,
      'X-OriginatorOrg: tphcm.gov.vn',
    ],
    whole(letter, both, files, `_004_${id}apcprd06prod_`),
  )
}

/** MDaemon's WorldClient: raw 8-bit text, X-MD fields. */
function mdaemon(letter: Letter): Buffer {
  const body = multipart('alternative', `--=_Alt_${token(12, letter.seed)}`, [
    leaf([utf8], letter.text, '8bit'),
    leaf(['Content-Type: text/html; charset="utf-8"'], html(letter), 'quoted-printable'),
  ])
  const more = [
    'X-Mailer: WorldClient 22.0.4',
    'X-Authenticated-Sender: mau@tphcm.gov.vn',
    'X-MDRemoteIP: 192.0.2.7',
    `X-MDAV-Processed: tphcm.gov.vn, Mon, 02 Mar 2026 08:00:00 +0700`,
  ]
  return message(
    headers(letter, bWords, `WC${token(14, letter.seed)}.${token(8, letter.seed, '2')}@tphcm.gov.vn`, ...more),
    whole(letter, body, plainFiles(letter, bWords), `--=_Mix_${token(12, letter.seed)}`),
  )
}

/** JavaMail: boundaries with dots and underscores, encoded words folded by a blank, 7bit where it can. */
function javaMail(letter: Letter): Buffer {
  const number = Number.parseInt(token(7, letter.seed), 16)
  const plain = /^[\x00-\x7f]*$/.test(letter.text)
  const body = leaf(
    [`Content-Type: text/plain; charset=${plain ? 'us-ascii' : 'UTF-8'}`],
    letter.text,
    plain ? '7bit' : 'quoted-printable',
  )
  const files = (letter.attachments ?? []).map(({ name, type, bytes }) =>
    leaf(
      [
        `Content-Type: ${type}; ${CRLF}\tname="${bWords(name)}"`,
        `Content-Disposition: attachment; ${CRLF}\tfilename="${bWords(name)}"`,
      ],
      bytes,
      'base64',
    ),
  )
  return message(
    headers(letter, qWords, `${number}.1.1772413200000@app01`),
    whole(letter, body, files, `----=_Part_0_${number}.1772413200000`),
  )
}

/** System.Net.Mail of .NET: lower-case parameters without quotes, B words of utf-8, names in B. */
function dotNet(letter: Letter): Buffer {
  const boundary = `--boundary_0_${uuid(letter.seed)}`
  const body = leaf(['Content-Type: text/html; charset=utf-8'], html(letter), 'base64')
  const write = (text: string): string => words(text, { charset: 'utf-8' })
  const files = (letter.attachments ?? []).map(({ name, type, bytes }) => ({
    headers: [
      `Content-Type: ${type}; name="${write(name)}"`,
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment',
    ],
    body: leaf([], bytes, 'base64').body,
  }))
  return message(
    headers(letter, write, `${token(20, letter.seed)}@web01`),
    files.length === 0 ? body : multipart('mixed', boundary, [body, ...files]),
  )
}

/** Lotus Notes and Domino: related outside, language parameters, X-MIMETrack. */
function domino(letter: Letter): Buffer {
  const boundary = (level: string): string => `=_${level} 00${token(6, letter.seed)}47258AF0_=`
  const both = multipart('alternative', boundary('alternative'), [
    leaf(['Content-Type: text/plain; charset="UTF-8"'], letter.text, 'base64'),
    leaf(['Content-Type: text/html; charset="UTF-8"'], html(letter), 'base64'),
  ])
  const more = [
    `X-MIMETrack: Serialize by Router on MAU01/TPHCM(Release 9.0.1FP10|Jan 01, 2018) at${CRLF} 03/02/2026 08:00:00 AM`,
    `X-KeepSent: ${token(8, letter.seed, 'k').toUpperCase()}:${token(8, letter.seed, 'l').toUpperCase()}-47258AF0:00012345; type=4; name=$KeepSent`,
  ]
  return message(
    headers(letter, bWords, `OF${token(8, letter.seed).toUpperCase()}.ON47258AF0@tphcm.gov.vn`, ...more),
    whole(letter, both, plainFiles(letter, bWords), boundary('mixed')),
  )
}

/** A list's footer after the close delimiter, as Mailman 2 leaves it where it cannot add a part. */
function mailingList(letter: Letter): Buffer {
  const bytes = mailers.thunderbird(letter)
  const footer = `_______________________________________________${CRLF}Vanthu mailing list${CRLF}Vanthu@lists.mau.example${CRLF}https://lists.mau.example/listinfo/vanthu${CRLF}`
  return Buffer.concat([bytes, Buffer.from(footer)])
}

/** Zalo, office software and others that put the text in one line of thousands of characters. */
function longLines(letter: Letter): Buffer {
  const one = html(letter).replace(/\n/g, '').padEnd(900, ' ')
  return message(
    headers(letter, qWords, `${token(24, letter.seed)}@eoffice.example`, 'X-Mailer: eOffice 5.2'),
    whole(
      letter,
      leaf(['Content-Type: text/html; charset=UTF-8'], one, 'quoted-printable'),
      plainFiles(letter, qWords),
      `=_${token(20, letter.seed)}`,
    ),
  )
}

/** Every shape by its program's name. */
export const OFFICE: Record<string, Shape> = {
  ...mailers,
  'ios mail': iosMail,
  'outlook mobile': outlookMobile,
  mdaemon,
  javamail: javaMail,
  '.net': dotNet,
  domino,
  'mailing list': mailingList,
  'long lines': longLines,
}
