// What could not be inspected: every reason has its message, of the file that it concerns.
import { describe, expect, test } from 'vitest'
import type { GateProblem, Reason } from '../../src/facts.ts'
import { unreadable as rule } from '../../src/rules/unreadable.ts'
import { document, find, ids, message, silent } from '../support/facts.ts'

const MESSAGES: [Reason, string][] = [
  ['encrypted', 'encrypted'],
  ['damaged', 'damaged'],
  ['malformed', 'damaged'],
  ['depth-limit', 'limit'],
  ['count-limit', 'limit'],
  ['size-limit', 'limit'],
  ['time-limit', 'limit'],
  ['memory-limit', 'limit'],
  ['reader-died', 'reader-died'],
  ['external-content', 'external-content'],
  ['unknown-kind', 'unknown-kind'],
  ['unsupported', 'unsupported'],
]
const problem = (name: GateProblem['problem']) => ({
  facts: message({
    gate: { ok: false, problems: [{ problem: name, offset: 42, field: '', at: { part: 'header', path: [] } }] },
  }),
})

test('a message that was read whole', () => {
  expect(find(rule, { facts: message({ attachments: [document({})] }) })).toEqual([])
})

describe.each(MESSAGES)('%s', (reason, id) => {
  test(`of the message is ${id}`, () => {
    expect(ids(rule, { facts: message({ reasons: [reason], inspected: 'partial' }) })).toEqual([id])
  })
  test(`of a document at any depth is ${id} and names it`, () => {
    const inner = document({ name: 'to-trinh.docx', reasons: [reason], inspected: 'none' })
    const facts = message({ attachments: [document({ name: 'ho-so.zip', children: [inner] })] })
    const [found, ...more] = find(rule, { facts })
    expect(more).toEqual([])
    expect(found).toMatchObject({ outcome: 'undetermined', message: id, at: inner.at })
    expect(found!.data.name).toBe('to-trinh.docx')
  })
})

describe('line ends', () => {
  test.each(['bare-lf', 'bare-cr', 'nul'] as const)('%s is refused as 5.6.0', (name) => {
    const [found] = find(rule, problem(name))
    expect(found).toMatchObject({ outcome: 'undetermined', message: 'bare-line-end', at: null })
    expect(found!.data).toMatchObject({ problem: name, offset: 42 })
    expect(rule.messages['bare-line-end']!.status).toBe('5.6.0')
  })
  test.each(['header-long', 'no-separator', 'duplicate-header', 'bad-header'] as const)('%s is not one', (name) => {
    expect(ids(rule, problem(name))).not.toContain('bare-line-end')
  })
})

describe('departures from the mail standards', () => {
  const gate = (...names: GateProblem['problem'][]) => ({
    facts: message({
      gate: {
        ok: false,
        problems: names.map((name, i) => ({ problem: name, offset: i, field: '', at: { part: '2', path: [] } })),
      },
    }),
  })

  test('all that let programs read different mails are one finding, at the first place', () => {
    const [found, ...more] = find(rule, gate('boundary-reused', 'text-encoded', 'text-encoded'))
    expect(more).toEqual([])
    expect(found).toMatchObject({ message: 'malformed', at: { part: '2' } })
    expect(found!.data).toMatchObject({ problems: ['boundary-reused', 'text-encoded'], whereVi: 'byte 0' })
  })
  test('what careless software writes is doubted, what is in no list says nothing', () => {
    expect(ids(rule, gate('close-missing'))).toEqual(['malformed-doubtful'])
    expect(ids(rule, gate('header-8bit', 'parameter-unquoted', 'duplicate-field'))).toEqual([])
  })
  test('the lists are the policy’s', () => {
    const parameters = { refused: ['header-8bit'], doubted: ['boundary-reused'] }
    expect(ids(rule, { ...gate('header-8bit', 'boundary-reused'), parameters })).toEqual([
      'malformed',
      'malformed-doubtful',
    ])
  })
  test('files in the words of a report are those of the mail that it returns', () => {
    const { facts } = gate('text-encoded')
    const report = { facts: { ...facts, header: { ...facts.header!, autoSubmitted: 'auto-replied' } } }
    const envelope = (sender: string) => ({ sender, recipients: ['a@b.vn'], client: null })
    expect(ids(rule, { ...report, envelope: envelope('') })).toEqual([])
    expect(ids(rule, { ...report, envelope: envelope('a@b.vn') })).toEqual(['malformed'])
  })
  test('a bare CR in a nested message is about what was composed', () => {
    expect(ids(rule, gate('bare-cr'))).toEqual(['malformed'])
  })
})

test('a reason that comes up from a child or a document is told once', () => {
  const inner = document({ name: 'a.docx', reasons: ['encrypted'] })
  const outer = document({ name: 'a.zip', reasons: ['encrypted'], children: [inner] })
  const facts = message({ attachments: [outer], reasons: ['encrypted'] })
  expect(find(rule, { facts }).map(({ at }) => at)).toEqual([inner.at])
})

test('several reasons and several files are all told', () => {
  const attachments = [
    document({ name: 'a.docx', reasons: ['encrypted'] }),
    document({ name: 'b.zip', reasons: ['size-limit', 'count-limit', 'damaged'] }),
  ]
  expect(ids(rule, { facts: message({ attachments }) }).sort()).toEqual(['damaged', 'encrypted', 'limit'])
})

test('every message was shown', () => {
  const gate = ['bare-line-end', 'malformed', 'malformed-doubtful']
  expect(silent(rule, [...MESSAGES.map(([, id]) => id), ...gate])).toEqual([])
})
