// The gateway whole: the relay in front, the engine and the audit table behind it.
import { readFileSync } from 'node:fs'
import { openAudit } from './audit/store.ts'
import { check, type Engine, type Judged } from './check.ts'
import { headerLines, refusal } from './explain.ts'
import type { Envelope, MessageFacts } from './facts.ts'
import { createPool } from './inspect/pool.ts'
import { loadPolicy } from './policy/load.ts'
import { RULES } from './rules/index.ts'
import type { Configuration } from './settings/configuration.ts'
import { createRelay, type Judgement, type Logger, type SessionInfo } from './smtp/relay.ts'

export interface Gateway {
  listening: { host: string; port: number }[]
  /** Stops accepting, finishes what is in work within the grace period, then closes everything. */
  close(graceMs: number): Promise<void>
}

/** Starts everything that the configuration names. Throws, with nothing left running, when a part cannot start. */
export async function startGateway(
  configuration: Configuration,
  logger: Logger,
  now: () => Date = () => new Date(),
): Promise<Gateway> {
  const policy = loadPolicy({ directory: configuration.policies, site: configuration.site ?? undefined }, RULES)
  const options = relayOptions(configuration) // reads key and certificates: may throw, before anything runs
  const audit = openAudit(configuration.audit)
  const pool = createPool(policy.reading, configuration.reading)
  const engine: Engine = { policy, pool }
  const relay = createRelay({
    ...options,
    logger,
    now,
    judge: async (message, envelope, session) => {
      const judged = await check(message, envelope, engine, now(), session.signal)
      session.signal.throwIfAborted() // no row for a message that was not answered
      const { facts, verdict } = judged
      const { size, sha256 } = facts
      const messageId = messageIdOf(facts)
      const code = await audit.record({ at: now(), session: session.id, envelope, messageId, size, sha256, verdict })
      log(logger, session, envelope, code, judged)
      return judgement(judged, code)
    },
  })
  const closeParts = async () => {
    await pool.close()
    audit.close()
  }
  try {
    const listening = await relay.listen()
    logger.info({ listening, policy: policy.version }, 'listening')
    return {
      listening,
      close: async (graceMs) => {
        await relay.close(graceMs)
        await closeParts()
      },
    }
  } catch (error) {
    await closeParts()
    throw error
  }
}

/** A log line of bounded length, whatever the message holds. */
const LOGGED_FINDINGS = 30
/** RFC 5322 2.1.1: a line has at most 998 characters. */
const LONGEST_ID = 998

function messageIdOf({ header }: MessageFacts): string | null {
  return header?.messageId?.slice(0, LONGEST_ID) ?? null
}

function relayOptions(configuration: Configuration) {
  const { nextHop, tls, deadline } = configuration
  const { timeouts } = nextHop
  return {
    ...configuration,
    nextHops: [
      {
        ...nextHop,
        ca: nextHop.caFile === null ? undefined : readFileSync(nextHop.caFile),
        serverName: nextHop.serverName ?? undefined,
        timeouts: {
          connect: timeouts.connect * 1000,
          greeting: timeouts.command * 1000,
          command: timeouts.command * 1000,
          end: timeouts.end * 1000,
        },
      },
    ],
    tls: tls === null ? null : { key: readFileSync(tls.key), cert: readFileSync(tls.certificate) },
    deadlineMs: deadline * 1000,
  }
}

function judgement({ verdict }: Judged, code: string): Judgement {
  const { action } = verdict
  if (action !== 'reject') return { action, code, reply: null, headers: headerLines(verdict, code) }
  return { action, code, reply: refusal(verdict, code), headers: [] }
}

/** One line a message. No subject, no body; findings by rule and message id. */
function log(logger: Logger, session: SessionInfo, envelope: Envelope, code: string, { facts, verdict }: Judged): void {
  logger.info(
    {
      session: session.id,
      code,
      action: verdict.action,
      from: envelope.sender,
      to: envelope.recipients.length,
      client: envelope.client,
      size: facts.size,
      messageId: messageIdOf(facts),
      findings: verdict.findings
        .slice(0, LOGGED_FINDINGS)
        .map(({ clause, rule, message, action }) => `${clause} ${rule}/${message} ${action}`),
      policy: verdict.policyVersion,
    },
    'judged',
  )
}
