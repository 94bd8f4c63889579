// One answer for a client where the next hop gave several: who failed while others got the message is told to the sender.
import type { Transaction } from './delivery.ts'
import { composeDsn, envidOf, reportable, sendDsn } from './dsn.ts'
import type { NextHop } from './next-hop.ts'
import { combine } from './outcome.ts'
import { ownFailure, type Reply } from './reply.ts'

/** What a notification is made of, and the way to the next hop for it. */
export interface ConclusionParts {
  hostname: string
  now: Date
  /** Look-up code of the decision. */
  code: string
  transaction: Transaction
  /** The first octets of the message, with its whole header block. */
  head: Buffer
  connect(): Promise<NextHop>
  signal: AbortSignal
}

/** The answer, and what the log has to say of it. */
export interface Conclusion {
  answer: Reply
  note: string | null
}

/**
 * RFC 5321 4.4: when some recipients got the message after the final dot and others did not, the answer must be yes, and the
 * sender a notification for the others; never for the null sender (6.1). A notification that the next hop does not take is
 * no reason to lose anything: the client is told to try again, and the first recipients get the message twice.
 */
export async function conclude(replies: Reply[], parts: ConclusionParts): Promise<Conclusion> {
  const { answer, failed } = combine(replies)
  if (failed.length === 0) return { answer, note: null }
  const { mail, rcpts } = parts.transaction
  const told = reportable(rcpts, replies, failed)
  if (mail.address === '' || told.length === 0) {
    return { answer, note: `${failed.length} recipients failed, and the sender may not be told` }
  }
  const { hostname, now, code, head: headers } = parts
  const request = { hostname, now, sender: mail.address, ...envidOf(mail), failed: told, headers, code }
  const sent = await sendDsn(parts.connect, mail.address, await composeDsn(request), parts.signal)
  if (sent) return { answer, note: `${failed.length} recipients failed, and the sender was told` }
  return { answer: ownFailure(), note: 'the notification could not be sent: may be delivered twice' }
}
