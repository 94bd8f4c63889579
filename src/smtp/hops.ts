// The next hops in order of preference: a later one is asked only when those before it cannot be reached.
import { performance } from 'node:perf_hooks'
import { HopLost } from './hop-socket.ts'
import { NextHop } from './next-hop.ts'
import { DEFAULT_TIMEOUTS, type NextHopOptions } from './types.ts'

/** What is told of each try, the hop named `host:port`. */
export type Tried = (name: string, what: 'connected' | 'failed') => void

/** Milliseconds that a hop which failed is asked last, so that not every message waits for its connect timeout again. */
const REST_MS = 10_000
/** A try that was ended from outside after this many milliseconds says something about the hop: it was slow. */
const SLOW_MS = 1000

/** Until when (performance.now) a hop is asked last. Its options are its identity: new settings start afresh. */
const restingUntil = new WeakMap<NextHopOptions, number>()

/**
 * A connection to the first next hop that can be reached, greets, and lets us in. Rejects with the most preferred one's
 * HopLost when none does, or when `signal` says that there is no more time; then no socket is left behind. A hop that failed
 * comes after all others for a while; then one message tries it again while the others still go round it.
 */
export async function connectFirst(
  hops: NextHopOptions[],
  hostname: string,
  signal: AbortSignal,
  tried: Tried,
  restMs = REST_MS,
): Promise<NextHop> {
  const failures = new Map<NextHopOptions, HopLost>()
  const order = inOrder(hops)
  for (const [index, hop] of order.entries()) {
    if (signal.aborted) break
    const started = performance.now()
    if (restingUntil.has(hop)) restingUntil.set(hop, started + restMs) // one try at a time; the others go round it
    try {
      const connection = await NextHop.connect(hop, hostname, index < order.length - 1 ? share(hop, signal) : signal)
      restingUntil.delete(hop)
      tried(nameOf(hop), 'connected')
      return connection
    } catch (error) {
      if (!(error instanceof HopLost)) throw error
      if (!signal.aborted || performance.now() - started >= SLOW_MS) restingUntil.set(hop, performance.now() + restMs)
      failures.set(hop, error)
      tried(nameOf(hop), 'failed')
    }
  }
  const preferred = hops.find((hop) => failures.has(hop))
  throw (preferred && failures.get(preferred)) ?? new HopLost('no more time to connect')
}

/** Those that have not failed lately, then the others. */
function inOrder(hops: NextHopOptions[]): NextHopOptions[] {
  const now = performance.now()
  const resting: NextHopOptions[] = []
  const ready = hops.filter((hop) => {
    const until = restingUntil.get(hop)
    if (until !== undefined && until > now) resting.push(hop)
    return until === undefined || until <= now
  })
  return [...ready, ...resting]
}

/** The time for one hop when others wait behind it: it must not eat up theirs by being slow at every step. */
function share({ timeouts }: NextHopOptions, signal: AbortSignal): AbortSignal {
  const { connect, greeting } = { ...DEFAULT_TIMEOUTS, ...timeouts }
  return AbortSignal.any([signal, AbortSignal.timeout(connect + greeting)])
}

function nameOf({ host, port }: NextHopOptions): string {
  return `${host}:${port}`
}
