// 1,000 ordinary messages: none is refused or tagged as unreadable, none by a rule of Article 8; what is merely noted is counted.
//
// Composed by the real programs, as installed on the machine of the test: nodemailer, Python's email package (three ways), MIME::Lite, MIME::Entity,
// Email::MIME, PHP's mail(), mutt, s-nail, mpack, mime-construct, swaks. Imitated by hand, after what these programs are known to write: Outlook and
// Exchange (desktop, online, phones), Thunderbird, Zimbra, Gmail, Apple Mail, iOS Mail, Roundcube, MDaemon, JavaMail, .NET, Domino, Mailman's
// footer, PHPMailer, a home-made PHP program, Canon, Ricoh, Kyocera and HP devices, a fax server, notifications of Postfix and Exim, receipts,
// invitations, forwarded and signed mail. No mail of real persons is among them.
import { beforeAll, describe, expect, test } from 'vitest'
import type { MessageFacts } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import type { Finding } from '../../src/verdict.ts'
import { CLOCK, judgedOf } from '../support/evasion.ts'
import { OPINIONS, unseen } from '../support/evasion-opinions.ts'
import { type OrdinaryMail, ordinarySet, TOTAL } from './ordinary/set.ts'

const REQUIRED = process.env.CONGTHU_REQUIRE_SERVICES !== undefined
const policy = loadPolicy({ directory: 'policies', site: 'samples/site' }, RULES)

interface Read extends OrdinaryMail {
  facts: MessageFacts
  findings: Finding[]
}
const read: Read[] = []
let missing: string[] = []

beforeAll(async () => {
  const made = await ordinarySet()
  missing = made.missing
  for (const each of made.set) {
    const facts = await readMessage(each.message, policy.reading, CLOCK)
    read.push({ ...each, facts, findings: judgedOf(facts, policy).verdict.findings })
  }
  console.log(table())
}, 600_000)

/** By program: how many, whether real, and what the gate noted. */
function table(): string {
  const programs = [...new Set(read.map(({ program }) => program))]
  const lines = programs.map((program) => {
    const of = read.filter((each) => each.program === program)
    const noted = new Map<string, number>()
    for (const { problem } of of.flatMap(({ facts }) => facts.gate.problems))
      noted.set(problem, (noted.get(problem) ?? 0) + 1)
    const notes = [...noted].map(([problem, count]) => `${problem} ${count}`).join(', ')
    return `${program.padEnd(24)}${String(of.length).padStart(5)}  ${of[0]!.real ? 'real    ' : 'imitated'}  ${notes}`
  })
  return [`program                 count            noted by the gate`, ...lines].join('\n')
}

describe('the set', () => {
  test(`is ${TOTAL} messages, each different`, () => {
    expect(read.length).toBe(TOTAL)
    expect(new Set(read.map(({ message }) => message.toString('latin1'))).size).toBe(TOTAL)
  })

  test('has every real program, or names those that are not installed', () => {
    if (missing.length > 0) console.warn(`not installed, so imitated shapes stand in: ${missing.join(', ')}`)
    if (REQUIRED) expect(missing).toEqual([])
  })

  test('carries its files: the facts have as many documents with names as the letters', () => {
    const files = read.reduce((sum, { facts }) => sum + facts.attachments.filter(({ name }) => name !== null).length, 0)
    expect(files).toBeGreaterThan(900)
  })
})

describe('the default policy', () => {
  const flagged = (rule: RegExp): string[] =>
    read.flatMap(({ program, findings }) =>
      findings
        .filter((finding) => rule.test(finding.rule))
        .map(({ rule: of, message, data }) => `${program}: ${of}/${message} ${JSON.stringify(data)}`),
    )

  test('flags none as unreadable', () => {
    expect(flagged(/^unreadable$/)).toEqual([])
  })

  test('flags none by a rule of Article 8', () => {
    expect(flagged(/^art8-/)).toEqual([])
  })
})

describe('second opinions', () => {
  test('a leaf or a name that only the other sees is told', () => {
    const { message, facts } = read[0]!
    const leaf = { type: 'text/plain', size: 1, sha256: '0', encoding: '', name: 'khac.exe' }
    expect(unseen(message, facts, [leaf])).toHaveLength(2)
  })

  for (const opinion of OPINIONS) {
    test.skipIf(opinion.missing && !REQUIRED)(
      `${opinion.name} sees no leaf and no name that we do not`,
      { timeout: 600_000 },
      async () => {
        const leaves = await opinion.leaves(read.map(({ message }) => message))
        const differences = read.flatMap(({ program, message, facts }, index) =>
          unseen(message, facts, leaves[index]!).map((difference) => `${program}: ${difference}`),
        )
        expect(leaves.flat().length).toBeGreaterThan(TOTAL)
        expect(differences).toEqual([])
      },
    )
  }
})
