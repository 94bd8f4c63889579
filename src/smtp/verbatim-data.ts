// smtp-server with its two hot spots replaced: DATA octets are kept verbatim, and the greeting does not wait 100 ms.
//
// Subclasses, not patched prototypes: another user of smtp-server in the same process (a test's receiving hop) keeps the
// package's own behaviour. The bodies below replace or rely on methods that test/smtp/verbatim-data.test.ts
// holds by hash; when the package changes one of them, that test fails and this file has to be read again.
import { isUtf8 } from 'node:buffer'
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { cleanReply, type Reply, replyText, withStatus } from './reply.ts'
import { type Ending, scanChunk } from './stuffing.ts'

/** RFC 5321 4.5.3.1.4 allows 512 octets; SIZE, BODY, SMTPUTF8, DSN and long mailboxes add to it (RFC 3461 4, 6531 3.4). */
const MAX_COMMAND = 2048
const MAX_BAD_COMMANDS = 10
const EXTENSIONS = ['8BITMIME', 'SMTPUTF8', 'DSN', 'REQUIRETLS'] as const
export type Extension = (typeof EXTENSIONS)[number]

/** The DATA of one message, dot-stuffed as it came. */
export interface VerbatimDataStream extends SMTPServerDataStream {
  /** Lines so far that start with a dot. */
  stuffedDots: number
}

/** smtp-server's session with what its handlers lose. */
export interface FrontSession extends SMTPServerSession {
  /** The command line being handled, as it came: smtp-server decodes parameters and rewrites domains. */
  command: string
  /** Extensions that this session's EHLO was told. */
  offered: ReadonlySet<Extension>
  /** Our answer to the command being handled; sent in place of smtp-server's text. */
  answer: Reply | null
}

export interface FrontHooks {
  /** The transaction is over or given up: EHLO, RSET, STARTTLS, end of DATA. */
  reset(session: FrontSession): void
}

/** The parser: data mode keeps every octet, and ends only at CRLF.CRLF, however the octets are cut into chunks. */
export class VerbatimParser extends SMTPStream {
  #ending: Ending = 2
  #held: Buffer | null = null

  override startDataMode(maxBytes?: number | string | null): VerbatimDataStream {
    const stream = super.startDataMode(maxBytes) as VerbatimDataStream
    stream.stuffedDots = 0
    this.#ending = 2
    this.#held = null
    return stream
  }

  override _feedDataStream(given: Buffer, done: (error?: Error | null) => void): void {
    const stream = this._dataStream as VerbatimDataStream
    const chunk = this.#held ? Buffer.concat([this.#held, given]) : given
    const scan = scanChunk(chunk, this.#ending)
    this.#ending = scan.ending
    this.#held = scan.held > 0 ? chunk.subarray(scan.content) : null
    stream.stuffedDots += scan.stuffed
    const content = chunk.subarray(0, scan.content)
    this._countDataBytes(content.length)
    if (scan.terminated) {
      this._endDataMode(content, chunk.subarray(scan.content + 3), done)
      return
    }
    if (content.length === 0 || !stream.writable || stream.write(content) || stream.destroyed) {
      done()
      return
    }
    const resume = () => {
      stream.off('drain', resume)
      stream.off('close', resume)
      done()
    }
    stream.once('drain', resume)
    stream.once('close', resume)
  }
}

/** One client connection. */
export class VerbatimConnection extends SMTPConnection {
  #lastReply = performance.now()

  get front(): FrontSession {
    return this.session as FrontSession
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
    parser.on('error', () => this.send(421, 'Command line too long'))
    return parser
  }

  override _resetSession(): void {
    super._resetSession()
    const server = this._server as VerbatimServer
    server.hooks?.reset(this.front)
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    if (this._ready && !this._upgrading && !isCommandLine(command)) {
      if (++this._unrecognizedCommands >= MAX_BAD_COMMANDS) {
        this.send(421, 'Too many bad commands')
        return
      }
      this.send(500, 'Line too long or with characters that no command has')
      callback?.()
      return
    }
    this.front.command = command.toString()
    super._onCommand(command, callback)
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

  /** Every reply passes here: our answer if there is one, else smtp-server's text with its status; always ASCII and short. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    this.#lastReply = performance.now()
    const { answer } = this.front
    this.front.answer = null
    if (answer) {
      const clean = cleanReply(answer)
      super.send(clean.code, clean.lines, false)
    } else if (Array.isArray(data)) {
      super.send(code, data.map(replyText), false)
    } else {
      super.send(code, replyText(withStatus(code, data ?? '', context)), false)
    }
  }
}

/** The server, making the connections above. */
export class VerbatimServer extends SMTPServer {
  readonly hooks: FrontHooks
  /** Every connection whose socket is open; smtp-server forgets those that it has told to go. */
  readonly #open = new Set<VerbatimConnection>()

  constructor(options: SMTPServerOptions, hooks: FrontHooks) {
    super(options)
    this.hooks = hooks
  }

  override connect(socket: Socket, socketOptions?: SMTPConnectionOptions): void {
    const connection = new VerbatimConnection(this, socket, socketOptions)
    connection.front.command = ''
    connection.front.offered = new Set()
    connection.front.answer = null
    this.#open.add(connection)
    socket.once('close', () => this.#open.delete(connection))
    this.connections.add(connection)
    connection.on('error', (error) => this._onError(error))
    connection.init()
  }

  /** Tells clients from now on what the next hop can do. */
  offer(extensions: ReadonlySet<Extension>): void {
    for (const name of EXTENSIONS) this.options[`hide${name}`] = !extensions.has(name)
  }

  cutOff(): void {
    for (const connection of this.#open) connection.cutOff()
  }

  *clients(): Generator<VerbatimConnection> {
    for (const connection of this.connections) yield connection as VerbatimConnection
  }
}

/** A command is one bounded line of valid UTF-8 without control characters; a bare CR in it would be one. */
function isCommandLine(command: Buffer): boolean {
  if (command.length > MAX_COMMAND || !isUtf8(command)) return false
  for (const octet of command) if (octet < 0x20 || octet === 0x7f) return false
  return true
}
