// The real reading process killed at a limit while it reads a document: facts and verdict name that document.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { check } from '../../src/check.ts'
import { createPool, type PoolOptions, type ReadingPool } from '../../src/inspect/pool.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { ROOT } from '../support/cli.ts'
import { deflated, mail, stored, zipOf } from '../support/hostile.ts'

const ENVELOPE = { sender: 'a.cangio@tphcm.gov.vn', recipients: ['b.cangio@tphcm.gov.vn'], client: null }
const NOW = new Date('2026-03-02T01:00:00Z')
const policy = loadPolicy({ directory: join(ROOT, 'policies') }, RULES)
const folder = mkdtempSync(join(tmpdir(), 'congthu-culprit-'))
let pool: ReadingPool

afterEach(async () => {
  await pool.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A zip in a zip: the inner one has files enough for most of a second, the outer one something harmless in front of it. */
function slowZip(): Buffer {
  const slow = deflated('so.txt', Buffer.alloc(1_000_000, 'MẬT\r\n'))
  const inner = zipOf(Array.from({ length: 250 }, (_, i) => ({ ...slow, name: `${i}.txt` })))
  return zipOf([stored('dau.txt', Buffer.from('MAU THU NGHIEM')), stored('ben-trong.zip', inner)])
}

async function judged(limits: Partial<PoolOptions>, zip: Buffer) {
  pool = createPool(policy.reading, { processes: 1, seconds: 60, memoryMiB: 700, ...limits })
  const body = [
    '--b',
    '',
    'MAU THU NGHIEM',
    '--b',
    'Content-Type: application/zip; name="ho-so.zip"',
    'Content-Transfer-Encoding: base64',
    '',
    zip.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b--',
  ]
  const bytes = mail(['Content-Type: multipart/mixed; boundary=b'], body.join('\r\n'))
  const file = join(folder, 'message')
  writeFileSync(file, bytes)
  const source = { bytes: null, file, size: bytes.length, stuffed: false }
  return check(source, ENVELOPE, { policy, pool }, NOW)
}

test('out of time: the member that was being read, and where it is', async () => {
  const { facts, verdict } = await judged({ cpuSeconds: 0.2 }, slowZip())
  expect(facts).toMatchObject({ header: null, inspected: 'none', reasons: ['time-limit'] })
  expect(facts.attachments).toMatchObject([{ at: { part: '2' }, kind: 'unknown', reasons: ['time-limit'] }])
  const { path } = facts.attachments[0]!.at
  expect(path[0]).toMatch(/^ben-trong\.zip$/)
  const finding = verdict.findings.find(({ rule }) => rule === 'unreadable')
  expect(finding).toMatchObject({
    message: 'limit',
    at: { part: '2' },
    data: { name: expect.stringMatching(/\.(txt|zip)$/) },
  })
  expect(verdict.action).toBe('reject')
}, 60_000)

test('out of memory: the same', async () => {
  const { facts } = await judged({ memoryMiB: 128 }, zipOf([deflated('so.bin', Buffer.alloc(200_000_000))]))
  expect(facts).toMatchObject({ header: null, inspected: 'none', reasons: ['memory-limit'] })
  expect(facts.attachments).toMatchObject([{ at: { part: '2' }, name: expect.any(String), reasons: ['memory-limit'] }])
}, 60_000)
