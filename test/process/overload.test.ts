// B24, B25: more than the machine can hold, and statistics that fail. Clients are told 421 or 452; whoever tries again gets through.
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { freePort, GatewayProcess, peakMemory } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { account, KEPT } from './delivery-oracle.ts'
import { limitOpenFiles, restoreOpenFiles } from './process-limits.ts'
import { deliverAll, makeBigMessage, makeMessage, sendOnce } from './retrying-mta.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const SIZE = FULL ? { messages: 64, octets: 25_000_000 } : { messages: 24, octets: 3_000_000 }
const TO = ['binh.cangio@tphcm.gov.vn']
const MIB = 1_048_576

test(
  `B25 ${SIZE.messages} messages of ${SIZE.octets / 1e6} MB at once against small limits: 421 or 452, each is delivered in the end, memory stays bounded (RFC 5321 4.5.3.1.9)`,
  async () => {
    const hop = await NextHopServer.start()
    const mib = (octets: number) => `${Math.ceil(octets / MIB)} MiB`
    const limits = { maxMessages: 6, maxConnections: 16, scratchLimit: mib(4 * SIZE.octets) }
    const config = { ...limits, sizeLimit: mib(1.2 * SIZE.octets) }
    await using gateway = await GatewayProcess.start({ hopPort: hop.port, config })
    const messages = Array.from({ length: SIZE.messages }, (_, id) => makeBigMessage(id, SIZE.octets, TO))
    const before = peakMemory(gateway.pid)
    const fates = await deliverAll(messages, { port: gateway.port, connections: 24, withinMs: 600_000, retryMs: 300 })
    const grown = peakMemory(gateway.pid) - before
    expect(account(fates, hop.messages, gateway.audit)).toMatchObject({ ...KEPT, duplicates: 0 })
    expect(fates.map(({ final }) => final?.code)).toEqual(messages.map(() => 250))
    const told = new Set(fates.flatMap(({ kept }) => kept))
    console.info(`kept with ${[...told].join(', ')}; memory grew by ${(grown / MIB).toFixed(0)} MiB`)
    expect([...told].filter((why) => !['421', '452', 'closed'].includes(why))).toEqual([])
    expect(told.has('452')).toBe(true)
    expect(grown).toBeLessThan(250 * MIB)
    expect(await sendOnce(gateway.port, makeMessage(999, 300, TO))).toMatch(/^250 /)
    await hop.close()
  },
  FULL ? 900_000 : 120_000,
)

test('B24 statistics that fail never stop mail: the metrics port is flooded, or has no descriptor left (DESIGN 3)', async () => {
  const hop = await NextHopServer.start()
  const metrics = await freePort()
  await using gateway = await GatewayProcess.start({ hopPort: hop.port, config: { metrics: `127.0.0.1:${metrics}` } })
  const page = async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
  expect(await page()).toMatch(/^# HELP /m)
  const flood = Array.from({ length: 150 }, () => connect({ port: metrics, host: '127.0.0.1' }))
  for (const [i, socket] of flood.entries()) {
    socket.on('error', () => undefined)
    socket.write(i % 2 === 0 ? 'GET /metrics HTTP/1.1\r\nHost: x\r\n' : '\xff\0garbage\r\n\r\n')
  }
  expect(await sendOnce(gateway.port, makeMessage(1, 300, TO))).toMatch(/^250 /)
  for (const socket of flood) socket.destroy()
  limitOpenFiles(gateway.pid, 3) // client, next hop, and nothing for a scraper besides
  const scraper = connect({ port: metrics, host: '127.0.0.1' }).on('error', () => undefined)
  expect(await sendOnce(gateway.port, makeMessage(2, 300, TO))).toMatch(/^(?:250|45[12]) |^closed$/)
  restoreOpenFiles(gateway.pid)
  scraper.destroy()
  expect(await sendOnce(gateway.port, makeMessage(3, 300, TO))).toMatch(/^250 /)
  expect(await page()).toMatch(/^# HELP /m)
  await hop.close()
}, 60_000)
