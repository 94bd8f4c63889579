// The shape of Gmail's web client: base64 text where it is not ASCII, X-Attachment-Id, Content-ID on every attachment.
import { type Attachment, addressLines, bWords, dateLine, type Letter, paragraphs } from './letter.ts'
import { CRLF, leaf, message, multipart, type Part, token, words } from './mail.ts'

function attachmentPart(attachment: Attachment, seed: string): Part {
  const name = words(attachment.name)
  const id = `f_${token(9, seed, attachment.name)}`
  return leaf(
    [
      `Content-Type: ${attachment.type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      `X-Attachment-Id: ${id}`,
      `Content-ID: <${id}>`,
    ],
    attachment.bytes,
    'base64',
  )
}

/** Gmail in a browser. */
export function gmail(letter: Letter): Buffer {
  const boundary = (level: string): string => `000000000000${token(16, letter.seed, level)}`
  const { from, to } = addressLines(letter, bWords)
  const both = multipart('alternative', boundary('alternative'), [
    leaf(['Content-Type: text/plain; charset="UTF-8"'], letter.text, 'base64'),
    leaf(
      ['Content-Type: text/html; charset="UTF-8"'],
      `<div dir="ltr">${letter.html ?? paragraphs(letter.text, '<div>', '</div>')}</div>${CRLF}`,
      'base64',
    ),
  ])
  const attachments = (letter.attachments ?? []).map((attachment) => attachmentPart(attachment, letter.seed))
  const entity = attachments.length === 0 ? both : multipart('mixed', boundary('mixed'), [both, ...attachments])
  const headers = [
    'MIME-Version: 1.0',
    ...from,
    dateLine(letter),
    `Message-ID: <CAMauThu${token(24, letter.seed)}@mail.gmail.com>`,
    `Subject: ${bWords(letter.subject)}`,
    ...to,
    ...(letter.headers ?? []),
  ]
  return message(headers, entity)
}
