// Conversations through the relay on the loopback: envelope, replies, judgement, parameters.
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay, withoutOurs } from '../support/smtp-relay.ts'

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

  test('with several recipients names none of them in Received', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    await client.send('a@example.vn', ['b@example.vn', 'bcc@example.vn'], message())
    expect(gate.hop.messages[0]!.bytes.toString()).not.toContain('bcc@')
    expect(gate.hop.messages[0]!.bytes.toString()).not.toContain(' for ')
  })

  test('follows another in the same session on one connection to the next hop', async () => {
    await using gate = await startRelay()
    const before = gate.hop.connections
    const client = await SmtpClient.open(gate.port)
    for (let i = 0; i < 3; i++) await client.send('a@example.vn', ['b@example.vn'], message(`Thu ${i}`))
    expect(gate.hop.connections - before).toBe(1)
    expect(gate.hop.messages).toHaveLength(3)
  })

  test('can be pipelined with its envelope and the next one (RFC 2920)', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    const one = `MAIL FROM:<a@example.vn>\r\nRCPT TO:<b@example.vn>\r\nDATA\r\n${message()}.\r\n`
    client.write(`${one}${one}QUIT\r\n`)
    const codes: number[] = []
    for (let i = 0; i < 9; i++) codes.push((await client.reply()).code)
    expect(codes).toEqual([250, 250, 354, 250, 250, 250, 354, 250, 221])
    expect(gate.hop.messages.map(({ bytes }) => withoutOurs(bytes).toString())).toEqual([message(), message()])
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

  test.each([
    ['no reply', null, []],
    ['no line', { code: 554 as const, status: '5.7.1', lines: [] }, []],
    ['a temporary status', { code: 554 as const, status: '4.7.1', lines: ['x'] }, []],
    ['an injected status', { code: 554 as const, status: '5.7.1\r\n250 ok', lines: ['x'] }, []],
  ])('with %s is our failure: 451', async (_, reply, headers) => {
    await using gate = await startRelay(async () => ({ action: 'reject', reply, headers, code: 'AB12CD34' }))
    const client = await SmtpClient.open(gate.port)
    expect((await client.send('a@example.vn', ['b@example.vn'], message())).raw).toMatch(/^451 4\.3\.0 /)
  })
})

describe('the next hop speaks for itself', () => {
  test('at MAIL, RCPT, DATA and the dot: class and text are its own', async () => {
    const replies: Record<string, string> = {
      MAIL: '450 4.2.0 busy',
      RCPT: '550 5.1.1 no such user',
      DATA: '554 5.5.0 no',
    }
    await using gate = await startRelay(
      undefined,
      {},
      {
        act: (verb, line) => {
          if (verb === 'DOT' && line === '') return { reply: '554 5.7.1 not here' }
          return line.includes('fail') && replies[verb] ? { reply: replies[verb] } : undefined
        },
      },
    )
    const client = await SmtpClient.open(gate.port)
    expect((await client.say('MAIL FROM:<fail@example.vn>')).raw).toBe('450 4.2.0 busy\r\n')
    await client.say('MAIL FROM:<a@example.vn>', 250)
    expect((await client.say('RCPT TO:<fail@example.vn>')).raw).toBe('550 5.1.1 no such user\r\n')
    await client.say('RCPT TO:<b@example.vn>', 250)
    await client.say('DATA', 354)
    client.write(`${message()}.\r\n`)
    expect((await client.reply()).raw).toBe('554 5.7.1 not here\r\n')
    expect(gate.hop.commands.filter((line) => line.includes('RCPT'))).toHaveLength(2)
  })

  test('to each recipient; the accepted ones get the message', async () => {
    await using gate = await startRelay(
      undefined,
      {},
      {
        act: (verb, line) =>
          verb === 'RCPT' && line.includes('full')
            ? { reply: '552 5.2.2 mailbox full' }
            : verb === 'RCPT' && line.includes('odd')
              ? { reply: `250-2.1.5 odd\r\n250 2.1.5 t\u00eb` }
              : undefined,
      },
    )
    const client = await SmtpClient.open(gate.port)
    await client.say('MAIL FROM:<a@example.vn>', 250)
    expect((await client.say('RCPT TO:<full@example.vn>')).raw).toBe('452 4.2.2 mailbox full\r\n')
    expect((await client.say('RCPT TO:<odd@example.vn>')).raw).toMatch(/^250-2\.1\.5 odd\r\n250 2\.1\.5 t\?+\r\n$/)
    await client.say('DATA', 354)
    client.write(`${message()}.\r\n`)
    await client.expect(250)
    expect(gate.hop.messages[0]!.rcpts).toEqual(['RCPT TO:<odd@example.vn>'])
  })

  test('when no recipient is accepted there is no DATA', async () => {
    await using gate = await startRelay(
      undefined,
      {},
      {
        act: (verb) => (verb === 'RCPT' ? { reply: '550 5.1.1 no' } : undefined),
      },
    )
    const client = await SmtpClient.open(gate.port)
    await client.say('MAIL FROM:<a@example.vn>', 250)
    await client.say('RCPT TO:<b@example.vn>', 550)
    await client.say('DATA', 503)
    expect(gate.hop.commands.some((line) => line.endsWith('DATA'))).toBe(false)
  })

  test('RSET and EHLO give the transaction up there too', async () => {
    await using gate = await startRelay()
    const client = await SmtpClient.open(gate.port)
    for (const end of ['RSET', 'EHLO again.example']) {
      await client.say('MAIL FROM:<a@example.vn>', 250)
      await client.say('RCPT TO:<old@example.vn>', 250)
      await client.say(end, 250)
    }
    await client.send('a@example.vn', ['new@example.vn'], message())
    expect(gate.hop.messages[0]!.rcpts).toEqual(['RCPT TO:<new@example.vn>'])
    expect(gate.hop.commands.filter((line) => line.endsWith('RSET'))).toHaveLength(2)
  })
})
