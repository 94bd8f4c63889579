// The samples for tests: the list, their envelopes, and how findings are compared.
import { join } from 'node:path'
import {
  type Expectation,
  type ExpectedFinding,
  listSamples as listBelow,
  type Sample,
} from '../../src/demo/samples.ts'
import type { Envelope } from '../../src/facts.ts'
import type { Finding } from '../../src/verdict.ts'

export const SAMPLES = join(import.meta.dirname, '..', '..', 'samples')

export type { Sample }

/** All samples by folder and name. */
export function listSamples(root = SAMPLES): Sample[] {
  return listBelow(root)
}

/** The envelope that the expectation gives, as a message read from a file has it. */
export function envelopeOf({ envelope }: Expectation): Envelope {
  return { sender: envelope.from, recipients: envelope.to, client: null }
}

type Seen = Pick<Finding, 'rule' | 'message' | 'at' | 'outcome'>

function matches(expected: ExpectedFinding, seen: Seen): boolean {
  if (expected.rule !== seen.rule || expected.message !== seen.message) return false
  if (expected.outcome !== undefined && expected.outcome !== seen.outcome) return false
  if (expected.at === undefined) return true
  return (
    seen.at !== null && expected.at.part === seen.at.part && expected.at.path.join('\n') === seen.at.path.join('\n')
  )
}

/** The differences between the findings expected and those made, as lines for a person; none when the sets are equal. */
export function findingDifferences(expected: ExpectedFinding[], seen: Seen[]): string[] {
  const line = ({ rule, message, at }: Seen | ExpectedFinding): string =>
    `${rule} ${message} at ${at == null ? 'no place' : [at.part, ...at.path].join(' > ')}`
  const missing = expected.filter((finding) => !seen.some((other) => matches(finding, other)))
  const extra = seen.filter((finding) => !expected.some((other) => matches(other, finding)))
  return [
    ...missing.map((finding) => `missing: ${line(finding)}`),
    ...extra.map((finding) => `not expected: ${line(finding)}`),
  ]
}
