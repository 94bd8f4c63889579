// The session's frame: who may connect, parameters and extensions, command lines, limits, time, shutdown.
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createRelay } from '../../src/smtp/relay.ts'
import { ALL_EXTENSIONS } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']

describe('access', () => {
  test('a client outside the networks gets 554 5.7.1 at connect', async () => {
    await using gate = await startRelay(undefined, { clients: ['192.0.2.0/24', '2001:db8::/32'] })
    const client = await SmtpClient.connect(gate.port)
    expect((await client.reply()).raw).toMatch(/^554 5\.7\.1 /)
    await client.waitClosed()
  })

  test('IPv4 clients of a dual-stack listener match their IPv4 network', async () => {
    await using gate = await startRelay(undefined, { clients: ['127.0.0.0/8'], listen: [{ host: '::', port: 0 }] })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('([127.0.0.1])')
  })

  test('a listener that others reach does not start without a client list', () => {
    const options = { hostname: 'g.example', clients: [], tls: null, sizeLimit: 1, memoryLimit: 1, scratch: 'x' }
    const rest = {
      maxConnections: 1,
      maxRecipients: 1,
      logger: console,
      judge: async () => PASS,
      now: () => new Date(),
    }
    const nextHops = [{ host: '127.0.0.1', port: 1, tls: 'none' as const }]
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'mail.example']) {
      expect(() => createRelay({ ...options, ...rest, nextHops, listen: [{ host, port: 0 }] })).toThrow(
        'no client networks',
      )
    }
    expect(() => createRelay({ ...options, ...rest, nextHops, clients: ['10.0.0.0/33'], listen: [] })).toThrow(
      RangeError,
    )
  })

  test('a port in use ends the start with an error, and leaves nothing open', async () => {
    await using gate = await startRelay()
    const listen = [
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port: gate.port },
    ]
    await expect(startRelay(undefined, { listen })).rejects.toThrow('EADDRINUSE')
  })

  test('an early talker is refused without making others wait', async () => {
    await using gate = await startRelay()
    const started = performance.now()
    for (let i = 0; i < 20; i++) {
      const client = await SmtpClient.connect(gate.port)
      await client.expect(220)
      client.destroy()
    }
    expect(performance.now() - started).toBeLessThan(1800) // 20 times 100 ms before
    const socket = connect({ port: gate.port, host: '127.0.0.1' })
    socket.write('EHLO early.example\r\n')
    const said = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
    expect(said).toMatch(/^421 |^220 /) // a race by nature: what counts is that there is one answer and no hang
    socket.destroy()
  })

  test('one connection too many gets 421', async () => {
    await using gate = await startRelay(undefined, { maxConnections: 2 })
    const first = await SmtpClient.open(gate.port)
    await SmtpClient.open(gate.port)
    const third = await SmtpClient.connect(gate.port)
    expect((await third.reply()).code).toBe(421)
    await first.quit()
    await SmtpClient.open(gate.port)
  })
})

describe('parameters', () => {
  test('arrive at the next hop as the client gave them', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    const mail = 'MAIL FROM:<a@xn--bcher-kva.example> SIZE=1234 BODY=8BITMIME RET=HDRS ENVID=QQ+2B31+20x SMTPUTF8'
    const rcpts = [
      'RCPT TO:<b@example.vn> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+2Bc@example.vn',
      'RCPT TO:<B@Example.VN> NOTIFY=NEVER',
      'RCPT TO:<người@ví-dụ.example> ORCPT=utf-8;người@ví-dụ.example',
    ]
    await client.say(mail, 250)
    for (const rcpt of rcpts) await client.say(rcpt, 250)
    await client.say('DATA', 354)
    client.write(`${message()}.\r\n`)
    await client.expect(250)
    expect(gate.hop.messages[0]!.mail).toBe(mail)
    expect(gate.hop.messages[0]!.rcpts).toEqual(rcpts)
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('with UTF8SMTP id')
  })

  test('that are unknown are refused with 555 5.5.4 before the next hop hears of it', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('MAIL FROM:<a@example.vn> XYZ=1')).raw).toMatch(/^555 5\.5\.4 /)
    expect((await client.say('MAIL FROM:<a@example.vn> NOTIFY=NEVER')).raw).toMatch(/^555 5\.5\.4 /)
    await client.say('MAIL FROM:<a@example.vn>', 250)
    expect((await client.say('RCPT TO:<b@example.vn> XYZ')).raw).toMatch(/^555 5\.5\.4 /)
    expect(gate.hop.commands.filter((line) => / (MAIL|RCPT)/.test(line))).toHaveLength(1)
  })

  test('of extensions that the next hop lacks are not offered, and refused', async () => {
    await using gate = await startRelay(undefined, {}, { extensions: ['PIPELINING', 'SIZE'] })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    const offered = (await client.say('EHLO c.example')).lines
    for (const name of ['8BITMIME', 'SMTPUTF8', 'DSN', 'REQUIRETLS', 'ENHANCEDSTATUSCODES'])
      expect(offered).not.toContain(name)
    expect((await client.say('MAIL FROM:<a@example.vn> BODY=8BITMIME')).code).toBe(555)
    expect((await client.say('MAIL FROM:<a@example.vn> SMTPUTF8')).raw).toMatch(/^553 5\.6\.7 /)
    expect((await client.say('MAIL FROM:<á@example.vn>')).raw).toMatch(/^553 5\.6\.7 /)
    expect((await client.say('MAIL FROM:<a@example.vn> RET=FULL')).code).toBe(555)
    await client.say('MAIL FROM:<a@example.vn> BODY=7BIT SIZE=10', 250)
    expect(gate.hop.commands.at(-1)).toMatch(/MAIL FROM:<a@example.vn> SIZE=10$/)
  })

  test('of extensions that the next hop has lost since are refused, never dropped', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    gate.hop.script = { extensions: ['SIZE'] }
    expect((await client.say('MAIL FROM:<a@example.vn> BODY=8BITMIME')).raw).toMatch(/^451 4\.3\.0 /)
    expect((await client.say('MAIL FROM:<a@example.vn> RET=FULL')).raw).toMatch(/^451 4\.3\.0 /)
    expect((await client.say('MAIL FROM:<a@example.vn> SMTPUTF8')).raw).toMatch(/^553 5\.6\.7 /)
    await client.say('MAIL FROM:<a@example.vn>', 250)
    expect((await client.say('RCPT TO:<b@example.vn> NOTIFY=NEVER')).raw).toMatch(/^451 4\.3\.0 /)
    const later = await SmtpClient.connect(gate.port)
    await later.expect(220)
    expect((await later.say('EHLO c.example')).lines).not.toContain('DSN')
    gate.hop.script = { extensions: ALL_EXTENSIONS }
  })

  test('AUTH of the client becomes <> where the next hop knows it, and goes nowhere else (RFC 4954)', async () => {
    await using gate = await startRelay()
    for (const [extensions, want] of [
      [['AUTH PLAIN'], 'MAIL FROM:<a@example.vn> AUTH=<>'],
      [[], 'MAIL FROM:<a@example.vn>'],
    ] as const) {
      gate.hop.script = { extensions: [...extensions] }
      const client = await SmtpClient.open(gate.port)
      await client.say('MAIL FROM:<a@example.vn> AUTH=boss@example.vn', 250)
      expect(gate.hop.commands.at(-1)!.replace(/^\d+ /, '')).toBe(want)
    }
  })

  test('a next hop that knows only HELO still gets mail', async () => {
    await using gate = await startRelay(
      undefined,
      {},
      {
        act: (verb) => (verb === 'EHLO' ? { reply: '502 5.5.1 what' } : undefined),
      },
    )
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
  })

  test('extensions are offered while the next hop is away, so that no client bounces for it', async () => {
    await using gate = await startRelay(undefined, {}, { act: (verb) => (verb === 'CONNECT' ? 'drop' : undefined) })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    expect((await client.say('EHLO c.example')).lines).toEqual(expect.arrayContaining(['8BITMIME', 'SMTPUTF8', 'DSN']))
  })
})

describe('commands', () => {
  test('one recipient too many gets 452 4.5.3', async () => {
    await using gate = await startRelay(undefined, { maxRecipients: 3 })
    const client = await SmtpClient.open(gate.port)
    await client.say(`MAIL FROM:<${FROM}>`, 250)
    for (const n of [1, 2, 3]) await client.say(`RCPT TO:<r${n}@example.vn>`, 250)
    expect((await client.say('RCPT TO:<r4@example.vn>')).raw).toMatch(/^452 4\.5\.3 /)
    expect((await client.say('RCPT TO:<r1@example.vn>')).raw).toMatch(/^452 4\.5\.3 /)
    expect(gate.hop.commands.filter((line) => line.includes('RCPT'))).toHaveLength(3)
  })

  test('that are too long, not UTF-8 or hold control characters get 500 and are not passed on', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    for (const bad of [
      `NOOP ${'x'.repeat(3000)}`,
      'MAIL FROM:<a\rb@example.vn>',
      'MAIL FROM:<a\0@example.vn>',
      'MAIL FROM:<\xff@example.vn>',
    ]) {
      client.write(Buffer.from(`${bad}\r\n`, 'latin1'))
      expect((await client.reply()).raw).toMatch(/^500 5\.5\.2 /)
    }
    expect((await client.say('FOO')).raw).toMatch(/^500 5\.5\.2 /)
    expect((await client.say('MAIL FROM:<>', 250)).code).toBe(250)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^503 5\.5\.1 /)
    expect((await client.say('RCPT TO:<postmaster>')).code).toBe(250)
    expect((await client.say('STARTTLS')).code).toBe(500)
    expect((await client.say('AUTH PLAIN AAAA')).code).toBe(500)
  })
})

describe('time', () => {
  test('octets that never become a command do not keep a session', async () => {
    await using gate = await startRelay(undefined, { idleMs: 200 })
    const client = await SmtpClient.open(gate.port)
    const drip = setInterval(() => client.write('N'), 20)
    expect((await client.reply().finally(() => clearInterval(drip))).raw).toMatch(/^421 4\.4\.2 /)
  })

  test('nor does DATA that never ends', async () => {
    await using gate = await startRelay(undefined, { receiveMs: 200 })
    const client = await SmtpClient.open(gate.port)
    await client.envelope(FROM, TO)
    const drip = setInterval(() => client.write('x\r\n'), 20)
    expect((await client.reply().finally(() => clearInterval(drip))).raw).toMatch(/^421 4\.4\.2 /)
    expect(gate.hop.messages).toEqual([])
  })

  test('a judge that works long does not count as idle', async () => {
    await using gate = await startRelay(() => new Promise((resolve) => setTimeout(() => resolve(PASS), 500)), {
      idleMs: 100,
    })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
  })
})

describe('closing', () => {
  test('finishes the work at hand and says 421 to the rest', async () => {
    let release = (): void => undefined
    const begun = Promise.withResolvers<void>()
    await using gate = await startRelay(() => {
      begun.resolve()
      return new Promise((resolve) => {
        release = () => resolve(PASS)
      })
    })
    const idle = await SmtpClient.open(gate.port)
    const working = await SmtpClient.open(gate.port)
    await working.envelope(FROM, TO)
    working.write(`${message()}.\r\n`)
    await begun.promise
    const closing = gate.relay.close(5000)
    expect((await idle.reply()).raw).toMatch(/^421 4\.3\.2 /)
    await expect(SmtpClient.connect(gate.port)).rejects.toThrow()
    release()
    await working.expect(250)
    expect((await working.reply()).code).toBe(421)
    await closing
    expect(gate.hop.messages).toHaveLength(1)
  })

  test('ends after the grace period whatever hangs: 451, and nothing is delivered', async () => {
    const begun = Promise.withResolvers<void>()
    await using gate = await startRelay(() => {
      begun.resolve()
      return new Promise(() => undefined)
    })
    const working = await SmtpClient.open(gate.port)
    await working.envelope(FROM, TO)
    working.write(`${message()}.\r\n`)
    await begun.promise
    const started = performance.now()
    await gate.relay.close(100)
    expect(performance.now() - started).toBeLessThan(2000)
    expect((await working.reply()).code).toBe(451)
    expect(gate.hop.messages).toEqual([])
  })
})
