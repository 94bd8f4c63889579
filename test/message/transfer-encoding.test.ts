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
