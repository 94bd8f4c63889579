// The relay: smtp-server in front, the judge in the middle, the next hop behind. Keeps no queue and loses no mail.
import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { type Access, accessOf, refuseOpenRelay } from './access.ts'
import type { Extension, FrontSession } from './front-connection.ts'
import { VerbatimServer } from './front-server.ts'
import { connectFirst } from './hops.ts'
import type { NextHop } from './next-hop.ts'
import { ClientGone } from './receive.ts'
import { ownFailure, type Reply, reply } from './reply.ts'
import { Scratch } from './scratch.ts'
import { ClientSession, type SessionContext } from './session.ts'
import { type TimeLimits, watchTime } from './time-limits.ts'
import type { ListenAddress, Listener, Relay, RelayOptions, RelayState } from './types.ts'
import type { VerbatimDataStream } from './verbatim-data.ts'

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
const DEFAULT_MESSAGES = 500
const DEFAULT_SCRATCH = 4 * 1024 ** 3
/** How long the start waits for the next hop to say what it can do. */
const PROBE_WAIT = 2000
/** How long a closing relay gives its last 421 to leave. */
const LAST_WORDS = 200
const CLOSE_STEP = 20

type Callback = (error?: (Error & { responseCode?: number }) | null) => void
type DataCallback = (error: null, texts: string[]) => void

/** Makes a relay; nothing happens before `listen`. */
export function createRelay(options: RelayOptions): Relay {
  return new SmtpRelay(options)
}

class SmtpRelay implements Relay {
  readonly #options: RelayOptions
  readonly #context: SessionContext
  readonly #access: Access
  readonly #servers: VerbatimServer[] = []
  readonly #sessions = new Map<string, ClientSession>()
  /** Sessions of each client address. */
  readonly #perClient = new Map<string, number>()
  #closing = false
  readonly #limits: TimeLimits
  /**
   * What the next hop can do, by its latest EHLO. Before the first one the usual extensions are offered: without them a
   * client would rewrite or bounce mail only because the next hop is away for a moment; MAIL finds out in any case.
   */
  #offered: ReadonlySet<Extension> = new Set<Extension>(['8BITMIME', 'SMTPUTF8', 'DSN'])
  #sweeper: NodeJS.Timeout | null = null

  constructor(options: RelayOptions) {
    refuseOpenRelay(options.listen, options.clients)
    this.#options = options
    this.#limits = { idleMs: options.idleMs ?? DEFAULT_IDLE, receiveMs: options.receiveMs ?? DEFAULT_RECEIVE }
    this.#access = accessOf(options)
    this.#context = {
      inWork: 0,
      options: { ...options, deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE },
      scratch: new Scratch(options.scratch, options.scratchLimit ?? DEFAULT_SCRATCH),
      connect: (signal) => this.#connect(signal),
      repaired: this.#access.repaired,
    }
  }

  async listen(): Promise<ListenAddress[]> {
    await this.#context.scratch.prepare()
    await this.#probe()
    try {
      const bound: ListenAddress[] = []
      for (const address of this.#options.listen) bound.push(await this.#listenOn(address))
      this.#sweeper = watchTime(() => this.#clients(), this.#limits, this.#options.hostname)
      return bound
    } catch (error) {
      await this.close(0)
      throw error
    }
  }

  #listenOn({ host, port, protocol = 'smtp' }: Listener): Promise<ListenAddress> {
    const server = this.#createServer(protocol === 'lmtp')
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

  #createServer(lmtp: boolean): VerbatimServer {
    const { tls } = this.#options
    const options: SMTPServerOptions = {
      name: this.#options.hostname,
      banner: 'Congthu',
      size: this.#options.sizeLimit,
      lmtp,
      disabledCommands: ['AUTH', 'WIZ', 'SHELL', 'KILL', ...(tls ? [] : ['STARTTLS'])],
      ...(tls ? { key: tls.key, cert: tls.cert } : {}),
      minVersion: 'TLSv1.2',
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: true, // on, smtp-server puts its own status before ours
      // Its timeout also runs in mid-message and counts octets, not progress; time-limits.ts keeps the time.
      socketTimeout: Math.max(DEFAULT_IDLE, this.#limits.idleMs),
      maxClients: this.#options.maxConnections, // smtp-server's count of sockets that still owe their PROXY line
      maxRecipients: this.#options.maxRecipients,
      logger: false,
      onConnect: (session, callback) => this.#onConnect(session, callback, lmtp),
      onMailFrom: (_, session, callback) => this.#step(session, callback, (client) => client.mail()),
      onRcptTo: (_, session, callback) => this.#step(session, callback, (client) => client.rcpt()),
      onData: (stream, session, callback) =>
        this.#onData(stream as VerbatimDataStream, session as FrontSession, callback),
      onClose: (session) => this.#onClose(session),
    }
    const server = new VerbatimServer(options, this.#access, {
      reset: (session) => this.#sessions.get(session.id)?.reset(),
      inputEnded: (session) => this.#sessions.get(session.id)?.inputEnded(),
      refuseData: () => this.#refuseData(),
    })
    server.offer(this.#offered)
    return server
  }

  #onConnect(session: SMTPServerSession, callback: Callback, lmtp: boolean): void {
    const { remoteAddress } = session
    const { logger, observer, hostname, maxConnections, maxConnectionsPerClient = maxConnections } = this.#options
    if (!this.#access.maySend(remoteAddress)) {
      logger.warn({ session: session.id, client: remoteAddress }, 'client not in the networks')
      observer?.connection('not-permitted')
      callback(refusal(554, '5.7.1 Client address is not in the permitted networks'))
      return
    }
    const ofClient = this.#perClient.get(remoteAddress) ?? 0
    if (this.#sessions.size >= maxConnections || ofClient >= maxConnectionsPerClient) {
      observer?.connection('too-many')
      callback(refusal(421, `${hostname} 4.3.2 Too many connections, try again later`))
      return
    }
    observer?.connection('accepted')
    this.#perClient.set(remoteAddress, ofClient + 1)
    const client = new ClientSession(session as FrontSession, this.#context, lmtp)
    this.#sessions.set(session.id, client)
    client.onclose = () => this.#forget(remoteAddress)
    callback()
  }

  #forget(address: string): void {
    const left = (this.#perClient.get(address) ?? 1) - 1
    if (left > 0) this.#perClient.set(address, left)
    else this.#perClient.delete(address)
  }

  #onClose(session: SMTPServerSession): void {
    this.#sessions.get(session.id)?.close()
    this.#sessions.delete(session.id)
  }

  #refuseData(): Reply | null {
    if (this.#context.inWork < (this.#options.maxMessages ?? DEFAULT_MESSAGES)) return null
    return reply(452, '4.3.1 Too many messages in work, try again later')
  }

  /** A message and its answers: one, or towards LMTP one for each recipient. */
  #onData(stream: VerbatimDataStream, session: FrontSession, callback: DataCallback): void {
    const client = this.#sessions.get(session.id)
    const answers = client ? client.data(stream) : Promise.resolve([ownFailure()])
    answers
      .catch((error) => {
        if (!(error instanceof ClientGone)) this.#stepFailed(session, error)
        return [ownFailure()] // to nobody when the client has gone
      })
      .then((replies) => {
        session.answers = replies
        callback(
          null,
          Array.from(replies, () => ''),
        )
      })
  }

  #stepFailed(session: FrontSession, error: unknown): void {
    this.#options.logger.error({ session: session.id, error: String(error) }, 'step failed')
  }

  /** Runs a step and lets smtp-server send its answer. */
  #step(given: SMTPServerSession, callback: Callback, run: (client: ClientSession) => Promise<Reply>): void {
    const session = given as FrontSession
    const client = this.#sessions.get(session.id)
    const answer = client ? run(client) : Promise.resolve(ownFailure())
    answer.then(
      (reply) => {
        session.answers = [reply]
        callback(reply.code < 300 ? null : refusal(reply.code, reply.lines.join(' ')))
      },
      (error) => {
        if (error instanceof ClientGone) return // nobody is there to be answered
        this.#stepFailed(session, error)
        session.answers = [ownFailure()]
        callback(refusal(451, ''))
      },
    )
  }

  async #connect(signal: AbortSignal): Promise<NextHop> {
    const { nextHops, hostname, observer } = this.#options
    const hop = await connectFirst(nextHops, hostname, signal, (name, what) => observer?.nextHop(name, what))
    const offered = new Set<Extension>()
    for (const name of ['8BITMIME', 'SMTPUTF8', 'DSN'] as const) if (hop.offer.has(name)) offered.add(name)
    // RFC 8689 4.2.1: the next hop's certificate must have been checked.
    if (hop.offer.has('REQUIRETLS') && hop.verified) offered.add('REQUIRETLS')
    this.#offered = offered
    for (const server of this.#servers) server.offer(offered)
    return hop
  }

  async #probe(): Promise<void> {
    const asked = this.#connect(AbortSignal.timeout(this.#context.options.deadlineMs)).then(
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

  *#clients() {
    for (const server of this.#servers) yield* server.clients()
  }

  state(): RelayState {
    return {
      connections: this.#sessions.size,
      messages: this.#context.inWork,
      scratchBytes: this.#context.scratch.octets,
      closing: this.#closing,
    }
  }

  async close(graceMs: number): Promise<void> {
    this.#closing = true
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
