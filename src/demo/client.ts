// A small SMTP client that hands over a message as it is: the demo's mail server. One step at a time, loopback only.
import { connect, type Socket } from 'node:net'

/** The server's answer: to the end of data, or to the first command that it refused. */
export interface Answer {
  code: number
  lines: string[]
}

/** The look-up code of a decision: from the refusal, or from the header of the message that was delivered; '' for none. */
export function lookUpCode(answer: Answer, delivered: Buffer | null): string {
  const header = delivered?.subarray(0, delivered.indexOf('\r\n\r\n')).toString('latin1') ?? answer.lines.join('\n')
  return /(?:look-up code |^X-Congthu-Verdict: \w+; code=)([0-9A-Z]{8})/m.exec(header)?.[1] ?? ''
}

const TIMEOUT_MS = 60_000

/** Sends one message in a session of its own; dots are stuffed here (RFC 5321 4.5.2). */
export async function submit(port: number, envelope: { from: string; to: string[] }, message: Buffer): Promise<Answer> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('timeout')))
  try {
    return await converse(socket, envelope, message)
  } finally {
    socket.destroy()
  }
}

async function converse(socket: Socket, envelope: { from: string; to: string[] }, message: Buffer): Promise<Answer> {
  const answers = readAnswers(socket)
  const say = async (line: string | Buffer): Promise<Answer> => {
    socket.write(line)
    return (await answers.next()).value
  }
  await answers.next() // the greeting
  const utf8 = [envelope.from, ...envelope.to].some((address) => /[^\x20-\x7e]/.test(address)) ? ' SMTPUTF8' : ''
  const commands = [
    'EHLO demo.example\r\n',
    `MAIL FROM:<${envelope.from}> BODY=8BITMIME${utf8}\r\n`,
    ...envelope.to.map((recipient) => `RCPT TO:<${recipient}>\r\n`),
    'DATA\r\n',
  ]
  for (const command of commands) {
    const answer = await say(command)
    if (answer.code >= 400) return answer
  }
  const wire = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..')
  const answer = await say(Buffer.from(`${wire}${wire.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1'))
  socket.write('QUIT\r\n')
  return answer
}

/** Replies one by one, multi-line ones as one (RFC 5321 4.2.1). Throws when the connection ends. */
async function* readAnswers(socket: Socket): AsyncGenerator<Answer, never, void> {
  let input = ''
  let lines: string[] = []
  for await (const chunk of socket) {
    input += (chunk as Buffer).toString('latin1')
    for (let end = input.indexOf('\r\n'); end >= 0; end = input.indexOf('\r\n')) {
      const line = input.slice(0, end)
      input = input.slice(end + 2)
      lines.push(line.slice(4))
      if (line[3] === '-') continue
      yield { code: Number(line.slice(0, 3)), lines }
      lines = []
    }
  }
  throw new Error('connection closed by the gateway')
}
