// The wire to the next hop: connect, STARTTLS, bounded writes, strict replies, and a time limit on every wait.
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { GarbageReply, type Reply, ReplyReader } from './reply.ts'
import type { NextHopOptions } from './types.ts'

/** The connection to the next hop failed: refused, lost, timed out, TLS, or no SMTP. The message is for the log only. */
export class HopLost extends Error {}

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

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#attach(socket)
  }

  static async connect(options: NextHopOptions, timeout: number): Promise<HopSocket> {
    const socket = connectTcp({ host: options.host, port: options.port, noDelay: true })
    const wire = new HopSocket(socket)
    await wire.#within(timeout, 'connect', (resolve) => socket.once('connect', () => resolve(undefined)))
    return wire
  }

  get alive(): boolean {
    return this.#failure === null && this.#replies.length === 0
  }

  get secure(): boolean {
    return this.#socket instanceof TLSSocket
  }

  #attach(socket: Socket): void {
    socket.on('data', (chunk) => this.#read(chunk as Buffer))
    socket.on('error', (error) => this.#fail(error.message))
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
    if (waiter) waiter.resolve(reply)
    else if (this.#replies.push(reply) > 4) this.#fail('replies that nobody asked for')
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

  /** The next reply; one call at a time. */
  async reply(timeout: number): Promise<Reply> {
    const early = this.#replies.shift()
    if (early) return early
    if (this.#failure) throw this.#failure
    const timer = setTimeout(() => this.#fail('reply timed out'), timeout)
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.#waiter = { resolve, reject }
      })
    } finally {
      clearTimeout(timer)
    }
  }

  /** One command, one write, one reply. `line` has no line end; the caller has checked that it holds none. */
  async command(line: string, timeout: number): Promise<Reply> {
    if (this.#failure) throw this.#failure
    this.#socket.write(`${line}\r\n`)
    return await this.reply(timeout)
  }

  /** Writes all parts in one system call where they fit; settles when they have left, false when the connection has not taken them. */
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
