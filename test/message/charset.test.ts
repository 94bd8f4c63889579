// Charsets by label: what is known, what can lead filters past words, and decoders of what the Encoding Standard leaves out.
import { describe, expect, test } from 'vitest'
import { readBodyText } from '../../src/message/body-text.ts'
import { charsetClass, decodeCharset } from '../../src/message/charset.ts'
import { hasTool, runIn } from '../support/tools.ts'

const WORDS = 'TUYỆT MẬT: Tờ trình số 7, ngày 02/3 của Phòng Nội vụ; ưu đãi, ễ ự Ỹ ỵ Ẵ Ẫ Ừ'

function utf32(text: string, little: boolean, mark = false): Buffer {
  const codes = [...(mark ? '\ufeff' : ''), ...text].map((sign) => sign.codePointAt(0)!)
  const bytes = Buffer.alloc(codes.length * 4)
  for (const [i, code] of codes.entries()) little ? bytes.writeUInt32LE(code, i * 4) : bytes.writeUInt32BE(code, i * 4)
  return bytes
}

describe('classes', () => {
  test.each<[string, string]>([
    [
      'known',
      'utf-8 "UTF-8" us-ascii iso-8859-1 iso-8859-15 windows-1252 windows-1258 utf-16 utf-16le gb2312 gb18030 big5 euc-kr',
    ],
    [
      'known',
      'iso-2022-jp shift_jis koi8-r tis-620 viscii VISCII1.1-1 tcvn x-viet-tcvn5712 tcvn5712-1:1993 x-viet-vps VPS viet-vps cp932 ks_c_5601-1987 ibm866',
    ],
    ['known', '8bit unknown-8bit x-unknown latin1 latin-1 cp1258'],
    [
      'risky',
      'utf-7 UTF7 unicode-1-1-utf-7 x-imap4-modified-utf7 utf-32 utf-32be ucs-4 hz-gb-2312 hz iso-2022-kr iso-2022-cn iso-2022-cn-ext',
    ],
    [
      'risky',
      'cp037 ibm037 IBM-1047 ibm500 cp500 ebcdic-cp-us csIBM037 cp1140 x-ebcdic utf-ebcdic ibm01140 cp273 scsu bocu-1 utf-1',
    ],
    ['unknown', 'x-viet-vni x-vpsx x-khong-co cp437 cp850 vni binary iso-8859-12 cp0379 tieng-viet'],
  ])('%s: %s', (kind, labels) => {
    for (const label of labels.split(' ')) expect(charsetClass(label), label).toBe(kind)
  })
})

describe('decoders', () => {
  test.each<[string, Buffer, string]>([
    ['utf-32', utf32(WORDS, false), WORDS],
    ['utf-32', utf32(WORDS, true), WORDS],
    ['utf-32', utf32(WORDS, true, true), WORDS],
    ['utf-32', utf32(WORDS, false, true), WORDS],
    ['utf-32le', utf32(WORDS, true), WORDS],
    ['ucs-4', utf32(WORDS, false), WORDS],
    ['utf-32', Buffer.from('0011000000000041', 'hex'), '\ufffdA'],
    ['cp037', Buffer.from('d481a340f74b', 'hex'), 'Mat 7.'],
    ['hz-gb-2312', Buffer.from('a~{VPND~}b~~'), 'a中文b~'],
    ['viscii', Buffer.from('9d', 'hex'), 'Ũ'],
    ['X-VIET-VPS', Buffer.from('TUY\x06T M\x03T \x91\xe7\x92\xa0\xdf', 'latin1'), 'TUYỆT MẬT ‘ç’\u00a0ß'],
    ['x-viet-vps', Buffer.from('plain text, 7'), 'plain text, 7'],
  ])('%s', (label, bytes, text) => {
    expect(decodeCharset(bytes, label)).toEqual({ text, known: true })
  })

  test('bytes that are UTF-8 or ASCII under such a label are read both ways', () => {
    expect(readBodyText(Buffer.from('Mật'), 'text/plain', 'viscii', 100).other).toBe('Mật')
    expect(readBodyText(Buffer.from('mat'), 'text/plain', 'cp037', 100).other).toBe('mat')
    expect(readBodyText(Buffer.from('mat'), 'text/plain', 'viscii', 100).other).toBeNull()
    expect(readBodyText(Buffer.from('Mật'), 'text/plain', 'x-viet-vps', 100).other).toBe('Mật')
  })
})

test.each<[string, Buffer, string, string, string | null]>([
  ['UTF-8 under koi8-r', Buffer.from('Mật'), 'text/plain', 'koi8-r', 'Mật'],
  ['windows-1258 under utf-8', Buffer.from('M\xe2\xf2t', 'latin1'), 'text/plain', 'utf-8', 'Mâòt\nMật'],
  ['UTF-16 without its order', Buffer.from('\0M\0a', 'latin1'), 'text/plain', 'utf-16', 'Ma'],
  ['a charset within the page', Buffer.from('<meta charset="utf-7"><p>M+Hq0-t</p>'), 'text/html', 'utf-8', 'Mật'],
  [
    'the same charset within',
    Buffer.from('<meta http-equiv=x content="text/html; charset=UTF-8"><p>Mật</p>'),
    'text/html',
    'utf-8',
    null,
  ],
  ['UTF-8 as told', Buffer.from('Mật'), 'text/plain', 'utf-8', null],
  ['UTF-8 under a label that is not known', Buffer.from('Mật'), 'text/plain', 'x-khong-co', null],
  ['UTF-8 untold', Buffer.from('Mật'), 'text/plain', '', null],
])('%s has a second reading or none', (_, bytes, type, charset, other) => {
  expect(readBodyText(bytes, type, charset, 100).other).toBe(other)
})

describe.skipIf(!hasTool('iconv') || !hasTool('python3'))('what iconv and Python write is read', () => {
  const composed = WORDS.normalize('NFC')
  test.each([
    ['viscii', 'VISCII'],
    ['tcvn', 'TCVN5712-1'],
    ['utf-32be', 'UTF-32BE'],
    ['utf-7', 'UTF-7'],
    ['windows-1258', 'CP1258'],
  ])('%s', (label, name) => {
    const bytes = runIn({ in: composed }, [['iconv', '-f', 'UTF-8', '-t', name, '-o', 'out', 'in']]).get('out')!
    expect(readBodyText(bytes, 'text/plain', label, 1000).text).toBe(composed)
  })

  test.each(['cp037', 'cp500', 'cp1140'])('%s: letters and digits', (label) => {
    const words = 'Tuyet mat 0123456789 ABCxyz.,-'
    const script = `open("out","wb").write(open("in").read().encode("${label}"))`
    const bytes = runIn({ in: words }, [['python3', '-c', script]]).get('out')!
    expect(decodeCharset(bytes, label).text).toBe(words)
  })
})
