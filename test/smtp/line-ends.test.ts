// Bare CR, bare LF and NUL: seen however the octets are cut, refused, or put right without making another message.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unstuff } from '../../src/message/dot-stuffing.ts'
import { LineEndCheck, LineEndRepair, type LineEnds } from '../../src/smtp/line-ends.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { PASS, startRelay, withoutOurs } from '../support/smtp-relay.ts'

function run(lines: LineEnds, text: string, cuts: number[]): string {
  const octets = Buffer.from(text, 'latin1')
  const out: Buffer[] = []
  let from = 0
  for (const size of [...cuts, octets.length]) {
    out.push(Buffer.from(lines.take(octets.subarray(from, from + size))))
    from += size
  }
  return Buffer.concat([...out, lines.end()]).toString('latin1')
}

const pieces = fc.constantFrom('\r\n', '\r', '\n', '.', '..', 'a', '\0', '\r\n.', '\n.\r\n', '\xff')
const content = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(''))
const cuts = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 })

describe('line ends', () => {
  test('are found broken exactly when a CR, LF or NUL stands alone, for every chunking', () => {
    fc.assert(
      fc.property(content, cuts, (text, sizes) => {
        const check = new LineEndCheck()
        expect(run(check, text, sizes)).toBe(text)
        expect(check.broken).toBe(/\0|\r(?!\n)|(?<!\r)\n/.test(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('are put right the same for every chunking, and hold no end of data', () => {
    fc.assert(
      fc.property(content, cuts, (text, sizes) => {
        const whole = new LineEndRepair()
        const wanted = run(whole, text, [])
        const cutUp = new LineEndRepair()
        expect(run(cutUp, text, sizes)).toBe(wanted)
        expect(cutUp.stuffed).toBe(whole.stuffed)
        expect(/\0|\r(?!\n)|(?<!\r)\n/.test(wanted)).toBe(false)
        // What DATA hands over holds no CRLF.CRLF; neither may what comes out.
        if (!`\r\n${text}`.includes('\r\n.\r\n') && /^$|\r\n$/.test(text)) {
          expect(`\r\n${wanted}`.includes('\r\n.\r\n')).toBe(false)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['a\nb\r\n', 'a\r\nb\r\n'],
    ['a\n.\nb\r\n', 'a\r\n.\r\nb\r\n'],
    ['a\n..\nb\r\n', 'a\r\n.\r\nb\r\n'], // its sender stuffs after bare LF too
    ['a\n.b\n', 'a\r\n.b\r\n'],
    ['a\r\n..b\r\n', 'a\r\n.b\r\n'],
    ['a\r\n\0.\r\nb\r\n', 'a\r\n.\r\nb\r\n'],
    ['a\r\0\n.\r\n', 'a\r\n.\r\n'],
    ['a\rb\r\r\n', 'a\r\nb\r\n\r\n'],
  ])('of %j become %j once the stuffing is off', (wire, wanted) => {
    expect(unstuff(Buffer.from(run(new LineEndRepair(), wire, []), 'latin1')).toString('latin1')).toBe(wanted)
  })

  test('stay linear on hostile octets', () => {
    const started = performance.now()
    for (const piece of ['\r', '\n', '\0', '.', '\r\n', '\n.']) {
      const octets = Buffer.alloc(4_000_000, piece)
      for (const lines of [new LineEndCheck(), new LineEndRepair()]) lines.take(octets)
    }
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('a message with bare line ends', () => {
  const BROKEN = 'Subject: x\r\n\r\na\nb\r\n'

  test.each(['a\nb\r\n', 'a\rb\r\n', 'a\0b\r\n'])('%j is refused, 550 5.6.0, and the session goes on', async (body) => {
    await using gate = await startRelay(undefined, { memoryLimit: 4096 })
    const client = await SmtpClient.open(gate.port)
    for (const filler of ['', `${'x'.repeat(998)}\r\n`.repeat(300)]) {
      expect((await client.send('a@e.vn', ['b@e.vn'], `Subject: x\r\n\r\n${filler}${body}`)).raw).toMatch(
        /^550 5\.6\.0 /,
      )
    }
    expect((await client.send('a@e.vn', ['b@e.vn'], 'Subject: x\r\n\r\na\r\n')).code).toBe(250)
    expect(gate.hop.messages).toHaveLength(1)
  })

  test('is refused whatever the judge thinks, in the judge’s words when it refuses', async () => {
    const words = {
      ...PASS,
      action: 'reject' as const,
      reply: { code: 550 as const, status: '5.6.0', lines: ['Dong'] },
    }
    await using gate = await startRelay(async () => words)
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@e.vn', ['b@e.vn'], BROKEN)).raw).toBe('550 5.6.0 Dong\r\n')
  })

  test('is put right for the listed networks, before judging; their commands may end with LF', async () => {
    let judged = ''
    const judge = async (message: { bytes: Buffer | null }) => {
      judged = message.bytes!.toString('latin1')
      return PASS
    }
    await using gate = await startRelay(judge, { normalize: ['127.0.0.1'] })
    const client = await SmtpClient.connect(gate.port)
    await client.expect(220)
    for (const line of ['EHLO old.device', 'MAIL FROM:<a@e.vn>', 'RCPT TO:<b@e.vn>']) {
      client.write(`${line}\n`)
      await client.expect(250)
    }
    client.write('DATA\n')
    await client.expect(354)
    client.write('Subject: x\n\n.\n..y\n\0z\r\n.\r\n')
    await client.expect(250)
    expect(judged).toBe('Subject: x\r\n\r\n..\r\n..y\r\nz\r\n')
    expect(withoutOurs(gate.hop.messages[0]!.bytes).toString()).toBe('Subject: x\r\n\r\n.\r\n.y\r\nz\r\n')
  })

  test('a command that ends with a bare LF is refused from others, and nothing behind it is heard', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    client.write('NOOP\nMAIL FROM:<a@e.vn>\r\n')
    expect((await client.reply()).raw).toMatch(/^500 5\.5\.2 /)
    await client.waitClosed()
    expect(gate.hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
  })
})
