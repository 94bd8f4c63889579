// The gateway whole: the relay in front, the engine and the audit file behind it, the policy kept fresh, figures told.
import { openAudit } from '../audit/store.ts'
import type { Engine } from '../check.ts'
import { createPool } from '../inspect/pool.ts'
import { createFigures, type Figures } from '../metrics/figures.ts'
import { readiness } from '../metrics/readiness.ts'
import { startMetrics } from '../metrics/server.ts'
import { loadPolicy } from '../policy/load.ts'
import type { Policy } from '../policy/policy.ts'
import { RULES } from '../rules/index.ts'
import type { Configuration } from '../settings/configuration.ts'
import { createRelay, type ListenAddress, type Logger, type Relay } from '../smtp/relay.ts'
import type { RelayObserver } from '../smtp/types.ts'
import { createJudge } from './judge.ts'
import { HopContact, type ReadyParts, readyChecks } from './ready.ts'
import { relayOptions } from './relay-options.ts'
import { fingerprint, type Reloader, watchPolicy } from './reload.ts'

export interface Gateway {
  listening: ListenAddress[]
  /** Where the figures are told; null for nowhere. */
  metrics: ListenAddress | null
  /** Version of the policy in force now. */
  policy(): string
  /** Reads the policy again now, as a changed file makes it do by itself; resolves when that is done. */
  reload(): Promise<void>
  /** Stops accepting, finishes what is in work within the grace period, then closes everything. */
  close(graceMs: number): Promise<void>
}

/** The parts that outlive a message, made but not yet listening. */
interface Parts {
  relay: Relay
  engine: Engine
  watch: Reloader
  metrics: ListenAddress | null
  phase: ReturnType<ReadyParts['phase']>
}

/** Starts everything that the configuration names. Throws, with nothing left running, when a part cannot start. */
export async function startGateway(
  configuration: Configuration,
  logger: Logger,
  now: () => Date = () => new Date(),
): Promise<Gateway> {
  const opened: Closing = []
  try {
    const parts = await openParts(configuration, logger, now, opened)
    const { relay, engine, watch, metrics } = parts
    const listening = await relay.listen()
    parts.phase = 'listening'
    return {
      listening,
      metrics,
      policy: () => engine.policy.version,
      reload: () => watch.reload(),
      close: async (graceMs) => {
        parts.phase = 'stopping'
        await relay.close(graceMs)
        await closeAll(opened)
      },
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
}

async function openParts(
  configuration: Configuration,
  logger: Logger,
  now: () => Date,
  opened: Closing,
): Promise<Parts> {
  const place = { directory: configuration.policies, site: configuration.site }
  const files = await fingerprint(place) // before they are read: a change from here on is seen
  const policy = loadPolicy(place, RULES)
  const options = relayOptions(configuration) // reads keys and passwords: may throw, before anything runs
  const audit = open(opened, openAudit(configuration.audit))
  const pool = open(opened, createPool(policy.reading, configuration.reading))
  const engine: Engine = { policy, pool }
  const nextHops = options.nextHops.map(({ host, port }) => `${host}:${port}`)
  const inWork = () => ({ ...relay.state(), ...pool.state() })
  const figures = createFigures({ rules: RULES, nextHops, inWork, ofProcess: configuration.metrics !== null })
  const contact = new HopContact(options.nextHops, options.hostname)
  const judge = createJudge({ engine, audit, figures, now })
  const relay = createRelay({ ...options, logger, now, judge, observer: observed(figures, contact) })
  const watch = open(
    opened,
    watchPolicy({ place, logger, inForce: policy.version, files, ...swapping(engine, figures) }),
  )
  const parts: Parts = { relay, engine, watch, metrics: null, phase: 'starting' }
  if (configuration.metrics !== null) {
    const notReady = readiness(readyChecks({ phase: () => parts.phase, pool, audit, contact }))
    const { host, port } = open(opened, await startMetrics(configuration.metrics, { figures, notReady }))
    parts.metrics = { host, port }
  }
  return parts
}

function observed(figures: Figures, contact: HopContact): RelayObserver {
  const nextHop: RelayObserver['nextHop'] = (name, what) => {
    contact.heard(what)
    figures.nextHop(name, what)
  }
  return { message: figures.message, connection: figures.connection, nextHop }
}

/** All at once: a message takes its policy and its reading context in the same breath (check.ts, pool.ts). */
function swapping(engine: Engine, figures: Figures) {
  figures.policy(engine.policy.version)
  return {
    told: figures.policyReload,
    swap: (policy: Policy) => {
      engine.policy = policy
      engine.pool.setContext(policy.reading)
      figures.policy(policy.version)
    },
  }
}

type Closing = { close(): unknown }[]

function open<T extends { close(): unknown }>(opened: Closing, part: T): T {
  opened.push(part)
  return part
}

/** The last one opened first. */
async function closeAll(opened: Closing): Promise<void> {
  for (const part of opened.splice(0).reverse()) await part.close()
}
