// One message from its final dot to our answer: judged, and only then handed to the next hop.
import { performance } from 'node:perf_hooks'
import type { Action } from '../verdict.ts'
import { conclude } from './conclusion.ts'
import type { FrontSession } from './front-connection.ts'
import { fieldLines, frontOf, type HeaderScan, MAX_HEADER, receivedField, scanHeader } from './headers.ts'
import type { NextHop } from './next-hop.ts'
import { type PathCommand, usesUtf8 } from './parameters.ts'
import type { Received } from './receive.ts'
import { type Reply, ReplyError, reply } from './reply.ts'
import type { Judgement, MessageOutcome, RelayOptions } from './types.ts'
import { Work } from './work.ts'

export interface Transaction {
  mail: PathCommand
  rcpts: PathCommand[]
}

/** What delivering needs of the relay. */
export interface DeliveryContext {
  options: RelayOptions & { deadlineMs: number }
  /** A new connection to the first next hop that answers, after EHLO. */
  connect(signal: AbortSignal): Promise<NextHop>
}

/** The octets that are read first of a message on disk; nearly every header block ends within them. */
const FIRST_LOOK = 65_536
/** Characters of a reply that are logged. */
export const LOGGED_REPLY = 200

export class Delivery {
  readonly #front: FrontSession
  readonly #context: DeliveryContext
  readonly #transaction: Transaction
  readonly #hop: NextHop
  readonly #work = new Work()
  readonly #started = performance.now()
  #action: Action | null = null
  /** What the one log line of this message says, besides its end. */
  readonly fields: Record<string, unknown>

  constructor(front: FrontSession, context: DeliveryContext, transaction: Transaction, hop: NextHop) {
    this.#front = front
    this.#context = context
    this.#transaction = transaction
    this.#hop = hop
    this.fields = {
      session: front.id,
      client: clientOf(front),
      from: transaction.mail.address,
      to: transaction.rcpts.length,
    }
  }

  /**
   * The answers: one, or, where the client (`lmtp`) and the next hop know that, one for each recipient. Rejects when it came
   * to nothing: the next hop lacks our dot, or its answer is lost.
   */
  async run(received: Received, lmtp: boolean): Promise<Reply[]> {
    this.#work.signal.addEventListener('abort', () => this.#hop.destroy('work stopped'), { once: true })
    const timer = setTimeout(() => this.#work.stop('deadline'), this.#context.options.deadlineMs)
    this.fields.size = received.message.size
    if (this.#front.inputEnded) this.#work.stop('the client has closed its side')
    try {
      return await this.#judgeAndSend(received, lmtp)
    } catch (error) {
      if (this.#work.committed && !(error instanceof ReplyError)) this.fields.note = 'may be delivered twice'
      throw this.#work.signal.aborted ? this.#work.signal.reason : error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends it: the client gets 451, and the next hop never gets our final dot if it has not got it yet. */
  stop(reason: string): void {
    this.#work.stop(reason)
  }

  /** The client has gone, or at least closed its side. A message that the next hop already has is left to it. */
  clientEnded(reason: string): void {
    if (!this.#work.committed) this.stop(reason)
    else this.fields.note = 'the client did not wait for the reply: may be delivered twice'
  }

  /** How it ended, once its replies are known. */
  outcome(replies: Reply[]): MessageOutcome {
    const codes = replies.map(({ code }) => code)
    const end = codes.some((code) => code < 300)
      ? 'accepted'
      : codes.some((code) => code < 500)
        ? 'deferred'
        : 'refused'
    const ms = Math.round(performance.now() - this.#started)
    return { end, action: this.#action, reply: codes[0] ?? 0, size: Number(this.fields.size ?? 0), ms }
  }

  async #judgeAndSend(received: Received, lmtp: boolean): Promise<Reply[]> {
    const { head, scan } = await headerOf(received)
    const judgement = await this.#work.orStopped(this.#judge(received.message))
    const { code, action } = judgement
    this.#action = action
    Object.assign(this.fields, { code, action }, judgement.log)
    if (action === 'reject') return [refusalOf(judgement)]
    if (received.brokenLines)
      return [reply(550, '5.6.0 Bare CR, bare LF or NUL in the message: send lines that end with CRLF')]
    const front = frontOf(this.#trace(code) + fieldLines(judgement.headers), head, scan)
    const replies = await this.#hop.data({
      head: front.head,
      blocks: received.blocks(front.from),
      commit: () => this.#work.commit(),
    })
    this.fields.hop = replies.map(({ code, lines }) => `${code} ${lines[0] ?? ''}`.slice(0, LOGGED_REPLY))
    if (this.#hop.unanswered > 0) this.fields.note = 'may be delivered twice'
    return lmtp || !this.#hop.lmtp ? replies : [await this.#conclude(replies, code, head.subarray(0, scan.end))]
  }

  async #conclude(replies: Reply[], code: string, head: Buffer): Promise<Reply> {
    const { options, connect } = this.#context
    const { signal } = this.#work
    const { unanswered } = this.#hop
    const parts = {
      hostname: options.hostname,
      now: options.now(),
      code,
      transaction: this.#transaction,
      head,
      signal,
      unanswered,
    }
    const { answer, note } = await conclude(replies, { ...parts, connect: () => connect(signal) })
    if (note !== null) this.fields.note = note
    return answer
  }

  async #judge(message: Received['message']): Promise<Judgement> {
    const front = this.#front
    const envelope = {
      sender: this.#transaction.mail.address,
      recipients: this.#transaction.rcpts.map(({ address }) => address),
      client: clientOf(front),
    }
    return await this.#context.options.judge(message, envelope, {
      id: front.id,
      transaction: front.transaction,
      tls: front.secure,
      helo: front.hostNameAppearsAs || '',
      signal: this.#work.signal,
    })
  }

  #trace(code: string): string {
    const front = this.#front
    const { hostname, now } = this.#context.options
    return receivedField({
      helo: front.hostNameAppearsAs || '',
      client: front.remoteAddress,
      hostname,
      greeting: front.openingCommand,
      tls: front.secure,
      utf8: usesUtf8(this.#transaction.mail),
      code,
      recipients: this.#transaction.rcpts.map(({ address }) => address),
      date: now(),
    })
  }
}

/** Whose message it is: the client that a trusted peer named, else the session's. */
function clientOf(front: FrontSession): string {
  return front.forwarded.get('ADDR') || front.remoteAddress
}

/** The header block, read from memory or disk as far as needed. */
async function headerOf(received: Received): Promise<{ head: Buffer; scan: HeaderScan }> {
  for (const length of [FIRST_LOOK, MAX_HEADER + 1]) {
    const head = await received.head(length)
    const scan = scanHeader(head, head.length === received.message.size)
    if (scan) return { head, scan }
  }
  throw new Error('the message is shorter than what was received')
}

/** The judge's refusal as a reply. A refusal without a sound reply is our failure, not the mail's. */
function refusalOf({ reply: refusal }: Judgement): Reply {
  if (!refusal || refusal.lines.length === 0 || !/^5\.\d{1,3}\.\d{1,3}$/.test(refusal.status)) {
    throw new TypeError('reject without a reply')
  }
  if (refusal.code !== 554 && refusal.code !== 550) throw new TypeError('reject with another code')
  return { code: refusal.code, lines: refusal.lines.map((line) => `${refusal.status} ${line}`) }
}
