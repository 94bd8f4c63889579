// The real process under load while its policy changes: no message lost, each judged by one version, SIGHUP taken up.
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { type Answer, lookUpCode, submit } from '../../src/demo/client.ts'
import { type Sink, startSink } from '../../src/demo/sink.ts'
import { ROOT } from '../support/cli.ts'
import { freePort, GatewayProcess, type GatewayProcessOptions, until } from '../support/gateway-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-reload-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const envelope = { from: 'an.cangio@tphcm.gov.vn', to: ['binh.cangio@tphcm.gov.vn'] }
/** MẬT at the head of the subject: refused while the rule is enforced, let through while it is only observed. */
const mail = (id: string, body = 'MẪU THỬ NGHIỆM') =>
  Buffer.from(
    `From: ${envelope.from}\r\nTo: ${envelope.to[0]}\r\nMessage-ID: <${id}@x>\r\n` +
      'Subject: =?UTF-8?B?W03huqxUXSBCw6FvIGPDoW8=?=\r\nMIME-Version: 1.0\r\n' +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}\r\n`,
  )

interface Setting {
  gateway: GatewayProcess
  sink: Sink
  rule: string
  enforced: string
  metricsPort: number
  [Symbol.asyncDispose](): Promise<void>
}

async function started(name: string, options: Partial<GatewayProcessOptions> = {}): Promise<Setting> {
  const policies = join(folder, name)
  cpSync(join(ROOT, 'policies'), policies, { recursive: true })
  const rule = join(policies, 'art8-state-secret.yaml')
  const enforced = readFileSync(rule, 'utf8')
  const sink = await startSink()
  const metricsPort = await freePort()
  const config = { policies, metrics: `127.0.0.1:${metricsPort}` }
  const gateway = await GatewayProcess.start({ hopPort: sink.port, config, ...options })
  const dispose = async () => {
    await gateway.stop()
    await sink.close()
  }
  return { gateway, sink, rule, enforced, metricsPort, [Symbol.asyncDispose]: dispose }
}

const observed = (text: string) => text.replace('mode: enforce', 'mode: observe')

async function figure({ metricsPort }: Setting, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  return Number(line?.split(' ').at(-1))
}

/** Sends one message after another until told to stop; every answer under its message's id. */
function load(port: number, workers: number): { answers: Map<string, Answer>; end(): Promise<void> } {
  const answers = new Map<string, Answer>()
  let going = true
  const work = async (worker: number) => {
    for (let n = 0; going; n++) {
      const id = `${worker}-${n}`
      answers.set(id, await submit(port, envelope, mail(id)))
    }
  }
  const all = Array.from({ length: workers }, (_, worker) => work(worker))
  return {
    answers,
    end: async () => {
      going = false
      await Promise.all(all)
    },
  }
}

test('B27 the policy changes to and fro under load: every message has one version, one answer, one delivery or none (DESIGN 3)', async () => {
  await using setting = await started('load')
  const { gateway, sink, rule, enforced } = setting
  const { answers, end } = load(gateway.port, 4)
  for (let swaps = 1; swaps <= 6; swaps++) {
    const before = answers.size
    await until('some messages', () => answers.size >= before + 20)
    writeFileSync(rule, swaps % 2 === 1 ? observed(enforced) : enforced)
    if (swaps % 3 === 0) gateway.signal('SIGHUP')
    await until(`swap ${swaps}`, () => gateway.lines('policy swapped').length === swaps)
  }
  await end()
  const [lenient, strict] = gateway.lines('policy swapped').map((line) => String(line.policy))
  const versions = new Set(gateway.lines('policy swapped').map((line) => line.policy))
  expect(versions).toEqual(new Set([lenient, strict]))

  const delivered = new Map<string, Buffer[]>()
  for (const { bytes } of sink.delivered) {
    const id = /^Message-ID: <(.*)@x>/m.exec(bytes.toString('latin1'))![1]!
    delivered.set(id, [...(delivered.get(id) ?? []), bytes])
  }
  const audit = new DatabaseSync(gateway.audit, { readOnly: true })
  const row = audit.prepare('SELECT action, policy_version, findings FROM decision WHERE code = ?')
  const seen = { 250: 0, 554: 0 }
  for (const [id, answer] of answers) {
    const copies = delivered.get(id) ?? []
    expect([id, answer.code, copies.length]).toEqual([id, ...(answer.code === 250 ? [250, 1] : [554, 0])])
    seen[answer.code as 250 | 554]++
    const { action, policy_version, findings } = row.get(lookUpCode(answer, copies[0] ?? null))!
    // The version that stands in the row judged it: rule, mode and words all of one policy.
    expect([action, policy_version]).toEqual(answer.code === 250 ? ['pass', lenient] : ['reject', strict])
    expect(JSON.parse(String(findings))[0].mode).toBe(answer.code === 250 ? 'observe' : 'enforce')
    if (answer.code === 250) expect(copies[0]!.toString('latin1')).toContain(`; policy=${lenient}\r\n`)
  }
  audit.close()
  expect(Math.min(seen[250], seen[554])).toBeGreaterThan(20)
  expect(gateway.lines('message')).toHaveLength(answers.size)
  expect(await figure(setting, 'congthu_policy_reloads_total{result="swapped"}')).toBe(6)
  expect(await figure(setting, 'congthu_messages_total{end="accepted",action="pass"}')).toBe(seen[250])
  expect(await figure(setting, 'congthu_messages_total{end="refused",action="reject"}')).toBe(seen[554])
}, 120_000)

test('B27 a broken file: the old policy stays, one line with its place, one count; mended, the new one is in force (MAIL-FAULTS 5.3)', async () => {
  await using setting = await started('broken')
  const { gateway, rule, enforced } = setting
  writeFileSync(rule, enforced.replace('mode: enforce', 'mode: enforced'))
  await until('the refusal', () => gateway.lines('policy refused, the old one stays in force').length > 0)
  expect((await submit(gateway.port, envelope, mail('1', 'Mẫu thử nghiệm lô đề.'))).code).toBe(554)
  const [line, ...more] = gateway.lines('policy refused, the old one stays in force')
  const at = enforced.split('\n').indexOf('mode: enforce') + 1
  expect(line!.mistakes).toEqual([expect.stringContaining(`art8-state-secret.yaml:${at}:7 mode: "enforced"`)])
  expect(more).toEqual([])
  expect(await figure(setting, 'congthu_policy_reloads_total{result="refused"}')).toBe(1)
  expect(await figure(setting, 'congthu_policy_refused')).toBe(1)
  writeFileSync(rule, observed(enforced))
  // A new word list is new to the reading processes too, not only to the rules.
  appendFileSync(join(dirname(rule), 'site', 'words', 'co-bac.yaml'), '  - mẫu thử nghiệm lô đề\n')
  await until('the new policy', () => gateway.lines('policy swapped').length > 0)
  expect((await submit(gateway.port, envelope, mail('2', 'Mẫu thử nghiệm lô đề.'))).code).toBe(250)
  const found = gateway.lines('message').map(({ findings }) => String(findings).includes('art8-unlawful-content/'))
  expect(found).toEqual([false, true])
  expect(await figure(setting, 'congthu_policy_refused')).toBe(0)
  gateway.signal('SIGTERM')
  expect(await gateway.ended()).toBe(0)
}, 90_000)

test('SIGHUP through the launcher of an older Node; the process lives on and stops with 0', async () => {
  // The launcher sees an older version and starts the bundled Node, as on a machine in the field.
  const old = join(folder, 'old-node.mjs')
  writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })\n")
  const launcher = join(ROOT, 'bin', 'congthu.mjs')
  // sh: NODE --import OLD LAUNCHER serve ...; what GatewayProcess gives is NODE src/main.ts serve ...
  const wrap = ['sh', '-c', 'node=$1; shift 2; exec "$node" --import "$0" "$LAUNCHER" "$@"', old]
  await using setting = await started('launcher', { wrap, env: { LAUNCHER: launcher } })
  const { gateway, rule, enforced } = setting
  gateway.signal('SIGHUP')
  await until('the answer', () => gateway.lines('policy read again, nothing has changed').length === 1)
  writeFileSync(rule, observed(enforced))
  gateway.signal('SIGHUP')
  await until('the swap', () => gateway.lines('policy swapped').length === 1)
  const [child] = gateway.children()
  const commands = [gateway.pid, child].map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
  expect(commands).toEqual([expect.stringContaining('congthu.mjs'), expect.stringContaining('src/main.ts')])
  expect((await submit(gateway.port, envelope, mail('1'))).code).toBe(250)
  gateway.signal('SIGTERM')
  expect(await gateway.ended()).toBe(0)
}, 90_000)
