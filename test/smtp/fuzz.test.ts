// Fuzzed sessions in every state, over ordinary and broken next hops: no crash, no hang, no odd reply, no mail lost or invented.
//
// CONGTHU_TEST_SIZE=full plays 100,000 sessions; CONGTHU_FUZZ_SEED repeats a run from the seed that it printed.
import { queryObjects, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VerbatimConnection } from '../../src/smtp/front-connection.ts'
import { NextHop } from '../../src/smtp/next-hop.ts'
import { ClientSession } from '../../src/smtp/session.ts'
import { FuzzBench, KINDS, type Kind } from '../support/fuzz-bench.ts'
import type { PlayedSession } from '../support/fuzz-oracle.ts'
import { type FuzzedSession, Random, SessionFuzzer, STATES } from '../support/session-fuzzer.ts'
import { selfSigned } from '../support/smtp-relay.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const SESSIONS = FULL ? 100_000 : 3000
const SEED = Number(process.env.CONGTHU_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** Of ten sessions, how many each kind of relay gets. */
const SHARE: Record<Kind, number> = { ordinary: 6, 'faulty hop': 3, 'faulty LMTP hop': 1 }
const AT_ONCE = 48
const BATCH = 1000
const tls = selfSigned()

const crashes: string[] = []
const crashed = (error: unknown) =>
  void crashes.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
beforeAll(() => {
  process.on('uncaughtException', crashed)
  process.on('unhandledRejection', crashed)
})
afterAll(() => {
  process.off('uncaughtException', crashed)
  process.off('unhandledRejection', crashed)
})

/** Megabytes in use once all that nobody needs has gone. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed / 1_048_576
}

/** Objects of finished sessions that something still holds; it collects the garbage first. */
function held(): number[] {
  return [VerbatimConnection, ClientSession, NextHop].map((made) => Number(queryObjects(made as never as () => void)))
}

const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCPSocketWrap|TLSWrap/.test(name)).length

async function playAll(bench: FuzzBench, seeds: Iterator<number>): Promise<void> {
  const worker = async () => {
    for (let next = seeds.next(); !next.done; next = seeds.next()) await bench.play(SessionFuzzer.session(next.value))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function* range(from: number, to: number): Generator<number> {
  for (let seed = from; seed < to; seed++) yield seed
}

/** Whether the session fails on a relay of its own, too; what then. */
async function failureOf(session: FuzzedSession, kind: Kind, like = ''): Promise<string | null> {
  for (let attempt = 0; attempt < (kind === 'ordinary' ? 1 : 8); attempt++) {
    const bench = await FuzzBench.start(kind, session.seed + attempt, tls)
    await bench.play(session)
    const { failures } = await bench.verdict()
    await bench.close()
    const failure = failures.find(({ what }) => what.startsWith(like))
    if (failure) return failure.what
  }
  return null
}

/** The session with all moves left out that its failure does not need. */
async function minimal({ session }: PlayedSession, kind: Kind, first: string): Promise<string> {
  let smallest = session
  const like = first.slice(0, 16)
  let what = await failureOf(session, kind, like)
  if (what === null) return `not alone: ${JSON.stringify(session).slice(0, 3000)}`
  for (let i = session.moves.length - 1; i >= 0; i--) {
    const smaller = { ...smallest, moves: smallest.moves.filter((_, at) => at !== i) }
    const still = await failureOf(smaller, kind, like)
    if (still === null) continue
    smallest = smaller
    what = still
  }
  return `${what}; minimal session ${JSON.stringify(smallest).slice(0, 3000)}`
}

describe('fuzzed sessions', () => {
  test('each seed is the same session again, and all states come up', () => {
    const sessions = Array.from({ length: 300 }, (_, seed) => SessionFuzzer.session(seed))
    expect(Array.from({ length: 300 }, (_, seed) => SessionFuzzer.session(seed))).toEqual(sessions)
    expect(new Set(sessions.map(({ state }) => state))).toEqual(new Set(STATES))
    expect(new Random(1).next()).not.toBe(new Random(2).next())
  })

  test.each(KINDS)(
    '%s: no crash, no hang, sound replies, and nothing lost or invented',
    async (kind) => {
      const count = (SESSIONS * SHARE[kind]) / 10
      const first = SEED + KINDS.indexOf(kind) * 10_000_000
      const before = sockets()
      const bench = await FuzzBench.start(kind, first, tls)
      const sum = { accepted: 0, refused: 0, deferred: 0 }
      const heaps: number[] = []
      const started = performance.now()
      try {
        for (let from = first; from < first + count; from += BATCH) {
          await playAll(bench, range(from, Math.min(from + BATCH, first + count)))
          const { failures, dots } = await bench.verdict()
          heaps.push(heap())
          expect(
            held().every((count) => count < 10),
            `connections, sessions, next hops held: ${held()}`,
          ).toBe(true)
          for (const key of ['accepted', 'refused', 'deferred'] as const) sum[key] += dots[key]
          const [failure] = failures
          if (failure) {
            const more = failure.played ? await minimal(failure.played, kind, failure.what) : ''
            const kinds = [...new Set(failures.map(({ what }) => what.slice(0, 1200)))].slice(0, 6)
            throw new Error(`CONGTHU_FUZZ_SEED=${SEED} (${failures.length} failures)\n${kinds.join('\n')}\n${more}`)
          }
          expect(crashes, `CONGTHU_FUZZ_SEED=${SEED}, sessions ${from} and on`).toEqual([])
        }
      } finally {
        await bench.close()
      }
      const seconds = (performance.now() - started) / 1000
      if (FULL) {
        console.log(
          `${kind}: seed ${SEED}, ${count} sessions in ${seconds.toFixed(0)} s, dots ${JSON.stringify(sum)}, heap MB ${heaps.map((mb) => mb.toFixed(0)).join(' ')}`,
        )
      }
      expect(sum.accepted, `seed ${SEED}`).toBeGreaterThan(count / 300)
      expect(sum.refused, `seed ${SEED}`).toBeGreaterThan(count / 300)
      expect(sockets(), 'sockets left').toBeLessThanOrEqual(before)
      expect(heaps.at(-1)! - heaps[0]!, `heap MB ${heaps}`).toBeLessThan(25)
    },
    FULL ? 3_600_000 : 120_000,
  )
})
