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

/** Octets of one line that are read at all; RFC 5321 4.5.3.1.5 allows 512, but a longer refusal is still a refusal. */
const MAX_LINE = 16_384
/** Octets of a line that are kept. */
const KEPT = 1024
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

/** Collects octets into replies. The iterator of `feed` throws GarbageReply at the first line that cannot be part of one. */
export class ReplyReader {
  /** The line so far: what is kept of it, how long it is, and its last octet. */
  #kept = ''
  #length = 0
  #last = ''
  #code = 0
  #lines: string[] = []

  /** True between replies: nothing has been read that is not answered for. */
  get empty(): boolean {
    return this.#length === 0 && this.#lines.length === 0
  }

  /** The replies that are complete with this chunk, one by one: those before garbage still count. */
  *feed(chunk: Buffer): Generator<Reply> {
    const text = chunk.toString('latin1')
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#add(text.slice(from, end))
      const done = this.#endLine()
      if (done) yield done
      from = end + 1
    }
    this.#add(text.slice(from))
  }

  #add(piece: string): void {
    if (piece === '') return
    this.#length += piece.length
    if (this.#length > MAX_LINE) throw new GarbageReply('reply line too long')
    this.#kept += piece.slice(0, Math.max(0, KEPT - this.#kept.length))
    this.#last = piece.at(-1)!
  }

  #endLine(): Reply | null {
    const line = this.#length <= KEPT ? this.#kept.slice(0, -1) : this.#kept
    const ended = this.#last === '\r'
    this.#kept = ''
    this.#length = 0
    this.#last = ''
    if (!ended || !/^[2-5]\d\d(?:[ -][^\r]*)?$/.test(line)) throw new GarbageReply('not a reply')
    const code = Number(line.slice(0, 3))
    if (this.#lines.length > 0 && code !== this.#code) throw new GarbageReply('codes differ within one reply')
    if (this.#lines.length >= MAX_LINES) throw new GarbageReply('too many reply lines')
    this.#code = code
    this.#lines.push(line.slice(4))
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

/** Whether a reply to MAIL or RCPT says yes: 2yz of the mail system (RFC 5321 4.2.1, y = 5). */
export function isYes({ code }: Reply): boolean {
  return code >= 250 && code <= 259
}

/**
 * Whether a reply to the final dot says that the next hop has the message: any 2yz (RFC 5321 4.2: the first digit decides),
 * else each retry would deliver it again; but not those of the connection (220, 221), which say nothing of the message.
 */
export function isTaken({ code }: Reply): boolean {
  return code >= 200 && code <= 299 && code !== 220 && code !== 221
}

export function cleanReply(given: Reply): Reply {
  const lines = given.lines.slice(0, MAX_PASSED_LINES).map(replyText)
  return { code: given.code, lines: lines.length > 0 ? lines : [''] }
}

/** The same reply under another code; a leading enhanced status takes over the new class (RFC 3463 2). */
export function recoded(given: Reply, code: number): Reply {
  const status = /^[245](?=\.\d{1,3}\.\d{1,3}(?: |$))/
  return { code, lines: given.lines.map((line) => line.replace(status, String(code)[0]!)) }
}

/** Codes about us and the next hop: closing, bad sequence, and RFC 4954 4, 6 (530, 534, 535, 538). */
const BETWEEN_US = new Set([421, 503, 530, 534, 535, 538])

/**
 * What the client is told of a refusal by the next hop: its own class and text.
 * 421 concerns only our connection to it; 503 and what AUTH or TLS lack says that we and it do not fit together: temporary
 * for the client, because its mail is not at fault. 552 to RCPT is 452 (RFC 5321 4.5.3.1.10). What is no refusal is our failure.
 */
export function passOn(given: Reply, step: 'MAIL' | 'RCPT' | 'DATA' | 'dot'): Reply {
  const clean = cleanReply(given)
  if (clean.code < 400) return ownFailure('4.5.0', 'The next hop gave an unexpected reply')
  if (BETWEEN_US.has(clean.code)) return recoded(clean, 451)
  if (step === 'RCPT' && clean.code === 552) return recoded(clean, 452)
  return recoded(clean, clean.code) // RFC 3463 2: a status of the code's own class, whatever was said
}

const CONTEXT_STATUS: Record<string, string> = {
  MESSAGE_TOO_BIG: '5.3.4',
  NOT_AUTHORIZED: '5.7.0',
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
