// An LMTP next hop (RFC 2033): one answer for each accepted recipient, kept whatever happens to the rest, and what comes of them.
import { describe, expect, test } from 'vitest'
import { HopLost } from '../../src/smtp/hop-socket.ts'
import { NextHop } from '../../src/smtp/next-hop.ts'
import { combine } from '../../src/smtp/outcome.ts'
import { type Reply, ReplyError } from '../../src/smtp/reply.ts'
import type { NextHopOptions } from '../../src/smtp/types.ts'
import { type HopAct, type HopScript, type HopVerb, NextHopServer } from '../support/next-hop.ts'

const TIMEOUTS = { connect: 5000, greeting: 5000, command: 5000, block: 5000, end: 1000 }
const MESSAGE = {
  head: Buffer.alloc(0),
  blocks: [Buffer.from('Subject: thu\r\n\r\nNoi dung\r\n')],
  commit: () => undefined,
}

const to = (hop: NextHopServer): NextHopOptions => ({
  host: '127.0.0.1',
  port: hop.port,
  tls: 'none',
  protocol: 'lmtp',
  timeouts: TIMEOUTS,
})
const path = (name: string) => ({ address: `${name}@example.vn`, parameters: [] })

/** The final answers, each as `code status`. */
async function deliver(client: NextHop, names: string[]): Promise<string[]> {
  await client.mail(path('a'))
  for (const name of names) await client.rcpt(path(name)).catch((error) => expect(error).toBeInstanceOf(ReplyError))
  return (await client.data(MESSAGE)).map(({ code, lines }) => `${code} ${lines[0]!.split(' ')[0]}`)
}

/** At the final dot, by the recipient's name. */
function dots(acts: Record<string, HopAct>): HopScript {
  const name = (line: string) => /<([^@]*)@/.exec(line)?.[1] ?? ''
  return { protocol: 'lmtp', act: (verb, line) => (verb === 'DOT' ? acts[name(line)] : undefined) }
}

function at(verb: HopVerb, act: HopAct): HopScript {
  return { protocol: 'lmtp', act: (step) => (step === verb ? act : undefined) }
}

describe('LHLO', () => {
  test('and never EHLO or HELO (RFC 2033 4.1)', async () => {
    await using hop = await NextHopServer.start({ protocol: 'lmtp' })
    const client = await NextHop.connect(to(hop), 'gw.example')
    expect(client.lmtp).toBe(true)
    expect(client.offer.has('8BITMIME')).toBe(true)
    expect(await deliver(client, ['b', 'c', 'd'])).toEqual(['250 2.0.0', '250 2.0.0', '250 2.0.0'])
    expect(hop.commands[0]).toBe('1 LHLO gw.example')
    expect(hop.messages).toMatchObject([{ rcpts: ['b', 'c', 'd'].map((name) => `RCPT TO:<${name}@example.vn>`) }])
    client.quit()
    hop.script = {}
    await expect(NextHop.connect(to(hop), 'gw.example')).rejects.toThrow('LHLO 500')
    expect(hop.commands.some((line) => /EHLO|HELO/.test(line))).toBe(false)
  })
})

describe('the answers to the dot', () => {
  test('are those of the accepted recipients in order, refusals as passed on', async () => {
    await using hop = await NextHopServer.start({
      protocol: 'lmtp',
      act: (verb, line) => {
        if (verb === 'RCPT' && line.includes('<x@')) return { reply: '550 5.1.1 unknown' }
        if (verb !== 'DOT') return undefined
        if (line.includes('<c@')) return { reply: '552-5.2.2 full\r\n552 5.2.2 very' }
        if (line.includes('<d@')) return { reply: '421 4.3.2 busy' }
        return undefined
      },
    })
    const client = await NextHop.connect(to(hop), 'gw.example')
    expect(await deliver(client, ['b', 'x', 'c', 'd', 'e'])).toEqual([
      '250 2.0.0',
      '552 5.2.2',
      '451 4.3.2',
      '250 2.0.0',
    ])
    expect(client.unanswered).toBe(0)
    expect(hop.messages[0]!.rcpts).toEqual(['RCPT TO:<b@example.vn>', 'RCPT TO:<e@example.vn>'])
    client.quit()
  })

  test('on the same connection again and again, with other numbers of recipients', async () => {
    await using hop = await NextHopServer.start(dots({ c: { delay: 50 } }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    for (const names of [['b', 'c', 'd'], ['c'], ['b', 'c']]) {
      expect(await deliver(client, names)).toEqual(names.map(() => '250 2.0.0'))
    }
    expect(hop.connections).toBe(1)
    client.reset()
    expect(await deliver(client, ['b'])).toHaveLength(1)
    client.quit()
  })

  test('500 in one packet', async () => {
    const names = Array.from({ length: 500 }, (_, i) => `r${i}`)
    const raw = names.map((_, i) => (i % 7 === 0 ? '550 5.1.1 no\r\n' : '250 2.1.5 ok\r\n')).join('')
    await using hop = await NextHopServer.start(dots({ r0: { raw } }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    expect(await deliver(client, names)).toEqual(names.map((_, i) => (i % 7 === 0 ? '550 5.1.1' : '250 2.1.5')))
    expect(client.alive).toBe(true)
    client.quit()
  })

  test.each<[string, HopAct]>([
    ['drop', 'drop'],
    ['RST', 'reset'],
    ['half-close', 'half-close'],
    ['silence', 'hang'],
    ['garbage', { raw: 'thanks\r\n' }],
    ['354', { reply: '354 more' }],
    ['221 and FIN', { replyThenDrop: '221 2.0.0 bye' }],
  ])('that have come are kept when %s ends the rest: 451 for those', async (_, act) => {
    await using hop = await NextHopServer.start(dots({ c: { reply: '550 5.1.1 no' }, d: act }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    const answers = await deliver(client, ['b', 'c', 'd', 'e'])
    expect(answers.slice(0, 2)).toEqual(['250 2.0.0', '550 5.1.1'])
    expect(answers.slice(2).join()).toMatch(/^451 4\.(4\.1|5\.0),451 4\.4\.1$/)
    expect(client.unanswered).toBeGreaterThan(0)
    expect(client.alive).toBe(false)
  })

  test('that are more than the recipients make the connection dead', async () => {
    await using hop = await NextHopServer.start(dots({ b: { raw: '250 2.0.0 ok\r\n250 2.0.0 and another\r\n' } }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    expect(await deliver(client, ['b'])).toEqual(['250 2.0.0'])
    expect(client.alive).toBe(false)
    client.destroy('test')
  })

  test('when none comes at all: HopLost', async () => {
    await using hop = await NextHopServer.start(dots({ b: { stored: 'drop' } }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    await expect(deliver(client, ['b', 'c'])).rejects.toThrow(HopLost)
  })

  test('that come early end the sending; DATA refused is for all (A10, A14)', async () => {
    await using hop = await NextHopServer.start(at('DATA', { reply: '554 5.5.1 no valid recipients' }))
    const client = await NextHop.connect(to(hop), 'gw.example')
    await expect(deliver(client, ['b', 'c'])).rejects.toThrow('554 5.5.1')
    hop.script = at('BODY', { reply: '552 5.3.4 enough' })
    const long = { ...MESSAGE, blocks: Array.from({ length: 100 }, () => Buffer.alloc(100_000, 'x\r\n')) }
    client.reset()
    await client.mail(path('a'))
    await client.rcpt(path('b'))
    await expect(client.data(long)).rejects.toThrow('552 5.3.4')
    expect(client.alive).toBe(false)
    expect(hop.messages).toEqual([])
  })
})

describe('one answer for an SMTP client', () => {
  const yes: Reply = { code: 250, lines: ['2.0.0 ok'] }
  const no: Reply = { code: 550, lines: ['5.1.1 no'] }
  const later: Reply = { code: 451, lines: ['4.3.0 later'] }
  test.each<[string, Reply[], Reply, number[]]>([
    ['all yes', [yes, yes], yes, []],
    ['all no', [no, no], no, []],
    ['all later', [later, later], later, []],
    [
      'none yes, one later: the client tries again (rfc2821_2822_Tools.pm one_response_for_all)',
      [no, later],
      later,
      [],
    ],
    ['mixed with no: yes and a notification (RFC 5321 4.4)', [no, yes, no], yes, [0, 2]],
    ['mixed with later: the same, else the others would get it twice', [yes, later, no], yes, [1, 2]],
  ])('%s', (_, replies, answer, failed) => {
    expect(combine(replies)).toEqual({ answer, failed })
  })

  test('no reply is no answer', () => {
    expect(() => combine([])).toThrow(TypeError)
  })
})
