// What of the facts goes to the parent, and what is too much for it.
import { expect, test } from 'vitest'
import type { DocumentFacts, MessageFacts } from '../../src/facts.ts'
import { forParent } from '../../src/inspect/carry.ts'
import { readMessage } from '../../src/message/read.ts'
import { context, NOW } from '../support/reading.ts'

const MAIL = [
  'From: a.cangio@tphcm.gov.vn',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'MẪU THỬ NGHIỆM, tài liệu họp',
  '--b',
  'Content-Type: application/octet-stream; name=a.bin',
  '',
  '\x00\x01',
  '--b--',
  '',
].join('\r\n')

function facts(): Promise<MessageFacts> {
  return readMessage(Buffer.from(MAIL), context(), NOW)
}

test('the words stay behind; all that rules look at comes along', async () => {
  const whole = await facts()
  const carried = forParent(whole)
  expect(whole.texts[0]!.text).toContain('THỬ NGHIỆM')
  expect(JSON.stringify(carried)).not.toContain('THỬ NGHIỆM,')
  expect(carried.texts).toEqual([{ ...whole.texts[0]!, text: '', truncated: true }])
  expect({ ...carried, texts: [] }).toEqual({ ...whole, texts: [] })
})

test('a thousand documents are carried whole', async () => {
  const whole = await facts()
  const [document] = whole.attachments as [DocumentFacts]
  const children = Array.from({ length: 1000 }, (_, i) => ({
    ...document,
    name: `thư mục/tệp số ${i}.docx`,
    text: 'x'.repeat(5000),
  }))
  const carried = forParent({ ...whole, attachments: [{ ...document, children }] })
  expect(carried.reasons).toEqual(whole.reasons)
  expect(carried.attachments[0]!.children).toEqual(children.map((child) => ({ ...child, text: null })))
})

test('facts past all measure are not cut here and there: they say that they are none', async () => {
  const whole = await facts()
  const [document] = whole.attachments as [DocumentFacts]
  const names = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(1000, 'x'))
  const carried = forParent({ ...whole, attachments: Array<DocumentFacts>(100).fill({ ...document, names }) })
  expect(carried).toMatchObject({ header: null, attachments: [], inspected: 'none', reasons: ['count-limit'] })
  expect(carried.sha256).toBe(whole.sha256)
})
