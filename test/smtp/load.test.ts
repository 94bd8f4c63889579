// Load: idle, slow and many big clients leave small mail flowing, within bounds of time and memory. CONGTHU_TEST_SIZE=full: all.
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Judge, RelayOptions } from '../../src/smtp/relay.ts'
import { CountingHop } from '../support/counting-hop.ts'
import { type FaultBench, scenario, waitFor } from '../support/fault-bench.ts'
import type { RelayProcessSays } from '../support/relay-process.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { message, PASS } from '../support/smtp-relay.ts'

const FULL = process.env.CONGTHU_TEST_SIZE === 'full'
const MIB = 1_048_576

/** Why there are not enough file descriptors for so many sockets, both ends being ours; null when there are. */
function tooFewFiles(sockets: number): string | null {
  const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]
  if (Number(limit) >= sockets * 2 + 200) return null
  const reason = `ulimit -n is ${limit}, ${sockets * 2 + 200} are needed`
  if (process.env.CI || process.env.CONGTHU_REQUIRE_SERVICES) throw new Error(`required, but: ${reason}`)
  console.warn(`SKIPPED: ${sockets} connections: ${reason}`)
  return reason
}

interface Delays {
  median: number
  worst: number
}

function delays(measured: number[]): Delays {
  const sorted = measured.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, worst: sorted.at(-1)! }
}

function said({ median, worst }: Delays): string {
  return `median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`
}

/** Milliseconds of small messages, each over its own connection, one after the other. */
async function smallMail(bench: FaultBench, count: number): Promise<Delays> {
  const measured: number[] = []
  for (let i = 0; i < count; i++) {
    const started = performance.now()
    await bench.mailFlows()
    measured.push(performance.now() - started)
  }
  return delays(measured)
}

describe('C35 1,000 idle connections and 100 that drip', () => {
  const IDLE = 1000
  const DRIPPING = 50
  const missing = tooFewFiles(IDLE + 2 * DRIPPING + 100)

  test.skipIf(missing !== null)(
    'C35 leave small mail flowing (RFC 5321 4.5.3.2.7)',
    async () => {
      const relay = { maxConnections: IDLE + 2 * DRIPPING + 50 }
      await scenario({ relay, bound: 60_000 }, async (bench) => {
        await smallMail(bench, 20) // warm
        const alone = await smallMail(bench, 50)
        const stop = new AbortController()
        for (let i = 0; i < IDLE; i++) await bench.client()
        for (let i = 0; i < DRIPPING; i++) {
          const [commands, data] = [await bench.client(), await bench.client()]
          await bench.begin(data, bench.letter())
          void commands.drip('N'.repeat(100_000), 200, stop.signal)
          void data.drip('x'.repeat(100_000), 200, stop.signal)
        }
        expect(bench.gate.relay.state().connections).toBe(IDLE + 2 * DRIPPING)
        const among = await smallMail(bench, 50)
        stop.abort()
        console.info(
          `small mail alone: ${said(alone)}; among ${IDLE} idle and ${2 * DRIPPING} dripping: ${said(among)}`,
        )
        expect(among.median).toBeLessThan(alone.median * 5 + 50)
        expect(among.worst).toBeLessThan(5000)
      })
    },
    120_000,
  )
})

/** A relay in a process of its own, stopped and cleaned up afterwards. */
class RelayProcess {
  readonly #child: ChildProcess
  readonly #folder = mkdtempSync(join(tmpdir(), 'congthu-load-'))
  port = 0

  constructor(hopPort: number, change: Partial<RelayOptions>) {
    const options: Partial<RelayOptions> = {
      hostname: 'gateway.example',
      listen: [{ host: '127.0.0.1', port: 0 }],
      nextHops: [{ host: '127.0.0.1', port: hopPort, tls: 'none' }],
      clients: [],
      tls: null,
      sizeLimit: 30_000_000,
      memoryLimit: 65_536,
      scratch: join(this.#folder, 'messages'),
      maxConnections: 200,
      maxRecipients: 100,
      ...change,
    }
    this.#child = fork(join(import.meta.dirname, '..', 'support', 'relay-process.ts'), [JSON.stringify(options)])
  }

  async says(): Promise<RelayProcessSays> {
    const [said] = (await once(this.#child, 'message')) as [RelayProcessSays]
    if ('port' in said) this.port = said.port
    return said
  }

  async memory(): Promise<{ now: number; highest: number }> {
    this.#child.send('memory')
    return (await this.says()) as { now: number; highest: number }
  }

  get scratchFiles(): string[] {
    return readdirSync(join(this.#folder, 'messages'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL')
      await once(this.#child, 'exit')
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** A message of `size` octets, the same but for its head: sent block by block, and hashed as the next hop should see it. */
async function sendBig(port: number, name: string, size: number): Promise<{ code: number; sha256: string }> {
  const block = Buffer.from(`${'x'.repeat(998)}\r\n`.repeat(1000))
  const client = await SmtpClient.open(port)
  await client.envelope('a@example.vn', [`${name}@example.vn`])
  const hash = createHash('sha256')
  const put = async (octets: Buffer) => {
    hash.update(octets)
    await client.flush(octets)
  }
  await put(Buffer.from(message(name)))
  for (let sent = 0; sent < size && !client.closed; sent += block.length) await put(block)
  client.write('.\r\n')
  const { code } = await client.reply(300_000)
  await client.quit()
  return { code, sha256: hash.digest('hex') }
}

describe('B25 many messages of 25 MB at once', () => {
  const COUNT = FULL ? 64 : 16

  test(`B25 ${COUNT} leave small mail flowing, are all delivered, and take bounded memory (DESIGN 3)`, async () => {
    await using hop = await CountingHop.start()
    await using relay = new RelayProcess(hop.port, {})
    await relay.says()
    for (let i = 0; i < 10; i++) await sendBig(relay.port, `warm${i}`, 0)
    const before = await relay.memory()
    const started = performance.now()
    let busy = true
    const big = Promise.all(Array.from({ length: COUNT }, (_, i) => sendBig(relay.port, `big${i}`, 25_000_000)))
    void big.finally(() => (busy = false)).catch(() => undefined)
    const measured: number[] = []
    while (busy) {
      const since = performance.now()
      expect((await sendBig(relay.port, `small${measured.length}`, 0)).code).toBe(250)
      measured.push(performance.now() - since)
    }
    const answers = await big
    const seconds = (performance.now() - started) / 1000
    const { highest } = await relay.memory()
    const grown = (highest - before.now) / MIB
    console.info(
      `${COUNT} messages of 25 MB in ${seconds.toFixed(1)} s; small mail meanwhile (${measured.length}): ` +
        `${said(delays(measured))}; resident memory ${(before.now / MIB).toFixed(0)} MiB, at most ${grown.toFixed(0)} more`,
    )
    const arrived = new Map(hop.messages.map(({ recipient, sha256 }) => [recipient, sha256]))
    for (const [i, { code, sha256 }] of answers.entries()) {
      expect(code).toBe(250)
      expect(arrived.get(`big${i}@example.vn`)).toBe(sha256)
    }
    expect(hop.messages).toHaveLength(10 + COUNT + measured.length) // none twice
    expect(relay.scratchFiles).toEqual([])
    expect(grown).toBeLessThan(300)
    expect(measured.length).toBeGreaterThan(1)
    expect(delays(measured).worst).toBeLessThan(20_000)
  }, 300_000)
})

describe('B25 limits', () => {
  test('B25 connections, in all and of one client: 421 4.3.2 at the greeting; others are served (RFC 5321 3.8)', async () => {
    const relay = { maxConnections: 4, maxConnectionsPerClient: 2 }
    await scenario({ relay }, async (bench) => {
      const [first] = [await bench.client(), await bench.client()]
      const refused = async (from?: string) => {
        const client = await bench.connect(from)
        expect((await client.reply()).raw).toMatch(/^421 [^\r\n]*4\.3\.2 [^\r\n]*\r\n$/)
        await client.waitClosed()
      }
      await refused()
      await bench.client('127.0.0.2')
      await bench.client('127.0.0.3')
      await refused('127.0.0.4')
      await first!.quit()
      await waitFor(() => bench.gate.relay.state().connections === 3, 'room again')
      const again = await bench.client()
      expect((await bench.send(again, bench.letter())).code).toBe(250)
    })
  })

  test('B25 messages in work: 452 4.3.1 at DATA, and the session can try again; who only sends slowly holds nobody up (RFC 5321 4.2.3)', async () => {
    let goOn: () => void = () => undefined
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const judge: Judge = () => waiting.then(() => PASS)
    await scenario({ relay: { maxMessages: 2 }, judge }, async (bench) => {
      const letters = [bench.letter(), bench.letter(), bench.letter(), bench.letter()]
      const clients = [await bench.client(), await bench.client(), await bench.client(), await bench.client()]
      await bench.begin(clients[3]!, letters[3]!) // 354, and then nothing: no message yet
      for (const i of [0, 1]) {
        await bench.begin(clients[i]!, letters[i]!)
        clients[i]!.write(bench.wire(letters[i]!))
      }
      await waitFor(() => bench.gate.relay.state().messages === 2, 'both in work')
      const refused = await bench.send(clients[2]!, letters[2]!)
      expect(refused.raw).toMatch(/^452 4\.3\.1 /)
      goOn()
      for (const i of [0, 1]) expect((await bench.finish(clients[i]!, letters[i]!)).code).toBe(250)
      clients[3]!.write(bench.wire(letters[3]!))
      expect((await bench.finish(clients[3]!, letters[3]!)).code).toBe(250)
      await clients[2]!.say('RSET', 250)
      expect((await bench.send(clients[2]!, bench.letter())).code).toBe(250)
    })
  })

  test('B25 octets in scratch files: 452 4.3.1 after the data; small mail is not touched (RFC 5321 4.2.3)', async () => {
    await scenario({ relay: { scratchLimit: 1_000_000 } }, async (bench) => {
      const big = () => bench.letter({ octets: message('big', `${'x'.repeat(998)}\r\n`.repeat(700)) })
      const [first, second] = [await bench.client(), await bench.client()]
      const letter = big()
      await bench.begin(first!, letter)
      await first!.flush(letter.octets)
      await waitFor(() => bench.gate.relay.state().scratchBytes > 400_000, 'the first is in a file')
      expect((await bench.send(second!, big())).raw).toMatch(/^452 4\.3\.1 /)
      await bench.mailFlows()
      first!.write('.\r\n')
      expect((await bench.finish(first!, letter)).code).toBe(250)
      expect((await bench.send(second!, big())).code).toBe(250)
    })
  })
})

describe('nothing is superlinear', () => {
  test('C41 10,000 recipients take no longer each than 2,000', async () => {
    await scenario({ relay: { maxRecipients: 10_000 }, bound: 60_000 }, async (bench) => {
      const each: number[] = []
      for (const count of [500, 2000, 10_000]) {
        const letter = bench.letter({ to: count })
        const started = performance.now()
        expect((await bench.send(await bench.client(), letter)).code).toBe(250)
        each.push((performance.now() - started) / count)
      }
      console.info(`milliseconds a recipient of 2,000: ${each[1]!.toFixed(3)}, of 10,000: ${each[2]!.toFixed(3)}`)
      expect(each[2]!).toBeLessThan(each[1]! * 3)
    })
  }, 120_000)

  test.each<[string, string, RegExp]>([
    ['a header line of 5 MB', `A: ${'x'.repeat(5_000_000)}\r\n\r\nbody\r\n`, /^554 5\.6\.0 /],
    ['a header line of 900 kB', `A: ${'x'.repeat(900_000)}\r\n\r\nbody\r\n`, /^250 /],
    ['100,000 header lines', `${'A: x\r\n'.repeat(100_000)}\r\nbody\r\n`, /^250 /],
    ['100,000 forged header lines', `${'X-Congthu-A: x\r\nB: y\r\n'.repeat(20_000)}\r\nbody\r\n`, /^250 /],
    ['200,000 header lines', `${'A: x\r\n'.repeat(200_000)}\r\nbody\r\n`, /^554 5\.6\.0 /],
    ['200,000 header lines and no body', 'A: x\r\n'.repeat(200_000), /^554 5\.6\.0 /],
    ['100,000 folded lines', `A: x\r\n${' x\r\n'.repeat(100_000)}\r\nbody\r\n`, /^250 /],
    ['1,000,000 lines of one dot', message('dots', '.\r\n'.repeat(1_000_000)), /^250 /],
    ['10 MB of dots in one line', message('dots', `${'.'.repeat(9_900_000)}\r\n`), /^250 /],
  ])('C40 %s: an explicit answer in bounded time', async (name, octets, want) => {
    for (const memoryLimit of [20_000_000, 1000]) {
      await scenario({ relay: { memoryLimit, sizeLimit: 20_000_000 }, bound: 20_000 }, async (bench) => {
        const client = await bench.client()
        const kept = name.includes('forged') ? octets.replaceAll('X-Congthu-A: x\r\n', '') : octets
        const letter = bench.letter({ octets: kept })
        await bench.begin(client, letter)
        client.write(bench.wire({ ...letter, octets: Buffer.from(octets) }))
        const started = performance.now()
        expect((await bench.finish(client, letter)).raw).toMatch(want)
        expect(performance.now() - started).toBeLessThan(5000)
      })
    }
  })
})
