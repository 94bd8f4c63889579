// Second opinions on the evasion set: of the messages that are not refused as uninspectable, other parsers see no file that we do not.
import { beforeAll, describe, expect, test } from 'vitest'
import type { MessageFacts } from '../../src/facts.ts'
import { readMessage } from '../../src/message/read.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { CLOCK, judgedOf } from '../support/evasion.ts'
import { OPINIONS, unseen } from '../support/evasion-opinions.ts'
import type { EvasionCase } from './build.ts'
import { ALL } from './list.ts'

const REQUIRED = process.env.CONGTHU_REQUIRE_SERVICES !== undefined
const policy = loadPolicy({ directory: 'policies', site: 'samples/site' }, RULES)

/** What others see differently and is no file of its own, each with the reason. */
const KNOWN: Record<string, string> = {
  'e-mixed-case':
    'Python’s old interface keeps the blanks behind base64 and does not decode; mail programs take them off',
  'e-folded': 'Python’s old interface keeps the line end before base64 and does not decode',
  'n-docm-status': 'Python takes the base64 of a delivery-status for fields; MIME::Parser decodes it as we do',
  'm-delivery-status': 'the same',
  'm-feedback': 'the same',
  'n-status-part': 'the same',
  'p-delivery': 'Python splits a delivery-status into blocks of fields; we read it whole',
  'm-rfc822-base64': 'Python reads the encoded lines of a message as its text; mail programs decode them, as we do',
  'm-global-base64': 'the same',
  'm-digest-cte': 'the same',
  'e-nested-base64': 'the same',
  'e-nested-qp': 'the same with quoted-printable',
  'e-qp-soft-blanks':
    'Python keeps blanks behind a soft line break, which RFC 2045 6.7 (3) says were added in transport',
  'e-b64-padding-middle':
    'Python stops at the padding: what it has is the beginning of what we have, read as the same kind',
  'e-b64-padding-each-line': 'the same',
  'e-b64-padding-decoy-last': 'the same; MIME::Parser reads bytes behind the padding in its own way',
  'n-unquoted-spaces': 'the first word of the name that we have whole',
  'n-2231-no-quotes': 'mailparser gives the name as it is written; we have it decoded',
  'n-2231-utf7': 'the same',
  'n-word-utf7': 'the same',
  'n-unquoted-8bit': 'MIME::Parser ends the name at the first byte that is not ASCII; we have it whole',
  'n-comment-inside': 'the name up to the comment; we have it whole',
}

interface Passed extends EvasionCase {
  facts: MessageFacts
}
const passed: Passed[] = []

beforeAll(async () => {
  for (const each of ALL) {
    const facts = await readMessage(each.message, policy.reading, CLOCK)
    const { findings } = judgedOf(facts, policy).verdict
    const refused = findings.some(({ rule, action }) => rule === 'unreadable' && action === 'reject')
    if (!refused) passed.push({ ...each, facts })
  }
}, 600_000)

describe('of the messages that can be inspected', () => {
  test('there are enough to say something', () => {
    expect(passed.length).toBeGreaterThan(ALL.length / 3)
  })

  for (const opinion of OPINIONS) {
    test.skipIf(opinion.missing && !REQUIRED)(
      `${opinion.name} sees no leaf and no name that we do not`,
      { timeout: 600_000 },
      async () => {
        const leaves = await opinion.leaves(passed.map(({ message }) => message))
        const differences = passed.flatMap(({ id, message, facts }, index) =>
          id in KNOWN ? [] : unseen(message, facts, leaves[index]!).map((difference) => `${id}: ${difference}`),
        )
        expect(leaves.flat().length).toBeGreaterThan(passed.length / 2)
        expect(differences).toEqual([])
      },
    )
  }
})
