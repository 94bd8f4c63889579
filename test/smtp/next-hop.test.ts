// The client to the next hop alone: replies of every kind at every step, and XFORWARD (MAIL-FAULTS A1-A18).
import { describe, expect, test } from 'vitest'
import { HopLost } from '../../src/smtp/hop-socket.ts'
import { hopFailure, NextHop } from '../../src/smtp/next-hop.ts'
import { ReplyReader } from '../../src/smtp/reply.ts'
import { xtext } from '../../src/smtp/xforward.ts'
import { type HopAct, type HopVerb, NextHopServer } from '../support/next-hop.ts'
import { at, connect, FROM, outgoing, TIMEOUTS, TO, to, transact, waitFor } from '../support/next-hop-client.ts'

describe('opening', () => {
  test('A1 a name that does not resolve, a port that refuses: HopLost (RFC 5321 3.8)', async () => {
    await using hop = await NextHopServer.start()
    const options = to(hop)
    await hop.close()
    await expect(NextHop.connect(options, 'gw.example')).rejects.toThrow(HopLost)
    const nowhere = { ...options, host: 'hop.invalid' }
    await expect(NextHop.connect(nowhere, 'gw.example')).rejects.toThrow(HopLost)
  })

  test('A4 EHLO unknown: HELO, and parameters that need an extension are refused, not dropped (RFC 5321 3.2)', async () => {
    await using hop = await NextHopServer.start(at('EHLO', { reply: '502 5.5.1 what' }))
    const client = await connect(hop)
    expect(hop.commands).toEqual(['1 EHLO gw.example', '1 HELO gw.example'])
    const utf8 = { ...FROM, parameters: [{ keyword: 'SMTPUTF8', value: null, text: 'SMTPUTF8' }] }
    await expect(client.mail(utf8)).rejects.toThrow(/^553 5\.6\.7 /)
    expect(hop.commands.some((line) => line.includes('MAIL'))).toBe(false)
    expect(await transact(client)).toMatchObject([{ code: 250 }])
    client.quit()
  })

  test.each<[HopVerb, HopAct]>([
    ['EHLO', { reply: '421 4.3.2 busy' }],
    ['EHLO', { reply: '451 4.3.0 later' }],
    ['EHLO', { replyThenDrop: '500 what' }],
    ['CONNECT', { reply: '521 5.3.2 no mail here' }],
    ['CONNECT', 'reset'],
    ['CONNECT', 'half-close'],
    ['CONNECT', { raw: Buffer.from([0x16, 3, 1, 0, 0xff, 0xfe, 10]) }],
    ['EHLO', { raw: Buffer.alloc(50_000, 0x35) }],
  ])('A3 %s answered with %o: HopLost, and no socket is left', async (verb, act) => {
    await using hop = await NextHopServer.start(at(verb, act))
    await expect(connect(hop)).rejects.toThrow(HopLost)
    await waitFor(() => hop.open === 0)
  })

  test('a slow greeting is waited for, and no longer than its limit (A2, RFC 5321 4.5.3.2.1)', async () => {
    await using hop = await NextHopServer.start(at('CONNECT', { delay: 300 }))
    const client = await connect(hop)
    client.quit()
    const short = { timeouts: { ...TIMEOUTS, greeting: 50 } }
    await expect(connect(hop, short)).rejects.toThrow('timed out')
    await waitFor(() => hop.open === 0)
  })
})

describe('replies to MAIL and RCPT', () => {
  test('A9 RCPT 552 is 452 (RFC 5321 4.5.3.1.10); at MAIL and the dot it stays', async () => {
    await using hop = await NextHopServer.start(at('RCPT', { reply: '552 5.2.2 full' }))
    const client = await connect(hop)
    expect(await transact(client)).toMatchObject({ reply: { code: 452, lines: ['4.2.2 full'] } })
    hop.script = at('DOT', { reply: '552 5.3.4 too big' })
    client.reset()
    expect(await transact(client)).toMatchObject({ reply: { code: 552, lines: ['5.3.4 too big'] } })
    client.quit()
  })

  test.each(['530 5.7.0 Must issue STARTTLS', '535 5.7.8 bad', '538 5.7.11 TLS needed', '503 5.5.1 order'])(
    '%s concerns us and the next hop, not the mail: 451',
    async (reply) => {
      await using hop = await NextHopServer.start(at('MAIL', { reply }))
      const client = await connect(hop)
      expect(await transact(client)).toMatchObject({ reply: { code: 451, lines: [reply.slice(4).replace('5', '4')] } })
      client.quit()
    },
  )

  test('a reply that nobody asked for is not taken for the next one', async () => {
    await using hop = await NextHopServer.start(at('MAIL', { raw: '250 ok\r\n250 also for RCPT\r\n' }))
    const client = await connect(hop)
    await client.mail(FROM)
    await waitFor(() => !client.alive)
    await expect(client.rcpt(TO)).rejects.toThrow('unasked')
    expect(hop.commands.some((line) => line.includes('RCPT'))).toBe(false)
    await waitFor(() => hop.open === 0)
  })

  test('A16 a half line in an idle connection makes it dead', async () => {
    await using hop = await NextHopServer.start(at('RSET', { raw: '250 ok\r\n421 4.4.2 idle' }))
    const client = await connect(hop)
    client.reset()
    await waitFor(() => !client.alive)
    client.destroy('test')
  })

  test('two RSETs in a row wait for each other', async () => {
    await using hop = await NextHopServer.start(at('RSET', { delay: 50 }))
    const client = await connect(hop)
    client.reset()
    client.reset()
    expect(await transact(client)).toMatchObject([{ code: 250 }])
    expect(hop.commands.filter((line) => line.endsWith('RSET'))).toHaveLength(2)
    client.quit()
  })

  test('A18 1,000 recipients, each answered late: all in order (RFC 5321 4.5.3.2.3)', async () => {
    let asked = 0
    await using hop = await NextHopServer.start({
      act: (verb) => {
        if (verb !== 'RCPT' || ++asked % 50 > 0) return undefined
        return { delay: 5, reply: `450 4.2.1 number ${asked}` }
      },
    })
    const client = await connect(hop)
    await client.mail(FROM)
    const refused: string[] = []
    for (let i = 1; i <= 1000; i++) {
      await client
        .rcpt({ address: `n${i}@example.vn`, parameters: [] })
        .catch((error) => refused.push(`${i} ${error.message}`))
    }
    expect(refused).toEqual(Array.from({ length: 20 }, (_, i) => `${i * 50 + 50} 450 4.2.1 number ${i * 50 + 50}`))
    client.quit()
  })
})

describe('the final dot', () => {
  const LONG = `5.7.1 ${'n'.repeat(10_000)}`
  test.each<[string, HopAct, RegExp]>([
    ['10 kB refusal', { reply: `554 ${LONG}` }, /^554 5\.7\.1 n{400,506}$/],
    ['10 kB yes', { reply: `250 2.0.0 ${'y'.repeat(10_000)}` }, /^250 2\.0\.0 y{400,506}$/],
    ['other 25z', { reply: '251 2.1.5 will forward' }, /^250 2\.1\.5 will forward$/],
    ['200', { reply: '200 taken' }, /^250 taken$/],
    ['status of another class', { reply: '554 4.7.1 no' }, /^554 5\.7\.1 no$/],
    ['221', { reply: '221 2.0.0 bye' }, /^451 4\.5\.0 /],
    ['code alone', { reply: '554' }, /^554 $/],
    [
      '8-bit and control octets',
      { raw: Buffer.from('554 5.7.1 kh\xf4ng\x07\x1b[2J\0\r\n', 'latin1') },
      /^554 5\.7\.1 kh\?ng\?\?\[2J\?$/,
    ],
    ['200 lines', { raw: '554-5.7.1 n\r\n'.repeat(200) }, /too many reply lines/],
    ['100 kB line', { raw: Buffer.alloc(100_000, 0x32) }, /too long/],
    ['RST', 'reset', /ECONNRESET|closed/],
    ['half-close', 'half-close', /closed/],
  ])('A13 answered with %s (RFC 5321 4.2, 4.5.3.1.5)', async (_, act, want) => {
    await using hop = await NextHopServer.start(at('DOT', act))
    const client = await connect(hop)
    const answer = await transact(client)
    const text = Array.isArray(answer) ? `${answer[0]!.code} ${answer[0]!.lines[0]}` : answer.message
    expect(text).toMatch(want)
    client.destroy('test')
  })

  test('A12 lost although the message was stored: HopLost after the commit (RFC 5321 4.5.3.2.6)', async () => {
    await using hop = await NextHopServer.start(at('DOT', { stored: 'drop' }))
    const { message, committed } = outgoing()
    expect(await transact(await connect(hop), message)).toBeInstanceOf(HopLost)
    expect(committed()).toBe(1)
    expect(hop.messages).toHaveLength(1)
  })

  test('a delayed yes is a yes, and the connection serves the next message', async () => {
    await using hop = await NextHopServer.start(at('DOT', { delay: 200 }))
    const client = await connect(hop)
    for (let i = 0; i < 3; i++) expect(await transact(client)).toMatchObject([{ code: 250 }])
    expect(hop.messages.map(({ connection }) => connection)).toEqual([1, 1, 1])
    client.quit()
    await waitFor(() => hop.open === 0)
  })
})

describe('XFORWARD (Postfix XFORWARD_README)', () => {
  const CLIENT = { NAME: 'may tinh.example', ADDR: '2001:db8::1', PORT: '4711', HELO: '', PROTO: 'ESMTP' }

  test('only what the next hop lists, coded, before MAIL', async () => {
    await using hop = await NextHopServer.start({ extensions: ['XFORWARD NAME ADDR PROTO HELO'] })
    const client = await connect(hop)
    await client.xforward(CLIENT)
    expect(await transact(client)).toMatchObject([{ code: 250 }])
    expect(hop.messages[0]!.xforward).toEqual({
      NAME: 'may+20tinh.example',
      ADDR: 'IPV6:2001:db8::1',
      HELO: '[UNAVAILABLE]',
      PROTO: 'ESMTP',
    })
    client.quit()
  })

  test('long ones in several lines of at most 512 octets; nothing slips in', async () => {
    await using hop = await NextHopServer.start({ extensions: ['XFORWARD NAME ADDR PROTO HELO IDENT'] })
    const client = await connect(hop)
    await client.xforward({
      NAME: 'n'.repeat(400),
      HELO: 'ữ'.repeat(300),
      ADDR: '127.0.0.1\r\nMAIL FROM:<x@y>',
      IDENT: 'a=b+c',
    })
    const lines = hop.commands.map((line) => line.slice(2)).filter((line) => line.startsWith('XFORWARD'))
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.every((line) => line.length <= 510 && /^[\x20-\x7e]*$/.test(line))).toBe(true)
    expect(lines.join(' ')).toContain('ADDR=127.0.0.1+0D+0AMAIL+20FROM:<x@y>')
    expect(lines.join(' ')).toContain('IDENT=a+3Db+2Bc')
    client.quit()
  })

  test('not offered: not said; refused: not fatal', async () => {
    await using hop = await NextHopServer.start()
    const plain = await connect(hop)
    await plain.xforward(CLIENT)
    expect(hop.commands.some((line) => line.includes('XFORWARD'))).toBe(false)
    plain.quit()
    hop.script = {
      extensions: ['XFORWARD NAME ADDR'],
      act: (verb) => (verb === 'XFORWARD' ? { reply: '550 5.7.0 no' } : undefined),
    }
    const refused = await connect(hop)
    await refused.xforward(CLIENT)
    expect(await transact(refused)).toMatchObject([{ code: 250 }])
    refused.quit()
  })

  test('xtext is cut at whole octets', () => {
    expect(xtext('a+b', 4)).toBe('a+2B')
    expect(xtext('a+b', 3)).toBe('a')
  })
})

test('the reply reader gives the same replies however they are cut', () => {
  const text = Buffer.from('250-one\r\n250 two\r\n220\r\n451 4.3.0 three\r\n')
  const whole = [...new ReplyReader().feed(text)]
  expect(whole).toEqual([
    { code: 250, lines: ['one', 'two'] },
    { code: 220, lines: [''] },
    { code: 451, lines: ['4.3.0 three'] },
  ])
  for (let cut = 0; cut <= text.length; cut++) {
    const reader = new ReplyReader()
    expect([...reader.feed(text.subarray(0, cut)), ...reader.feed(text.subarray(cut))]).toEqual(whole)
    expect(reader.empty).toBe(true)
  }
  for (const wrong of [
    '250 a\rb\r\n',
    '250 a\n',
    '\r\n',
    '25\r\n',
    '100 a\r\n',
    '650 a\r\n',
    '250a\r\n',
    '250-a\r\n251 b\r\n',
    '250 \r\r\n',
  ]) {
    expect(() => [...new ReplyReader().feed(Buffer.from(wrong))], wrong).toThrow()
  }
})

test('every failure of the connection is temporary for the client', () => {
  expect(hopFailure(new HopLost('x'))).toMatchObject({ code: 451, lines: [expect.stringMatching(/^4\.4\.1 /)] })
})
