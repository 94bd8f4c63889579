// The audit table: what is kept is found again under its code, and codes survive being read out.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { newCode, readCode } from '../../src/audit/code.ts'
import { type DecisionInput, openAudit, readAudit } from '../../src/audit/store.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const input: DecisionInput = {
  at: new Date('2026-03-02T01:00:00Z'),
  session: 's1',
  envelope: { sender: 'an.cangio@tphcm.gov.vn', recipients: ['b@tphcm.gov.vn', 'c@x.example'], client: '127.0.0.1' },
  messageId: '<1@cangio.example>',
  size: 1234,
  sha256: 'ab'.repeat(32),
  verdict: {
    action: 'tag',
    findings: [
      {
        rule: 'art7-3a-signed-pdf',
        clause: '7.3.a',
        outcome: 'violated',
        message: 'missing-pdf',
        mode: 'enforce',
        action: 'tag',
        at: { part: '2', path: ['tờ trình.docx'] },
        data: { name: 'tờ trình.docx' },
        exception: null,
      },
    ],
    policyVersion: '0123456789ab',
    paperEquivalent: false,
  },
}

test('a decision is found under its code, also after the file was closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-audit-'))
  folders.push(folder)
  const file = join(folder, 'deeper', 'audit.sqlite')
  const audit = openAudit(file)
  const code = await audit.record(input)
  expect(statSync(file).mode & 0o077).toBe(0) // addresses and marks are nobody else's
  audit.close()
  const again = openAudit(file)
  const { verdict, envelope, at, ...rest } = input
  expect(again.find(code)).toEqual({
    ...rest,
    code,
    at: at.toISOString(),
    client: envelope.client,
    sender: envelope.sender,
    recipients: envelope.recipients,
    action: 'tag',
    findings: verdict.findings,
    policyVersion: verdict.policyVersion,
  })
  expect(again.find('00000000')).toBeNull()
  again.close()
})

test('a store that is gone rejects, so that the relay answers 451', async () => {
  const audit = openAudit(':memory:')
  audit.close()
  await expect(audit.record(input)).rejects.toThrow()
})

test('a file that another process holds is waited for without stopping the event loop, then given up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-audit-'))
  folders.push(folder)
  const file = join(folder, 'audit.sqlite')
  const audit = openAudit(file)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const held = audit.record(input)
  let turns = 0
  const timer = setInterval(() => turns++, 10)
  await expect(held).rejects.toThrow('held by another process')
  clearInterval(timer)
  expect(turns).toBeGreaterThan(20)
  const later = audit.record(input)
  setTimeout(() => other.exec('COMMIT'), 100)
  const reader = readAudit(file)
  expect(reader.find(await later)).toMatchObject({ sender: input.envelope.sender })
  expect(() => reader.find('x') ?? readAudit(join(folder, 'none.sqlite'))).toThrow()
  for (const store of [reader, other, audit]) store.close()
})

test('codes have eight characters without I, L, O and U, and are read as people type them', () => {
  const codes = new Set(Array.from({ length: 1000 }, newCode))
  expect(codes.size).toBe(1000)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
  expect(readCode('k7m2-p9qx ')).toBe('K7M2P9QX')
  expect(readCode('oil2p9qx')).toBe('0112P9QX')
  expect(readCode('K7M2P9Q')).toBeNull()
  expect(readCode('K7M2P9Q!')).toBeNull()
})
