import { addressLines, bWords, dateLine } from '../../../samples/make/letter.ts'
import { CRLF, leaf, message, multipart, type Part, token } from '../../../samples/make/mail.ts'
import { mailers } from '../../../samples/make/mailers.ts'
import { deliveryReport, forwarded, invitation, readReceipt } from '../../../samples/make/reports.ts'
import { joined } from './devices.ts'
import { NOTE, pick } from './letters.ts'
import type { Shape } from './office-programs.ts'

/** PHPMailer: b1_ boundaries, UTF-8 names by RFC 2047 in one or RFC 2231 never, X-Mailer with an address. */
const phpMailer: Shape = (letter) => {
  const id = token(32, letter.seed)
  const { from, to } = addressLines(letter, bWords)
  const head = [
    dateLine(letter),
    ...to,
    ...from,
    `Subject: ${bWords(letter.subject)}`,
    `Message-ID: <${id}@localhost>`,
    'X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)',
    'MIME-Version: 1.0',
  ]
  const body = leaf(['Content-Type: text/plain; charset=UTF-8'], letter.text, '8bit')
  const files = (letter.attachments ?? []).map(({ name, type, bytes }) => {
    const written = bWords(name) === name ? (/[ ()]/.test(name) ? `"${name}"` : name) : bWords(name)
    return {
      headers: [
        `Content-Type: ${type}; name=${bWords(name) === name ? written : `"${written}"`}`,
        'Content-Transfer-Encoding: base64',
        `Content-Disposition: attachment; filename=${bWords(name) === name ? written : `"${written}"`}`,
      ],
      body: leaf([], bytes, 'base64').body,
    }
  })
  return message(
    head,
    files.length === 0
      ? body
      : multipart('mixed', `b1_${id}`, [body, ...files], { preamble: 'This is a multi-part message in MIME format.' }),
  )
}

/** A home-made PHP program: raw UTF-8 in the fields, names with blanks in quotes as they are, boundaries of md5. */
const rawPhp: Shape = (letter) => {
  const boundary = token(32, letter.seed)
  const to = letter.to.map(({ address }) => address).join(', ')
  const head = [
    `To: ${to}`,
    `Subject: ${letter.subject}`,
    'X-PHP-Originating-Script: 1000:gui-mail.php',
    `From: ${letter.from.name.replace(/[()]/g, '')} <${letter.from.address}>`,
    `Reply-To: ${letter.from.address}`,
    'MIME-Version: 1.0',
    dateLine(letter),
    `Message-Id: <${token(20, letter.seed, 'id')}@web01.mau.example>`,
  ]
  const body: Part = {
    headers: ['Content-Type: text/html; charset=UTF-8', 'Content-Transfer-Encoding: 8bit'],
    body: Buffer.from(`<p>${letter.text.replaceAll('\n', `<br>${CRLF}`)}</p>${CRLF}`),
  }
  const files = (letter.attachments ?? []).map(({ name, bytes }) => ({
    headers: [
      `Content-Type: application/octet-stream; name="${name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
    ],
    body: Buffer.concat([leaf([], bytes, 'base64').body, Buffer.from(CRLF)]),
  }))
  return message(head, files.length === 0 ? body : multipart('mixed', boundary, [body, ...files]))
}

const asPart = (bytes: Buffer): Part => {
  const end = bytes.indexOf('\r\n\r\n')
  return {
    headers: bytes
      .subarray(0, end)
      .toString()
      .split(/\r\n(?![ \t])/),
    body: bytes.subarray(end + 4),
  }
}

const bounce: Shape = (letter) =>
  deliveryReport(
    {
      ...letter,
      from: { name: 'Mail Delivery System', address: 'MAILER-DAEMON@mx.mau.example' },
      subject: 'Undelivered Mail Returned to Sender',
      text: `This is the mail system.\n\n${NOTE}\n`,
    },
    {
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 5.1.1 unknown user',
      recipient: letter.to[0]!,
      original: asPart(mailers.exchange(letter)),
      headersOnly: pick(letter.seed, 'h', 2) === 0,
    },
  )

/** Exim: text and X-Failed-Recipients, the original behind a line of words. */
const eximBounce: Shape = (letter) => {
  const boundary = `1772413200-eximdsn-${token(8, letter.seed)}`
  const { to } = addressLines(letter, bWords)
  const status = joined(
    'Reporting-MTA: dns; mx.mau.example',
    '',
    'Action: failed',
    `Final-Recipient: rfc822;${letter.to[0]!.address}`,
    'Status: 5.0.0',
    'Remote-MTA: dns; mx.khac.example',
    'Diagnostic-Code: smtp; 550 no such user',
  )
  const entity = multipart(
    'report',
    boundary,
    [
      leaf(
        ['Content-type: text/plain; charset=us-ascii'],
        'This message was created automatically by mail delivery software.\n(MAU THU NGHIEM)\n',
        '7bit',
      ),
      { headers: ['Content-type: message/delivery-status'], body: status },
      { headers: ['Content-type: message/rfc822'], body: mailers.zimbra(letter) },
    ],
    { parameters: ['report-type=delivery-status'] },
  )
  return message(
    [
      'From: Mail Delivery System <Mailer-Daemon@mx.mau.example>',
      ...to,
      'Auto-Submitted: auto-replied',
      `X-Failed-Recipients: ${letter.to[0]!.address}`,
      'Subject: Mail delivery failed: returning message to sender',
      `Message-Id: <E1${token(6, letter.seed)}-0001@mx.mau.example>`,
      dateLine(letter),
      'MIME-Version: 1.0',
    ],
    entity,
  )
}

const signedMail: Shape = (letter) => {
  const inner = asPart(mailers.thunderbird(letter))
  const entity: Part = { headers: inner.headers.filter((line) => /^content-/i.test(line)), body: inner.body }
  const signature = leaf(
    [
      `Content-Type: application/pkcs7-signature; name="smime.p7s"`,
      `Content-Disposition: attachment; filename="smime.p7s"`,
      'Content-Description: S/MIME Cryptographic Signature',
    ],
    detached(letter.seed),
    'base64',
  )
  const signedEntity = multipart('signed', `------------ms${token(24, letter.seed)}`, [entity, signature], {
    parameters: ['protocol="application/pkcs7-signature"', 'micalg=sha-256'],
    preamble: 'This is a cryptographically signed message in MIME format.',
  })
  return message(
    inner.headers.filter((line) => !/^content-/i.test(line)),
    signedEntity,
  )
}

/** A SignedData without content or signers: what a detached signature looks like from outside (RFC 5652 5). */
function detached(seed: string): Buffer {
  const filler = Buffer.from(token(40, seed), 'hex')
  const data = Buffer.from('06092a864886f70d010701', 'hex')
  const inner = Buffer.concat([
    Buffer.from('020101310030', 'hex'),
    Buffer.from([data.length]),
    data,
    Buffer.from([0x31, filler.length + 2, 0x04, filler.length]),
    filler,
  ])
  const set = Buffer.concat([Buffer.from([0x30, inner.length]), inner])
  const wrapped = Buffer.concat([Buffer.from('06092a864886f70d010702a0', 'hex'), Buffer.from([set.length]), set])
  return Buffer.concat([Buffer.from([0x30, wrapped.length]), wrapped])
}

/** Every shape by its name. */
export const MACHINES: Record<string, Shape> = {
  phpmailer: phpMailer,
  'raw php': rawPhp,
  'postfix dsn': bounce,
  'exim dsn': eximBounce,
  receipt: (letter) => readReceipt(letter, `${token(20, letter.seed)}@mau.example`),
  invitation: (letter) =>
    invitation(
      letter,
      (['REQUEST', 'REPLY', 'CANCEL'] as const)[pick(letter.seed, 'm', 3)]!,
      pick(letter.seed, 'a', 2) === 0,
    ),
  'forward as attachment': (letter) =>
    forwarded(letter, (pick(letter.seed, 'o', 2) === 0 ? mailers.outlook : mailers.apple)(letter)),
  's/mime signed': signedMail,
}
