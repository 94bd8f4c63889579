// A receiving hop that records every octet and ends DATA where it is told to: as RFC 5321 says, or as some lax server does.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** Where a server sees a line end: in commands, and on both sides of the dot that ends DATA. */
export interface Reading {
  name: string
  /** Sources of regular expressions; the longer alternatives first. */
  command: string
  beforeDot: string
  afterDot: string
  /** Octets that it leaves out before looking. */
  ignored?: RegExp
}

const CRLF = '\\r\\n'

/** RFC 5321 2.3.8 and 4.1.1.4: CRLF, and nothing else. */
export const STRICT: Reading = { name: 'strict', command: CRLF, beforeDot: CRLF, afterDot: CRLF }

/** What lax servers do; each is known from one of the smuggling reports of 2023 to 2025, or is their union. */
export const LAX: Reading[] = [
  { name: 'LF is a line end', command: '\\r?\\n', beforeDot: '\\r?\\n', afterDot: '\\r?\\n' },
  { name: 'CR is a line end', command: '\\r\\n|\\r', beforeDot: '\\r\\n|\\r', afterDot: '\\r\\n|\\r' },
  { name: 'any of CR and LF', command: '\\r\\n|\\r|\\n', beforeDot: '\\r\\n|\\r|\\n', afterDot: '\\r\\n|\\r|\\n' },
  { name: 'LF.CRLF only', command: CRLF, beforeDot: '\\n', afterDot: CRLF },
  { name: 'CRLF.LF only', command: CRLF, beforeDot: CRLF, afterDot: '\\r?\\n' },
  { name: 'CRLF.CR only', command: CRLF, beforeDot: CRLF, afterDot: '\\r\\n|\\r' },
  { name: 'CR.CRLF only', command: CRLF, beforeDot: '\\r\\n|\\r', afterDot: CRLF },
  { name: 'CRs before LF are skipped', command: '\\r*\\n', beforeDot: '\\r*\\n', afterDot: '\\r*\\n' },
  { name: 'NUL is left out', command: CRLF, beforeDot: CRLF, afterDot: CRLF, ignored: /\0/g },
  {
    name: 'NUL is left out, LF is a line end',
    command: '\\r?\\n',
    beforeDot: '\\r?\\n',
    afterDot: '\\r?\\n',
    ignored: /\0/g,
  },
  { name: 'NUL is a line end', command: '\\r\\n|\\0', beforeDot: '\\r\\n|\\0', afterDot: '\\r\\n|\\0' },
]

export interface LaxMessage {
  id: string
  mail: string
  rcpts: string[]
  /** As it came, still stuffed, without the dot line. latin1. */
  wire: string
}

/** The steps of a hop's side; BODY is the moment between 354 and the body. */
export type LaxStep = 'CONNECT' | 'HELLO' | 'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'DOT' | 'RSET' | 'QUIT'

/**
 * Instead of the usual reply: these octets; 'drop', 'reset', 'half-close', 'hang'; or one octet a write. `stored` says
 * whether a message counts as taken; without it a message is taken when the octets begin with 2.
 */
export interface LaxAct {
  octets?: Buffer
  leave?: 'drop' | 'reset' | 'half-close' | 'hang'
  drip?: boolean
  stored?: boolean
}

export interface LaxOptions {
  reading?: Reading
  protocol?: 'smtp' | 'lmtp'
  extensions?: string[]
  act?(step: LaxStep, connection: number): LaxAct | undefined
}

/** Octets that a mail transaction's command may have beyond 512: SIZE 26, BODY 17, SMTPUTF8 10, RET 9+ENVID 106+NOTIFY 28+ORCPT 506. */
const MAX_COMMAND = 512 + 26 + 17 + 10 + 643

export class LaxHop {
  /** All that it was sent whole; those that it refused have an empty id. */
  readonly messages: LaxMessage[] = []
  /** Every command line with the number of its connection in front. */
  readonly commands: string[] = []
  /** What no server should be sent: bare line ends in commands, control characters, commands out of order. */
  readonly complaints: string[] = []
  connections = 0
  /** Messages that came whole, taken or not; the last one's number. */
  received = 0
  readonly options: LaxOptions
  readonly #server: Server
  readonly #sockets = new Map<Socket, number>()

  private constructor(options: LaxOptions) {
    this.options = options
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      this.#sockets.set(socket, ++this.connections)
      socket.on('close', () => this.#sockets.delete(socket))
      new LaxConnection(this, socket, this.connections)
    })
  }

  static async start(options: LaxOptions = {}): Promise<LaxHop> {
    const hop = new LaxHop(options)
    hop.#server.listen(0, '127.0.0.1', 2048)
    await once(hop.#server, 'listening')
    return hop
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The messages that it took. */
  get taken(): LaxMessage[] {
    return this.messages.filter(({ id }) => id !== '')
  }

  /** Connections that are open. */
  get open(): number {
    return this.#sockets.size
  }

  /** What was said on the connections that are open. */
  stillOpen(): string[] {
    const numbers = new Set([...this.#sockets.values()].map(String))
    return this.commands.filter((line) => numbers.has(line.slice(0, line.indexOf(' '))))
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.keys()) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

class LaxConnection {
  readonly #hop: LaxHop
  readonly #socket: Socket
  readonly #number: number
  readonly #line: RegExp
  readonly #end: RegExp
  #text = ''
  /** null outside DATA. */
  #searched: number | null = null
  #mail = ''
  #rcpts: string[] = []
  #greeted = false
  #deaf = false

  constructor(hop: LaxHop, socket: Socket, number: number) {
    const { command, beforeDot, afterDot } = hop.options.reading ?? STRICT
    this.#hop = hop
    this.#socket = socket
    this.#number = number
    this.#line = new RegExp(command, 'g')
    this.#end = new RegExp(`(?:${beforeDot})\\.(?:${afterDot})`, 'g')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('end', () => socket.end())
    this.#answer('CONNECT', '220 hop.example ESMTP')
  }

  #take(chunk: Buffer): void {
    if (this.#deaf) return
    const { ignored } = this.#hop.options.reading ?? STRICT
    const text = chunk.toString('latin1')
    this.#text += ignored ? text.replace(ignored, '') : text
    while (!this.#deaf && (this.#searched === null ? this.#command() : this.#body()));
  }

  /** One command line; false when there is none yet. */
  #command(): boolean {
    this.#line.lastIndex = 0
    const end = this.#line.exec(this.#text)
    if (!end) return false
    const line = this.#text.slice(0, end.index)
    this.#text = this.#text.slice(end.index + end[0].length)
    this.#check(line)
    this.#hop.commands.push(`${this.#number} ${line}`)
    this.#obey(line.split(/[ :]/)[0]!.toUpperCase(), line)
    return true
  }

  #check(line: string): void {
    const complain = (what: string) => this.#hop.complaints.push(`${what}: ${JSON.stringify(line.slice(0, 300))}`)
    if (/[^\x20-\x7e\x80-\xff]/.test(line)) complain('control character')
    if (/[\x80-\xff]/.test(line) && !/ SMTPUTF8\b/.test(line) && !/ SMTPUTF8\b/.test(this.#mail))
      complain('8-bit command')
    if (line.length + 2 > MAX_COMMAND) complain('long command')
    if (
      !/^(?:[EL]?HE?LO [^ ]+|MAIL FROM:<[^>]*>(?: [^ ]+)*|RCPT TO:<[^>]+>(?: [^ ]+)*|DATA|RSET|QUIT|NOOP|XFORWARD .*)$/.test(
        line,
      )
    ) {
      complain('odd command')
    }
  }

  #obey(verb: string, line: string): void {
    const lmtp = this.#hop.options.protocol === 'lmtp'
    if (verb === (lmtp ? 'LHLO' : 'EHLO') || (verb === 'HELO' && !lmtp)) this.#hello(verb)
    else if (verb === 'MAIL') {
      if (!this.#greeted || this.#mail) this.#disorder(line)
      else if (this.#answer('MAIL', '250 2.1.0 Ok')) this.#mail = line
    } else if (verb === 'RCPT') {
      if (!this.#mail) this.#disorder(line)
      else if (this.#answer('RCPT', '250 2.1.5 Ok')) this.#rcpts.push(line)
    } else if (verb === 'DATA') {
      if (this.#rcpts.length === 0) this.#disorder(line)
      else if (this.#answer('DATA', '354 go ahead')) this.#startBody()
    } else if (verb === 'RSET') {
      this.#clear()
      this.#answer('RSET', '250 2.0.0 Ok')
    } else if (verb === 'QUIT') {
      this.#answer('QUIT', '221 2.0.0 Bye')
      this.#deaf = true
      this.#socket.end()
    } else this.#write('502 5.5.1 no\r\n')
  }

  #disorder(line: string): void {
    this.#hop.complaints.push(`out of order: ${JSON.stringify(line.slice(0, 300))}`)
    this.#write('503 5.5.1 out of order\r\n')
  }

  #hello(verb: string): void {
    const offers = this.#hop.options.extensions ?? ['PIPELINING', 'SIZE 100000000', '8BITMIME', 'SMTPUTF8', 'DSN']
    const lines = verb === 'HELO' ? ['hop.example'] : ['hop.example', ...offers]
    const usual = lines.map((text, i) => `250${i < lines.length - 1 ? '-' : ' '}${text}`).join('\r\n')
    if (this.#answer('HELLO', usual)) this.#greeted = true
  }

  /** The body begins with the line end of DATA, so that an empty one ends too. */
  #startBody(): void {
    this.#text = `\r\n${this.#text}`
    this.#searched = 0
    const act = this.#hop.options.act?.('BODY', this.#number)
    if (act) this.#perform(act)
  }

  #body(): boolean {
    this.#end.lastIndex = this.#searched!
    const end = this.#end.exec(this.#text)
    if (!end) {
      this.#searched = Math.max(0, this.#text.length - 12)
      return false
    }
    const dot = end.index + end[0].indexOf('.')
    const wire = this.#text.slice(2, Math.max(2, dot))
    this.#text = this.#text.slice(end.index + end[0].length)
    this.#searched = null
    const lmtp = this.#hop.options.protocol === 'lmtp'
    const message = { id: `H${++this.#hop.received}`, mail: this.#mail, rcpts: [] as string[], wire }
    // The message takes its place before it is answered for: what follows in the same chunk must find the number taken.
    this.#hop.messages.push(message)
    for (const rcpts of lmtp ? this.#rcpts.map((rcpt) => [rcpt]) : [this.#rcpts]) {
      if (this.#answer('DOT', `250 2.0.0 Ok: queued as ${message.id}`)) message.rcpts.push(...rcpts)
    }
    if (message.rcpts.length === 0) message.id = ''
    this.#clear()
    return true
  }

  #clear(): void {
    this.#mail = ''
    this.#rcpts = []
  }

  /** True when the step counts as done. */
  #answer(step: LaxStep, usual: string): boolean {
    if (this.#socket.destroyed) return false
    const act = this.#hop.options.act?.(step, this.#number)
    if (!act) {
      this.#write(`${usual}\r\n`)
      return true
    }
    const octets = act.octets ?? (act.leave || act.stored !== undefined ? Buffer.alloc(0) : Buffer.from(`${usual}\r\n`))
    this.#perform({ ...act, octets })
    return act.stored ?? (step === 'DATA' ? octets[0] === 0x33 : octets[0] === 0x32)
  }

  #perform({ octets, leave, drip }: LaxAct): void {
    if (octets && drip) for (const octet of octets.subarray(0, 600)) this.#write(Buffer.of(octet))
    else if (octets) this.#write(octets)
    if (leave === 'drop' || leave === 'half-close') this.#socket.end()
    // libuv resets no socket that is about to say FIN, and Node then forgets to close it.
    if (leave === 'reset' && this.#socket.writableEnded) this.#socket.destroy()
    else if (leave === 'reset') this.#socket.resetAndDestroy()
    if (leave) this.#deaf = true
  }

  #write(octets: string | Buffer): void {
    if (this.#socket.writable && octets.length > 0) this.#socket.write(octets)
  }
}
