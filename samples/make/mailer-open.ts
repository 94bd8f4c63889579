// The shapes of Thunderbird, Zimbra's web client and Roundcube.
import { type Attachment, addressLines, bWords, dateLine, type Letter, paragraphs, qWords, uuid } from './letter.ts'
import { CRLF, extended, leaf, message, multipart, type Part, sections, token, words } from './mail.ts'

/** Lines end in a space where a paragraph goes on (RFC 3676). */
function flowed(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const out: string[] = []
      let current = ''
      for (const word of line.split(' ')) {
        if (current !== '' && current.length + word.length > 70) {
          out.push(`${current} `)
          current = ''
        }
        current = current === '' ? word : `${current} ${word}`
      }
      return [...out, current].join('\n')
    })
    .join('\n')
}

function thunderbirdAttachment(attachment: Attachment): Part {
  const ascii = words(attachment.name) === attachment.name
  const file = ascii ? [`filename="${attachment.name}"`] : sections('filename', attachment.name)
  return leaf(
    [
      `Content-Type: ${attachment.type};${CRLF} name="${words(attachment.name, { form: 'B' })}"`,
      `Content-Disposition: attachment;${CRLF} ${file.join(`;${CRLF} `)}`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Thunderbird: 8-bit flowed text, names by RFC 2231 in sections. */
export function thunderbird(letter: Letter): Buffer {
  const boundary = `------------${token(24, letter.seed)}`
  const { from, to } = addressLines(letter, qWords)
  const text = leaf(['Content-Type: text/plain; charset=UTF-8; format=flowed'], flowed(letter.text), '8bit')
  const attachments = (letter.attachments ?? []).map(thunderbirdAttachment)
  const entity =
    attachments.length === 0
      ? text
      : multipart('mixed', boundary, [text, ...attachments], {
          preamble: 'This is a multi-part message in MIME format.',
        })
  const headers = [
    `Message-ID: <${uuid(letter.seed)}@tphcm.gov.vn>`,
    dateLine(letter),
    'MIME-Version: 1.0',
    'User-Agent: Mozilla Thunderbird',
    'Content-Language: vi',
    ...to,
    ...from,
    `Subject: ${bWords(letter.subject)}`,
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}

function zimbraAttachment(attachment: Attachment): Part {
  const name = words(attachment.name, { form: 'B', charset: 'utf-8' })
  return leaf(
    [
      `Content-Type: ${attachment.type};${CRLF} name="${name}"`,
      `Content-Disposition: attachment;${CRLF} filename="${name}"`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Zimbra's web client: alternative text, quoted-printable, names by RFC 2047 in both headers. */
export function zimbra(letter: Letter): Buffer {
  const number = Number.parseInt(token(7, letter.seed), 16)
  const boundary = (level: number): string => `----=_Part_${number + level}_${number % 99_991}.1772413200000`
  const { from, to } = addressLines(letter, (text) => words(text, { form: 'Q', charset: 'utf-8' }))
  const html = `<html><body><div style="font-family: times new roman, new york, times, serif; font-size: 13pt; color: #000000">${letter.html ?? paragraphs(letter.text, '<div>', '</div>')}</div></body></html>`
  const both = (level: number): Part =>
    multipart('alternative', boundary(level), [
      leaf(['Content-Type: text/plain; charset=utf-8'], letter.text, 'quoted-printable'),
      leaf(['Content-Type: text/html; charset=utf-8'], html, 'quoted-printable'),
    ])
  const attachments = (letter.attachments ?? []).map(zimbraAttachment)
  const entity = attachments.length === 0 ? both(0) : multipart('mixed', boundary(0), [both(1), ...attachments])
  const headers = [
    dateLine(letter),
    ...from,
    ...to,
    `Message-ID: <${number}.${number % 99_991}.1772413200000.JavaMail.zimbra@tphcm.gov.vn>`,
    `Subject: ${words(letter.subject, { form: 'Q', charset: 'utf-8' })}`,
    'MIME-Version: 1.0',
    'X-Originating-IP: [192.0.2.44]',
    'X-Mailer: Zimbra 8.8.15_GA_4508 (ZimbraWebClient - GC121 (Win)/8.8.15_GA_4508)',
    `Thread-Index: ${Buffer.from(token(16, letter.seed, 'thread')).toString('base64')}`,
    `Thread-Topic: ${words(letter.subject, { form: 'Q', charset: 'utf-8' })}`,
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}

function roundcubeAttachment(attachment: Attachment): Part {
  const plain = words(attachment.name) === attachment.name
  const file = plain ? `filename="${attachment.name}"` : extended('filename', attachment.name)
  return leaf(
    [
      `Content-Type: ${attachment.type};${CRLF} name="${words(attachment.name, { form: 'Q' })}"`,
      `Content-Disposition: attachment;${CRLF} ${file};${CRLF} size=${attachment.bytes.length}`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Roundcube Webmail. */
export function roundcube(letter: Letter): Buffer {
  const { from, to } = addressLines(letter, qWords)
  const text = leaf([`Content-Type: text/plain; charset=UTF-8;${CRLF} format=flowed`], flowed(letter.text), '8bit')
  const attachments = (letter.attachments ?? []).map(roundcubeAttachment)
  const entity =
    attachments.length === 0 ? text : multipart('mixed', `=_${token(32, letter.seed)}`, [text, ...attachments])
  const headers = [
    'MIME-Version: 1.0',
    dateLine(letter),
    ...from,
    ...to,
    `Subject: ${qWords(letter.subject)}`,
    'User-Agent: Roundcube Webmail/1.6.9',
    `Message-ID: <${token(32, letter.seed, 'id')}@tphcm.gov.vn>`,
    `X-Sender: ${letter.from.address}`,
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}
