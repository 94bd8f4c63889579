// Departures of the whole message from the grammar of RFC 5321 and RFC 5322, where they begin.
import type { GateProblem, MessageFacts } from '../facts.ts'
import type { LineEndScan } from './line-ends.ts'

const MESSAGE = { part: '', path: [] }

/** The gate's answer: line ends of the whole message, then what the header block showed. */
export function gateFacts(scan: LineEndScan, header: GateProblem[]): MessageFacts['gate'] {
  const ends: GateProblem[] = []
  if (scan.bareLf >= 0) ends.push({ problem: 'bare-lf', offset: scan.bareLf, field: '', at: MESSAGE })
  if (scan.bareCr >= 0) ends.push({ problem: 'bare-cr', offset: scan.bareCr, field: '', at: MESSAGE })
  if (scan.nul >= 0) ends.push({ problem: 'nul', offset: scan.nul, field: '', at: MESSAGE })
  const problems = [...ends, ...header]
  return { ok: problems.length === 0, problems }
}
