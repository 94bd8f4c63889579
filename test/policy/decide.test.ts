// From findings to actions: message before outcome, observe, exceptions, the strictest wins.
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/policy/decide.ts'
import type { Exception, RulePolicy } from '../../src/policy/policy.ts'
import type { Found } from '../../src/verdict.ts'

const EXCEPTION: Exception = { until: '2026-03-31', reason: 'chuyển hệ thống', paper: '12/TB-VP' }

function rule(id: string, changes: Partial<RulePolicy> = {}): RulePolicy {
  return {
    rule: id,
    clause: '7.3.a',
    quote: 'q',
    mode: 'enforce',
    actions: { violated: 'tag', undetermined: 'reject', messages: { strict: 'reject', mild: 'pass' } },
    parameters: {},
    exceptions: [],
    ...changes,
  }
}

function found(message: string, outcome: Found['outcome'] = 'violated'): Found {
  return { outcome, message, at: null, data: {} }
}

const envelope = { sender: 'Nội.Vụ@TPHCM.gov.vn', recipients: ['a@one.gov.vn', 'b@two.gov.vn'], client: null }
const now = new Date('2026-03-01T00:00:00Z')

function actionWith(exception: Partial<Exception>, at = now, to = envelope) {
  const policy = { rules: [rule('a', { exceptions: [{ ...EXCEPTION, ...exception }] })] }
  return decide(policy, [{ rule: 'a', found: [found('other')] }], to, at)
}

describe('decide', () => {
  it('passes what nothing was found in', () => {
    expect(decide({ rules: [rule('a')] }, [{ rule: 'a', found: [] }], envelope, now)).toEqual({
      action: 'pass',
      findings: [],
    })
  })

  it('takes the action of the message id, else that of the outcome', () => {
    const of = (one: Found) => decide({ rules: [rule('a')] }, [{ rule: 'a', found: [one] }], envelope, now).action
    expect(of(found('strict'))).toBe('reject')
    expect(of(found('mild', 'undetermined'))).toBe('pass')
    expect(of(found('other'))).toBe('tag')
    expect(of(found('other', 'undetermined'))).toBe('reject')
    expect(of(found('constructor'))).toBe('tag')
  })

  it('keeps the whole finding and adds rule, clause, mode and action', () => {
    const one: Found = { outcome: 'violated', message: 'x', at: { part: '2', path: ['a.zip'] }, data: { name: 'a' } }
    const { findings } = decide({ rules: [rule('a')] }, [{ rule: 'a', found: [one] }], envelope, now)
    expect(findings).toEqual([{ ...one, rule: 'a', clause: '7.3.a', mode: 'enforce', action: 'tag', exception: null }])
  })

  it('lets the strictest win, and puts it first, then the order of the rules', () => {
    const policy = { rules: [rule('a'), rule('b'), rule('c')] }
    const all = [
      { rule: 'c', found: [found('strict'), found('other')] },
      { rule: 'a', found: [found('mild'), found('other')] },
      { rule: 'b', found: [found('strict')] },
    ]
    const { action, findings } = decide(policy, all, envelope, now)
    expect(action).toBe('reject')
    expect(findings.map((one) => `${one.action} ${one.rule}`)).toEqual([
      'reject b',
      'reject c',
      'tag a',
      'tag c',
      'pass a',
    ])
  })

  it('only observes where the mode says so', () => {
    const policy = { rules: [rule('a', { mode: 'observe' }), rule('b')] }
    const both = ['a', 'b'].map((id) => ({ rule: id, found: [found('other')] }))
    const { action, findings } = decide(policy, [...both, { rule: 'a', found: [found('strict')] }], envelope, now)
    expect(action).toBe('tag')
    expect(findings.filter(({ rule: id }) => id === 'a').map((one) => [one.action, one.mode])).toEqual([
      ['pass', 'observe'],
      ['pass', 'observe'],
    ])
  })

  it('throws for a rule without policy and for a date that is none: our failure, no verdict', () => {
    expect(() => decide({ rules: [] }, [{ rule: 'a', found: [found('x')] }], envelope, now)).toThrow(RangeError)
    expect(() => decide({ rules: [] }, [], envelope, new Date('x'))).toThrow(RangeError)
  })
})

describe('an exception', () => {
  it('turns the action into pass and says by which paper', () => {
    const { action, findings } = actionWith({ senders: ['nội.vụ@tphcm.gov.vn'] })
    expect(action).toBe('pass')
    expect(findings[0]!.exception).toEqual({ reason: 'chuyển hệ thống', paper: '12/TB-VP' })
  })

  it('holds until the end of its day in Vietnam and not a moment longer', () => {
    const scope = { senders: ['@tphcm.gov.vn'] }
    expect(actionWith(scope, new Date('2026-03-31T16:59:59.999Z')).action).toBe('pass')
    expect(actionWith(scope, new Date('2026-03-31T17:00:00Z')).action).toBe('tag')
  })

  it.each<[Partial<Exception>, string]>([
    [{ senders: ['@tphcm.gov.vn'] }, 'pass'],
    [{ senders: ['@gov.vn'] }, 'tag'],
    [{ senders: ['khac@tphcm.gov.vn'] }, 'tag'],
    [{ recipients: ['@one.gov.vn', 'b@two.gov.vn'] }, 'pass'],
    [{ recipients: ['@one.gov.vn'] }, 'tag'],
    [{ senders: ['@tphcm.gov.vn'], recipients: ['@one.gov.vn'] }, 'tag'],
    [{ messages: ['other'] }, 'pass'],
    [{ messages: ['strict'] }, 'tag'],
    [{ messages: ['other'], senders: ['@x.gov.vn'] }, 'tag'],
  ])('needs every scope it gives: %j', (exception, action) => {
    expect(actionWith(exception).action).toBe(action)
  })

  it('is granted neither to the null sender nor to a message for nobody', () => {
    expect(actionWith({ senders: ['@tphcm.gov.vn'] }, now, { ...envelope, sender: '' }).action).toBe('tag')
    expect(actionWith({ recipients: ['@one.gov.vn'] }, now, { ...envelope, recipients: [] }).action).toBe('tag')
  })
})
