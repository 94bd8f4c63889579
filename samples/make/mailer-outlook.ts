// Microsoft's shapes: the Outlook desktop program by SMTP, and Outlook through an Exchange server.
import { type Attachment, addressLines, bWords, dateLine, type Letter, paragraphs } from './letter.ts'
import { CRLF, leaf, message, multipart, type Part, token, words } from './mail.ts'

/** Outlook writes its encoded words in lower case and folds parameters by a tab. */
const lower = (text: string): string => words(text, { charset: 'utf-8', fold: `${CRLF}\t` })

/** Word's HTML: namespaces, MsoNormal, o:p. */
function wordHtml(letter: Letter, picture: string | null): string {
  const image = picture === null ? '' : `<p class=MsoNormal><img width=200 height=112 src="cid:${picture}"></p>`
  return `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!--
/* Font Definitions */
@font-face {font-family:"Times New Roman"; panose-1:2 2 6 3 5 4 5 2 3 4;}
p.MsoNormal {margin:0in; font-size:13.0pt; font-family:"Times New Roman",serif;}
--></style></head><body lang=VI link="#0563C1" vlink="#954F72"><div class=WordSection1>
${letter.html ?? paragraphs(letter.text, '<p class=MsoNormal>', '<o:p></o:p></p>')}
${image}</div></body></html>`
}

function outlookAttachment(attachment: Attachment): Part {
  const name = lower(attachment.name)
  return leaf(
    [
      `Content-Type: ${attachment.type};${CRLF}\tname="${name}"`,
      `Content-Disposition: attachment;${CRLF}\tfilename="${name}"`,
    ],
    attachment.bytes,
    'base64',
  )
}

function exchangeAttachment(attachment: Attachment): Part {
  const name = lower(attachment.name)
  const stamp = 'Mon, 02 Mar 2026 00:58:41 GMT'
  return leaf(
    [
      `Content-Type: ${attachment.type};${CRLF}\tname="${name}"`,
      `Content-Description: ${name}`,
      `Content-Disposition: attachment; filename="${name}";${CRLF}\tsize=${attachment.bytes.length}; creation-date="${stamp}";${CRLF}\tmodification-date="${stamp}"`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Plain and HTML body, with the signature block's picture when there is one. */
function body(letter: Letter, boundary: (level: number) => string, level: number): Part {
  const picture = letter.inline === undefined ? null : `${letter.inline.name}@01DCA9F2.7A3B4C50`
  const inner = letter.inline === undefined ? level : level + 1
  const both = multipart('alternative', boundary(inner), [
    leaf([`Content-Type: text/plain;${CRLF}\tcharset="utf-8"`], letter.text, 'base64'),
    leaf([`Content-Type: text/html;${CRLF}\tcharset="utf-8"`], wordHtml(letter, picture), 'quoted-printable'),
  ])
  if (letter.inline === undefined) return both
  const image = leaf(
    [
      `Content-Type: ${letter.inline.type};${CRLF}\tname="${letter.inline.name}"`,
      `Content-ID: <${picture}>`,
      `Content-Disposition: inline;${CRLF}\tfilename="${letter.inline.name}"`,
    ],
    letter.inline.bytes,
    'base64',
  )
  return multipart('related', boundary(level), [both, image], { parameters: ['type="multipart/alternative"'] })
}

/** Outlook 16 by SMTP. */
export function outlook(letter: Letter): Buffer {
  const id = token(8, letter.seed, 'id').toUpperCase()
  const boundary = (level: number): string => `----=_NextPart_00${level}_0001_01DCA9F2.${id}`
  const { from, to } = addressLines(letter, (text) => (lower(text) === text ? `"${text}"` : lower(text)))
  const attachments = (letter.attachments ?? []).map(outlookAttachment)
  const entity =
    attachments.length === 0
      ? body(letter, boundary, 0)
      : multipart('mixed', boundary(0), [body(letter, boundary, 1), ...attachments], {
          preamble: `This is a multipart message in MIME format.${CRLF}`,
        })
  const headers = [
    ...from,
    ...to,
    `Subject: ${lower(letter.subject)}`,
    dateLine(letter),
    `Message-ID: <${token(12, letter.seed)}$${id.toLowerCase()}$4e5f6070$@tphcm.gov.vn>`,
    'MIME-Version: 1.0',
    'X-Mailer: Microsoft Outlook 16.0',
    `Thread-Index: AdwK${Buffer.from(token(18, letter.seed, 'thread')).toString('base64')}`,
    'Content-Language: vi',
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}

/** Outlook through Exchange: X-MS headers, Received lines of the servers, dates of the files. */
export function exchange(letter: Letter): Buffer {
  const id = token(24, letter.seed, 'exchange')
  const boundary = (level: number): string => `_00${4 + level}_${id}mbx01mauthulocal_`
  const { from, to } = addressLines(letter, (text) => bWords(text))
  const attachments = (letter.attachments ?? []).map(exchangeAttachment)
  const entity =
    attachments.length === 0
      ? body(letter, boundary, 0)
      : multipart('mixed', boundary(0), [body(letter, boundary, 1), ...attachments])
  const headers = [
    `Received: from MBX01.mauthu.example (192.0.2.11) by MBX02.mauthu.example${CRLF} (192.0.2.12) with Microsoft SMTP Server (version=TLS1_2,${CRLF} cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.35; Mon, 2 Mar${CRLF} 2026 08:00:00 +0700`,
    `Received: from MBX01.mauthu.example ([192.0.2.11]) by MBX01.mauthu.example${CRLF} ([192.0.2.11]) with mapi id 15.01.2507.035; Mon, 2 Mar 2026 08:00:00 +0700`,
    ...from,
    ...to,
    `Subject: ${bWords(letter.subject)}`,
    `Thread-Topic: ${bWords(letter.subject)}`,
    `Thread-Index: AQHc${Buffer.from(token(18, letter.seed, 'thread')).toString('base64')}`,
    dateLine(letter),
    `Message-ID: <${token(32, letter.seed)}@tphcm.gov.vn>`,
    'Accept-Language: vi-VN, en-US',
    'Content-Language: vi-VN',
    `X-MS-Has-Attach: ${attachments.length > 0 ? 'yes' : ''}`,
    'X-MS-TNEF-Correlator:',
    'x-ms-exchange-messagesentrepresentingtype: 1',
    'x-originating-ip: [192.0.2.44]',
    'MIME-Version: 1.0',
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}
