// The log: one JSON object a line on standard error, in which no header can forge a line or the look of one.
import { fstatSync } from 'node:fs'
import { Socket } from 'node:net'
import { destination, type Logger, pino } from 'pino'

export type { Logger }

/**
 * What JSON leaves as it is, and a terminal, an editor or a log collector takes for a line end, a command or a change of
 * direction: C1 controls, NEL, U+2028, bidirectional and invisible marks, half a surrogate pair. Inside JSON they only stand in strings.
 */
const TREACHEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Octets of lines that may wait for a reader that is behind; beyond them lines are dropped and counted. */
const MAX_WAITING = 4_194_304
/** How long a stopping process waits for that reader. */
const PATIENCE_MS = 500

interface LineStream {
  write(line: string): void
}

let pipe: Socket | null = null

/** A logger of that level. */
export function createLogger(level: 'info' | 'warn' | 'silent'): Logger {
  const hooks = { streamWrite: harmless }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks }, standardError())
}

/**
 * Lines to a file or a terminal are written at once, so that none is lost when the process ends. A pipe or a socket has a
 * reader, which may stop reading (a collector that hangs): writing at once would then stop the gateway with it.
 */
function standardError(): LineStream {
  const kind = fstatSync(2)
  if (!kind.isFIFO() && !kind.isSocket()) {
    const file = destination({ fd: 2, sync: true })
    file.on('error', () => undefined) // a full disk costs log lines, never mail
    return file
  }
  pipe ??= new Socket({ fd: 2, readable: false, writable: true }).on('error', () => undefined).unref()
  return bounded(pipe)
}

function bounded(socket: Socket): LineStream {
  let lost = 0
  return {
    write: (line) => {
      if (socket.destroyed || socket.writableLength > MAX_WAITING) lost++
      else {
        if (lost > 0)
          socket.write(
            `${JSON.stringify({ level: 40, time: new Date().toISOString(), lost, msg: 'log lines were dropped' })}\n`,
          )
        lost = 0
        socket.write(line)
      }
    },
  }
}

/** Gives the log's reader a moment for what still waits. To be called last: nothing is logged afterwards. */
export async function closeLog(): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (pipe !== null && pipe.writableLength > 0 && !pipe.destroyed && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  pipe?.destroy()
}

/** One line of JSON with what is treacherous in it as \\u escapes: the same object to whoever parses it. */
export function harmless(line: string): string {
  return line.replace(TREACHEROUS, (found) => {
    if (found === '\n') return found // the line's own end; those of strings are escaped already
    const units = Array.from({ length: found.length }, (_, i) => found.charCodeAt(i))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
