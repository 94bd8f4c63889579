// One connection of the scriptable next hop: reads commands one by one, waits and fails as the script says, and records.
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { ALL_EXTENSIONS, type HopAct, type HopVerb, type NextHopServer } from './next-hop.ts'

const END = Buffer.from('\r\n.\r\n')

/** What follows a step: `ok` when its reply was the one that lets the session go on, `last` when nothing more will be said. */
type Then = (ok: boolean, last: boolean) => void

export class HopConnection {
  readonly #hop: NextHopServer
  readonly #number: number
  readonly #tcp: Socket
  /** The TCP connection, or the TLS on it. */
  #socket: Socket
  #input = Buffer.alloc(0)
  /** A reply is being waited with: commands stay in #input. */
  #waiting = false
  /** Takes the next line instead of the commands (AUTH's answers). */
  #nextLine: ((line: string) => void) | null = null
  /** Body octets so far; null outside DATA. They begin with the CRLF of the DATA command, so that an empty body ends too. */
  #body: Buffer[] | null = null
  #bodySeen = false
  #tail = Buffer.alloc(0)
  #rate = 0
  #user: string | null = null
  #mail = ''
  #rcpts: string[] = []
  #xforward: Record<string, string> = {}

  constructor(hop: NextHopServer, socket: Socket, number: number) {
    this.#hop = hop
    this.#tcp = socket
    this.#socket = socket
    this.#number = number
  }

  start(): void {
    this.#listen(this.#socket)
    this.#do('CONNECT', '', '220 hop.example ESMTP')
  }

  get #secure(): boolean {
    return this.#socket instanceof TLSSocket
  }

  #listen(socket: Socket): void {
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => this.#octets(chunk))
  }

  #octets(chunk: Buffer): void {
    if (this.#rate > 0) {
      this.#socket.pause()
      setTimeout(() => this.#socket.resume(), (chunk.length * 1000) / this.#rate).unref()
    }
    if (this.#body && !this.#waiting) this.#bodyOctets(chunk)
    else {
      this.#input = Buffer.concat([this.#input, chunk])
      this.#readOn()
    }
  }

  #write(octets: string | Buffer): void {
    if (this.#socket.writable) this.#socket.write(octets)
  }

  #do(verb: HopVerb, line: string, usual: string, then: Then = () => undefined): void {
    this.#perform(this.#hop.script.act?.(verb, line, this.#number), verb, usual, then)
  }

  #perform(act: HopAct | undefined, verb: HopVerb, usual: string, then: Then): void {
    if (act === undefined) this.#say(usual, verb, then)
    else if (typeof act === 'string') {
      this.#breakOff(act)
      then(false, true)
    } else if ('delay' in act) {
      this.#waiting = true
      setTimeout(() => {
        this.#waiting = false
        const next = 'then' in act ? act.then : act.reply === undefined ? undefined : { reply: act.reply }
        this.#perform(next, verb, usual, then)
        this.#readOn()
      }, act.delay)
    } else if ('slow' in act) {
      this.#rate = act.slow
      this.#say(usual, verb, then)
    } else if ('stored' in act) {
      this.#perform(act.stored, verb, usual, (_, last) => then(true, last))
    } else if ('reply' in act) this.#say(act.reply, verb, then)
    else {
      if ('raw' in act) this.#write(act.raw)
      else this.#socket.end(`${act.replyThenDrop}\r\n`)
      then(false, true)
    }
  }

  #breakOff(how: 'drop' | 'reset' | 'half-close' | 'hang' | 'stall'): void {
    if (how === 'drop') this.#socket.destroy()
    else if (how === 'reset') this.#tcp.resetAndDestroy()
    else if (how === 'half-close') this.#socket.end()
    else if (how === 'stall') this.#socket.pause()
  }

  #say(reply: string, verb: HopVerb, then: Then): void {
    if (reply !== '') this.#write(`${reply}\r\n`)
    then((verb === 'DATA' ? /^3/ : /^2/).test(reply), false)
  }

  #readOn(): void {
    while (!this.#waiting && !this.#body) {
      const end = this.#input.indexOf('\r\n')
      if (end < 0) return
      const line = this.#input.toString('utf8', 0, end)
      this.#input = this.#input.subarray(end + 2)
      const taker = this.#nextLine
      this.#nextLine = null
      if (taker) taker(line)
      else this.#command(line)
    }
    if (!this.#waiting && this.#input.length > 0) {
      const rest = this.#input
      this.#input = Buffer.alloc(0)
      this.#bodyOctets(rest)
    }
  }

  #command(line: string): void {
    this.#hop.commands.push(`${this.#number} ${line}`)
    const verb = line.split(/[ :]/)[0]!.toUpperCase() as HopVerb
    const lmtp = this.#hop.script.protocol === 'lmtp'
    if (verb === (lmtp ? 'LHLO' : 'EHLO')) this.#hello(verb, line)
    else if (verb === 'HELO' && !lmtp) this.#do(verb, line, '250 hop.example')
    else if (verb === 'STARTTLS') this.#startTls(line)
    else if (verb === 'AUTH') this.#auth(line)
    else if (verb === 'XFORWARD') this.#takeXforward(line)
    else if (verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA') this.#transaction(verb, line)
    else if (verb === 'RSET') {
      this.#do(verb, line, '250 2.0.0 Ok')
      this.#clear()
    } else if (verb === 'QUIT') this.#do(verb, line, '221 2.0.0 Bye', () => this.#socket.end())
    else this.#write('500 5.5.2 unknown\r\n')
  }

  #transaction(verb: 'MAIL' | 'RCPT' | 'DATA', line: string): void {
    const { auth } = this.#hop.script
    if (verb === 'MAIL' && auth && !auth.optional && !this.#user) this.#write('530 5.7.0 Authentication required\r\n')
    else if (verb === 'MAIL' && this.#mail) this.#write('503 5.5.1 nested MAIL\r\n')
    else if (verb === 'MAIL') {
      this.#do(verb, line, '250 2.1.0 Ok', (ok) => {
        if (ok) this.#mail = line
      })
    } else if (verb === 'RCPT') {
      this.#do(verb, line, '250 2.1.5 Ok', (ok) => {
        if (ok) this.#rcpts.push(line)
      })
    } else {
      this.#do(verb, line, '354 go ahead', (ok) => {
        if (ok) this.#startBody()
      })
    }
  }

  #hello(verb: 'EHLO' | 'LHLO', line: string): void {
    const { extensions = ALL_EXTENSIONS, tls, auth } = this.#hop.script
    const offered = [...extensions, ...(tls && !this.#secure ? ['STARTTLS'] : [])]
    if (auth && (this.#secure || !auth.onlyTls)) {
      offered.push(`AUTH ${(auth.mechanisms ?? ['PLAIN', 'LOGIN']).join(' ')}`)
    }
    const lines = ['hop.example', ...offered]
    this.#do(verb, line, lines.map((text, i) => `250${i < lines.length - 1 ? '-' : ' '}${text}`).join('\r\n'))
  }

  #startTls(line: string): void {
    const { tls } = this.#hop.script
    this.#do('STARTTLS', line, '220 go ahead', (ok) => {
      if (!ok || !tls) return
      this.#socket.removeAllListeners('data')
      const secure = new TLSSocket(this.#socket, { isServer: true, secureContext: createSecureContext(tls) })
      this.#socket = secure
      this.#input = Buffer.alloc(0)
      this.#listen(secure)
    })
  }

  #auth(line: string): void {
    const [, mechanism = '', initial] = line.split(' ')
    const plain = (text: string) => {
      const [, user = '', password = ''] = Buffer.from(text, 'base64').toString('utf8').split('\0')
      this.#authenticate(line, mechanism, user, password)
    }
    const ask = (challenge: string, take: (answer: string) => void) => {
      this.#write(`334 ${Buffer.from(challenge).toString('base64')}\r\n`)
      this.#nextLine = take
    }
    const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8')
    if (mechanism.toUpperCase() === 'PLAIN') {
      if (initial !== undefined) plain(initial)
      else ask('', plain)
    } else if (mechanism.toUpperCase() === 'LOGIN') {
      const password = (user: string) =>
        ask('Password:', (answer) => this.#authenticate(line, mechanism, decode(user), decode(answer)))
      if (initial !== undefined) password(initial)
      else ask('Username:', password)
    } else this.#write('504 5.5.4 unknown mechanism\r\n')
  }

  #authenticate(line: string, mechanism: string, user: string, password: string): void {
    const { auth } = this.#hop.script
    const right = auth?.user === user && auth.password === password
    const usual = right ? '235 2.7.0 Authentication successful' : '535 5.7.8 Authentication failed'
    this.#do('AUTH', line, usual, (ok) => {
      const said = { mechanism: mechanism.toUpperCase(), user, password, tls: this.#secure, accepted: ok }
      this.#hop.auths.push({ connection: this.#number, ...said })
      if (ok) this.#user = user
    })
  }

  #takeXforward(line: string): void {
    this.#do('XFORWARD', line, '250 2.0.0 Ok', (ok) => {
      for (const word of ok ? line.split(' ').slice(1) : []) {
        const equals = word.indexOf('=')
        this.#xforward[word.slice(0, equals).toUpperCase()] = word.slice(equals + 1)
      }
    })
  }

  #startBody(): void {
    this.#bodySeen = false
    this.#body = [Buffer.from('\r\n')]
    this.#tail = Buffer.from('\r\n')
  }

  #bodyOctets(chunk: Buffer): void {
    if (!this.#bodySeen) {
      this.#bodySeen = true
      this.#do('BODY', '', '')
      if (this.#socket.destroyed) return
      if (this.#waiting) {
        this.#input = Buffer.concat([chunk, this.#input])
        return
      }
    }
    this.#body!.push(chunk)
    const joined = Buffer.concat([this.#tail, chunk])
    const end = joined.indexOf(END)
    this.#tail = joined.subarray(-4)
    if (end < 0) return
    const whole = Buffer.concat(this.#body!)
    const total = whole.length - (joined.length - end - END.length)
    this.#body = null
    this.#input = Buffer.concat([whole.subarray(total), this.#input])
    this.#finish(whole.subarray(2, Math.max(2, total - 3)))
    this.#readOn()
  }

  #finish(wire: Buffer): void {
    const bytes = Buffer.from(wire.toString('latin1').replace(/(^|\r\n)\./g, '$1'), 'latin1')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const common = { mail: this.#mail, bytes, wire, sha256, tls: this.#secure, connection: this.#number }
    const message = { ...common, user: this.#user, xforward: this.#xforward }
    const rcpts = this.#rcpts
    this.#clear()
    const store = (taken: string[]) => {
      if (taken.length > 0) this.#hop.messages.push({ ...message, rcpts: taken })
    }
    if (this.#hop.script.protocol === 'lmtp') this.#answerEach(rcpts, [], store)
    else this.#do('DOT', '', '250 2.0.0 Ok: queued as HOP1', (ok) => ok && store(rcpts))
  }

  /** RFC 2033 4.2: one reply for each recipient, in order. */
  #answerEach(rcpts: string[], taken: string[], store: (taken: string[]) => void): void {
    const [rcpt, ...rest] = rcpts
    if (rcpt === undefined) {
      store(taken)
      return
    }
    this.#do('DOT', rcpt, '250 2.0.0 Ok', (ok, last) => {
      this.#answerEach(last ? [] : rest, ok ? [...taken, rcpt] : taken, store)
    })
  }

  #clear(): void {
    this.#mail = ''
    this.#rcpts = []
    this.#xforward = {}
  }
}
