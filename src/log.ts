// The log: one JSON object a line on standard error, in which no header can forge a line or the look of one.
import { destination, type Logger, pino } from 'pino'

export type { Logger }

/**
 * What JSON leaves as it is, and a terminal, an editor or a log collector takes for a line end, a command or a change of
 * direction: C1 controls, NEL, U+2028, bidirectional and invisible marks, half a surrogate pair. Inside JSON they only stand in strings.
 */
const TREACHEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A logger of that level. Written at once, so that nothing is lost when the process ends. */
export function createLogger(level: 'info' | 'warn' | 'silent'): Logger {
  const stream = destination({ fd: 2, sync: true })
  stream.on('error', () => {}) // a full disk costs log lines, never mail
  const hooks = { streamWrite: harmless }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks }, stream)
}

/** One line of JSON with what is treacherous in it as \\u escapes: the same object to whoever parses it. */
export function harmless(line: string): string {
  return line.replace(TREACHEROUS, (found) => {
    if (found === '\n') return found // the line's own end; those of strings are escaped already
    const units = Array.from({ length: found.length }, (_, i) => found.charCodeAt(i))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
