// The fault bench: a relay between scripted next hops and scripted clients, and at the end of each scenario the oracle.
import { existsSync, readdirSync } from 'node:fs'
import type { Judge, NextHopOptions, RelayOptions } from '../../src/smtp/relay.ts'
import { type Delivery, type Letter, wrongs } from './mail-oracle.ts'
import { type HopAct, type HopScript, type HopVerb, NextHopServer } from './next-hop.ts'
import { type ClientReply, SmtpClient } from './smtp-client.ts'
import { message, PASS, startRelay, type TestRelay } from './smtp-relay.ts'

/** Waits for a next hop in the bench: short, but long enough for a slow machine. */
export const QUICK = { connect: 2000, greeting: 800, command: 800, block: 800, end: 800 }
/** Milliseconds that a scenario may take unless it says more. */
const BOUND = 12_000

export interface BenchOptions {
  judge?: Judge
  relay?: Partial<RelayOptions>
  /** One script for each next hop. Its `act` is armed only after the relay's own first look at the next hop. */
  hops?: HopScript[]
  /** Beside host, port and the QUICK timeouts, for each next hop. */
  hop?: Partial<NextHopOptions>
  /** The same for the first one only. */
  first?: Partial<NextHopOptions>
  /** Milliseconds for the whole scenario. */
  bound?: number
  /** X-Congthu fields that the judge adds; null when only their form is known. Default 1, as PASS has it. */
  addedFields?: number | null
  /** What clients greet with; LHLO where the relay's listener speaks LMTP. Default EHLO. */
  hello?: 'EHLO' | 'LHLO'
  /** What ordinary mail is here, to be sent at the end; the judge must let it pass. */
  ordinary?: LetterOptions
}

export interface LetterOptions {
  /** How many recipients, or which addresses. Default 1. */
  to?: number | string[]
  sender?: string
  /** The message as it should arrive; default a small one with a name of its own. */
  octets?: string | Buffer
  mayDuplicate?: string
  mayVanish?: string
}

/** Runs one scenario on its own bench and asks the oracle. */
export async function scenario(options: BenchOptions, run: (bench: FaultBench) => Promise<void>): Promise<void> {
  await using bench = await FaultBench.start(options)
  await run(bench)
  await bench.verdict()
}

/** A script that acts at one step, so many times, then never again. */
export function at(verb: HopVerb, act: HopAct, times = Number.POSITIVE_INFINITY): HopScript {
  let left = times
  return { act: (step) => (step === verb && left-- > 0 ? act : undefined) }
}

/** A judge that refuses with these lines, so many times, and then passes. */
export function refusing(lines: string[], times = 1): Judge {
  let left = times
  return async () =>
    left-- > 0
      ? { action: 'reject', reply: { code: 554, status: '5.7.1', lines }, headers: [], code: 'ZZ99YY88' }
      : PASS
}

/** Dot-stuffing by its definition (RFC 5321 4.5.2). */
export function stuff(octets: Buffer): Buffer {
  return Buffer.from(octets.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1')
}

export async function waitFor(what: () => boolean, sentence: string, ms = 5000): Promise<void> {
  for (const end = performance.now() + ms; !what(); ) {
    if (performance.now() > end) throw new Error(`never: ${sentence}`)
    await pause(10)
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export class FaultBench {
  readonly hops: NextHopServer[]
  readonly gate: TestRelay
  readonly letters: Letter[] = []
  readonly #options: BenchOptions
  readonly #clients: SmtpClient[] = []
  readonly #started = performance.now()

  readonly #nextHops: NextHopOptions[]

  private constructor(hops: NextHopServer[], gate: TestRelay, options: BenchOptions, nextHops: NextHopOptions[]) {
    this.#nextHops = nextHops
    this.hops = hops
    this.gate = gate
    this.#options = options
  }

  static async start(options: BenchOptions): Promise<FaultBench> {
    const scripts = options.hops ?? [{}]
    const hops: NextHopServer[] = []
    for (const { act: _, ...plain } of scripts) hops.push(await NextHopServer.start(plain))
    const nextHops = hops.map(
      ({ port }, index): NextHopOptions => ({
        ...{ host: '127.0.0.1', port, tls: 'none', timeouts: QUICK, protocol: scripts[index]!.protocol ?? 'smtp' },
        ...options.hop,
        ...(index === 0 ? options.first : {}),
      }),
    )
    const gate = await startRelay(options.judge, { nextHops, ...options.relay }).catch(async (error) => {
      for (const hop of hops) await hop.close()
      throw error
    })
    for (const [index, hop] of hops.entries()) hop.script = scripts[index]!
    return new FaultBench(hops, gate, options, nextHops)
  }

  /** The first next hop. */
  get hop(): NextHopServer {
    return this.hops[0]!
  }

  /** A client that has said EHLO. */
  async client(from?: string): Promise<SmtpClient> {
    const client = await this.connect(from)
    await client.expect(220)
    await client.say(`${this.#options.hello ?? 'EHLO'} client.example`, 250)
    return client
  }

  /** A client that has not even read the greeting; `from` is its address. */
  async connect(from?: string): Promise<SmtpClient> {
    const client = await SmtpClient.connect(this.gate.port, '127.0.0.1', from)
    this.#clients.push(client)
    return client
  }

  /** A message with addresses of its own. */
  letter(options: LetterOptions = {}): Letter {
    const name = `letter-${this.letters.length + 1}`
    const { to = 1, sender = `${name}@sender.example`, octets = message(name) } = options
    const addresses = typeof to === 'number' ? Array.from({ length: to }, (_, i) => `r${i + 1}.${name}@example.vn`) : to
    const letter: Letter = {
      name,
      sender,
      recipients: addresses.map((address) => ({ address, rcpt: null, final: null })),
      octets: Buffer.from(octets as string, 'latin1'),
      mayDuplicate: options.mayDuplicate ?? null,
      mayVanish: options.mayVanish ?? null,
    }
    this.letters.push(letter)
    return letter
  }

  /** MAIL and each RCPT, noting the answers; the last reply. Stops when MAIL is refused. */
  async envelope(client: SmtpClient, letter: Letter): Promise<ClientReply> {
    let last = await client.say(`MAIL FROM:<${letter.sender}>`)
    if (last.code !== 250) return last
    for (const recipient of letter.recipients) {
      last = await client.say(`RCPT TO:<${recipient.address}>`)
      recipient.rcpt = last.code
    }
    return last
  }

  /** The last word on a letter, for every recipient that was accepted. */
  note(letter: Letter, reply: ClientReply): ClientReply {
    for (const recipient of letter.recipients) if (recipient.rcpt === 250) recipient.final = reply.code
    return reply
  }

  /** Envelope and DATA up to 354; throws when that does not come. */
  async begin(client: SmtpClient, letter: Letter): Promise<void> {
    await this.envelope(client, letter)
    await client.say('DATA', 354)
  }

  /** The letter as it goes over the wire, with the final dot line. */
  wire(letter: Letter): Buffer {
    return Buffer.concat([stuff(letter.octets), Buffer.from('.\r\n')])
  }

  /** Reads the reply to the final dot. */
  async finish(client: SmtpClient, letter: Letter): Promise<ClientReply> {
    return this.note(letter, await client.reply())
  }

  /** Reads one reply for each accepted recipient, as an LMTP client does (RFC 2033 4.2). */
  async finishEach(client: SmtpClient, letter: Letter): Promise<ClientReply[]> {
    const replies: ClientReply[] = []
    for (const recipient of letter.recipients) {
      if (recipient.rcpt !== 250) continue
      const reply = await client.reply()
      recipient.final = reply.code
      replies.push(reply)
    }
    return replies
  }

  /** A whole transaction; the reply that decided it. What was begun in vain is given up with RSET. */
  async send(client: SmtpClient, letter: Letter): Promise<ClientReply> {
    const last = await this.envelope(client, letter)
    if (!letter.recipients.some(({ rcpt }) => rcpt === 250)) {
      if (!client.closed && last.code !== 421) await client.say('RSET', 250)
      return last
    }
    const go = await client.say('DATA')
    if (go.code !== 354) return this.note(letter, go)
    client.write(this.wire(letter))
    return await this.finish(client, letter)
  }

  /** A new letter over a new client, which must be accepted: the relay is alive and the next hop reachable. */
  async mailFlows(): Promise<void> {
    const reply = await this.#ordinary()
    if (!reply.startsWith('250')) throw new Error(`ordinary mail: ${reply}`)
  }

  async #ordinary(): Promise<string> {
    try {
      const client = await this.client()
      const reply = await this.send(client, this.letter(this.#options.ordinary))
      await client.quit()
      return reply.raw
    } catch (error) {
      return String(error)
    }
  }

  /** Messages that the next hops have taken over, in the oracle's words. */
  deliveries(): Delivery[] {
    const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? line
    return this.hops.flatMap(({ messages }) =>
      messages.map(({ mail, rcpts, bytes }) => ({
        sender: address(mail),
        recipients: rcpts.map(address),
        octets: bytes,
      })),
    )
  }

  /** Commands that the next hops got, without connection numbers, beginning with the verb. */
  commands(verb: string): string[] {
    const lines = this.hops.flatMap(({ commands }) => commands.map((line) => line.replace(/^\d+ /, '')))
    return lines.filter((line) => line.toUpperCase().startsWith(verb))
  }

  /**
   * What pointed to nowhere now points to its next hop, with options that no failure is remembered of: the relay reads
   * the list at each connection.
   */
  heal(change: Partial<NextHopOptions> = {}): void {
    for (const [index, { port }] of this.hops.entries()) {
      this.#nextHops[index] = { ...this.#nextHops[index]!, host: '127.0.0.1', port, ...change }
    }
  }

  /** Ends the scenario: next hops healed, clients gone, one ordinary message sent; then the oracle. Throws what is wrong. */
  async verdict(): Promise<void> {
    const elapsed = performance.now() - this.#started
    for (const hop of this.hops) {
      const { act: _, ...plain } = hop.script
      hop.script = plain
      hop.resumeAll()
    }
    this.heal()
    for (const client of this.#clients) if (!client.closed) client.destroy()
    await waitFor(() => this.gate.relay.state().connections === 0, 'clients gone').catch(() => undefined)
    const afterwards = await this.#ordinary()
    await waitFor(() => this.#left().clean, 'clean').catch(() => undefined)
    const transcripts = this.#clients.map(({ transcript, broken }, index) => ({
      who: `client ${index + 1}`,
      text: transcript,
      broken,
    }))
    const wrong = wrongs({
      letters: this.letters,
      deliveries: this.deliveries(),
      transcripts,
      addedFields: this.#options.addedFields === undefined ? 1 : this.#options.addedFields,
      elapsed,
      bound: this.#options.bound ?? BOUND,
      afterwards,
      left: this.#left(),
    })
    if (wrong.length > 0) throw new Error(`the oracle says:\n${wrong.join('\n')}`)
  }

  #left() {
    const { connections, messages, scratchBytes } = this.gate.relay.state()
    const hopSockets = this.hops.reduce((sum, { open }) => sum + open, 0)
    const scratchFiles = existsSync(this.gate.scratch) ? readdirSync(this.gate.scratch) : []
    const clean = hopSockets + scratchFiles.length + connections + messages + scratchBytes === 0
    return { hopSockets, scratchFiles, connections, messages, scratchBytes, clean }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy()
    await this.gate[Symbol.asyncDispose]()
    for (const hop of this.hops) await hop.close()
  }
}
