// One client connection: smtp-server's, with our answers, strict commands, trusted peers and half-closed clients.
import { isUtf8 } from 'node:buffer'
import type { SMTPServerSession } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import type { VerbatimServer } from './front-server.ts'
import { cleanReply, type Reply, withStatus } from './reply.ts'
import { MAX_COMMAND, VerbatimParser } from './verbatim-data.ts'

const MAX_BAD_COMMANDS = 10
const LF = 0x0a
export const EXTENSIONS = ['8BITMIME', 'SMTPUTF8', 'DSN', 'REQUIRETLS'] as const
export type Extension = (typeof EXTENSIONS)[number]

/** smtp-server's session with what its handlers lose. */
export interface FrontSession extends SMTPServerSession {
  /** The command line being handled, as it came: smtp-server decodes parameters and rewrites domains. */
  command: string
  /** Extensions that this session's EHLO was told. */
  offered: ReadonlySet<Extension>
  /** Our answers to the command being handled, one for each reply that is due; sent in place of smtp-server's texts. */
  answers: Reply[]
  /** What a trusted peer said with XFORWARD for the next message: NAME, ADDR, HELO, ...; false is "not available". */
  forwarded: Map<string, string | false>
  /** True once the client has closed its side: it may still read, but nobody can say that it does. */
  inputEnded: boolean
}

/** One client connection. */
export class VerbatimConnection extends SMTPConnection {
  #lastReply = performance.now()

  get front(): FrontSession {
    return this.session as FrontSession
  }

  get #server(): VerbatimServer {
    return this._server as VerbatimServer
  }

  /** True while the client waits for us or is sending a message. */
  get busy(): boolean {
    return this._handlerPending || Boolean(this._dataStream)
  }

  /** True between 354 and the final dot. */
  get receiving(): boolean {
    return this._parser !== false && this._parser._dataMode
  }

  /** Milliseconds since our last reply: octets that make up no command, or no end of DATA, do not shorten it. */
  get quietFor(): number {
    return performance.now() - this.#lastReply
  }

  /** Milliseconds since the client's last octet. */
  get silentFor(): number {
    return this._parser instanceof VerbatimParser ? performance.now() - this._parser.lastInput : 0
  }

  /** Ends it at once. A TLS handshake in progress is left alone: Node does not survive losing the socket below it. */
  cutOff(): void {
    if (!this._upgrading) this._socket.destroy()
  }

  /** One turn of the event loop instead of 100 ms: what an early talker has already sent is read in it and refused. */
  override init(): void {
    this._setListeners(() => setImmediate(() => this.connectionReady()))
  }

  override _createParser(): SMTPStream {
    const parser = new VerbatimParser()
    parser.oncommand = (command, callback) => this._onCommand(command, callback)
    parser.onended = () => {
      this.front.inputEnded = true
      this.#server.hooks?.inputEnded(this.front)
    }
    parser.on('finish', () => this.#inputDone(parser))
    return parser
  }

  /** All that the client sent before it closed its side has been handled. A message without its end was never one. */
  #inputDone(parser: VerbatimParser): void {
    if (parser !== this._parser || this._upgrading) return
    if (parser._dataMode) this._socket.destroy()
    else this.close()
  }

  /** A client that closes its side in the handshake will never finish it; after it, it may, as in plain text. */
  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this._socket.allowHalfOpen = false
    super.upgrade(callback, () => {
      this._socket.allowHalfOpen = true
      secureCallback?.()
    })
  }

  /** The plain socket's listeners do not outlive STARTTLS; this is called for either socket. */
  override _onClose(): void {
    super._onClose()
    this.#server.forget(this)
  }

  override _resetSession(): void {
    super._resetSession()
    this.front.forwarded = new Map()
    this.#server.hooks?.reset(this.front)
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    if (this._ready && !this._upgrading && !isCommandLine(command)) {
      this.#badCommand(command)
      callback?.()
      return
    }
    this.front.command = command.toString()
    super._onCommand(command, callback)
  }

  /** Only CRLF ends a line (RFC 5321 2.3.8): what follows a bare LF may be meant as anything, so nothing of it is heard. */
  #badCommand(command: Buffer): void {
    if (command.at(-1) === LF) {
      this.send(500, 'Line not ended by CRLF, closing connection')
      this.close()
    } else if (++this._unrecognizedCommands >= MAX_BAD_COMMANDS) this.send(421, 'Too many bad commands')
    else this.send(500, 'Line too long, or with characters that no command has')
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    const { options } = this._server
    this.front.offered = new Set(
      EXTENSIONS.filter((name) => !options[`hide${name}`] && (name !== 'REQUIRETLS' || this.secure)),
    )
    super.handler_EHLO(command, callback)
  }

  override handler_HELO(command: Buffer, callback: () => void): void {
    this.front.offered = new Set()
    super.handler_HELO(command, callback)
  }

  /** Refuses before 354, so that no message is sent in vain. */
  override handler_DATA(command: Buffer, callback: () => void): void {
    const refusal = this.session.envelope.rcptTo.length > 0 ? this.#server.hooks?.refuseData(this.front) : null
    if (!refusal) {
      super.handler_DATA(command, callback)
      return
    }
    this.front.answers = [refusal]
    this.send(refusal.code)
    callback()
  }

  /** Networks instead of single addresses; the peer itself is asked for, not whom it names. */
  override _proxyCommandAllowed(command: string): boolean {
    const may = command === 'XCLIENT' ? this.#server.access.xclient : this.#server.access.xforward
    return !this._xClient.has('ADDR') && may(this._originalRemoteAddress) && this._isSupported(command)
  }

  /** Greets; after XCLIENT the client that was named must itself be one that may send. */
  override _sendGreeting(): void {
    const { access } = this.#server
    // A client that the peer cannot name ([UNAVAILABLE]) is nobody's, and has no right to send.
    if (this._xClient.get('ADDR') === false || !access.maySend(this.remoteAddress)) {
      this._refuse(Object.assign(new Error('5.7.1 Client address is not in the permitted networks'), refused))
      return
    }
    if (this._parser instanceof VerbatimParser) this._parser.tolerant = access.repaired(this.remoteAddress)
    super._sendGreeting()
  }

  /**
   * XFORWARD tells of the next message's client (XFORWARD_README); the session stays the peer's, so that
   * Received names who handed the message over. smtp-server would make it the named client's.
   */
  override handler_XFORWARD(command: Buffer, callback: () => void): void {
    const { remoteAddress, remotePort, hostNameAppearsAs, clientHostname } = this
    const { forwarded } = this.front
    super.handler_XFORWARD(command, () => {
      if (this._xForward.size === 0) return callback() // refused: it has changed nothing
      Object.assign(this, { remoteAddress, remotePort, hostNameAppearsAs, clientHostname })
      for (const [name, value] of this._xForward as Map<string, string | number | false>) {
        if (!name.endsWith(':DEFAULT')) forwarded.set(name, value === false ? false : String(value)) // PORT is a number
      }
      this._xForward.clear()
      this._resetSession()
      this.front.forwarded = forwarded
      callback()
    })
  }

  /**
   * Every reply passes here: our answer if there is one, else smtp-server's text with its status; always ASCII and short.
   * Written also to a client that has closed its side; never into a TLS handshake. 421 closes (RFC 5321 3.8).
   */
  override send(given: number, data?: string | string[] | null, context?: string | false): void {
    this.#lastReply = performance.now()
    const texts = Array.isArray(data) ? data : [withStatus(given, data ?? '', context)]
    const { code, lines } = cleanReply(this.front.answers.shift() ?? { code: given, lines: texts })
    if (code >= 400) this.front.error = `${code} ${lines[0]}`
    if (!this._upgrading && this._socket.writable) {
      this._socket.write(lines.map((line, i) => `${code}${i < lines.length - 1 ? '-' : ' '}${line}\r\n`).join(''))
    }
    if (code === 421) this.close()
  }
}

const refused = { responseCode: 554 }

/** A command is one bounded line of valid UTF-8 without control characters; a bare CR or LF in it would be one. */
function isCommandLine(command: Buffer): boolean {
  if (command.length > MAX_COMMAND || !isUtf8(command)) return false
  for (const octet of command) if (octet < 0x20 || octet === 0x7f) return false
  return true
}
