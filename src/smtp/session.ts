// One client session: each step is asked of the next hop; a message is taken in, and handed to its delivery.
import { Delivery, type DeliveryContext, LOGGED_REPLY, type Transaction } from './delivery.ts'
import type { FrontSession } from './front-connection.ts'
import { HopLost } from './hop-socket.ts'
import { hopFailure, type NextHop } from './next-hop.ts'
import { checkMail, checkRcpt, type PathCommand, parsePathCommand, usesUtf8 } from './parameters.ts'
import { ClientGone, type Received, receive } from './receive.ts'
import { ownFailure, type Reply, ReplyError, reply } from './reply.ts'
import type { Scratch } from './scratch.ts'
import type { Logger } from './types.ts'
import type { VerbatimDataStream } from './verbatim-data.ts'
import { Stopped } from './work.ts'

/** What all sessions share. */
export interface SessionContext extends DeliveryContext {
  /** Messages between their final dot and the answer. */
  inWork: number
  scratch: Scratch
  /** Whether the client's bare line ends are put right. */
  repaired(address: string): boolean
}

export class ClientSession {
  readonly #front: FrontSession
  readonly #context: SessionContext
  /** One for each recipient towards LMTP clients (RFC 2033 4.2). */
  readonly #eachRecipient: boolean
  #hop: NextHop | null = null
  #transaction: Transaction | null = null
  #delivery: Delivery | null = null
  #closed = false
  /** Called once, when the client has gone. */
  onclose: () => void = () => undefined

  constructor(front: FrontSession, context: SessionContext, lmtp: boolean) {
    this.#front = front
    this.#context = context
    this.#eachRecipient = lmtp
  }

  mail(): Promise<Reply> {
    return this.#answer('MAIL', async () => {
      const mail = parsePathCommand(this.#front.command)
      checkMail(mail, this.#front.offered)
      const answer = await this.#start(mail)
      this.#transaction = { mail, rcpts: [] }
      return answer
    })
  }

  /**
   * MAIL on the connection of the session's last message, or on a fresh one when there is none or it has died. All next
   * hops together get no longer than a message gets after its dot: the client's patience is the same.
   */
  async #start(mail: PathCommand): Promise<Reply> {
    const inTime = new AbortController()
    const timer = setTimeout(() => {
      inTime.abort()
      this.#hop?.destroy('MAIL took too long')
    }, this.#context.options.deadlineMs)
    try {
      const kept = await this.#mailOnKept(mail)
      if (kept) return kept
      const hop = await this.#context.connect(inTime.signal)
      this.#hop = hop
      if (this.#closed) {
        hop.quit()
        throw new ClientGone('client gone in MAIL')
      }
      return await this.#say(hop, mail)
    } finally {
      clearTimeout(timer)
    }
  }

  async #mailOnKept(mail: PathCommand): Promise<Reply | null> {
    const kept = this.#hop
    if (!kept) return null
    try {
      if (kept.alive) return await this.#say(kept, mail)
    } catch (error) {
      if (kept.alive) throw error // else it was closing, with a 421 or without a word
    }
    kept.destroy('replaced')
    return null
  }

  async #say(hop: NextHop, mail: PathCommand): Promise<Reply> {
    const { forwarded } = this.#front
    if (forwarded.size > 0)
      await hop.xforward(Object.fromEntries([...forwarded].map(([name, value]) => [name, value || ''])))
    return await hop.mail(mail)
  }

  rcpt(): Promise<Reply> {
    return this.#answer('RCPT', async () => {
      const transaction = this.#transaction
      const hop = this.#hop
      if (!transaction || !hop) return reply(503, '5.5.1 MAIL first')
      const rcpt = parsePathCommand(this.#front.command)
      checkRcpt(rcpt, this.#front.offered, usesUtf8(transaction.mail))
      if (transaction.rcpts.length >= this.#context.options.maxRecipients) {
        return reply(452, '4.5.3 Too many recipients')
      }
      const answer = await hop.rcpt(rcpt)
      transaction.rcpts.push(rcpt)
      return answer
    })
  }

  /** DATA, from the first octet to our answers. Rejects with ClientGone when the data broke off. */
  async data(stream: VerbatimDataStream): Promise<Reply[]> {
    const transaction = this.#transaction
    const hop = this.#hop
    let received: Received | null = null
    let answers = [ownFailure()]
    try {
      const repair = this.#context.repaired(this.#front.remoteAddress)
      received = await receive(stream, this.#context.options, this.#context.scratch, repair)
      answers = transaction && hop ? await this.#deliver(received, transaction, hop) : [reply(503, '5.5.1 MAIL first')]
    } catch (error) {
      if (error instanceof ClientGone) this.#log('info', 'the client went away in the middle of a message')
      answers = [this.#failure('DATA', error)]
    } finally {
      await received?.discard()
      this.#transaction = null
      if (this.#closed) hop?.quit()
      else if (hop?.alive && answers.some(({ code }) => code !== 250)) hop.reset()
    }
    const due = this.#eachRecipient ? (transaction?.rcpts.length ?? 1) : 1
    return answers.length >= due ? answers : Array.from({ length: due }, () => answers[0]!)
  }

  async #deliver(received: Received, transaction: Transaction, hop: NextHop): Promise<Reply[]> {
    const { options } = this.#context
    const delivery = new Delivery(this.#front, this.#context, transaction, hop)
    this.#delivery = delivery
    this.#context.inWork++
    let answers: Reply[]
    let level: keyof Logger = 'info'
    try {
      answers = await delivery.run(received, this.#eachRecipient)
    } catch (error) {
      answers = [answerTo(error)]
      level = levelOf(error)
      if (!(error instanceof ReplyError)) delivery.fields.error = textOf(error, level)
    } finally {
      this.#context.inWork--
      this.#delivery = null
    }
    const outcome = delivery.outcome(answers)
    if (level === 'info' && (outcome.end === 'deferred' || delivery.fields.note)) level = 'warn'
    options.observer?.message(outcome)
    const said = `${outcome.reply} ${answers[0]?.lines[0] ?? ''}`.slice(0, LOGGED_REPLY)
    options.logger[level]({ ...delivery.fields, end: outcome.end, reply: said, ms: outcome.ms }, 'message')
    return answers
  }

  /** Our answer to a step. What is not a reply is our failure or the next hop's: 451, and the reason only in the log. */
  async #answer(step: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work()
    } catch (error) {
      return this.#failure(step, error)
    }
  }

  /** The reply to what went wrong, logged unless it is a reply itself. Throws ClientGone on: nobody is there to be answered. */
  #failure(step: string, error: unknown): Reply {
    if (error instanceof ClientGone) throw error
    const level = levelOf(error)
    if (!(error instanceof ReplyError)) this.#log(level, `${step} failed`, textOf(error, level))
    return answerTo(error)
  }

  #log(level: keyof Logger, text: string, error?: string): void {
    this.#context.options.logger[level]({ session: this.#front.id, ...(error === undefined ? {} : { error }) }, text)
  }

  /** The transaction is given up: RSET, EHLO, STARTTLS. */
  reset(): void {
    if (this.#delivery || !this.#transaction) return
    this.#transaction = null
    if (this.#hop?.alive) this.#hop.reset()
  }

  /** Ends the work at hand: the client gets 451, and the next hop never gets our final dot. */
  stop(reason: string): void {
    this.#delivery?.stop(reason)
  }

  /** The client has closed its side. It may have gone, and would then send its message again: that is given up while it can be. */
  inputEnded(): void {
    this.#delivery?.clientEnded('the client has closed its side')
  }

  /** The client has gone. */
  close(): void {
    this.#closed = true
    this.onclose()
    if (this.#delivery) this.#delivery.clientEnded('the client has gone')
    else this.#hop?.quit()
  }
}

function answerTo(error: unknown): Reply {
  if (error instanceof ReplyError) return error.reply
  return error instanceof HopLost ? hopFailure(error) : ownFailure()
}

/** Faults of others are warnings; what is left is a mistake of ours. */
function levelOf(error: unknown): keyof Logger {
  if (error instanceof ReplyError) return 'info'
  return error instanceof HopLost || error instanceof Stopped ? 'warn' : 'error'
}

function textOf(error: unknown, level: keyof Logger): string {
  if (!(error instanceof Error)) return String(error)
  return level === 'error' ? (error.stack ?? error.message) : error.message
}
