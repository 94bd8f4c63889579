// B28: the wall clock jumps, the log is rotated or read by nobody. Time limits run on the monotonic clock; mail flows on.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../support/cli.ts'
import { GatewayProcess, type GatewayProcessOptions } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS, startRelay } from '../support/smtp-relay.ts'
import { account, KEPT } from './delivery-oracle.ts'
import { deliverAll, makeMessage, sendOnce, withLine } from './retrying-mta.ts'

const TO = ['binh.cangio@tphcm.gov.vn']
const preload = [join(import.meta.dirname, 'jumping-clock.mjs'), join(import.meta.dirname, 'replace-reader.mjs')]

async function bench(options: Partial<GatewayProcessOptions> = {}) {
  const hop = await NextHopServer.start()
  const gateway = await GatewayProcess.start({ hopPort: hop.port, ...options }).catch(async (error) => {
    await hop.close()
    throw error
  })
  const stop = async () => {
    await gateway.stop()
    await hop.close()
  }
  return { hop, gateway, [Symbol.asyncDispose]: stop }
}

test('B28 no time limit of the relay or of the reading pool looks at the wall clock (MAIL-FAULTS 5.3; NTP steps it)', () => {
  const files = globSync(['src/smtp/*.ts', 'src/inspect/pool.ts', 'src/inspect/reader-process.ts'], { cwd: ROOT })
  expect(files.length).toBeGreaterThan(15)
  const wall = files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => /\bDate\.now\(|new Date\(\)|\.getTime\(\)|timeOrigin/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  // The one that is allowed hands the message's own time to the reader, which measures nothing by it.
  expect(wall.filter((line) => !line.includes('now: now.getTime()'))).toEqual([])
})

test('B28 a clock that jumps ten years between two looks: the relay delivers, and its deadline is still its deadline (RFC 5321 4.5.3.2)', async () => {
  let looks = 0
  const now = () => new Date(Date.UTC(2026, 10, 23) + (looks++ % 2 === 0 ? -1 : 1) * 315_360_000_000)
  const stuck = 'Subject: stuck'
  await using gate = await startRelay(
    (received) => (received.bytes!.includes(stuck) ? new Promise(() => undefined) : Promise.resolve(PASS)),
    { now, deadlineMs: 600 },
  )
  const client = await SmtpClient.open(gate.port)
  expect((await client.send('a@example.vn', ['b@example.vn'], message('mot'))).code).toBe(250)
  const began = performance.now()
  expect((await client.send('a@example.vn', ['b@example.vn'], message('stuck'))).raw).toMatch(/^451 4\.3\.0 /)
  expect(performance.now() - began).toBeGreaterThan(500)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect((await client.send('a@example.vn', ['b@example.vn'], message('hai'))).code).toBe(250)
  client.destroy()
})

test('B28 the whole gateway with a jumping clock: mail flows, a stuck reading is ended in its time, SIGTERM ends it (MAIL-FAULTS 5.3)', async () => {
  await using b = await bench({ preload, config: { reading: { processes: 2, seconds: 3 }, deadline: 20 } })
  const messages = Array.from({ length: 30 }, (_, id) => makeMessage(id, 400, TO))
  const fates = await deliverAll(messages, { port: b.gateway.port, withinMs: 60_000 })
  expect(account(fates, b.hop.messages, b.gateway.audit)).toMatchObject({ ...KEPT, accepted: 30, duplicates: 0 })
  expect(await sendOnce(b.gateway.port, withLine(makeMessage(50, 300, TO), 'X-Order: hang'))).toMatch(/^554[ -]5/)
  b.gateway.signal('SIGTERM')
  expect(await b.gateway.ended()).toBe(0)
}, 90_000)

test.each(['gone', 'stalled'] as const)(
  'B28 whoever reads the log is %s (log rotation, a full pipe): mail flows on (systemd journald, MAIL-FAULTS 5.3)',
  async (how) => {
    await using b = await bench()
    expect(await sendOnce(b.gateway.port, makeMessage(9999, 300, TO))).toMatch(/^250 /)
    b.gateway.abandonLog(how)
    const messages = Array.from({ length: 800 }, (_, id) => makeMessage(id, 300, TO))
    const fates = await deliverAll(messages, { port: b.gateway.port, withinMs: 60_000 })
    expect(fates.filter(({ final }) => final?.code !== 250)).toEqual([])
    expect(b.hop.messages).toHaveLength(801)
  },
  120_000,
)
