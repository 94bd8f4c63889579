// A process that sends one hostile message again and again over SMTP: of its own, so that it holds up nobody's measuring.
import { connect, type Socket } from 'node:net'
import { HOSTILE } from '../support/hostile-cases.ts'

/** Asked by the parent: `begin`, then `end`; answers `ready`, then how many were refused, or what else was said. */
export type AttackerSays = { type: 'ready' } | { type: 'over'; refused: number; others: string[] }

const [port, name] = [Number(process.argv[2]), process.argv[3]]
const hostile = HOSTILE.find((each) => each.name === name)
if (hostile === undefined) throw new Error(`no such message: ${name}`)
const bytes = stuffed(hostile.make())
let over = false
process.on('disconnect', () => process.exit(0))
process.on('message', (order) => {
  if (order === 'begin') void attack()
  else over = true
})
say({ type: 'ready' })

async function attack(): Promise<void> {
  let refused = 0
  const others: string[] = []
  do {
    const reply = await sendOnce().catch((error: Error) => error.message)
    if (reply.startsWith('554')) refused++
    else others.push(reply.slice(0, 200))
  } while (!over && others.length < 5)
  say({ type: 'over', refused, others })
}

function say(answer: AttackerSays): void {
  process.send!(answer)
}

/** The reply to the end of the data. */
async function sendOnce(): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  try {
    await reply(socket)
    for (const line of [
      'EHLO a.example',
      'MAIL FROM:<an.cangio@tphcm.gov.vn>',
      'RCPT TO:<binh.cangio@tphcm.gov.vn>',
      'DATA',
    ]) {
      socket.write(`${line}\r\n`)
      await reply(socket)
    }
    socket.write(bytes)
    socket.write('.\r\n')
    return await reply(socket)
  } finally {
    socket.destroy()
  }
}

/** Reads until a line with a blank after its code (RFC 5321 4.2.1). */
function reply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!/^\d{3} [^\n]*\n$/m.test(text)) return
      socket.off('data', take)
      resolve(text)
    }
    socket.on('data', take)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`closed after: ${text}`)))
  })
}

function stuffed(message: Buffer): Buffer {
  return Buffer.from(`\r\n${message.toString('latin1')}`.replaceAll('\r\n.', '\r\n..').slice(2), 'latin1')
}
