// The shape of Apple Mail on a Mac: names in decomposed Unicode (NFD, as HFS+ kept them), text after every attachment.
import { type Attachment, addressLines, dateLine, type Letter, uuid } from './letter.ts'
import { CRLF, extended, leaf, message, multipart, type Part, words } from './mail.ts'

function attachmentPart(attachment: Attachment): Part {
  const name = attachment.name.normalize('NFD')
  const file = words(name) === name ? `filename="${name}"` : extended('filename', name)
  return leaf(
    [
      `Content-Disposition: attachment;${CRLF}\t${file}`,
      `Content-Type: ${attachment.type};${CRLF}\tx-unix-mode=0644;${CRLF}\tname="${words(name, { form: 'Q', charset: 'utf-8' })}"`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Apple Mail 16. */
export function apple(letter: Letter): Buffer {
  const boundary = `Apple-Mail=_${uuid(letter.seed).toUpperCase()}`
  const { from, to } = addressLines(letter, (text) => words(text, { form: 'Q', charset: 'utf-8' }))
  const text = (content: string): Part =>
    leaf([`Content-Type: text/plain;${CRLF}\tcharset=utf-8`], content, 'quoted-printable')
  const attachments = (letter.attachments ?? []).flatMap((attachment) => [attachmentPart(attachment), text('\n')])
  const entity =
    attachments.length === 0 ? text(letter.text) : multipart('mixed', boundary, [text(letter.text), ...attachments])
  const headers = [
    ...from,
    'Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))',
    `Subject: ${words(letter.subject, { form: 'Q', charset: 'utf-8' })}`,
    `Message-Id: <${uuid(letter.seed, 'id').toUpperCase()}@tphcm.gov.vn>`,
    dateLine(letter),
    ...to,
    'X-Mailer: Apple Mail (2.3774.300.61.1.2)',
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}
