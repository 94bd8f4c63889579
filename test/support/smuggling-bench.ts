// A relay with a hop that ends lines and messages as it likes: what a client says, and what then was judged and seen by the hop.
import type { Judge } from '../../src/smtp/relay.ts'
import { LaxHop, type Reading } from './lax-hop.ts'
import { PASS, startRelay } from './smtp-relay.ts'
import { play, settled } from './wire-session.ts'

/** No bare CR, no bare LF, no NUL. */
export const isSound = (text: string) => !/\0|\r(?!\n)|(?<!\r)\n/.test(text)

/** `normalize` are the networks whose line ends are put right. Use with `await using`. */
export async function smugglingBench(reading: Reading, normalize: string[] = []) {
  const hop = await LaxHop.start({ reading })
  const judged: string[] = []
  const judge: Judge = async (_, { sender }) => {
    judged.push(sender)
    return PASS
  }
  const gate = await startRelay(judge, { hopPort: hop.port, normalize, idleMs: 5000, receiveMs: 5000 })
  return {
    gate,
    hop,
    /** One session: its replies, who was judged, and what the hop took, told, and complained of meanwhile. */
    async see(octets: Buffer, cuts: number[] = []) {
      const marks = [judged.length, hop.messages.length, hop.commands.length, hop.complaints.length] as const
      const { replies, ended } = await play(gate.port, octets, { cuts })
      await settled(() => gate.relay.state().connections === 0 && hop.open === 0)
      return {
        replies,
        ended,
        dots: replies.match(/(?<=^354 [^\r\n]*\r\n)\d{3}[^\r\n]*/gm) ?? [],
        judged: judged.slice(marks[0]),
        all: hop.messages.slice(marks[1]),
        commands: hop.commands.slice(marks[2]).map((line) => line.replace(/^\d+ /, '')),
        complaints: hop.complaints.slice(marks[3]),
      }
    },
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]()
      await hop.close()
    },
  }
}

export type Seen = Awaited<ReturnType<Awaited<ReturnType<typeof smugglingBench>>['see']>>
