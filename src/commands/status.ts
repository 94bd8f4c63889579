// Exit statuses of the commands (DESIGN 5; names and numbers of sysexits.h).
import type { Action } from '../verdict.ts'

export const STATUS = { ok: 0, tagged: 1, rejected: 2, usage: 64, tempfail: 75, config: 78 } as const

export const STATUS_OF_ACTION: Record<Action, number> = { pass: STATUS.ok, tag: STATUS.tagged, reject: STATUS.rejected }

/** A mistake in how a command was called: usage is shown and the status is 64. */
export class UsageError extends Error {}
