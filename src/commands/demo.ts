// `congthu demo`: every sample by SMTP through a real gateway on the loopback, and a table of what became of it.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AuditStore, type Decision, readAudit } from '../audit/store.ts'
import { type Answer, lookUpCode, submit } from '../demo/client.ts'
import { listSamples, type Sample } from '../demo/samples.ts'
import { type Sink, startSink } from '../demo/sink.ts'
import { explain } from '../explain.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { loadConfiguration } from '../settings/configuration.ts'
import type { Logger } from '../smtp/relay.ts'
import type { Action } from '../verdict.ts'
import { printDecision } from './explain.ts'
import { actionWord, safe } from './print.ts'
import { signalled } from './serve.ts'
import { STATUS } from './status.ts'

const SAMPLES = join(import.meta.dirname, '..', '..', 'samples')

/** What became of one sample. */
interface Outcome {
  sample: Sample
  action: Action | 'failed'
  answer: Answer
  decision: Decision | null
  asExpected: boolean
  /** Null when nothing was delivered. */
  bodyKept: boolean | null
}

/** Runs the demo: 0 when every sample got the verdict that its .yaml names; in a terminal it stays up until ^C. */
export async function demoCommand(): Promise<number> {
  if (!existsSync(SAMPLES)) {
    console.error('congthu: không có thư mục samples / there is no folder of samples here')
    return STATUS.tempfail
  }
  const samples = listSamples(SAMPLES)
  const scratch = mkdtempSync(join(tmpdir(), 'congthu-demo-'))
  const sink = await startSink()
  const configuration = demoConfiguration(scratch, sink.port)
  const live = { on: false }
  const gateway = await startGateway(configuration, demoLogger(configuration.audit, live))
  const audit = readAudit(configuration.audit)
  try {
    const outcomes = await sendAll(samples, gateway, sink, audit)
    printTable(outcomes)
    live.on = true
    await stayUp(gateway)
    return outcomes.every(isRight) ? STATUS.ok : STATUS.tempfail
  } finally {
    await gateway.close(5000)
    audit.close()
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

/** Once the samples are through, every mail that somebody sends by hand is explained as it is judged. */
function demoLogger(auditFile: string, live: { on: boolean }): Logger {
  const complain = (_: object, text: string) => console.error(`congthu: ${text}`)
  return {
    info: (fields, text) => {
      if (!live.on || text !== 'message' || !('code' in fields)) return
      const audit = readAudit(auditFile)
      const decision = audit.find(String(fields.code))
      audit.close()
      if (decision !== null) printDecision(decision)
    },
    warn: complain,
    error: complain,
  }
}

async function sendAll(
  samples: Sample[],
  gateway: Gateway,
  sink: Sink,
  audit: Pick<AuditStore, 'find'>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [index, sample] of samples.entries()) {
    progress(`[${index + 1}/${samples.length}] ${sample.rule}/${sample.name}`, index % 25 === 0)
    outcomes.push(await send(sample, gateway, sink, audit))
  }
  progress('', false)
  return outcomes
}

async function send(sample: Sample, gateway: Gateway, sink: Sink, audit: Pick<AuditStore, 'find'>): Promise<Outcome> {
  const message = readFileSync(sample.file)
  const before = sink.delivered.length
  const answer = await submit(gateway.listening[0]!.port, sample.expectation.envelope, message)
  const delivered = sink.delivered[before]?.bytes ?? null
  const decision = audit.find(lookUpCode(answer, delivered))
  // The action by what happened on the wire, not by what the gateway says of itself.
  const action = delivered === null ? (answer.code >= 500 ? 'reject' : 'failed') : (decision?.action ?? 'failed')
  const asExpected = action === sample.expectation.action && decision?.action === action
  const bodyKept = delivered === null ? null : bodyHash(delivered) === bodyHash(message)
  return { sample, action, answer, decision, asExpected, bodyKept }
}

function bodyHash(message: Buffer): string {
  return createHash('sha256')
    .update(message.subarray(message.indexOf('\r\n\r\n')))
    .digest('hex')
}

function isRight({ asExpected, bodyKept }: Outcome): boolean {
  return asExpected && bodyKept !== false
}

/** In a terminal one line that changes; elsewhere a line now and then. */
function progress(text: string, now: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
  else if (now) process.stderr.write(`${text} ...\n`)
}

function printTable(outcomes: Outcome[]): void {
  for (const outcome of outcomes) printOutcome(outcome)
  const count = (action: string) => outcomes.filter((outcome) => outcome.action === action).length
  const wrong = outcomes.filter((outcome) => !isRight(outcome)).length
  console.log(
    `\n${outcomes.length} thư mẫu: ${count('pass')} cho qua, ${count('tag')} gắn nhãn, ${count('reject')} từ chối; ${wrong} khác mong đợi.\n` +
      `${outcomes.length} samples: ${count('pass')} pass, ${count('tag')} tag, ${count('reject')} reject; ${wrong} other than expected.`,
  )
  printNext()
}

/** The sample, its verdict, then per finding the clause and the sentence; of a refusal the reply's first line too. */
function printOutcome(outcome: Outcome): void {
  const { sample, action, answer, decision } = outcome
  const mark = isRight(outcome) ? '✓' : `✗ (≠ ${sample.expectation.action})`
  const word = action === 'failed' ? 'LỖI (failed)' : actionWord(action)
  console.log(`\n${mark} ${sample.rule}/${sample.name}: ${word} — ${sample.expectation.why}`)
  for (const finding of decision?.findings ?? []) {
    console.log(safe(`    ${finding.clause.padEnd(5)} ${finding.rule}: ${explain(finding).says.vi}`))
  }
  if (answer.code >= 400) console.log(safe(`    ${answer.code} ${answer.lines[0]}`))
  else if (decision !== null) console.log(`    + X-Congthu-Verdict: ${action}; code=${decision.code}`)
}

function printNext(): void {
  console.log(`
Thử một thư của mình / try a mail of your own:
  npx congthu check thu-cua-toi.eml
  npx congthu check --site samples/site samples/art7-3a-signed-pdf/docx-khong-kem-pdf.eml
  npx congthu inspect --site samples/site samples/art7-3a-signed-pdf/dat-adbe.eml
  npx congthu explain 7.3.a`)
}

/** In a terminal the gateway stays up, so that mail can be sent to it by hand; each is explained as it comes. */
async function stayUp(gateway: Gateway): Promise<void> {
  if (!process.stdout.isTTY || !process.stdin.isTTY) return
  const { host, port } = gateway.listening[0]!
  console.log(`
Cổng còn chạy ở / the gateway is still up at ${host}:${port}:
  swaks --server ${host}:${port} --from an.cangio@tphcm.gov.vn --to b.cangio@tphcm.gov.vn --data @thu-cua-toi.eml
Dừng bằng Ctrl-C / stop it with Ctrl-C.`)
  await signalled()
}
