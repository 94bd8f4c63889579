// `congthu serve`: runs the gateway until it is told to stop.
import { startGateway } from '../gateway.ts'
import { createLogger } from '../log.ts'
import { loadConfiguration, type Overrides, requireClientList } from '../settings/configuration.ts'
import { parseHostPort } from '../settings/networks.ts'
import type { PolicyOptions } from './engine.ts'
import { STATUS, UsageError } from './status.ts'

export interface ServeOptions extends PolicyOptions {
  config?: string
  listen?: string
  nextHop?: string
}

/** After SIGTERM messages in work have this long to finish; below the 10 s that Docker waits before it kills. */
const GRACE_MS = 8000

/** Starts the gateway; ends with 0 after SIGTERM or SIGINT. A mistake in configuration or policy stops the start. */
export async function serveCommand(options: ServeOptions): Promise<number> {
  const configuration = loadConfiguration(options.config ?? null, overrides(options))
  requireClientList(configuration)
  const logger = createLogger('info')
  const stopped = signalled() // before the start, so that no signal is missed
  const gateway = await startGateway(configuration, logger)
  const signal = await stopped
  logger.info({ signal }, 'stopping')
  await gateway.close(GRACE_MS)
  return STATUS.ok
}

function overrides(options: ServeOptions): Overrides {
  const result: Overrides = {}
  if (options.listen !== undefined) result.listen = [hostAndPort('--listen', options.listen, 0)]
  if (options.nextHop !== undefined) result.nextHop = hostAndPort('--next-hop', options.nextHop, 1)
  if (options.policies !== undefined) result.policies = options.policies
  if (options.site !== undefined) result.site = options.site
  return result
}

function hostAndPort(option: string, text: string, lowest: number): { host: string; port: number } {
  const address = parseHostPort(text)
  if (address !== null && address.port >= lowest) return address
  throw new UsageError(`${option} ${text}: cần MÁY:CỔNG / HOST:PORT is wanted, such as 127.0.0.1:10025 or [::1]:10025`)
}

/**
 * The first signal to stop. The handlers stay: a terminal and a launcher may each send it, and a second one must not kill
 * the process while messages are in work.
 */
export function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal))
  })
}
