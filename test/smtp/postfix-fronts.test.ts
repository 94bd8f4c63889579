// The two fronts of deploy/postfix/README.md on Debian's Postfix with the real gateway: pass, refusal, faults, parameters.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, submit } from '../../src/demo/client.ts'
import { freePort, pause, until } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { postfixConfiguration, skipPostfix } from '../support/postfix.ts'
import { commandsOf, type Front, linesOf, startFront, submissionLines } from '../support/postfix-front.ts'
import { SAMPLES } from '../support/samples.ts'
import { SmtpClient } from '../support/smtp-client.ts'

const skip = skipPostfix()
const SENDER = 'vanphong.cangio@tphcm.gov.vn'
const RECEIVER = 'somau@tphcm.gov.vn'
const envelope = { from: SENDER, to: [RECEIVER] }
const mailboxes = [SENDER, RECEIVER]

const mail = (subject: string, body = 'MẪU THỬ NGHIỆM\r\n.chấm\r\n') =>
  Buffer.from(
    `From: ${SENDER}\r\nTo: ${RECEIVER}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@office.example>\r\n` +
      `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}`,
  )
const refused = readFileSync(join(SAMPLES, 'art7-3a-signed-pdf', 'chu-ky-hong.eml'))
const CLAUSE = '[7.3.a art7-3a-signed-pdf] chu ky so tren '

/** The body as Postfix's virtual(8) stores it. */
const stored = (message: Buffer) => {
  const text = message.toString('latin1').replaceAll('\r\n', '\n')
  return text.slice(text.indexOf('\n\n'))
}

const passes = async ({ postfix, ports }: Front, subject: string) => {
  const message = mail(subject)
  expect((await submit(ports.submission, envelope, message)).code).toBe(250)
  const [copy, ...more] = await arrivals({ postfix, ports } as Front, subject)
  expect(more).toEqual([])
  expect(copy).toMatch(/^X-Congthu-Verdict: pass; code=\w{8};/m)
  expect(copy!.endsWith(stored(message))).toBe(true)
}

/** Copies of the message with this subject in the receiver's box, once there is one. */
const arrivals = async ({ postfix }: Front, subject: string) => {
  const copies = () =>
    postfix.mail(RECEIVER).flatMap((copy) => {
      const text = copy.toString('latin1')
      return text.includes(`\nSubject: ${subject}\n`) ? [text] : []
    })
  await until(`mail "${subject}":\n${postfix.log()}`, () => copies().length > 0)
  return copies()
}

/** A message that the gateway takes three seconds to read. */
const slowMail = (subject: string) => Buffer.concat([Buffer.from('X-Order: slow 3000\r\n'), mail(subject)])
const preload = [join(import.meta.dirname, '..', 'process', 'replace-reader.mjs')]

/** Waits until the gateway has said RCPT for the next message, then a moment more: it is being read. */
async function beingRead({ postfix }: Front, act: () => unknown) {
  const envelopes = () => postfix.log().match(/from-congthu\/smtpd\[\d+\]: \w+: client=/g)?.length ?? 0
  const before = envelopes()
  act()
  await until('the gateway has the envelope', () => envelopes() > before)
  await pause(700)
}

describe.skipIf(skip !== null)('README', () => {
  test.each(['content_filter', 'smtpd_proxy_filter'] as const)(
    '%s: the commands give exactly the lines shown',
    async (kind) => {
      const ports = { submission: await freePort(), gate: await freePort(), back: await freePort() }
      const { main, master } = linesOf(kind, ports)
      const commands = commandsOf(kind, ports)
      const byCommands = await postfixConfiguration({ mailboxes, master: submissionLines(ports), commands })
      expect(await postfixConfiguration({ mailboxes, main, master })).toEqual(byCommands)
      const filter = kind === 'content_filter' ? `congthu:[127.0.0.1]:${ports.gate}` : `127.0.0.1:${ports.gate}`
      expect(byCommands.master.join('\n')).toContain(`-o ${kind}=${filter}`)
    },
  )
})

describe.skipIf(skip !== null)('front (a) content_filter', () => {
  let front: Front
  beforeAll(async () => {
    front = await startFront('content_filter', { mailboxes, preload })
  })
  afterAll(() => front?.[Symbol.asyncDispose]())

  test('a pass arrives, a refusal bounces with clause and code', async () => {
    await passes(front, 'pass')
    await bounces(front)
  }, 90_000)

  test('the client whom Postfix names stands in the log of the gateway and of what comes behind (XFORWARD_README)', async () => {
    await xforwarded(front)
  }, 90_000)

  test('the gateway is away: Postfix keeps the mail; started, it lets the mail through', async () => {
    await front.gateway.kill9()
    expect((await submit(front.ports.submission, envelope, mail('away'))).code).toBe(250)
    const away = /status=deferred \(connect to 127\.0\.0\.1\[127\.0\.0\.1\]:\d+: Connection refused/
    await until('the mail is put off', () => away.test(front.postfix.log()))
    await front.gateway.start()
    expect(await arrivals(front, 'away')).toHaveLength(1)
  }, 90_000)

  test('killed (SIGKILL) in mid-message: deferred, and delivered once after the next start', async () => {
    const bounced = front.postfix.mail(SENDER).length
    await beingRead(front, () => submit(front.ports.submission, envelope, slowMail('killed')))
    await front.gateway.kill9()
    await until('the mail is put off', () =>
      /status=deferred \(lost connection with 127\.0\.0\.1/.test(front.postfix.log()),
    )
    await front.gateway.start()
    expect(await arrivals(front, 'killed')).toHaveLength(1)
    expect(front.postfix.mail(SENDER)).toHaveLength(bounced)
  }, 90_000)
})

describe.skipIf(skip !== null)('front (a) content_filter by LMTP', () => {
  test('a pass arrives, a refusal bounces with clause and code', async () => {
    await using front = await startFront('lmtp', { mailboxes })
    await passes(front, 'pass')
    await bounces(front)
  }, 90_000)
})

describe.skipIf(skip !== null)('front (b) smtpd_proxy_filter', () => {
  let front: Front
  beforeAll(async () => {
    front = await startFront('smtpd_proxy_filter', { mailboxes, preload })
  })
  afterAll(() => front?.[Symbol.asyncDispose]())

  test('a pass arrives; a refusal is the answer to the data itself, every line of it, and nothing is queued', async () => {
    await passes(front, 'pass')
    const answer = await submit(front.ports.submission, envelope, refused)
    expect(answer.code).toBe(554)
    expect(answer.lines.join('\n')).toContain(`5.7.1 ${CLAUSE}`)
    expect(answer.lines.join('\n')).toMatch(/look-up code [0-9A-Z]{8}/)
    expect(front.postfix.mail(RECEIVER)).toHaveLength(1)
    expect(front.postfix.mail(SENDER)).toEqual([])
  }, 90_000)

  test('the client whom Postfix names stands in the log of the gateway and of what comes behind (XFORWARD_README)', async () => {
    await xforwarded(front)
  }, 90_000)

  test('the gateway is away: 451 at once, nothing is queued; started, mail flows', async () => {
    await front.gateway.kill9()
    expect((await submit(front.ports.submission, envelope, mail('away'))).code).toBe(451)
    await front.gateway.start()
    await passes(front, 'away')
  }, 90_000)

  test('killed (SIGKILL) in mid-message: the sender is told 451 and keeps it; sent again it arrives once', async () => {
    let answer: Promise<Answer> | null = null
    await beingRead(front, () => {
      answer = submit(front.ports.submission, envelope, slowMail('killed'))
    })
    await front.gateway.kill9()
    expect((await answer!).code).toBe(451)
    await front.gateway.start()
    await passes(front, 'killed')
  }, 90_000)
})

describe.skipIf(skip !== null).each(['content_filter', 'smtpd_proxy_filter'] as const)(
  'front %s and what stands behind',
  (kind) => {
    test('BODY, SMTPUTF8 and DSN arrive; the null sender passes; one refused recipient costs the others nothing; equal names make no loop', async () => {
      await using hop = await hopThat((line) => (line.includes('la@') ? '550 5.1.1 unknown' : undefined))
      const config = { hostname: 'postfix.example' } // as on one machine
      await using front = await startFront(kind, { mailboxes: [SENDER], hopPort: hop.value.port, config })
      const client = await SmtpClient.open(front.ports.submission)
      await client.say(`MAIL FROM:<${SENDER}> BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=thu1`, 250)
      await client.say('RCPT TO:<quen@khac.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;quen@khac.example', 250)
      const other = await client.say('RCPT TO:<la@khac.example>')
      await client.say('DATA', 354)
      client.write(
        `${mail('utf8')
          .toString('latin1')
          .replace(/\r\n\./g, '\r\n..')}.\r\n`,
      )
      await client.expect(250)
      expect((await client.send('', ['quen@khac.example'], nullSenderMail)).code).toBe(250)
      await client.quit()
      await until('both messages', () => hop.value.messages.length === 2)
      const [second, first] = hop.value.messages.toSorted((a, b) => a.mail.length - b.mail.length) // the queue keeps no order
      for (const word of ['BODY=8BITMIME', 'SMTPUTF8', 'RET=HDRS', 'ENVID=thu1']) expect(first!.mail).toContain(word)
      expect(first!.rcpts).toEqual([expect.stringMatching(/^RCPT TO:<quen@khac\.example> /)])
      expect(first!.rcpts[0]).toMatch(/NOTIFY=(?:FAILURE,DELAY|DELAY,FAILURE)/)
      expect(first!.rcpts[0]).toContain('ORCPT=rfc822;quen@khac.example')
      expect(second!.mail).toMatch(/^MAIL FROM:<>/)
      if (kind === 'smtpd_proxy_filter') expect(other.raw).toMatch(/^550 5\.1\.1 unknown/)
      else await bounceOf(front, 'la@khac.example')
    }, 90_000)
  },
)

/** A receipt that a mail program of the office writes (RFC 8098 3): its From is judged like any other. */
const nullSenderMail = `From: ${SENDER}\r\nSubject: bao nhan\r\n\r\nx\r\n`

async function bounceOf({ postfix }: Front, failed: string) {
  const [bounce] = await postfix.waitForMail(SENDER)
  const named = [...String(bounce).matchAll(/^Final-Recipient: rfc822; (\S+)$/gm)].map(([, address]) => address)
  expect(named).toEqual([failed])
}

async function bounces(front: Front) {
  const before = front.postfix.mail(RECEIVER).length
  expect((await submit(front.ports.submission, envelope, refused)).code).toBe(250)
  const [bounce] = await front.postfix.waitForMail(SENDER)
  const text = bounce!.toString('latin1').replace(/\n +/g, ' ')
  expect(text).toContain(CLAUSE)
  expect(text).toMatch(/^Status: 5\.7\.1$/m)
  expect(text).toMatch(/look-up code [0-9A-Z]{8}/)
  expect(front.postfix.mail(RECEIVER)).toHaveLength(before)
}

async function xforwarded(front: Front) {
  const header = ['--header', 'Subject: xforward', '--header', `From: ${SENDER}`]
  const who = ['--local-interface', '127.0.0.77', '--from', SENDER, '--to', RECEIVER, ...header]
  await promisify(execFile)('swaks', ['--server', `127.0.0.1:${front.ports.submission}`, ...who])
  await arrivals(front, 'xforward')
  expect(front.gateway.log.join('\n')).toContain('"client":"127.0.0.77"')
  expect(front.postfix.log()).toMatch(/from-congthu\/smtpd\[\d+\]: \w+: .*orig_client=\S*\[127\.0\.0\.77\]/)
}

async function hopThat(rcpt: (line: string) => string | undefined) {
  const value = await NextHopServer.start({
    act: (verb, line) => {
      const reply = verb === 'RCPT' ? rcpt(line) : undefined
      return reply === undefined ? undefined : { reply }
    },
  })
  return { value, [Symbol.asyncDispose]: () => value.close() }
}
