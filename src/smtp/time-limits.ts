// Time limits of client connections that smtp-server does not have: for a command to be complete, and for all of DATA.
import type { VerbatimConnection } from './front-connection.ts'

export interface TimeLimits {
  /** Milliseconds without a complete command, or in DATA without an octet. */
  idleMs: number
  /** Milliseconds from 354 to the final dot. */
  receiveMs: number
}

/** Looks at the connections now and then, and says 421 to those that are late. The timer keeps no process alive. */
export function watchTime(
  clients: () => Iterable<VerbatimConnection>,
  { idleMs, receiveMs }: TimeLimits,
  hostname: string,
): NodeJS.Timeout {
  const every = Math.max(20, Math.min(5000, idleMs / 4, receiveMs / 4))
  return setInterval(() => {
    for (const client of clients()) {
      const late = client.receiving
        ? client.quietFor > receiveMs || client.silentFor > idleMs
        : !client.busy && client.quietFor > idleMs // a client that waits for us is not late
      if (late) client.send(421, `4.4.2 ${hostname} Timeout, closing connection`)
    }
  }, every).unref()
}
