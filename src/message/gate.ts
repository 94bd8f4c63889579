// Departures of a message's bytes from RFC 5321 and RFC 5322, told before anything else is read of it.
import type { MessageFacts } from '../facts.ts'
import { scanLineEnds } from './line-ends.ts'
import type { Note, Problems } from './problems.ts'

/** Notes bare line ends and NULs of the message: servers may read two messages from them (SMTP smuggling). */
export function noteLineEnds(bytes: Buffer, note: Note): void {
  const { bareLf, bareCr, nul } = scanLineEnds(bytes)
  if (bareLf >= 0) note('bare-lf', bareLf, '')
  noteControls(bareCr, nul, note)
}

/** The same of a nested message, which may come from a Unix disk: bare LFs are no matter where there is nothing else. */
export function noteNestedLineEnds(bytes: Buffer, note: Note): void {
  const { bareLf, bareCr, nul } = scanLineEnds(bytes)
  if (bareLf >= 0 && bytes.includes('\r\n')) note('bare-lf', bareLf, '')
  noteControls(bareCr, nul, note)
}

function noteControls(bareCr: number, nul: number, note: Note): void {
  if (bareCr >= 0) note('bare-cr', bareCr, '')
  if (nul >= 0) note('nul', nul, '')
}

/** The gate's answer. */
export function gateFacts({ list }: Problems): MessageFacts['gate'] {
  return { ok: list.length === 0, problems: list }
}
