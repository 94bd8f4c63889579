// Faults of the next hop, of the judge and of the client at every step: no mail lost, none invented, 451 and not a bounce.
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import type { HopAct, HopVerb } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'

const FROM = 'a@example.vn'
const TO = ['b@example.vn']
const QUICK = { connect: 1000, greeting: 300, command: 300, block: 300, end: 300 }

/** Acts at one step, once or always. */
function at(verb: HopVerb, act: HopAct, times = Number.POSITIVE_INFINITY) {
  let left = times
  return { act: (step: HopVerb) => (step === verb && left-- > 0 ? act : undefined) }
}

async function waitFor(what: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(what()).toBe(true)
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the next hop', () => {
  test('that is away: 451 4.4.1 at MAIL, and mail flows when it is back', async () => {
    await using gate = await startRelay(undefined, { hopPort: await closedPort() })
    const client = await SmtpClient.open(gate.port)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.4\.1 /)
    await client.say('NOOP', 250)
  })

  test.each<[HopVerb, HopAct]>([
    ['CONNECT', { reply: '421 4.3.2 busy' }],
    ['CONNECT', { reply: '554 5.7.1 no service' }],
    ['CONNECT', 'hang'],
    ['CONNECT', 'drop'],
    ['CONNECT', { raw: 'SSH-2.0-OpenSSH\r\n' }],
    ['EHLO', { reply: '421 4.3.2 busy' }],
    ['EHLO', 'hang'],
    ['EHLO', { reply: `250-${'x'.repeat(5000)}\r\n250 y` }],
    ['EHLO', { raw: '250-x\r\n'.repeat(200) }],
    ['EHLO', { reply: '250-a\r\n550 b' }],
    ['MAIL', 'drop'],
    ['MAIL', 'hang'],
    ['MAIL', { raw: 'hello\r\n' }],
    ['MAIL', { raw: '250 ok\n' }],
    ['MAIL', { raw: '\r\n' }],
  ])(
    'failing at %s with %o: 451 4.4.1 at MAIL',
    async (verb, act) => {
      await using gate = await startRelay(undefined, {}, at(verb, act))
      await using quick = await startRelay(undefined, {
        nextHops: [{ host: '127.0.0.1', port: gate.hop.port, tls: 'none', timeouts: QUICK }],
      })
      const client = await SmtpClient.open(quick.port)
      expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(/^451 4\.4\.1 /)
      gate.hop.script = {}
      expect((await client.send(FROM, TO, message())).code).toBe(250)
    },
    60_000,
  )

  test.each<[HopVerb, string, RegExp]>([
    ['MAIL', '421 4.3.2 going', /^451 4\.3\.2 going/],
    ['MAIL', '530 5.7.0 STARTTLS first', /^451 4\.7\.0 STARTTLS first/],
    ['MAIL', '354 what', /^451 4\.5\.0 /],
    ['MAIL', '550-5.7.1 one\r\n550 5.7.1 two', /^550-5\.7\.1 one\r\n550 5\.7\.1 two\r\n$/],
  ])('answering %s with %s', async (verb, reply, want) => {
    await using gate = await startRelay(undefined, {}, at(verb, { reply }, 1))
    const client = await SmtpClient.open(gate.port)
    expect((await client.say(`MAIL FROM:<${FROM}>`)).raw).toMatch(want)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
  })

  test.each<[HopVerb, HopAct, RegExp]>([
    ['DATA', { reply: '451 4.3.0 later' }, /^451 4\.3\.0 later/],
    ['DATA', { reply: '554 5.5.1 no' }, /^554 5\.5\.1 no/],
    ['DATA', { reply: '250 ok' }, /^451 4\.5\.0 /],
    ['DATA', 'drop', /^451 4\.4\.1 /],
    ['DATA', 'hang', /^451 4\.4\.1 /],
    ['BODY', 'drop', /^451 4\.4\.1 /],
    ['DOT', { reply: '451 4.3.0 later' }, /^451 4\.3\.0 later/],
    ['DOT', { reply: '452 4.3.1 full' }, /^452 4\.3\.1 full/],
    ['DOT', { reply: '554-5.7.1 a\r\n554 5.7.1 b' }, /^554-5\.7\.1 a\r\n554 5\.7\.1 b/],
    ['DOT', { reply: '354 again' }, /^451 4\.5\.0 /],
    ['DOT', { reply: '552 5.3.4 too big' }, /^552 5\.3\.4 too big/],
    ['DOT', { raw: 'thanks\r\n' }, /^451 4\.4\.1 /],
    ['DOT', { replyThenDrop: '421 4.3.2 going' }, /^451 4\.3\.2 going/],
    ['DOT', 'drop', /^451 4\.4\.1 /],
    ['DOT', 'hang', /^451 4\.4\.1 /],
  ])('failing at %s with %o', async (verb, act, want) => {
    await using slow = await startRelay(undefined, {}, at(verb, act, 1))
    await using gate = await startRelay(undefined, {
      nextHops: [{ host: '127.0.0.1', port: slow.hop.port, tls: 'none', timeouts: QUICK }],
    })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).raw).toMatch(want)
    expect(slow.hop.messages).toEqual([])
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(slow.hop.messages).toHaveLength(1)
  })

  test('whose reply to the dot is lost is logged as a possible duplicate', async () => {
    await using gate = await startRelay(undefined, {}, at('DOT', 'drop', 1))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(451)
    expect(gate.log.some(({ text }) => text.includes('may be delivered twice'))).toBe(true)
  })

  test.each<[HopAct, RegExp]>([
    [{ reply: '552 5.3.4 enough' }, /^552 5\.3\.4 enough/],
    [{ reply: '250 too early' }, /^451 4\.5\.0 /],
    ['drop', /^451 4\.4\.1 /],
    ['stall', /^451 4\.4\.1 /],
  ])('ending a long body early with %o never gets the dot', async (act, want) => {
    await using hop = await startRelay(undefined, {}, at('BODY', act, 1))
    await using gate = await startRelay(undefined, {
      sizeLimit: 50_000_000,
      nextHops: [{ host: '127.0.0.1', port: hop.hop.port, tls: 'none', timeouts: { ...QUICK, block: 1000 } }],
    })
    const client = await SmtpClient.open(gate.port)
    const long = message('long', `${'x'.repeat(998)}\r\n`.repeat(20_000))
    expect((await client.send(FROM, TO, long)).raw).toMatch(want)
    expect(hop.hop.messages).toEqual([])
    expect((await client.send(FROM, TO, message())).code).toBe(250)
  })

  test('that has closed the kept connection gets a fresh one, unseen by the client', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    await client.send(FROM, TO, message())
    gate.hop.dropAll()
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    await waitFor(() => gate.hop.open > 0)
    gate.hop.script = at('MAIL', { replyThenDrop: '421 4.4.2 idle too long' }, 1)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    gate.hop.script = at('RSET', { reply: '500 what' }, 1)
    await client.say(`MAIL FROM:<${FROM}>`, 250)
    await client.say('RSET', 250)
    expect((await client.send(FROM, TO, message())).code).toBe(250)
    expect(gate.hop.messages).toHaveLength(4)
  })
})

describe('the judge', () => {
  test.each<[string, Judge]>([
    ['rejects its promise', async () => Promise.reject(new Error('secret /etc/path at line 5'))],
    [
      'throws',
      () => {
        throw new Error('secret')
      },
    ],
    ['gives a field that is none', async () => ({ ...PASS, headers: ['X-A: b\r\n\r\nbody'] })],
    ['gives a field in Vietnamese letters', async () => ({ ...PASS, headers: ['X-A: tiếng Việt'] })],
    ['gives a code that is no word', async () => ({ ...PASS, code: 'a\r\nb' })],
    ['gives nothing', async () => null as never],
  ])('that %s: 451 4.3.0 and no word of why', async (_, judge) => {
    await using gate = await startRelay(judge)
    const client = await SmtpClient.open(gate.port)
    const reply = await client.send(FROM, TO, message())
    expect(reply.raw).toBe('451 4.3.0 Cannot judge or deliver the message now, try again later\r\n')
    await client.say('NOOP', 250)
    expect(gate.hop.messages).toEqual([])
    expect(gate.log.some(({ level }) => level === 'error')).toBe(true)
  })

  test('that hangs past the deadline: 451, nothing delivered, and its signal is aborted', async () => {
    let signal: AbortSignal | null = null
    let hang = true
    await using gate = await startRelay(
      (_, __, session) => {
        signal = session.signal
        return hang ? new Promise(() => undefined) : Promise.resolve(PASS)
      },
      { deadlineMs: 200 },
    )
    const client = await SmtpClient.open(gate.port)
    const started = performance.now()
    expect((await client.send(FROM, TO, message())).raw).toMatch(/^451 4\.3\.0 /)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(signal!.aborted).toBe(true)
    expect(gate.hop.messages).toEqual([])
    hang = false
    expect((await client.send(FROM, TO, message())).code).toBe(250)
  })

  test('that answers after the deadline does not deliver late', async () => {
    await using gate = await startRelay(() => new Promise((resolve) => setTimeout(() => resolve(PASS), 300)), {
      deadlineMs: 100,
    })
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).code).toBe(451)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(gate.hop.messages).toEqual([])
    expect(gate.hop.commands.some((line) => line.endsWith('DATA'))).toBe(false)
  })
})

describe('the deadline', () => {
  test('also ends a next hop that stalls in the body: dropped before its dot', async () => {
    await using gate = await startRelay(undefined, { deadlineMs: 500, sizeLimit: 50_000_000 }, at('BODY', 'stall', 1))
    const client = await SmtpClient.open(gate.port)
    const long = message('long', `${'x'.repeat(998)}\r\n`.repeat(20_000))
    expect((await client.send(FROM, TO, long)).raw).toMatch(/^451 4\.3\.0 /)
    gate.hop.resumeAll()
    await waitFor(() => gate.hop.open === 0)
    expect(gate.hop.messages).toEqual([])
  })

  test('also ends a next hop that is silent after the dot', async () => {
    await using gate = await startRelay(undefined, { deadlineMs: 300 }, at('DOT', 'hang', 1))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send(FROM, TO, message())).raw).toMatch(/^451 4\.3\.0 /)
    expect(gate.log.some(({ text }) => text.includes('may be delivered twice'))).toBe(true)
  })
})

describe('the client', () => {
  test.each(['end', 'destroy', 'reset'] as const)('that goes in mid-DATA (%s) has sent nothing', async (how) => {
    let judged = 0
    await using gate = await startRelay(async () => {
      judged++
      return PASS
    })
    for (const size of [10, 200_000]) {
      const client = await SmtpClient.open(gate.port)
      await client.envelope(FROM, TO)
      await client.flush(message('cut', 'x'.repeat(size)))
      client[how]()
      await waitFor(() => gate.hop.open === 0)
    }
    expect(judged).toBe(0)
    expect(gate.hop.messages).toEqual([])
  })

  test.each([
    ['small', 1000],
    ['large', 3_000_000],
  ])('that goes while its %s message is judged: nothing is delivered', async (_, size) => {
    let signal: AbortSignal | null = null
    await using gate = await startRelay((_message, _envelope, session) => {
      signal = session.signal
      return new Promise((resolve) => setTimeout(() => resolve(PASS), 400))
    })
    const client = await SmtpClient.open(gate.port)
    await client.envelope(FROM, TO)
    await client.flush(`${message('gone', `${'x'.repeat(98)}\r\n`.repeat(size / 100))}.\r\n`)
    await waitFor(() => signal !== null)
    client.destroy()
    await waitFor(() => signal!.aborted)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(gate.hop.messages).toEqual([])
  })

  test('that goes after the next hop got the dot: delivered once, and logged', async () => {
    let client: SmtpClient
    await using gate = await startRelay(
      undefined,
      {},
      {
        act: (verb) => {
          if (verb === 'DOT') client.destroy()
          return undefined
        },
      },
    )
    client = await SmtpClient.open(gate.port)
    await client.envelope(FROM, TO)
    client.write(`${message()}.\r\n`)
    await waitFor(() => gate.hop.messages.length === 1 && gate.hop.open === 0)
  })
})
