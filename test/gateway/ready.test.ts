// The gateway's figures and readiness as an administrator's watch sees them: counted mail, and why mail would not go through.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, expect, test } from 'vitest'
import { submit } from '../../src/demo/client.ts'
import { startSink } from '../../src/demo/sink.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { HopContact, readyChecks } from '../../src/gateway/ready.ts'
import { createLogger } from '../../src/log.ts'
import { readiness } from '../../src/metrics/readiness.ts'
import { loadConfiguration, type Overrides } from '../../src/settings/configuration.ts'
import { freePort } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-ready-'))
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const envelope = { from: 'an.cangio@tphcm.gov.vn', to: ['binh.cangio@tphcm.gov.vn'] }
const mail = (subject: string) =>
  Buffer.from(`From: ${envelope.from}\r\nTo: ${envelope.to[0]}\r\nSubject: ${subject}\r\n\r\nKinh gui.\r\n`)
const SECRET = '=?UTF-8?B?W03huqxUXSBCw6FvIGPDoW8=?=' // [MẬT] Báo cáo

async function started(hopPort: number, overrides: Overrides = {}): Promise<{ gateway: Gateway; audit: string }> {
  const audit = join(folder, `audit-${Date.now()}-${closing.length}.sqlite`)
  const configuration = loadConfiguration(null, {
    listen: [{ host: '127.0.0.1', port: 0 }],
    nextHop: { port: hopPort },
    metrics: { host: '127.0.0.1', port: 0 },
    scratch: join(folder, 'scratch'),
    reading: { processes: 1 },
    audit,
    ...overrides,
  })
  const gateway = await startGateway(configuration, createLogger('silent'))
  closing.push(() => gateway.close(1000))
  return { gateway, audit }
}

async function ask({ metrics }: Gateway, path: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(`http://127.0.0.1:${metrics!.port}${path}`)
  return { status: answer.status, body: await answer.text() }
}

async function figure(gateway: Gateway, name: string): Promise<number> {
  const { body } = await ask(gateway, '/metrics')
  return Number(
    body
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  )
}

test('mail is counted by its end and findings; the gauges show what is in work', async () => {
  const sink = await startSink()
  closing.push(() => sink.close())
  const { gateway } = await started(sink.port)
  const { port } = gateway.listening[0]!
  for (const subject of ['Lich hop', 'Lich hop', SECRET]) await submit(port, envelope, mail(subject))
  expect(await figure(gateway, 'congthu_messages_total{end="accepted",action="pass"}')).toBe(2)
  expect(await figure(gateway, 'congthu_messages_total{end="refused",action="reject"}')).toBe(1)
  expect(await figure(gateway, 'congthu_message_octets_total{end="accepted"}')).toBe(2 * mail('Lich hop').length)
  expect(await figure(gateway, 'congthu_message_seconds_count{end="accepted"}')).toBe(2)
  const finding = 'congthu_findings_total{rule="art8-state-secret",message="mark-strong",action="reject"}'
  expect(await figure(gateway, finding)).toBe(1)
  expect(await figure(gateway, 'congthu_connections_total{result="accepted"}')).toBe(3)
  const tries = `congthu_next_hop_tries_total{next_hop="127.0.0.1:${sink.port}",result="connected"}`
  expect(await figure(gateway, tries)).toBeGreaterThanOrEqual(3)
  expect(await figure(gateway, `congthu_policy_info{version="${gateway.policy()}"}`)).toBe(1)
  expect(await figure(gateway, 'congthu_reading_processes')).toBe(1)
  const idle = connect({ port, host: '127.0.0.1' })
  await once(idle, 'data')
  expect(await figure(gateway, 'congthu_connections')).toBe(1)
  idle.destroy()
})

test('ready; while it stops it says so, and still answers what is in work', async () => {
  const hop = await NextHopServer.start()
  closing.push(() => hop.close())
  const { gateway } = await started(hop.port)
  expect(await ask(gateway, '/healthz')).toEqual({ status: 200, body: 'ok\n' })
  expect(await ask(gateway, '/readyz')).toEqual({ status: 200, body: 'ready\n' })
  const client = connect({ port: gateway.listening[0]!.port, host: '127.0.0.1' })
  await once(client, 'data')
  let heard = ''
  client.on('data', (chunk) => (heard += chunk))
  const commands = ['EHLO x', `MAIL FROM:<${envelope.from}>`, `RCPT TO:<${envelope.to[0]}>`, 'DATA']
  for (const command of commands) {
    const before = heard.length
    client.write(`${command}\r\n`)
    await expect.poll(() => /^\d{3} .*\r\n$/m.test(heard.slice(before))).toBe(true)
  }
  client.write(mail('Lich hop'))
  const closed = gateway.close(20_000)
  expect(await ask(gateway, '/readyz')).toEqual({ status: 503, body: 'cổng đang dừng / stopping\n' })
  expect((await ask(gateway, '/healthz')).status).toBe(200)
  client.write('.\r\n')
  await closed
  expect(heard).toMatch(/^250 /m)
  await expect(ask(gateway, '/healthz')).rejects.toThrow()
})

test('no next hop can be reached: not ready; one of several is enough', async () => {
  const { gateway } = await started(await freePort())
  expect(await ask(gateway, '/readyz')).toEqual({
    status: 503,
    body: 'không nối được máy chủ nhận tiếp nào / no next hop can be reached\n',
  })
  const sink = await startSink()
  closing.push(() => sink.close())
  const hops = [await freePort(), sink.port].map((port) => ({ host: '127.0.0.1', port, tls: 'none' as const }))
  expect(await new HopContact(hops, 'gateway.example').holds()).toBe(true)
})

test('what mail last met counts: a failed try is asked about again, a good one is believed for a minute', async () => {
  const sink = await startSink()
  const contact = new HopContact([{ host: '127.0.0.1', port: sink.port, tls: 'none' }], 'gateway.example')
  contact.heard('failed')
  expect(await contact.holds()).toBe(true)
  contact.heard('connected')
  await sink.close()
  expect(await contact.holds()).toBe(true)
  contact.heard('failed')
  await expect(contact.holds()).rejects.toThrow()
})

test('the audit file is held by another process: not ready, and no row is left by asking', async () => {
  const sink = await startSink()
  closing.push(() => sink.close())
  const { gateway, audit } = await started(sink.port)
  const other = new DatabaseSync(audit)
  other.exec('BEGIN IMMEDIATE')
  expect(await ask(gateway, '/readyz')).toEqual({
    status: 503,
    body: 'sổ quyết định không ghi được / the audit file takes no row\n',
  })
  other.exec('ROLLBACK')
  expect(other.prepare('SELECT count(*) AS rows FROM decision').get()).toEqual({ rows: 0 })
  other.close()
})

test('no reading process lives, not listening yet: each a reason of its own', async () => {
  const parts = {
    phase: () => 'starting' as const,
    pool: { state: () => ({ processes: 0, waiting: 3 }) },
    audit: { probe: async () => {} },
    contact: new HopContact([], 'x'),
  }
  parts.contact.heard('connected')
  expect(await readiness(readyChecks(parts))()).toEqual([
    'cổng chưa nghe / not listening yet',
    'không còn tiến trình đọc thư nào / no reading process lives',
  ])
})

test('the port of the figures is taken: nothing starts, nothing is left running', async () => {
  const sink = await startSink()
  closing.push(() => sink.close())
  await expect(started(sink.port, { metrics: { host: '127.0.0.1', port: sink.port } })).rejects.toThrow('EADDRINUSE')
})
