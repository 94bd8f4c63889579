// B23: SIGTERM. What is in work ends with its 250 within the grace period, the rest is told 421, and nothing is lost.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GatewayProcess, type GatewayProcessOptions, pause, until } from '../support/gateway-process.ts'
import { type HopScript, NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { account, KEPT } from './delivery-oracle.ts'
import { deliverAll, makeMessage, SENDER, sendOnce, withLine } from './retrying-mta.ts'

const TO = ['binh.cangio@tphcm.gov.vn']

async function bench(script: HopScript, options: Partial<GatewayProcessOptions> = {}) {
  const hop = await NextHopServer.start(script)
  const gateway = await GatewayProcess.start({ hopPort: hop.port, ...options }).catch(async (error) => {
    await hop.close()
    throw error
  })
  return {
    hop,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway.stop()
      await hop.close()
    },
  }
}

/** A new client during the stop: refused, or 421 at the greeting, or closed at once. */
async function newClient(port: number): Promise<string> {
  try {
    const client = await SmtpClient.connect(port)
    const { raw } = await client.reply()
    client.destroy()
    return raw
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'closed'
  }
}

test('B23 SIGTERM, twice, with 50 messages in work: all 50 end with 250, idle sessions and new ones 421 or refused, exit status 0 (RFC 5321 3.8)', async () => {
  let dots = 0
  const script: HopScript = {
    act: (verb) => (verb === 'DOT' && ++dots > 0 ? { delay: 2000 } : undefined),
  }
  await using b = await bench(script)
  const { port } = b.gateway
  const idle = await SmtpClient.open(port)
  const half = await SmtpClient.open(port)
  await half.say(`MAIL FROM:<${SENDER}>`, 250)
  const answers = Array.from({ length: 50 }, (_, id) => sendOnce(port, makeMessage(id, 500, TO)))
  await until('50 messages in work', () => dots === 50)
  b.gateway.signal('SIGTERM')
  expect((await idle.reply()).raw).toMatch(/^421 4\.3\.2 /)
  expect((await half.reply()).raw).toMatch(/^421 4\.3\.2 /)
  expect(await newClient(port)).toMatch(/^421 |^ECONNREFUSED$|^closed$|^ECONNRESET$/)
  b.gateway.signal('SIGTERM') // a launcher and a terminal may each send one
  b.gateway.signal('SIGINT')
  expect((await Promise.all(answers)).map((raw) => raw.slice(0, 3))).toEqual(Array(50).fill('250'))
  expect(b.hop.messages).toHaveLength(50)
  expect(await b.gateway.ended()).toBe(0)
  expect(b.gateway.orphans()).toEqual([])
  idle.destroy()
  half.destroy()
}, 60_000)

test('B23 the grace is over: 451 for what is still being judged, and the next hop never gets its dot (PMG)', async () => {
  const preload = [join(import.meta.dirname, 'replace-reader.mjs')]
  await using b = await bench({}, { preload, config: { grace: 2 } })
  const answer = sendOnce(b.gateway.port, withLine(makeMessage(1, 300, TO), 'X-Order: slow 12000'))
  await until('DATA', () => b.hop.commands.some((line) => line.includes('RCPT')))
  await pause(500)
  b.gateway.signal('SIGTERM')
  const began = performance.now()
  expect(await answer).toMatch(/^451 4\.3\.0 |^421 4\.3\.2 /)
  expect(await b.gateway.ended()).toBe(0)
  expect(performance.now() - began).toBeLessThan(11_000)
  expect(b.hop.messages).toEqual([])
}, 60_000)

test('B23 stopped and started again under load: the clients keep what was not answered 250, nothing is lost or sent twice', async () => {
  await using b = await bench({})
  const messages = Array.from({ length: 150 }, (_, id) => makeMessage(id, 1000, TO))
  let answered = 0
  const delivering = deliverAll(messages, { port: b.gateway.port, onFinal: () => answered++ })
  for (const moment of [30, 80]) {
    await until(`${moment} answers`, () => answered >= moment)
    b.gateway.signal('SIGTERM')
    expect(await b.gateway.ended()).toBe(0)
    await b.gateway.start()
  }
  const result = account(await delivering, b.hop.messages, b.gateway.audit)
  expect(result).toMatchObject({ ...KEPT, accepted: 150, duplicates: 0 })
}, 60_000)

test('B23 SIGTERM while a client sends its message: it may finish and is answered, or is told 421; never 250 without delivery', async () => {
  await using b = await bench({})
  const client = await SmtpClient.open(b.gateway.port)
  await client.envelope(SENDER, TO)
  const { bytes } = makeMessage(7, 2000, TO)
  client.write(
    bytes
      .toString('latin1')
      .replace(/(^|\r\n)\./g, '$1..')
      .slice(0, 1000),
  )
  await pause(200)
  b.gateway.signal('SIGTERM')
  await pause(300)
  client.write(
    `${bytes
      .toString('latin1')
      .replace(/(^|\r\n)\./g, '$1..')
      .slice(1000)}.\r\n`,
  )
  const { code } = await client.reply()
  expect([250, 421, 451]).toContain(code)
  expect(b.hop.messages).toHaveLength(code === 250 ? 1 : 0)
  expect(await b.gateway.ended()).toBe(0)
}, 60_000)
