// A relay with every listener and right that there is, a judge that remembers, and a hop behind: where fuzzed sessions are played.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRelay, type Judge, type Relay } from '../../src/smtp/relay.ts'
import { FuzzClient } from './fuzz-client.ts'
import { faulty } from './fuzz-hop.ts'
import { type Judged, Oracle, type PlayedSession } from './fuzz-oracle.ts'
import { LaxHop } from './lax-hop.ts'
import { type FuzzedSession, Random, type State } from './session-fuzzer.ts'
import { PASS } from './smtp-relay.ts'
import { settled } from './wire-session.ts'

export const KINDS = ['ordinary', 'faulty hop', 'faulty LMTP hop'] as const
export type Kind = (typeof KINDS)[number]

/** Second octet of the address that a session comes from: what the relay lets it do depends on that. */
const NETWORK: Partial<Record<State, number>> = { xclient: 20, proxy: 30, normalize: 40, xforward: 50 }
const PLAIN = 10

export class FuzzBench {
  readonly kind: Kind
  readonly #relay: Relay
  readonly #hop: LaxHop
  readonly #scratch: string
  readonly #judged: Judged[]
  readonly #errors: string[]
  readonly #ports: { smtp: number; lmtp: number }
  #played: PlayedSession[] = []
  #clients = 0

  private constructor(
    kind: Kind,
    relay: Relay,
    hop: LaxHop,
    scratch: string,
    judged: Judged[],
    errors: string[],
    ports: number[],
  ) {
    this.kind = kind
    this.#relay = relay
    this.#hop = hop
    this.#scratch = scratch
    this.#judged = judged
    this.#errors = errors
    this.#ports = { smtp: ports[0]!, lmtp: ports[1]! }
  }

  static async start(kind: Kind, seed: number, tls: { key: string; cert: string }): Promise<FuzzBench> {
    const protocol = kind === 'faulty LMTP hop' ? 'lmtp' : 'smtp'
    const hop = await LaxHop.start(kind === 'ordinary' ? {} : faulty(new Random(seed), 0.12, protocol))
    const scratch = mkdtempSync(join(tmpdir(), 'congthu-fuzz-'))
    const judged: Judged[] = []
    const errors: string[] = []
    const quick = { connect: 2000, greeting: 200, command: 200, block: 200, end: 200 }
    const relay = createRelay({
      hostname: 'gateway.example',
      listen: [
        { host: '127.0.0.1', port: 0 },
        { host: '127.0.0.1', port: 0, protocol: 'lmtp' },
      ],
      nextHops: [
        {
          host: '127.0.0.1',
          port: hop.port,
          tls: 'none',
          protocol,
          ...(kind === 'ordinary' ? {} : { timeouts: quick }),
        },
      ],
      clients: ['127.0.0.0/8'],
      tls,
      sizeLimit: 100_000,
      memoryLimit: 2000,
      scratch: join(scratch, 'messages'),
      maxConnections: 2000,
      maxRecipients: 10,
      trusted: { xclient: ['127.20.0.0/16'], proxy: ['127.30.0.0/16'], xforward: ['127.50.0.0/16'] },
      normalize: ['127.40.0.0/16'],
      deadlineMs: kind === 'ordinary' ? 30_000 : 1500,
      idleMs: 400,
      receiveMs: 1500,
      logger: {
        info: () => undefined,
        warn: () => undefined,
        error: (fields, text) => errors.push(`${text} ${JSON.stringify(fields)}`),
      },
      judge: remembering(judged),
      now: () => new Date(),
    })
    const bound = await relay.listen()
    return new FuzzBench(
      kind,
      relay,
      hop,
      scratch,
      judged,
      errors,
      bound.map(({ port }) => port),
    )
  }

  /** Plays one session to its end. */
  async play(session: FuzzedSession): Promise<PlayedSession> {
    const n = ++this.#clients
    const from = `127.${NETWORK[session.state] ?? PLAIN}.${1 + (Math.floor(n / 250) % 250)}.${1 + (n % 250)}`
    const result = await FuzzClient.play(session, session.state === 'lmtp' ? this.#ports.lmtp : this.#ports.smtp, from)
    const played = { session, from, result }
    this.#played.push(played)
    return played
  }

  /** Waits until nothing is left of the sessions so far, checks them, and forgets them. */
  async verdict(): Promise<Oracle> {
    const left = () => [
      this.#relay.state().connections,
      this.#relay.state().messages,
      this.#hop.open,
      readdirSync(join(this.#scratch, 'messages')).length,
    ]
    await settled(() => left().every((count) => count === 0), 15_000)
    const { complaints, commands } = this.#hop
    const oracle = new Oracle({
      sessions: this.#played,
      judged: this.#judged,
      taken: this.#hop.taken,
      faulty: this.kind !== 'ordinary',
      lmtpHop: this.kind === 'faulty LMTP hop',
    }).check()
    const fail = (what: string) => oracle.failures.push({ what })
    if (left().some((count) => count !== 0))
      fail(
        `left over (connections, messages, hop connections, scratch files): ${left()}; ${this.#hop.stillOpen().slice(-30).join(' | ')}`,
      )
    for (const complaint of complaints) fail(`the hop complains: ${complaint}`)
    for (const error of this.#errors)
      if (!error.includes('the judge fails')) fail(`logged as our own mistake: ${error}`)
    this.#played = []
    for (const list of [this.#judged, this.#errors, complaints, commands, this.#hop.messages]) list.length = 0
    return oracle
  }

  async close(): Promise<void> {
    await this.#relay.close(0)
    await this.#hop.close()
    rmSync(this.#scratch, { recursive: true, force: true })
  }
}

/** Passes, refuses, fails or dawdles as the message's own words tell it. */
function remembering(judged: Judged[]): Judge {
  let messages = 0
  return async (message, envelope) => {
    const wire = (message.bytes ?? readFileSync(message.file!)).toString('latin1')
    const code = `F${++messages}`
    const action = wire.includes('REFUSE') ? 'reject' : wire.includes('FAIL') ? 'failure' : 'pass'
    judged.push({
      code,
      client: envelope.client ?? '',
      sender: envelope.sender ?? '',
      recipients: envelope.recipients,
      wire,
      action,
    })
    if (message.size !== wire.length) throw new Error(`size ${message.size} of ${wire.length} octets`)
    if (wire.includes('SLOW')) await new Promise((resolve) => setTimeout(resolve, 20))
    if (action === 'failure') throw new Error('the judge fails')
    if (action === 'pass') return { ...PASS, code }
    return { action, reply: { code: 554, status: '5.7.1', lines: [`refused ${code}`] }, headers: [], code }
  }
}
