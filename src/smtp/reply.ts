// SMTP replies (RFC 5321 4.2): strict bounded parsing of the next hop's, and what may be said to the client.

/** A reply: its code and the text of each line, without code and separator. */
export interface Reply {
  code: number
  lines: string[]
}

/** A reply that ends the present step; thrown through the session and turned into the client's answer. */
export class ReplyError extends Error {
  readonly reply: Reply
  constructor(reply: Reply) {
    super(`${reply.code} ${reply.lines[0] ?? ''}`)
    this.reply = reply
  }
}

/** Bytes that are no SMTP reply. */
export class GarbageReply extends Error {}

const MAX_LINE = 4096
const MAX_LINES = 128
/** RFC 5321 4.5.3.1.5: 512 octets with code, separator and CRLF. */
const MAX_TEXT = 512 - 'ddd '.length - '\r\n'.length
/** Lines of a passed-on reply; more only serves to annoy. */
const MAX_PASSED_LINES = 20

export function reply(code: number, text: string): Reply {
  return { code, lines: [text] }
}

/** Our own failure: never a verdict, the client keeps the mail. */
export function ownFailure(status = '4.3.0', text = 'Cannot judge or deliver the message now, try again later'): Reply {
  return reply(451, `${status} ${text}`)
}

/** Collects octets into replies. `feed` throws GarbageReply at the first octet that cannot be part of one. */
export class ReplyReader {
  #rest = ''
  #code = 0
  #lines: string[] = []

  /** True between replies: nothing has been read that is not answered for. */
  get empty(): boolean {
    return this.#rest === '' && this.#lines.length === 0
  }

  /** All replies that are complete with this chunk. */
  feed(chunk: Buffer): Reply[] {
    const replies: Reply[] = []
    const text = this.#rest + chunk.toString('latin1')
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const done = this.#line(text.slice(from, end + 1))
      if (done) replies.push(done)
      from = end + 1
    }
    this.#rest = text.slice(from)
    if (this.#rest.length > MAX_LINE) throw new GarbageReply('reply line too long')
    return replies
  }

  #line(line: string): Reply | null {
    if (line.length > MAX_LINE || !/^[2-5]\d\d(?:[ -][^\r\n]*)?\r\n$/.test(line)) throw new GarbageReply('not a reply')
    const code = Number(line.slice(0, 3))
    if (this.#lines.length > 0 && code !== this.#code) throw new GarbageReply('codes differ within one reply')
    if (this.#lines.length >= MAX_LINES) throw new GarbageReply('too many reply lines')
    this.#code = code
    this.#lines.push(line.slice(4, -2))
    if (line[3] === '-') return null
    const done = { code, lines: this.#lines }
    this.#lines = []
    return done
  }
}

/** Text that may stand in a reply line: printable ASCII (RFC 6531 3.7.4.2: replies stay ASCII), short enough. */
export function replyText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/[\t\r\n]/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
}

export function cleanReply(given: Reply): Reply {
  const lines = given.lines.slice(0, MAX_PASSED_LINES).map(replyText)
  return { code: given.code, lines: lines.length > 0 ? lines : [''] }
}

/** The same reply under another code; a leading enhanced status takes over the new class (RFC 3463 2). */
function recoded(given: Reply, code: number): Reply {
  const status = /^[245](?=\.\d{1,3}\.\d{1,3}(?: |$))/
  return { code, lines: given.lines.map((line) => line.replace(status, String(code)[0]!)) }
}

/**
 * What the client is told of a refusal by the next hop: its own class and text.
 * 421 concerns only our connection to it; 503 and 530 say that we and it do not fit together: temporary for the client,
 * because its mail is not at fault. 552 to RCPT is 452 (RFC 5321 4.5.3.1.10). What is no refusal is our failure.
 */
export function passOn(given: Reply, step: 'MAIL' | 'RCPT' | 'DATA' | 'dot'): Reply {
  const clean = cleanReply(given)
  if (clean.code < 400) return ownFailure('4.5.0', 'The next hop gave an unexpected reply')
  if (clean.code === 421 || clean.code === 503 || clean.code === 530) return recoded(clean, 451)
  if (step === 'RCPT' && clean.code === 552) return recoded(clean, 452)
  return clean
}

const CONTEXT_STATUS: Record<string, string> = {
  MESSAGE_TOO_BIG: '5.3.4',
  TOO_MANY_RECIPIENTS: '4.5.3',
  SENDER_SYNTAX_ERROR: '5.1.7',
  MAILBOX_SYNTAX_ERROR: '5.1.3',
}
const CODE_STATUS: Record<number, string> = {
  421: '4.3.2',
  451: '4.3.0',
  500: '5.5.2',
  501: '5.5.4',
  503: '5.5.1',
  530: '5.7.0',
}

/** The enhanced status for a text that smtp-server wrote itself; it knows them only with its extension on, which doubles ours. */
export function withStatus(code: number, text: string, context: string | false | undefined): string {
  if (context === false || /^[245]\.\d{1,3}\.\d{1,3} /.test(text)) return text
  const status = (context && CONTEXT_STATUS[context]) || CODE_STATUS[code]
  if (!status) return text
  return `${code === 421 && text.startsWith('Timeout') ? '4.4.2' : status} ${text}`
}
