// `congthu policy try DIR`: judges a folder of mail and says what each rule did, and would do were it enforced.
import { opendir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { check, type Engine } from '../check.ts'
import { explain } from '../explain.ts'
import { toCrlf } from '../message/line-ends.ts'
import type { RulePolicy } from '../policy/policy.ts'
import { ACTIONS, type Action, type Finding, type Verdict } from '../verdict.ts'
import { envelopeOf, readTime } from './check.ts'
import { openPolicy, type PolicyOptions, withEngine } from './engine.ts'
import { actionWord, safe } from './print.ts'
import { STATUS, UsageError } from './status.ts'

export interface TryOptions extends PolicyOptions {
  json?: boolean
  at?: string
  /** Folder of another policy: what it decides otherwise is told mail by mail. */
  beside?: string
}

/** A mail that the other policy decides otherwise, with what is found under one of them only. */
interface Changed {
  file: string
  here: Action
  beside: Action
  gone: string[]
  new: string[]
}

/** What one message id of a rule came to over the folder. */
export interface Tried {
  rule: string
  message: string
  mode: string
  /** Mails with it, by the action that it cost now. */
  now: Record<Action, number>
  /** The action that it would cost were its rule enforced. */
  enforced: Action
  examples: { file: string; vi: string; en: string }[]
}

const FILES_READ = 100_000
const DEPTH = 32
const EXAMPLES = 3
/** Mails on their way at a time: one is read by the reading process while the next is fetched. */
const AT_ONCE = 2
const PROGRESS_MS = 1000

/** Judges every .eml below the folder. Nothing is sent or written; 64 when the folder cannot be read or has none. */
export async function policyTryCommand(folder: string, options: TryOptions): Promise<number> {
  const files = await mailIn(folder)
  if (files.length === 0) throw new UsageError(`${folder}: không có tệp .eml nào / there is no .eml file`)
  const { rules } = openPolicy(options)
  const now = options.at === undefined ? new Date() : readTime(options.at)
  const tally = new Tally(rules)
  await withEngines(options, async (engine, beside) => {
    const queue = files.values()
    const worker = async () => {
      for (const file of queue) await tally.judge(folder, file, now, engine, beside)
    }
    const timer = setInterval(() => progress(tally.judged, files.length), PROGRESS_MS)
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    clearInterval(timer)
    return STATUS.ok
  })
  if (options.json) for (const each of [...tally.results(), ...tally.changed]) console.log(JSON.stringify(each))
  else {
    print(tally)
    if (options.beside !== undefined) printChanged(tally.changed)
  }
  // On stderr in both forms: the counts above do not hold these, and a program must not take them for passed.
  for (const file of tally.failed) console.error(safe(`không xét được / could not be judged: ${file}`))
  return STATUS.ok
}

/** One engine, and one of the other policy when it is asked for; a mistake in it is told before any mail is judged. */
function withEngines(
  options: TryOptions,
  work: (engine: Engine, beside: Engine | null) => Promise<number>,
): Promise<number> {
  const { beside } = options
  if (beside === undefined) return withEngine(options, (engine) => work(engine, null))
  return withEngine({ ...options, policies: beside }, (other) => withEngine(options, (engine) => work(engine, other)))
}

function progress(done: number, all: number): void {
  process.stderr.write(`${done}/${all} thư / mails\n`)
}

async function mailIn(folder: string): Promise<string[]> {
  const files: string[] = []
  const open: { path: string; depth: number }[] = [{ path: folder, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    try {
      for await (const entry of await opendir(next.path)) {
        const path = join(next.path, entry.name)
        if (entry.isDirectory() && next.depth < DEPTH) open.push({ path, depth: next.depth + 1 })
        else if (entry.isFile() && entry.name.toLowerCase().endsWith('.eml') && files.length < FILES_READ)
          files.push(path)
      }
    } catch (error) {
      throw new UsageError(
        `${next.path}: không đọc được thư mục / the folder cannot be read: ${(error as Error).message}`,
      )
    }
  }
  return files.sort()
}

class Tally {
  judged = 0
  failed: string[] = []
  changed: Changed[] = []
  readonly actions: Record<Action, number> = { pass: 0, tag: 0, reject: 0 }
  readonly #rules: Map<string, RulePolicy>
  readonly #tried = new Map<string, Tried>()

  constructor(rules: readonly RulePolicy[]) {
    this.#rules = new Map(rules.map((rule) => [rule.rule, rule]))
  }

  async judge(folder: string, file: string, now: Date, engine: Engine, beside: Engine | null): Promise<void> {
    this.judged++
    try {
      const bytes = toCrlf(await readFile(file))
      const source = { bytes, file: null, size: bytes.length, stuffed: false }
      const { verdict } = await check(source, (facts) => envelopeOf(facts, {}), engine, now)
      if (beside !== null) {
        const other = await check(source, (facts) => envelopeOf(facts, {}), beside, now)
        this.#compare(relative(folder, file), verdict, other.verdict)
      }
      this.actions[verdict.action]++
      const seen = new Set<string>()
      for (const finding of verdict.findings) this.#add(finding, relative(folder, file), seen)
    } catch {
      this.failed.push(relative(folder, file))
    }
  }

  #compare(file: string, here: Verdict, beside: Verdict): void {
    const [mine, other] = [here, beside].map(({ findings }) => new Set(findings.map(idOf))) as [
      Set<string>,
      Set<string>,
    ]
    if (here.action === beside.action && mine.symmetricDifference(other).size === 0) return
    const [gone, added] = [[...mine.difference(other)], [...other.difference(mine)]]
    this.changed.push({ file, here: here.action, beside: beside.action, gone, new: added })
  }

  /** One mail counts once for each message id. */
  #add(finding: Finding, file: string, seen: Set<string>): void {
    const id = idOf(finding)
    if (seen.has(id)) return
    seen.add(id)
    const tried = this.#tried.get(id) ?? this.#new(finding)
    this.#tried.set(id, tried)
    tried.now[finding.action]++
    if (tried.examples.length < EXAMPLES) tried.examples.push({ file, ...explain(finding).says })
  }

  #new({ rule, message, outcome, mode }: Finding): Tried {
    const { messages, ...byOutcome } = this.#rules.get(rule)!.actions
    const enforced = messages[message] ?? byOutcome[outcome]
    return { rule, message, mode, now: { pass: 0, tag: 0, reject: 0 }, enforced, examples: [] }
  }

  /** In the order of the rules. */
  results(): Tried[] {
    const order = [...this.#rules.keys()]
    return [...this.#tried.values()].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule))
  }
}

function print(tally: Tally): void {
  const { actions, judged } = tally
  console.log(
    `${judged} thư / mails: ${ACTIONS.map((action) => `${actions[action]} ${actionWord(action)}`).join(', ')}`,
  )
  for (const { rule, message, mode, now, enforced, examples } of tally.results()) {
    const counts = ACTIONS.filter((action) => now[action] > 0).map((action) => `${now[action]} ${actionWord(action)}`)
    const would = mode === 'observe' ? `; nếu thi hành / if enforced: ${actionWord(enforced)}` : ''
    console.log(`\n${rule}/${message} (${mode}): ${counts.join(', ')}${would}`)
    for (const { file, vi } of examples) console.log(safe(`  ${file}: ${vi}`))
    const rest = ACTIONS.reduce((sum, action) => sum + now[action], 0) - examples.length
    if (rest > 0) console.log(`  … và ${rest} thư khác / and ${rest} more`)
  }
}

function printChanged(all: Changed[]): void {
  const decided = all.filter(({ here, beside }) => here !== beside)
  const changed = [...decided, ...all.filter(({ here, beside }) => here === beside)]
  console.log(
    `\n${all.length} thư đổi theo chính sách kia, ${decided.length} đổi kết quả / mails change under the other policy, so many in what is done`,
  )
  for (const { file, here, beside, gone, new: added } of changed) {
    const ids = [...gone.map((id) => `−${id}`), ...added.map((id) => `+${id}`)].join(', ')
    console.log(safe(`  ${file}: ${actionWord(here)} → ${actionWord(beside)}${ids === '' ? '' : `: ${ids}`}`))
  }
}

function idOf({ rule, message }: Finding): string {
  return `${rule}/${message}`
}
