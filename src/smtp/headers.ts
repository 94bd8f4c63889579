// Header lines in front of the message: our Received and the judge's; the client's own X-Congthu-* lines are dropped.
import { isIPv6 } from 'node:net'
import { ReplyError, reply } from './reply.ts'

const LF = 0x0a
const CR = 0x0d
const DOT = 0x2e
const OWN_PREFIX = 'x-congthu-'
const RECEIVED = 'received'

/**
 * Octets within which the header block must end. More than the readers take (ReadingLimits.headerBytes), so that a long
 * header is first of all their finding, with its clause. What exceeds even this is refused for good, 554 5.6.0: it is the
 * message's form, not its size, and it would be the same at the next try.
 */
export const MAX_HEADER = 1_048_576
/** RFC 5321 6.3: at least 100 Received fields mean a loop. */
const MAX_RECEIVED = 100

/** What the header block of a message holds that concerns a relay. Offsets are in the dot-stuffed octets. */
export interface HeaderScan {
  /** Where the header block ends: at the empty line, or at the end of a message without one. */
  end: number
  /** Client-supplied X-Congthu-* fields, each with its continuation lines; in order, not touching. */
  dropped: { from: number; to: number }[]
}

/**
 * Reads the header block in the first octets of a message. `complete` tells that the message has no more. Returns null
 * when more octets are needed. Throws ReplyError for a loop (554 5.4.6), for a header block without end, and for a
 * message that begins with a folded line: that line would become part of our own last field.
 * Lines end with LF here, with or without CR, and a leading dot counts as stuffed: a line that any next hop could take
 * for one of ours is dropped.
 */
export function scanHeader(octets: Buffer, complete: boolean): HeaderScan | null {
  const dropped: HeaderScan['dropped'] = []
  let received = 0
  let dropping = false
  let start = 0
  while (start < octets.length) {
    const lf = octets.indexOf(LF, start)
    if (start > MAX_HEADER || (lf < 0 && !complete)) return needMore(octets)
    const next = lf < 0 ? octets.length : lf + 1
    const text = octets[start] === DOT ? start + 1 : start
    const first = octets[text]
    if (first === LF || (first === CR && octets[text + 1] === LF)) return { end: start, dropped }
    if (first === 0x20 || first === 0x09) {
      if (start === 0) throw new ReplyError(reply(554, '5.6.0 Message begins with a folded line'))
    } else {
      dropping = startsWith(octets, text, OWN_PREFIX)
      if (isReceived(octets, text) && ++received >= MAX_RECEIVED) {
        throw new ReplyError(reply(554, '5.4.6 Too many Received fields: mail loop'))
      }
    }
    if (dropping) drop(dropped, start, next)
    start = next
  }
  return complete && start <= MAX_HEADER ? { end: octets.length, dropped } : needMore(octets)
}

function needMore(octets: Buffer): null {
  if (octets.length <= MAX_HEADER) return null
  throw new ReplyError(reply(554, `5.6.0 Header block longer than ${MAX_HEADER} octets`))
}

function drop(dropped: HeaderScan['dropped'], from: number, to: number): void {
  const last = dropped.at(-1)
  if (last?.to === from) last.to = to
  else dropped.push({ from, to })
}

function startsWith(octets: Buffer, at: number, lowerCase: string): boolean {
  if (((octets[at] ?? 0) | 0x20) !== lowerCase.charCodeAt(0)) return false
  return octets.toString('latin1', at, at + lowerCase.length).toLowerCase() === lowerCase
}

/** `Received:`, also with the obsolete blanks before the colon (RFC 5322 4.5). */
function isReceived(octets: Buffer, at: number): boolean {
  if (!startsWith(octets, at, RECEIVED)) return false
  let colon = at + RECEIVED.length
  while (octets[colon] === 0x20 || octets[colon] === 0x09) colon++
  return octets[colon] === 0x3a
}

/** What goes out first: our lines, then, only where fields were dropped, the header block without them. */
export function frontOf(ours: string, octets: Buffer, scan: HeaderScan): { head: Buffer; from: number } {
  const head = Buffer.from(ours, 'ascii')
  if (scan.dropped.length === 0) return { head, from: 0 }
  const parts: Buffer[] = [head]
  let from = 0
  for (const range of scan.dropped) {
    parts.push(octets.subarray(from, range.from))
    from = range.to
  }
  parts.push(octets.subarray(from, scan.end))
  return { head: Buffer.concat(parts), from: scan.end }
}

/** What the trace line says of one message. */
export interface Trace {
  helo: string
  client: string
  hostname: string
  /** HELO, EHLO or LHLO. */
  greeting: string
  tls: boolean
  utf8: boolean
  /** Look-up code of the decision. */
  code: string
  recipients: string[]
  date: Date
}

/**
 * The `Received:` field (RFC 5321 4.4). `for` stands only when there is one recipient, so that no blind copy shows (7.2),
 * and only in ASCII. Throws when the code is no plain word.
 */
export function receivedField(trace: Trace): string {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(trace.code)) throw new TypeError('look-up code is not a plain word')
  const helo = trace.helo.slice(0, 255).replace(/[^A-Za-z0-9.:[\]_-]/g, '?') || 'unknown'
  const client = isIPv6(trace.client) ? `IPv6:${trace.client}` : trace.client
  const [recipient = ''] = trace.recipients
  const only = trace.recipients.length === 1 && /^[\x21-\x7e]+$/.test(recipient)
  const date = trace.date.toUTCString().replace('GMT', '+0000')
  return [
    `Received: from ${helo} ([${client}])`,
    ` by ${trace.hostname} with ${protocol(trace)} id ${trace.code}`,
    ...(only ? [` for <${recipient}>`] : []),
  ]
    .join('\r\n')
    .concat(`;\r\n ${date}\r\n`)
}

/** RFC 3848, RFC 6531 4.3. */
function protocol({ greeting, tls, utf8 }: Trace): string {
  if (greeting === 'HELO') return 'SMTP'
  const plain = greeting === 'LHLO' ? 'LMTP' : utf8 ? 'SMTP' : 'ESMTP'
  return `${utf8 ? 'UTF8' : ''}${plain}${tls ? 'S' : ''}`
}

/** The judge's fields, checked: a line that is not a field would let a mistake of ours break the header. Throws TypeError. */
export function fieldLines(fields: string[]): string {
  let text = ''
  for (const field of fields) {
    const lines = field.replace(/\r\n$/, '').split('\r\n')
    const sound = lines.every((line, index) => (index === 0 ? FIELD_START : FOLDED).test(line))
    if (!sound) throw new TypeError('not a header field')
    text += `${lines.join('\r\n')}\r\n`
  }
  return text
}

const FIELD_START = /^[!-9;-~]+:[\t\x20-\x7e]*$/
const FOLDED = /^[\t ][\t\x20-\x7e]*[!-~][\t\x20-\x7e]*$/
