// Scenarios A17 and A19: which connection may be used: TLS that must be right, and the second of two next hops.
import { describe, expect, test } from 'vitest'
import { at, QUICK, scenario } from '../support/fault-bench.ts'
import { type HopAct, type HopScript, type HopVerb, NextHopServer } from '../support/next-hop.ts'
import { selfSigned } from '../support/smtp-relay.ts'

const AWAY = /^451 4\.4\.1 [^\r\n]*\r\n$/
const ours = selfSigned()
const other = selfSigned('other.example')

describe('A17 TLS required, but not to be had: 451 4.7.x, never plain text (RFC 3207 4.1, 6; RFC 8314 4.4)', () => {
  test.each<[string, HopScript, { ca?: string; serverName?: string }]>([
    ['not offered', {}, { ca: ours.cert }],
    ['an unknown authority', { tls: ours }, {}],
    ['another certificate', { tls: ours }, { ca: other.cert }],
    ['another name', { tls: ours }, { ca: ours.cert, serverName: 'mail.example' }],
    ['refused', { tls: ours, ...at('STARTTLS', { reply: '454 4.7.0 no' }) }, { ca: ours.cert }],
    ['refused for good', { tls: ours, ...at('STARTTLS', { reply: '554 5.7.0 no' }) }, { ca: ours.cert }],
    ['silence', { tls: ours, ...at('STARTTLS', 'hang') }, { ca: ours.cert }],
    ['reset', { tls: ours, ...at('STARTTLS', 'reset') }, { ca: ours.cert }],
    [
      'plain text behind 220',
      { tls: ours, ...at('STARTTLS', { raw: '220 go\r\n250 injected\r\n' }) },
      { ca: ours.cert },
    ],
    [
      'garbage for a handshake',
      { tls: ours, ...at('STARTTLS', { raw: '220 go\r\nno tls at all, really\r\n' }) },
      { ca: ours.cert },
    ],
    ['no handshake at all', { tls: ours, ...at('STARTTLS', { raw: '220 go\r\n' }) }, { ca: ours.cert }],
  ])('A17 %s', async (_, script, hop) => {
    const { act, ...plain } = script
    const options = { hops: [{ ...plain, ...(act ? { act } : {}) }], hop: { tls: 'required' as const, ...hop } }
    let sent: string[] = []
    await scenario(options, async (bench) => {
      const letter = bench.letter()
      expect((await bench.send(await bench.client(), letter)).raw).toMatch(/^451 4\.7\.\d [^\r\n]*\r\n$/)
      sent = bench.commands('MAIL')
      bench.hop.script = { tls: ours }
      bench.heal({ ca: ours.cert, serverName: 'localhost' })
    })
    expect(sent).toEqual([])
  })

  test('A17 required and right: over TLS', async () => {
    await scenario({ hops: [{ tls: ours }], hop: { tls: 'required', ca: ours.cert } }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      expect(bench.hop.messages.map(({ tls }) => tls)).toEqual([true])
    })
  })

  test.each<[string, HopScript]>([
    ['not offered', {}],
    ['refused', { tls: ours, ...at('STARTTLS', { reply: '454 4.7.0 no' }) }],
    ['a broken handshake', { tls: ours, ...at('STARTTLS', { raw: '220 go\r\nno tls at all, really\r\n' }) }],
  ])('A17 opportunistic takes plain text instead: %s (RFC 7435 3)', async (_, script) => {
    await scenario({ hops: [script], hop: { tls: 'opportunistic' } }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      expect(bench.hop.messages.map(({ tls }) => tls)).toEqual([false])
    })
  })
})

describe('A19 two next hops (RFC 5321 5.1; 3.8)', () => {
  test.each<[string, HopVerb, HopAct]>([
    ['closes', 'CONNECT', 'drop'],
    ['resets', 'CONNECT', 'reset'],
    ['does not greet', 'CONNECT', 'hang'],
    ['greets 421', 'CONNECT', { reply: '421 4.3.2 busy' }],
    ['greets 554', 'CONNECT', { reply: '554 5.7.1 no' }],
    ['greets with garbage', 'CONNECT', { raw: 'SSH-2.0\r\n' }],
    ['answers EHLO 421', 'EHLO', { reply: '421 4.3.2 busy' }],
    ['is silent at EHLO', 'EHLO', 'hang'],
  ])('A19 the first %s: the second is used, and both answers are one message', async (_, verb, act) => {
    await scenario({ hops: [at(verb, act), {}] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter({ to: 2 }))).code).toBe(250)
      expect(bench.hops.map(({ messages }) => messages.length)).toEqual([0, 1])
    })
  })

  test('A19 the first refuses connections: the second is used; the first again when it is back', async () => {
    const gone = await NextHopServer.start()
    const port = gone.port
    await gone.close()
    await scenario({ hops: [{}, {}], first: { port } }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      expect(bench.hops.map(({ messages }) => messages.length)).toEqual([0, 1])
      bench.heal()
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
      expect(bench.hops.map(({ messages }) => messages.length)).toEqual([1, 1])
    })
  })

  test.each<[HopVerb, HopAct, RegExp]>([
    ['MAIL', { reply: '550 5.7.1 no' }, /^550 5\.7\.1 no/],
    ['MAIL', { reply: '451 4.3.0 later' }, /^451 4\.3\.0 later/],
    ['MAIL', { reply: '421 4.3.2 going' }, /^451 4\.3\.2 going/],
    ['RCPT', { reply: '550 5.1.1 no' }, /^550 5\.1\.1 no/],
    ['RCPT', { reply: '450 4.2.1 later' }, /^450 4\.2\.1 later/],
    ['DATA', { reply: '554 5.7.1 no' }, /^554 5\.7\.1 no/],
    ['DATA', 'drop', AWAY],
    ['DOT', { reply: '554 5.7.1 no' }, /^554 5\.7\.1 no/],
    ['DOT', { reply: '451 4.3.0 later' }, /^451 4\.3\.0 later/],
    ['DOT', 'drop', AWAY],
  ])('A19 the first answers %s with %o: the second is not tried', async (verb, act, want) => {
    await scenario({ hops: [at(verb, act, 1), {}] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(want)
      expect(bench.hops[1]!.connections).toBe(0)
    })
  })

  test('A19 both away: 451 4.4.1, within the deadline for MAIL', async () => {
    const hang = () => at('CONNECT', 'hang')
    const hop = { timeouts: { ...QUICK, greeting: 20_000 } }
    await scenario({ hops: [hang(), hang()], hop, relay: { deadlineMs: 700 } }, async (bench) => {
      const started = performance.now()
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
      expect(performance.now() - started).toBeLessThan(5000)
    })
    await scenario({ hops: [at('CONNECT', 'drop'), at('CONNECT', 'drop')] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).raw).toMatch(AWAY)
    })
  })
})
