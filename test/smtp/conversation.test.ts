// A conversation through the relay on the loopback: what the judge is shown, and how its refusal reads.
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'

const reject = (lines: string[]): Judge => {
  return async () => ({ action: 'reject', reply: { code: 554, status: '5.7.1', lines }, headers: [], code: 'ZZ99YY88' })
}

describe('a message', () => {
  test('goes out with Received and the judgement in front, otherwise as it came', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    const reply = await client.send('a@example.vn', ['b@example.vn'], message())
    expect(reply.raw).toBe('250 2.0.0 Ok: queued as HOP1\r\n')
    await client.quit()
    const [got] = gate.hop.messages
    expect(got!.mail).toBe('MAIL FROM:<a@example.vn>')
    expect(got!.rcpts).toEqual(['RCPT TO:<b@example.vn>'])
    expect(got!.bytes.toString()).toBe(
      'Received: from client.example ([127.0.0.1])\r\n by gateway.example with ESMTP id AB12CD34\r\n' +
        ' for <b@example.vn>;\r\n Mon, 23 Nov 2026 08:00:00 +0000\r\nX-Congthu-Verdict: pass\r\n' +
        message(),
    )
  })

  test('is shown to the judge with its envelope and session', async () => {
    const seen: unknown[] = []
    await using gate = await startRelay(async (given, envelope, session) => {
      seen.push({ ...given, bytes: given.bytes?.toString() }, envelope, { tls: session.tls, helo: session.helo })
      return PASS
    })
    const client = await SmtpClient.open(gate.port)
    await client.send('', ['B@example.vn', 'c@example.vn'], message('x', '..dot\r\n'))
    expect(seen).toEqual([
      { size: message('x', '..dot\r\n').length, stuffed: true, bytes: message('x', '..dot\r\n'), file: null },
      { sender: '', recipients: ['B@example.vn', 'c@example.vn'], client: '127.0.0.1' },
      { tls: false, helo: 'client.example' },
    ])
  })
})

describe('a refusal', () => {
  test('has several lines, all ASCII and short, and nothing is delivered', async () => {
    const long = `dai ${'x'.repeat(600)}`
    await using gate = await startRelay(reject(['Dieu 7.3.a: thieu ban PDF', 'Tiếng Việt\r\n250 injected', long]))
    const client = await SmtpClient.open(gate.port)
    const reply = await client.send('a@example.vn', ['b@example.vn'], message())
    expect(reply.code).toBe(554)
    expect(reply.lines[0]).toBe('5.7.1 Dieu 7.3.a: thieu ban PDF')
    expect(reply.lines).toHaveLength(3)
    expect(reply.lines.every((line) => line.startsWith('5.7.1 '))).toBe(true)
    expect(reply.raw).toMatch(/^(?:554[ -][\x20-\x7e]{0,506}\r\n)+$/)
    await client.say('NOOP', 250)
    expect(gate.hop.messages).toEqual([])
    expect(gate.hop.commands.at(-1)).toMatch(/RSET$/)
    expect(gate.hop.commands.some((line) => line.endsWith('DATA'))).toBe(false)
  })

  test('leaves the session usable', async () => {
    let refuse = true
    const refusing = reject(['khong'])
    await using gate = await startRelay(async (...given) => (refuse ? await refusing(...given) : PASS))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@example.vn', ['b@example.vn'], message())).code).toBe(554)
    refuse = false
    expect((await client.send('a@example.vn', ['b@example.vn'], message())).code).toBe(250)
    expect(gate.hop.messages).toHaveLength(1)
  })
})
