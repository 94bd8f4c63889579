// A scriptable receiving hop for tests: records envelope, parameters and body, and fails at any step as told.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'

export interface HopMessage {
  /** MAIL and RCPT as they came, with parameters. */
  mail: string
  rcpts: string[]
  /** The message without the final dot line and without stuffing. */
  bytes: Buffer
  /** As it came, still stuffed. */
  wire: Buffer
  sha256: string
  tls: boolean
  /** Ordinal number of the connection, from 1. */
  connection: number
}

/** CONNECT is the greeting, BODY the first octets of a body, DOT its end. */
export type HopVerb =
  | 'CONNECT'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'BODY'
  | 'DOT'
  | 'RSET'
  | 'QUIT'

/** What to do instead of the usual: a reply without CRLF, or break off, or say nothing. */
export type HopAct = { reply: string } | { raw: string } | { replyThenDrop: string } | 'drop' | 'hang' | 'stall'

export interface HopScript {
  extensions?: string[]
  tls?: { key: string; cert: string }
  act?(verb: HopVerb, line: string, connection: number): HopAct | undefined
}

export const ALL_EXTENSIONS = ['PIPELINING', 'SIZE 100000000', '8BITMIME', 'SMTPUTF8', 'DSN']
const END = Buffer.from('\r\n.\r\n')

export class NextHopServer {
  readonly messages: HopMessage[] = []
  /** Every command line, with the number of its connection in front: '1 EHLO gateway.example'. */
  readonly commands: string[] = []
  script: HopScript
  connections = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(script: HopScript) {
    this.script = script
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      new HopConnection(this, socket, ++this.connections).start()
    })
  }

  static async start(script: HopScript = {}): Promise<NextHopServer> {
    const hop = new NextHopServer(script)
    hop.#server.listen(0, '127.0.0.1')
    await once(hop.#server, 'listening')
    return hop
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get open(): number {
    return this.#sockets.size
  }

  /** Drops all connections and keeps listening. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Reads on after a 'stall'. */
  resumeAll(): void {
    for (const socket of this.#sockets) socket.resume()
  }

  async close(): Promise<void> {
    this.dropAll()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}

class HopConnection {
  readonly #hop: NextHopServer
  readonly #number: number
  #socket: Socket
  #input = Buffer.alloc(0)
  /** Body octets so far; null outside DATA. They begin with the CRLF of the DATA command, so that an empty body ends too. */
  #body: Buffer[] | null = null
  #tail = Buffer.alloc(0)
  #mail = ''
  #rcpts: string[] = []

  constructor(hop: NextHopServer, socket: Socket, number: number) {
    this.#hop = hop
    this.#socket = socket
    this.#number = number
  }

  start(): void {
    this.#listen(this.#socket)
    this.#do('CONNECT', '', '220 hop.example ESMTP')
  }

  #listen(socket: Socket): void {
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => (this.#body ? this.#bodyOctets(chunk) : this.#commandOctets(chunk)))
  }

  /** Returns true when the usual reply was given. */
  #do(verb: HopVerb, line: string, usual: string): boolean {
    const act = this.#hop.script.act?.(verb, line, this.#number)
    if (act === undefined) this.#socket.write(`${usual}\r\n`)
    else if (act === 'drop') this.#socket.destroy()
    else if (act === 'stall') this.#socket.pause()
    else if (act !== 'hang') {
      if ('reply' in act) this.#socket.write(`${act.reply}\r\n`)
      else if ('raw' in act) this.#socket.write(act.raw)
      else this.#socket.end(`${act.replyThenDrop}\r\n`)
    }
    return (
      act === undefined ||
      (act !== 'hang' && typeof act === 'object' && 'reply' in act && (verb === 'DATA' ? /^3/ : /^2/).test(act.reply))
    )
  }

  #commandOctets(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk])
    for (let end = this.#input.indexOf('\r\n'); end >= 0 && !this.#body; end = this.#input.indexOf('\r\n')) {
      const line = this.#input.toString('utf8', 0, end)
      this.#input = this.#input.subarray(end + 2)
      this.#command(line)
    }
    if (this.#body && this.#input.length > 0) {
      const rest = this.#input
      this.#input = Buffer.alloc(0)
      this.#bodyOctets(rest)
    }
  }

  #command(line: string): void {
    this.#hop.commands.push(`${this.#number} ${line}`)
    const verb = line.split(/[ :]/)[0]!.toUpperCase() as HopVerb
    if (verb === 'EHLO') this.#ehlo(line)
    else if (verb === 'STARTTLS') this.#startTls(line)
    else if (verb === 'MAIL' && this.#mail) this.#socket.write('503 5.5.1 nested MAIL\r\n')
    else if (verb === 'MAIL') this.#mail = this.#do(verb, line, '250 2.1.0 Ok') ? line : ''
    else if (verb === 'RCPT') {
      if (this.#do(verb, line, '250 2.1.5 Ok')) this.#rcpts.push(line)
    } else if (verb === 'DATA') {
      if (this.#do(verb, line, '354 go ahead')) this.#startBody()
    } else if (verb === 'RSET') {
      this.#do(verb, line, '250 2.0.0 Ok')
      this.#clear()
    } else if (verb === 'QUIT') {
      this.#do(verb, line, '221 2.0.0 Bye')
      this.#socket.end()
    } else if (verb === 'HELO') this.#do(verb, line, '250 hop.example')
    else this.#socket.write('500 5.5.2 unknown\r\n')
  }

  #ehlo(line: string): void {
    const { extensions = ALL_EXTENSIONS, tls } = this.#hop.script
    const offered = [...extensions, ...(tls && !(this.#socket instanceof TLSSocket) ? ['STARTTLS'] : [])]
    const lines = ['hop.example', ...offered]
    this.#do('EHLO', line, lines.map((text, i) => `250${i < lines.length - 1 ? '-' : ' '}${text}`).join('\r\n'))
  }

  #startTls(line: string): void {
    const { tls } = this.#hop.script
    if (!this.#do('STARTTLS', line, '220 go ahead') || !tls) return
    this.#socket.removeAllListeners('data')
    const secure = new TLSSocket(this.#socket, { isServer: true, secureContext: createSecureContext(tls) })
    this.#socket = secure
    this.#input = Buffer.alloc(0)
    this.#listen(secure)
  }

  #startBody(): void {
    this.#body = [Buffer.from('\r\n')]
    this.#tail = Buffer.from('\r\n')
  }

  #bodyOctets(chunk: Buffer): void {
    if (this.#body!.length === 1) {
      const act = this.#hop.script.act?.('BODY', '', this.#number)
      if (act === 'drop') {
        this.#socket.destroy()
        return
      }
      if (act === 'stall') this.#socket.pause()
      else if (typeof act === 'object' && 'reply' in act) this.#socket.write(`${act.reply}\r\n`)
    }
    this.#body!.push(chunk)
    const joined = Buffer.concat([this.#tail, chunk])
    const end = joined.indexOf(END)
    this.#tail = joined.subarray(-4)
    if (end < 0) return
    const whole = Buffer.concat(this.#body!)
    const total = whole.length - (joined.length - end - END.length)
    this.#body = null
    this.#finish(whole.subarray(2, Math.max(2, total - 3)))
    const rest = whole.subarray(total)
    if (rest.length > 0) this.#commandOctets(rest)
  }

  #finish(wire: Buffer): void {
    const bytes = Buffer.from(wire.toString('latin1').replace(/(^|\r\n)\./g, '$1'), 'latin1')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const tls = this.#socket instanceof TLSSocket
    const message = { mail: this.#mail, rcpts: this.#rcpts, bytes, wire, sha256, tls, connection: this.#number }
    this.#clear()
    if (this.#do('DOT', '', '250 2.0.0 Ok: queued as HOP1')) this.#hop.messages.push(message)
  }

  #clear(): void {
    this.#mail = ''
    this.#rcpts = []
  }
}
