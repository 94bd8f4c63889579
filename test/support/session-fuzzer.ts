// A grammar-aware fuzzer of SMTP and LMTP sessions: brings a session into a state with valid commands, then goes wild; seeded.
import {
  ADDRESSES,
  ATTRIBUTES,
  BODY_LINES,
  ENDINGS,
  MAIL_PARAMETERS,
  NUMBERS,
  OCTETS,
  PROXIES,
  RCPT_PARAMETERS,
  VERBS,
} from './session-words.ts'

/** A small generator of pseudo-random numbers (mulberry32): the same seed gives the same session. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }
}

export const STATES = [
  'connect',
  'greeted',
  'hello',
  'starttls',
  'mail',
  'rcpt',
  'data',
  'after-data',
  'lmtp',
  'xclient',
  'xforward',
  'proxy',
  'normalize',
] as const
export type State = (typeof STATES)[number]

/** One thing that the client does: octets said at once or in chunks, then perhaps a wait for a reply; or the TLS handshake. */
export type Move = { say: string; chunks: number; wait: boolean } | 'handshake'

export interface FuzzedSession {
  seed: number
  state: State
  /** Does not wait for the greeting. */
  early: boolean
  moves: Move[]
  end: 'wait' | 'fin' | 'reset' | 'drop'
}

/** Builds sessions; one object for each. */
export class SessionFuzzer {
  readonly #random: Random
  readonly #moves: Move[] = []

  constructor(seed: number) {
    this.#random = new Random(seed)
  }

  /** The session of this seed. */
  static session(seed: number, states: readonly State[] = STATES): FuzzedSession {
    const fuzzer = new SessionFuzzer(seed)
    const state = fuzzer.#random.pick(states)
    const early = fuzzer.#random.chance(state === 'connect' ? 0.5 : 0.01)
    fuzzer.#enter(state)
    for (let n = 1 + fuzzer.#random.below(7); n > 0; n--) fuzzer.#act(state === 'lmtp')
    const end = fuzzer.#end()
    return { seed, state, early, moves: fuzzer.#moves, end }
  }

  #say(octets: string, wait = this.#random.chance(0.7)): void {
    this.#moves.push({ say: octets, chunks: this.#random.chance(0.15) ? 2 + this.#random.below(8) : 1, wait })
  }

  #line(line: string, wait?: boolean): void {
    this.#say(`${line}\r\n`, wait)
  }

  /** The valid commands that lead into a state. */
  #enter(state: State): void {
    if (state === 'proxy')
      this.#line(this.#random.chance(0.5) ? PROXIES[0]! : this.#mutated(this.#random.pick(PROXIES)))
    if (state === 'connect' || state === 'greeted') return
    this.#line(`${state === 'lmtp' ? 'LHLO' : 'EHLO'} client.example`)
    if (state === 'starttls') this.#startTls()
    if (state === 'xclient' || state === 'xforward') this.#attributes(state)
    if (state === 'mail' || state === 'rcpt' || state === 'data' || state === 'after-data')
      this.#line('MAIL FROM:<a@example.vn>')
    if (state === 'rcpt' || state === 'data' || state === 'after-data') this.#line('RCPT TO:<b@example.vn>')
    if (state === 'data') this.#line('DATA')
    if (state === 'after-data' || state === 'normalize') this.#transaction(false)
  }

  #startTls(): void {
    const injected = this.#random.chance(0.2)
      ? 'MAIL FROM:<injected@evil.example>\r\nRCPT TO:<injected@evil.example>\r\n'
      : ''
    this.#moves.push({ say: `STARTTLS\r\n${injected}`, chunks: 1, wait: true })
    if (this.#random.chance(0.8)) {
      this.#moves.push('handshake')
      this.#line('EHLO secure.example')
    }
  }

  #attributes(state: 'xclient' | 'xforward'): void {
    const attributes = Array.from({ length: 1 + this.#random.below(4) }, () => this.#random.pick(ATTRIBUTES))
    const line = `${state.toUpperCase()} ${attributes.join(' ')}`
    this.#line(this.#random.chance(0.3) ? this.#mutated(line) : line)
    if (this.#random.chance(0.8)) this.#line('EHLO forwarded.example')
  }

  #act(lmtp: boolean): void {
    const dice = this.#random.below(100)
    if (dice < 25) this.#line(this.#command())
    else if (dice < 50) this.#say(this.#mutated(`${this.#command()}\r\n`))
    else if (dice < 72) this.#transaction(lmtp)
    else if (dice < 80) this.#burst()
    else if (dice < 86) this.#say(this.#garbage())
    else if (dice < 94) this.#say(this.#body())
    else if (dice < 96) this.#startTls()
    else if (dice < 98) this.#attributes(this.#random.chance(0.5) ? 'xclient' : 'xforward')
    else this.#line(`${this.#random.pick(VERBS)} ${'z'.repeat(this.#random.pick([500, 2040, 2050, 17_000, 70_000]))}`)
  }

  #command(): string {
    const random = this.#random
    switch (random.below(9)) {
      case 0:
        return `${random.pick(['EHLO', 'HELO', 'LHLO'])} ${random.pick(['x.example', '[127.0.0.1]', '', 'a b', 'x'.repeat(300), 'ti\xe1\xba\xbfng'])}`
      case 1:
      case 2:
        return `MAIL FROM:<${random.pick(ADDRESSES)}>${this.#parameters(MAIL_PARAMETERS)}`
      case 3:
      case 4:
        return `RCPT TO:<${random.pick(ADDRESSES)}>${this.#parameters(RCPT_PARAMETERS)}`
      case 5:
        return 'DATA'
      case 6:
        return 'RSET'
      default:
        return `${random.pick(VERBS)}${random.pick(['', ' ', ' x', ' FROM:<a@example.vn>', ` ${random.pick(NUMBERS)}`])}`
    }
  }

  #parameters(from: readonly string[]): string {
    let text = ''
    for (let n = this.#random.pick([0, 0, 0, 1, 1, 2, 5]); n > 0; n--) text += ` ${this.#random.pick(from)}`
    return text
  }

  /** MAIL, RCPT, DATA and a body; mostly right. */
  #transaction(lmtp: boolean): void {
    const random = this.#random
    const wait = random.chance(0.6)
    if (lmtp && random.chance(0.3)) this.#line('LHLO again.example', wait)
    this.#line(random.chance(0.9) ? 'MAIL FROM:<a@example.vn>' : this.#command(), wait)
    for (let n = random.pick([1, 1, 1, 2, 3, 12]); n > 0; n--) {
      this.#line(random.chance(0.9) ? `RCPT TO:<r${n}@example.vn>` : this.#command(), wait)
    }
    this.#line('DATA', wait)
    this.#say(this.#body())
  }

  #body(): string {
    const random = this.#random
    const lines = Array.from({ length: random.pick([0, 1, 3, 8, 8, 40]) }, () =>
      random.chance(0.5) ? 'line of text' : random.pick(BODY_LINES),
    )
    const sound = random.chance(0.5)
    let text = `Subject: s${random.below(1000)}\r\n\r\n${lines.join(sound ? '\r\n' : random.pick(['\r\n', '\n', '\r\r\n', '\r']))}`
    if (sound) text = text.replace(/\0|\r(?!\n)|(?<!\r)\n/g, '').replace(/(?<=\r\n)\.(?=\r\n)/g, '..')
    if (random.chance(0.04)) text += `\r\n${`${'b'.repeat(76)}\r\n`.repeat(random.pick([100, 800, 3000]))}`
    if (!sound && random.chance(0.3)) text = this.#mutated(text)
    return text + (random.chance(0.85) ? ENDINGS[0]! : random.pick(ENDINGS))
  }

  #burst(): void {
    const lines = Array.from({ length: this.#random.pick([2, 5, 30, 250]) }, () =>
      this.#random.chance(0.7)
        ? this.#random.pick(['NOOP', 'RSET', 'MAIL FROM:<a@example.vn>', 'RCPT TO:<b@example.vn>'])
        : this.#command(),
    )
    this.#say(`${lines.join('\r\n')}\r\n`)
  }

  #garbage(): string {
    const length = 1 + this.#random.below(300)
    let text = ''
    for (let i = 0; i < length; i++)
      text += this.#random.chance(0.1) ? this.#random.pick(OCTETS) : String.fromCharCode(this.#random.below(256))
    return this.#random.chance(0.7) ? `${text}\r\n` : text
  }

  /** One to four changes of octets: put in, taken out, replaced, repeated, swapped, cut off. */
  #mutated(given: string): string {
    const random = this.#random
    let text = given
    for (let n = random.pick([1, 1, 2, 4]); n > 0; n--) {
      const at = random.below(text.length + 1)
      const rest = text.slice(at + 1 + random.below(4))
      switch (random.below(8)) {
        case 0:
        case 1:
          text = text.slice(0, at) + random.pick(OCTETS) + text.slice(at)
          break
        case 2:
          text = text.slice(0, at) + rest
          break
        case 3:
          text = text.slice(0, at) + String.fromCharCode(random.below(256)) + rest
          break
        case 4:
          text = text.slice(0, at) + random.pick(OCTETS).repeat(random.pick([2, 20, 600, 3000])) + text.slice(at)
          break
        case 5:
          text = text.slice(0, at) + random.pick(NUMBERS) + rest
          break
        case 6:
          text = text.slice(at) + text.slice(0, at)
          break
        default:
          text = text.replace(/\r\n$/, random.pick(['\n', '\r', '', '\r\r\n', ' \r\n', '\0\r\n']))
      }
    }
    return text
  }

  #end(): FuzzedSession['end'] {
    const dice = this.#random.below(100)
    if (dice < 55) {
      this.#line('QUIT', false)
      return 'wait'
    }
    if (dice < 58) return 'wait'
    return dice < 78 ? 'fin' : dice < 90 ? 'reset' : 'drop'
  }
}
