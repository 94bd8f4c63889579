// Delivery status notifications (RFC 3464) for what fails after 250 was unavoidable: written by us, handed to the next hop.
import MimeNode from 'nodemailer/lib/mime-node'
import { HopLost } from './hop-socket.ts'
import type { NextHop } from './next-hop.ts'
import { isAscii, type PathCommand } from './parameters.ts'
import { cleanReply, type Reply, ReplyError } from './reply.ts'

/** A recipient that did not get the message. */
export interface FailedRecipient {
  recipient: string
  /** Value of ORCPT as the client wrote it (RFC 3461 4.2): `rfc822;` and xtext. */
  orcpt?: string
  reply: Reply
  /** The next hop broke off before its answer: the recipient may have the message all the same. */
  uncertain?: boolean
}

export interface DsnRequest {
  /** Our name: Reporting-MTA and domain of the author. */
  hostname: string
  now: Date
  /** Reverse path of the message; never the null one. */
  sender: string
  /** Value of ENVID as the client wrote it: xtext. */
  envid?: string
  failed: FailedRecipient[]
  /** The message from its first octet; what follows the header block is left out. */
  headers: Buffer
  /** Look-up code of the decision. */
  code: string
}

/** Octets of the header block that are returned; RET=FULL may be answered with less (RFC 3461 4.3), and a gate returns no bodies. */
const MAX_HEADERS = 65_536
const MAX_DIAGNOSTIC = 900
const END_OF_HEADERS = Buffer.from('\r\n\r\n')

/**
 * The failed ones that are to be told of: those without NOTIFY, or whose NOTIFY names FAILURE (RFC 3461 4.1).
 * `failed` are indices into `rcpts` and `replies`; the last `unanswered` replies are not the next hop's own.
 */
export function reportable(
  rcpts: PathCommand[],
  replies: Reply[],
  failed: number[],
  unanswered = 0,
): FailedRecipient[] {
  return failed.flatMap((index) => {
    const rcpt = rcpts[index]!
    const notify = parameterOf(rcpt, 'NOTIFY')?.toUpperCase().split(',')
    if (notify && !notify.includes('FAILURE')) return []
    const orcpt = parameterOf(rcpt, 'ORCPT')
    const uncertain = index >= replies.length - unanswered ? { uncertain: true } : {}
    return [
      { recipient: rcpt.address, reply: replies[index]!, ...(orcpt === undefined ? {} : { orcpt }), ...uncertain },
    ]
  })
}

/** Value of ENVID, for the request. */
export function envidOf(mail: PathCommand): { envid?: string } {
  const envid = parameterOf(mail, 'ENVID')
  return envid === undefined ? {} : { envid }
}

function parameterOf({ parameters }: PathCommand, keyword: string): string | undefined {
  return parameters.find((parameter) => parameter.keyword === keyword)?.value ?? undefined
}

/** The whole message with CRLF line ends, not stuffed; 7-bit, but for a sender's address that is not. Throws TypeError for the null sender. */
export async function composeDsn(request: DsnRequest): Promise<Buffer> {
  if (request.sender === '' || request.failed.length === 0) throw new TypeError('nobody to tell, or nothing') // RFC 5321 6.1
  const { hostname } = request
  const report = new MimeNode('multipart/report; report-type=delivery-status', { hostname })
  report.setHeader({
    From: { name: `Cổng thư (mail gate) ${hostname}`, address: `MAILER-DAEMON@${hostname}` },
    To: { name: '', address: request.sender },
    Subject: 'Thư không tới được một số người nhận (Undelivered to some recipients)',
    Date: request.now,
    'Auto-Submitted': 'auto-replied', // RFC 3834 5
  })
  const text = report.createChild('text/plain; charset=utf-8')
  text.setHeader('Content-Transfer-Encoding', 'quoted-printable')
  text.setContent(textOf(request))
  report.createChild('message/delivery-status').setContent(statusOf(request))
  const headers = report.createChild('text/rfc822-headers') // RFC 6522 4
  headers.setHeader('Content-Transfer-Encoding', 'quoted-printable')
  headers.setContent(headersOf(request.headers))
  return await report.build()
}

/** Said of a recipient of whom the next hop broke off before answering. */
const MAYBE = 'Có thể đã tới: nên hỏi lại người nhận trước khi gửi lại. / May have arrived: ask before sending again.'

function textOf({ hostname, failed, code }: DsnRequest): string {
  const list = failed.map(({ recipient, reply, uncertain }) =>
    [`  <${shown(recipient)}>`, `    ${diagnosticOf(reply)}`, ...(uncertain ? [`    ${MAYBE}`] : [])].join('\r\n'),
  )
  return [
    `Đây là thông báo tự động của cổng thư ${hostname}.`,
    '',
    'Thư của bạn không tới được những người nhận dưới đây. Những người nhận khác đã nhận được thư:',
    'xin chỉ gửi lại cho những người có tên sau, sau khi đã sửa địa chỉ hoặc chờ một lúc.',
    '',
    ...list,
    '',
    `Mã tra cứu: ${code}`,
    '',
    '-- English --',
    '',
    `This is an automatic notice of the mail gate ${hostname}.`,
    '',
    'Your message did not reach the recipients listed above. All others have received it: please send it again',
    'only to those listed, with the address corrected or after a while.',
    '',
    `Look-up code: ${code}`,
    '',
  ].join('\r\n')
}

/** RFC 3464 2.2 and 2.3: fields of the message, then a group for each recipient. */
function statusOf({ hostname, now, envid, failed }: DsnRequest): string {
  const original = envid === undefined ? null : fromXtext(envid)
  const groups = [
    [
      ...(original === null ? [] : [`Original-Envelope-Id: ${original}`]),
      `Reporting-MTA: dns; ${hostname}`,
      `Arrival-Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    ],
    ...failed.map(recipientGroup),
  ]
  return groups.map((lines) => `${lines.join('\r\n')}\r\n`).join('\r\n')
}

function recipientGroup({ recipient, orcpt, reply }: FailedRecipient): string[] {
  const original = orcpt === undefined ? null : fromXtext(orcpt)
  return [
    ...(original && /^[A-Za-z0-9-]+;/.test(original) ? [`Original-Recipient: ${original.replace(/; */, '; ')}`] : []),
    `Final-Recipient: ${typedAddress(recipient)}`,
    'Action: failed',
    `Status: ${statusCodeOf(reply)}`,
    `Diagnostic-Code: smtp; ${fold(diagnosticOf(reply))}`,
  ]
}

/** In ASCII always: an internationalized address as utf-8-addr-xtext (RFC 6533 3). */
function typedAddress(address: string): string {
  if (/^[\x21-\x7e]*$/.test(address)) return `rfc822; ${address}`
  const escaped = Array.from(address, (character) =>
    /[\x21-\x7e]/.test(character) && !/[\\+=]/.test(character)
      ? character
      : `\\x{${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}}`,
  )
  return `utf-8; ${escaped.join('')}`
}

/** The reply's enhanced status (RFC 3463) when it fits the code, else the unspecific one of its class. */
function statusCodeOf({ code, lines }: Reply): string {
  const status = /^([45])\.\d{1,3}\.\d{1,3}(?= |$)/.exec(lines[0] ?? '')
  const group = String(code)[0]!
  return status?.[1] === group ? status[0] : `${group === '4' ? '4' : '5'}.0.0`
}

function diagnosticOf(reply: Reply): string {
  const { code, lines } = cleanReply(reply)
  return `${code} ${lines.join(' ')}`.slice(0, MAX_DIAGNOSTIC).trimEnd()
}

/** Folded at blanks; our text is short enough for RFC 5322 2.1.1 without one. */
function fold(text: string): string {
  return text.replace(/(.{40,70}?) +(?=\S)/g, '$1\r\n ')
}

function shown(address: string): string {
  return address.replace(/\p{C}/gu, '?')
}

/** Decoded xtext (RFC 3461 4); null when it is none, or holds what may not stand in a field: nothing may be slipped in. */
function fromXtext(text: string): string | null {
  if (!/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text)) return null
  const decoded = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return /^[\x20-\x7e]{1,500}$/.test(decoded) ? decoded.trim() : null
}

/** The header block, cut at a line end where it is too long; bare CR, bare LF and NUL must not travel on as such. */
function headersOf(message: Buffer): Buffer {
  const look = message.subarray(0, MAX_HEADERS)
  const end = look.indexOf(END_OF_HEADERS)
  const cut = end >= 0 ? end + 2 : look.length < message.length ? look.lastIndexOf('\r\n') + 2 : look.length
  const clean = look.toString('latin1', 0, Math.max(cut, 0)).replace(/\0|\r(?!\n)|(?<!\r)\n/g, '?')
  return Buffer.from(clean, 'latin1')
}

/**
 * Hands a notification over on a connection of its own, which is closed afterwards. `refused`: the next hop does not want it, now
 * or ever; `failed`: it may want it another time, could not be asked, or `signal` was aborted before.
 */
export async function sendDsn(
  connect: () => Promise<NextHop>,
  sender: string,
  message: Buffer,
  signal?: AbortSignal,
): Promise<'taken' | 'refused' | 'failed'> {
  let hop: NextHop | null = null
  const stop = () => hop?.destroy('notification was ended')
  try {
    hop = await connect()
    signal?.throwIfAborted()
    signal?.addEventListener('abort', stop, { once: true })
    await hop.mail({ address: '', parameters: isAscii(sender) ? [] : [SMTPUTF8] })
    await hop.rcpt({ address: sender, parameters: [] })
    const [answer] = await hop.data({ head: EMPTY, blocks: [stuffed(message)], commit: () => signal?.throwIfAborted() })
    return answer === undefined ? 'failed' : told(answer)
  } catch (error) {
    if (error instanceof ReplyError) return told(error.reply)
    if (error instanceof HopLost || signal?.aborted) return 'failed'
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    hop?.quit()
  }
}

function told({ code }: Reply): 'taken' | 'refused' | 'failed' {
  return code < 300 ? 'taken' : code >= 500 ? 'refused' : 'failed'
}

const EMPTY = Buffer.alloc(0)
const SMTPUTF8 = { keyword: 'SMTPUTF8', value: null, text: 'SMTPUTF8' }

/** RFC 5321 4.5.2, and the CRLF that the final dot line needs in front. */
function stuffed(message: Buffer): Buffer {
  const text = message.toString('latin1')
  const ended = text.endsWith('\r\n') ? text : `${text}\r\n`
  return Buffer.from(ended.replace(/(^|\r\n)\./g, '$1..'), 'latin1')
}
