// What a client hears when a next hop has answered the final dot once for each recipient (RFC 2033 4.2).
import { isTaken, type Reply } from './reply.ts'

/** The replies to one message, for a client that gets a single one. */
export interface Outcome {
  /** What to answer; when `failed` is not empty only after the sender has been told of those, or may not be told. */
  answer: Reply
  /** Indices of the recipients that did not get it while others did: RFC 5321 4.4 demands a notification then. */
  failed: number[]
}

/**
 * All yes: yes. None: the first temporary refusal, else the first refusal, so that the client tries again where any of them
 * might still get it. Mixed: yes, with those that failed, for good or for now: a reply that makes the client try again would
 * bring the message to the others twice. Throws TypeError without replies.
 */
export function combine(replies: Reply[]): Outcome {
  const taken = replies.find(isTaken)
  if (!taken) {
    const answer = replies.find(({ code }) => code >= 400 && code < 500) ?? replies[0]
    if (!answer) throw new TypeError('no reply')
    return { answer, failed: [] }
  }
  return { answer: taken, failed: [...replies.keys()].filter((index) => !isTaken(replies[index]!)) }
}
