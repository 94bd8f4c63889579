// One client session: each step is asked of the next hop; a message is judged, and only then handed on.
import { fieldLines, frontOf, type HeaderScan, MAX_HEADER, receivedField, scanHeader } from './headers.ts'
import { HopLost } from './hop-socket.ts'
import { hopFailure, type NextHop } from './next-hop.ts'
import { checkMail, checkRcpt, type PathCommand, parsePathCommand, usesUtf8 } from './parameters.ts'
import { ClientGone, type Received, receive } from './receive.ts'
import { ownFailure, type Reply, ReplyError, reply } from './reply.ts'
import type { Scratch } from './scratch.ts'
import type { Judgement, RelayOptions } from './types.ts'
import type { FrontSession, VerbatimDataStream } from './verbatim-data.ts'

/** What all sessions share. */
export interface SessionContext {
  options: RelayOptions & { deadlineMs: number }
  scratch: Scratch
  /** A new connection to the next hop, after EHLO. */
  connect(): Promise<NextHop>
}

interface Transaction {
  mail: PathCommand
  recipients: string[]
}

/** The octets that are read first of a message on disk; nearly every header block ends within them. */
const FIRST_LOOK = 65_536

/** The work on one message was ended from outside. */
class Stopped extends Error {}

/** The work after the final dot: it may be stopped until the dot is given to the next hop, and after that only cut off. */
class Work {
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  committed = false

  constructor() {
    this.signal = this.#controller.signal
  }

  stop(reason: string): void {
    this.#controller.abort(new Stopped(reason))
  }

  /** The point of no return: throws when the answer is no longer wanted. */
  commit(): void {
    this.signal.throwIfAborted()
    this.committed = true
  }

  async orStopped<T>(promise: Promise<T>): Promise<T> {
    const stopped = new Promise<never>((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true })
    })
    return await Promise.race([promise, stopped])
  }
}

export class ClientSession {
  readonly #front: FrontSession
  readonly #context: SessionContext
  #hop: NextHop | null = null
  #transaction: Transaction | null = null
  #work: Work | null = null
  #closed = false

  constructor(front: FrontSession, context: SessionContext) {
    this.#front = front
    this.#context = context
  }

  mail(): Promise<Reply> {
    return this.#answer('MAIL', async () => {
      const mail = parsePathCommand(this.#front.command)
      checkMail(mail, this.#front.offered)
      const answer = await this.#start(mail)
      this.#transaction = { mail, recipients: [] }
      return answer
    })
  }

  /** MAIL on the connection of the session's last message, or on a fresh one when there is none or it has died. */
  async #start(mail: PathCommand): Promise<Reply> {
    const kept = this.#hop
    if (kept?.alive) {
      try {
        return await kept.mail(mail)
      } catch (error) {
        if (kept.alive) throw error
      }
    }
    kept?.destroy('replaced')
    const hop = await this.#context.connect()
    this.#hop = hop
    if (this.#closed) {
      hop.quit()
      throw new ClientGone('client gone in MAIL')
    }
    return await hop.mail(mail)
  }

  rcpt(): Promise<Reply> {
    return this.#answer('RCPT', async () => {
      const transaction = this.#transaction
      const hop = this.#hop
      if (!transaction || !hop) return reply(503, '5.5.1 MAIL first')
      const rcpt = parsePathCommand(this.#front.command)
      checkRcpt(rcpt, this.#front.offered, usesUtf8(transaction.mail))
      if (transaction.recipients.length >= this.#context.options.maxRecipients) {
        return reply(452, '4.5.3 Too many recipients')
      }
      const answer = await hop.rcpt(rcpt)
      transaction.recipients.push(rcpt.address)
      return answer
    })
  }

  /** DATA, from the first octet to our answer. Rejects with ClientGone when the data broke off. */
  async data(stream: VerbatimDataStream): Promise<Reply> {
    const transaction = this.#transaction
    const hop = this.#hop
    let received: Received | null = null
    let answer = ownFailure()
    try {
      answer = await this.#answer('DATA', async () => {
        received = await receive(stream, this.#context.options, this.#context.scratch)
        if (!transaction || !hop) return reply(503, '5.5.1 MAIL first')
        return await this.#deliver(received, transaction, hop)
      })
      return answer
    } finally {
      await (received as Received | null)?.discard()
      this.#transaction = null
      if (this.#closed) hop?.quit()
      else if (answer.code !== 250 && hop?.alive) hop.reset()
    }
  }

  async #deliver(received: Received, transaction: Transaction, hop: NextHop): Promise<Reply> {
    const work = new Work()
    this.#work = work
    work.signal.addEventListener('abort', () => hop.destroy('work stopped'), { once: true })
    const timer = setTimeout(() => work.stop('deadline'), this.#context.options.deadlineMs)
    try {
      return await this.#judgeAndSend(received, transaction, work, hop)
    } catch (error) {
      if (work.committed && !(error instanceof ReplyError)) this.#log('warn', error, 'may be delivered twice')
      throw work.signal.aborted ? work.signal.reason : error
    } finally {
      clearTimeout(timer)
      this.#work = null
    }
  }

  async #judgeAndSend(received: Received, transaction: Transaction, work: Work, hop: NextHop): Promise<Reply> {
    const { head, scan } = await headerOf(received)
    const { message } = received
    const judgement = await work.orStopped(this.#judge(message, transaction, work))
    const { code, action } = judgement
    if (action === 'reject') {
      const refusal = refusalOf(judgement)
      this.#context.options.logger.info({ session: this.#front.id, code, reply: refusal.code }, 'refused')
      return refusal
    }
    const ours = this.#trace(transaction, code) + fieldLines(judgement.headers)
    const front = frontOf(ours, head, scan)
    const [answer] = (await hop.data({
      head: front.head,
      blocks: received.blocks(front.from),
      commit: () => work.commit(),
    })) as [Reply]
    const gone = this.#closed
    const fields = { session: this.#front.id, code, size: message.size, hop: answer.lines[0]?.slice(0, 200) }
    if (gone) this.#context.options.logger.warn(fields, 'delivered, but the client has gone: may be delivered twice')
    else this.#context.options.logger.info(fields, 'delivered')
    return answer
  }

  async #judge(message: Received['message'], transaction: Transaction, work: Work): Promise<Judgement> {
    const front = this.#front
    const envelope = {
      sender: transaction.mail.address,
      recipients: [...transaction.recipients],
      client: front.remoteAddress,
    }
    return await this.#context.options.judge(message, envelope, {
      id: front.id,
      transaction: front.transaction,
      tls: front.secure,
      helo: front.hostNameAppearsAs || '',
      signal: work.signal,
    })
  }

  #trace({ mail, recipients }: Transaction, code: string): string {
    const front = this.#front
    const { hostname, now } = this.#context.options
    return receivedField({
      helo: front.hostNameAppearsAs || '',
      client: front.remoteAddress,
      hostname,
      extended: front.openingCommand === 'EHLO',
      tls: front.secure,
      utf8: usesUtf8(mail),
      code,
      recipients,
      date: now(),
    })
  }

  /** Our answer to a step. What is not a reply is our failure or the next hop's: 451, and the reason only in the log. */
  async #answer(step: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ClientGone) throw error
      if (error instanceof ReplyError) return error.reply
      this.#log(error instanceof HopLost || error instanceof Stopped ? 'warn' : 'error', error, `${step} failed`)
      return error instanceof HopLost ? hopFailure(error) : ownFailure()
    }
  }

  #log(level: 'warn' | 'error', error: unknown, text: string): void {
    const said =
      error instanceof Error ? (level === 'error' ? (error.stack ?? error.message) : error.message) : `${error}`
    this.#context.options.logger[level]({ session: this.#front.id, error: said }, text)
  }

  /** The transaction is given up: RSET, EHLO, STARTTLS. */
  reset(): void {
    if (this.#work || !this.#transaction) return
    this.#transaction = null
    if (this.#hop?.alive) this.#hop.reset()
  }

  /** Ends the work at hand: the client gets 451, and the next hop never gets our final dot. */
  stop(reason: string): void {
    this.#work?.stop(reason)
  }

  /** The client has gone. A message that the next hop already has is left to it; any other is given up. */
  close(): void {
    this.#closed = true
    if (!this.#work) this.#hop?.quit()
    else if (!this.#work.committed) this.#work.stop('client gone')
  }
}

/** The header block, read from memory or disk as far as needed. */
async function headerOf(received: Received): Promise<{ head: Buffer; scan: HeaderScan }> {
  for (let length = FIRST_LOOK; ; length = MAX_HEADER + 1) {
    const head = await received.head(length)
    const scan = scanHeader(head, head.length === received.message.size)
    if (scan) return { head, scan }
  }
}

/** The judge's refusal as a reply. A refusal without a sound reply is our failure, not the mail's. */
function refusalOf({ reply: refusal }: Judgement): Reply {
  if (!refusal || refusal.lines.length === 0 || !/^5\.\d{1,3}\.\d{1,3}$/.test(refusal.status)) {
    throw new TypeError('reject without a reply')
  }
  if (refusal.code !== 554 && refusal.code !== 550) throw new TypeError('reject with another code')
  return { code: refusal.code, lines: refusal.lines.map((line) => `${refusal.status} ${line}`) }
}
