// A raw SMTP test client: says exactly what it is told, in the chunks and at the pace it is told; reads replies strictly.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface ClientReply {
  code: number
  /** Text of each line, without code and separator. */
  lines: string[]
  /** The octets as they came. */
  raw: string
}

const WAIT = 20_000

export class SmtpClient {
  /** Every octet that has come so far, also those that no test has asked for (latin1). */
  transcript = ''
  #socket: Socket
  #text = ''
  #closed = false
  #broken = false
  #wake: (() => void)[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#attach(socket)
  }

  /** Connects without reading the greeting; `from` is another address of the loopback to come from. */
  static async connect(port: number, host = '127.0.0.1', from?: string): Promise<SmtpClient> {
    const socket = connect({ port, host, noDelay: true, ...(from === undefined ? {} : { localAddress: from }) })
    const client = new SmtpClient(socket)
    await once(socket, 'connect')
    return client
  }

  /** Connects, reads the greeting and says EHLO. */
  static async open(port: number, helo = 'client.example'): Promise<SmtpClient> {
    const client = await SmtpClient.connect(port)
    await client.expect(220)
    await client.say(`EHLO ${helo}`, 250)
    return client
  }

  get closed(): boolean {
    return this.#closed
  }

  /** True when the connection ended by an error or by us: the last reply may then be cut off. */
  get broken(): boolean {
    return this.#broken
  }

  #attach(socket: Socket): void {
    const wake = () => {
      for (const waiter of this.#wake.splice(0)) waiter()
    }
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      this.#text += text
      this.transcript += text
      wake()
    })
    socket.on('error', () => {
      this.#broken = true
    })
    socket.on('close', () => {
      this.#closed = true
      wake()
    })
  }

  async #change(wait = WAIT): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const changed = new Promise<void>((resolve) => this.#wake.push(resolve))
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no reply; so far: ${JSON.stringify(this.#text)}`)), wait)
    })
    await Promise.race([changed, late]).finally(() => clearTimeout(timer))
  }

  /** The next reply, waited for so many milliseconds; throws when the connection closes before it. */
  async reply(wait = WAIT): Promise<ClientReply> {
    for (;;) {
      const match = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/.exec(this.#text)
      if (match) {
        this.#text = this.#text.slice(match[0].length)
        const lines = match[0].slice(0, -2).split('\r\n')
        return { code: Number(match[1]), lines: lines.map((line) => line.slice(4)), raw: match[0] }
      }
      if (this.#closed) throw new Error(`connection closed; unread: ${JSON.stringify(this.#text)}`)
      await this.#change(wait)
    }
  }

  async expect(code: number): Promise<ClientReply> {
    const reply = await this.reply()
    if (reply.code !== code) throw new Error(`expected ${code}, got ${reply.raw}`)
    return reply
  }

  /** One command and its reply, which must have `code` when that is given. */
  async say(line: string, code?: number): Promise<ClientReply> {
    this.write(`${line}\r\n`)
    return code === undefined ? await this.reply() : await this.expect(code)
  }

  write(octets: string | Buffer): void {
    this.#socket.write(octets)
  }

  /** Writes and waits until the system has taken it. */
  async flush(octets: string | Buffer): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(octets, () => resolve()))
  }

  /** Writes the octets in pieces, each left to the system before the next; the last size goes on for the rest. */
  async chunks(octets: string | Buffer, sizes: number[]): Promise<void> {
    const all = Buffer.from(octets as string, 'latin1')
    for (let from = 0, turn = 0; from < all.length && !this.#closed; turn++) {
      const to = from + Math.max(1, sizes[Math.min(turn, sizes.length - 1)]!)
      await this.flush(all.subarray(from, to))
      from = to
    }
  }

  /** One octet every `ms` milliseconds, until all are written, the connection has gone or `stop` is aborted. */
  async drip(octets: string | Buffer, ms: number, stop?: AbortSignal): Promise<void> {
    for (const octet of Buffer.from(octets as string, 'latin1')) {
      if (this.#closed || stop?.aborted) return
      this.#socket.write(Buffer.from([octet]))
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }

  /** Writes the same octets over and over without reading, until the other side takes no more, has closed, or `times` is reached. */
  async flood(octets: string | Buffer, times: number): Promise<void> {
    for (let i = 0; i < times && !this.#closed; i++) {
      if (this.#socket.write(octets)) continue
      await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]).catch(() => undefined)
    }
  }

  /** MAIL, RCPT for each recipient, DATA; each must be accepted. */
  async envelope(from: string, to: string[]): Promise<void> {
    await this.say(`MAIL FROM:<${from}>`, 250)
    for (const address of to) await this.say(`RCPT TO:<${address}>`, 250)
    await this.say('DATA', 354)
  }

  /** A whole message that is already dot-stuffed and ends with CRLF; the final reply. */
  async send(from: string, to: string[], stuffed: string | Buffer): Promise<ClientReply> {
    await this.envelope(from, to)
    this.write(Buffer.concat([Buffer.from(stuffed as string, 'latin1'), Buffer.from('.\r\n')]))
    return await this.reply()
  }

  async startTls(ca: string, servername = 'localhost'): Promise<void> {
    await this.say('STARTTLS', 220)
    await this.handshake(ca, servername)
  }

  /** TLS from here on; the server has said 220 to STARTTLS. */
  async handshake(ca: string, servername = 'localhost'): Promise<void> {
    this.#socket.removeAllListeners('data')
    this.#socket.removeAllListeners('close')
    const secure = connectTls({ socket: this.#socket, ca, servername })
    await once(secure, 'secureConnect')
    this.#socket = secure
    this.#attach(secure)
  }

  /** Waits until the other side has closed. */
  async waitClosed(): Promise<void> {
    while (!this.#closed) await this.#change()
  }

  async quit(): Promise<void> {
    await this.say('QUIT', 221)
    this.end()
    await this.waitClosed()
  }

  /** FIN: we write no more, and go on reading. */
  end(): void {
    this.#socket.end()
  }

  /** Stops reading: the receive window fills. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  destroy(): void {
    this.#broken = true
    this.#socket.destroy()
  }

  /** RST instead of FIN. */
  reset(): void {
    this.#broken = true
    this.#socket.resetAndDestroy()
  }
}
