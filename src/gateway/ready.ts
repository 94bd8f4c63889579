// What mail needs to go through, for /readyz: an open listener, a reading process, the audit file, a next hop.
import type { AuditStore } from '../audit/store.ts'
import type { ReadingPool } from '../inspect/pool.ts'
import type { Check } from '../metrics/readiness.ts'
import { connectFirst } from '../smtp/hops.ts'
import type { NextHopOptions } from '../smtp/relay.ts'

/** What the checks look at. */
export interface ReadyParts {
  /** Whether new messages are taken; else the sentence that says why not. */
  phase(): 'starting' | 'listening' | 'stopping'
  pool: Pick<ReadingPool, 'state'>
  audit: Pick<AuditStore, 'probe'>
  contact: HopContact
}

/** Milliseconds that a written row, or an answer of the next hop to a question of ours, is good for. */
const AUDIT_MS = 5000
const HOP_MS = 10_000

export function readyChecks({ phase, pool, audit, contact }: ReadyParts): Check[] {
  return [
    { fails: 'cổng chưa nghe / not listening yet', holds: async () => phase() !== 'starting' },
    { fails: 'cổng đang dừng / stopping', holds: async () => phase() !== 'stopping' },
    {
      fails: 'không còn tiến trình đọc thư nào / no reading process lives',
      holds: async () => pool.state().processes > 0,
    },
    {
      fails: 'sổ quyết định không ghi được / the audit file takes no row',
      holds: () => audit.probe().then(() => true),
      goodFor: AUDIT_MS,
    },
    {
      fails: 'không nối được máy chủ nhận tiếp nào / no next hop can be reached',
      holds: () => contact.holds(),
      goodFor: HOP_MS,
    },
  ]
}

/** A contact that mail made within this time tells as much as a question of ours would. */
const NEWS_MS = 60_000
const PATIENCE_MS = 3000

/** Whether a next hop can be reached: by the last contact that mail made, or by asking as mail would. */
export class HopContact {
  readonly #hops: NextHopOptions[]
  readonly #hostname: string
  #reachedAt = Number.NEGATIVE_INFINITY

  constructor(hops: NextHopOptions[], hostname: string) {
    this.#hops = hops
    this.#hostname = hostname
  }

  heard(what: 'connected' | 'failed'): void {
    this.#reachedAt = what === 'connected' ? performance.now() : Number.NEGATIVE_INFINITY
  }

  /** Connection, greeting, EHLO, TLS and AUTH, to the first next hop that gives them; then QUIT. */
  async holds(): Promise<boolean> {
    if (performance.now() - this.#reachedAt < NEWS_MS) return true
    const hop = await connectFirst(this.#hops, this.#hostname, AbortSignal.timeout(PATIENCE_MS), () => {})
    hop.quit()
    return true
  }
}
