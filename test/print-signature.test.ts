// What `congthu inspect` says of a signature: who, when and by what proof, trusted by whom, what is wrong.
import { expect, test, vi } from 'vitest'
import { printSignature } from '../src/commands/print-signature.ts'
import type { SignatureFacts } from '../src/facts.ts'
import { signature } from './support/facts.ts'

function said(facts: Partial<SignatureFacts>): string {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  try {
    printSignature(signature(facts), '  ')
  } finally {
    spy.mockRestore()
  }
  return lines.join('\n')
}

test('a good one', () => {
  const text = said({ signedAt: '2026-03-01T02:30:05.000Z', timeSource: 'tsa', trustPath: ['CN=CA', 'CN=Root'] })
  expect(text).toBe(`  Signature1: ✓ nguyên vẹn / intact (digest and signature verify)
    ai ký / signer: Phòng Nội vụ, UBND huyện (đơn vị / unit, noi-vu)
    lúc / at: 2026-03-01T02:30:05.000Z (dấu thời gian / timestamp)
    tin cậy / trust: ✓ được tin / trusted
    do / by: CN=CA ← CN=Root`)
})

test('what is wrong, with its reason', () => {
  const text = said({
    ...{ integrity: 'modified', why: 'page changed', trust: 'revoked', trustWhy: 'revoked 2026-01-15' },
    ...{
      timeSource: 'claimed',
      trustPath: [],
      notes: ['signature timestamp dropped: the timestamp is over other bytes'],
    },
  })
  for (const part of [
    'bị sửa sau khi ký',
    'page changed',
    'bị thu hồi',
    'revoked 2026-01-15',
    'người ký khai',
    'CA: CA mẫu',
    'over other bytes',
  ])
    expect(text).toContain(part)
})

test('a document timestamp is called one', () => {
  expect(said({ subFilter: 'ETSI.RFC3161', by: 'unknown', unit: null })).toContain('chỉ là dấu thời gian')
})

test('nothing known, and names that would turn the terminal', () => {
  const text = said({
    signer: null,
    trust: null,
    by: null,
    timeSource: null,
    signedAt: null,
    field: 'a\u202eb\u001b[31m',
  })
  expect(text).toContain('signer: ?')
  expect(text).not.toMatch(/[\u202e\u001b]/u)
})
