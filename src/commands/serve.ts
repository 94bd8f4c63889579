// `congthu serve`: runs the gateway until it is told to stop; SIGHUP reads the policy again.
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { closeLog, createLogger, type Logger } from '../log.ts'
import { type Configuration, loadConfiguration, type Overrides, requireClientList } from '../settings/configuration.ts'
import { parseHostPort } from '../settings/networks.ts'
import type { PolicyOptions } from './engine.ts'
import { STATUS, UsageError } from './status.ts'

export interface ServeOptions extends PolicyOptions {
  config?: string
  listen?: string
  nextHop?: string
}

/** Starts the gateway; ends with 0 after SIGTERM or SIGINT. A mistake in configuration or policy stops the start. */
export async function serveCommand(options: ServeOptions): Promise<number> {
  const configuration = loadConfiguration(options.config ?? null, overrides(options))
  requireClientList(configuration)
  const logger = createLogger('info')
  const stopped = signalled() // before the start, so that no signal is missed
  let gateway: Gateway | null = null
  process.on('SIGHUP', () => void gateway?.reload()) // while starting, the policy is fresh anyway
  gateway = await startGateway(configuration, logger)
  tellStart(logger, gateway, configuration)
  const signal = await stopped
  logger.info({ signal, grace: configuration.grace }, 'stopping')
  await gateway.close(configuration.grace * 1000)
  logger.info({}, 'stopped')
  await closeLog()
  return STATUS.ok
}

function tellStart(
  logger: Logger,
  { listening, metrics, policy }: Gateway,
  { nextHops, clients }: Configuration,
): void {
  const hops = nextHops.map(({ host, port, tls }) => ({ host, port, tls }))
  logger.info({ listening, nextHops: hops, clients, metrics, policy: policy() }, 'listening')
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
