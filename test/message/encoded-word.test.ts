// Encoded-words: what is written is read back the same, within the line limits, and never begins a header line.
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { encodeText } from '../../src/message/encoded-word.ts'

test('short ASCII stays as it is', () => {
  expect(encodeText('paper copy required')).toBe('paper copy required')
})

test('Vietnamese is read back by another decoder', async () => {
  const text =
    'Tệp “tờ trình số 77.docx” chưa có bản PDF có chữ ký điện tử của đơn vị đi kèm, đề nghị ký số rồi gửi lại.'
  const encoded = encodeText(text)
  expect((await simpleParser(`Subject: ${encoded}\r\n\r\n`)).subject).toBe(text)
  for (const line of encoded.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
})

test('any text: ASCII, folded with a blank after each line end, words of at most 75 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const encoded = encodeText(text)
      expect(encoded).toMatch(/^[\x20-\x7e]*(\r\n [\x21-\x7e]+)*$/)
      for (const word of encoded.matchAll(/=\?UTF-8\?B\?[^?]*\?=/g)) expect(word[0].length).toBeLessThanOrEqual(75)
    }),
    { numRuns: 500 },
  )
})
