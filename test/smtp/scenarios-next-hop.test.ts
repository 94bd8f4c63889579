// Scenarios A1-A5: the next hop cannot be reached, does not greet, does not know EHLO, or refuses MAIL.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { at, pause, QUICK, scenario } from '../support/fault-bench.ts'
import { ALL_EXTENSIONS, type HopAct, type HopVerb } from '../support/next-hop.ts'

const AWAY = /^451 4\.4\.1 [^\r\n]*\r\n$/

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** A port that answers no SYN: a process that listens, accepts nothing, and has its queue full. Runs until disposed. */
async function deafPort(): Promise<{ port: number } & AsyncDisposable> {
  const listen = `const s = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, s.address().port + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30000)
  })`
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(said.toString())
  const queue: Socket[] = []
  for (let connected = true; connected && queue.length < 20; ) {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined)
    queue.push(socket)
    connected = await Promise.race([once(socket, 'connect').then(() => true), pause(300).then(() => false)])
  }
  const [dispose] = [
    async () => {
      for (const socket of queue) socket.destroy()
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  ]
  return { port, [Symbol.asyncDispose]: dispose }
}

describe('A1 next hop refused, unroutable, without a name: 451 4.4.1 at MAIL within the connect deadline (RFC 5321 3.8; SMTPD_PROXY_README)', () => {
  test.each<[string, () => Promise<{ host?: string; port?: number } & Partial<AsyncDisposable>>]>([
    ['refused', async () => ({ port: await closedPort() })],
    ['unroutable', async () => ({ host: '255.255.255.255' })],
    ['a name that cannot be', async () => ({ host: 'a..b' })],
    ['no answer to the connect', deafPort],
  ])('%s', async (_, make) => {
    const { host = '127.0.0.1', port = 25, ...rest } = await make()
    try {
      await scenario({ hop: { host, port } }, async (bench) => {
        const client = await bench.client()
        const started = performance.now()
        expect((await bench.send(client, bench.letter())).raw).toMatch(AWAY)
        expect(performance.now() - started).toBeLessThan(QUICK.connect + 2000)
        await client.say('NOOP', 250)
      })
    } finally {
      await rest[Symbol.asyncDispose]?.()
    }
  })
})

describe('A2 TCP accepts, but no greeting: 451 after the deadline (RFC 5321 4.5.3.2.1)', () => {
  test.each<[string, HopAct]>([
    ['silence', 'hang'],
    ['not even reading', 'stall'],
    ['half a greeting', { raw: '220-hop.example\r\n220' }],
  ])('%s', async (_, act) => {
    await scenario({ hops: [at('CONNECT', act)] }, async (bench) => {
      const client = await bench.client()
      const started = performance.now()
      expect((await bench.send(client, bench.letter())).raw).toMatch(AWAY)
      const took = performance.now() - started
      expect(took).toBeGreaterThan(QUICK.greeting - 50)
      expect(took).toBeLessThan(QUICK.greeting + 2500)
    })
  })

  test.each<[string, HopAct]>([
    ['FIN', 'drop'],
    ['RST', 'reset'],
    ['half-close', 'half-close'],
    ['another protocol', { raw: 'SSH-2.0-OpenSSH\r\n' }],
  ])('%s instead: 451 at once', async (_, act) => {
    await scenario({ hops: [at('CONNECT', act)] }, async (bench) => {
      const started = performance.now()
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
      expect(performance.now() - started).toBeLessThan(QUICK.greeting)
    })
  })
})

describe('A3 greeting 421 or 554: 451, never the 5xx (RFC 5321 3.1; smtpd_proxy.c "make up our own response")', () => {
  test.each(['421 4.3.2 busy', '554 5.7.1 no service', '554-5.7.1 no\r\n554 5.7.1 service', '250 2.0.0 odd', '354 go'])(
    '%j',
    async (reply) => {
      await scenario({ hops: [at('CONNECT', { reply })] }, async (bench) => {
        const client = await bench.client()
        const answer = await bench.send(client, bench.letter())
        expect(answer.raw).toMatch(AWAY)
        expect(answer.raw).not.toMatch(/service|busy/)
      })
    },
  )
})

describe('A4 EHLO', () => {
  test.each(['500 5.5.1 what', '502 5.5.1 what', '550 5.0.0 no'])(
    'A4 refused with %j: HELO is tried, mail goes (RFC 5321 3.2)',
    async (reply) => {
      await scenario({ hops: [at('EHLO', { reply })] }, async (bench) => {
        expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
        expect(bench.commands('HELO')).toHaveLength(1)
      })
    },
  )

  test('A4 and HELO refused: 451 4.4.1 (smtpd_proxy.c)', async () => {
    const act = (verb: HopVerb) => (/^(EHLO|HELO)$/.test(verb) ? { reply: '550 5.7.1 not you' } : undefined)
    await scenario({ hops: [{ act }] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
    })
  })

  test.each<[string, HopAct]>([
    ['421', { reply: '421 4.3.2 busy' }],
    ['451', { reply: '451 4.3.2 busy' }],
    ['silence', 'hang'],
    ['RST', 'reset'],
    ['a line of 20,000 octets', { reply: `250-${'x'.repeat(20_000)}\r\n250 y` }],
    ['200 lines without end', { raw: '250-x\r\n'.repeat(200) }],
    ['two codes in one reply', { reply: '250-a\r\n550 b' }],
  ])('A4 answered with %s: 451 4.4.1 (RFC 5321 4.2)', async (_, act) => {
    await scenario({ hops: [at('EHLO', act)] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
    })
  })

  test('A4 extensions that the next hop lacks are not offered, and refused (RFC 5321 2.2.1; 6531 3.5)', async () => {
    await scenario({ hops: [{ extensions: ['PIPELINING', 'SIZE'] }] }, async (bench) => {
      const client = await bench.connect()
      await client.expect(220)
      const offered = (await client.say('EHLO c.example')).lines
      for (const name of ['8BITMIME', 'SMTPUTF8', 'DSN', 'REQUIRETLS', 'ENHANCEDSTATUSCODES'])
        expect(offered).not.toContain(name)
      expect((await client.say('MAIL FROM:<a@example.vn> BODY=8BITMIME')).code).toBe(555)
      expect((await client.say('MAIL FROM:<a@example.vn> SMTPUTF8')).raw).toMatch(/^55[03] 5\.6\.7 /)
      expect((await client.say('MAIL FROM:<\u00e1@example.vn>')).raw).toMatch(/^55[03] 5\.6\.7 /)
      expect((await client.say('MAIL FROM:<a@example.vn> RET=FULL')).code).toBe(555)
      await client.say('MAIL FROM:<a@example.vn> BODY=7BIT SIZE=10', 250)
      expect(bench.commands('MAIL')).toEqual(['MAIL FROM:<a@example.vn> SIZE=10'])
    })
  })

  test('A4 parameters that the next hop has lost since EHLO are refused, never dropped (RFC 6531 3.5; 8689; 3461 5.2.1)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      bench.hop.script = { extensions: ['SIZE'] }
      expect((await client.say('MAIL FROM:<a@example.vn> BODY=8BITMIME')).raw).toMatch(/^451 4\.3\.0 /)
      expect((await client.say('MAIL FROM:<a@example.vn> RET=FULL')).raw).toMatch(/^451 4\.3\.0 /)
      expect((await client.say('MAIL FROM:<a@example.vn> SMTPUTF8')).raw).toMatch(/^55[03] 5\.6\.7 /)
      await client.say('MAIL FROM:<a@example.vn>', 250)
      expect((await client.say('RCPT TO:<b@example.vn> NOTIFY=NEVER')).raw).toMatch(/^451 4\.3\.0 /)
      expect(bench.commands('RCPT')).toEqual([])
      const later = await bench.connect()
      await later.expect(220)
      expect((await later.say('EHLO c.example')).lines).not.toContain('DSN')
      bench.hop.script = { extensions: ALL_EXTENSIONS }
    })
  })

  test('A4 extensions are offered while the next hop is away, so that no client bounces for it (RFC 5321 3.8)', async () => {
    await scenario({ hop: { port: await closedPort() } }, async (bench) => {
      const client = await bench.connect()
      await client.expect(220)
      expect((await client.say('EHLO c.example')).lines).toEqual(
        expect.arrayContaining(['8BITMIME', 'SMTPUTF8', 'DSN']),
      )
    })
  })
})

describe('A5 MAIL', () => {
  test.each<[string, RegExp]>([
    ['450 4.2.0 busy', /^450 4\.2\.0 busy\r\n$/],
    ['452 4.3.1 full', /^452 4\.3\.1 full\r\n$/],
    ['550-5.7.1 one\r\n550 5.7.1 two', /^550-5\.7\.1 one\r\n550 5\.7\.1 two\r\n$/],
    ['552 5.3.4 too big', /^552 5\.3\.4 too big\r\n$/],
    ['421 4.3.2 going', /^451 4\.3\.2 going\r\n$/],
    ['530 5.7.0 STARTTLS first', /^451 4\.7\.0 STARTTLS first\r\n$/],
    ['503 5.5.1 bad sequence', /^451 4\.5\.1 bad sequence\r\n$/],
    ['354 what', /^451 4\.5\.0 /],
    ['550 4.7.1 of two minds', /^550 /],
    ['550 5.7.1 Th\u01b0 b\u1ecb t\u1eeb ch\u1ed1i', /^550 5\.7\.1 Th\?+ b\?+ t\?+ ch\?+i\r\n$/],
  ])('A5 answered %j: same class and text passed, ASCII (RFC 5321 4.2.1)', async (reply, want) => {
    await scenario({ hops: [at('MAIL', { reply }, 1)] }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter())).raw).toMatch(want)
      expect(bench.commands('DATA')).toEqual([])
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test.each<[string, HopAct]>([
    ['drop', 'drop'],
    ['reset', 'reset'],
    ['silence', 'hang'],
    ['garbage', { raw: 'hello\r\n' }],
    ['a bare LF', { raw: '250 ok\n' }],
    ['an empty line', { raw: '\r\n' }],
  ])('A5 answered with %s: 451 4.4.1 (RFC 5321 3.8)', async (_, act) => {
    await scenario({ hops: [at('MAIL', act)] }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter())).raw).toMatch(AWAY)
      bench.hop.script = {}
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })
})
