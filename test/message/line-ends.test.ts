// Bare CR, bare LF and NUL are found where they first stand; Unix files get CRLF.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanLineEnds, toCrlf } from '../../src/message/line-ends.ts'

/** The definition, byte by byte. */
function slowly(bytes: Buffer) {
  const found = { bareLf: -1, bareCr: -1, nul: -1 }
  for (let i = bytes.length - 1; i >= 0; i--) {
    if (bytes[i] === 10 && bytes[i - 1] !== 13) found.bareLf = i
    if (bytes[i] === 13 && bytes[i + 1] !== 10) found.bareCr = i
    if (bytes[i] === 0) found.nul = i
  }
  return found
}

test('the scan agrees with the definition at every alignment', () => {
  const piece = fc.constantFrom('\r\n', '\n', '\r', '\0', 'a', 'word', '\xff', '\x0e', '\t', '\r\r\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 0, max: 7 }), (pieces, shift) => {
      const bytes = Buffer.concat([Buffer.alloc(shift, 'x'), Buffer.from(pieces.join(''), 'latin1')]).subarray(shift)
      expect(scanLineEnds(bytes)).toEqual(slowly(bytes))
    }),
    { numRuns: 500 },
  )
})

test('a clean message has none of them', () => {
  expect(scanLineEnds(Buffer.from('a: b\r\n\r\nđạt\r\n'))).toEqual({ bareLf: -1, bareCr: -1, nul: -1 })
})

test('a file with LF throughout gets CRLF; any other is left as it is', () => {
  expect(toCrlf(Buffer.from('a: b\n\nc\n')).toString()).toBe('a: b\r\n\r\nc\r\n')
  expect(toCrlf(Buffer.from('a: b\r\n\nc')).toString()).toBe('a: b\r\n\nc')
  expect(toCrlf(Buffer.from('no line end')).toString()).toBe('no line end')
})
