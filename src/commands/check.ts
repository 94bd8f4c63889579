// `congthu check`: judges .eml files as the relay would, and prints the verdicts.
import { readFile, stat } from 'node:fs/promises'
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
    if ((await stat(file)).isDirectory())
      throw new UsageError(
        `${file}: là thư mục; xét cả thư mục bằng congthu policy try / a folder: judge all of it by congthu policy try`,
      )
    const read = await readFile(file)
    const kind = documentSignature(read)
    if (kind !== null)
      throw new UsageError(
        `${file}: là tệp ${kind}, không phải thư .eml; dùng congthu inspect / a ${kind} file, no mail: use congthu inspect`,
      )
    const bytes = toCrlf(read)
    const source = { bytes, file: null, size: bytes.length, stuffed: false }
    const judged = await check(source, (facts) => envelopeOf(facts, options), engine, now)
    const ms = Math.round(performance.now() - started)
    if (options.json) console.log(JSON.stringify(verdictLine(file, judged, ms)))
    else printVerdict(file, judged, ms)
    return STATUS_OF_ACTION[judged.verdict.action]
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    if (options.json) console.log(JSON.stringify({ file, action: null, error: reason }))
    console.error(`congthu: ${file}: không xét được / could not be judged: ${reason}`)
    return STATUS.tempfail
  }
}

/** A document that was given in place of a mail, by its first bytes: nothing that begins so is a header block. */
function documentSignature(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 4).toString('latin1')
  if (start === 'PK\x03\x04') return 'zip/docx/xlsx'
  if (start === '%PDF') return 'pdf'
  return start === '\xd0\xcf\x11\xe0' ? 'doc/xls/ppt' : null
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
  // A day alone is its beginning in the office's time.
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+07:00` : text)
  if (!/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(
      `--at ${text}: không phải thời điểm ISO 8601 / not an ISO 8601 time, such as 2026-03-02 or 2026-03-02T08:00:00+07:00`,
    )
  }
  return time
}
