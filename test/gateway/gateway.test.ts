// The gateway whole under what goes wrong around it: no next hop, no audit table, too much, SIGTERM.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { submit } from '../../src/demo/client.ts'
import { type Sink, startSink } from '../../src/demo/sink.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createLogger } from '../../src/log.ts'
import { loadConfiguration, type Overrides } from '../../src/settings/configuration.ts'
import { congthu, ROOT } from '../support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-gateway-'))
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const envelope = { from: 'an.cangio@tphcm.gov.vn', to: ['binh.cangio@tphcm.gov.vn'] }
const mail = (subject: string, body = 'Kinh gui.') =>
  Buffer.from(`From: ${envelope.from}\r\nTo: ${envelope.to[0]}\r\nSubject: ${subject}\r\n\r\n${body}\r\n`)

async function started(overrides: Overrides = {}): Promise<{ gateway: Gateway; sink: Sink; port: number }> {
  const sink = await startSink()
  closing.push(() => sink.close())
  const configuration = loadConfiguration(null, {
    listen: [{ host: '127.0.0.1', port: 0 }],
    audit: join(folder, `audit-${closing.length}-${Date.now()}.sqlite`),
    scratch: join(folder, 'scratch'),
    ...overrides,
    nextHop: { port: sink.port, ...overrides.nextHop },
  })
  const gateway = await startGateway(configuration, createLogger('silent'))
  closing.push(() => gateway.close(1000))
  return { gateway, sink, port: gateway.listening[0]!.port }
}

/** A port on which nothing listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

test('an ordinary mail passes with its headers; the code in them explains it', async () => {
  const audit = join(folder, 'explain.sqlite')
  const { port, sink } = await started({ audit })
  expect((await submit(port, envelope, mail('Lich hop'))).code).toBe(250)
  const text = sink.delivered[0]!.bytes.toString('latin1')
  expect(text).toMatch(/^Received: from /)
  const code = /^X-Congthu-Verdict: pass; code=(\w{8}); policy=[0-9a-f]{12}\r$/m.exec(text)![1]!
  const { stdout, status } = await congthu('explain', code, '--audit', audit)
  expect(status).toBe(0)
  expect(stdout).toContain(envelope.from)
  expect((await congthu('explain', 'ZZZZZZZZ', '--audit', audit)).status).toBe(2)
})

test('the next hop is away: 451, the mail stays with the client', async () => {
  const { port } = await started({ nextHop: { port: await freePort() } })
  expect((await submit(port, envelope, mail('Lich hop'))).code).toBe(451)
})

test('the audit table is gone: 451 and nothing is delivered', async () => {
  const sink = await startSink()
  closing.push(() => sink.close())
  const configuration = loadConfiguration(null, {
    listen: [{ host: '127.0.0.1', port: 0 }],
    nextHop: { port: sink.port },
    audit: '/dev/full', // opens, and takes no byte
    scratch: join(folder, 'scratch'),
  })
  await expect(startGateway(configuration, createLogger('silent'))).rejects.toThrow()
  expect(sink.delivered).toEqual([])
})

test('larger than the limit: 552 5.3.4, and smaller mail goes on', async () => {
  const { port, sink } = await started({ sizeLimit: 100_000 })
  const answer = await submit(port, envelope, mail('To', 'x'.repeat(70) + '\r\n'.repeat(60_000)))
  expect([answer.code, answer.lines[0]]).toEqual([552, expect.stringMatching(/^5\.3\.4 /)])
  expect((await submit(port, envelope, mail('Nho'))).code).toBe(250)
  expect(sink.delivered).toHaveLength(1)
})

test('a large message waits in a scratch file and arrives byte for byte; nothing is left in the folder', async () => {
  const scratch = join(folder, 'scratch-large')
  const { port, sink } = await started({ scratch, memoryLimit: 65_536 })
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i % 7 === 0 ? '.' : ''}dong ${i} ${'\xe1'.repeat(i % 50)}`)
  const message = Buffer.from(mail('Lon', lines.join('\r\n')).toString('latin1'), 'latin1')
  expect((await submit(port, envelope, message)).code).toBe(250)
  const { bytes } = sink.delivered[0]!
  expect(bytes.subarray(bytes.indexOf('\r\n\r\n')).equals(message.subarray(message.indexOf('\r\n\r\n')))).toBe(true)
  expect(readdirSync(scratch)).toEqual([])
})

test('serve: takes mail, writes one JSON line a message, stops with 0 on SIGTERM', async () => {
  const sink = await startSink()
  closing.push(() => sink.close())
  const config = join(folder, 'congthu.yaml')
  writeFileSync(config, `audit: serve.sqlite\nscratch: serve-scratch\nnextHop: { port: ${sink.port} }\n`)
  const args = [join(ROOT, 'bin', 'congthu.mjs'), 'serve', '--config', config, '--listen', '127.0.0.1:0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  const port = await new Promise<number>((resolve) => {
    child.stderr.on('data', (chunk) => {
      log += chunk
      const listening = /"listening":\[\{"host":"127\.0\.0\.1","port":(\d+)\}\]/.exec(log)
      if (listening !== null) resolve(Number(listening[1]))
    })
  })
  const forged = mail('Lich hop\r\nMessage-ID: <a"\\n{"level":30}\u2028{"msg":"message"}\u0085\u009b2J\u202e@x>')
  expect((await submit(port, envelope, forged)).code).toBe(250)
  const stopped = new Promise((resolve) => child.on('close', resolve))
  child.kill('SIGINT')
  child.kill('SIGTERM') // a terminal and a launcher may both send one: the second must not cut the stop short
  child.kill('SIGINT')
  expect(await stopped).toBe(0)
  expect(log.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  const lines = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const [line, ...more] = lines.filter(({ msg }) => msg === 'message')
  expect(more).toEqual([])
  expect(line).toMatchObject({ action: 'pass', findings: [], from: envelope.from, policy: expect.any(String) })
  expect(line.messageId).toContain('{"level":30}')
  expect(line.messageId).toContain(Buffer.from('\u202e').toString('latin1')) // not made of letters, but not lost
  const start = lines.find(({ msg }) => msg === 'listening')
  expect(start).toMatchObject({ nextHops: [{ port: sink.port }], metrics: null, policy: line.policy })
  expect(lines.at(-1)).toMatchObject({ msg: 'stopped' })
})
