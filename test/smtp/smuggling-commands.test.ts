// Line ends and NUL in commands, and addresses and names made to look like more: no second command, no header line, no notice.
import { describe, expect, test } from 'vitest'
import { LAX, LaxHop, STRICT } from '../support/lax-hop.ts'
import { startRelay } from '../support/smtp-relay.ts'
import { isSound, smugglingBench } from '../support/smuggling-bench.ts'
import { play } from '../support/wire-session.ts'

const ANY = LAX.find(({ name }) => name === 'any of CR and LF')!

/** What was answered behind the reply to EHLO (and MAIL), code and status. */
function answers(replies: string, from: number): string[] {
  const all = replies.match(/^\d{3}(?: [^\r\n]*)?\r\n/gm) ?? []
  return all.slice(from).map((reply) => /^\d{3}(?: \d\.\d+\.\d+)?/.exec(reply)![0])
}

describe('bare CR, LF and NUL in commands', () => {
  const INTO = 'RCPT TO:<victim@example.vn>'
  test.each([
    `MAIL FROM:<a@example.vn>\n${INTO}`,
    `MAIL FROM:<a@example.vn>\r${INTO}`,
    `MAIL FROM:<a@example.vn\n>${INTO}`,
    'MAIL FROM:<a\r@example.vn>',
    'MAIL FROM:<"a\n"@example.vn>',
    'MAIL FROM:<a\0@example.vn>',
    'MAIL FROM:<a@example.vn> ENVID=a\rb',
    `MAIL FROM:<a@example.vn> BODY=8BITMIME\n${INTO}`,
    'MAIL FROM:<a@example.vn> SMTPUTF8\0',
    'MAIL FROM:<a@example.vn>\0',
    'EHLO a\nMAIL FROM:<a@example.vn>',
    'NOOP\rQUIT',
    'EHLO a.example\rX-Injected: yes',
    'VRFY \0',
    'NOOP\nNOOP\nMAIL FROM:<a@example.vn>',
  ])('%j: 500 5.5.2, and nothing of the line is obeyed', async (line) => {
    await using b = await smugglingBench(ANY)
    const seen = await b.see(Buffer.from(`EHLO c.example\r\n${line}\r\nQUIT\r\n`, 'latin1'))
    const said = answers(seen.replies, 2)
    expect(said[0]).toBe('500 5.5.2')
    for (const answer of said) expect(answer).toMatch(/^(?:500 5\.5\.2|221|421)/)
    expect(seen.commands.filter((command) => /^(?:MAIL|RCPT|DATA)/.test(command))).toEqual([])
    expect(seen.complaints).toEqual([])
  })

  test.each([
    'RCPT TO:<v@example.vn>\nDATA',
    'RCPT TO:<v@example.vn>\rDATA',
    `RCPT TO:<v@example.vn>\n${INTO}`,
    'RCPT TO:<v@example.vn> NOTIFY=NEVER\nDATA',
    'RCPT TO:<v@example.vn> ORCPT=rfc822;a\rb',
    'RCPT TO:<v\0@example.vn>',
    'DATA\nSubject: x\n\n.\n',
    'RSET\nQUIT',
  ])('%j after MAIL: 500 5.5.2, and nothing of the line is obeyed', async (line) => {
    await using b = await smugglingBench(ANY)
    const start = 'EHLO c.example\r\nMAIL FROM:<a@example.vn>\r\n'
    const seen = await b.see(Buffer.from(`${start}${line}\r\nQUIT\r\n`, 'latin1'))
    const said = answers(seen.replies, 3)
    expect(said[0]).toBe('500 5.5.2')
    for (const answer of said) expect(answer).toMatch(/^(?:500 5\.5\.2|221|421)/)
    expect(seen.commands.filter((command) => /^(?:RCPT|DATA)/.test(command))).toEqual([])
  })
})

/** A header block whose every line is a field or a continuation, and whose every line ends with CRLF (RFC 5322 2.2). */
function fieldNames(wire: string): string[] {
  const block = wire.slice(0, wire.indexOf('\r\n\r\n') + 2)
  expect(isSound(block)).toBe(true)
  return block
    .slice(0, -2)
    .replaceAll(/\r\n[ \t]+(?=\S)/g, ' ')
    .split('\r\n')
    .map((line) => /^([!-9;-~]+):[ \t\x21-\x7e\x80-\xff]*$/.exec(line)?.[1] ?? `not a field: ${line}`)
}

const ODD_ADDRESSES = [
  '"a b"@example.vn',
  '"a\\"b"@example.vn',
  '"x;\\ ESMTP"@example.vn',
  `${'l'.repeat(64)}@example.vn`,
  '"(comment)"@example.vn',
  '"X-Injected: yes"@example.vn',
  "a'b|c{d}@example.vn",
  'user@[IPv6:2001:db8::1]',
  'a@xn--vit-hoa-2n8d.example',
]

describe('what a client says becomes no header line of its own', () => {
  test.each(ODD_ADDRESSES)('address %s', async (address) => {
    await using b = await smugglingBench(STRICT)
    const text = `EHLO c.example\r\nMAIL FROM:<${address}>\r\nRCPT TO:<${address}>\r\nRCPT TO:<b@example.vn>\r\nRSET\r\nMAIL FROM:<${address}>\r\nRCPT TO:<${address}>\r\nDATA\r\nSubject: s\r\n\r\n.\r\nQUIT\r\n`
    const seen = await b.see(Buffer.from(text, 'latin1'))
    expect(seen.complaints).toEqual([])
    for (const { wire } of seen.all) expect(fieldNames(wire)).toEqual(['Received', 'X-Congthu-Verdict', 'Subject'])
    expect(seen.commands.every((line) => line.length < 510)).toBe(true)
  })

  test.each([
    'a)(b',
    '[1.2.3.4',
    'x\ty',
    'a;for<x@y>',
    'ti\xe1\xba\xbfng.vn',
    'x'.repeat(290),
    '"\\"',
    '\xc2\x85X:y',
    'a:\vb',
  ])('EHLO %j', async (helo) => {
    await using b = await smugglingBench(STRICT)
    const text = `EHLO c.example\r\nEHLO ${helo}\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.vn>\r\nDATA\r\nSubject: s\r\n\r\n.\r\nQUIT\r\n`
    const seen = await b.see(Buffer.from(text, 'latin1'))
    expect(seen.all).toHaveLength(1)
    expect(fieldNames(seen.all[0]!.wire)).toEqual(['Received', 'X-Congthu-Verdict', 'Subject'])
    expect(seen.all[0]!.wire.slice(0, seen.all[0]!.wire.indexOf('Subject'))).toMatch(/^[\t\r\n\x20-\x7e]+$/)
  })

  test.each(ODD_ADDRESSES)(
    'nor one of a notification: %s refused by an LMTP hop with hostile text',
    async (address) => {
      const refusal = Buffer.from('550 5.1.1 no\x7f \xff\x00 <b> X-Injected:\tyes\r\n', 'latin1')
      let dots = 0
      const act = (step: string) => (step === 'DOT' && ++dots === 1 ? { octets: refusal } : undefined)
      await using hop = await LaxHop.start({ protocol: 'lmtp', act })
      const nextHops = [{ host: '127.0.0.1', port: hop.port, tls: 'none' as const, protocol: 'lmtp' as const }]
      await using gate = await startRelay(undefined, { nextHops })
      const text = `EHLO c.example\r\nMAIL FROM:<${address}>\r\nRCPT TO:<${address}>\r\nRCPT TO:<b@example.vn>\r\nDATA\r\nSubject: s\r\nX-A: b\r\n\r\n.\r\nQUIT\r\n`
      const { replies } = await play(gate.port, Buffer.from(text, 'latin1'))
      expect(hop.complaints).toEqual([])
      if (!/^354 /m.test(replies)) return // the address was refused at once
      expect(replies).toMatch(/^354 [^\r\n]*\r\n250 /m)
      const notice = hop.taken.find(({ mail }) => mail.startsWith('MAIL FROM:<>'))!
      expect(notice.rcpts[0]).toMatch(/^RCPT TO:</)
      expect(notice.wire).toMatch(/^[\t\r\n\x20-\x7e]*$/)
      expect(isSound(notice.wire)).toBe(true)
      for (const name of fieldNames(notice.wire)) expect(name).not.toMatch(/not a field|Injected/)
      expect(notice.wire).not.toMatch(/^X-Injected/m)
    },
  )
})
