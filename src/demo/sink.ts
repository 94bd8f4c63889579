// A small SMTP server that keeps what it gets in memory: the demo's next hop. Loopback only, no real mailbox behind it.
import { createServer, type Server, type Socket } from 'node:net'
import { unstuff } from '../message/dot-stuffing.ts'

/** A message as it arrived, dots un-stuffed (RFC 5321 4.5.2). */
export interface Delivered {
  sender: string
  recipients: string[]
  bytes: Buffer
}

export interface Sink {
  port: number
  delivered: Delivered[]
  close(): Promise<void>
}

const CRLF = Buffer.from('\r\n')
const END_OF_DATA = Buffer.from('\r\n.\r\n')

/** Starts a sink on a free loopback port. */
export function startSink(): Promise<Sink> {
  const delivered: Delivered[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, delivered)
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      resolve({ port, delivered, close: () => closeServer(server, sockets) })
    })
  })
}

function closeServer(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}

function serve(socket: Socket, delivered: Delivered[]): void {
  let input: Buffer = Buffer.alloc(0)
  let data = false
  let sender = ''
  let recipients: string[] = []
  const command = (line: string): string => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') return '250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE\r\n250 DSN'
    if (verb === 'MAIL') {
      sender = path(line)
      recipients = []
      return '250 2.1.0 sender ok'
    }
    if (verb === 'RCPT') {
      recipients.push(path(line))
      return '250 2.1.5 recipient ok'
    }
    data = verb === 'DATA'
    if (verb === 'QUIT') socket.end()
    return data ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok'
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    input = Buffer.concat([input, chunk])
    for (let end = endOf(input, data); end >= 0; end = endOf(input, data)) {
      const taken = input.subarray(0, end)
      input = input.subarray(end + (data ? END_OF_DATA.length : 2))
      if (!data) {
        socket.write(`${command(taken.toString('latin1'))}\r\n`)
        continue
      }
      delivered.push({ sender, recipients, bytes: unstuff(Buffer.concat([taken, CRLF])) })
      data = false
      socket.write('250 2.0.0 stored\r\n')
    }
  })
  socket.write('220 sink ESMTP\r\n')
}

function endOf(input: Buffer, data: boolean): number {
  return data ? input.indexOf(END_OF_DATA) : input.indexOf('\r\n')
}

function path(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}
