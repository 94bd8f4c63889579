// A scriptable receiving hop for tests, SMTP or LMTP: records envelope, body, AUTH and XFORWARD, and fails at any step as told.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { HopConnection } from './next-hop-connection.ts'

export interface HopMessage {
  /** MAIL and RCPT as they came, with parameters. With LMTP only the recipients that the dot was answered 2xx for. */
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
  /** Name of the user that has said AUTH on this connection. */
  user: string | null
  /** Attributes of the transaction's XFORWARD commands, xtext still on. */
  xforward: Record<string, string>
}

/** CONNECT is the greeting, BODY the first octets of a body, DOT its end (with LMTP: once for each recipient, its RCPT line given). */
export type HopVerb =
  | 'CONNECT'
  | 'EHLO'
  | 'HELO'
  | 'LHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'XFORWARD'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'BODY'
  | 'DOT'
  | 'RSET'
  | 'QUIT'

/**
 * What to do instead of the usual:
 * - `reply` a whole reply, `raw` octets without CRLF (garbage), `replyThenDrop` a reply and then FIN;
 * - `delay` waits before the reply given beside it, or before the usual one; `then` any other act after the wait;
 * - `slow` gives the usual reply and from then on reads only so many octets a second;
 * - `stored` takes the message at DOT as delivered and then does the act (a lost reply: scenario A12);
 * - 'drop' closes, 'reset' closes with RST, 'half-close' sends FIN and reads on, 'hang' says nothing, 'stall' does not even read.
 */
export type HopAct =
  | { reply: string }
  | { raw: string | Buffer }
  | { replyThenDrop: string }
  | { delay: number; reply?: string }
  | { delay: number; then: HopAct }
  | { slow: number }
  | { stored: HopAct }
  | 'drop'
  | 'reset'
  | 'half-close'
  | 'hang'
  | 'stall'

export interface HopScript {
  /** `lmtp` wants LHLO and answers the final dot once for each accepted recipient. Default `smtp`. */
  protocol?: 'smtp' | 'lmtp'
  extensions?: string[]
  tls?: { key: string; cert: string }
  /** Offers AUTH, over TLS only when `onlyTls`, and refuses MAIL before it (530) unless `optional`. Default mechanisms: PLAIN LOGIN. */
  auth?: { user: string; password: string; mechanisms?: string[]; onlyTls?: boolean; optional?: boolean }
  act?(verb: HopVerb, line: string, connection: number): HopAct | undefined
}

/** One AUTH that came to its end, right or wrong. */
export interface HopAuth {
  connection: number
  mechanism: string
  user: string
  password: string
  /** Whether it came over TLS. */
  tls: boolean
  accepted: boolean
}

export const ALL_EXTENSIONS = ['PIPELINING', 'SIZE 100000000', '8BITMIME', 'SMTPUTF8', 'DSN']

export class NextHopServer {
  readonly messages: HopMessage[] = []
  /** Every command line, with the number of its connection in front: '1 EHLO gateway.example'. */
  readonly commands: string[] = []
  readonly auths: HopAuth[] = []
  script: HopScript
  connections = 0
  readonly #server: Server
  #port = 0
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
    hop.#port = (hop.#server.address() as AddressInfo).port
    return hop
  }

  /** Stays known after `close`, as a port that nothing listens on. */
  get port(): number {
    return this.#port
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
