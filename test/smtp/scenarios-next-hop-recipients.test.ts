// Scenarios A6-A10 and A18: each recipient gets the next hop's own answer, and no octet is sent in vain.
import { describe, expect, test } from 'vitest'
import { at, type FaultBench, scenario } from '../support/fault-bench.ts'
import type { HopAct, HopVerb } from '../support/next-hop.ts'

describe('each recipient', () => {
  /** Answers by the local part: r1, r2, ... */
  const answering = (replies: Record<string, HopAct>) => ({
    act: (verb: HopVerb, line: string) => (verb === 'RCPT' ? replies[/<(r\d+)\./.exec(line)?.[1] ?? ''] : undefined),
  })

  test('A6 every RCPT 5xx: 5xx each, and no DATA is sent (RFC 5321 3.3)', async () => {
    await scenario({ hops: [at('RCPT', { reply: '550 5.1.1 no' }, 3)] }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ to: 3 })
      await bench.envelope(client, letter)
      expect(letter.recipients.map(({ rcpt }) => rcpt)).toEqual([550, 550, 550])
      expect((await client.say('DATA')).raw).toMatch(/^(503 5\.5\.1|554 5\.[15]\.\d) /)
      expect(bench.commands('DATA')).toEqual([])
      await client.say('RSET', 250)
    })
  })

  test('A7 some RCPT 5xx: per-recipient replies, and the message goes to the others (RFC 5321 4.4; Haraka smtp_proxy)', async () => {
    await scenario({ hops: [answering({ r2: { reply: '550 5.1.1 no such user' } })] }, async (bench) => {
      const letter = bench.letter({ to: 3 })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(letter.recipients.map(({ rcpt }) => rcpt)).toEqual([250, 550, 250])
      expect(bench.deliveries()[0]!.recipients).toHaveLength(2)
    })
  })

  test('A8 some RCPT 4xx: per-recipient 4xx, never 250 for them (RFC 5321 4.1.1.4)', async () => {
    const replies = { r1: { reply: '450 4.2.1 greylisted' }, r3: { reply: '421 4.3.2 enough' } }
    await scenario({ hops: [answering(replies)] }, async (bench) => {
      const letter = bench.letter({ to: 3 })
      const client = await bench.client()
      await bench.envelope(client, letter)
      expect(letter.recipients.map(({ rcpt }) => rcpt)).toEqual([450, 250, 451])
      // 421 ended the connection: the transaction is lost, also for the recipient that had been accepted.
      const reply = bench.note(letter, await client.say('DATA'))
      if (reply.code === 354) {
        client.write(bench.wire(letter))
        await bench.finish(client, letter)
      }
      expect(letter.recipients[1]!.final).toBe(451)
    })
    await scenario({ hops: [answering({ r1: replies.r1 })] }, async (bench) => {
      const letter = bench.letter({ to: 3 })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(letter.recipients.map(({ rcpt }) => rcpt)).toEqual([450, 250, 250])
    })
  })

  test('A9 RCPT 552 is 452, with the status of its class (RFC 5321 4.5.3.1.10)', async () => {
    await scenario({ hops: [answering({ r2: { reply: '552-5.2.2 mailbox\r\n552 5.2.2 full' } })] }, async (bench) => {
      const letter = bench.letter({ to: 2 })
      const client = await bench.client()
      expect((await bench.envelope(client, letter)).raw).toBe('452-4.2.2 mailbox\r\n452 4.2.2 full\r\n')
      await client.say('DATA', 354)
      client.write(bench.wire(letter))
      expect((await bench.finish(client, letter)).code).toBe(250)
    })
  })

  test('A7 LMTP next hop, some refused after the dot: 250 and a report that names exactly them (RFC 5321 4.4, 6.1; 2033 4.2)', async () => {
    const refuse = (...locals: string[]) => ({
      protocol: 'lmtp' as const,
      act: (verb: HopVerb, line: string) =>
        verb === 'DOT' && locals.some((local) => line.includes(`<${local}.`)) ? { reply: '550 5.2.1 no' } : undefined,
    })
    await scenario({ hops: [refuse('r1', 'r3')] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter({ to: 3 }))).code).toBe(250)
      await expect.poll(() => bench.deliveries().length).toBe(2)
      expect(bench.deliveries().filter(({ sender }) => sender === '')).toHaveLength(1)
    })
    await scenario({ hops: [refuse('r1')] }, async (bench) => {
      const letter = bench.letter({ to: 2, sender: '', mayVanish: 'null sender: RFC 5321 6.1' })
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(bench.deliveries().length).toBe(1)
    })
    await scenario({ hops: [refuse('r1', 'r2')] }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter({ to: 2 }))).code).toBe(550)
    })
  })

  test('A7 an LMTP client gets the next hop\u2019s answer for each recipient, and no report is needed (RFC 2033 4.2)', async () => {
    const listen = [{ host: '127.0.0.1', port: 0, protocol: 'lmtp' as const }]
    const replies: Record<string, HopAct> = { r1: { reply: '550 5.2.1 no' }, r3: { reply: '450 4.2.1 later' } }
    const lmtp = {
      protocol: 'lmtp' as const,
      act: (verb: HopVerb, line: string) => (verb === 'DOT' ? replies[/<(r\d)\./.exec(line)?.[1] ?? ''] : undefined),
    }
    const run = async (bench: FaultBench): Promise<string[]> => {
      const client = await bench.client()
      const letter = bench.letter({ to: 4 })
      await bench.begin(client, letter)
      client.write(bench.wire(letter))
      return (await bench.finishEach(client, letter)).map(({ raw }) => raw.slice(0, 9))
    }
    const options = { relay: { listen }, hello: 'LHLO' as const }
    await scenario({ ...options, hops: [lmtp] }, async (bench) => {
      expect(await run(bench)).toEqual(['550 5.2.1', '250 2.0.0', '450 4.2.1', '250 2.0.0'])
      expect(bench.deliveries().map(({ sender }) => sender)).not.toContain('')
    })
    await scenario({ ...options, hops: [at('DOT', { reply: '451 4.3.0 later' }, 1)] }, async (bench) => {
      expect(await run(bench)).toEqual(Array(4).fill('451 4.3.0'))
    })
  })

  test.each<[string, RegExp]>([
    ['450 4.3.0 later', /^450 4\.3\.0 later/],
    ['451 4.3.0 later', /^451 4\.3\.0 later/],
    ['554 5.5.1 no', /^554 5\.5\.1 no/],
    ['421 4.3.2 going', /^451 4\.3\.2 going/],
    ['250 2.0.0 ok', /^451 4\.5\.0 /],
  ])('A10 DATA refused with %j: passed, and no body sent (RFC 5321 4.1.1.4, 4.2.1)', async (reply, want) => {
    let bodies = 0
    const act = (verb: HopVerb) => {
      if (verb === 'BODY') bodies++
      return verb === 'DATA' && !bodies ? { reply } : undefined
    }
    await scenario({ hops: [{ act }] }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter({ to: 2 }))).raw).toMatch(want)
      expect(bodies).toBe(0)
      bench.hop.script = {}
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })
})

describe('A18 a next hop that is slow for each recipient (RFC 5321 4.5.3.2.3)', () => {
  test('A18 1,000 recipients, all slow: each is answered, and our deadline counts only from the dot', async () => {
    const act = (verb: HopVerb): HopAct | undefined => (verb === 'RCPT' ? { delay: 3 } : undefined)
    const relay = { maxRecipients: 1000, deadlineMs: 1500 }
    await scenario({ hops: [{ act }], relay, bound: 30_000 }, async (bench) => {
      const letter = bench.letter({ to: 1000 })
      const started = performance.now()
      expect((await bench.send(await bench.client(), letter)).code).toBe(250)
      expect(performance.now() - started).toBeGreaterThan(relay.deadlineMs)
      expect(bench.deliveries()[0]!.recipients).toHaveLength(1000)
    })
  })

  test('A18 one recipient without an answer: 451 4.4.1 for it and at once for all that follow; nothing is delivered', async () => {
    const act = (verb: HopVerb, line: string) => (verb === 'RCPT' && line.includes('<r3.') ? 'hang' : undefined)
    await scenario({ hops: [{ act }] }, async (bench) => {
      const letter = bench.letter({ to: 200 })
      const client = await bench.client()
      expect((await bench.send(client, letter)).code).toBe(451)
      expect(letter.recipients.map(({ rcpt }) => rcpt)).toEqual([250, 250, ...Array(198).fill(451)])
      expect(bench.deliveries().length).toBe(0)
      bench.hop.script = {}
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })
})
