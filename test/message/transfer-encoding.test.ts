// Transfer encodings (RFC 2045 6): right bytes, and a word where decoders disagree.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeBody } from '../../src/message/transfer-encoding.ts'

const decode = (body: string, mechanism: string) => decodeBody(Buffer.from(body, 'latin1'), mechanism)

test('base64 in lines', () => {
  const bytes = randomBytes(1000)
  const body = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  expect(decode(body, 'base64')).toEqual({ bytes, agreed: true })
  expect(decode(`${body}\r\n\r\n`, 'base64').bytes).toEqual(bytes)
})

test('data after the padding of base64 is read by some and skipped by others', () => {
  expect(decode('QQ==', 'base64').agreed).toBe(true)
  expect(decode('QQ==\r\nQkI=', 'base64').agreed).toBe(false)
})

test('the signs of base64url are skipped, and told', () => {
  const bytes = randomBytes(300)
  const body = bytes.toString('base64')
  for (const sign of ['-', '_']) {
    expect(decode(body.slice(0, 10) + sign + body.slice(10), 'base64')).toEqual({ bytes, agreed: false })
  }
})

test('base64 that is padded line by line', () => {
  const bytes = randomBytes(1000)
  const lines = Array.from({ length: 20 }, (_, i) => bytes.subarray(i * 52, i * 52 + 52).toString('base64'))
  expect(decode(lines.join('\r\n'), 'base64')).toEqual({ bytes, agreed: true })
  // A pad inside a line, or one line of another length, is no work of such an encoder.
  expect(decode(lines.with(3, `QQ==${lines[3]!.slice(4)}`).join('\r\n'), 'base64').agreed).toBe(false)
  expect(decode(lines.with(3, 'QQ==').join('\r\n'), 'base64').agreed).toBe(false)
  expect(decode(`${'\n'.repeat(1000)}=\n`.repeat(100), 'base64').bytes).toHaveLength(0)
})

test.each([
  ['=E1=BB=87', 'ệ'],
  ['a=\r\nb', 'ab'],
  ['a= \t\r\nb', 'ab'],
  ['a=\nb', 'ab'],
  ['trailing  \r\nx', 'trailing\r\nx'],
  ['kept=20\r\nx', 'kept \r\nx'],
  ['=zz=4', '=zz=4'],
  ['end=', 'end'],
  ['lower =c3=a0', 'lower à'],
])('quoted-printable %j', (body, text) => {
  expect(decode(body, 'quoted-printable').bytes.toString()).toBe(text)
})

test('a mechanism that is none of the five is not agreed on', () => {
  for (const mechanism of ['', '7bit', '8bit', 'binary']) expect(decode('a', mechanism).agreed).toBe(true)
  for (const mechanism of ['base-64', 'x-uuencode', '"base64"', 'base64, 7bit'])
    expect(decode('a', mechanism).agreed).toBe(false)
})
