// What opening an archive comes to: facts of the archive itself, and its members.
import type { Reason } from '../../facts.ts'
import type { Member } from '../container.ts'
import type { Opened } from '../containers.ts'
import type { KindFacts } from '../reading.ts'

/** Entries of one archive that are listed; what comes behind them is over the limit on parts in any case. */
export const ENTRIES_LISTED = 20_000

/** What holds for an archive as a whole. */
export interface ArchiveState {
  encrypted?: boolean
  damaged?: boolean
  /** Why not all of it is seen, besides damage. */
  reasons?: Reason[]
  /** Asked after the last member: what only reading them shows. */
  later?: () => Reason[]
}

/** An archive whose members can be read. */
export function opened(
  found: KindFacts,
  members: Iterable<Member> | AsyncIterable<Member>,
  state: ArchiveState,
): Opened {
  const { encrypted = false, damaged = false, reasons = [], later = () => [] } = state
  const facts: KindFacts = { ...found, editable: false, encrypted, damaged, reasons: [] }
  return {
    facts,
    container: { members, reasons: () => [...(damaged ? (['damaged'] as const) : []), ...reasons, ...later()] },
  }
}

/** An archive of which nothing can be read. */
export function closed(found: KindFacts, reason: Reason): Opened {
  const encrypted = reason === 'encrypted' ? true : null
  const damaged = reason === 'damaged' ? true : null
  return {
    facts: { ...found, editable: false, encrypted, damaged, inspected: 'none', reasons: [reason] },
    container: null,
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Name as its bytes: UTF-8 where they are that, else as Western Windows writes them, so that no byte gets lost. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Bytes up to the first NUL, as C reads a field of fixed length. */
export function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}
