// A receiving hop for load: hashes each message as it comes and keeps nothing of it, so that gigabytes may pass.
import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

export interface Counted {
  recipient: string
  /** Of the octets behind the judge's line, still stuffed, without the final dot. */
  sha256: string
  size: number
}

/** The last line that the relay puts in front of a message in these tests. */
const FRONT_END = Buffer.from('X-Congthu-Verdict: pass\r\n')
const END = Buffer.from('\r\n.\r\n')

export class CountingHop {
  readonly messages: Counted[] = []
  open = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.open++
      this.#sockets.add(socket)
      socket.on('close', () => {
        this.open--
        this.#sockets.delete(socket)
      })
      new CountingConnection(socket, this.messages)
    })
  }

  static async start(): Promise<CountingHop> {
    const hop = new CountingHop()
    hop.#server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
    await once(hop.#server, 'listening')
    return hop
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

class CountingConnection {
  readonly #socket: Socket
  readonly #messages: Counted[]
  #input = Buffer.alloc(0)
  #recipient = ''
  #hash: Hash | null = null
  #size = 0
  /** The last octets, which may be the end; not yet hashed. */
  #tail = Buffer.alloc(0)
  #inBody = false

  constructor(socket: Socket, messages: Counted[]) {
    this.#socket = socket
    this.#messages = messages
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => (this.#inBody ? this.#body(chunk as Buffer) : this.#commands(chunk as Buffer)))
    socket.write('220 counting.example\r\n')
  }

  #commands(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk])
    for (let end = this.#input.indexOf('\r\n'); end >= 0; end = this.#input.indexOf('\r\n')) {
      const line = this.#input.toString('latin1', 0, end)
      this.#input = this.#input.subarray(end + 2)
      if (/^EHLO/i.test(line)) this.#socket.write('250-counting.example\r\n250-SIZE 1000000000\r\n250 8BITMIME\r\n')
      else if (/^DATA/i.test(line)) {
        this.#inBody = true
        this.#socket.write('354 go\r\n')
      } else if (/^QUIT/i.test(line)) this.#socket.end('221 2.0.0 Bye\r\n')
      else {
        this.#recipient = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1] ?? this.#recipient
        this.#socket.write('250 2.0.0 Ok\r\n')
      }
    }
  }

  /** The client waits for our reply to the dot, so that nothing follows it in its chunk. */
  #body(chunk: Buffer): void {
    let octets = Buffer.concat([this.#tail, chunk])
    if (!this.#hash) {
      const front = octets.indexOf(FRONT_END)
      if (front < 0) {
        this.#tail = octets
        return
      }
      this.#hash = createHash('sha256')
      octets = octets.subarray(front + FRONT_END.length)
    }
    const ended = octets.length >= END.length && octets.subarray(-END.length).equals(END)
    const content = octets.subarray(0, ended ? -3 : Math.max(0, octets.length - END.length))
    this.#hash.update(content)
    this.#size += content.length
    this.#tail = Buffer.from(octets.subarray(content.length))
    if (!ended) return
    this.#messages.push({ recipient: this.#recipient, sha256: this.#hash.digest('hex'), size: this.#size })
    this.#hash = null
    this.#size = 0
    this.#tail = Buffer.alloc(0)
    this.#inBody = false
    this.#socket.write('250 2.0.0 Ok\r\n')
  }
}
