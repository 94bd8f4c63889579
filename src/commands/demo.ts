// `congthu demo`: every sample by SMTP through a real gateway on the loopback, and a table of what became of it.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { submit } from '../demo/client.ts'
import { haveSamples, listSamples, type Sample } from '../demo/samples.ts'
import { type Sink, startSink } from '../demo/sink.ts'
import { type Gateway, startGateway } from '../gateway.ts'
import { createLogger } from '../log.ts'
import { loadConfiguration } from '../settings/configuration.ts'
import type { Action } from '../verdict.ts'
import { actionWord, safe } from './print.ts'
import { STATUS } from './status.ts'

const SAMPLES = join(import.meta.dirname, '..', '..', 'samples')

/** What became of one sample. */
interface Outcome {
  sample: Sample
  action: Action | 'failed'
  /** The refusal's first line, or the headers that were added. */
  shown: string[]
  asExpected: boolean
  /** Null when nothing was delivered. */
  bodyKept: boolean | null
}

/** Runs the demo: 0 when every sample got the verdict that its .yaml names; in a terminal it stays up until ^C. */
export async function demoCommand(): Promise<number> {
  if (!haveSamples(SAMPLES)) {
    console.error('congthu: không có thư mục samples / there is no folder of samples here')
    return STATUS.tempfail
  }
  const samples = listSamples(SAMPLES)
  const scratch = mkdtempSync(join(tmpdir(), 'congthu-demo-'))
  const sink = await startSink()
  const gateway = await startGateway(demoConfiguration(scratch, sink.port), createLogger('warn'))
  try {
    const outcomes = await sendAll(samples, gateway, sink)
    printTable(outcomes)
    await stayUp(gateway)
    return outcomes.every(({ asExpected, bodyKept }) => asExpected && bodyKept !== false) ? STATUS.ok : STATUS.tempfail
  } finally {
    await gateway.close(5000)
    await sink.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

function demoConfiguration(scratch: string, nextHopPort: number) {
  return loadConfiguration(null, {
    hostname: 'demo.congthu.example',
    listen: [{ host: '127.0.0.1', port: 0 }],
    nextHop: { port: nextHopPort },
    audit: join(scratch, 'audit.sqlite'),
    scratch: join(scratch, 'scratch'),
    site: join(SAMPLES, 'site'), // the samples' signatures come from a fictional authority
  })
}

async function sendAll(samples: Sample[], gateway: Gateway, sink: Sink): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [index, sample] of samples.entries()) {
    progress(`[${index + 1}/${samples.length}] ${sample.rule}/${sample.name}`)
    outcomes.push(await send(sample, gateway, sink))
  }
  progress('')
  return outcomes
}

async function send(sample: Sample, gateway: Gateway, sink: Sink): Promise<Outcome> {
  const message = readFileSync(sample.file)
  const before = sink.delivered.length
  const answer = await submit(gateway.listening[0]!.port, sample.expectation.envelope, message)
  const delivered = sink.delivered[before]
  const expected = sample.expectation.action
  if (delivered === undefined) {
    const action = answer.code >= 500 ? 'reject' : 'failed'
    const shown = [`${answer.code} ${answer.lines[0]}`]
    return { sample, action, shown, asExpected: action === expected, bodyKept: null }
  }
  const added = addedHeaders(delivered.bytes)
  const action = (/^X-Congthu-Verdict: (pass|tag)/m.exec(added.join('\n'))?.[1] ?? 'failed') as Outcome['action']
  const bodyKept = bodyHash(delivered.bytes) === bodyHash(message)
  return { sample, action, shown: added, asExpected: action === expected, bodyKept }
}

/** The X-Congthu-* fields in front, each without its folded second line. */
function addedHeaders(message: Buffer): string[] {
  const header = message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1')
  return header.split('\r\n').filter((line) => line.startsWith('X-Congthu-'))
}

function bodyHash(message: Buffer): string {
  return createHash('sha256')
    .update(message.subarray(message.indexOf('\r\n\r\n')))
    .digest('hex')
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
  else if (text !== '') process.stderr.write(`${text}\n`)
}

function printTable(outcomes: Outcome[]): void {
  for (const { sample, action, shown, asExpected, bodyKept } of outcomes) {
    const word = action === 'failed' ? 'LỖI (failed)' : actionWord(action)
    const mark = asExpected && bodyKept !== false ? '✓' : `✗ (mong đợi/expected: ${sample.expectation.action})`
    console.log(`\n${mark} ${sample.rule}/${sample.name}  ${word}`)
    console.log(`    ${sample.expectation.why}`)
    for (const line of shown) console.log(safe(`    ${line}`))
  }
  const count = (action: string) => outcomes.filter((outcome) => outcome.action === action).length
  const wrong = outcomes.filter(({ asExpected, bodyKept }) => !asExpected || bodyKept === false).length
  console.log(`\n${outcomes.length} thư mẫu / samples: ${count('pass')} cho qua/pass, ${count('tag')} gắn nhãn/tag, `)
  console.log(
    `${count('reject')} từ chối/reject; ${wrong} khác mong đợi / other than expected; thân thư không đổi / bodies kept.`,
  )
  printNext(outcomes[0]!.sample)
}

function printNext({ file, expectation }: Sample): void {
  const sample = relative(process.cwd(), file)
  console.log(`\nThử một thư của mình / try a mail of your own:
  npx congthu check thu-cua-toi.eml
  npx congthu check --site samples/site --from ${expectation.envelope.from} ${sample}
  npx congthu inspect --site samples/site ${sample}
  npx congthu explain 7.3.a`)
}

/** In a terminal the gateway stays up, so that mail can be sent to it by hand. */
async function stayUp(gateway: Gateway): Promise<void> {
  if (!process.stdout.isTTY || !process.stdin.isTTY) return
  const { host, port } = gateway.listening[0]!
  console.log(`\nCổng còn chạy ở / the gateway is still up at ${host}:${port}:
  swaks --server ${host}:${port} --from an.cangio@tphcm.gov.vn --to b.cangio@tphcm.gov.vn --data thu-cua-toi.eml
Dừng bằng Ctrl-C / stop it with Ctrl-C.`)
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}
