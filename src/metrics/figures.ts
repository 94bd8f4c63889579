// The gateway's figures for Prometheus: what was decided, handed on, refused and put off, and what is in work now.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { GateProblem, GateProblemName } from '../facts.ts'
import { GATE_WORDS } from '../rules/gate-words.ts'
import type { Rule } from '../rules/rule.ts'
import type { MessageOutcome, RelayObserver } from '../smtp/types.ts'
import { ACTIONS, type Verdict } from '../verdict.ts'

/** Failures that are ours and no message's: each made 451. */
export const OWN_FAILURES = ['judging', 'audit', 'deadline'] as const
export type OwnFailure = (typeof OWN_FAILURES)[number]

const ENDS = ['accepted', 'refused', 'deferred'] as const
const CONNECTIONS = ['accepted', 'not-permitted', 'too-many'] as const
const TRIES = ['connected', 'failed'] as const
const RELOADS = ['swapped', 'unchanged', 'refused'] as const
const GATE_PROBLEMS = Object.keys(GATE_WORDS) as GateProblemName[]
/** Seconds; small mail takes milliseconds, the deadline is 80 s by default. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80]

/** What is in work at this moment; asked when somebody asks for the figures. */
export interface InWork {
  connections: number
  messages: number
  scratchBytes: number
  /** Reading processes that live. */
  processes: number
  /** Messages that wait for one. */
  waiting: number
}

export interface FigureOptions {
  /** Known before anything is counted, so that no text from outside becomes a label. */
  rules: readonly Pick<Rule, 'id' | 'messages'>[]
  /** Next hops as `host:port`. */
  nextHops: string[]
  inWork(): InWork
  /** Memory, open files, event loop delay and garbage collection of this process too, which takes a timer of 10 ms. */
  ofProcess: boolean
}

/** Counts what it is told; as the relay's observer it neither throws nor waits. */
export interface Figures extends RelayObserver {
  verdict(verdict: Verdict): void
  /** Departures from the mail standards of one message, also those that no policy asks about; each name once. */
  gate(problems: readonly GateProblem[]): void
  ownFailure(kind: OwnFailure): void
  policyReload(result: (typeof RELOADS)[number]): void
  /** Version in force. */
  policy(version: string): void
  /** Prometheus text format, version 0.0.4. */
  text(): Promise<string>
  contentType: string
}

/** Figures in a registry of their own. Counters of known labels begin at 0, so that a first increase is seen. */
export function createFigures(options: FigureOptions): Figures {
  const registry = new Registry()
  const metrics = { ...mailMetrics(registry), ...policyMetrics(registry) }
  inWorkMetrics(registry, options.inWork)
  if (options.ofProcess) collectDefaultMetrics({ register: registry })
  startAtZero(metrics, options)
  const known = new Set(options.rules.flatMap(({ id, messages }) => Object.keys(messages).map((m) => `${id}/${m}`)))
  return {
    message: (outcome) => countMessage(metrics, outcome),
    connection: (result) => metrics.connections.inc({ result }),
    nextHop: (name, result) => {
      if (options.nextHops.includes(name)) metrics.tries.inc({ next_hop: name, result })
    },
    verdict: ({ findings }) => {
      for (const { rule, message, action } of findings) {
        if (known.has(`${rule}/${message}`)) metrics.findings.inc({ rule, message, action })
      }
    },
    gate: (problems) => {
      for (const problem of new Set(problems.map((each) => each.problem))) metrics.gateProblems.inc({ problem })
    },
    ownFailure: (kind) => metrics.ownFailures.inc({ kind }),
    policyReload: (result) => {
      metrics.reloads.inc({ result })
      metrics.refused.set(result === 'refused' ? 1 : 0)
    },
    policy: (version) => {
      metrics.policy.reset()
      metrics.policy.set({ version }, 1)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

type Metrics = ReturnType<typeof mailMetrics> & ReturnType<typeof policyMetrics>

function mailMetrics(registry: Registry) {
  const registers = [registry]
  return {
    messages: new Counter({
      name: 'congthu_messages_total',
      help: 'Messages that came in whole, by what became of them and the verdict (none: none was reached)',
      labelNames: ['end', 'action'] as const,
      registers,
    }),
    octets: new Counter({
      name: 'congthu_message_octets_total',
      help: 'Octets of those messages as received',
      labelNames: ['end'] as const,
      registers,
    }),
    seconds: new Histogram({
      name: 'congthu_message_seconds',
      help: 'Seconds from the final dot of a message to our reply',
      labelNames: ['end'] as const,
      buckets: SECONDS,
      registers,
    }),
    findings: new Counter({
      name: 'congthu_findings_total',
      help: 'Findings of judged messages; one that is put off and tried again counts each time',
      labelNames: ['rule', 'message', 'action'] as const,
      registers,
    }),
    gateProblems: new Counter({
      name: 'congthu_gate_problems_total',
      help: 'Judged messages with this departure from the mail standards, whatever the policy makes of it',
      labelNames: ['problem'] as const,
      registers,
    }),
    connections: new Counter({
      name: 'congthu_connections_total',
      help: 'Client connections by how they were received',
      labelNames: ['result'] as const,
      registers,
    }),
    tries: new Counter({
      name: 'congthu_next_hop_tries_total',
      help: 'Tries to connect to a next hop',
      labelNames: ['next_hop', 'result'] as const,
      registers,
    }),
    ownFailures: new Counter({
      name: 'congthu_own_failures_total',
      help: 'Messages answered 451 because we ourselves failed: judging, the audit file, our deadline while judging',
      labelNames: ['kind'] as const,
      registers,
    }),
  }
}

function policyMetrics(registry: Registry) {
  const registers = [registry]
  return {
    reloads: new Counter({
      name: 'congthu_policy_reloads_total',
      help: 'Times that the policy was read again',
      labelNames: ['result'] as const,
      registers,
    }),
    refused: new Gauge({
      name: 'congthu_policy_refused',
      help: '1 while the policy folder holds mistakes and an older policy is in force',
      registers,
    }),
    policy: new Gauge({
      name: 'congthu_policy_info',
      help: 'Always 1; its label is the version of the policy in force',
      labelNames: ['version'] as const,
      registers,
    }),
  }
}

function inWorkMetrics(registry: Registry, inWork: () => InWork): void {
  const gauges: [keyof InWork, string, string][] = [
    ['connections', 'congthu_connections', 'Client connections now'],
    ['messages', 'congthu_messages_in_work', 'Messages between 354 and the reply to their final dot'],
    ['scratchBytes', 'congthu_scratch_octets', 'Octets in scratch files'],
    ['processes', 'congthu_reading_processes', 'Reading processes that live'],
    ['waiting', 'congthu_readings_waiting', 'Messages that wait for a reading process'],
  ]
  for (const [key, name, help] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(inWork()[key])
      },
    })
  }
}

function startAtZero(metrics: Metrics, { rules, nextHops }: FigureOptions): void {
  for (const end of ENDS) {
    for (const action of [...ACTIONS, 'none']) metrics.messages.inc({ end, action }, 0)
    metrics.octets.inc({ end }, 0)
    metrics.seconds.zero({ end })
  }
  for (const result of CONNECTIONS) metrics.connections.inc({ result }, 0)
  for (const next_hop of nextHops) for (const result of TRIES) metrics.tries.inc({ next_hop, result }, 0)
  for (const problem of GATE_PROBLEMS) metrics.gateProblems.inc({ problem }, 0)
  for (const kind of OWN_FAILURES) metrics.ownFailures.inc({ kind }, 0)
  for (const result of RELOADS) metrics.reloads.inc({ result }, 0)
  for (const { id: rule, messages } of rules) {
    for (const message of Object.keys(messages)) {
      for (const action of ACTIONS) metrics.findings.inc({ rule, message, action }, 0)
    }
  }
}

function countMessage(metrics: Metrics, { end, action, size, ms }: MessageOutcome): void {
  metrics.messages.inc({ end, action: action ?? 'none' })
  metrics.octets.inc({ end }, size)
  metrics.seconds.observe({ end }, ms / 1000)
}
