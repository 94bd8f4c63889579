// What must be true of every fuzzed session, whatever client and next hop did: the replies' form, and no mail lost or invented.
import type { FuzzedResult } from './fuzz-client.ts'
import type { LaxMessage } from './lax-hop.ts'
import type { FuzzedSession } from './session-fuzzer.ts'

/** A message that the judge was shown. */
export interface Judged {
  code: string
  client: string
  sender: string
  recipients: string[]
  /** As received, still stuffed; latin1. */
  wire: string
  action: 'pass' | 'reject' | 'failure'
}

/** One session that was played, with the address that it came from. */
export interface PlayedSession {
  session: FuzzedSession
  from: string
  result: FuzzedResult
}

export interface Reply {
  code: number
  text: string
}

/** The replies, strictly: RFC 5321 4.2, 4.5.3.1.5, RFC 6531 3.7.4.2. Throws with what is wrong. */
export function parseReplies(octets: string): Reply[] {
  const replies: Reply[] = []
  let open: Reply | null = null
  for (const line of octets.split(/(?<=\n)/)) {
    if (line === '') continue
    const match = /^([2-5]\d\d)([ -])([\x20-\x7e]*)\r\n$/.exec(line)
    if (!match) throw new Error(`not a reply line: ${JSON.stringify(line.slice(0, 300))}`)
    if (line.length > 512) throw new Error(`reply line of ${line.length} octets`)
    const code = Number(match[1])
    if (open && open.code !== code) throw new Error(`codes differ: ${open.code} and ${code}`)
    open ??= { code, text: '' }
    open.text += `${match[3]}\n`
    if (match[2] === '-') continue
    replies.push(open)
    open = null
  }
  if (open) throw new Error('a reply without its last line')
  return replies
}

/** A client that says STARTTLS and then no TLS is told so in TLS: an alert (RFC 8446 6), which is no reply. */
export function withoutAlert(replies: string): string {
  return replies.replace(/(^220 [^\r\n]*\r\n)\x15\x03[\s\S]*$/m, '$1')
}

export interface Batch {
  sessions: PlayedSession[]
  judged: Judged[]
  /** Messages that the next hop took. */
  taken: LaxMessage[]
  /** The next hop breaks rules and connections. */
  faulty: boolean
  lmtpHop: boolean
}

/** Our code in the Received line in front of a message; null for what is not from a judged message. */
function codeOf(wire: string): string | null {
  return /^Received: (?:[^\r\n]|\r\n[ \t])*? id (F[0-9]+)\b/.exec(wire)?.[1] ?? null
}

/** States in which the client comes from a peer that may speak for others. */
const NAMES_OTHERS = new Set(['xclient', 'xforward', 'proxy'])

const isNotice = ({ mail, wire }: LaxMessage) =>
  mail.startsWith('MAIL FROM:<>') && /^Content-Type: multipart\/report;/im.test(wire)

/** What is wrong with a batch of sessions over one relay; each with the session where it is known. */
export class Oracle {
  readonly #batch: Batch
  readonly #byCode: Map<string, Judged>
  /** Codes of the messages that the hop has, by client. */
  readonly #delivered = new Map<string, string[]>()
  /** Ids of the hop's messages that nobody was told 250 for. */
  readonly #ids: Set<string>
  readonly failures: { what: string; played?: PlayedSession }[] = []
  /** Messages that were accepted, refused and deferred after the dot. */
  readonly dots = { accepted: 0, refused: 0, deferred: 0 }

  constructor(batch: Batch) {
    this.#batch = batch
    this.#byCode = new Map(batch.judged.map((judged) => [judged.code, judged]))
    this.#ids = new Set(batch.taken.map(({ id }) => id))
  }

  check(): this {
    this.#checkTaken()
    for (const played of this.#batch.sessions) {
      try {
        this.#checkSession(played)
      } catch (error) {
        this.failures.push({ what: error instanceof Error ? error.message : String(error), played })
      }
    }
    return this
  }

  #fail(what: string, client?: string): void {
    const played = this.#batch.sessions.find(({ from }) => from === client)
    this.failures.push(played ? { what, played } : { what })
  }

  /** Each message at the hop is one that was judged and passed, once, to its own recipients, octet for octet. */
  #checkTaken(): void {
    const seen = new Set<string>()
    for (const message of this.#batch.taken) {
      const code = codeOf(message.wire)
      const judged = code === null ? undefined : this.#byCode.get(code)
      if (!judged) {
        if (!this.#batch.lmtpHop || !isNotice(message))
          this.#fail(`a message that was not judged: ${JSON.stringify(message).slice(0, 500)}`)
        continue
      }
      if (seen.has(judged.code)) this.#fail(`delivered twice: ${judged.code}`, judged.client)
      seen.add(judged.code)
      if (judged.action !== 'pass') this.#fail(`delivered after ${judged.action}: ${judged.code}`, judged.client)
      this.#checkEnvelope(message, judged)
      this.#checkOctets(message, judged)
      this.#delivered.set(judged.client, [...(this.#delivered.get(judged.client) ?? []), message.id])
    }
  }

  #checkEnvelope(message: LaxMessage, judged: Judged): void {
    const address = (line: string) => Buffer.from(/<([^>]*)>/.exec(line)?.[1] ?? '?', 'latin1').toString('utf8')
    const rcpts = message.rcpts.map(address)
    if (address(message.mail) !== judged.sender) this.#fail(`another sender: ${message.mail}`, judged.client)
    const same = this.#batch.lmtpHop
      ? rcpts.every((rcpt) => judged.recipients.includes(rcpt))
      : JSON.stringify(rcpts) === JSON.stringify(judged.recipients)
    if (!same)
      this.#fail(`other recipients: ${rcpts.join(' ')} instead of ${judged.recipients.join(' ')}`, judged.client)
  }

  #checkOctets({ wire }: LaxMessage, judged: Judged): void {
    if (/\0|\r(?!\n)|(?<!\r)\n/.test(wire)) this.#fail(`bare line end or NUL at the hop: ${judged.code}`, judged.client)
    if (!/x-congthu/i.test(judged.wire) && !wire.endsWith(`\r\nX-Congthu-Verdict: pass\r\n${judged.wire}`)) {
      this.#fail(`other octets than were judged: ${judged.code}`, judged.client)
    }
  }

  #checkSession({ session, from, result }: PlayedSession): void {
    if (result.ended === 'hang') throw new Error('the session hangs')
    const gone = result.ended === 'gone'
    let octets = withoutAlert(result.replies)
    // Who leaves without reading may have been in the middle of a reply.
    if (gone) octets = octets.slice(0, octets.lastIndexOf('\n') + 1).replace(/(?:^\d{3}-[^\n]*\n)+$/m, '')
    const replies = parseReplies(octets)
    const accepted: string[] = []
    let deferred = 0
    for (const [i, { code, text }] of replies.entries()) {
      if (replies[i - 1]?.code !== 354) continue
      if (code === 250) accepted.push(text)
      else if (code >= 500) this.dots.refused++
      else if (code >= 400) deferred++
      else throw new Error(`${code} to a dot`)
    }
    this.dots.accepted += accepted.length
    this.dots.deferred += deferred
    this.#checkIds(accepted)
    if (NAMES_OTHERS.has(session.state)) return // its messages are judged as those of the client that it names
    const unanswered = gone ? Number.POSITIVE_INFINITY : replies.at(-1)?.code === 354 ? 1 : 0
    const { faulty, lmtpHop } = this.#batch
    const doubtful = unanswered + (faulty ? deferred : 0)
    const delivered = this.#delivered.get(from) ?? []
    if (accepted.length > delivered.length) throw new Error(`250 for ${accepted}, but the hop has ${delivered}`)
    // An LMTP hop may have refused the first of several recipients, and the LMTP client's first reply says only that.
    if (lmtpHop && session.state === 'lmtp') return
    if (delivered.length - accepted.length > doubtful)
      throw new Error(`the hop has ${delivered}; 250 only for ${accepted}; ${JSON.stringify(octets.slice(-300))}`)
  }

  /** An ordinary hop's 250 names the message, and is passed on as it is. */
  #checkIds(accepted: string[]): void {
    if (this.#batch.faulty) return
    for (const text of accepted) {
      const id = /queued as (H\d+)/.exec(text)?.[1]
      if (!id || !this.#ids.delete(id)) throw new Error(`250 for no message of the hop, or the second one: ${text}`)
    }
  }
}
