// The wire to the next hop: connect, STARTTLS, bounded writes, strict replies, and a time limit on every wait.
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { isLoopbackHost } from '../settings/networks.ts'
import { GarbageReply, type Reply, ReplyReader } from './reply.ts'
import type { NextHopOptions } from './types.ts'

/** The connection to the next hop failed: refused, lost, timed out, TLS, AUTH, or no SMTP. The message is for the log only. */
export class HopLost extends Error {}

/** Replies that may wait for their reader: after the final dot LMTP sends one for each recipient, in one go. */
const MAX_WAITING = 10_000
/** Unasked replies that are held until the next command finds them. */
const SPARE = 4

interface Waiter {
  resolve(reply: Reply): void
  reject(error: HopLost): void
}

/** One connection. After the first failure every call rejects with it. */
export class HopSocket {
  #socket: Socket
  #reader = new ReplyReader()
  #replies: Reply[] = []
  #waiter: Waiter | null = null
  #failure: HopLost | null = null
  /** Replies that are still owed to us; more than these nobody has asked for. */
  #owed = 1

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#attach(socket)
  }

  /** Opens the connection; a name's addresses are tried one after another within `timeout`. */
  static async connect(options: NextHopOptions, timeout: number, signal?: AbortSignal): Promise<HopSocket> {
    if (signal?.aborted) throw new HopLost('no more time to connect')
    const { host, port } = options
    const each = Math.max(10, Math.ceil(timeout / 4)) // Node's own 250 ms lose every far address but the last
    const socket = connectTcp({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: each })
    const wire = new HopSocket(socket)
    const stop = () => wire.destroy('connecting was ended')
    signal?.addEventListener('abort', stop, { once: true })
    try {
      await wire.#within(timeout, 'connect', (resolve) => socket.once('connect', () => resolve(undefined)))
      return wire
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** False when it has failed or has said something that nobody asked for (a 421 before closing). */
  get alive(): boolean {
    return this.#failure === null && this.#replies.length === 0 && this.#reader.empty
  }

  get secure(): boolean {
    return this.#socket instanceof TLSSocket
  }

  /** True when the other end is on this machine, by its address. */
  get loopback(): boolean {
    return isLoopbackHost(this.#socket.remoteAddress ?? '')
  }

  #attach(socket: Socket): void {
    socket.on('data', (chunk) => this.#read(chunk as Buffer))
    socket.on('error', (error) => this.#fail(error.message || (error as NodeJS.ErrnoException).code || 'socket error'))
    socket.on('close', () => this.#fail('connection closed'))
  }

  #read(chunk: Buffer): void {
    if (this.#failure) return
    try {
      for (const reply of this.#reader.feed(chunk)) this.#take(reply)
    } catch (error) {
      this.#fail(error instanceof GarbageReply ? `garbage reply: ${error.message}` : String(error))
    }
  }

  #take(reply: Reply): void {
    const waiter = this.#waiter
    this.#waiter = null
    if (waiter) {
      this.#owed--
      waiter.resolve(reply)
    } else if (this.#replies.length >= this.#owed + SPARE) this.#fail('replies that nobody asked for')
    else this.#replies.push(reply)
  }

  #fail(message: string): void {
    this.#failure ??= new HopLost(message)
    this.#waiter?.reject(this.#failure)
    this.#waiter = null
    this.#socket.destroy()
  }

  /** Ends it at once: nothing that was not yet written will be. */
  destroy(reason: string): void {
    this.#fail(reason)
  }

  async #within<T>(timeout: number, what: string, start: (resolve: (value: T) => void) => void): Promise<T> {
    if (this.#failure) throw this.#failure
    const timer = setTimeout(() => this.#fail(`${what} timed out`), timeout)
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#socket.once('close', () => reject(this.#failure ?? new HopLost('connection closed')))
        start(resolve)
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** Says that this many replies will come for what is sent next (LMTP: the final dot). */
  expect(replies: number): void {
    this.#owed = Math.min(replies, MAX_WAITING)
  }

  /** The next reply; one call at a time. */
  async reply(timeout: number): Promise<Reply> {
    const early = this.#replies.shift()
    if (early) {
      this.#owed--
      return early
    }
    if (this.#failure) throw this.#failure
    if (this.#waiter) throw new TypeError('two waits for one reply')
    const timer = setTimeout(() => this.#fail('reply timed out'), timeout)
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.#waiter = { resolve, reject }
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * One command, one write, one reply. `line` has no line end; the caller has checked that it holds none. A reply that was
   * there before the command is none to it: the connection fails, so that no later one is taken for another's.
   */
  async command(line: string, timeout: number): Promise<Reply> {
    if (this.#failure) throw this.#failure
    const [unasked] = this.#replies
    if (unasked || !this.#reader.empty) this.#fail(`unasked reply ${unasked?.code ?? ''}`)
    if (this.#failure) throw this.#failure
    this.#owed = 1
    this.#socket.write(`${line}\r\n`)
    return await this.reply(timeout)
  }

  /** Writes all parts in one system call where they fit; settles when they have left. */
  async write(parts: Buffer[], timeout: number): Promise<void> {
    if (this.#failure) throw this.#failure
    const socket = this.#socket
    const timer = setTimeout(() => this.#fail('sending timed out'), timeout)
    try {
      await new Promise<void>((resolve, reject) => {
        socket.cork()
        for (const part of parts.slice(0, -1)) socket.write(part)
        socket.write(parts.at(-1)!, (error) =>
          error ? reject(this.#failure ?? new HopLost(error.message)) : resolve(),
        )
        socket.uncork()
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * The TLS handshake after the reply to STARTTLS. What came in plain text behind that reply is not believed
   * (RFC 3207 6): the connection fails. `required` checks chain and name.
   */
  async startTls(options: NextHopOptions, timeout: number): Promise<void> {
    if (!this.#reader.empty || this.#replies.length > 0) this.#fail('plain text after STARTTLS')
    if (this.#failure) throw this.#failure
    const name = options.serverName ?? options.host
    const plain = this.#socket
    plain.removeAllListeners('data')
    plain.removeAllListeners('close')
    const secure = connectTls({
      socket: plain,
      host: name,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      rejectUnauthorized: options.tls === 'required',
      minVersion: 'TLSv1.2',
    })
    this.#socket = secure
    this.#attach(secure)
    await this.#within(timeout, 'TLS handshake', (resolve) => secure.once('secureConnect', () => resolve(undefined)))
  }

  /** Says goodbye without waiting long for the answer. */
  quit(): void {
    if (this.#failure) return
    const timer = setTimeout(() => this.#fail('quit'), 2000)
    timer.unref()
    this.#socket.once('close', () => clearTimeout(timer))
    this.#socket.end('QUIT\r\n')
  }
}
