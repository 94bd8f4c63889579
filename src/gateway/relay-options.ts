// The configuration in the relay's terms: seconds become milliseconds, file names what stands in the files.
import { readFileSync } from 'node:fs'
import type { Configuration, NextHop } from '../settings/configuration.ts'
import { readSecret } from '../settings/secret-file.ts'
import type { NextHopOptions, RelayOptions } from '../smtp/relay.ts'

/** What the configuration alone decides. Throws when a key, certificate or password cannot be read. */
export function relayOptions(
  configuration: Configuration,
): Omit<RelayOptions, 'logger' | 'observer' | 'judge' | 'now' | 'nextHops'> & { nextHops: NextHopOptions[] } {
  const { tls, normalizeLineEnds, maxConnectionsPerClient } = configuration
  return {
    hostname: configuration.hostname,
    listen: configuration.listen,
    nextHops: configuration.nextHops.map(nextHopOptions),
    clients: configuration.clients,
    trusted: configuration.trusted,
    normalize: normalizeLineEnds,
    tls: tls === null ? null : { key: readFileSync(tls.key), cert: readFileSync(tls.certificate) },
    sizeLimit: configuration.sizeLimit,
    memoryLimit: configuration.memoryLimit,
    scratch: configuration.scratch,
    scratchLimit: configuration.scratchLimit,
    maxConnections: configuration.maxConnections,
    ...(maxConnectionsPerClient === null ? {} : { maxConnectionsPerClient }),
    maxMessages: configuration.maxMessages,
    maxRecipients: configuration.maxRecipients,
    deadlineMs: configuration.deadline * 1000,
    idleMs: configuration.idle * 1000,
    receiveMs: configuration.receive * 1000,
  }
}

function nextHopOptions({ caFile, serverName, auth, timeouts, ...hop }: NextHop): NextHopOptions {
  return {
    ...hop,
    ca: caFile === null ? undefined : readFileSync(caFile),
    serverName: serverName ?? undefined,
    auth: auth === null ? undefined : { user: auth.user, password: readSecret(auth.passwordFile) },
    timeouts: {
      connect: timeouts.connect * 1000,
      greeting: timeouts.command * 1000,
      command: timeouts.command * 1000,
      end: timeouts.end * 1000,
    },
  }
}
