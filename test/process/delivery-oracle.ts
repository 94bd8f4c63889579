// What must hold between the answers that a sending server got and what the next hop has: 0 lost, each duplicate explained.
import { readAudit } from '../../src/audit/store.ts'
import type { HopMessage } from '../support/next-hop.ts'
import type { Fate } from './retrying-mta.ts'

export interface Account {
  /** Answered 250. */
  accepted: number
  /** Answered 250 but not at the next hop, whole and for exactly its recipients. */
  lost: number[]
  /** Refused (5xx) and at the next hop all the same. */
  invented: number[]
  /** Deliveries whose octets, or whose recipients, are not those of the message. */
  changed: number[]
  /** Deliveries beyond the first. */
  duplicates: number
  /** Messages delivered more often than attempts with an unknown outcome allow. */
  unexplained: number[]
  /** Deliveries whose look-up code the audit table does not know. */
  unaudited: number[]
}

/** Compares both sides. `audit` is the file of the gateway's decisions, when every delivery must stand in it. */
export function account(fates: Fate[], delivered: HopMessage[], audit: string | null = null): Account {
  const byId = new Map<number, HopMessage[]>()
  for (const message of delivered) {
    const id = idOf(message)
    byId.set(id, [...(byId.get(id) ?? []), message])
  }
  const result: Account = {
    accepted: 0,
    lost: [],
    invented: [],
    changed: [...byId.keys()].filter((id) => !fates.some(({ message }) => message.id === id)),
    duplicates: 0,
    unexplained: [],
    unaudited: audit === null ? [] : withoutRow(delivered, audit),
  }
  for (const fate of fates) compare(fate, byId.get(fate.message.id) ?? [], result)
  return result
}

/** An account in which every promise was kept. */
export const KEPT = { lost: [], invented: [], changed: [], unexplained: [], unaudited: [] }

function compare(fate: Fate, copies: HopMessage[], result: Account): void {
  const { id } = fate.message
  const accepted = fate.final?.code === 250
  const sound = copies.filter((copy) => isSame(fate, copy))
  if (sound.length < copies.length) result.changed.push(id)
  if (accepted) result.accepted++
  if (accepted && sound.length === 0) result.lost.push(id)
  if (!accepted && copies.length > fate.doubtful) result.invented.push(id)
  result.duplicates += Math.max(0, copies.length - 1)
  if (copies.length > fate.doubtful + (accepted ? 1 : 0)) result.unexplained.push(id)
}

/** The number in the Message-ID; -1 when the message is none of the queue's. */
function idOf({ bytes }: HopMessage): number {
  return Number(/^Message-ID: <(\d+)@queue\.example>\r$/m.exec(bytes.toString('latin1', 0, 16_384))?.[1] ?? -1)
}

/** Octet for octet the message, with nothing but our own lines in front, for exactly its recipients. */
function isSame({ message }: Fate, copy: HopMessage): boolean {
  const at = copy.bytes.length - message.bytes.length
  if (at <= 0 || !copy.bytes.subarray(at).equals(message.bytes)) return false
  const front = copy.bytes.toString('latin1', 0, at)
  const recipients = copy.rcpts.map((line) => /<([^>]*)>/.exec(line)?.[1])
  return (
    /^Received: (?:[^\r\n]*\r\n)(?:[ \t][^\r\n]*\r\n|X-Congthu-[^\r\n]*\r\n)*$/.test(front) &&
    JSON.stringify(recipients) === JSON.stringify(message.recipients)
  )
}

/** A row that was written before the reply survives the death of the process (SQLite WAL). */
function withoutRow(delivered: HopMessage[], audit: string): number[] {
  const store = readAudit(audit)
  try {
    return delivered.flatMap((message) => {
      const code = /^X-Congthu-Verdict: pass; code=(\w{8});/m.exec(message.bytes.toString('latin1', 0, 4096))?.[1]
      return code !== undefined && store.find(code) !== null ? [] : [idOf(message)]
    })
  } finally {
    store.close()
  }
}
