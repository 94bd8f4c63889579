// Peers that speak for others: PROXY, XCLIENT, XFORWARD; and the LMTP listener, all on real sockets.
import { describe, expect, test } from 'vitest'
import type { Envelope } from '../../src/facts.ts'
import type { Judge } from '../../src/smtp/relay.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const LOCAL = ['127.0.0.0/8']
const NONE = { proxy: [], xclient: [], xforward: [] }

/** A judge that remembers the envelopes. */
function witness(): { judge: Judge; seen: Envelope[] } {
  const seen: Envelope[] = []
  return {
    seen,
    judge: async (_, envelope) => {
      seen.push(envelope)
      return PASS
    },
  }
}

describe('PROXY (haproxy proxy-protocol 2.1)', () => {
  test('names the client, which must be one that may send', async () => {
    const { judge, seen } = witness()
    await using gate = await startRelay(judge, { clients: ['203.0.113.0/24'], trusted: { ...NONE, proxy: LOCAL } })
    const client = await SmtpClient.connect(gate.port)
    client.write('PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n')
    await client.expect(220)
    await client.say('EHLO client.example', 250)
    expect((await client.send(FROM, ['b@example.vn'], message())).code).toBe(250)
    expect(seen[0]!.client).toBe('203.0.113.9')
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('([203.0.113.9])')
    const stranger = await SmtpClient.connect(gate.port)
    stranger.write('PROXY TCP4 198.51.100.7 192.0.2.1 40000 25\r\n')
    expect((await stranger.reply()).raw).toMatch(/^554 5\.7\.1 /)
  })

  test('is a bad command from a peer that is not trusted with it', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    expect((await client.say('PROXY TCP4 203.0.113.9 192.0.2.1 40000 25')).code).toBe(500)
    expect((await client.say('XCLIENT ADDR=203.0.113.9')).code).toBe(550)
    expect((await client.say('XFORWARD ADDR=203.0.113.9')).code).toBe(550)
  })

  test('may name nobody, in whatever pieces it comes', async () => {
    await using gate = await startRelay(undefined, { trusted: { ...NONE, proxy: LOCAL } })
    const client = await SmtpClient.connect(gate.port)
    for (const piece of ['PRO', 'XY UNKNOWN\r', '\n']) {
      await client.flush(piece)
      await new Promise((next) => setTimeout(next, 20))
    }
    await client.expect(220)
    await client.say('EHLO x', 250)
  })

  test('that does not come in time, or never: closed without a word', async () => {
    await using gate = await startRelay(undefined, { trusted: { ...NONE, proxy: LOCAL }, maxConnections: 2 })
    const silent = [await SmtpClient.connect(gate.port), await SmtpClient.connect(gate.port)]
    await new Promise((next) => setTimeout(next, 100))
    const third = await SmtpClient.connect(gate.port) // they count, though they are not yet sessions
    await third.waitClosed()
    for (const client of silent) await client.waitClosed()
    await expect(silent[0]!.reply()).rejects.toThrow('unread: ""')
  })

  test.each([
    'PROXY TCP4 a.b 192.0.2.1 1 2\r\n',
    'PROXY TCP6 203.0.113.9 192.0.2.1 1 2\r\n',
    'PROXY TCP4 203.0.113.9 192.0.2.1 1 65536\r\n',
    'PROXY TCP4 203.0.113.9 192.0.2.1 1 2\n',
    'proxy unknown\r\n',
    'EHLO x\r\n',
    `PROXY TCP4 ${'1'.repeat(300)}\r\n`,
  ])('line %j of a trusted peer ends the connection', async (line) => {
    await using gate = await startRelay(undefined, { trusted: { ...NONE, proxy: LOCAL } })
    const client = await SmtpClient.connect(gate.port)
    client.write(line)
    await client.waitClosed()
    expect(gate.hop.messages).toEqual([])
  })
})

describe('XCLIENT (Postfix XCLIENT_README)', () => {
  test('makes the session the named client’s, greeted anew', async () => {
    const { judge, seen } = witness()
    await using gate = await startRelay(judge, {
      clients: [...LOCAL, '203.0.113.0/24'],
      trusted: { ...NONE, xclient: LOCAL },
    })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    expect((await client.say('EHLO proxy.example', 250)).raw).toContain('XCLIENT')
    await client.say('XCLIENT ADDR=203.0.113.9 NAME=pc9.example', 220)
    expect((await client.say('EHLO pc9.example', 250)).raw).not.toContain('XCLIENT')
    expect((await client.send(FROM, ['b@example.vn'], message())).code).toBe(250)
    expect(seen[0]!.client).toBe('203.0.113.9')
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('from pc9.example ([203.0.113.9])')
    expect((await client.say('XCLIENT ADDR=203.0.113.10')).code).toBe(550)
  })

  test.each(['[UNAVAILABLE]', '[TEMPUNAVAIL]'])(
    'for a client that is not known (%s) is refused and closed',
    async (who) => {
      await using gate = await startRelay(undefined, { clients: LOCAL, trusted: { ...NONE, xclient: LOCAL } })
      const client = await SmtpClient.open(gate.port)
      expect((await client.say(`XCLIENT ADDR=${who}`)).raw).toMatch(/^554 5\.7\.1 /)
      await client.waitClosed()
    },
  )

  test('for a client that may not send is refused and closed', async () => {
    await using gate = await startRelay(undefined, { clients: LOCAL, trusted: { ...NONE, xclient: LOCAL } })
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('XCLIENT ADDR=198.51.100.7')).raw).toMatch(/^554 5\.7\.1 /)
    await client.waitClosed()
  })
})

describe('XFORWARD (Postfix XFORWARD_README)', () => {
  test('names the next message’s client to judge and log; Received names the peer', async () => {
    const { judge, seen } = witness()
    await using gate = await startRelay(
      judge,
      { trusted: { ...NONE, xforward: LOCAL } },
      { extensions: ['XFORWARD NAME ADDR PORT HELO SOURCE'] },
    )
    const client = await SmtpClient.open(gate.port)
    await client.say('XFORWARD ADDR=203.0.113.9 NAME=pc9.example PORT=40000 HELO=pc9', 250)
    await client.say('XFORWARD SOURCE=LOCAL', 250)
    expect((await client.send(FROM, ['b@example.vn'], message())).code).toBe(250)
    expect((await client.send(FROM, ['b@example.vn'], message())).code).toBe(250)
    expect(seen.map((envelope) => envelope.client)).toEqual(['203.0.113.9', '127.0.0.1'])
    expect(gate.hop.messages[0]!.bytes.toString()).toContain('from client.example ([127.0.0.1])')
    expect(gate.log.find(({ text }) => text === 'message')!.fields.client).toBe('203.0.113.9')
    expect(gate.hop.messages.map(({ xforward }) => xforward)).toEqual([
      { NAME: 'pc9.example', ADDR: '203.0.113.9', PORT: '40000', HELO: 'pc9', SOURCE: 'LOCAL' },
      {},
    ])
    expect((await client.say('XFORWARD ADDR=nobody')).code).toBe(501)
  })

  test('that is refused changes nothing, also in the middle of a transaction', async () => {
    for (const xforward of [[], LOCAL]) {
      await using gate = await startRelay(undefined, { trusted: { ...NONE, xforward } })
      const client = await SmtpClient.open(gate.port)
      await client.say(`MAIL FROM:<${FROM}>`, 250)
      expect((await client.say('XFORWARD ADDR=203.0.113.9')).raw).toMatch(/^5(50|03) 5\.\d\.\d /)
      await client.say('RCPT TO:<b@example.vn>', 250)
    }
  })
})

describe('an LMTP listener (RFC 2033)', () => {
  const lmtp = [{ host: '127.0.0.1', port: 0, protocol: 'lmtp' as const }]

  test('answers the dot once for each accepted recipient', async () => {
    await using gate = await startRelay(undefined, { listen: lmtp })
    const client = await SmtpClient.connect(gate.port)
    expect((await client.expect(220)).raw).toContain('LMTP')
    expect((await client.say('EHLO client.example')).code).toBe(500)
    await client.say('LHLO client.example', 250)
    const to = ['b@example.vn', 'c@example.vn', 'b@example.vn']
    await client.envelope(FROM, to)
    client.write(`${message()}.\r\n`)
    for (const _ of to) await client.expect(250)
    await client.say('NOOP', 250)
    expect(gate.hop.messages).toHaveLength(1)
    expect(gate.hop.messages[0]!.bytes.toString()).toMatch(/ with LMTP id /)
  })

  test('gives a refusal, a failure and a full house to each recipient too', async () => {
    let full = false
    const reject = {
      ...PASS,
      action: 'reject' as const,
      reply: { code: 554 as const, status: '5.7.1', lines: ['Khong'] },
    }
    const judge: Judge = async () => {
      if (full) throw new Error('no')
      return reject
    }
    await using gate = await startRelay(judge, { listen: lmtp, sizeLimit: 100_000 })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    await client.say('LHLO client.example', 250)
    for (const [body, code] of [
      ['x\r\n', 554],
      [`${'y'.repeat(998)}\r\n`.repeat(200), 552],
      ['z\r\n', 451],
    ] as const) {
      full = code === 451
      await client.envelope(FROM, ['b@example.vn', 'c@example.vn'])
      client.write(`${message('Thu', body)}.\r\n`)
      for (let i = 0; i < 2; i++) await client.expect(code)
      await client.say('NOOP', 250)
    }
    expect(gate.hop.messages).toEqual([])
  })
})
