// Scenarios A11-A16: the next hop fails in the message, or after its final dot: nothing lost, nothing bounced for it.
import { describe, expect, test } from 'vitest'
import { loadConfiguration } from '../../src/settings/configuration.ts'
import { at, pause, QUICK, scenario, waitFor } from '../support/fault-bench.ts'
import type { HopAct } from '../support/next-hop.ts'
import { message, PASS } from '../support/smtp-relay.ts'

const AWAY = /^451 4\.4\.1 [^\r\n]*\r\n$/
const OURS = /^451 4\.3\.0 [^\r\n]*\r\n$/
/** More than all buffers between us and a next hop that does not read. */
const LONG = message('long', `${'x'.repeat(998)}\r\n`.repeat(20_000))
const LARGE = { sizeLimit: 50_000_000 }
const LOST_REPLY = 'the reply to the dot was lost'

describe('A11 connection lost: 451, as if 451 had been received (RFC 5321 3.8)', () => {
  test.each<['DATA' | 'BODY' | 'DOT', HopAct]>([
    ['DATA', 'drop'],
    ['DATA', 'reset'],
    ['DATA', 'half-close'],
    ['DATA', 'hang'],
    ['BODY', 'drop'],
    ['BODY', 'reset'],
    ['DOT', 'drop'],
    ['DOT', 'reset'],
    ['DOT', 'half-close'],
    ['DOT', 'hang'],
  ])('A11 at %s by %s', async (verb, act) => {
    for (const octets of [undefined, ...(verb === 'BODY' ? [LONG] : [])]) {
      await scenario({ hops: [at(verb, act, 1)], relay: LARGE }, async (bench) => {
        const client = await bench.client()
        const letter = bench.letter({ to: 2, ...(octets ? { octets } : {}) })
        expect((await bench.send(client, letter)).raw).toMatch(AWAY)
        expect(bench.deliveries().length).toBe(0)
        expect((await bench.send(client, bench.letter())).code).toBe(250)
      })
    }
  })
})

describe('A12 reply to the dot lost although the next hop has the message: 451, one log line, no loss (smtp_proto.c l.232; RFC 5321 4.5.3.2.6)', () => {
  test.each<[string, HopAct]>([
    ['dropped', 'drop'],
    ['reset', 'reset'],
    ['silence', 'hang'],
    ['garbage', { raw: 'thanks\r\n' }],
    ['half a reply', { raw: '250-2.0.0 Ok' }],
  ])('A12 %s', async (_, act) => {
    const log = { messageId: '<lost-reply@sender.example>' }
    await scenario({ hops: [at('DOT', { stored: act }, 1)], judge: async () => ({ ...PASS, log }) }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ to: 2, mayDuplicate: LOST_REPLY }))).raw).toMatch(AWAY)
      expect(bench.deliveries().length).toBe(1)
      const said = bench.gate.log.filter((line) => JSON.stringify(line).includes('may be delivered twice'))
      expect(said.map(({ fields }) => fields.messageId)).toEqual([log.messageId])
    })
  })
})

describe('A13 the reply to the dot (RFC 5321 4.2; 4.5.3.1.5)', () => {
  test.each<[string, HopAct, RegExp]>([
    ['4xx', { reply: '451 4.3.0 later' }, /^451 4\.3\.0 later\r\n$/],
    ['452', { reply: '452 4.3.1 full' }, /^452 4\.3\.1 full\r\n$/],
    ['5xx in two lines', { reply: '554-5.7.1 a\r\n554 5.7.1 b' }, /^554-5\.7\.1 a\r\n554 5\.7\.1 b\r\n$/],
    ['552', { reply: '552 5.3.4 too big' }, /^552 5\.3\.4 too big\r\n$/],
    ['5xx without text', { reply: '554' }, /^554 /],
    ['421 and gone', { replyThenDrop: '421 4.3.2 going' }, /^451 4\.3\.2 going\r\n$/],
    ['5xx and gone', { replyThenDrop: '550 5.7.1 go' }, /^550 5\.7\.1 go\r\n$/],
    ['3xx', { reply: '354 again' }, /^451 4\.5\.0 /],
    ['1xx', { raw: '150 hm\r\n' }, AWAY],
    ['6xx', { raw: '650 hm\r\n' }, AWAY],
    ['garbage', { raw: 'thanks\r\n' }, AWAY],
    ['octets that are no text', { raw: Buffer.from([0, 255, 13, 10, 128]) }, AWAY],
    ['an empty line', { raw: '\r\n' }, AWAY],
    ['a line of 10,000 octets', { raw: `550 ${'x'.repeat(10_000)}\r\n` }, /^550 (?:5\.\d\.\d )?x{400,506}\r\n$/],
    ['a line without end', { raw: `550 ${'x'.repeat(100_000)}` }, AWAY],
    ['a line of 3,000 octets', { reply: `550 5.7.1 ${'x'.repeat(3000)}` }, /^550 5\.7\.1 x{400,502}\r\n$/],
    ['lines without end', { raw: '550-5.7.1 x\r\n'.repeat(5000) }, AWAY],
    ['two replies', { raw: '550 5.7.1 one\r\n250 2.0.0 two\r\n' }, /^550 5\.7\.1 one\r\n$/],
    ['an injected line', { raw: '550 5.7.1 a\rb\r\n' }, AWAY],
  ])('A13 %s', async (_, act, want) => {
    await scenario({ hops: [at('DOT', act, 1)] }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ to: 2 }))).raw).toMatch(want)
      expect(bench.deliveries().length).toBe(0)
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })

  test.each(['250', '250 ', '250 \u0110\u00e3 nh\u1eadn', '250-2.0.0 a\r\n250 2.0.0 b', `250 ${'x'.repeat(2000)}`])(
    'A13 250 with odd text is 250: %j',
    async (reply) => {
      await scenario({ hops: [at('DOT', { reply }, 1)] }, async (bench) => {
        expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      })
    },
  )

  test.each(['200 ok', '251 2.1.5 forwarded', '252 2.0.0 taken'])(
    'A13 another 2xx means that the next hop has it: 250, or each retry would deliver again (RFC 5321 4.2: the first digit decides): %s',
    async (reply) => {
      await scenario({ hops: [at('DOT', { reply }, 1)] }, async (bench) => {
        expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      })
    },
  )
})

describe('A14 a reply while we are still sending the body: stop, and pass it (smtp_proto.c)', () => {
  test.each<[string, HopAct, RegExp]>([
    ['552', { reply: '552 5.3.4 enough' }, /^552 5\.3\.4 enough\r\n$/],
    ['554 and gone', { replyThenDrop: '554 5.7.1 no more' }, /^554 5\.7\.1 no more\r\n$/],
    ['421 and gone', { replyThenDrop: '421 4.3.2 going' }, /^451 4\.3\.2 going\r\n$/],
    ['250, which cannot be', { reply: '250 2.0.0 too early' }, /^451 4\.5\.0 /],
    ['garbage', { raw: 'stop it\r\n' }, AWAY],
  ])('A14 %s', async (_, act, want) => {
    await scenario({ hops: [at('BODY', act, 1)], relay: LARGE }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ octets: LONG }))).raw).toMatch(want)
      expect(bench.deliveries().length).toBe(0) // the final dot was never sent
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })
})

describe('A15 the next hop stalls', () => {
  test('A15 does not read (zero window): 451 at our deadline, and the dot never follows (PMG: no delivery after the deadline)', async () => {
    const hop = { timeouts: { ...QUICK, block: 20_000, end: 20_000 } }
    await scenario({ hops: [at('BODY', 'stall', 1)], hop, relay: { ...LARGE, deadlineMs: 700 } }, async (bench) => {
      const client = await bench.client()
      const started = performance.now()
      expect((await bench.send(client, bench.letter({ octets: LONG }))).raw).toMatch(OURS)
      expect(performance.now() - started).toBeLessThan(5000)
      bench.hop.resumeAll()
      await waitFor(() => bench.hop.open === 0, 'the next hop is dropped')
      expect(bench.deliveries().length).toBe(0)
    })
  })

  test('A15 does not read, longer than a block may take: 451 4.4.1 (RFC 5321 4.5.3.2.5)', async () => {
    await scenario({ hops: [at('BODY', 'stall', 1)], relay: LARGE }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter({ octets: LONG }))).raw).toMatch(AWAY)
    })
  })

  test('A15 is silent after the dot: 451 at our deadline; what it stores then is a declared duplicate', async () => {
    const hop = { timeouts: { ...QUICK, end: 20_000 } }
    const script = at('DOT', { stored: 'hang' }, 1)
    await scenario({ hops: [script], hop, relay: { deadlineMs: 500 } }, async (bench) => {
      const letter = bench.letter({ mayDuplicate: LOST_REPLY })
      expect((await bench.send(await bench.client(), letter)).raw).toMatch(OURS)
      await waitFor(() => bench.hop.open === 0, 'the next hop is dropped')
      expect(JSON.stringify(bench.gate.log)).toContain('may be delivered twice')
    })
  })

  test('A15 answers the dot after our deadline: 451 all the same, and only once', async () => {
    const hop = { timeouts: { ...QUICK, end: 20_000 } }
    await scenario({ hops: [at('DOT', { delay: 900 }, 1)], hop, relay: { deadlineMs: 300 } }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ mayDuplicate: LOST_REPLY }))).raw).toMatch(OURS)
      await pause(900)
      await client.say('NOOP', 250)
    })
  })

  test('A15 reads so slowly that the message would take longer than the deadline: 451, not delivered', async () => {
    const script = at('DATA', { slow: 4_000_000 }, 1)
    const hop = { timeouts: { ...QUICK, block: 20_000, end: 20_000 } }
    await scenario({ hops: [script], hop, relay: { ...LARGE, deadlineMs: 1000 } }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ octets: LONG }))).raw).toMatch(OURS)
      await waitFor(() => bench.hop.open === 0, 'the next hop is dropped')
    })
  })

  test('A15 is silent at MAIL: 451 4.4.1 at our deadline, not at its command timeout', async () => {
    const hop = { timeouts: { ...QUICK, command: 20_000 } }
    await scenario({ hops: [at('MAIL', 'hang', 1)], hop, relay: { deadlineMs: 600 } }, async (bench) => {
      const started = performance.now()
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
      expect(performance.now() - started).toBeLessThan(5000)
    })
  })

  test('A15 our deadline is shorter than that of the Postfix before us: 100 s (SMTPD_PROXY_README)', () => {
    expect(loadConfiguration(null).deadline).toBeLessThan(100)
  })
})

describe('A16 the next hop has closed the kept connection between two messages: a fresh one, unseen by the client (RFC 5321 3.8)', () => {
  test('A16 closed, reset, told 421 before or at MAIL, refused RSET', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const sends = async () => expect((await bench.send(client, bench.letter())).code).toBe(250)
      await sends()
      const connections = bench.hop.connections
      await sends()
      expect(bench.hop.connections).toBe(connections) // kept while it is there
      bench.hop.dropAll()
      await sends()
      expect(bench.hop.connections).toBe(connections + 1)
      for (const act of ['drop', 'reset', { replyThenDrop: '421 4.4.2 idle too long' }] as const) {
        bench.hop.script = at('MAIL', act, 1)
        await sends()
      }
      bench.hop.script = at('RSET', { reply: '500 5.5.1 what' }, 1)
      await client.say('MAIL FROM:<a@example.vn>', 250)
      await client.say('RSET', 250)
      await sends()
    })
  })
})
