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
  /** How many of the replies are not the next hop's own, because it broke off before them. */
  unanswered: number
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
 * sender a notification for the others; never for the null sender (6.1). A notification that could not be handed over now is no
 * reason to lose anything: the client is told to try again, and the first recipients get the message twice. One that is refused
 * for good would be refused at every try, each with one more copy for the first recipients: it is given up, and logged.
 */
export async function conclude(replies: Reply[], parts: ConclusionParts): Promise<Conclusion> {
  const { answer, failed } = combine(replies)
  const twice = parts.unanswered > 0 ? '; may be delivered twice' : ''
  if (failed.length === 0) return { answer, note: null }
  const { mail, rcpts } = parts.transaction
  const told = reportable(rcpts, replies, failed, parts.unanswered)
  const some = `${failed.length} recipients failed`
  if (mail.address === '' || told.length === 0) {
    return { answer, note: `${some}, and the sender may not be told${twice}` }
  }
  const { hostname, now, code, head: headers } = parts
  const request = { hostname, now, sender: mail.address, ...envidOf(mail), failed: told, headers, code }
  switch (await sendDsn(parts.connect, mail.address, await composeDsn(request), parts.signal)) {
    case 'taken':
      return { answer, note: `${some}, and the sender was told${twice}` }
    case 'refused':
      return { answer, note: `${some}, and the sender cannot be told: the next hop refuses the notification${twice}` }
    case 'failed':
      return { answer: ownFailure(), note: 'the notification could not be sent: may be delivered twice' }
  }
}
