// The client to the next hop, step by step, so that MAIL and every RCPT get its own answer before any DATA.
import { AuthFailed } from './hop-auth.ts'
import { type Opened, openHop, TlsFailed } from './hop-opening.ts'
import { HopLost, type HopSocket } from './hop-socket.ts'
import { mailParameters, type Offer, type PathCommand, rcptParameters } from './parameters.ts'
import { cleanReply, isTaken, isYes, ownFailure, passOn, type Reply, ReplyError, recoded } from './reply.ts'
import { DEFAULT_TIMEOUTS, type HopTimeouts, type NextHopOptions } from './types.ts'
import { type Forwarded, xforwardCommands } from './xforward.ts'

export { TlsFailed } from './hop-opening.ts'

const FINAL_DOT = Buffer.from('.\r\n')

/** A message on its way out: what stands in front, then the received octets, block by block. */
export interface OutgoingMessage {
  /** Our header lines and, where it had to be rebuilt, the message's own header block. */
  head: Buffer
  /** The rest, still dot-stuffed. A block is sent before the next but one is asked for. */
  blocks: AsyncIterable<Buffer> | Iterable<Buffer>
  /** Called right before the final dot is handed to the system; throws when it must not be. */
  commit(): void
}

/** One connection to the next hop, after EHLO. */
export class NextHop {
  readonly #wire: HopSocket
  readonly #timeouts: HopTimeouts
  readonly #verified: boolean
  /** Extensions that it offers. */
  readonly offer: Offer
  /** True when it answers the final dot once for each recipient. */
  readonly lmtp: boolean
  #resetting: Promise<void> | null = null
  /** Recipients that it has accepted in this transaction. */
  #accepted = 0
  #unanswered = 0

  private constructor({ wire, offer }: Opened, options: NextHopOptions, timeouts: HopTimeouts) {
    this.#wire = wire
    this.#verified = options.tls === 'required'
    this.#timeouts = timeouts
    this.offer = offer
    this.lmtp = options.protocol === 'lmtp'
  }

  /**
   * Connects, greets and, as configured, turns TLS on and authenticates. Rejects with HopLost whatever is wrong: a next hop
   * that is away or that does not want us is no fault of the mail (a greeting 554 must not become a bounce). `signal` ends
   * the try at once and leaves no socket behind; once connected it says nothing any more.
   */
  static async connect(options: NextHopOptions, hostname: string, signal?: AbortSignal): Promise<NextHop> {
    const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
    try {
      return new NextHop(await openHop(options, hostname, timeouts, signal), options, timeouts)
    } catch (error) {
      if (!(error instanceof TlsFailed) || options.tls !== 'opportunistic' || signal?.aborted) throw error
      const plain: NextHopOptions = { ...options, tls: 'none' } // RFC 7435 3: any mail before no mail
      return new NextHop(await openHop(plain, hostname, timeouts, signal), plain, timeouts)
    }
  }

  /** False when it has closed, or has said something unasked (a 421 before closing). */
  get alive(): boolean {
    return this.#wire.alive
  }

  /** True when the connection is secret and its certificate was checked. */
  get verified(): boolean {
    return this.#wire.secure && this.#verified
  }

  /** Recipients of the last message whose answer to the final dot never came: they may have it. LMTP only. */
  get unanswered(): number {
    return this.#unanswered
  }

  /**
   * Tells whose mail it is, before MAIL, where the next hop offers XFORWARD; a refusal is not fatal. The attributes hold for
   * the next transaction only.
   */
  async xforward(attributes: Forwarded): Promise<void> {
    const offered = this.offer.get('XFORWARD')
    if (offered === undefined) return
    await this.#resetting
    for (const line of xforwardCommands(attributes, offered)) {
      const { code } = await this.#wire.command(line, this.#timeouts.command)
      if (code === 421) this.#wire.destroy('XFORWARD 421')
      if (code !== 250) return
    }
  }

  /** MAIL: its reply when 2xx; ReplyError with the client's answer otherwise; HopLost. */
  async mail(mail: PathCommand): Promise<Reply> {
    await this.#resetting
    this.#accepted = 0
    const line = `MAIL FROM:<${mail.address}>${mailParameters(mail, this.offer)}`
    return this.#yes(await this.#wire.command(line, this.#timeouts.command), 'MAIL')
  }

  /** RCPT: as MAIL. */
  async rcpt(rcpt: PathCommand): Promise<Reply> {
    const line = `RCPT TO:<${rcpt.address}>${rcptParameters(rcpt, this.offer)}`
    const reply = this.#yes(await this.#wire.command(line, this.#timeouts.command), 'RCPT')
    this.#accepted++
    return reply
  }

  #yes(reply: Reply, step: 'MAIL' | 'RCPT'): Reply {
    if (isYes(reply)) return reply
    if (reply.code === 421 || reply.code < 400) this.#wire.destroy(`${step} ${reply.code}`)
    throw new ReplyError(passOn(reply, step))
  }

  /** RSET in the background; the next MAIL waits for it. A next hop that refuses it is dropped. */
  reset(): void {
    const before = this.#resetting ?? Promise.resolve()
    this.#resetting = before
      .then(() => this.#wire.command('RSET', this.#timeouts.command))
      .then(
        ({ code }) => {
          if (code !== 250) this.#wire.destroy(`RSET ${code}`)
        },
        () => undefined, // the next command meets the same failure
      )
  }

  /**
   * DATA, the message, the final dot, and the replies: one, or with LMTP one for each accepted recipient in their order
   * (RFC 2033 4.2), refusals among them. A small message leaves in one write. A reply before the dot ends the sending: it is
   * passed on if it refuses, and the connection is dropped because the dot was never sent.
   * Rejects with ReplyError when all of it was refused, with HopLost when no answer to the dot came at all.
   */
  async data(message: OutgoingMessage): Promise<Reply[]> {
    this.#unanswered = 0
    const go = await this.#wire.command('DATA', this.#timeouts.command)
    if (go.code !== 354) {
      if (go.code < 400) this.#wire.destroy(`DATA ${go.code}`)
      throw new ReplyError(passOn(go, 'DATA'))
    }
    this.#wire.expect(this.lmtp ? this.#accepted : 1)
    const final = this.#wire.reply(this.#timeouts.end)
    final.catch(() => undefined) // met again below
    try {
      await this.#send(message, final)
    } catch (error) {
      this.#wire.destroy('gave up before the final dot')
      throw error
    }
    if (this.lmtp) return await this.#answers(await final)
    const reply = this.#outcome(await final)
    if (reply.code !== 250) throw new ReplyError(reply)
    return [reply]
  }

  async #send({ head, blocks, commit }: OutgoingMessage, final: Promise<Reply>): Promise<void> {
    let early: Reply | null = null
    final.then(
      (reply) => {
        early = reply
      },
      () => undefined,
    )
    const noEarlyReply = () => {
      if (early) throw new ReplyError(passOn(early, 'dot'))
    }
    let waiting: Buffer[] = [head]
    let first = true
    for await (const block of blocks) {
      if (!first) {
        await this.#writeUnless(waiting, final, noEarlyReply)
        noEarlyReply()
        waiting = []
      }
      first = false
      waiting.push(block)
    }
    noEarlyReply()
    commit()
    await this.#writeUnless([...waiting, FINAL_DOT], final, () => {
      if (early && early.code >= 400) noEarlyReply()
    })
  }

  /** Writes; when a reply comes before the octets have left, or instead of that, `stop` may throw what it means. */
  async #writeUnless(parts: Buffer[], final: Promise<Reply>, stop: () => void): Promise<void> {
    const sent = this.#wire.write(parts, this.#timeouts.block)
    const left = await Promise.race([
      sent.then(
        () => true,
        () => false,
      ),
      final.then(
        () => false,
        () => false,
      ),
    ])
    if (!left) stop()
    await sent
  }

  /** What the reply to the final dot means: 250, or what the client is told. */
  #outcome(reply: Reply): Reply {
    if (isTaken(reply)) return recoded(cleanReply(reply), 250)
    if (reply.code < 400) this.#wire.destroy(`reply ${reply.code} to the final dot`)
    return passOn(reply, 'dot')
  }

  /** The answers for each recipient. What has been answered stays so when the connection is lost before the rest. */
  async #answers(first: Reply): Promise<Reply[]> {
    const answers: Reply[] = []
    try {
      for (let reply = first; ; reply = await this.#wire.reply(this.#timeouts.end)) {
        answers.push(this.#outcome(reply))
        if (answers.length >= this.#accepted) break
        if (!isTaken(reply) && reply.code < 400) throw new HopLost(`reply ${reply.code} for a recipient`)
      }
    } catch (error) {
      if (!(error instanceof HopLost)) throw error
      this.#unanswered = this.#accepted - answers.length
      for (let left = this.#unanswered; left > 0; left--) answers.push(hopFailure(error))
    }
    return answers
  }

  quit(): void {
    this.#wire.quit()
  }

  destroy(reason: string): void {
    this.#wire.destroy(reason)
  }
}

/** The client's answer when the connection failed: always temporary. */
export function hopFailure(error: HopLost): Reply {
  if (error instanceof TlsFailed) return ownFailure('4.7.5', 'No secure connection to the next hop, try again later')
  if (error instanceof AuthFailed) return ownFailure('4.7.0', 'The next hop does not let us in now, try again later')
  return ownFailure('4.4.1', 'The next hop is not available now, try again later')
}
