// Un-stuffing gives back what the sender stuffed (RFC 5321 4.5.2).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unstuff } from '../../src/message/dot-stuffing.ts'

function stuff(text: string): string {
  return text
    .split('\r\n')
    .map((line) => (line.startsWith('.') ? `.${line}` : line))
    .join('\r\n')
}

test('what was stuffed comes back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('', '.', '..', '.a', 'a.', 'x', '\n.', '\n..'), { maxLength: 20 }),
      (lines) => {
        const text = `${lines.join('\r\n')}\r\n`
        expect(unstuff(Buffer.from(stuff(text))).toString()).toBe(text)
      },
    ),
  )
})

test('bytes without a dot line are the same buffer; a dot after a bare LF is content', () => {
  const bytes = Buffer.from('a\r\nb.\r\n')
  expect(unstuff(bytes)).toBe(bytes)
  expect(unstuff(Buffer.from('a\n..b\r\n')).toString()).toBe('a\n..b\r\n')
})
