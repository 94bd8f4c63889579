// Plays a fuzzed session on a real socket and hands back every octet that was answered.
import { connect, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { FuzzedSession, Move } from './session-fuzzer.ts'
import { countReplies, turn } from './wire-session.ts'

export interface FuzzedResult {
  /** All octets that came, as latin1; those of the TLS handshake are not among them. */
  replies: string
  /** `gone`: the client left without waiting for the other side. */
  ended: 'closed' | 'gone' | 'hang'
}

/** Milliseconds for one reply before the client goes on all the same. */
const PATIENCE = 60
/** Milliseconds for a whole session: far beyond the relay's own time limits in these tests. */
const LIMIT = 20_000

export class FuzzClient {
  #socket: Socket
  #replies = ''
  #over = false
  #hang = false
  #wake: () => void = () => undefined

  private constructor(port: number, from: string) {
    this.#socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true, allowHalfOpen: true })
    this.#attach(this.#socket)
  }

  /** The whole session, from an address that is its own. */
  static async play(session: FuzzedSession, port: number, from: string): Promise<FuzzedResult> {
    const client = new FuzzClient(port, from)
    const timer = setTimeout(() => client.#giveUp(), LIMIT)
    try {
      await client.#play(session)
    } finally {
      clearTimeout(timer)
      client.#socket.destroy()
    }
    const gone = session.end === 'reset' || session.end === 'drop'
    return { replies: client.#replies, ended: client.#hang ? 'hang' : gone ? 'gone' : 'closed' }
  }

  #attach(socket: Socket): void {
    const over = () => {
      this.#over = true
      this.#wake()
    }
    socket.on('data', (chunk) => {
      this.#replies += chunk.toString('latin1')
      this.#wake()
    })
    socket.on('end', over)
    socket.on('error', over)
    socket.on('close', over)
  }

  #giveUp(): void {
    this.#hang = true
    this.#over = true
    this.#socket.destroy()
    this.#wake()
  }

  /** Waits for the reply of that number, for the end, or for as long as told. */
  async #replied(count: number, patience: number): Promise<void> {
    const until = performance.now() + patience
    while (!this.#over && performance.now() < until && countReplies(this.#replies) < count) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (Number.isFinite(patience)) timer = setTimeout(resolve, Math.max(1, until - performance.now()))
      })
      clearTimeout(timer)
    }
  }

  async #play({ early, moves, end }: FuzzedSession): Promise<void> {
    if (!early) await this.#replied(1, PATIENCE)
    for (const move of moves) {
      if (this.#over) break
      if (move === 'handshake') await this.#handshake()
      else await this.#say(move)
    }
    if (end === 'reset' && !(this.#socket instanceof TLSSocket)) this.#socket.resetAndDestroy()
    else if (end === 'reset' || end === 'drop') this.#socket.destroy()
    else {
      if (end === 'fin') this.#socket.end()
      await this.#replied(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    }
  }

  async #say({ say, chunks, wait }: Exclude<Move, 'handshake'>): Promise<void> {
    const octets = Buffer.from(say, 'latin1')
    const before = countReplies(this.#replies)
    const size = Math.max(1, Math.ceil(octets.length / chunks))
    for (let at = 0; at < octets.length && !this.#over; at += size) {
      this.#socket.write(octets.subarray(at, at + size))
      if (chunks > 1) await turn()
    }
    if (wait) await this.#replied(before + 1, PATIENCE)
  }

  /** TLS, where the relay has said 220 to STARTTLS; else nothing. */
  async #handshake(): Promise<void> {
    if (!/(?:^|\n)220 [^\r\n]*\r\n$/.test(this.#replies) || countReplies(this.#replies) < 2) return
    const plain = this.#socket
    plain.removeAllListeners('data')
    plain.removeAllListeners('end')
    plain.removeAllListeners('close')
    const secure = connectTls({ socket: plain, rejectUnauthorized: false })
    this.#socket = secure
    this.#attach(secure)
    const done = new Promise<void>((resolve) => secure.once('secureConnect', resolve))
    await Promise.race([done, this.#replied(Number.POSITIVE_INFINITY, 2000)])
  }
}
