// What the house test of traceability checks: regulation, policies, rules, tests and samples, each pointing at the others.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { REGULATION_FILE } from '../../src/policy/load.ts'
import type { Clause, NotEnforced } from '../../src/policy/policy.ts'
import { quoteMistake } from '../../src/policy/quote.ts'
import { parseRegulation } from '../../src/policy/regulation.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { readYamlFile, z } from '../../src/settings/yaml-file.ts'

/** Message ids that no sample in mail can show, as `rule/message`, each with the reason. The only such list. */
export const WITHOUT_SAMPLE: Readonly<Record<string, string>> = {
  'unreadable/reader-died': 'no message is meant to kill the reader; the tests of inspect kill it themselves',
}

/** A sample as its .yaml declares it, in the folder of the rule that it was made for. */
export interface DeclaredSample {
  rule: string
  name: string
  findings: { rule: string; message: string }[]
}

/** Everything that the checks look at, as plain data, so that a test can break a copy of it. */
export interface House {
  clauses: Clause[]
  notEnforced: NotEnforced[]
  policies: { rule: string; clause: string; quote: string }[]
  rules: { id: string; messages: string[] }[]
  /** Files that exist, from the top of the repository. */
  files: string[]
  samples: DeclaredSample[]
}

const policyFile = z.looseObject({ rule: z.string(), clause: z.string(), quote: z.string() })
const notEnforcedFile = z.array(z.strictObject({ clause: z.string(), vi: z.string(), en: z.string() }))
const sampleFile = z.looseObject({
  findings: z.array(z.looseObject({ rule: z.string(), message: z.string() })).default([]),
})

/** Reads the house from the top of the repository. */
export function readHouse(top: string, rules: readonly Rule[]): House {
  const policies = names(join(top, 'policies')).filter((name) => name.endsWith('.yaml'))
  const ids = rules.map(({ id }) => id)
  const files = ids.flatMap(filesOfRule).filter((file) => existsSync(join(top, file)))
  return {
    clauses: parseRegulation(readFileSync(join(top, 'policies', REGULATION_FILE), 'utf8')).clauses,
    notEnforced: readYamlFile(join(top, 'policies', 'site', 'not-enforced.yaml'), notEnforcedFile).value,
    policies: policies.map((name) => readYamlFile(join(top, 'policies', name), policyFile).value),
    rules: rules.map(({ id, messages }) => ({ id, messages: Object.keys(messages) })),
    files: [...files, ...policies.map((name) => `policies/${name}`)],
    samples: ids.flatMap((rule) => readSamples(top, rule)),
  }
}

function filesOfRule(id: string): string[] {
  return [`src/rules/${id}.ts`, `policies/${id}.yaml`, `test/rules/${id}.test.ts`]
}

/** Samples are pairs: NAME.eml and NAME.yaml. One without the other does not count. */
function readSamples(top: string, rule: string): DeclaredSample[] {
  const folder = join(top, 'samples', rule)
  const all = new Set(names(folder))
  return [...all]
    .filter((name) => name.endsWith('.yaml') && all.has(`${basename(name, '.yaml')}.eml`))
    .map((name) => {
      const { findings } = readYamlFile(join(folder, name), sampleFile).value
      return { rule, name, findings: findings.map(({ rule: of, message }) => ({ rule: of, message })) }
    })
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** All that is wrong with the house, one sentence each; empty when it holds together. */
export function houseProblems(
  house: House,
  withoutSample: Readonly<Record<string, string>> = WITHOUT_SAMPLE,
): string[] {
  return [
    ...clauseProblems(house),
    ...quoteProblems(house),
    ...fileProblems(house),
    ...sampleProblems(house, withoutSample),
    ...excuseProblems(house, withoutSample),
  ]
}

/** Every clause is cited by a policy or listed with a reason. */
export function clauseProblems({ clauses, policies, notEnforced }: House): string[] {
  const cited = new Set(policies.map(({ clause }) => clause))
  const excused = new Map(notEnforced.map((one) => [one.clause, one]))
  return clauses.flatMap(({ id }) => {
    const excuse = excused.get(id)
    if (excuse !== undefined && (excuse.vi.trim() === '' || excuse.en.trim() === '')) return [`clause ${id}: no reason`]
    return cited.has(id) || excuse !== undefined
      ? []
      : [`clause ${id}: cited by no policy and not in not-enforced.yaml`]
  })
}

/** Every quotation is the regulation word for word. */
export function quoteProblems({ clauses, policies }: House): string[] {
  return policies.flatMap(({ rule, clause: id, quote }) => {
    const clause = clauses.find((candidate) => candidate.id === id)
    if (clause === undefined) return [`${rule}: the regulation has no clause ${id}`]
    const mistake = quoteMistake(quote, clause.text)
    return mistake === null ? [] : [`${rule}: ${mistake.en}`]
  })
}

/** One stem names a rule in every tree, and no policy is without a rule. */
export function fileProblems({ rules, files }: House): string[] {
  const ids = new Set(rules.map(({ id }) => id))
  const missing = rules.flatMap(({ id }) => filesOfRule(id)).filter((file) => !files.includes(file))
  const stray = files.filter((file) => file.startsWith('policies/') && !ids.has(basename(file, '.yaml')))
  return [...missing.map((file) => `${file} is missing`), ...stray.map((file) => `${file} is of no rule`)]
}

/** samples/<rule>/ shows a message that passes the rule, and each of its message ids. */
export function sampleProblems({ rules, samples }: House, withoutSample: Readonly<Record<string, string>>): string[] {
  return rules.flatMap(({ id, messages }) => {
    const own = samples.filter(({ rule }) => rule === id)
    const passes = own.some(({ findings }) => findings.every(({ rule }) => rule !== id))
    const unseen = messages.filter(
      (message) =>
        !Object.hasOwn(withoutSample, `${id}/${message}`) && !own.some((sample) => shows(sample, id, message)),
    )
    return [
      ...(passes ? [] : [`samples/${id}: no sample passes the rule`]),
      ...unseen.map((message) => `samples/${id}: no sample of ${message}`),
    ]
  })
}

/** An excuse for having no sample must be of a message that exists and has none. */
export function excuseProblems({ rules, samples }: House, withoutSample: Readonly<Record<string, string>>): string[] {
  return Object.entries(withoutSample).flatMap(([key, reason]) => {
    const [id = '', message = ''] = key.split('/')
    if (reason.trim() === '') return [`${key}: no reason why no sample shows it`]
    if (!rules.some((rule) => rule.id === id && rule.messages.includes(message))) return [`${key}: no such message`]
    return samples.some((sample) => shows(sample, id, message)) ? [`${key}: has a sample, take it off the list`] : []
  })
}

function shows({ findings }: DeclaredSample, id: string, message: string): boolean {
  return findings.some((finding) => finding.rule === id && finding.message === message)
}
