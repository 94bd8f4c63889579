// C37 through Postfix: nine endings that some servers take for the end of data, each with a second message pipelined behind.
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { freePort, pause } from '../support/gateway-process.ts'
import { type Postfix, skipPostfix, startPostfix } from '../support/postfix.ts'
import { commandsOf, type FrontKind, submissionLines } from '../support/postfix-front.ts'
import { PASS, startRelay } from '../support/smtp-relay.ts'

const skip = skipPostfix()
const SENDER = 'vanphong@office.example'
const RECEIVER = 'nhan@receiver.example'

/** MAIL-FAULTS 5.2: three forms with bare LF, three with bare CR, two with NUL, and a true end behind a bare CR. */
const ENDINGS: [string, string][] = [
  ['LF . LF', '\n.\n'],
  ['LF . CRLF', '\n.\r\n'],
  ['CRLF . LF', '\r\n.\n'],
  ['CR . CR', '\r.\r'],
  ['CR . CRLF', '\r.\r\n'],
  ['CRLF . CR', '\r\n.\r'],
  ['CRLF NUL . CRLF', '\r\n\0.\r\n'],
  ['CRLF . NUL CRLF', '\r\n.\0\r\n'],
  ['CR CRLF . CRLF', '\r\r\n.\r\n'],
]
/**
 * The last one is a true end: what follows is a second transaction, which PIPELINING (RFC 2920 3.1) allows. We refuse the
 * first for its bare CR; a Postfix in front takes that CR for part of the line end, so that both are ordinary messages.
 */
const TRUE_END = 'CR CRLF . CRLF'

/** With Date and Message-ID: Postfix would add them to a local client's mail. */
const header = (subject: string) =>
  `From: ${SENDER}\r\nTo: ${RECEIVER}\r\nSubject: ${subject}\r\n` +
  `Date: Mon, 23 Nov 2026 08:00:00 +0700\r\nMessage-ID: <${subject}@office.example>\r\n`
const second = `MAIL FROM:<${SENDER}>\r\nRCPT TO:<${RECEIVER}>\r\nDATA\r\n${header('smuggled')}\r\nsecond\r\n.\r\nQUIT\r\n`

/** Talks in lock step up to DATA, then sends all the rest in one write; resolves when the server has closed. */
async function smuggle(port: number, ending: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  let replies = 0
  const commands = ['EHLO smuggler.example', `MAIL FROM:<${SENDER}>`, `RCPT TO:<${RECEIVER}>`, 'DATA']
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const now = text.match(/^\d{3} /gm)?.length ?? 0
    for (; replies < now; replies++) {
      const command = commands[replies]
      if (command !== undefined) socket.write(`${command}\r\n`)
      else if (replies === commands.length) socket.write(`${header('first')}\r\nfirst${ending}${second}`, 'latin1')
    }
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await Promise.race([closed, pause(20_000)])
  socket.destroy()
  return text
}

/** Passes everything and keeps what it saw, un-stuffed. */
function recordingJudge(): { judged: string[]; judge: Judge } {
  const judged: string[] = []
  const judge: Judge = async (message) => {
    judged.push(message.bytes!.toString('latin1').replace(/(^|\r\n)\./g, '$1'))
    return PASS
  }
  return { judged, judge }
}

/** Waits until nothing more comes: the queue of every Postfix is empty and the count stands still. */
async function settled(count: () => number, busy: () => boolean): Promise<void> {
  for (let quiet = 0, last = -1; quiet < 10; ) {
    await pause(50)
    const now = count()
    quiet = now === last && !busy() ? quiet + 1 : 0
    last = now
  }
}

/** Messages that Postfix has taken in and not yet got rid of. */
function queued(postfix: Postfix): number {
  const log = postfix.log()
  const ids = (pattern: RegExp) => new Set([...log.matchAll(pattern)].map(([, id]) => id))
  const taken = ids(/cleanup\[\d+\]: (\w+): message-id=/g)
  for (const id of ids(/: (\w+): removed$/gm)) taken.delete(id)
  return taken.size
}

describe.skipIf(skip !== null)('C37 smuggling (RFC 5321 2.3.8, 4.1.1.4)', () => {
  test.each(['content_filter', 'smtpd_proxy_filter'] as const)(
    'client -> Postfix (%s) -> gateway -> next hop: each of 9 endings gives 0 or 1 message (a true end: its own two), each one judged',
    async (kind) => {
      const { judged, judge } = recordingJudge()
      await using gate = await startRelay(judge)
      await using front = await relayFront(kind, gate.port)
      const outcomes: string[] = []
      for (const [name, ending] of ENDINGS) {
        judged.length = 0
        gate.hop.messages.length = 0
        const text = await smuggle(front.port, ending)
        await settled(
          () => gate.hop.messages.length,
          () => queued(front.postfix) > 0,
        )
        const arrived = gate.hop.messages.map(({ bytes }) => bytes.toString('latin1'))
        expect([name, arrived.length <= (name === TRUE_END ? 2 : 1)], text).toEqual([name, true])
        outcomes.push(`${name}: ${arrived.length}`)
        for (const message of arrived) expect(judged.some((seen) => message.endsWith(seen))).toBe(true)
      }
      console.info(`through Postfix (${kind}), messages at the next hop: ${outcomes.join(', ')}`)
    },
    120_000,
  )

  test('client -> gateway -> Postfix: each of 9 endings gives 0 or 1 message, the one that was judged', async () => {
    const { judged, judge } = recordingJudge()
    await using behind = await startPostfix({ mailboxes: [RECEIVER] })
    await using gate = await startRelay(judge, { hopPort: behind.port })
    const outcomes: string[] = []
    for (const [name, ending] of ENDINGS) {
      judged.length = 0
      const before = behind.mail(RECEIVER).length
      const text = await smuggle(gate.port, ending)
      await settled(
        () => behind.mail(RECEIVER).length,
        () => queued(behind) > 0,
      )
      const arrived = behind.mail(RECEIVER).length - before
      expect([name, arrived <= 1], text).toEqual([name, true])
      outcomes.push(`${name}: ${arrived}`)
    }
    console.info(`to Postfix behind us, messages in the box: ${outcomes.join(', ')}`)
    const stored = judged.map((seen) => seen.replaceAll('\r\n', '\n'))
    const last = behind.mail(RECEIVER).at(-1)
    if (last !== undefined) expect(stored.some((seen) => last.toString('latin1').endsWith(seen))).toBe(true)
  }, 120_000)
})

/** Postfix as the README sets it up, with a relay of the test's own as the gateway. */
async function relayFront(kind: FrontKind, gate: number) {
  const ports = { submission: await freePort(), gate, back: await freePort() }
  const postfix = await startPostfix({
    mailboxes: [SENDER],
    master: submissionLines(ports),
    commands: commandsOf(kind, ports),
  })
  return { postfix, port: ports.submission, [Symbol.asyncDispose]: () => postfix.stop() }
}
