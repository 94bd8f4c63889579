// Runs a relay with a judge that passes, in a process of its own whose memory can be asked for. Started by fork only.
import { createRelay, type RelayOptions } from '../../src/smtp/relay.ts'
import { PASS } from './smtp-relay.ts'

/** What the process says: its port once, and on each 'memory' its resident memory now and at the highest, in octets. */
export type RelayProcessSays = { port: number } | { now: number; highest: number }

const quiet = { info: () => undefined, warn: () => undefined, error: console.error }
const [, , text = '{}'] = process.argv
const relay = createRelay({
  ...(JSON.parse(text) as RelayOptions),
  logger: quiet,
  judge: async () => PASS,
  now: () => new Date(),
})
const [bound] = await relay.listen()
process.on('message', () => {
  const { maxRSS } = process.resourceUsage()
  process.send!({ now: process.memoryUsage.rss(), highest: maxRSS * 1024 } satisfies RelayProcessSays)
})
process.on('disconnect', () => process.exit())
process.send!({ port: bound!.port } satisfies RelayProcessSays)
