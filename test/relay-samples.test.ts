// Every sample gets the same verdict through the relay, `congthu check` and the engine, and its body arrives unchanged.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuditStore, openAudit } from '../src/audit/store.ts'
import { type Answer, lookUpCode, submit } from '../src/demo/client.ts'
import { type Delivered, type Sink, startSink } from '../src/demo/sink.ts'
import { type Gateway, startGateway } from '../src/gateway/gateway.ts'
import { createLogger } from '../src/log.ts'
import { loadConfiguration } from '../src/settings/configuration.ts'
import type { Finding } from '../src/verdict.ts'
import { congthu } from './support/cli.ts'
import { findingDifferences, listSamples, type Sample } from './support/samples.ts'

const samples = listSamples()
const CLOCK = samples[0]!.expectation.clock
const folder = mkdtempSync(join(tmpdir(), 'congthu-relay-samples-'))
const auditFile = join(folder, 'audit.sqlite')
let sink: Sink
let gateway: Gateway
let audit: AuditStore

beforeAll(async () => {
  sink = await startSink()
  const configuration = loadConfiguration(null, {
    listen: [{ host: '127.0.0.1', port: 0 }],
    nextHop: { port: sink.port },
    audit: auditFile,
    scratch: join(folder, 'scratch'),
    site: 'samples/site',
    memoryLimit: 32_768, // so that some samples go through a scratch file and some do not
  })
  gateway = await startGateway(configuration, createLogger('silent'), () => new Date(CLOCK))
  audit = openAudit(auditFile)
})

afterAll(async () => {
  await gateway?.close(5000)
  await sink?.close()
  audit?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('all samples are judged at the same time', () => {
  expect(new Set(samples.map(({ expectation }) => expectation.clock))).toEqual(new Set([CLOCK]))
})

test.each(samples.map((sample) => [`${sample.rule}/${sample.name}`, sample] as const))(
  'relay: %s',
  async (_, sample) => {
    const { action, findings } = sample.expectation
    const message = readFileSync(sample.file)
    const before = sink.delivered.length
    const answer = await submit(gateway.listening[0]!.port, sample.expectation.envelope, message)
    const delivered = sink.delivered.slice(before)
    if (action === 'reject') expectRefused(answer, delivered)
    else expectDelivered(answer, delivered, message, sample)
    const decision = audit.find(lookUpCode(answer, delivered[0]?.bytes ?? null))!
    expect(decision.action).toBe(action)
    expect(findingDifferences(findings, decision.findings)).toEqual([])
  },
)

function expectRefused(answer: Answer, delivered: Delivered[]): void {
  expect([550, 554]).toContain(answer.code)
  expect(answer.lines[0]).toMatch(
    /^5\.[67]\.\d \[[\w.]+ [\w-]+\] [\x20-\x7e]+; ma tra cuu \/ look-up code [0-9A-Z]{8}$/,
  )
  expect(delivered).toEqual([])
}

function expectDelivered(answer: Answer, delivered: Delivered[], message: Buffer, sample: Sample): void {
  expect(answer.code).toBe(250)
  expect(delivered).toHaveLength(1)
  const [{ sender, recipients, bytes }] = delivered as [Delivered]
  expect({ from: sender, to: recipients }).toEqual(sample.expectation.envelope)
  expect(sha256(body(bytes))).toBe(sha256(body(message)))
  const header = bytes.subarray(0, bytes.indexOf('\r\n\r\n')).toString('latin1')
  expect(header).toContain(`X-Congthu-Verdict: ${sample.expectation.action};`)
}

function body(message: Buffer): Buffer {
  return message.subarray(message.indexOf('\r\n\r\n'))
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test('congthu check gives the same verdicts, files of one envelope in one process', async () => {
  const groups = Map.groupBy(samples, ({ expectation }) => JSON.stringify(expectation.envelope))
  // Every process takes its time to start: the largest groups by default, all of them in the long run.
  const most = process.env.CONGTHU_TEST_SIZE === 'full' ? groups.size : 12
  const wrong: string[] = []
  for (const group of [...groups.values()].sort((a, b) => b.length - a.length).slice(0, most)) {
    const { envelope } = group[0]!.expectation
    const to = envelope.to.flatMap((recipient) => ['--to', recipient])
    const files = group.map(({ file }) => file)
    const args = ['--json', '--site', 'samples/site', '--at', CLOCK, '--from', envelope.from, ...to, ...files]
    const { stdout } = await congthu('check', ...args)
    for (const [index, line] of stdout.trimEnd().split('\n').entries()) {
      const { file, action, findings } = JSON.parse(line) as { file: string; action: string; findings: Finding[] }
      const { expectation, file: given } = group[index]!
      const differences = findingDifferences(expectation.findings, findings)
      if (file !== given || action !== expectation.action || differences.length > 0)
        wrong.push(`${file} ${action}`, ...differences)
    }
  }
  expect(wrong).toEqual([])
}, 180_000)
