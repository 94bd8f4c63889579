// `congthu policy check|list`: whether the policy folder loads, and what it says.
import type { RulePolicy } from '../policy/policy.ts'
import { ruleById } from '../rules/index.ts'
import type { Rule } from '../rules/rule.ts'
import { formatMistake } from '../settings/yaml-file.ts'
import { ACTIONS } from '../verdict.ts'
import { openPolicy, type PolicyOptions } from './engine.ts'
import { actionWord } from './print.ts'
import { STATUS } from './status.ts'

/** Loads the policy; its mistakes are thrown and printed by the caller. Warnings are no mistakes: it is valid with them. */
export function policyCheckCommand(options: PolicyOptions): number {
  const { version, rules, notEnforced, clauses, warnings } = openPolicy(options)
  for (const { vi, en, ...place } of warnings)
    console.error(formatMistake({ ...place, vi: `cảnh báo: ${vi}`, en: `warning: ${en}` }))
  console.log(`Chính sách hợp lệ / policy is valid: ${version}`)
  console.log(
    `${clauses.length} điều khoản, ${rules.length} quy tắc, ${notEnforced.length} điều khoản không kiểm bằng máy`,
  )
  console.log(`${clauses.length} clauses, ${rules.length} rules, ${notEnforced.length} clauses not enforced`)
  if (warnings.length > 0) console.log(`${warnings.length} cảnh báo / ${warnings.length} warning(s)`)
  return STATUS.ok
}

/** The actions that a rule's findings cost, mildest first. */
function costs({ messages }: Rule, actions: RulePolicy['actions']): string {
  const used = Object.entries(messages).map(([id, { outcome }]) => actions.messages[id] ?? actions[outcome])
  return ACTIONS.filter((action) => used.includes(action))
    .map(actionWord)
    .join(', ')
}

/** One line per rule, in the order of the regulation. */
export function policyListCommand(options: PolicyOptions & { json?: boolean }): number {
  const policy = openPolicy(options)
  if (options.json) {
    for (const rule of policy.rules) console.log(JSON.stringify(rule))
    return STATUS.ok
  }
  for (const { rule, clause, mode, actions, exceptions } of policy.rules) {
    const known = ruleById(rule)
    const { title } = known
    console.log(`${clause.padEnd(6)} ${rule.padEnd(24)} ${mode.padEnd(8)} ${costs(known, actions)}`)
    console.log(`       ${title.vi} / ${title.en}${exceptions.length > 0 ? `  [${exceptions.length} exceptions]` : ''}`)
  }
  return STATUS.ok
}
