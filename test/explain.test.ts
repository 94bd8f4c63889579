// What senders and receivers read: ASCII replies with reason, remedy and code; headers that name no hidden recipient.

import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { headerLines, refusal } from '../src/explain.ts'
import { RULES } from '../src/rules/index.ts'
import type { Action, Data, Finding, Verdict } from '../src/verdict.ts'
import { envelope, header, message, SITE } from './support/facts.ts'

const HIDDEN = 'bcc-canary@an-danh.example'
const CODE = 'K7M2P9QX'

const finding = (rule: string, message: string, action: Action, data: Data): Finding => ({
  rule,
  clause: '7.3.a',
  outcome: 'violated',
  message,
  mode: 'enforce',
  action,
  at: null,
  data,
  exception: null,
})
const verdict = (action: Action, ...findings: Finding[]): Verdict => ({
  action,
  findings,
  policyVersion: '0123456789ab',
  paperEquivalent: false,
})
const broken = finding('art7-3a-signed-pdf', 'signature-broken', 'reject', { name: 'tờ trình số 77.pdf' })
const missing = finding('art7-3a-signed-pdf', 'missing-pdf', 'tag', { name: `${'rất dài '.repeat(20)}.docx` })

test('a refusal: first reason with the code, its remedy, the other reasons, whom to ask; ASCII, bounded', () => {
  const { code, status, lines } = refusal(verdict('reject', missing, broken), CODE)
  expect([code, status]).toEqual([554, '5.7.1'])
  expect(lines[0]).toMatch(
    /^\[7\.3\.a art7-3a-signed-pdf\] chu ky so tren to trinh so 77\.pdf .*look-up code K7M2P9QX$/,
  )
  expect(lines[1]).toMatch(/^Cach khac phuc: Anh\/chi ky so lai/)
  expect(lines[2]).toContain('chua co ban PDF')
  expect(lines.at(-1)).toContain(CODE)
  for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{1,480}$/)
})

test('many findings: a bounded reply, none of them the first', () => {
  const { lines } = refusal(verdict('reject', ...Array.from({ length: 500 }, () => broken)), CODE)
  expect(lines.length).toBeLessThan(20)
})

test('a form error is 550 with its own status', () => {
  const form = finding('unreadable', 'bare-line-end', 'reject', { problem: 'bare-lf', offset: 12 })
  expect(refusal(verdict('reject', form), CODE)).toMatchObject({ code: 550, status: '5.6.0' })
})

test('headers: the Vietnamese sentence and remedy are read back by a mail program', async () => {
  const lines = headerLines(verdict('tag', missing), CODE)
  const asSubject = lines.find((line) => line.startsWith('X-Congthu-Finding'))!.replace('X-Congthu-Finding', 'Subject')
  const { subject } = await simpleParser(`${asSubject}\r\n\r\n`)
  expect(subject).toContain('chưa có bản PDF có chữ ký điện tử của đơn vị')
  for (const line of lines.join('\r\n').split('\r\n')) expect(line).toMatch(/^[\x20-\x7e]{1,200}$/)
})

test('no rule lets a hidden recipient into a header', () => {
  const docx = { ...header(), from: [{ name: '', address: 'ngoai@gmail.com' }] }
  const facts = message({ header: docx })
  const site = { ...SITE, intakeBoxes: [HIDDEN] }
  const asked = RULES.flatMap((rule) => {
    const parameters = Object.fromEntries(
      Object.entries(rule.parameters).map(([name, { default: value }]) => [name, value]),
    )
    const sent = envelope({ sender: 'ngoai@gmail.com', recipients: ['a@tphcm.gov.vn', HIDDEN] })
    return rule
      .find({ facts, envelope: sent, parameters, site, today: '2026-11-02' })
      .map((found) => ({ rule: rule.id, found }))
  })
  expect(asked.map(({ found }) => found.message)).toContain('outside-sender')
  const findings = asked.map(({ rule, found }) => finding(rule, found.message, 'tag', found.data))
  const paper = finding('art7-4b-paper-copy', 'recipient-not-official', 'tag', {
    recipients: [HIDDEN],
    names: ['a.docx'],
  })
  const lines = headerLines(verdict('tag', ...findings, paper), CODE).join('')
  const words = [...lines.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)].map((word) =>
    Buffer.from(word[1]!, 'base64').toString(),
  )
  expect(`${lines}${words.join('')}`).not.toContain('canary')
})
