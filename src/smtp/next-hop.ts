// The client to the next hop, step by step, so that MAIL and every RCPT get its own answer before any DATA.
import { HopLost, HopSocket } from './hop-socket.ts'
import { mailParameters, type Offer, type PathCommand, rcptParameters } from './parameters.ts'
import { ownFailure, passOn, type Reply, ReplyError } from './reply.ts'
import { DEFAULT_TIMEOUTS, type HopTimeouts, type NextHopOptions } from './types.ts'

const FINAL_DOT = Buffer.from('.\r\n')
const MAX_OFFERS = 100

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
  #resetting: Promise<void> | null = null

  private constructor(wire: HopSocket, timeouts: HopTimeouts, offer: Offer, verified: boolean) {
    this.#wire = wire
    this.#verified = verified
    this.#timeouts = timeouts
    this.offer = offer
  }

  /**
   * Connects, greets and, as configured, turns TLS on. Rejects with HopLost whatever is wrong: a next hop that is away or
   * that does not want us is no fault of the mail (a greeting 554 must not become a bounce).
   */
  static async connect(options: NextHopOptions, hostname: string): Promise<NextHop> {
    const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
    try {
      return await NextHop.#open(options, hostname, timeouts)
    } catch (error) {
      if (!(error instanceof TlsFailed) || options.tls !== 'opportunistic') throw error
      return await NextHop.#open({ ...options, tls: 'none' }, hostname, timeouts) // RFC 7435 3: any mail before no mail
    }
  }

  static async #open(options: NextHopOptions, hostname: string, timeouts: HopTimeouts): Promise<NextHop> {
    const wire = await HopSocket.connect(options, timeouts.connect)
    try {
      const greeting = await wire.reply(timeouts.greeting)
      if (greeting.code !== 220) throw new HopLost(`greeting ${greeting.code} ${greeting.lines[0] ?? ''}`)
      let offer = await hello(wire, hostname, timeouts)
      if (options.tls !== 'none' && (offer.has('STARTTLS') || options.tls === 'required')) {
        await startTls(wire, options, offer, timeouts)
        offer = await hello(wire, hostname, timeouts) // RFC 3207 4.2: what was said before is forgotten
      }
      return new NextHop(wire, timeouts, offer, options.tls === 'required')
    } catch (error) {
      wire.destroy('not usable')
      throw error
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

  /** MAIL: its reply when 2xx; ReplyError with the client's answer otherwise; HopLost. */
  async mail(mail: PathCommand): Promise<Reply> {
    await this.#resetting
    const line = `MAIL FROM:<${mail.address}>${mailParameters(mail, this.offer)}`
    return accepted(this.#wire, await this.#wire.command(line, this.#timeouts.command), 'MAIL')
  }

  async rcpt(rcpt: PathCommand): Promise<Reply> {
    const line = `RCPT TO:<${rcpt.address}>${rcptParameters(rcpt, this.offer)}`
    return accepted(this.#wire, await this.#wire.command(line, this.#timeouts.command), 'RCPT')
  }

  /** RSET in the background; the next MAIL waits for it. A next hop that refuses it is dropped. */
  reset(): void {
    this.#resetting = this.#wire.command('RSET', this.#timeouts.command).then(
      ({ code }) => {
        if (code !== 250) this.#wire.destroy(`RSET ${code}`)
      },
      () => undefined, // the next command meets the same failure
    )
  }

  /**
   * DATA, the message, the final dot, and the reply. A small message leaves in one write. A reply before the dot ends the
   * sending: it is passed on if it refuses, and the connection is dropped because the dot was never sent.
   */
  async data(message: OutgoingMessage): Promise<Reply[]> {
    const go = await this.#wire.command('DATA', this.#timeouts.command)
    if (go.code !== 354) {
      if (go.code < 400) this.#wire.destroy(`DATA ${go.code}`)
      throw new ReplyError(passOn(go, 'DATA'))
    }
    const final = this.#wire.reply(this.#timeouts.end)
    final.catch(() => undefined) // met again below
    try {
      await this.#send(message, final)
    } catch (error) {
      this.#wire.destroy('gave up before the final dot')
      throw error
    }
    const reply = await final
    if (reply.code === 250) return [reply]
    if (reply.code < 400) this.#wire.destroy(`reply ${reply.code} to the final dot`)
    throw new ReplyError(passOn(reply, 'dot'))
  }

  async #send({ head, blocks, commit }: OutgoingMessage, final: Promise<Reply>): Promise<void> {
    let early: Reply | null = null
    const noEarlyReply = () => {
      if (early) throw new ReplyError(passOn(early, 'dot'))
    }
    final.then(
      (reply) => {
        early = reply
      },
      () => undefined,
    )
    let waiting: Buffer[] = [head]
    let first = true
    for await (const block of blocks) {
      if (!first) {
        const sent = this.#wire.write(waiting, this.#timeouts.block)
        await Promise.race([sent, final])
        noEarlyReply()
        await sent
        waiting = []
      }
      first = false
      waiting.push(block)
    }
    noEarlyReply()
    commit()
    await this.#wire.write([...waiting, FINAL_DOT], this.#timeouts.block)
  }

  quit(): void {
    this.#wire.quit()
  }

  destroy(reason: string): void {
    this.#wire.destroy(reason)
  }
}

function accepted(wire: HopSocket, reply: Reply, step: 'MAIL' | 'RCPT'): Reply {
  if (reply.code >= 250 && reply.code <= 259) return reply
  if (reply.code === 421 || reply.code < 400) wire.destroy(`${step} ${reply.code}`)
  throw new ReplyError(passOn(reply, step))
}

/** EHLO, or HELO where that is not known (RFC 5321 3.2). */
async function hello(wire: HopSocket, hostname: string, timeouts: HopTimeouts): Promise<Offer> {
  const reply = await wire.command(`EHLO ${hostname}`, timeouts.command)
  if (reply.code === 250) return offerOf(reply)
  if (reply.code < 500) throw new HopLost(`EHLO ${reply.code}`)
  const helo = await wire.command(`HELO ${hostname}`, timeouts.command)
  if (helo.code !== 250) throw new HopLost(`HELO ${helo.code}`)
  return new Map()
}

function offerOf(reply: Reply): Offer {
  const lines = reply.lines.slice(1, MAX_OFFERS)
  return new Map(
    lines.map((line) => {
      const [keyword = '', ...values] = line.trim().split(' ')
      return [keyword.toUpperCase(), values.join(' ')]
    }),
  )
}

async function startTls(wire: HopSocket, options: NextHopOptions, offer: Offer, timeouts: HopTimeouts): Promise<void> {
  if (!offer.has('STARTTLS')) throw new TlsFailed('STARTTLS not offered')
  try {
    const reply = await wire.command('STARTTLS', timeouts.command)
    if (reply.code !== 220) throw new HopLost(`STARTTLS ${reply.code}`)
    await wire.startTls(options, timeouts.command)
  } catch (error) {
    throw new TlsFailed(error instanceof Error ? error.message : String(error))
  }
}

/** TLS did not come about. */
export class TlsFailed extends HopLost {}

/** The client's answer when the connection failed: always temporary. */
export function hopFailure(error: HopLost): Reply {
  if (error instanceof TlsFailed) return ownFailure('4.7.5', 'No secure connection to the next hop, try again later')
  return ownFailure('4.4.1', 'The next hop is not available now, try again later')
}
