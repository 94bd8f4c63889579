// smtp-server making our connections, on sockets that stay half open, with PROXY lines from trusted networks only.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js'
import type { Access } from './access.ts'
import { EXTENSIONS, type Extension, type FrontSession, VerbatimConnection } from './front-connection.ts'
import { readProxyLine } from './proxy-line.ts'
import type { Reply } from './reply.ts'

/** Milliseconds for a trusted peer's PROXY line, which it sends before anything else (proxy-protocol.txt 2: at least 3 s). */
const PROXY_WAIT = 5000

/** What smtp-server makes a connection from: its name in the log, and whose it is. */
type Named = SMTPConnectionOptions & { id: string }

/** What the relay is told or asked besides smtp-server's own handlers. */
export interface FrontHooks {
  /** The transaction is over or given up: EHLO, RSET, STARTTLS, end of DATA. */
  reset(session: FrontSession): void
  /** The client has closed its side. */
  inputEnded(session: FrontSession): void
  /** The answer to DATA where no message can be taken now; null to go on. */
  refuseData(session: FrontSession): Reply | null
}

/** The server, making the connections. */
export class VerbatimServer extends SMTPServer {
  readonly hooks: FrontHooks
  readonly access: Access
  /** Every connection whose socket is open; smtp-server forgets those that it has told to go. */
  readonly #open = new Set<VerbatimConnection>()

  constructor(options: SMTPServerOptions, access: Access, hooks: FrontHooks) {
    // A client that has closed only its side still gets its answer. smtp-server hands its options to net.createServer.
    super({ ...options, allowHalfOpen: true } as SMTPServerOptions)
    this.access = access
    this.hooks = hooks
  }

  override connect(socket: Socket, socketOptions?: SMTPConnectionOptions): void {
    const connection = new VerbatimConnection(this, socket, socketOptions)
    const { front } = connection
    front.command = ''
    front.offered = new Set()
    front.answers = []
    front.forwarded = new Map()
    front.inputEnded = false
    this.#open.add(connection)
    this.connections.add(connection)
    connection.on('error', (error) => this._onError(error))
    connection.init()
  }

  /** Its socket has closed. */
  forget(connection: VerbatimConnection): void {
    this.#open.delete(connection)
  }

  override _expectsProxyHeader(socket: Socket): boolean {
    return this.access.proxy(socket.remoteAddress ?? '')
  }

  /** smtp-server waits minutes for the PROXY line, and answers a wrong one in IMAP. Its count of waiting sockets is kept. */
  override _handleProxy(socket: Socket, callback: (error: Error | null, options?: Named) => void): void {
    const id = randomBytes(10).toString('hex')
    if (!this._expectsProxyHeader(socket)) {
      setImmediate(() => callback(null, { id }))
      return
    }
    readProxyLine(socket, PROXY_WAIT).then(
      (client) =>
        callback(null, client === null ? { id } : { id, remoteAddress: client.address, remotePort: client.port }),
      (error: Error) => {
        socket.on('error', () => undefined)
        socket.destroy()
        callback(error)
      },
    )
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
