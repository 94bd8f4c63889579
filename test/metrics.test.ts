// The figures, /healthz and /readyz: counted right, labels bounded, nothing that a client of that port can tie up.
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createFigures, type Figures } from '../src/metrics/figures.ts'
import { readiness } from '../src/metrics/readiness.ts'
import { type MetricsServer, startMetrics } from '../src/metrics/server.ts'
import { RULES } from '../src/rules/index.ts'
import type { Finding, Verdict } from '../src/verdict.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const inWork = { connections: 3, messages: 2, scratchBytes: 1000, processes: 4, waiting: 5 }

function figures(): Figures {
  return createFigures({ rules: RULES, nextHops: ['mail.example:25'], inWork: () => inWork, ofProcess: false })
}

/** `name{labels}` with its value. */
async function values(of: Figures): Promise<Record<string, number>> {
  const lines = (await of.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

function verdict(...findings: [rule: string, message: string][]): Verdict {
  const finding = ([rule, message]: [string, string]): Finding => ({
    ...{ rule, message, clause: '8', outcome: 'violated', mode: 'enforce', action: 'reject', at: null, data: {} },
    exception: null,
  })
  return { action: 'reject', findings: findings.map(finding), policyVersion: 'abc', paperEquivalent: false }
}

describe('figures', () => {
  test('everything that can be counted is there from the start, at 0', async () => {
    const before = await values(figures())
    expect(before['congthu_messages_total{end="accepted",action="pass"}']).toBe(0)
    expect(before['congthu_messages_total{end="deferred",action="none"}']).toBe(0)
    expect(before['congthu_message_seconds_count{end="refused"}']).toBe(0)
    expect(before['congthu_connections_total{result="too-many"}']).toBe(0)
    expect(before['congthu_next_hop_tries_total{next_hop="mail.example:25",result="failed"}']).toBe(0)
    expect(before['congthu_own_failures_total{kind="audit"}']).toBe(0)
    expect(before['congthu_policy_reloads_total{result="refused"}']).toBe(0)
    const messages = RULES.flatMap(({ messages }) => Object.keys(messages)).length
    expect(Object.keys(before).filter((name) => name.startsWith('congthu_findings_total'))).toHaveLength(3 * messages)
  })

  test('a message counts by its end, its verdict, its octets and its time', async () => {
    const counted = figures()
    counted.message({ end: 'accepted', action: 'tag', reply: 250, size: 700, ms: 30 })
    counted.message({ end: 'accepted', action: 'pass', reply: 250, size: 300, ms: 3000 })
    counted.message({ end: 'deferred', action: null, reply: 451, size: 50, ms: 80_000 })
    const after = await values(counted)
    expect(after).toMatchObject({
      'congthu_messages_total{end="accepted",action="tag"}': 1,
      'congthu_messages_total{end="deferred",action="none"}': 1,
      'congthu_message_octets_total{end="accepted"}': 1000,
      'congthu_message_octets_total{end="refused"}': 0,
      'congthu_message_seconds_bucket{le="0.05",end="accepted"}': 1,
      'congthu_message_seconds_bucket{le="5",end="accepted"}': 2,
      'congthu_message_seconds_sum{end="accepted"}': 3.03,
      'congthu_message_seconds_bucket{le="80",end="deferred"}': 1,
    })
  })

  test('connections, tries, findings, reloads, failures, what is in work', async () => {
    const counted = figures()
    counted.connection('accepted')
    counted.connection('not-permitted')
    counted.nextHop('mail.example:25', 'failed')
    counted.verdict(verdict(['art8-state-secret', 'mark-strong'], ['art8-state-secret', 'mark-strong']))
    counted.ownFailure('judging')
    counted.policy('aaaaaaaaaaaa')
    counted.policy('bbbbbbbbbbbb')
    counted.policyReload('refused')
    const after = await values(counted)
    expect(after).toMatchObject({
      'congthu_connections_total{result="accepted"}': 1,
      'congthu_connections_total{result="not-permitted"}': 1,
      'congthu_next_hop_tries_total{next_hop="mail.example:25",result="failed"}': 1,
      'congthu_findings_total{rule="art8-state-secret",message="mark-strong",action="reject"}': 2,
      'congthu_own_failures_total{kind="judging"}': 1,
      'congthu_policy_reloads_total{result="refused"}': 1,
      congthu_policy_refused: 1,
      'congthu_policy_info{version="bbbbbbbbbbbb"}': 1,
      congthu_connections: 3,
      congthu_messages_in_work: 2,
      congthu_scratch_octets: 1000,
      congthu_reading_processes: 4,
      congthu_readings_waiting: 5,
    })
    expect(Object.keys(after).filter((name) => name.startsWith('congthu_policy_info'))).toHaveLength(1)
    counted.policyReload('unchanged')
    expect((await values(counted)).congthu_policy_refused).toBe(0)
  })

  test('nothing unknown becomes a label', async () => {
    const counted = figures()
    const before = Object.keys(await values(counted))
    counted.nextHop('x"} 1\nforged 1:25', 'connected')
    counted.verdict(verdict(['art8-state-secret', 'no-such-message'], ['x"}', 'mark-strong'], ['constructor', '']))
    expect(Object.keys(await values(counted))).toEqual(before)
  })

  test('two gateways in one process have figures of their own', async () => {
    const [one, other] = [figures(), figures()]
    one.connection('accepted')
    expect((await values(other))['congthu_connections_total{result="accepted"}']).toBe(0)
  })

  test('the process itself: memory, open files, event loop', async () => {
    const own = createFigures({ rules: [], nextHops: [], inWork: () => inWork, ofProcess: true })
    const after = await values(own)
    expect(after.process_resident_memory_bytes).toBeGreaterThan(1_000_000)
    expect(after.process_open_fds).toBeGreaterThan(2)
    expect(after).toHaveProperty('nodejs_eventloop_lag_p99_seconds')
  })
})

async function served(reasons: () => Promise<string[]> = async () => []): Promise<MetricsServer> {
  const server = await startMetrics({ host: '127.0.0.1', port: 0 }, { figures: figures(), notReady: reasons })
  closing.push(() => server.close())
  return server
}

interface Got {
  status: number
  type: string | undefined
  body: string
}

async function ask({ port }: { port: number }, path: string, method = 'GET'): Promise<Got> {
  const asked = request({ host: '127.0.0.1', port, path, method, agent: false }).end()
  const [answer] = await once(asked, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return { status: answer.statusCode, type: answer.headers['content-type'], body: Buffer.concat(chunks).toString() }
}

/** Says that, and gives all that comes back until the other side closes. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  let got = ''
  socket.on('data', (chunk) => (got += chunk))
  socket.on('error', () => undefined)
  socket.write(text)
  await once(socket, 'close')
  return got
}

describe('the server', () => {
  test('three paths for GET and HEAD, 404 for others, 405 for other methods', async () => {
    const server = await served()
    expect(await ask(server, '/metrics')).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      body: expect.stringContaining('\ncongthu_connections 3\n'),
    })
    expect(await ask(server, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' })
    expect(await ask(server, '/readyz?x=1')).toMatchObject({ status: 200, body: 'ready\n' })
    expect(await ask(server, '/metrics', 'HEAD')).toMatchObject({ status: 200, body: '' })
    for (const path of ['/', '/metrics/', '//metrics', '/x', '*']) expect((await ask(server, path)).status).toBe(404)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
      expect(await ask(server, '/metrics', method)).toMatchObject({ status: 405 })
    }
  })

  test('not ready: 503 with one reason a line; it fails to say: 500', async () => {
    const server = await served(async () => ['cái này / this', 'cái kia / that'])
    expect(await ask(server, '/readyz')).toMatchObject({ status: 503, body: 'cái này / this\ncái kia / that\n' })
    expect((await ask(server, '/healthz')).status).toBe(200)
    const broken = await served(() => Promise.reject(new Error('no idea')))
    expect((await ask(broken, '/readyz')).status).toBe(500)
  })

  test('header fields without end, garbage, a body, a second request: answered or cut off, and it goes on', async () => {
    const server = await served()
    expect(await raw(server.port, `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      / 431 /,
    )
    expect(await raw(server.port, '\x16\x03\x01\x02\x00')).toMatch(/^HTTP\/1\.1 400 /)
    const twice = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2)
    expect((await raw(server.port, twice)).match(/HTTP\/1\.1 200/g)).toHaveLength(1)
    const body = `POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n${'a'.repeat(100_000)}`
    expect(await raw(server.port, body)).toMatch(/^HTTP\/1\.1 405 /)
    expect((await ask(server, '/healthz')).status).toBe(200)
  })

  test('a header that drips is cut off; more than 32 connections are', async () => {
    const server = await served()
    const sockets = Array.from({ length: 40 }, () => connect({ port: server.port, host: '127.0.0.1' }))
    let closed = 0
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.on('close', () => closed++)
      socket.on('connect', () => socket.write('GET /healthz HTTP/1.1\r\n'))
      socket.resume()
    }
    await expect.poll(() => closed, { timeout: 4000 }).toBe(8)
    await expect.poll(() => closed, { timeout: 20_000 }).toBe(40)
    expect((await ask(server, '/healthz')).status).toBe(200)
  })

  test('a port that is taken is told; closing does not wait for whoever is connected', async () => {
    const server = await served()
    await expect(served2(server.port)).rejects.toThrow('EADDRINUSE')
    const socket = connect({ port: server.port, host: '127.0.0.1' })
    await once(socket, 'connect')
    socket.resume().on('error', () => undefined)
    const ended = once(socket, 'close')
    await server.close()
    await ended
  })
})

function served2(port: number): Promise<MetricsServer> {
  return startMetrics({ host: '127.0.0.1', port }, { figures: figures(), notReady: async () => [] })
}

describe('readiness', () => {
  test('tells each check that fails, by false or by throwing, in order', async () => {
    const reasons = readiness([
      { fails: 'one', holds: async () => false },
      { fails: 'two', holds: async () => true },
      { fails: 'three', holds: () => Promise.reject(new Error('x')) },
    ])
    expect(await reasons()).toEqual(['one', 'three'])
  })

  test('an answer is asked for once, shared and kept; a new one after its time', async () => {
    let asked = 0
    const reasons = readiness([
      {
        fails: 'x',
        goodFor: 300,
        holds: async () => {
          asked++
          await new Promise((resolve) => setTimeout(resolve, 50))
          return asked > 1
        },
      },
    ])
    expect(await Promise.all([reasons(), reasons(), reasons()])).toEqual([['x'], ['x'], ['x']])
    expect([await reasons(), asked]).toEqual([['x'], 1])
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect([await reasons(), asked]).toEqual([[], 2])
  })

  test('without an answer within three seconds it does not hold', async () => {
    const reasons = readiness([{ fails: 'late', holds: () => new Promise(() => {}) }])
    expect(await reasons()).toEqual(['late'])
  })
})
