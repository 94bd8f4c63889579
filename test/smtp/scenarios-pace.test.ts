// Scenarios C35 and C36: clients that dawdle, and clients that talk before they are asked.
import { describe, expect, test } from 'vitest'
import { type FaultBench, pause, scenario } from '../support/fault-bench.ts'
import type { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, selfSigned } from '../support/smtp-relay.ts'

describe('C35 slow clients: 421 4.4.2 when their time is over, and others do not notice (RFC 5321 4.5.3.2.7)', () => {
  const TIMEOUT = /^421 4\.4\.2 [^\r\n]*\r\n$/

  test.each<[string, (bench: FaultBench, client: SmtpClient, stop: AbortSignal) => Promise<unknown>]>([
    ['says nothing', async () => undefined],
    ['drips a command without end', async (_, client, stop) => void client.drip('N'.repeat(1000), 20, stop)],
    [
      'drips a message without end',
      async (bench, client, stop) => {
        await bench.begin(client, bench.letter())
        void client.drip('x\r\n'.repeat(1000), 15, stop)
      },
    ],
    ['says nothing in DATA', async (bench, client) => await bench.begin(client, bench.letter())],
  ])('C35 one that %s', async (_, act) => {
    await scenario({ relay: { idleMs: 800, receiveMs: 1200 } }, async (bench) => {
      const stop = new AbortController()
      const slow = await bench.client()
      await act(bench, slow, stop.signal)
      const over = slow.reply().finally(() => stop.abort())
      await bench.mailFlows()
      expect((await over).raw).toMatch(TIMEOUT)
      await slow.waitClosed()
    })
  })

  test('C35 a judge that works long is not the client being slow', async () => {
    const judge = () => pause(1500).then(() => PASS)
    await scenario({ judge, relay: { idleMs: 300 } }, async (bench) => {
      expect((await bench.send(await bench.client(), bench.letter())).code).toBe(250)
    })
  })

  test('C35 a client that drips, but in time, is served', async () => {
    await scenario({ relay: { idleMs: 3000, receiveMs: 8000 } }, async (bench) => {
      const client = await bench.client()
      const letter = bench.letter()
      await bench.begin(client, letter)
      await client.drip(bench.wire(letter), 10)
      expect((await bench.finish(client, letter)).code).toBe(250)
    })
  })
})

describe('C36 clients that talk ahead', () => {
  test('C36 before the greeting: one answer, 421 or 554, or all is answered in order; never a hang (RFC 5321 4.3.1)', async () => {
    await scenario({}, async (bench) => {
      for (let i = 0; i < 20; i++) {
        const letter = bench.letter()
        const [recipient] = letter.recipients
        const client = await bench.connect()
        client.write(
          `EHLO early.example\r\nMAIL FROM:<${letter.sender}>\r\nRCPT TO:<${recipient!.address}>\r\nDATA\r\n`,
        )
        client.write(Buffer.concat([bench.wire(letter), Buffer.from('QUIT\r\n')]))
        if ((await client.reply()).code === 220) {
          await client.expect(250)
          await client.expect(250)
          recipient!.rcpt = (await client.expect(250)).code
          await client.expect(354)
          await bench.finish(client, letter)
          await client.expect(221)
        }
        await client.waitClosed()
      }
    })
  })

  test('C36 the greeting does not make anybody wait (smtp-server: 100 ms each)', async () => {
    await scenario({}, async (bench) => {
      const started = performance.now()
      for (let i = 0; i < 20; i++) await (await bench.connect()).expect(220)
      expect(performance.now() - started).toBeLessThan(1800)
    })
  })

  test.each([
    ['in memory', 65_536, ''],
    ['in scratch files', 10, ''],
    ['in scratch files, larger', 10, `${'x'.repeat(98)}\r\n`.repeat(3000)],
  ])(
    'C36 a pipelined envelope, message and next message, %s: each in its order (RFC 2920 3.1)',
    async (_, memoryLimit, more) => {
      await scenario({ relay: { memoryLimit } }, async (bench) => {
        const client = await bench.client()
        const letters = [1, 2, 3].map((n) => bench.letter({ octets: message(`pipelined ${n}`, `.x\r\n${more}`) }))
        const wire = letters.flatMap((letter) => [
          Buffer.from(`MAIL FROM:<${letter.sender}>\r\nRCPT TO:<${letter.recipients[0]!.address}>\r\nDATA\r\n`),
          bench.wire(letter),
        ])
        client.write(Buffer.concat([...wire, Buffer.from('QUIT\r\n')])) // all of it in one write
        for (const letter of letters) {
          await client.expect(250)
          letter.recipients[0]!.rcpt = (await client.expect(250)).code
          await client.expect(354)
          expect((await bench.finish(client, letter)).code).toBe(250)
        }
        await client.expect(221)
      })
    },
  )

  test('C36 10,000 pipelined commands that are never read for: the rest is not taken in, others are served', async () => {
    await scenario({}, async (bench) => {
      const client = await bench.client()
      client.pause()
      void client.flood('NOOP\r\n'.repeat(1000), 2000)
      await bench.mailFlows()
      client.destroy()
    })
  })

  test('C36 plain text behind STARTTLS is discarded, not taken for said in secret (RFC 3207 4.2; CVE-2011-0411)', async () => {
    const ours = selfSigned()
    await scenario({ relay: { tls: ours } }, async (bench) => {
      const client = await bench.client()
      client.write('STARTTLS\r\nMAIL FROM:<injected@example.vn>\r\nRCPT TO:<injected@example.vn>\r\n')
      await client.expect(220)
      await client.handshake(ours.cert).catch(() => client.destroy()) // a server may also give up
      if (!client.closed) {
        await client.say('RCPT TO:<x@example.vn>', 503)
        await client.say('EHLO c.example', 250)
        expect((await bench.send(client, bench.letter())).code).toBe(250)
      }
      expect(JSON.stringify(bench.hop.commands)).not.toContain('injected')
    })
  })
})
