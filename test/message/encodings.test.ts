// Bodies and subjects in old Vietnamese encodings, whatever charset they declare, are read as what they say.
import { describe, expect, test } from 'vitest'
import { readMessage } from '../../src/message/read.ts'
import { DAMAGES, encode } from '../language/encoding/damage.ts'
import { SENTENCES } from '../language/encoding/sentences.ts'
import { context, NOW } from '../support/reading.ts'

const BODY = ['UBND HUYỆN', 'TỐI MẬT', '', ...SENTENCES.slice(0, 6)].join('\r\n')

function mail(body: Buffer, type: string, subject = 'Bao cao'): Buffer {
  const head = `From: a@example.vn\r\nSubject: ${subject}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: 8bit\r\nMIME-Version: 1.0\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from('\r\n')])
}

const read = (bytes: Buffer) => readMessage(bytes, context(), NOW)

describe.each(['tcvn3', 'vni', 'viscii', 'viqr', 'cp1258', 'vps'] as const)('%s', (form) => {
  const bytes = Buffer.from(encode(BODY, form), 'latin1')
  test.each([
    'text/plain',
    'text/plain; charset=us-ascii',
    'text/plain; charset=iso-8859-1',
    'text/plain; charset=windows-1252',
    'text/plain; charset=utf-8',
  ])('declared as %s', async (type) => {
    const { secrecy, texts } = await read(mail(bytes, type))
    expect(texts.map(({ text }) => text.toLowerCase()).join('\n')).toContain('địa phương ngày 19 tháng 6')
    expect(secrecy.degree).toBe('tối mật')
  })
  test('written as UTF-8 by a program that read it as Windows-1252', async () => {
    const wrong = DAMAGES['read as Windows-1252']!(encode(BODY, form))
    const { secrecy } = await read(mail(Buffer.from(wrong, 'utf8'), 'text/plain; charset=utf-8'))
    expect(secrecy.degree).toBe('tối mật')
  })
  test('a short subject goes with the body', async () => {
    const { secrecy } = await read(
      mail(
        Buffer.from(encode(SENTENCES.join('\r\n'), form), 'latin1'),
        'text/plain; charset=iso-8859-1',
        encode('[TỐI MẬT] Kế hoạch', form),
      ),
    )
    // Read as UTF-8, control characters of VPS stay beside the letters that are lost: that only hints.
    const strong = secrecy.places.filter(({ strength }) => strength === 'strong')
    expect(strong).toMatchObject([{ where: 'subject', degree: 'tối mật' }])
  })
})

test('Unicode bodies stay as they are', async () => {
  const text = SENTENCES.slice(3, 9).join('\n')
  const { texts } = await read(mail(Buffer.from(text.replaceAll('\n', '\r\n')), 'text/plain; charset=utf-8'))
  expect(texts[0]!.text.trim().replaceAll('\r\n', '\n')).toBe(text)
})
