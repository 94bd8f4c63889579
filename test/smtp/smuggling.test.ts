// SMTP smuggling: whatever stands where the end of DATA should be, no next hop, however lax, sees a message that was not judged.
//
// Anchors: SEC Consult, "SMTP Smuggling" (2023); Postfix smtpd_forbid_bare_newline; RFC 5321 2.3.8 and 4.1.1.4.
import { describe, expect, test } from 'vitest'
import { LAX, type Reading, STRICT } from '../support/lax-hop.ts'
import { isSound, type Seen, smugglingBench } from '../support/smuggling-bench.ts'
import { countReplies } from '../support/wire-session.ts'

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

function sessionOf({ text }: Ending): Buffer {
  return Buffer.from(START + HONEST + text + SMUGGLED, 'latin1')
}

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
      await using b = await smugglingBench(reading)
      for (const ending of MATRIX) checkRefused(await b.see(sessionOf(ending)), ending)
    },
    60_000,
  )

  test.each(READINGS)(
    'arrives as one message with CRLF only from a network in `normalize`: $name',
    async (reading) => {
      await using b = await smugglingBench(reading, ['127.0.0.1'])
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
      await using b = await smugglingBench(ANY, [...normalize])
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
