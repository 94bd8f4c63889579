// Mail that machines write: delivery reports (RFC 3464), receipts (RFC 8098), invitations (RFC 5546, 6047), forwards.
import { addressLines, bWords, dateLine, type Letter } from './letter.ts'
import { CRLF, join, leaf, message, multipart, type Part, token } from './mail.ts'
import type { Person } from './people.ts'

const lines = (...content: string[]): Buffer => Buffer.from(content.map((line) => line + CRLF).join(''))

const usualHeaders = (letter: Letter, ...more: string[]): string[] => {
  const { from, to } = addressLines(letter, bWords)
  const id = `Message-ID: <${token(24, letter.seed)}@${letter.from.address.split('@')[1]}>`
  return [...from, ...to, `Subject: ${bWords(letter.subject)}`, dateLine(letter), id, 'MIME-Version: 1.0', ...more]
}

export interface Delivery {
  action: 'failed' | 'delayed' | 'delivered'
  /** RFC 3463 code of the recipient. */
  status: string
  diagnostic: string
  recipient: Person
  /** The message that could not be delivered: whole, or its header block only. */
  original: Part
  headersOnly?: boolean
}

/** A delivery status notification. */
export function deliveryReport(letter: Letter, delivery: Delivery): Buffer {
  const host = letter.from.address.split('@')[1]!
  const status = lines(
    `Reporting-MTA: dns; ${host}`,
    'X-Postfix-Queue-ID: 4MauThu000z1',
    `Arrival-Date: Mon,  2 Mar 2026 07:58:12 +0700 (+07)`,
    '',
    `Final-Recipient: rfc822; ${delivery.recipient.address}`,
    `Original-Recipient: rfc822;${delivery.recipient.address}`,
    `Action: ${delivery.action}`,
    `Status: ${delivery.status}`,
    `Diagnostic-Code: smtp; ${delivery.diagnostic}`,
  )
  const returned = delivery.headersOnly
    ? { headers: ['Content-Type: text/rfc822-headers'], body: lines(...delivery.original.headers) }
    : {
        headers: ['Content-Description: Undelivered Message', 'Content-Type: message/rfc822'],
        body: join(delivery.original),
      }
  const entity = multipart(
    'report',
    `4MauThu000z1.${token(10, letter.seed)}/${host}`,
    [
      leaf(['Content-Description: Notification', 'Content-Type: text/plain; charset=utf-8'], letter.text, '8bit'),
      { headers: ['Content-Description: Delivery report', 'Content-Type: message/delivery-status'], body: status },
      returned,
    ],
    { parameters: ['report-type=delivery-status'], preamble: 'This is a MIME-encapsulated message.' },
  )
  return message(usualHeaders(letter, 'Auto-Submitted: auto-replied'), entity)
}

/** A receipt that a letter was displayed. */
export function readReceipt(letter: Letter, originalId: string): Buffer {
  const disposition = lines(
    'Reporting-UA: Mau Thu Mail 1.0',
    `Final-Recipient: rfc822;${letter.from.address}`,
    `Original-Message-ID: <${originalId}>`,
    'Disposition: manual-action/MDN-sent-manually; displayed',
  )
  const entity = multipart(
    'report',
    `=_mdn-${token(16, letter.seed)}`,
    [
      leaf(['Content-Type: text/plain; charset=utf-8'], letter.text, '8bit'),
      { headers: ['Content-Type: message/disposition-notification'], body: disposition },
    ],
    { parameters: ['report-type=disposition-notification'] },
  )
  return message(usualHeaders(letter), entity)
}

/** An event as iCalendar (RFC 5545), lines folded at 75 octets. */
function calendar(letter: Letter, method: 'REQUEST' | 'REPLY' | 'CANCEL', attendee: Person): string {
  const fold = (line: string): string => {
    let out = ''
    let width = 0
    for (const character of line) {
      const size = Buffer.byteLength(character)
      if (width + size > 74) {
        out += `${CRLF} `
        width = 1
      }
      out += character
      width += size
    }
    return out
  }
  const partstat = method === 'REPLY' ? ';PARTSTAT=ACCEPTED' : ';PARTSTAT=NEEDS-ACTION;RSVP=TRUE'
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Mau Thu//Lich mau thu 1.0//VI',
    'VERSION:2.0',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${token(32, letter.seed, 'uid')}@tphcm.gov.vn`,
    'DTSTAMP:20260302T010000Z',
    'DTSTART:20260304T070000Z',
    'DTEND:20260304T090000Z',
    `SUMMARY:${letter.subject}`,
    'LOCATION:Phòng họp số 2 (mẫu thử)',
    `DESCRIPTION:${letter.text.replaceAll('\n', '\\n').replaceAll(',', '\\,')}`,
    `ORGANIZER;CN=${letter.from.name}:mailto:${letter.from.address}`,
    `ATTENDEE;ROLE=REQ-PARTICIPANT${partstat};CN=${attendee.name}:mailto:${attendee.address}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join(CRLF)
}

/** An invitation or its answer: text and calendar as alternatives, and the calendar attached again, as Google does. */
export function invitation(letter: Letter, method: 'REQUEST' | 'REPLY' | 'CANCEL', attached: boolean): Buffer {
  const content = calendar(letter, method, letter.to[0]!)
  const both = multipart('alternative', `=_lich-${token(16, letter.seed)}`, [
    leaf(['Content-Type: text/plain; charset=utf-8'], letter.text, 'quoted-printable'),
    leaf([`Content-Type: text/calendar; charset="utf-8"; method=${method}`], Buffer.from(content), 'base64'),
  ])
  if (!attached) return message(usualHeaders(letter), both)
  const file = leaf(
    ['Content-Type: application/ics; name="invite.ics"', 'Content-Disposition: attachment; filename="invite.ics"'],
    Buffer.from(content),
    'base64',
  )
  return message(usualHeaders(letter), multipart('mixed', `=_moi-${token(16, letter.seed)}`, [both, file]))
}

/** A letter with another one attached whole, as "forward as attachment" does. */
export function forwarded(letter: Letter, original: Buffer): Buffer {
  const entity = multipart('mixed', `------------${token(24, letter.seed)}`, [
    leaf(['Content-Type: text/plain; charset=UTF-8; format=flowed'], letter.text, '8bit'),
    {
      headers: [
        `Content-Type: message/rfc822; charset=UTF-8;${CRLF} name="Thu goc.eml"`,
        `Content-Disposition: attachment; filename="Thu goc.eml"`,
        'Content-Transfer-Encoding: 8bit',
      ],
      body: original,
    },
  ])
  return message(usualHeaders(letter, 'User-Agent: Mozilla Thunderbird'), entity)
}
