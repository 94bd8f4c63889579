// B20, B21, B22: the gateway is killed (SIGKILL) at random and at chosen moments; what was answered 250 is delivered.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GatewayProcess, pause, until } from '../support/gateway-process.ts'
import { type HopAct, type HopScript, NextHopServer } from '../support/next-hop.ts'
import { account, KEPT } from './delivery-oracle.ts'
import {
  deliverAll,
  type Fate,
  type MtaOptions,
  makeBigMessage,
  makeMessage,
  type QueuedMessage,
  seeded,
} from './retrying-mta.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const SIZE = FULL ? { messages: 2000, kills: 20 } : { messages: 400, kills: 5 }
const ONE = ['binh.cangio@tphcm.gov.vn']
const TWO = [...ONE, 'noivu.cangio@tphcm.gov.vn']
const SEED = Number(process.env.CONGTHU_TEST_SEED ?? Date.now() % 1_000_000)

/** A gateway that answered before the next hop had would lose what is put off so. */
const NOT_NOW: HopAct = { reply: '451 4.3.0 the next hop keeps one in twenty waiting' }

interface Run {
  messages: QueuedMessage[]
  kills: number
  seed: number
  config?: Record<string, unknown>
  mta?: Partial<MtaOptions>
}

/** Delivers all while the gateway is killed after random numbers of answers, at random moments, and started again. */
async function runWithKills(run: Run) {
  const random = seeded(run.seed)
  const act: HopScript['act'] = (verb) => (verb === 'DOT' && random() < 0.05 ? NOT_NOW : undefined)
  await using hop = await closing(await NextHopServer.start({ act }))
  await using gateway = await GatewayProcess.start({ hopPort: hop.value.port, config: run.config ?? {} })
  let answered = 0
  const moments = Array.from({ length: run.kills }, () => Math.floor(random() * run.messages.length * 0.95))
  moments.sort((a, b) => a - b)
  const waits = moments.map(() => random() * 40)
  const delivering = deliverAll(run.messages, { port: gateway.port, ...run.mta, onFinal: () => answered++ })
  const killing = (async () => {
    let orphans = 0
    for (const [i, moment] of moments.entries()) {
      await until(`${moment} answers`, () => answered >= moment, 240_000)
      await pause(waits[i]!)
      await gateway.kill9()
      await until('its children end', () => gateway.orphans().length === 0, 5000).catch(() => orphans++)
      await gateway.start()
    }
    return orphans
  })()
  const [fates, orphans] = await Promise.all([delivering, killing])
  const result = account(fates, hop.value.messages, gateway.audit)
  report(run, fates, result, gateway)
  expect(orphans).toBe(0)
  return { result, fates, gateway, leftOver: readdirSync(gateway.scratch) }
}

function report(run: Run, fates: Fate[], result: ReturnType<typeof account>, gateway: GatewayProcess): void {
  const broken = fates.reduce((sum, { doubtful }) => sum + doubtful, 0)
  const { accepted, lost, duplicates } = result
  console.info(
    `seed ${run.seed}: ${fates.length} messages, ${gateway.starts - 1} kills; 250: ${accepted}, lost: ${lost.length}, ` +
      `duplicates: ${duplicates}, attempts without an answer to the dot: ${broken}`,
  )
}

async function closing<T extends { close(): Promise<void> }>(value: T) {
  return { value, [Symbol.asyncDispose]: () => value.close() }
}

test(
  `B22 killed ${SIZE.kills} times in a run of ${SIZE.messages} messages: 0 lost, each duplicate explained (RFC 5321 6.1; MAIL-FAULTS 5.3 D)`,
  async () => {
    const random = seeded(SEED)
    const messages = Array.from({ length: SIZE.messages }, (_, id) => makeMessage(id, 200 + random() * 3000, ONE))
    const { result, leftOver } = await runWithKills({ messages, kills: SIZE.kills, seed: SEED })
    expect(result).toMatchObject({ ...KEPT, accepted: SIZE.messages })
    expect(leftOver).toEqual([])
  },
  FULL ? 900_000 : 240_000,
)

test(
  'B22 the same with scratch files and two recipients each (RFC 5321 6.1)',
  async () => {
    const random = seeded(SEED + 1)
    const count = SIZE.messages / 4
    const messages = Array.from({ length: count }, (_, id) => makeMessage(id, 5000 + random() * 60_000, TWO))
    const kills = Math.ceil(SIZE.kills / 2)
    const config = { memoryLimit: '4 KiB' }
    const { result, leftOver } = await runWithKills({ messages, kills, seed: SEED + 1, config })
    expect(result).toMatchObject({ ...KEPT, accepted: count })
    expect(leftOver).toEqual([])
  },
  FULL ? 900_000 : 240_000,
)

/** A gateway and a hop that acts at one step of the first message only; the client is the retrying one. */
async function killAt(verb: 'BODY' | 'DATA' | 'DOT' | 'RCPT', then: HopAct | undefined) {
  let killed = 0
  const script: HopScript = {}
  await using hop = await closing(await NextHopServer.start(script))
  await using gateway = await GatewayProcess.start({ hopPort: hop.value.port })
  // A big body is still on its way when its first octets arrive; a small one comes with its dot.
  script.act = (step) => {
    if (step !== verb || killed++ > 0) return undefined
    gateway.signal('SIGKILL') // before the hop's answer leaves: the gateway never reads it
    return then
  }
  const messages = [verb === 'BODY' ? makeBigMessage(1, 12_000_000, ONE) : makeMessage(1, 500, ONE)]
  const restarting = (async () => {
    await until('the kill', () => killed > 0 && !gateway.running)
    await gateway.ended()
    await gateway.start()
  })()
  const [fates] = await Promise.all([deliverAll(messages, { port: gateway.port, connections: 1 }), restarting])
  const result = account(fates, hop.value.messages, gateway.audit)
  expect(result).toMatchObject({ ...KEPT, accepted: 1 })
  return { result, fate: fates[0]! }
}

test('B20 killed at RCPT, at DATA and in mid-body: the client sees the connection end and keeps the mail (RFC 5321 3.8)', {
  timeout: 90_000,
}, async () => {
  for (const step of ['RCPT', 'DATA', 'BODY'] as const) {
    const { result, fate } = await killAt(step, undefined)
    expect([step, result.duplicates, new Set(fate.kept)]).toEqual([step, 0, new Set(['closed'])])
  }
})

test('B21 killed when the next hop has the dot and has not answered: kept; one delivery when the hop gave up too (RFC 5321 3.8)', async () => {
  const { result, fate } = await killAt('DOT', 'drop')
  expect([result.duplicates, fate.doubtful]).toEqual([0, 1])
})

test("B21 killed after the next hop's 250, before ours: delivered twice, never lost (RFC 5321 4.5.3.2.6)", async () => {
  const { result, fate } = await killAt('DOT', undefined)
  expect([result.duplicates, fate.doubtful]).toEqual([1, 1])
})
