// Runs hostile messages through reading processes as the relay does, and measures what each one costs.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge } from '../../src/check.ts'
import type { DocumentFacts, Envelope, MessageFacts } from '../../src/facts.ts'
import { createPool, type ReadingPool } from '../../src/inspect/pool.ts'
import { stateOf } from '../../src/inspect/proc.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { RULES } from '../../src/rules/index.ts'
import { loadConfiguration } from '../../src/settings/configuration.ts'
import { ROOT } from '../support/cli.ts'
import type { HostileCase } from '../support/hostile.ts'

export interface Measured {
  name: string
  /** Bytes of the message. */
  size: number
  /** From handing it over until the facts are there. */
  wallMs: number
  /** Of the reading process, all threads; 10 ms is the clock's step. */
  cpuMs: number
  /** Most resident memory that the reading process ever had. */
  peakMiB: number
  /** Most CPU time that the parent took without a turn of its event loop, judging included. */
  blockMs: number
  /** Reasons, `gate` for a refused departure, or `whole`. */
  outcome: string[]
  action: string
}

const ENVELOPE: Envelope = { sender: 'a.cangio@tphcm.gov.vn', recipients: ['b.cangio@tphcm.gov.vn'], client: null }
const NOW = new Date('2026-03-02T01:00:00Z')
/** The gateway's own defaults. */
export const LIMITS = loadConfiguration(null).reading

/** Why it cannot be made here; null when it can. */
export function missing({ tools = [] }: HostileCase): string | null {
  const away = tools.filter((tool) => !existsSync(`/usr/bin/${tool}`))
  return away.length === 0 ? null : away.join(', ')
}

export class HostileBench {
  readonly policy: Policy = loadPolicy({ directory: join(ROOT, 'policies') }, RULES)
  readonly #folder = mkdtempSync(join(tmpdir(), 'congthu-hostile-'))
  #pool: ReadingPool | null = null

  /** One message in a fresh process that has read one small message before. */
  async measure(hostile: HostileCase): Promise<Measured> {
    await this.#pool?.close()
    const pool = createPool(this.policy.reading, { ...LIMITS, processes: 1 })
    this.#pool = pool
    const small = Buffer.from('From: a@b.example\r\n\r\nx\r\n')
    await pool.readMessage({ bytes: small, file: null, size: small.length, stuffed: false }, NOW)
    const bytes = hostile.make()
    const file = join(this.#folder, 'message')
    writeFileSync(file, bytes)
    const pid = childOf()
    const watch = new ProcessPeak(pid)
    const loop = new LoopWatch()
    const start = performance.now()
    const facts = await pool.readMessage({ bytes: null, file, size: bytes.length, stuffed: false }, NOW)
    const wallMs = performance.now() - start
    const { action, findings } = judge(facts, ENVELOPE, this.policy, NOW)
    const blockMs = await loop.end()
    const { cpuMs, peakMiB } = watch.end()
    const refused = findings.some(({ rule, message }) => rule === 'unreadable' && message.startsWith('malformed'))
    return {
      name: hostile.name,
      size: bytes.length,
      wallMs,
      cpuMs,
      peakMiB,
      blockMs,
      outcome: outcomeOf(facts, refused),
      action,
    }
  }

  async close(): Promise<void> {
    await this.#pool?.close()
    rmSync(this.#folder, { recursive: true })
  }
}

function outcomeOf(facts: MessageFacts, gate: boolean): string[] {
  const reasons = new Set<string>([...facts.reasons, ...facts.attachments.flatMap(reasonsIn)])
  if (gate) reasons.add('gate')
  return reasons.size === 0 ? ['whole'] : [...reasons]
}

function reasonsIn({ reasons, children }: DocumentFacts): string[] {
  return [...reasons, ...children.flatMap(reasonsIn)]
}

function childOf(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number)
  const readers = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('inspect/child.ts'))
  if (readers.length !== 1) throw new Error(`${readers.length} reading processes`)
  return readers[0]!
}

/** CPU time and peak memory of a process that may be killed at any moment: the last look counts. */
class ProcessPeak {
  readonly #pid: number
  readonly #before: number
  readonly #timer: NodeJS.Timeout
  #last = { cpuMs: 0, peakMiB: 0 }

  constructor(pid: number) {
    this.#pid = pid
    this.#before = stateOf(pid)?.cpuSeconds ?? 0
    this.#timer = setInterval(() => this.#look(), 5)
  }

  #look(): void {
    const state = stateOf(this.#pid)
    if (state === null) return
    const cpuMs = Math.round((state.cpuSeconds - this.#before) * 1000)
    this.#last = { cpuMs, peakMiB: Math.max(this.#last.peakMiB, state.residentBytes / 1_048_576, peakOf(this.#pid)) }
  }

  end(): { cpuMs: number; peakMiB: number } {
    clearInterval(this.#timer)
    this.#look()
    return this.#last
  }
}

/** VmHWM (proc(5)); 0 where the system does not tell. */
function peakOf(pid: number): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return Number(kib ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Most CPU time of this thread between two turns of its event loop: what others wait for, whatever else the machine does. */
class LoopWatch {
  #last = process.threadCpuUsage()
  #longest = 0
  readonly #timer = setInterval(() => this.#turn(), 1)

  #turn(): void {
    const { user, system } = process.threadCpuUsage(this.#last)
    this.#last = process.threadCpuUsage()
    this.#longest = Math.max(this.#longest, (user + system) / 1000)
  }

  async end(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 5))
    this.#turn()
    clearInterval(this.#timer)
    return this.#longest
  }
}

/** The table as Markdown. */
export function table(rows: Measured[]): string {
  const head = ['message', 'MB', 'wall ms', 'CPU ms', 'peak MiB', 'parent block ms', 'outcome', 'action']
  const lines = rows.map((row) => {
    const numbers = [row.size / 1_000_000, row.wallMs, row.cpuMs, row.peakMiB, row.blockMs]
    const [size, ...others] = numbers as [number, ...number[]]
    return `| ${[row.name, size.toFixed(1), ...others.map((each) => each.toFixed(0)), row.outcome.join(', '), row.action].join(' | ')} |`
  })
  return [`| ${head.join(' | ')} |`, '|---|---:|---:|---:|---:|---:|---|---|', ...lines].join('\n')
}
