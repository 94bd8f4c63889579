// Scenarios C31-C34: clients that go, close half, or change their mind.
import { describe, expect, test } from 'vitest'
import { at, type FaultBench, pause, QUICK, scenario, waitFor } from '../support/fault-bench.ts'
import type { Letter } from '../support/mail-oracle.ts'
import type { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS } from '../support/smtp-relay.ts'

const LARGE = { sizeLimit: 50_000_000 }
const LONG = message('long', `${'x'.repeat(998)}\r\n`.repeat(20_000))
const GONE = 'the client did not wait for the reply'

/** A judge that says when it has begun, and passes when it is let. */
function heldJudge() {
  const begun = Promise.withResolvers<AbortSignal>()
  const let_ = Promise.withResolvers<void>()
  const judge = async (_m: unknown, _e: unknown, { signal }: { signal: AbortSignal }) => {
    begun.resolve(signal)
    await let_.promise
    return PASS
  }
  return { judge, begun: begun.promise, release: () => let_.resolve() }
}

describe('C31 the client goes in the middle of DATA: nothing is judged or delivered (RFC 5321 4.1.1.10, 3.8)', () => {
  test.each(['end', 'destroy', 'reset'] as const)('C31 by %s', async (how) => {
    let judged = 0
    const judge = async () => {
      judged++
      return PASS
    }
    let before = 0
    await scenario({ judge }, async (bench) => {
      for (const rest of ['', 'x'.repeat(10), 'x'.repeat(200_000), '\r\n', '\r\n.', '\r\n.\r']) {
        const client = await bench.client()
        const letter = bench.letter()
        await bench.begin(client, letter)
        await client.flush(`${letter.octets.toString('latin1').trimEnd()}${rest}`)
        client[how]()
        await waitFor(() => bench.hop.open === 0, 'the next hop is let go')
      }
      before = judged
      expect(bench.commands('DATA')).toEqual([])
    })
    expect(before).toBe(0)
  })
})

describe('C32 the client goes after the dot', () => {
  test.each([
    ['destroy', 1000],
    ['reset', 1000],
    ['destroy', 3_000_000],
  ] as const)('C32 by %s while its message of %d octets is judged: given up (RFC 5321 4.1.1.10)', async (how, size) => {
    const { judge, begun, release } = heldJudge()
    await scenario({ judge }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: message('gone', `${'x'.repeat(98)}\r\n`.repeat(size / 100)) })
      await bench.begin(client, letter)
      await client.flush(bench.wire(letter))
      const signal = await begun
      client[how]()
      await waitFor(() => signal.aborted, 'the judge is told')
      release()
      await waitFor(() => bench.hop.open === 0, 'the next hop is let go')
      expect(bench.deliveries().length).toBe(0)
    })
  })

  test('C32 while the next hop does not read the body: given up before its dot', async () => {
    const hop = { timeouts: { ...QUICK, block: 20_000 } }
    await scenario({ hops: [at('BODY', 'stall', 1)], hop, relay: LARGE }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ octets: LONG })
      await bench.begin(client, letter)
      await client.flush(bench.wire(letter))
      await waitFor(() => bench.commands('DATA').length > 0, 'DATA at the next hop')
      await pause(200)
      client.destroy()
      await pause(200)
      bench.hop.resumeAll()
      await waitFor(() => bench.hop.open === 0, 'the next hop is let go')
      expect(bench.deliveries().length).toBe(0)
    })
  })

  test.each(['destroy', 'reset'] as const)(
    'C32 by %s when the next hop has the dot: finished, and logged as a possible duplicate',
    async (how) => {
      const gone: { client?: SmtpClient } = {}
      const act = (verb: string) => {
        if (verb !== 'DOT') return undefined
        gone.client?.[how]()
        return { delay: 300 }
      }
      await scenario({ hops: [{ act }] }, async (bench) => {
        gone.client = await bench.client()
        const letter = bench.letter({ mayDuplicate: GONE })
        await bench.begin(gone.client, letter)
        gone.client.write(bench.wire(letter))
        await waitFor(() => bench.deliveries().length === 1, 'delivered')
        await waitFor(() => JSON.stringify(bench.gate.log).includes('may be delivered twice'), 'logged')
      })
    },
  )
})

describe('C33 the client closes its side after the dot: the reply is written all the same, and is true (RFC 5321 4.1.1.10, 4.2; smtp-server never wrote it)', () => {
  /** Sends dot and FIN, waits for the one reply and the end. */
  async function halfClose(bench: FaultBench, letter: Letter, between: () => Promise<unknown>): Promise<number> {
    const client = await bench.client()
    await bench.begin(client, letter)
    await client.flush(bench.wire(letter))
    await between()
    client.end()
    const { code } = await bench.finish(client, letter)
    await client.waitClosed()
    return code
  }

  test('C33 at once', async () => {
    await scenario({}, async (bench) => {
      for (let i = 0; i < 10; i++)
        expect([250, 451]).toContain(await halfClose(bench, bench.letter(), async () => null))
    })
  })

  test('C33 in one packet with the message, and with QUIT behind it', async () => {
    await scenario({}, async (bench) => {
      for (const behind of ['', 'QUIT\r\n']) {
        const client = await bench.client()
        const letter = bench.letter()
        await bench.begin(client, letter)
        client.write(Buffer.concat([bench.wire(letter), Buffer.from(behind)]))
        client.end()
        expect([250, 451]).toContain((await bench.finish(client, letter)).code)
        await client.waitClosed()
      }
    })
  })

  test('C33 while the message is judged: 451 and not delivered, or 250 and delivered', async () => {
    const { judge, begun, release } = heldJudge()
    await scenario({ judge }, async (bench) => {
      setTimeout(release, 400)
      expect([250, 451]).toContain(await halfClose(bench, bench.letter(), () => begun))
    })
  })

  test('C33 while the next hop thinks about the dot: 250, delivered once', async () => {
    const dot = Promise.withResolvers<void>()
    const act = (verb: string) => {
      if (verb !== 'DOT') return undefined
      dot.resolve()
      return { delay: 400 }
    }
    await scenario({ hops: [{ act }] }, async (bench) => {
      expect(await halfClose(bench, bench.letter(), () => dot.promise)).toBe(250)
    })
  })

  test('C33 before the dot is no message', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter()
      await bench.begin(client, letter)
      client.write(letter.octets)
      client.end()
      await client.waitClosed()
      expect(bench.commands('DATA')).toEqual([])
    })
  })
})

describe('C34 the transaction is given up', () => {
  test.each(['RSET', 'EHLO again.example', 'HELO again.example'])(
    'C34 by %s: forgotten here and at the next hop (RFC 5321 4.1.1.5, 4.1.4)',
    async (end) => {
      await scenario({}, async (bench) => {
        const client = await bench.client()
        await client.say('MAIL FROM:<old@example.vn> RET=HDRS', 250)
        await client.say('RCPT TO:<old@example.vn>', 250)
        await client.say(end, 250)
        await client.say('RCPT TO:<b@example.vn>', 503)
        await client.say('DATA', 503)
        expect((await bench.send(client, bench.letter())).code).toBe(250)
        expect(bench.commands('RSET')).toHaveLength(1)
      })
    },
  )

  test('C34 not by a second MAIL: 503, and the first one stands (RFC 5321 4.1.4)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter({ to: 2 })
      await bench.envelope(client, letter)
      expect((await client.say('MAIL FROM:<second@example.vn>')).raw).toMatch(/^503 5\.5\.1 /)
      await client.say('DATA', 354)
      client.write(bench.wire(letter))
      expect((await bench.finish(client, letter)).code).toBe(250)
    })
  })

  test('C34 by RSET in one packet with what stands before and after it (RFC 2920)', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter()
      const { sender, recipients } = letter
      client.write('MAIL FROM:<old@example.vn>\r\nRCPT TO:<old@example.vn>\r\nRSET\r\n')
      client.write(`MAIL FROM:<${sender}>\r\nRCPT TO:<${recipients[0]!.address}>\r\nDATA\r\n`)
      for (const code of [250, 250, 250, 250]) await client.expect(code)
      recipients[0]!.rcpt = (await client.expect(250)).code
      await client.expect(354)
      client.write(bench.wire(letter))
      expect((await bench.finish(client, letter)).code).toBe(250)
    })
  })

  test('C34 by the end of DATA, whatever it was answered', async () => {
    await scenario({ hops: [at('DOT', { reply: '451 4.3.0 later' }, 1)] }, async (bench) => {
      const client = await bench.client()
      expect((await bench.send(client, bench.letter())).code).toBe(451)
      await client.say('DATA', 503)
      await client.say('RCPT TO:<b@example.vn>', 503)
      expect((await bench.send(client, bench.letter())).code).toBe(250)
    })
  })
})
