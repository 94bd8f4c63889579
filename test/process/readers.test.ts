// B24, B26: reading processes that are killed, stopped, hang, throw or cannot be started; the real gateway around them.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GatewayProcess, type GatewayProcessOptions, pause, until } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { makeMessage, sendOnce, withLine } from './retrying-mta.ts'

const TO = ['binh.cangio@tphcm.gov.vn']
const preload = [join(import.meta.dirname, 'replace-reader.mjs')]
const config = { reading: { processes: 2, seconds: 5, memoryMiB: 300 }, deadline: 40 }

async function bench(options: Partial<GatewayProcessOptions> = {}, processes = 2) {
  const hop = await NextHopServer.start()
  const gateway = await GatewayProcess.start({ hopPort: hop.port, preload, config, ...options }).catch(
    async (error) => {
      await hop.close()
      throw error
    },
  )
  await gateway.waitForChildren(2)
  const send = (id: number, order?: string) => {
    const message = makeMessage(id, 300, TO)
    return sendOnce(gateway.port, order === undefined ? message : withLine(message, `X-Order: ${order}`))
  }
  // Each reading process has done one message before a test begins: none is still starting.
  await Promise.all(Array.from({ length: processes }, (_, i) => send(100 + i, 'slow 200')))
  hop.messages.length = 0
  return {
    hop,
    gateway,
    send,
    [Symbol.asyncDispose]: async () => {
      await gateway.stop()
      await hop.close()
    },
  }
}

test('B24 all reading children killed in mid-work: each message is answered 250 and delivered, or 451 and not; none is refused for it', async () => {
  await using b = await bench()
  const answers = Array.from({ length: 6 }, (_, id) => b.send(id, 'slow 700'))
  await pause(400)
  const before = b.gateway.children()
  for (const pid of before) process.kill(pid, 'SIGKILL')
  const codes = (await Promise.all(answers)).map((raw) => raw.slice(0, 3))
  expect(codes.filter((code) => code !== '250' && code !== '451')).toEqual([])
  expect(b.hop.messages).toHaveLength(codes.filter((code) => code === '250').length)
  expect(codes).toContain('250') // one death is tried again on another process
  const after = await b.gateway.waitForChildren(2)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(await b.send(9)).toMatch(/^250 /)
}, 60_000)

test('B24 a reading child stopped in mid-work (SIGSTOP) is replaced at once: another one reads the message, never a refusal', async () => {
  await using b = await bench({}, 1)
  const answer = b.send(1, 'slow 500')
  await pause(250)
  const [stopped] = b.gateway.children()
  process.kill(stopped!, 'SIGSTOP')
  expect(await answer).toMatch(/^250 /)
  expect(await b.send(2)).toMatch(/^250 /)
  expect(b.gateway.children()).not.toContain(stopped)
  expect(b.hop.messages).toHaveLength(2)
}, 60_000)

test.each([
  ['hang', /time-limit/],
  ['memory', /memory-limit/],
  ['exit', /reader-died/],
  ['throw', /reader-died/],
])(
  'B26 a message whose reading does "%s": the declared action (unreadable: reject), others pass, it is tried twice at most (MailScanner#379)',
  async (order) => {
    await using b = await bench()
    const [poison, ...others] = await Promise.all([b.send(1, order), b.send(2), b.send(3), b.send(4)])
    expect(poison).toMatch(/^554[ -]5\.\d\.\d \[.* unreadable\]/)
    expect(poison).not.toContain('secret text')
    expect(others.map((raw) => raw.slice(0, 3))).toEqual(['250', '250', '250'])
    expect(b.hop.messages).toHaveLength(3)
    await b.gateway.waitForChildren(2)
    expect(await b.send(5)).toMatch(/^250 /)
  },
  60_000,
)

test('B26 a reading that never settles and computes nothing: 451 within its time, others pass', async () => {
  await using b = await bench()
  const [stalled, other] = await Promise.all([b.send(1, 'stall'), b.send(2)])
  expect(stalled).toMatch(/^451 4\.3\.0 /)
  expect(other).toMatch(/^250 /)
}, 60_000)

test('B22 kill -9 of the gateway ends its reading children too, idle or in mid-work', async () => {
  await using b = await bench()
  const answer = b.send(1, 'slow 1500')
  await pause(300)
  await b.gateway.kill9()
  expect(await answer).toBe('closed')
  await until('the children end', () => b.gateway.orphans().length === 0, 10_000)
}, 60_000)

test('B22 kill -9 of the gateway ends a reading child that hangs for ever, too', async () => {
  await using b = await bench()
  const answer = b.send(1, 'hang')
  await pause(300)
  await b.gateway.kill9()
  expect(await answer).toBe('closed')
  await until('the children end', () => b.gateway.orphans().length === 0, 15_000)
}, 60_000)

/** As another user: the limit on processes does not bind root. */
const NOBODY = 65_534
const canRunAsNobody = process.getuid?.() === 0
if (!canRunAsNobody) console.warn('SKIPPED: no process can be started: needs root to become another user')
test.skipIf(!canRunAsNobody)(
  'B24 no process can be started (RLIMIT_NPROC): 451, and mail flows again when it can',
  async () => {
    await using b = await bench({ user: NOBODY })
    const limit = (soft: string) =>
      execFileSync('prlimit', [`--pid=${b.gateway.pid}`, `--nproc=${soft}:`], { uid: NOBODY, gid: NOBODY })
    limit('1')
    for (const pid of b.gateway.children()) process.kill(pid, 'SIGKILL')
    await until('the children to go', () => b.gateway.children().length === 0)
    expect(await b.send(1)).toMatch(/^451 4\.3\.0 /)
    expect(await b.send(2)).toMatch(/^451 4\.3\.0 /)
    limit('10000')
    expect(await b.send(3)).toMatch(/^250 /)
    expect(b.hop.messages).toHaveLength(1)
  },
  90_000,
)
