// SMTP smuggling: whatever stands where the end of DATA should be, no next hop, however lax, sees a message that was not judged.
//
// Anchors: SEC Consult, "SMTP Smuggling" (2023); Postfix smtpd_forbid_bare_newline; RFC 5321 2.3.8 and 4.1.1.4.
import { describe, expect, test } from 'vitest'
import type { Judge } from '../../src/smtp/relay.ts'
import { LAX, LaxHop, type Reading, STRICT } from '../support/lax-hop.ts'
import { PASS, startRelay } from '../support/smtp-relay.ts'
import { countReplies, play, settled } from '../support/wire-session.ts'

/** What stands before and after the dot: every line end that some software knows, and NUL in between. */
const ENDS = [
  '\r\n',
  '\n',
  '\r',
  '\r\r\n',
  '\n\r\n',
  '\r\0\n',
  '\0\r\n',
  '\r\n\0',
  '\0',
  '\0\n',
  '\x85',
  '\xc2\x85', // U+0085
  '\xe2\x80\xa8', // U+2028
  '\v',
] as const

interface Ending {
  text: string
  /** CRLF.CRLF is in it: DATA really ends here, and what follows are commands. */
  ends: boolean
  /** The octets between 354 and the final dot line. */
  content: string
}

const START = 'EHLO client.example\r\nMAIL FROM:<honest@example.vn>\r\nRCPT TO:<b@example.vn>\r\nDATA\r\n'
const HONEST = 'Subject: honest\r\n\r\nfirst line'
const SMUGGLED =
  'MAIL FROM:<smuggled@evil.example>\r\nRCPT TO:<victim@example.vn>\r\nDATA\r\nSubject: smuggled\r\n\r\nsmuggled\r\n.\r\nQUIT\r\n'

const MATRIX: Ending[] = ENDS.flatMap((before) =>
  ENDS.map((after) => {
    const ends = before.endsWith('\r\n') && after.startsWith('\r\n')
    const text = `${before}.${after}`
    const content = ends ? HONEST + before : HONEST + text + SMUGGLED.slice(0, SMUGGLED.indexOf('\r\n.\r\n') + 2)
    return { text, ends, content }
  }),
)

/** No bare CR, no bare LF, no NUL. */
const isSound = (text: string) => !/\0|\r(?!\n)|(?<!\r)\n/.test(text)

function sessionOf({ text }: Ending): Buffer {
  return Buffer.from(START + HONEST + text + SMUGGLED, 'latin1')
}

async function bench(reading: Reading, normalize: string[] = []) {
  const hop = await LaxHop.start({ reading })
  const judged: string[] = []
  const judge: Judge = async (_, { sender }) => {
    judged.push(sender)
    return PASS
  }
  const gate = await startRelay(judge, { hopPort: hop.port, normalize, idleMs: 5000, receiveMs: 5000 })
  return {
    gate,
    hop,
    /** One session: its replies, who was judged, and what the hop took, told, and complained of meanwhile. */
    async see(octets: Buffer, cuts: number[] = []) {
      const marks = [judged.length, hop.messages.length, hop.commands.length, hop.complaints.length] as const
      const { replies, ended } = await play(gate.port, octets, { cuts })
      await settled(() => gate.relay.state().connections === 0 && hop.open === 0)
      return {
        replies,
        ended,
        dots: replies.match(/(?<=^354 [^\r\n]*\r\n)\d{3}[^\r\n]*/gm) ?? [],
        judged: judged.slice(marks[0]),
        all: hop.messages.slice(marks[1]),
        commands: hop.commands.slice(marks[2]).map((line) => line.replace(/^\d+ /, '')),
        complaints: hop.complaints.slice(marks[3]),
      }
    },
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await hop.close()
    },
  }
}

type Seen = Awaited<ReturnType<Awaited<ReturnType<typeof bench>>['see']>>

/** The oracle of every session: the hop has exactly the messages that were judged and answered 250, in that order. */
function checkSame(seen: Seen, where: string): void {
  const accepted = seen.dots.filter((reply) => reply.startsWith('250 '))
  expect(seen.ended, where).toBe('closed')
  expect(seen.all.length, where).toBe(accepted.length)
  expect(seen.complaints, where).toEqual([])
  for (const { mail } of seen.all)
    expect(
      seen.judged.map((sender) => `MAIL FROM:<${sender}>`),
      where,
    ).toContain(mail)
  expect(seen.commands.filter((line) => line.startsWith('MAIL')).length, where).toBeLessThanOrEqual(2)
}

function checkRefused(seen: Seen, { text, ends, content }: Ending): void {
  const where = JSON.stringify(text)
  checkSame(seen, where)
  expect(seen.dots[0], where).toMatch(isSound(content) ? /^250 / : /^550 5\.6\.0 /)
  if (!ends) checkOne(seen, where)
}

/** What came behind the ending was text: one message at most, and nobody was told of a second one. */
function checkOne(seen: Seen, where: string): void {
  expect(seen.dots, where).toHaveLength(1)
  expect(seen.judged, where).toEqual(['honest@example.vn'])
  expect(
    seen.commands.filter((line) => line.includes('smuggled') || line.includes('victim')),
    where,
  ).toEqual([])
  expect(countReplies(seen.replies), where).toBe(7) // greeting, EHLO, MAIL, RCPT, DATA, the dot, QUIT
}

/**
 * The message as it must arrive from a network whose line ends are put right, without stuffing. After CRLF a dot is the
 * sender's stuffing, unless it stands alone; after any other line end it is text, or stuffing where it is doubled.
 */
function repaired(content: string): string {
  const pieces = content.split(/(\r\0*\n|\r|\n)/)
  const lines: string[] = []
  for (let i = 0; i < pieces.length; i += 2) {
    const raw = pieces[i]!
    const isNew = (i > 0 && pieces[i - 1] !== '\r\n') || raw.startsWith('\0')
    const line = raw.replaceAll('\0', '')
    if (isNew ? line.startsWith('..') : line.startsWith('.') && line !== '.') lines.push(line.slice(1))
    else lines.push(line)
  }
  return lines.join('\r\n')
}

function checkRepaired(seen: Seen, { text, ends, content }: Ending): void {
  const where = JSON.stringify(text)
  checkSame(seen, where)
  expect(seen.dots[0], where).toMatch(/^250 /)
  if (!ends) checkOne(seen, where)
  const { wire } = seen.all[0]!
  expect(isSound(wire), `${where}: ${JSON.stringify(wire)}`).toBe(true)
  const arrived = wire.slice(wire.indexOf('Subject:')).replace(/(?<=^|\r\n)\./g, '')
  expect(arrived, where).toBe(repaired(content))
}

const READINGS: Reading[] = [STRICT, ...LAX]
const ANY = LAX.find(({ name }) => name === 'any of CR and LF')!

test('the matrix is as large as it should be', () => {
  expect(new Set(MATRIX.filter(({ ends }) => !ends).map(({ text }) => text)).size).toBeGreaterThan(150)
  expect(MATRIX.filter(({ content }) => isSound(content)).length).toBeGreaterThan(10)
})

describe('the ending matrix with a pipelined second message (scenario C37)', () => {
  test.each(READINGS)(
    'is refused with 550 5.6.0, whatever the hop takes for a line end: $name',
    async (reading) => {
      await using b = await bench(reading)
      for (const ending of MATRIX) checkRefused(await b.see(sessionOf(ending)), ending)
    },
    60_000,
  )

  test.each(READINGS)(
    'arrives as one message with CRLF only from a network in `normalize`: $name',
    async (reading) => {
      await using b = await bench(reading, ['127.0.0.1'])
      for (const ending of MATRIX) checkRepaired(await b.see(sessionOf(ending)), ending)
    },
    60_000,
  )

  test.each([
    ['refused', [], checkRefused],
    ['put right', ['127.0.0.1'], checkRepaired],
  ] as const)(
    'is %s, too, when it is cut at any of its octets',
    async (_, normalize, check) => {
      await using b = await bench(ANY, [...normalize])
      for (const ending of MATRIX) {
        const from = START.length + HONEST.length
        const octets = sessionOf(ending)
        const cuts = Array.from({ length: ending.text.length + 1 }, (_, i) => from + i)
        for (const cut of cuts) check(await b.see(octets, [START.length, cut]), ending)
        check(await b.see(octets, [START.length, ...cuts]), ending)
      }
    },
    60_000,
  )
})

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
    await using b = await bench(ANY)
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
    await using b = await bench(ANY)
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
    await using b = await bench(STRICT)
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
    await using b = await bench(STRICT)
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
