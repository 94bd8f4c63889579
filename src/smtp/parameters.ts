// MAIL and RCPT as the client wrote them: path and parameters (RFC 5321 4.1.1.11), and which extension each needs.

import type { Extension } from './front-connection.ts'
import { type Reply, ReplyError, reply } from './reply.ts'

/** One `esmtp-param`; `text` is as written. */
interface Parameter {
  keyword: string
  value: string | null
  text: string
}

/** A MAIL or RCPT command. */
export interface PathCommand {
  /** The mailbox without brackets and source route (RFC 5321 4.1.1.3 tells to ignore that); '' is the null sender. */
  address: string
  parameters: Parameter[]
}

/** What the next hop offers, by upper-case keyword of its EHLO reply. */
export type Offer = ReadonlyMap<string, string>

const MAIL_PARAMETERS = new Map<string, Extension | 'SIZE' | 'AUTH'>([
  ['SIZE', 'SIZE'], // RFC 1870
  ['BODY', '8BITMIME'], // RFC 6152
  ['SMTPUTF8', 'SMTPUTF8'], // RFC 6531
  ['RET', 'DSN'], // RFC 3461
  ['ENVID', 'DSN'],
  ['REQUIRETLS', 'REQUIRETLS'], // RFC 8689
  ['AUTH', 'AUTH'], // RFC 4954 5
])
const RCPT_PARAMETERS = new Map<string, Extension>([
  ['NOTIFY', 'DSN'],
  ['ORCPT', 'DSN'],
])

/**
 * Splits a command line that smtp-server has already found well-formed (`MAIL FROM:<path> parameters`).
 * Throws ReplyError 501 for a path or value that may not be repeated to another server.
 */
export function parsePathCommand(line: string): PathCommand {
  const open = line.indexOf('<')
  const close = line.indexOf('>', open)
  if (open < 0 || close < 0) throw new ReplyError(reply(501, '5.5.4 Address in angle brackets expected'))
  const path = line.slice(open + 1, close)
  const address = path.startsWith('@') ? path.slice(path.indexOf(':') + 1) : path
  if (/\s/.test(address)) throw new ReplyError(reply(501, '5.1.3 Blank in address'))
  const words = line
    .slice(close + 1)
    .split(' ')
    .filter((word) => word !== '')
  return { address, parameters: words.map(parseParameter) }
}

function parseParameter(text: string): Parameter {
  const equals = text.indexOf('=')
  const keyword = (equals < 0 ? text : text.slice(0, equals)).toUpperCase()
  const value = equals < 0 ? null : text.slice(equals + 1)
  if (!/^[A-Z0-9][A-Z0-9-]*$/.test(keyword) || value === '' || (value !== null && /[=\s]/.test(value))) {
    throw new ReplyError(reply(501, '5.5.4 Bad parameter syntax'))
  }
  return { keyword, value, text }
}

/** Printable ASCII only: what needs no SMTPUTF8. */
export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/** An extension that the client was told of but that the next hop does not have (any more): never dropped silently. */
function missing(extension: Extension): Reply {
  switch (extension) {
    case 'SMTPUTF8':
      return reply(553, '5.6.7 The next hop cannot take internationalized mail') // RFC 6531 3.5
    case 'REQUIRETLS':
      return reply(451, '4.7.30 The next hop does not support REQUIRETLS now') // RFC 8689 4.2.1
    case 'DSN':
      return reply(451, '4.3.0 The next hop does not support delivery status notifications now, try again')
    case '8BITMIME':
      return reply(451, '4.3.0 The next hop does not support 8-bit mail now, try again')
  }
}

function unknown(parameter: Parameter): ReplyError {
  return new ReplyError(reply(555, `5.5.4 Parameter ${parameter.keyword.slice(0, 40)} not recognized`)) // RFC 5321 4.1.1.11
}

/** Refuses what the session's EHLO did not offer, before the next hop is asked at all. */
export function checkMail(mail: PathCommand, offered: ReadonlySet<Extension>): void {
  for (const parameter of mail.parameters) {
    const needs = MAIL_PARAMETERS.get(parameter.keyword)
    if (!needs) throw unknown(parameter)
    if (!isAscii(parameter.text)) throw new ReplyError(reply(501, '5.5.4 Bad parameter syntax'))
    if (needs === 'SIZE' || needs === 'AUTH' || parameter.text.toUpperCase() === 'BODY=7BIT') continue
    if (needs === 'SMTPUTF8' && !offered.has(needs)) throw new ReplyError(missing(needs))
    if (!offered.has(needs)) throw unknown(parameter)
  }
  if (!isAscii(mail.address) && !usesUtf8(mail)) throw notUtf8()
}

/** Whether MAIL asked for SMTPUTF8. */
export function usesUtf8(mail: PathCommand): boolean {
  return mail.parameters.some(({ keyword }) => keyword === 'SMTPUTF8')
}

function notUtf8(): ReplyError {
  return new ReplyError(reply(553, '5.6.7 Internationalized address without SMTPUTF8'))
}

export function checkRcpt(rcpt: PathCommand, offered: ReadonlySet<Extension>, utf8: boolean): void {
  for (const parameter of rcpt.parameters) {
    const needs = RCPT_PARAMETERS.get(parameter.keyword)
    if (!needs || !offered.has(needs)) throw unknown(parameter)
    if (!utf8 && !isAscii(parameter.text)) throw new ReplyError(reply(501, '5.5.4 Bad parameter syntax'))
  }
  if (!utf8 && !isAscii(rcpt.address)) throw notUtf8()
}

/**
 * MAIL's parameters for this next hop, as given. SIZE is left out where it is not offered (it only announces), BODY=7BIT
 * too (it is the default), and AUTH becomes `<>`: we did not authenticate the sender (RFC 4954 5). Throws ReplyError for the rest.
 */
export function mailParameters(mail: PathCommand, offer: Offer): string {
  let text = ''
  for (const parameter of mail.parameters) {
    const needs = MAIL_PARAMETERS.get(parameter.keyword)!
    if (offer.has(needs)) text += needs === 'AUTH' ? ' AUTH=<>' : ` ${parameter.text}`
    else if (needs !== 'SIZE' && needs !== 'AUTH' && parameter.text.toUpperCase() !== 'BODY=7BIT') {
      throw new ReplyError(missing(needs))
    }
  }
  return text
}

export function rcptParameters(rcpt: PathCommand, offer: Offer): string {
  if (rcpt.parameters.length === 0) return ''
  if (!offer.has('DSN')) throw new ReplyError(missing('DSN'))
  return rcpt.parameters.map(({ text }) => ` ${text}`).join('')
}
