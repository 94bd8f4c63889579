// Drives the client to the next hop in tests: connects, sends one message, and takes errors as values.
import { expect } from 'vitest'
import { HopLost } from '../../src/smtp/hop-socket.ts'
import { NextHop, type OutgoingMessage } from '../../src/smtp/next-hop.ts'
import type { PathCommand } from '../../src/smtp/parameters.ts'
import { type Reply, ReplyError } from '../../src/smtp/reply.ts'
import type { NextHopOptions } from '../../src/smtp/types.ts'
import type { HopAct, HopScript, HopVerb, NextHopServer } from './next-hop.ts'

export const FROM: PathCommand = { address: 'a@example.vn', parameters: [] }
export const TO: PathCommand = { address: 'b@example.vn', parameters: [] }
export const TIMEOUTS = { connect: 5000, greeting: 5000, command: 5000, block: 5000, end: 5000 }
const TEXT = 'Subject: thu\r\n\r\nNoi dung\r\n'

export const to = (hop: NextHopServer, more: Partial<NextHopOptions> = {}): NextHopOptions => ({
  host: '127.0.0.1',
  port: hop.port,
  tls: 'none',
  timeouts: TIMEOUTS,
  ...more,
})
export const connect = (hop: NextHopServer, more: Partial<NextHopOptions> = {}) =>
  NextHop.connect(to(hop, more), 'gw.example')

export function outgoing(blocks: Buffer[] = [Buffer.from(TEXT)]) {
  let committed = 0
  return {
    message: {
      head: Buffer.from('Received: by gw.example\r\n'),
      blocks,
      commit: () => {
        committed++
      },
    },
    committed: () => committed,
  }
}

/** MAIL, RCPT, DATA; the error is the value, so that tests can look at it. */
export async function transact(
  client: NextHop,
  message: OutgoingMessage = outgoing().message,
): Promise<Reply[] | ReplyError | HopLost> {
  try {
    await client.mail(FROM)
    await client.rcpt(TO)
    return await client.data(message)
  } catch (error) {
    if (error instanceof ReplyError || error instanceof HopLost) return error
    throw error
  }
}

export function at(verb: HopVerb, act: HopAct): HopScript {
  return { act: (step) => (step === verb ? act : undefined) }
}

export async function waitFor(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(what()).toBe(true)
}
