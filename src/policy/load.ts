// Loads a policy whole or not at all: the regulation, one file per rule, and the office's own data.
import { basename, extname } from 'node:path'
import { DEFAULT_LIMITS } from '../facts.ts'
import type { Rule } from '../rules/rule.ts'
import { nearest } from '../settings/near.ts'
import { type Mistake, SettingsError, type YamlReading } from '../settings/yaml-file.ts'
import { type PolicyFile, PolicyFiles, type PolicyPlace } from './files.ts'
import type { Clause, NotEnforced, Policy, RulePolicy } from './policy.ts'
import { quoteMistake } from './quote.ts'
import { parseRegulation } from './regulation.ts'
import { rulePolicySchema } from './schema.ts'
import { loadNotEnforced, loadSecrecy, loadSite } from './site.ts'
import { loadTrust } from './trust.ts'
import { LIST_PARAMETERS, loadWords, warnUnusedLists } from './word-lists.ts'

export const REGULATION_FILE = 'quy-che-1713.md'

/** Thrown when a policy has mistakes: all of them, each with file, line and column. */
export class PolicyError extends SettingsError {
  constructor(mistakes: Mistake[]) {
    super(mistakes)
    this.name = 'PolicyError'
  }
}

type Read<T> = YamlReading<T> & { value: T }

/**
 * Reads the policy of these rules, in their order. Each of units.yaml, secrecy.yaml, not-enforced.yaml, words/ and trust/ is taken
 * from `site` where it has one, else from `<directory>/site`. Throws PolicyError; never gives a policy in part.
 */
export function loadPolicy(place: PolicyPlace, rules: readonly Rule[]): Policy {
  const files = new PolicyFiles(place)
  const clauses = loadRegulation(files)
  const site = loadSite(files)
  const notEnforced = loadNotEnforced(files)
  const loaded = loadWords(files)
  const { words, lists } = loaded
  const secrecy = loadSecrecy(files)
  const trust = loadTrust(files)
  const readings = loadRules(files, rules)
  for (const reading of readings) checkRule(reading, clauses, Object.keys(lists), files)
  if (notEnforced !== null && clauses.length > 0 && readings.length === rules.length)
    checkCover(clauses, readings, notEnforced, files)
  if (files.mistakes.length > 0 || site === null || notEnforced === null || secrecy === null)
    throw new PolicyError(files.mistakes)
  warnUnusedLists(
    loaded,
    readings.map(({ value }) => value),
    files,
  )
  const units = site.units.map(({ id, certificateNames, certificates = [] }) => ({
    ...{ id, names: certificateNames },
    ...(certificates.length > 0 ? { certificates } : {}),
  }))
  return {
    version: files.version(),
    clauses,
    rules: readings.map(({ value }) => value),
    notEnforced: notEnforced.value,
    site: { ...site, secrecyLaw: secrecy.law, lists },
    reading: { limits: DEFAULT_LIMITS, trust, units, words, secrecy: secrecy.words },
    warnings: files.warnings,
  }
}

function loadRegulation(files: PolicyFiles): Clause[] {
  const file = files.file(REGULATION_FILE)
  const bytes = files.bytes(file)
  if (bytes === null) return []
  const { clauses, mistakes } = parseRegulation(bytes.toString('utf8'))
  for (const { line, vi, en } of mistakes) {
    files.mistakes.push({ file: file.path, position: { line, column: 1 }, key: '', vi, en })
  }
  if (clauses.length === 0) files.tell(file, { vi: 'không có điều khoản nào', en: 'holds no clause' })
  return clauses
}

/** Exactly one file for each rule, and no file without a rule. */
function loadRules(files: PolicyFiles, rules: readonly Rule[]): Read<RulePolicy>[] {
  const ids = rules.map(({ id }) => id)
  for (const file of files.list(files.file(''))) {
    if (!['.yaml', '.yml'].includes(extname(file.name))) continue
    const id = basename(file.name, '.yaml')
    if (!ids.includes(id)) files.tell(file, noSuchRule(id, ids))
  }
  return rules.flatMap((rule) => {
    const file: PolicyFile = files.file(`${rule.id}.yaml`)
    return (files.yaml(file, rulePolicySchema(rule)) as Read<RulePolicy> | null) ?? []
  })
}

function noSuchRule(id: string, ids: string[]): { vi: string; en: string } {
  const near = nearest(id, ids)
  return {
    vi: `không có quy tắc "${id}"${near === null ? '' : `; có phải "${near}"?`}`,
    en: `there is no rule "${id}"${near === null ? '' : `; did you mean "${near}"?`}`,
  }
}

function checkRule(reading: Read<RulePolicy>, clauses: Clause[], lists: string[], files: PolicyFiles): void {
  const { clause: id, quote, parameters } = reading.value
  const clause = clauses.find((candidate) => candidate.id === id)
  if (clause === undefined && clauses.length > 0) files.mistakes.push(reading.mistake(['clause'], noSuchClause(id)))
  const departs = clause === undefined ? null : quoteMistake(quote, clause.text)
  if (departs !== null) files.mistakes.push(reading.mistake(['quote'], departs))
  // Parameters named so hold names of word lists; a misspelt one would change what the rule finds without a word.
  for (const name of LIST_PARAMETERS) {
    const named = Array.isArray(parameters[name]) ? parameters[name] : []
    for (const [index, list] of named.entries()) {
      if (!lists.includes(list))
        files.mistakes.push(reading.mistake(['parameters', name, index], noSuchList(list, lists)))
    }
  }
}

/** Every clause is cited by a rule or listed with a reason why no rule enforces it, never both. */
function checkCover(
  clauses: Clause[],
  rules: Read<RulePolicy>[],
  listed: Read<NotEnforced[]>,
  files: PolicyFiles,
): void {
  const cited = new Map(rules.map(({ value }) => [value.clause, value.rule]))
  const known = new Set(clauses.map(({ id }) => id))
  const excused = new Set(listed.value.map(({ clause }) => clause))
  for (const [index, { clause }] of listed.value.entries()) {
    const rule = cited.get(clause)
    if (!known.has(clause)) files.mistakes.push(listed.mistake([index, 'clause'], noSuchClause(clause)))
    else if (rule !== undefined) files.mistakes.push(listed.mistake([index, 'clause'], enforced(clause, rule)))
  }
  for (const { id } of clauses) {
    if (!cited.has(id) && !excused.has(id)) files.tell(files.siteFile('not-enforced.yaml'), uncovered(id))
  }
}

function noSuchClause(id: string): { vi: string; en: string } {
  return { vi: `Quy chế không có điều khoản "${id}"`, en: `the regulation has no clause "${id}"` }
}

function noSuchList(list: string, lists: string[]): { vi: string; en: string } {
  const known = lists.join(', ')
  return { vi: `không có danh sách từ "${list}"; có: ${known}`, en: `no word list "${list}"; there are: ${known}` }
}

function enforced(clause: string, rule: string): { vi: string; en: string } {
  return {
    vi: `điều khoản ${clause} đã có quy tắc ${rule} kiểm; bỏ khỏi danh sách này`,
    en: `clause ${clause} is enforced by ${rule}; take it off this list`,
  }
}

function uncovered(clause: string): { vi: string; en: string } {
  return {
    vi: `điều khoản ${clause} không có quy tắc nào trích và không có trong danh sách này`,
    en: `clause ${clause} is cited by no rule and is not in this list`,
  }
}
