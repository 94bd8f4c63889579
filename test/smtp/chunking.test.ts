// The octets of a session mean the same however they are cut into writes, and a session that breaks off delivers all or nothing.
import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LaxHop } from '../support/lax-hop.ts'
import { startRelay } from '../support/smtp-relay.ts'
import { countReplies, type Played, type PlayOptions, play, settled } from '../support/wire-session.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
/** A hop whose replies do not count, so that two runs can be compared. */
const SAME = { act: (step: string) => (step === 'DOT' ? { octets: Buffer.from('250 2.0.0 Ok\r\n') } : undefined) }
const OPTIONS = { memoryLimit: 300, sizeLimit: 20_000, idleMs: 5000, receiveMs: 5000 }

/** One step of a session; a whole body with its dot is one step. */
type Step = string

const mail = fc.constantFrom(
  'MAIL FROM:<a@example.vn>',
  'mail from:<a@example.vn> BODY=8BITMIME',
  'MAIL FROM:<> RET=HDRS ENVID=abc',
  'MAIL FROM:<tiếng@example.vn> SMTPUTF8',
  'MAIL FROM: <a@example.vn> SIZE=100',
)
const badMail = fc.constantFrom(
  'MAIL FROM:<a@example.vn> SIZE=99999999',
  'MAIL FROM:<a@example.vn> FOO=BAR',
  'MAIL FROM:a@example.vn',
  'MAIL FROM:<tiếng@example.vn>',
  'MAIL',
)
const rcpt = fc.constantFrom(
  'RCPT TO:<b@example.vn>',
  'RCPT TO:<c@example.vn> NOTIFY=NEVER',
  'rcpt to:<"d e"@example.vn>',
)
const badRcpt = fc.constantFrom(
  'RCPT TO:<>',
  'RCPT TO:<b@example.vn> X=1',
  'RCPT TO:b',
  'RCPT TO:<\xc3\x28@example.vn>',
)
const other = fc.constantFrom(
  'NOOP',
  'RSET',
  'EHLO again.example',
  'HELO plain.example',
  'VRFY x',
  'BDAT 5',
  '',
  'NO\0OP',
  'NO\rOP',
  `NOOP ${'x'.repeat(600)}`,
  `NOOP ${'x'.repeat(3000)}`,
  'NOOP\nNOOP',
  '\xff\xfe',
)
const bodyLine = fc.constantFrom(
  '..',
  '...',
  '..x',
  'x',
  '',
  'Noi dung',
  'x'.repeat(1500),
  'ti\xe1\xba\xbfng Vi\xe1\xbb\x87t',
  '\r.',
  '.\r',
  '\n.\n',
  'a\0b',
  ' .',
  'QUIT',
  'X-Congthu-Verdict: forged',
)
const bodyEnd = fc.constantFrom(
  '\r\n.\r\n',
  '\r\r\n.\r\n',
  '\n\r\n.\r\n',
  '\0\r\n.\r\n',
  '\r\n..\r\n.\r\n',
  '\r\n.\r\r\n.\r\n',
  '\n.\r\n\r\n.\r\n',
)
const body = fc
  .tuple(fc.array(bodyLine, { maxLength: 6 }), bodyEnd, fc.boolean())
  .map(([lines, end, plain]) =>
    plain
      ? `Subject: s\r\n\r\n${lines.filter((l) => !/[\r\n\0]/.test(l)).join('\r\n')}\r\n.\r\n`
      : `S: s\r\n\r\n${lines.join('\r\n')}${end}`,
  )
  .map((text) => text.replace(/^\r\n/, ''))

const transaction = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: mail }, { weight: 1, arbitrary: badMail }),
    fc.array(fc.oneof({ weight: 5, arbitrary: rcpt }, { weight: 1, arbitrary: badRcpt }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: other }),
    body,
  )
  .map(([from, to, odd, text]): Step[] =>
    [from, ...to, ...(odd === null ? [] : [odd]), 'DATA'].map((line) => `${line}\r\n`).concat(text),
  )
const session = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: transaction }, { weight: 1, arbitrary: other.map((line) => [`${line}\r\n`]) }),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts): Step[] => ['EHLO client.example\r\n', ...parts.flat(), 'QUIT\r\n'])

interface Seen extends Played {
  delivered: { mail: string; rcpts: string[]; wire: string }[]
}

async function bench() {
  const hop = await LaxHop.start(SAME)
  const gate = await startRelay(undefined, { ...OPTIONS, hopPort: hop.port })
  const stillThere = () => gate.relay.state().connections > 0 || hop.open > 0 || readdirSync(gate.scratch).length > 0
  return {
    hop,
    gate,
    /** Nothing is left of any session: no connection on either side, no scratch file. */
    empty: () => settled(() => !stillThere()),
    async see(octets: Buffer, options: PlayOptions = {}): Promise<Seen> {
      const before = hop.messages.length
      const played = await play(gate.port, octets, options)
      expect(played.ended, JSON.stringify(played.replies)).not.toBe('hang')
      await settled(() => !stillThere())
      return { ...played, delivered: hop.taken.slice(before).map(({ mail, rcpts, wire }) => ({ mail, rcpts, wire })) }
    },
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await hop.close()
    },
  }
}

const joined = (steps: Step[]) => Buffer.from(steps.join(''), 'latin1')

describe('chunks (scenario C38)', () => {
  test(
    'any chunking of any session gives the same replies and the same deliveries',
    async () => {
      await using b = await bench()
      let delivered = 0
      const cutsOf = fc.array(fc.nat({ max: 10_000 }), { maxLength: 30 })
      await fc.assert(
        fc.asyncProperty(session, cutsOf, async (steps, wanted) => {
          const octets = joined(steps)
          const one = await b.see(octets)
          delivered += one.delivered.length
          expect(await b.see(octets, { cuts: wanted.map((cut) => cut % octets.length) })).toEqual(one)
          const waits: number[] = []
          for (const step of steps) waits.push((waits.at(-1) ?? 0) + step.length)
          expect(await b.see(octets, { waits })).toEqual(one)
        }),
        { numRuns: FULL ? 5000 : 120, interruptAfterTimeLimit: FULL ? 3_000_000 : 60_000 },
      )
      expect(delivered).toBeGreaterThan(30)
      expect(b.hop.complaints).toEqual([])
      expect(await b.empty()).toBe(true)
    },
    FULL ? 3_600_000 : 120_000,
  )

  test('one octet a write, too, and every single cut', async () => {
    await using b = await bench()
    const octets = joined(SESSION)
    const one = await b.see(octets)
    expect(one.delivered).toHaveLength(3)
    const all = Array.from(octets, (_, at) => at)
    expect(await b.see(octets, { cuts: all })).toEqual(one)
    for (let at = 1; at < octets.length; at++) expect(await b.see(octets, { cuts: [at] }), `cut at ${at}`).toEqual(one)
  }, 120_000)
})

const SESSION: Step[] = [
  'EHLO client.example\r\n',
  'MAIL FROM:<a1@example.vn> BODY=8BITMIME\r\n',
  'RCPT TO:<b@example.vn>\r\n',
  'DATA\r\n',
  'Subject: m\xe1\xbb\x99t\r\n\r\n..\r\n...dots\r\nend\r\n.\r\n',
  'MAIL FROM:<a@example.vn>\r\n',
  'RCPT TO:<b@example.vn>\r\n',
  'RSET\r\n',
  'FOO\r\n',
  'MAIL FROM:<a2@example.vn>\r\nRCPT TO:<c@example.vn>\r\nRCPT TO:<nobody>\r\nDATA\r\n',
  `Subject: hai\r\n\r\n${`${'y'.repeat(70)}\r\n`.repeat(10)}.\r\n`,
  'NOOP\r\n',
  'MAIL FROM:<>\r\nRCPT TO:<d@example.vn>\r\nDATA\r\n',
  'Subject: ba\r\n\r\n..\r\n\r\n.\r\n',
  'QUIT\r\n',
]

/** Offsets right behind each final dot line of SESSION. */
function dots(): number[] {
  const ends: number[] = []
  let at = 0
  for (const step of SESSION) {
    at += step.length
    if (step.endsWith('\r\n.\r\n')) ends.push(at)
  }
  return ends
}

/** The replies one by one, each with all its lines. */
function repliesOf(text: string): string[] {
  return text.match(/(?:^\d{3}-[^\r\n]*\r\n)*^\d{3}(?: [^\r\n]*)?\r\n/gm) ?? []
}

/**
 * What may be answered to a session that breaks off: the whole session's replies as far as they go, but 451 to a dot where
 * the client had closed its side before the next hop got ours. Returns the number of dots that were answered 250.
 */
function checkReplies(cut: string, whole: string, where: string): number {
  const want = repliesOf(whole)
  const got = repliesOf(cut)
  expect(got.join(''), where).toBe(cut)
  let accepted = 0
  got.forEach((reply, i) => {
    const toDot = i > 0 && got[i - 1]!.startsWith('354 ')
    if (toDot && reply.startsWith('250 ')) accepted++
    if (!toDot || !reply.startsWith('451 4.3.0 ')) expect(reply, `${where}, reply ${i}`).toBe(want[i])
  })
  return accepted
}

describe.each(['fin', 'reset'] as const)('a session cut off by %s (scenario C31)', (end) => {
  test('at every octet delivers whole messages only, and only with their dot', async () => {
    await using b = await bench()
    const octets = joined(SESSION)
    const whole = await b.see(octets)
    const ends = dots()
    for (let at = 0; at < octets.length; at++) {
      // Every other session is read piece by piece, so that its messages are done before it breaks off.
      const cuts =
        at % 2 === 0
          ? SESSION.map((_, i) => SESSION.slice(0, i).join('').length).filter((cut) => cut > 0 && cut < at)
          : []
      const cut = await b.see(octets.subarray(0, at), { end, waits: cuts })
      const where = `cut at ${at}, behind ${JSON.stringify(octets.toString('latin1', Math.max(0, at - 20), at))}`
      expect(await b.empty(), where).toBe(true)
      const answered = checkReplies(cut.replies, whole.replies, where)
      for (const message of cut.delivered) expect(whole.delivered, where).toContainEqual(message)
      expect(new Set(cut.delivered.map(({ mail }) => mail)).size, where).toBe(cut.delivered.length)
      expect(cut.delivered.length, where).toBeLessThanOrEqual(ends.filter((dot) => dot <= at).length)
      expect(cut.delivered.length, where).toBeGreaterThanOrEqual(answered)
      if (end === 'fin') expect(cut.delivered.length, `${where}: delivered, but not told so`).toBe(answered)
      if (at % 100 === 0) expect(await b.see(octets), `after ${where}`).toEqual(whole)
    }
    expect(await b.empty()).toBe(true)
    expect(b.hop.complaints).toEqual([])
    expect(countReplies(whole.replies)).toBe(21)
  }, 120_000)
})
