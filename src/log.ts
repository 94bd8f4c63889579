// The log: one JSON object a line on standard error. JSON escapes line ends, so no header can forge a line.
import { destination, type Logger, pino } from 'pino'

export type { Logger }

/** A logger of that level. Written at once, so that nothing is lost when the process ends. */
export function createLogger(level: 'info' | 'warn' | 'silent'): Logger {
  const stream = destination({ fd: 2, sync: true })
  stream.on('error', () => {}) // a full disk costs log lines, never mail
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}
