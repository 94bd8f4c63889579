// Transfer encodings (RFC 2045 6): right bytes, and a word where decoders disagree.
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBody } from '../../src/message/transfer-encoding.ts'

const decode = (body: string, mechanism: string) => {
  const { bytes, problems } = decodeBody(Buffer.from(body, 'latin1'), mechanism)
  return { bytes, problems: problems.map(({ problem, offset }) => [problem, offset]) }
}

test('base64 in lines', () => {
  const bytes = randomBytes(1000)
  const body = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  expect(decode(body, 'base64')).toEqual({ bytes, problems: [] })
  expect(decode(`${body}\r\n\r\n`, 'base64').bytes).toEqual(bytes)
})

test('data after the padding of base64 is read by some and skipped by others', () => {
  expect(decode('QQ==', 'base64').problems).toEqual([])
  expect(decode('QQ==\r\nQkI=', 'base64').problems).toEqual([['base64-after-padding', 6]])
})

test('the signs of base64url are skipped, and told', () => {
  const bytes = randomBytes(300)
  const body = bytes.toString('base64')
  for (const sign of ['-', '_']) {
    expect(decode(body.slice(0, 10) + sign + body.slice(10), 'base64')).toEqual({
      bytes,
      problems: [['base64-foreign', 10]],
    })
  }
})

test('base64 that is padded line by line', () => {
  const bytes = randomBytes(1000)
  const lines = Array.from({ length: 20 }, (_, i) => bytes.subarray(i * 52, i * 52 + 52).toString('base64'))
  expect(decode(lines.join('\r\n'), 'base64')).toEqual({ bytes, problems: [] })
  // A pad inside a line, or one line of another length, is no work of such an encoder.
  expect(decode(lines.with(3, `QQ==${lines[3]!.slice(4)}`).join('\r\n'), 'base64').problems).not.toEqual([])
  expect(decode(lines.with(3, 'QQ==').join('\r\n'), 'base64').problems).not.toEqual([])
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

test('an escape of quoted-printable that is none', () => {
  expect(decode('a=zz', 'quoted-printable').problems).toEqual([['quoted-printable-syntax', 1]])
  expect(decode('a=3D=\r\nb', 'quoted-printable').problems).toEqual([])
})

test('base64 that is cut off, spaced out, or no base64 at all', () => {
  expect(decode('QUJDR', 'base64').problems).toEqual([['base64-length', 4]])
  expect(decode('QUI', 'base64').problems).toEqual([['base64-length', 2]])
  expect(decode(' QU I= \r\n\t\r\n', 'base64')).toEqual({ bytes: Buffer.from('AB'), problems: [] })
  expect(decode('QUJD\r\n-- \r\nfooter', 'base64').problems[0]).toEqual(['base64-foreign', 6])
  expect(decode('', 'base64')).toEqual({ bytes: Buffer.alloc(0), problems: [] })
  expect(decode('\r\n\r\n', 'base64')).toEqual({ bytes: Buffer.alloc(0), problems: [] })
})

test('every way to wrap gives the same bytes, and every foreign sign is told wherever it stands', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 1, max: 30 }), fc.nat(), (data, quanta, at) => {
      const bytes = Buffer.from(data)
      const lines = bytes.toString('base64').match(new RegExp(`.{1,${quanta * 4}}`, 'g')) ?? []
      for (const end of ['\r\n', '\n']) expect(decode(lines.join(end), 'base64')).toEqual({ bytes, problems: [] })
      const body = lines.join('\r\n')
      const place = at % (body.length + 1)
      const spoiled = `${body.slice(0, place)}*${body.slice(place)}`
      expect(decode(spoiled, 'base64').problems[0]).toEqual(['base64-foreign', place])
    }),
  )
})

test('a large body is decoded like a small one', () => {
  const bytes = randomBytes(500_000)
  const body = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  expect(decode(body, 'base64').bytes.equals(bytes)).toBe(true)
  const spoiled = `${body.slice(0, 400_000)}!${body.slice(400_000)}`
  expect(decode(spoiled, 'base64').problems).toEqual([['base64-foreign', 400_000]])
})

test('what is none of the five mechanisms gives the bytes as they are', () => {
  for (const mechanism of ['', '7bit', '8bit', 'binary', 'x-uuencode']) {
    expect(decode('QQ==', mechanism)).toEqual({ bytes: Buffer.from('QQ=='), problems: [] })
  }
})
