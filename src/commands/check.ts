// `congthu check`: judges .eml files as the relay would, and prints the verdicts.
import { readFile } from 'node:fs/promises'
import { check, type Engine, type Judged } from '../check.ts'
import { explain, refusal } from '../explain.ts'
import type { Envelope, MessageFacts } from '../facts.ts'
import { toCrlf } from '../message/line-ends.ts'
import { type PolicyOptions, withEngine } from './engine.ts'
import { printVerdict } from './print.ts'
import { STATUS, STATUS_OF_ACTION, UsageError } from './status.ts'

export interface CheckOptions extends PolicyOptions {
  json?: boolean
  from?: string
  to?: string[]
  at?: string
}

/** Judges each file in turn in one process; 0 all pass, 1 some tag, 2 some reject, 75 some could not be judged. */
export async function checkCommand(files: string[], options: CheckOptions): Promise<number> {
  const now = options.at === undefined ? new Date() : readTime(options.at)
  return withEngine(options, async (engine) => {
    let status: number = STATUS.ok
    for (const file of files) status = Math.max(status, await checkFile(file, options, engine, now))
    return status
  })
}

async function checkFile(file: string, options: CheckOptions, engine: Engine, now: Date): Promise<number> {
  const started = performance.now()
  try {
    const bytes = toCrlf(await readFile(file))
    const source = { bytes, file: null, size: bytes.length, stuffed: false }
    const judged = await check(source, (facts) => envelopeOf(facts, options), engine, now)
    const ms = Math.round(performance.now() - started)
    if (options.json) console.log(JSON.stringify(verdictLine(file, judged, ms)))
    else printVerdict(file, judged, ms)
    return STATUS_OF_ACTION[judged.verdict.action]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (options.json) console.log(JSON.stringify({ file, action: null, error: reason }))
    console.error(`congthu: ${file}: không xét được / could not be judged: ${reason}`)
    return STATUS.tempfail
  }
}

/** Without --from and --to the header's own addresses stand for the envelope. */
export function envelopeOf(facts: MessageFacts, options: Pick<CheckOptions, 'from' | 'to'>): Envelope {
  const { header } = facts
  return {
    sender: options.from ?? header?.sender[0]?.address ?? header?.from[0]?.address ?? '',
    recipients: options.to ?? [...(header?.to ?? []), ...(header?.cc ?? [])].map((mailbox) => mailbox.address),
    client: null,
  }
}

/** One verdict in the form that programs read (DESIGN 5). A file has no look-up code: `code` is null. */
export function verdictLine(file: string, { verdict }: Judged, ms: number) {
  const reply = verdict.action === 'reject' ? refusal(verdict, '--------') : null
  return {
    file,
    action: verdict.action,
    reply: reply === null ? null : `${reply.code} ${reply.status} ${reply.lines[0]}`,
    code: null,
    findings: verdict.findings.map((finding) => {
      const { rule, clause, outcome, message, mode, action, at, data } = finding
      const { says, remedy } = explain(finding)
      return {
        rule,
        clause,
        outcome,
        message,
        mode,
        action,
        at,
        data,
        vi: `${says.vi} ${remedy.vi}`,
        en: `${says.en} ${remedy.en}`,
      }
    }),
    ms,
  }
}

/** The time of `--at`; a UsageError when it is none. */
export function readTime(text: string): Date {
  const time = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(
      `--at ${text}: không phải thời điểm ISO 8601 / not an ISO 8601 time, such as 2026-03-02T08:00:00+07:00`,
    )
  }
  return time
}
