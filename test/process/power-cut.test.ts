// B22, B24: what a power cut leaves behind. The start removes our own left-overs, and nothing else; the audit table opens again.
import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAudit } from '../../src/audit/store.ts'
import { GatewayProcess, until } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { makeMessage, SENDER, sendOnce } from './retrying-mta.ts'

const TO = ['binh.cangio@tphcm.gov.vn']

async function bench() {
  const hop = await NextHopServer.start()
  const gateway = await GatewayProcess.prepare({ hopPort: hop.port, config: { memoryLimit: '16 KiB' } })
  return {
    hop,
    gateway,
    big: (id = 1) => sendOnce(gateway.port, makeMessage(id, 400_000, TO)),
    [Symbol.asyncDispose]: async () => {
      await gateway.stop()
      await hop.close()
    },
  }
}

/** The number of a process that has just ended. */
function deadPid(): number {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
  expect(existsSync(`/proc/${pid}`)).toBe(false)
  return pid
}

const name = (pid: number, number: number) => `congthu-${pid}-${number.toString(16).padStart(24, '0')}.msg`

test('B22 killed in mid-message: the scratch file that stays is removed by the next start', async () => {
  await using b = await bench()
  await b.gateway.start()
  const client = await SmtpClient.open(b.gateway.port)
  await client.envelope(SENDER, TO)
  client.write(makeMessage(1, 400_000, TO).bytes)
  await until('a scratch file', () => readdirSync(b.gateway.scratch).length === 1)
  await b.gateway.kill9()
  expect(readdirSync(b.gateway.scratch)).toHaveLength(1)
  await b.gateway.start()
  expect(readdirSync(b.gateway.scratch)).toEqual([])
  expect(await b.big()).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(1)
}, 60_000)

test('B24 the scratch folder is gone after the power cut: the start makes it again, for us alone', async () => {
  await using b = await bench()
  await b.gateway.start()
  await b.gateway.kill9()
  rmSync(b.gateway.scratch, { recursive: true })
  await b.gateway.start()
  expect(statSync(b.gateway.scratch).mode & 0o777).toBe(0o700)
  expect(await b.big()).toMatch(/^250 /)
}, 60_000)

test('B24 left-overs: empty and cut-off files of dead processes go, whatever is not ours stays', async () => {
  await using b = await bench()
  const { scratch } = b.gateway
  mkdirSync(scratch)
  const living = spawn('sleep', ['60'], { stdio: 'ignore' })
  try {
    const dead = deadPid()
    writeFileSync(join(scratch, name(dead, 1)), '')
    writeFileSync(join(scratch, name(dead, 2)), 'From: cut off in mid-')
    const foreign = ['notes.txt', 'congthu-x.msg', `${name(dead, 3)}.bak`, `congthu-${dead}-short.msg`, '.hidden']
    const kept = [...foreign, name(living.pid!, 4)]
    for (const file of kept) writeFileSync(join(scratch, file), 'keep')
    const outside = join(b.gateway.folder, 'outside.txt')
    writeFileSync(outside, 'keep')
    symlinkSync(outside, join(scratch, name(dead, 5)))
    await b.gateway.start()
    const left = readdirSync(scratch).filter((file) => !lstatSync(join(scratch, file)).isSymbolicLink())
    expect(left.sort()).toEqual(kept.sort())
    expect(readFileSync(outside, 'utf8')).toBe('keep')
    expect(await b.big()).toMatch(/^250 /)
  } finally {
    living.kill('SIGKILL')
  }
}, 60_000)

test('B24 a directory that bears the name of a scratch file is not ours, and keeps no gateway from starting', async () => {
  await using b = await bench()
  const folder = join(b.gateway.scratch, name(deadPid(), 1))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'keep'), '')
  await b.gateway.start()
  expect(existsSync(join(folder, 'keep'))).toBe(true)
  expect(await b.big()).toMatch(/^250 /)
}, 60_000)

test('B24 a scratch folder full of old files of dead processes: all gone, and the start does not take long', async () => {
  await using b = await bench()
  mkdirSync(b.gateway.scratch)
  const dead = deadPid()
  for (let i = 0; i < 20_000; i++) writeFileSync(join(b.gateway.scratch, name(dead, i)), '')
  const began = performance.now()
  await b.gateway.start()
  expect(performance.now() - began).toBeLessThan(20_000)
  expect(readdirSync(b.gateway.scratch)).toEqual([])
}, 90_000)

test.each<[string, (wal: string) => void]>([
  ['cut off', (wal) => truncateSync(wal, Math.floor(statSync(wal).size / 2) + 7)],
  ['lost', (wal) => rmSync(wal)],
  [
    'with garbage at its end',
    (wal) => {
      const octets = readFileSync(wal)
      octets.fill(0x5a, octets.length - 5000)
      writeFileSync(wal, octets)
    },
  ],
])(
  "B24 power cut: the audit table's write-ahead log is %s: the gateway starts, and new decisions are kept",
  async (_, damage) => {
    await using b = await bench()
    await b.gateway.start()
    for (let id = 0; id < 20; id++) expect(await sendOnce(b.gateway.port, makeMessage(id, 300, TO))).toMatch(/^250 /)
    await b.gateway.kill9()
    damage(`${b.gateway.audit}-wal`)
    rmSync(`${b.gateway.audit}-shm`, { force: true })
    await b.gateway.start()
    expect(await b.big(99)).toMatch(/^250 /)
    const text = b.hop.messages.at(-1)!.bytes.toString('latin1', 0, 4096)
    const store = readAudit(b.gateway.audit)
    expect(store.find(/code=(\w{8});/.exec(text)![1]!)).toMatchObject({ sender: SENDER, recipients: TO })
    store.close()
  },
  60_000,
)
