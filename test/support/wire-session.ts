// Plays the octets of a whole client session against a relay, cut into writes as told, and returns all that was answered.
import { connect, type Socket } from 'node:net'

export interface PlayOptions {
  /** Offsets in the octets where a new write begins; each write is read by the other side before the next. */
  cuts?: number[]
  /** Offsets behind which one more whole reply is waited for before going on (stop and wait). */
  waits?: number[]
  /** What the client does after its last octet: waits for the other side to close, sends FIN, or RST. */
  end?: 'wait' | 'fin' | 'reset'
  /** Address that the client comes from; 127.0.0.1 when absent. */
  from?: string
  /** Milliseconds after which it is a hang. */
  limit?: number
}

export interface Played {
  /** All octets of the other side, greeting included, as latin1. */
  replies: string
  /** `closed`: by FIN; `reset`; `hang`: still open when the time was up. */
  ended: 'closed' | 'reset' | 'hang'
}

const LIMIT = 12_000

/** One turn of the event loop and a half: the relay, in this process, has read what was written. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  await new Promise((resolve) => setImmediate(resolve))
}

/** Number of whole replies (RFC 5321 4.2) in the octets. */
export function countReplies(replies: string): number {
  return replies.match(/^\d{3}(?: [^\r\n]*)?\r\n/gm)?.length ?? 0
}

class Player {
  readonly #socket: Socket
  #replies = ''
  #ended: Played['ended'] | null = null
  #wake: () => void = () => undefined

  constructor(port: number, from: string) {
    this.#socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true, allowHalfOpen: true })
    this.#socket.on('data', (chunk) => {
      this.#replies += chunk.toString('latin1')
      this.#wake()
    })
    this.#socket.on('end', () => this.#finish('closed'))
    this.#socket.on('error', () => this.#finish('reset'))
    this.#socket.on('close', () => this.#finish('closed'))
  }

  #finish(how: Played['ended']): void {
    this.#ended ??= how
    this.#wake()
  }

  giveUp(): void {
    this.#finish('hang')
    this.#socket.destroy()
  }

  /** Waits until so many replies are there, or the end. */
  async #replied(count: number): Promise<void> {
    while (!this.#ended && countReplies(this.#replies) < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async #write(octets: Buffer): Promise<void> {
    if (octets.length === 0 || this.#ended) return
    await new Promise<void>((resolve) => this.#socket.write(octets, () => resolve()))
    await turn()
  }

  async play(octets: Buffer, { cuts = [], waits = [], end = 'wait' }: PlayOptions): Promise<Played> {
    await this.#replied(1)
    const stops = [...new Set([...cuts, ...waits, octets.length])].sort((a, b) => a - b)
    const waiting = new Set(waits)
    let from = 0
    for (const stop of stops) {
      const before = countReplies(this.#replies)
      await this.#write(octets.subarray(from, stop))
      if (waiting.has(stop)) await this.#replied(before + 1)
      from = stop
    }
    if (end === 'reset') {
      this.#socket.resetAndDestroy()
      return { replies: this.#replies, ended: 'reset' }
    }
    if (end === 'fin') this.#socket.end()
    await this.#replied(Number.POSITIVE_INFINITY)
    this.#socket.destroy()
    return { replies: this.#replies, ended: this.#ended! }
  }
}

/** One session. The greeting is waited for first: before it nobody may speak (RFC 5321 4.3.1). */
export async function play(port: number, octets: Buffer, options: PlayOptions = {}): Promise<Played> {
  const player = new Player(port, options.from ?? '127.0.0.1')
  const timer = setTimeout(() => player.giveUp(), options.limit ?? LIMIT)
  try {
    return await player.play(octets, options)
  } finally {
    clearTimeout(timer)
  }
}

/** Turns of the event loop, at most so many milliseconds, until the condition holds. */
export async function settled(what: () => boolean, limit = 10_000): Promise<boolean> {
  const end = performance.now() + limit
  // One look decides: a second one could see a scratch file that is only just being made, and goes again.
  while (!what()) {
    if (performance.now() >= end) return false
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return true
}
