// B24: scratch and audit on a full, read-only or lost disk, too many open files: never 250 without delivery, and no restart.
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { GatewayProcess, pause } from '../support/gateway-process.ts'
import { NextHopServer } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { limitFileSize, limitOpenFiles, restoreOpenFiles } from './process-limits.ts'
import { makeMessage, sendOnce } from './retrying-mta.ts'
import { noSmallDisk, SmallDisk } from './small-disk.ts'

const TO = ['binh.cangio@tphcm.gov.vn']
const noDisk = noSmallDisk()
if (noDisk !== null)
  console.warn(`SKIPPED: a full and a read-only disk: ${noDisk}; a limit on file sizes stands for them`)

async function bench(config: Record<string, unknown> = {}) {
  const hop = await NextHopServer.start()
  const start = { hopPort: hop.port, config: { memoryLimit: '16 KiB', ...config } }
  const gateway = await GatewayProcess.start(start).catch(async (error) => {
    await hop.close()
    throw error
  })
  let id = 0
  return {
    hop,
    gateway,
    small: () => sendOnce(gateway.port, makeMessage(++id, 300, TO)),
    /** Larger than memory may hold: needs a scratch file. */
    big: (octets = 600_000) => sendOnce(gateway.port, makeMessage(++id, octets, TO)),
    [Symbol.asyncDispose]: async () => {
      await gateway.stop()
      await hop.close()
    },
  }
}

test.skipIf(noDisk !== null)(
  'B24 scratch on a full disk: 452 4.3.1, small mail flows; room again: all flows (RFC 5321 4.5.3.1.9)',
  async () => {
    using disk = SmallDisk.mount(1024)
    await using b = await bench({ scratch: join(disk.folder, 'scratch') })
    disk.fill()
    expect(await b.big()).toMatch(/^452 4\.3\.1 /)
    expect(await b.big(30_000)).toMatch(/^452 4\.3\.1 /)
    expect(await b.small()).toMatch(/^250 /)
    expect(readdirSync(join(disk.folder, 'scratch'))).toEqual([])
    disk.empty()
    expect(await b.big()).toMatch(/^250 /)
    expect(await b.big(5_000_000)).toMatch(/^452 4\.3\.1 /) // full in mid-message
    expect(await b.big()).toMatch(/^250 /)
    expect(b.hop.messages).toHaveLength(3)
  },
  60_000,
)

test.skipIf(noDisk !== null)(
  'B24 scratch on a disk that turned read-only: 452 4.3.1, small mail flows; writable again: all flows',
  async () => {
    using disk = SmallDisk.mount(2048)
    await using b = await bench({ scratch: join(disk.folder, 'scratch') })
    disk.readOnly(true)
    expect(await b.big()).toMatch(/^452 4\.3\.1 /)
    expect(await b.small()).toMatch(/^250 /)
    disk.readOnly(false)
    expect(await b.big()).toMatch(/^250 /)
    expect(b.hop.messages).toHaveLength(2)
  },
  60_000,
)

test('B24 files may not grow (RLIMIT_FSIZE, as on a quota): 452 4.3.1 for what needs a scratch file; lifted: all flows', async () => {
  await using b = await bench()
  limitFileSize(b.gateway.pid, 200_000)
  expect(await b.big()).toMatch(/^452 4\.3\.1 /)
  expect(await b.small()).toMatch(/^250 /)
  expect(readdirSync(b.gateway.scratch)).toEqual([])
  limitFileSize(b.gateway.pid, 'unlimited')
  expect(await b.big()).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(2)
}, 60_000)

test('B24 the scratch folder vanishes while the gateway runs: 4xx for what needs it, small mail flows; it is back: all flows', async () => {
  await using b = await bench()
  renameSync(b.gateway.scratch, `${b.gateway.scratch}-away`)
  expect(await b.big()).toMatch(/^45[12] 4\.3\.[01] /)
  expect(await b.small()).toMatch(/^250 /)
  renameSync(`${b.gateway.scratch}-away`, b.gateway.scratch)
  expect(await b.big()).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(2)
}, 60_000)

test.skipIf(noDisk !== null)(
  'B24 audit on a full disk: 451 and nothing delivered; room again: mail flows',
  async () => {
    using disk = SmallDisk.mount(1024)
    await using b = await bench({ audit: join(disk.folder, 'audit.sqlite') })
    expect(await b.small()).toMatch(/^250 /)
    disk.fill()
    const answers: string[] = []
    for (let i = 0; i < 60 && answers.filter((raw) => raw.startsWith('451 4.3.0 ')).length < 3; i++) {
      answers.push(await b.small()) // the write-ahead log may still have a page
    }
    const accepted = answers.filter((raw) => raw.startsWith('250 ')).length
    expect(answers.slice(-3)).toEqual(Array(3).fill(expect.stringMatching(/^451 4\.3\.0 /)))
    expect(b.hop.messages).toHaveLength(1 + accepted)
    disk.empty()
    expect(await b.small()).toMatch(/^250 /)
    expect(b.hop.messages).toHaveLength(2 + accepted)
  },
  60_000,
)

test('B24 the audit table may not grow (RLIMIT_FSIZE): 451 and nothing delivered; lifted: mail flows', async () => {
  await using b = await bench()
  expect(await b.small()).toMatch(/^250 /)
  limitFileSize(b.gateway.pid, 8192)
  expect(await b.small()).toMatch(/^451 4\.3\.0 /)
  expect(await b.small()).toMatch(/^451 4\.3\.0 /)
  limitFileSize(b.gateway.pid, 'unlimited')
  expect(await b.small()).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(2)
}, 60_000)

test('B24 the audit table locked by another process: 451 after a second, others are not held up by waiting; free again: 250', async () => {
  await using b = await bench()
  const other = new DatabaseSync(b.gateway.audit)
  other.exec('BEGIN EXCLUSIVE')
  const answers = await Promise.all([b.small(), b.small(), b.small()])
  expect(answers).toEqual(Array(3).fill(expect.stringMatching(/^451 4\.3\.0 /)))
  expect(b.hop.messages).toHaveLength(0)
  const waiting = b.small()
  setTimeout(() => other.exec('ROLLBACK'), 300)
  expect(await waiting).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(1)
  other.close()
}, 60_000)

test('B24 no free descriptor (EMFILE): 451 4.4.1 at MAIL, 452 4.3.1 for a scratch file, no greeting for new clients; then all flows', async () => {
  await using b = await bench()
  const { pid, port } = b.gateway
  const early = await SmtpClient.open(port)
  limitOpenFiles(pid, 0)
  expect((await early.say('MAIL FROM:<an.cangio@tphcm.gov.vn>')).raw).toMatch(/^451 4\.4\.1 /)
  expect(await b.small()).toBe('closed')
  restoreOpenFiles(pid)
  await early.envelope('an.cangio@tphcm.gov.vn', TO)
  limitOpenFiles(pid, 0)
  early.write(Buffer.concat([makeMessage(50, 300_000, TO).bytes, Buffer.from('\r\n.\r\n')]))
  expect((await early.reply()).raw).toMatch(/^452 4\.3\.1 /)
  for (const child of b.gateway.children()) process.kill(child, 'SIGKILL') // no descriptor for a new one either
  restoreOpenFiles(pid)
  // The reading processes are just being started again: at first the sender may still be told to wait.
  const codes: number[] = []
  while (codes.at(-1) !== 250 && codes.length < 20) {
    codes.push((await early.send('an.cangio@tphcm.gov.vn', TO, 'From: an.cangio@tphcm.gov.vn\r\n\r\nx\r\n')).code)
    if (codes.at(-1) !== 250) await pause(250)
  }
  expect([...new Set(codes.slice(0, -1)), codes.at(-1)]).toEqual(codes.length > 1 ? [451, 250] : [250])
  expect(await b.big()).toMatch(/^250 /)
  expect(b.hop.messages).toHaveLength(2)
  early.destroy()
}, 60_000)

test('B24 started with few descriptors (ulimit -n): a flood of clients and mail, every 250 is delivered, and it recovers', async () => {
  const hop = await NextHopServer.start()
  const wrap = ['sh', '-c', 'ulimit -n 60; exec "$@"', 'sh']
  await using gateway = await GatewayProcess.start({ hopPort: hop.port, wrap })
  const idle = await Promise.all(Array.from({ length: 25 }, () => SmtpClient.connect(gateway.port).catch(() => null)))
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, id) => sendOnce(gateway.port, makeMessage(id, 300, TO))),
  )
  const accepted = answers.filter((raw) => raw.startsWith('250 ')).length
  expect(answers.filter((raw) => !/^(?:250|421|45[12]) |^closed$/.test(raw))).toEqual([])
  expect(accepted).toBeLessThan(30)
  expect(hop.messages).toHaveLength(accepted)
  for (const client of idle) client?.destroy()
  expect(await sendOnce(gateway.port, makeMessage(99, 300, TO))).toMatch(/^250 /)
  await hop.close()
}, 60_000)

test('B24 an audit file that cannot be opened: the gateway does not start, and says so', async () => {
  const hop = await NextHopServer.start()
  await using gateway = await GatewayProcess.prepare({ hopPort: hop.port })
  mkdirSync(gateway.audit)
  await expect(gateway.start()).rejects.toThrow(/did not start/)
  expect(await gateway.ended()).not.toBe(0)
  await hop.close()
}, 60_000)
