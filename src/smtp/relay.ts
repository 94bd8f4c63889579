// The relay: smtp-server in front, the judge in the middle, the next hop behind. Keeps no queue and loses no mail.
import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { clientCheck, refuseOpenRelay } from './access.ts'
import { connectFirst } from './hops.ts'
import type { NextHop } from './next-hop.ts'
import { ClientGone } from './receive.ts'
import { ownFailure, type Reply } from './reply.ts'
import { Scratch } from './scratch.ts'
import { ClientSession, type SessionContext } from './session.ts'
import type { ListenAddress, Relay, RelayOptions, RelayState } from './types.ts'
import { type Extension, type FrontSession, type VerbatimDataStream, VerbatimServer } from './verbatim-data.ts'

export type {
  Judge,
  Judgement,
  ListenAddress,
  Logger,
  NextHopOptions,
  ReceivedMessage,
  Relay,
  RelayOptions,
  SessionInfo,
} from './types.ts'

const DEFAULT_DEADLINE = 80_000
const DEFAULT_IDLE = 600_000
const DEFAULT_RECEIVE = 1_800_000
/** How long the start waits for the next hop to say what it can do. */
const PROBE_WAIT = 2000
/** How long a closing relay gives its last 421 to leave. */
const LAST_WORDS = 200
const CLOSE_STEP = 20

type Callback = (error?: (Error & { responseCode?: number }) | null) => void

/** Makes a relay; nothing happens before `listen`. */
export function createRelay(options: RelayOptions): Relay {
  return new SmtpRelay(options)
}

class SmtpRelay implements Relay {
  readonly #options: RelayOptions
  readonly #context: SessionContext
  readonly #mayConnect: (address: string) => boolean
  readonly #servers: VerbatimServer[] = []
  readonly #sessions = new Map<string, ClientSession>()
  /**
   * What the next hop can do, by its latest EHLO. Before the first one the usual extensions are offered: without them a
   * client would rewrite or bounce mail only because the next hop is away for a moment; MAIL finds out in any case.
   */
  #offered: ReadonlySet<Extension> = new Set<Extension>(['8BITMIME', 'SMTPUTF8', 'DSN'])
  #sweeper: NodeJS.Timeout | null = null

  constructor(options: RelayOptions) {
    refuseOpenRelay(options.listen, options.clients)
    this.#options = options
    this.#mayConnect = clientCheck(options.clients)
    this.#context = {
      options: { ...options, deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE },
      scratch: new Scratch(options.scratch),
      connect: () => this.#connect(),
    }
  }

  async listen(): Promise<ListenAddress[]> {
    await this.#context.scratch.prepare()
    await this.#probe()
    try {
      const bound: ListenAddress[] = []
      for (const address of this.#options.listen) bound.push(await this.#listenOn(address))
      this.#startSweeper()
      return bound
    } catch (error) {
      await this.close(0)
      throw error
    }
  }

  #listenOn({ host, port }: ListenAddress): Promise<ListenAddress> {
    const server = this.#createServer()
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        server.on('error', (error) => this.#options.logger.info({ error: error.message }, 'client connection'))
        const bound = server.server.address() as AddressInfo
        resolve({ host: bound.address, port: bound.port })
      })
    })
  }

  #createServer(): VerbatimServer {
    const { tls } = this.#options
    const options: SMTPServerOptions = {
      name: this.#options.hostname,
      banner: 'Congthu',
      size: this.#options.sizeLimit,
      disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
      ...(tls ? { key: tls.key, cert: tls.cert } : {}),
      minVersion: 'TLSv1.2',
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: true, // on, smtp-server puts its own status before ours
      // Its timeout also runs in mid-message and counts octets, not progress; #sweep keeps the time.
      socketTimeout: Math.max(DEFAULT_IDLE, this.#options.idleMs ?? 0),
      maxRecipients: this.#options.maxRecipients,
      logger: false,
      onConnect: (session, callback) => this.#onConnect(session, callback),
      onMailFrom: (_, session, callback) => this.#step(session, callback, (client) => client.mail()),
      onRcptTo: (_, session, callback) => this.#step(session, callback, (client) => client.rcpt()),
      onData: (stream, session, callback) =>
        this.#step(session, callback, (client) => client.data(stream as VerbatimDataStream)),
      onClose: (session) => this.#onClose(session),
    }
    const server = new VerbatimServer(options, { reset: (session) => this.#sessions.get(session.id)?.reset() })
    server.offer(this.#offered)
    return server
  }

  #onConnect(session: SMTPServerSession, callback: Callback): void {
    if (!this.#mayConnect(session.remoteAddress)) {
      this.#options.logger.warn({ session: session.id, client: session.remoteAddress }, 'client not in the networks')
      callback(refusal(554, '5.7.1 Client address is not in the permitted networks'))
      return
    }
    let connections = 0
    for (const server of this.#servers) connections += server.connections.size
    if (connections > this.#options.maxConnections) {
      callback(refusal(421, `${this.#options.hostname} 4.3.2 Too many connections, try again later`))
      return
    }
    this.#sessions.set(session.id, new ClientSession(session as FrontSession, this.#context))
    callback()
  }

  #onClose(session: SMTPServerSession): void {
    this.#sessions.get(session.id)?.close()
    this.#sessions.delete(session.id)
  }

  /** Runs a step and lets smtp-server send its answer. */
  #step(given: SMTPServerSession, callback: Callback, run: (client: ClientSession) => Promise<Reply>): void {
    const session = given as FrontSession
    const client = this.#sessions.get(session.id)
    const answer = client ? run(client) : Promise.resolve(ownFailure())
    answer.then(
      (reply) => {
        session.answer = reply
        callback(reply.code < 300 ? null : refusal(reply.code, reply.lines.join(' ')))
      },
      (error) => {
        if (error instanceof ClientGone) return // nobody is there to be answered
        this.#options.logger.error({ session: session.id, error: String(error) }, 'step failed')
        session.answer = ownFailure()
        callback(refusal(451, ''))
      },
    )
  }

  async #connect(): Promise<NextHop> {
    const { nextHops, hostname, observer } = this.#options
    const inTime = AbortSignal.timeout(this.#context.options.deadlineMs)
    const hop = await connectFirst(nextHops, hostname, inTime, (name, what) => observer?.nextHop(name, what))
    const offered = new Set<Extension>()
    for (const name of ['8BITMIME', 'SMTPUTF8', 'DSN'] as const) if (hop.offer.has(name)) offered.add(name)
    // RFC 8689 4.2.1: the next hop's certificate must have been checked.
    if (hop.offer.has('REQUIRETLS') && hop.verified) offered.add('REQUIRETLS')
    this.#offered = offered
    for (const server of this.#servers) server.offer(offered)
    return hop
  }

  async #probe(): Promise<void> {
    const asked = this.#connect().then(
      (hop) => hop.quit(),
      (error) => this.#options.logger.warn({ error: String(error) }, 'the next hop is not available now'),
    )
    let timer: NodeJS.Timeout | undefined
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PROBE_WAIT)
    })
    await Promise.race([asked, waited])
    clearTimeout(timer)
  }

  /** Time limits that smtp-server does not have: for a command to be complete, and for the whole of DATA. */
  #startSweeper(): void {
    const idleMs = this.#options.idleMs ?? DEFAULT_IDLE
    const receiveMs = this.#options.receiveMs ?? DEFAULT_RECEIVE
    const every = Math.max(20, Math.min(5000, idleMs / 4, receiveMs / 4))
    this.#sweeper = setInterval(() => {
      for (const client of this.#clients()) {
        const limit = client.receiving ? receiveMs : client.busy ? Number.POSITIVE_INFINITY : idleMs
        if (client.quietFor > limit) client.send(421, `4.4.2 ${this.#options.hostname} Timeout, closing connection`)
      }
    }, every)
    this.#sweeper.unref()
  }

  *#clients() {
    for (const server of this.#servers) yield* server.clients()
  }

  state(): RelayState {
    let connections = 0
    for (const server of this.#servers) connections += server.connections.size
    return { connections, messages: 0, scratchBytes: 0, closing: false }
  }

  async close(graceMs: number): Promise<void> {
    if (this.#sweeper) clearInterval(this.#sweeper)
    const closed = this.#servers.map((server) => {
      server.options.closeTimeout = graceMs + 60_000 // we end the sessions ourselves, below
      return new Promise<void>((resolve) => server.close(() => resolve()))
    })
    const end = performance.now() + graceMs
    while (this.#endIdle() > 0 && performance.now() < end) await pause(CLOSE_STEP)
    for (const session of this.#sessions.values()) session.stop('shutdown')
    await pause(CLOSE_STEP) // lets the stopped work say its 451
    for (const client of this.#clients()) client.send(421, `4.3.2 ${this.#options.hostname} is shutting down`)
    await Promise.race([Promise.all(closed), pause(LAST_WORDS)])
    for (const server of this.#servers) server.cutOff()
    await Promise.race([Promise.all(closed), pause(LAST_WORDS)])
  }

  /** 421 to the sessions without work; returns how many have work. */
  #endIdle(): number {
    let working = 0
    for (const client of this.#clients()) {
      if (client.busy) working++
      else client.send(421, `4.3.2 ${this.#options.hostname} is shutting down`)
    }
    return working
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function refusal(responseCode: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode })
}
