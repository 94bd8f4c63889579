// A sending mail server in small: a queue, several connections, and the rule that only 250 or 5xx ends a message.
import { createHash } from 'node:crypto'
import { pause } from '../support/gateway-process.ts'
import { SmtpClient } from '../support/smtp-client.ts'

export const SENDER = 'an.cangio@tphcm.gov.vn'

export interface QueuedMessage {
  /** Ordinal number; stands in the Message-ID. */
  id: number
  recipients: string[]
  /** CRLF line ends, not stuffed. */
  bytes: Buffer
}

/** What became of one message. */
export interface Fate {
  message: QueuedMessage
  /** The reply that ended it; null while it is queued. */
  final: { code: number; raw: string } | null
  attempts: number
  /** Attempts whose connection broke after the dot: each of them may have been delivered all the same. */
  doubtful: number
  /** Codes of the replies that kept it in the queue, and 'closed' for broken connections. */
  kept: string[]
  /** The last reply as it came, or 'closed'. */
  last: string
}

export interface MtaOptions {
  port: number
  connections?: number
  /** Milliseconds before a message, or a connection that failed, is tried again. */
  retryMs?: number
  /** Gives up (throws) after this time. */
  withinMs?: number
  onFinal?(fate: Fate): void
}

/** A generator of numbers in [0, 1) from a seed (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** An ordinary message of roughly `octets`, with dots in front of lines and a body that is like no other's. */
export function makeMessage(id: number, octets: number, recipients: string[]): QueuedMessage {
  const lines = [
    `From: An <${SENDER}>`,
    `To: ${recipients.join(',\r\n ')}`,
    `Subject: Lich hop ${id}`,
    `Message-ID: <${id}@queue.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `MAU THU NGHIEM ${id}`,
  ]
  let length = 0
  for (let line = 0; length < octets; line++) {
    const text = `${line % 5 === 0 ? '.' : ''}${createHash('sha256').update(`${id} ${line}`).digest('hex')}`
    length += text.length + 2
    lines.push(text)
  }
  return { id, recipients, bytes: Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1') }
}

/** The start of a picture (JFIF), and the end of one. */
const JPEG = [Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.from('ffd9', 'hex')] as const

/** A mail with a picture, of roughly `octets`: as text so much would not be read to its end. */
export function makeBigMessage(id: number, octets: number, recipients: string[]): QueuedMessage {
  const part = `${id}-phan`
  const noise = Buffer.alloc(Math.floor((octets * 3) / 4), createHash('sha256').update(`${id}`).digest())
  const picture = Buffer.concat([JPEG[0], noise, JPEG[1]]).toString('base64').replace(/.{76}/g, '$&\r\n')
  const lines = [
    `From: An <${SENDER}>`,
    `To: ${recipients.join(',\r\n ')}`,
    `Subject: Anh ${id}`,
    `Message-ID: <${id}@queue.example>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${part}"`,
    '',
    `--${part}`,
    '',
    `MAU THU NGHIEM ${id}`,
    `--${part}`,
    'Content-Type: image/jpeg; name="anh.jpg"',
    'Content-Transfer-Encoding: base64',
    '',
    picture,
    `--${part}--`,
    '',
  ]
  return { id, recipients, bytes: Buffer.from(lines.join('\r\n'), 'latin1') }
}

/** One try on a connection of its own: the reply that ended it as it came, or 'closed'. */
export async function sendOnce(port: number, message: QueuedMessage): Promise<string> {
  const [fate] = [{ message, final: null, attempts: 0, doubtful: 0, kept: [], last: 'closed' }] as [Fate]
  const client = await attempt(fate, null, port)
  client?.destroy()
  return fate.last
}

/** The message with one more header line in front. */
export function withLine(message: QueuedMessage, line: string): QueuedMessage {
  return { ...message, bytes: Buffer.concat([Buffer.from(`${line}\r\n`), message.bytes]) }
}

/** Hands the whole queue over; resolves when every message has its final answer. */
export async function deliverAll(messages: QueuedMessage[], options: MtaOptions): Promise<Fate[]> {
  const fates = messages.map(
    (message): Fate => ({ message, final: null, attempts: 0, doubtful: 0, kept: [], last: '' }),
  )
  const queue = [...fates]
  const end = performance.now() + (options.withinMs ?? 240_000)
  const worker = async () => {
    let client: SmtpClient | null = null
    while (fates.some(({ final }) => final === null)) {
      if (performance.now() > end) throw new Error(`not delivered in time: ${stillQueued(fates)}`)
      const fate = queue.shift()
      if (!fate) {
        await pause(20) // another connection may put one back
        continue
      }
      client = await attempt(fate, client, options.port)
      if (fate.final) options.onFinal?.(fate)
      else {
        queue.push(fate)
        await pause(options.retryMs ?? 50)
      }
    }
    client?.destroy()
  }
  await Promise.all(Array.from({ length: options.connections ?? 6 }, worker))
  return fates
}

function stillQueued(fates: Fate[]): string {
  const left = fates.filter(({ final }) => final === null)
  return `${left.length} left, the first tried ${left[0]?.attempts} times: ${left[0]?.kept.slice(-5).join(', ')}`
}

/** One try; returns the connection when it can be used again. */
async function attempt(fate: Fate, given: SmtpClient | null, port: number): Promise<SmtpClient | null> {
  const { message } = fate
  let client = given
  let dotted = false
  fate.attempts++
  try {
    client ??= await SmtpClient.open(port, 'mta.example')
    const steps = [`MAIL FROM:<${SENDER}>`, ...message.recipients.map((address) => `RCPT TO:<${address}>`), 'DATA']
    for (const step of steps) {
      const answer = await client.say(step)
      if (answer.code < 400) continue
      ended(fate, answer)
      if (answer.code === 421) return gone(client)
      await client.say('RSET', 250)
      return client
    }
    client.write(Buffer.from(message.bytes.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1'))
    dotted = true
    client.write('.\r\n')
    const answer = await client.reply()
    ended(fate, answer)
    return answer.code === 421 ? gone(client) : client
  } catch {
    fate.kept.push('closed')
    fate.last = 'closed'
    if (dotted) fate.doubtful++
    return gone(client)
  }
}

function ended(fate: Fate, answer: { code: number; raw: string }): void {
  fate.last = answer.raw
  if (answer.code === 250 || answer.code >= 500) fate.final = answer
  else fate.kept.push(String(answer.code))
}

function gone(client: SmtpClient | null): null {
  client?.destroy()
  return null
}
