// The audit table: every verdict with its look-up code, written before the reply. SQLite, no message bodies.
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Envelope } from '../facts.ts'
import type { Action, Finding, Verdict } from '../verdict.ts'
import { newCode } from './code.ts'

/** One decision as it is kept. Subjects and bodies are not: the code, the findings and the addresses explain it. */
export interface Decision {
  code: string
  /** ISO 8601, UTC. */
  at: string
  session: string
  client: string | null
  sender: string
  recipients: string[]
  messageId: string | null
  /** Bytes and SHA-256 (hex) of the message as received. */
  size: number
  sha256: string
  action: Action
  findings: Finding[]
  policyVersion: string
}

/** What a decision is recorded from. */
export interface DecisionInput {
  at: Date
  session: string
  envelope: Envelope
  messageId: string | null
  size: number
  sha256: string
  verdict: Verdict
}

export interface AuditStore {
  /**
   * Keeps the decision and gives its code. Rejects when it cannot be kept; the relay then answers 451. While another
   * process holds the file it tries again for a second, and the event loop goes on.
   */
  record(input: DecisionInput): Promise<string>
  /** Writes without leaving anything behind; rejects when a row could not be kept now. */
  probe(): Promise<void>
  find(code: string): Decision | null
  close(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS decision (
    code TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    session TEXT NOT NULL,
    client TEXT,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    message_id TEXT,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    action TEXT NOT NULL,
    findings TEXT NOT NULL,
    policy_version TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS decision_at ON decision (at);
`

const SQLITE_BUSY = 5
/** Findings kept of one decision: a thousand attachments must not make a megabyte of it. */
const FINDINGS_KEPT = 100

/** Opens the audit file for looking up only: nothing is made or changed, and nobody who writes has to wait. */
export function readAudit(file: string): Pick<AuditStore, 'find' | 'close'> {
  const database = new DatabaseSync(file, { readOnly: true })
  const select = database.prepare('SELECT * FROM decision WHERE code = ?')
  return { find: (code) => fromRow(select.get(code)), close: () => database.close() }
}

/**
 * Opens (or makes) the audit file; ':memory:' for tests. WAL, so that reading it
 * never stops mail; a row survives the death of the process, a power cut may take the last ones.
 */
export function openAudit(file: string): AuditStore {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
    appendFileSync(file, '', { mode: 0o600 }) // it holds addresses and marks; SQLite gives its side files the same mode
  }
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 20;')
  database.exec(SCHEMA)
  const insert = database.prepare(
    'INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', // IGNORE: the code is taken
  )
  const select = database.prepare('SELECT * FROM decision WHERE code = ?')
  return {
    record: (input) =>
      untilDone(() => {
        const code = newCode()
        return insert.run(...row(code, input)).changes === 1 ? code : null
      }),
    probe: async () => {
      // The file's own version number, written as it is: a page goes through the journal as a row would.
      const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
      await untilDone(() => {
        database.exec(`PRAGMA user_version = ${version}`)
        return true
      })
    },
    find: (code) => fromRow(select.get(code)),
    close: () => database.close(),
  }
}

/** Tries until it gives something, for a second: another process may hold the file, a code may be taken. */
async function untilDone<T>(attempt: () => T | null): Promise<T> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      const done = attempt()
      if (done !== null) return done
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error('the audit file is held by another process')
}

function row(code: string, input: DecisionInput): (string | number | null)[] {
  const { envelope, verdict } = input
  return [
    code,
    input.at.toISOString(),
    input.session,
    envelope.client,
    envelope.sender,
    JSON.stringify(envelope.recipients),
    input.messageId,
    input.size,
    input.sha256,
    verdict.action,
    JSON.stringify(verdict.findings.slice(0, FINDINGS_KEPT)), // strictest first
    verdict.policyVersion,
  ]
}

function fromRow(row: Record<string, unknown> | undefined): Decision | null {
  if (row === undefined) return null
  return {
    code: String(row.code),
    at: String(row.at),
    session: String(row.session),
    client: row.client === null ? null : String(row.client),
    sender: String(row.sender),
    recipients: JSON.parse(String(row.recipients)),
    messageId: row.message_id === null ? null : String(row.message_id),
    size: Number(row.size),
    sha256: String(row.sha256),
    action: row.action as Action,
    findings: JSON.parse(String(row.findings)),
    policyVersion: String(row.policy_version),
  }
}
