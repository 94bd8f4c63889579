// The pool under hostile children: what dies or hangs becomes a fact of its own message, other mail goes on.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { DEFAULT_LIMITS, type MessageFacts, type ReadingContext } from '../../src/facts.ts'
import { createPool, type PoolOptions, type ReadingPool } from '../../src/inspect/pool.ts'

const context: ReadingContext = {
  limits: DEFAULT_LIMITS,
  trust: { roots: [], certificates: [] },
  units: [],
  words: [],
  secrecy: { degrees: [], marks: [] },
}
const childModule = join(import.meta.dirname, 'hostile-child.mjs')
const now = new Date('2026-03-02T01:00:00Z')
const pools: ReadingPool[] = []

function hostilePool(options: Partial<PoolOptions> = {}): ReadingPool {
  const pool = createPool(context, { processes: 2, seconds: 1, memoryMiB: 300, childModule, ...options })
  pools.push(pool)
  return pool
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

function order(
  pool: ReadingPool,
  text: string,
): Promise<MessageFacts & { order?: string; context?: string; pid?: number }> {
  const bytes = Buffer.from(text)
  return pool.readMessage({ bytes, file: null, size: bytes.length, stuffed: false }, now)
}

test.each([
  ['hang', 'time-limit'],
  ['exit', 'reader-died'],
  ['memory', 'memory-limit'],
  ['wasm', 'memory-limit'],
  ['throw', 'reader-died'],
] as const)('a reader that does "%s" gives the reason %s; the next message is read', async (what, reason) => {
  const pool = hostilePool({ seconds: what === 'wasm' || what === 'memory' ? 30 : 1 })
  const [bad, good] = await Promise.all([order(pool, what), order(pool, 'plain')])
  expect(bad).toMatchObject({ header: null, inspected: 'none', reasons: [reason], size: what.length })
  expect(JSON.stringify(bad)).not.toContain('secret text')
  expect(good.order).toBe('plain')
  expect((await order(pool, 'again')).order).toBe('again')
})

test('a dead process is replaced, one process serves many jobs, none is started per message', async () => {
  const pool = hostilePool({ processes: 1 })
  const first = await order(pool, 'one')
  expect((await order(pool, 'two')).pid).toBe(first.pid)
  await order(pool, 'exit')
  const after = await order(pool, 'three')
  expect(after.pid).not.toBe(first.pid)
  const many = await Promise.all(Array.from({ length: 50 }, (_, i) => order(pool, `job ${i}`)))
  expect(many.map(({ order }) => order)).toEqual(Array.from({ length: 50 }, (_, i) => `job ${i}`))
  expect(new Set(many.map(({ pid }) => pid))).toEqual(new Set([after.pid]))
})

test('a reader may not write and sees no environment of ours', async () => {
  process.env.CONGTHU_TEST_SECRET = 'x'
  const facts = (await order(hostilePool(), 'write')) as unknown as {
    wrote: boolean
    code: string
    environment: string[]
  }
  expect(facts).toEqual({ type: undefined, wrote: false, code: 'ERR_ACCESS_DENIED', environment: expect.any(Array) })
  expect(facts.environment).not.toContain('CONGTHU_TEST_SECRET')
})

test('when no process can be started the job is our own failure, again and again, without a loop', async () => {
  const pool = hostilePool({ childModule: join(import.meta.dirname, 'no-such-module.mjs') })
  await expect(order(pool, 'plain')).rejects.toThrow()
  await expect(order(pool, 'plain')).rejects.toThrow()
})

test('a process killed from outside is no fault of the message: it is read again in another one', async () => {
  const pool = hostilePool({ processes: 1 })
  const { pid } = await order(pool, 'plain')
  const slow = order(pool, 'slow')
  await new Promise((resolve) => setTimeout(resolve, 100))
  process.kill(pid!, 'SIGKILL')
  expect(await slow).toMatchObject({ order: 'slow' })
})

test('computing on all threads together is limited, too', async () => {
  const pool = hostilePool({ processes: 1, seconds: 60, cpuSeconds: 1 })
  const started = performance.now()
  expect(await order(pool, 'threads')).toMatchObject({ reasons: ['time-limit'], inspected: 'none' })
  expect(performance.now() - started).toBeLessThan(30_000)
})

const NOTE = {
  at: { part: '2', path: ['a.zip', 'bom.docx'] },
  names: ['bom.docx', 'x'.repeat(3000)],
  declaredType: 'application/zip',
  disposition: 'attachment',
  size: 77,
}

test.each([
  ['hang', 'time-limit'],
  ['exit', 'reader-died'],
  ['throw', 'reader-died'],
] as const)('a reader that ends by "%s" leaves the name of the document that it was at', async (how, reason) => {
  const { attachments } = await order(hostilePool(), `note ${how} ${JSON.stringify(NOTE)}`)
  const [document, ...others] = attachments
  expect(others).toEqual([])
  expect(document).toMatchObject({
    type: 'document',
    at: NOTE.at,
    name: 'bom.docx',
    extensions: ['docx'],
    declaredType: 'application/zip',
    disposition: 'attachment',
    size: 77,
    kind: 'unknown',
    inspected: 'none',
    reasons: [reason],
  })
  expect(document!.names[1]!.length).toBeLessThan(200)
})

test.each([
  '',
  '{',
  'null',
  '7',
  '{"at":{"part":1,"path":[]},"names":[],"size":1}',
  '{"at":{"part":"1","path":"x"},"names":[],"size":1}',
  '{"at":{"part":"1","path":[]},"names":[7],"size":1}',
  '{"at":null,"names":[],"size":1}',
])('a note without sense names nothing: %s', async (note) => {
  expect(await order(hostilePool(), `note exit ${note}`)).toMatchObject({ reasons: ['reader-died'], attachments: [] })
})

test('a process that is stopped is seen at once and replaced, and the message is read by another', async () => {
  const pool = hostilePool({ processes: 1, seconds: 30 })
  const { pid } = await order(pool, 'plain')
  process.kill(pid!, 'SIGSTOP')
  const started = performance.now()
  const read = await order(pool, 'plain')
  expect(read.order).toBe('plain')
  expect(read.pid).not.toBe(pid)
  expect(performance.now() - started).toBeLessThan(15_000)
})

test('a process that waits for nothing and never answers is our own failure, before its time is over', async () => {
  const pool = hostilePool({ processes: 1, seconds: 60 })
  const started = performance.now()
  await expect(order(pool, 'still')).rejects.toThrow('the reading process ended')
  expect(performance.now() - started).toBeLessThan(30_000)
  expect((await order(pool, 'again')).order).toBe('again')
}, 40_000)

test('a job that nobody waits for any more leaves the queue; what runs is not disturbed', async () => {
  const pool = hostilePool({ processes: 1 })
  const running = order(pool, 'slow')
  const gone = new AbortController()
  const bytes = Buffer.from('plain')
  const waiting = pool.readMessage({ bytes, file: null, size: 5, stuffed: false }, now, gone.signal)
  gone.abort()
  await expect(waiting).rejects.toThrow('nobody waits')
  expect((await running).order).toBe('slow')
})

test('a message is read by the context of the moment it came, whether it ran, waited or was read twice', async () => {
  const pool = hostilePool({ processes: 1 })
  const version = (list: string) => pool.setContext({ ...context, words: [{ list, accents: true, phrases: ['a'] }] })
  const contextOf = async (facts: Promise<{ context?: string }>) => (await facts).context
  version('old')
  const { pid } = await order(pool, 'plain')
  const asked = [order(pool, 'slow'), order(pool, 'slow'), order(pool, 'plain')]
  version('new')
  asked.push(order(pool, 'plain'))
  version('newest')
  asked.push(order(pool, 'plain'))
  setTimeout(() => process.kill(pid!, 'SIGKILL'), 100) // the first one is read again by another process
  expect(await Promise.all(asked.map(contextOf))).toEqual(['old', 'old', 'old', 'new', 'newest'])
  expect(pool.state()).toEqual({ processes: 1, waiting: 0 })
})

test('closing ends what runs as our own failure, never as a fact', async () => {
  const pool = hostilePool()
  await order(pool, 'plain')
  const running = order(pool, 'slow')
  const ended = expect(running).rejects.toThrow()
  await pool.close()
  await ended
})

test('signals to the whole group do not end the real reading process', async () => {
  const pool = createPool(context, { processes: 1, seconds: 5, memoryMiB: 500 })
  pools.push(pool)
  const bytes = Buffer.from('From: a@b.example\r\n\r\nx\r\n')
  const read = () => pool.readMessage({ bytes, file: null, size: bytes.length, stuffed: false }, now)
  await read()
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number)
  const readers = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('inspect/child.ts'))
  expect(readers).toHaveLength(1)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(readers[0]!, signal)
  expect((await read()).inspected).toBe('full')
  expect(readFileSync(`/proc/${readers[0]}/cmdline`, 'latin1')).toContain('inspect/child.ts')
})

const noLimits = existsSync('/usr/bin/prlimit') ? null : 'util-linux has no prlimit here'
if (noLimits !== null && process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(noLimits)
if (noLimits !== null) console.warn(`SKIPPED: limits that the kernel holds: ${noLimits}`)
test.skipIf(noLimits !== null)(
  'the kernel holds what the process may not: core files, big files, memory without end',
  async () => {
    const { pid } = await order(hostilePool({ processes: 1 }), 'plain')
    const limits = readFileSync(`/proc/${pid}/limits`, 'latin1')
    expect(limits).toMatch(/^Max core file size +0 +0 /m)
    expect(limits).toMatch(/^Max file size +32768 +32768 /m)
    expect(Number(/^Max data size +(\d+)/m.exec(limits)?.[1])).toBe((768 + 300 * 1.5) * 1_048_576)
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'latin1').trim()).toBe('800')
  },
)

test('a closed pool refuses', async () => {
  const pool = hostilePool()
  await pool.close()
  await expect(order(pool, 'plain')).rejects.toThrow('closed')
})
