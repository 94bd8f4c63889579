// Several next hops in order: the second only when the first cannot be reached; failed ones rest; an abort leaves no socket.
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { HopLost } from '../../src/smtp/hop-socket.ts'
import { connectFirst, type Tried } from '../../src/smtp/hops.ts'
import type { NextHopOptions } from '../../src/smtp/types.ts'
import { type HopAct, type HopScript, type HopVerb, NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, selfSigned, startRelay } from '../support/smtp-relay.ts'

const TIMEOUTS = { connect: 3000, greeting: 3000, command: 3000, block: 3000, end: 3000 }
const NEVER = new AbortController().signal
const FROM = 'a@example.vn'
const TO = ['b@example.vn']

const to = (port: number, more: Partial<NextHopOptions> = {}): NextHopOptions => ({
  host: '127.0.0.1',
  port,
  tls: 'none',
  timeouts: TIMEOUTS,
  ...more,
})

function at(verb: HopVerb, act: HopAct): HopScript {
  return { act: (step) => (step === verb ? act : undefined) }
}

/** Tries of one relay, each as `letter outcome`; the letter is the hop's place. */
function recorder(hops: NextHopOptions[]) {
  const tries: string[] = []
  const tried: Tried = (name, what) => {
    tries.push(`${'ABC'[hops.findIndex(({ host, port }) => name === `${host}:${port}`)]} ${what}`)
  }
  return { tried, take: () => tries.splice(0) }
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function waitFor(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(what()).toBe(true)
}

describe('the order', () => {
  test.each<[HopVerb, HopAct]>([
    ['CONNECT', 'drop'],
    ['CONNECT', 'reset'],
    ['CONNECT', { reply: '421 4.3.2 busy' }],
    ['CONNECT', { reply: '554 5.7.1 no' }],
    ['CONNECT', { raw: 'SSH-2.0-x\r\n' }],
    ['EHLO', 'drop'],
    ['EHLO', { reply: '421 4.3.2 busy' }],
  ])('A19 first fails at %s with %o: the second is used (smtp_connect.c)', async (verb, act) => {
    await using first = await NextHopServer.start(at(verb, act))
    await using second = await NextHopServer.start()
    const hops = [to(first.port), to(second.port)]
    const { tried, take } = recorder(hops)
    const hop = await connectFirst(hops, 'gw.example', NEVER, tried)
    expect(take()).toEqual(['A failed', 'B connected'])
    expect(second.commands).toEqual(['1 EHLO gw.example'])
    hop.quit()
    await waitFor(() => first.open + second.open === 0)
  })

  test('A19 TLS or AUTH of the first fails: the second is used, and nothing went to the first in plain text', async () => {
    const tls = selfSigned()
    await using unsafe = await NextHopServer.start()
    await using denying = await NextHopServer.start({ auth: { user: 'u', password: 'right' } })
    await using good = await NextHopServer.start({ tls })
    const hops = [
      to(unsafe.port, { tls: 'required', ca: tls.cert }),
      to(denying.port, { auth: { user: 'u', password: 'wrong' } }),
      to(good.port, { tls: 'required', ca: tls.cert }),
    ]
    const { tried, take } = recorder(hops)
    const hop = await connectFirst(hops, 'gw.example', NEVER, tried)
    expect(take()).toEqual(['A failed', 'B failed', 'C connected'])
    expect(hop.verified).toBe(true)
    expect(unsafe.commands).toEqual(['1 EHLO gw.example'])
    hop.quit()
  })

  test('A19 through the relay: the first refuses MAIL, RCPT or the dot with 5xx or 4xx: the second is never asked', async () => {
    await using second = await NextHopServer.start()
    for (const [verb, reply] of [
      ['MAIL', '550 5.7.1 not you'],
      ['MAIL', '451 4.3.0 later'],
      ['RCPT', '550 5.1.1 unknown'],
      ['DOT', '554 5.7.1 spam'],
    ] as const) {
      await using first = await NextHopServer.start(at(verb, { reply }))
      await using gate = await startRelay(undefined, { nextHops: [to(first.port), to(second.port)] })
      const client = await SmtpClient.open(gate.port)
      const codes = [(await client.say(`MAIL FROM:<${FROM}>`)).code]
      if (verb !== 'MAIL') codes.push((await client.say(`RCPT TO:<${TO[0]}>`)).code)
      if (verb === 'DOT') {
        await client.say('DATA', 354)
        client.write(`${message()}.\r\n`)
        codes.push((await client.reply()).code)
      }
      expect(codes.at(-1)).toBe(Number(reply.slice(0, 3)))
      client.destroy()
    }
    expect(second.connections).toBe(0)
  })

  test('A19 through the relay: first down, mail flows by the second, without waiting again for the first', async () => {
    await using second = await NextHopServer.start()
    const tries: string[] = []
    await using gate = await startRelay(undefined, {
      nextHops: [to(await closedPort()), to(second.port)],
      observer: { message: () => undefined, connection: () => undefined, nextHop: (_, what) => tries.push(what) },
    })
    for (let i = 0; i < 2; i++) {
      const client = await SmtpClient.open(gate.port)
      expect((await client.send(FROM, TO, message())).code).toBe(250)
      client.destroy()
    }
    expect(tries).toEqual(['failed', 'connected', 'connected', 'connected'])
    expect(second.messages).toHaveLength(2)
  })
})

describe('a hop that failed', () => {
  test('comes last while it rests, is tried again after that, and is used again when it is back', async () => {
    await using first = await NextHopServer.start(at('CONNECT', { reply: '421 4.3.2 busy' }))
    await using second = await NextHopServer.start()
    const hops = [to(first.port), to(second.port)]
    const { tried, take } = recorder(hops)
    const once = async () => {
      const hop = await connectFirst(hops, 'gw.example', NEVER, tried, 400)
      hop.quit()
      return take()
    }
    expect(await once()).toEqual(['A failed', 'B connected'])
    expect(await once()).toEqual(['B connected'])
    await new Promise((resolve) => setTimeout(resolve, 450))
    expect(await once()).toEqual(['A failed', 'B connected'])
    first.script = {}
    await new Promise((resolve) => setTimeout(resolve, 450))
    expect(await once()).toEqual(['A connected'])
    expect(await once()).toEqual(['A connected'])
  })

  test('is still asked when all others fail too, and the error is that of the most preferred one', async () => {
    await using first = await NextHopServer.start(at('CONNECT', { reply: '421 4.3.2 first is busy' }))
    await using second = await NextHopServer.start(at('CONNECT', { reply: '421 4.3.2 second is busy' }))
    const hops = [to(first.port), to(second.port)]
    const { tried, take } = recorder(hops)
    await expect(connectFirst(hops, 'gw.example', NEVER, tried)).rejects.toThrow('first is busy')
    expect(take()).toEqual(['A failed', 'B failed'])
    first.script = {}
    const hop = await connectFirst(hops, 'gw.example', NEVER, tried)
    expect(take()).toEqual(['A connected'])
    hop.quit()
    second.script = {}
    first.script = at('CONNECT', 'drop')
    const other = await connectFirst(hops, 'gw.example', NEVER, tried)
    expect(take()).toEqual(['A failed', 'B connected'])
    other.quit()
  })

  test('when its rest is over, one message tries it while all others go round it', async () => {
    await using first = await NextHopServer.start(at('CONNECT', { reply: '421 4.3.2 busy' }))
    await using second = await NextHopServer.start()
    const hops = [to(first.port), to(second.port)]
    const { tried, take } = recorder(hops)
    const once = () => connectFirst(hops, 'gw.example', NEVER, tried, 300).then((hop) => hop.quit())
    await once()
    await new Promise((resolve) => setTimeout(resolve, 350))
    take()
    first.script = at('CONNECT', { delay: 150, reply: '421 4.3.2 busy' })
    await Promise.all(Array.from({ length: 8 }, once))
    expect(take().filter((line) => line === 'A failed')).toHaveLength(1)
  })

  test('one hop alone is asked for every message', async () => {
    await using only = await NextHopServer.start(at('CONNECT', 'drop'))
    const hops = [to(only.port)]
    const { tried, take } = recorder(hops)
    for (let i = 0; i < 3; i++) await expect(connectFirst(hops, 'gw.example', NEVER, tried)).rejects.toThrow(HopLost)
    expect(take()).toHaveLength(3)
  })
})

describe('time', () => {
  const endings: Record<string, HopScript> = {
    greeting: at('CONNECT', 'hang'),
    EHLO: at('EHLO', 'hang'),
    'TLS handshake': { ...at('STARTTLS', { raw: '220 go\r\n' }), extensions: ['STARTTLS'] },
    AUTH: { ...at('AUTH', 'hang'), auth: { user: 'u', password: 'p' } },
  }
  test.each(Object.keys(endings))(
    'A2 the signal ends a hop that is silent at %s at once, and leaves no socket',
    async (step) => {
      await using first = await NextHopServer.start(endings[step])
      await using second = await NextHopServer.start()
      const more: Partial<NextHopOptions> = step === 'AUTH' ? { auth: { user: 'u', password: 'p' } } : {}
      const hops = [
        to(first.port, { ...more, tls: step === 'TLS handshake' ? 'opportunistic' : 'none' }),
        to(second.port),
      ]
      const { tried, take } = recorder(hops)
      const controller = new AbortController()
      const result = connectFirst(hops, 'gw.example', controller.signal, tried)
      await waitFor(() => first.connections === 1)
      await new Promise((resolve) => setTimeout(resolve, 100))
      const aborted = performance.now()
      controller.abort()
      await expect(result).rejects.toThrow(HopLost)
      expect(performance.now() - aborted).toBeLessThan(1000)
      expect(take()).toEqual(['A failed'])
      expect([first.connections, second.connections]).toEqual([1, 0])
      await waitFor(() => first.open === 0)
    },
  )

  test('an aborted signal tries nothing; one that ends after the connection touches it no more', async () => {
    await using only = await NextHopServer.start()
    const hops = [to(only.port)]
    await expect(connectFirst(hops, 'gw.example', AbortSignal.abort(), () => undefined)).rejects.toThrow(HopLost)
    expect(only.connections).toBe(0)
    const controller = new AbortController()
    const hop = await connectFirst(hops, 'gw.example', controller.signal, () => undefined)
    controller.abort()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(hop.alive).toBe(true)
    hop.quit()
  })

  test('a first hop that is slow at every step does not eat up the time of the second', async () => {
    await using first = await NextHopServer.start({ act: (verb) => (verb === 'CONNECT' ? { delay: 200 } : 'hang') })
    await using second = await NextHopServer.start()
    const slow = { timeouts: { ...TIMEOUTS, connect: 200, greeting: 300, command: 60_000 } }
    const hops = [to(first.port, slow), to(second.port)]
    const { tried, take } = recorder(hops)
    const hop = await connectFirst(hops, 'gw.example', AbortSignal.timeout(10_000), tried)
    expect(take()).toEqual(['A failed', 'B connected'])
    hop.quit()
    await waitFor(() => first.open === 0)
  })
})
