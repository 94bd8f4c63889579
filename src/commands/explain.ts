// `congthu explain CLAUSE | RULE | CODE`: the regulation's words, a rule's policy, or why a mail was decided so.
import { existsSync } from 'node:fs'
import { readCode } from '../audit/code.ts'
import { type Decision, readAudit } from '../audit/store.ts'
import type { GateProblemName } from '../facts.ts'
import type { Policy, RulePolicy } from '../policy/policy.ts'
import { GATE_WORDS } from '../rules/gate-words.ts'
import { ruleById } from '../rules/index.ts'
import { OCCASIONS } from '../rules/occasions.ts'
import { PLACEHOLDERS } from '../rules/placeholders.ts'
import type { Rule, Sentence } from '../rules/rule.ts'
import { loadConfiguration } from '../settings/configuration.ts'
import { openPolicy, type PolicyOptions } from './engine.ts'
import { actionWord, printFinding, safe } from './print.ts'
import { STATUS, UsageError } from './status.ts'

export interface ExplainOptions extends PolicyOptions {
  config?: string
  audit?: string
}

/** Prints what is known under that name (clause, rule, rule/message, problem of the gate, look-up code); usage error when it is none. */
export function explainCommand(name: string, options: ExplainOptions): number {
  const policy = openPolicy(options)
  const rule = policy.rules.find((candidate) => candidate.rule === name)
  if (rule !== undefined) return explainRule(rule)
  const gate = name as GateProblemName
  if (Object.hasOwn(GATE_WORDS, gate)) return explainGate(gate, policy)
  const [id, message] = name.split('/')
  const owner = policy.rules.find((candidate) => candidate.rule === id)
  if (owner !== undefined && message !== undefined && Object.hasOwn(ruleById(owner.rule).messages, message))
    return explainMessage(owner, message, policy)
  const clause = name.replace(/^(điều|dieu|article)\s*/i, '')
  if (policy.clauses.some(({ id }) => id === clause)) return explainClause(clause, policy)
  const code = readCode(name)
  if (code !== null) return explainCode(code, options)
  throw new UsageError(
    `"${name}": không phải điều khoản, quy tắc, lỗi cổng hay mã tra cứu / not a clause, rule, gate problem or look-up code`,
  )
}

function explainClause(id: string, policy: Policy): number {
  const { heading, text } = policy.clauses.find((clause) => clause.id === id)!
  console.log(`${id} — ${heading}\n\n${text}\n`)
  for (const { rule, mode } of policy.rules.filter(({ clause }) => clause === id)) {
    console.log(`quy tắc / rule: ${rule} (${mode})`)
  }
  for (const { vi, en } of policy.notEnforced.filter(({ clause }) => clause === id)) {
    console.log(`không kiểm bằng máy / not enforced: ${vi}\n  ${en}`)
  }
  return STATUS.ok
}

/** A problem of the strict gate, and what it costs by the policy of `unreadable`. */
function explainGate(problem: GateProblemName, policy: Policy): number {
  const { vi, en } = GATE_WORDS[problem]
  const { parameters } = policy.rules.find(({ rule }) => rule === 'unreadable')!
  const holds = (list: string) => (parameters[list] as string[]).includes(problem)
  const cost = holds('refused')
    ? 'unreadable/malformed'
    : holds('doubted')
      ? 'unreadable/malformed-doubtful'
      : 'chỉ đếm / only counted (congthu_gate_problems_total)'
  console.log(`${problem}\n${vi}\n${en}\n→ ${cost}`)
  return STATUS.ok
}

/** The rule with all of its messages. */
function explainRule(rulePolicy: RulePolicy): number {
  const { rule: id, clause, quote, mode, exceptions } = rulePolicy
  const rule = ruleById(id)
  console.log(`${id} (${clause}, ${mode})\n${rule.title.vi}\n${rule.title.en}\n\n“${quote}”\n`)
  for (const message of Object.keys(rule.messages)) console.log(`  ${costOf(rulePolicy, message)}`)
  printThresholds(rule, rulePolicy)
  for (const { reason, paper, until } of exceptions) {
    console.log(`  ngoại lệ / exception: ${reason} (${paper}), đến hết / until ${until}`)
  }
  return STATUS.ok
}

function costOf({ rule, actions }: RulePolicy, message: string): string {
  const { outcome } = ruleById(rule).messages[message]!
  return `${message}: ${outcome} → ${actionWord(actions.messages[message] ?? actions[outcome])}`
}

/** One message alone: what it says, on which clause, when and what to do; an ellipsis stands for the words of a mail. */
function explainMessage(rulePolicy: RulePolicy, message: string, { clauses }: Policy): number {
  const { rule: id, clause, mode } = rulePolicy
  const { say, remedy } = ruleById(id).messages[message]!
  const heading = clauses.find((candidate) => candidate.id === clause)?.heading
  console.log(`${id}/${costOf(rulePolicy, message)}${mode === 'observe' ? ' [chỉ theo dõi/observe]' : ''}`)
  console.log(`điều khoản / clause: ${clause}${heading === undefined ? '' : ` — ${heading}`}`)
  printBoth('khi nào / when', OCCASIONS[id]![message]!)
  printBoth('câu báo / says', say(PLACEHOLDERS))
  printBoth('khắc phục / remedy', remedy(PLACEHOLDERS))
  console.log(`cả quy tắc / the whole rule: congthu explain ${id}`)
  return STATUS.ok
}

function printBoth(label: string, { vi, en }: Sentence): void {
  console.log(`${label}:\n  ${vi}\n  ${en}`)
}

/** The numbers that the policy file may set, as they are in force. */
function printThresholds(rule: Rule, { parameters }: RulePolicy): void {
  for (const [name, declared] of Object.entries(rule.parameters)) {
    if (declared.type !== 'integer') continue
    console.log(`  ${name} = ${parameters[name]}: ${declared.vi}`)
    console.log(`      ${declared.en}`)
  }
}

function explainCode(code: string, options: ExplainOptions): number {
  const file = options.audit ?? loadConfiguration(options.config ?? null, {}).audit
  if (!existsSync(file)) {
    console.error(`congthu: không có sổ quyết định ${file}; ghi --config congthu.yaml hoặc --audit TỆP`)
    console.error(`congthu: there is no audit file ${file}; name it with --config congthu.yaml or --audit FILE`)
    return STATUS.tempfail
  }
  const decision = findDecision(file, code)
  if (decision === null) {
    console.error(`congthu: mã ${code} không có trong sổ / no such code in the audit file ${file}`)
    return STATUS.rejected
  }
  printDecision(decision)
  return STATUS.ok
}

function findDecision(file: string, code: string): Decision | null {
  const audit = readAudit(file)
  try {
    return audit.find(code)
  } finally {
    audit.close()
  }
}

/** A decision as the audit table has it, with its findings in words. */
export function printDecision(decision: Decision): void {
  const { code, at, action, sender, recipients, messageId, size, policyVersion } = decision
  console.log(`${code}  ${at}  ${actionWord(action)}  ${size} bytes  policy ${policyVersion}`)
  console.log(safe(`từ/from ${sender || '<>'}  đến/to ${recipients.join(', ')}  Message-ID ${messageId ?? '-'}`))
  for (const finding of decision.findings) printFinding(finding)
  if (decision.findings.length === 0) console.log('Không có điểm nào trái Quy chế. / Nothing against the regulation.')
}
