// The stream filters: examples of the specification, what encoders write, and that spoiled data end in a PdfError.
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Budget } from '../../../src/document/pdf/budget.ts'
import { decodeStream } from '../../../src/document/pdf/filters.ts'
import { Lexer } from '../../../src/document/pdf/lexer.ts'
import { as, PdfError } from '../../../src/document/pdf/objects.ts'
import { parseValue } from '../../../src/document/pdf/parser.ts'
import { objectStream, xrefStreamPdf } from '../../signature/support/object-stream.ts'
import { read, stream } from '../../signature/support/pdf.ts'

const hex = (text: string): Buffer => Buffer.from(text.replace(/ /g, ''), 'hex')
function decode(entries: string, data: Buffer | string, budget = new Budget()): Buffer {
  const dict = as('dict', parseValue(new Lexer(Buffer.from(`<<${entries}>>`), 0, new Budget())))!
  return decodeStream(dict, Buffer.from(data as string, 'latin1'), budget, (value) => value)
}

/** LZW without compression: a clear code in front of every 200 bytes keeps the codes at 9 bits. */
function lzwPlain(bytes: Buffer): Buffer {
  const codes = [...bytes].flatMap((byte, index) => (index % 200 === 0 ? [256, byte] : [byte]))
  const bits = [...codes, 257].map((code) => code.toString(2).padStart(9, '0')).join('')
  return Buffer.from(bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))
}

/** LZW as encoders do it, with the given /EarlyChange. */
function lzwEncode(bytes: Buffer, early: number): Buffer {
  let [table, next, width, bits] = [new Map<string, number>(), 258, 9, '']
  const emit = (code: number) => {
    bits += code.toString(2).padStart(width, '0')
  }
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text)!)
  emit(256)
  let held = ''
  for (const letter of bytes.toString('latin1')) {
    if (held === '' || table.has(held + letter)) {
      held += letter
      continue
    }
    emit(codeOf(held))
    table.set(held + letter, next++)
    // The decoder makes each entry one code later than we do.
    const known = next - 1
    width = known + early >= 2048 ? 12 : known + early >= 1024 ? 11 : known + early >= 512 ? 10 : 9
    if (next >= 4095) {
      emit(256)
      ;[table, next, width] = [new Map(), 258, 9]
    }
    held = letter
  }
  if (held) emit(codeOf(held))
  const known = next
  width = known + early >= 2048 ? 12 : known + early >= 1024 ? 11 : known + early >= 512 ? 10 : 9
  emit(257)
  return Buffer.from(bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))
}

describe('examples', () => {
  test('LZW: 7.4.4.2 of ISO 32000', () => {
    const data = hex('80 0B 60 50 22 0C 0C 85 01')
    expect(decode('/Filter/LZWDecode', data)).toEqual(Buffer.from([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]))
  })
  test('LZW: long data, both ways of growing codes', () => {
    const text = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * index * 7 + (index >> 5)) & 0xff))
    expect(decode('/Filter/LZWDecode', lzwPlain(text))).toEqual(text)
    expect(decode('/Filter/LZWDecode', lzwEncode(text, 1))).toEqual(text)
    expect(decode('/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>', lzwEncode(text, 0))).toEqual(text)
  })
  test('ASCII85', () => {
    expect(decode('/Filter/ASCII85Decode', '87cURD]i,"Ebo80~>').toString()).toBe('Hello World!')
    expect(decode('/Filter/A85', '87c UR\nD]i,"Ebo80~>rest').toString()).toBe('Hello World!')
    expect(() => decode('/Filter/A85', 's8W-"~>')).toThrow(PdfError)
    expect(decode('/Filter/A85', 'z~>')).toEqual(Buffer.alloc(4))
  })
  test('RunLength', () => {
    expect(decode('/Filter/RunLengthDecode', hex('02 414243 FE 44 80 45')).toString()).toBe('ABCDDD')
  })
  test('ASCIIHex, and several after one another', () => {
    expect(decode('/Filter/ASCIIHexDecode', '48 65 6C6c 6F7>').toString()).toBe('Hellop')
    const twice = Buffer.from(`${deflateSync('MAU').toString('hex')}>`)
    expect(decode('/Filter[/AHx/FlateDecode]', twice).toString()).toBe('MAU')
  })
  test('predictors: PNG of several bytes a pixel, TIFF', () => {
    // Two rows of two pixels: the first by Sub, the second by Up.
    const png = deflateSync(Buffer.from([1, 1, 2, 3, 1, 1, 1, 2, 1, 1, 1, 0, 0, 9]))
    const parameters = (text: string) => `/Filter/FlateDecode/DecodeParms<<${text}>>`
    expect(decode(parameters('/Predictor 15/Colors 3/Columns 2'), png)).toEqual(
      Buffer.from([1, 2, 3, 2, 3, 4, 2, 3, 4, 2, 3, 13]),
    )
    expect(decode(parameters('/Predictor 2/Columns 3'), deflateSync(Buffer.from([1, 1, 1, 5, 1, 1])))).toEqual(
      Buffer.from([1, 2, 3, 5, 6, 7]),
    )
  })
})

describe('structure behind filters', () => {
  const js = '<</S/JavaScript/JS(x)>>'
  const packed = objectStream({ 30: js }, false).toString('latin1')
  const body = packed.slice(packed.indexOf('stream\n') + 7, packed.lastIndexOf('\nendstream'))
  const first = /\/First \d+/.exec(packed)![0]
  const catalog = { 1: '<</Type/Catalog/Pages 2 0 R/OpenAction 30 0 R>>' }

  test.each([
    ['LZWDecode', lzwPlain(Buffer.from(body))],
    ['ASCII85Decode', ascii85(Buffer.from(body))],
    ['RunLengthDecode', Buffer.concat([...chunks(Buffer.from(body)), Buffer.from([128])])],
    ['ASCIIHexDecode', Buffer.from(Buffer.from(body).toString('hex'))],
  ] as const)('JavaScript in an object stream by %s', (filter, data) => {
    const container = stream(data, `/Type/ObjStm/N 1${first}/Filter/${filter}`)
    const facts = read(xrefStreamPdf({ ...catalog, 20: container }, [[30, 20, 0]]))
    expect(facts).toMatchObject({ integrity: 'unsigned', active: ['javascript'], reasons: [] })
  })
})

function ascii85(bytes: Buffer): Buffer {
  let out = ''
  for (let at = 0; at < bytes.length; at += 4) {
    const part = Buffer.concat([bytes.subarray(at, at + 4), Buffer.alloc(4)]).readUInt32BE(0)
    const digits = [4, 3, 2, 1, 0].map((power) => String.fromCharCode(33 + (Math.floor(part / 85 ** power) % 85)))
    out += digits.join('').slice(0, Math.min(4, bytes.length - at) + 1)
  }
  return Buffer.from(`${out}~>`)
}

function chunks(bytes: Buffer): Buffer[] {
  const out: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 100) {
    const part = bytes.subarray(at, at + 100)
    out.push(Buffer.from([part.length - 1]), part)
  }
  return out
}

describe('bounds', () => {
  const names = ['FlateDecode', 'LZWDecode', 'ASCII85Decode', 'ASCIIHexDecode', 'RunLengthDecode']
  test('any bytes give bytes or a PdfError', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 300 }), (name, data) => {
        try {
          decode(`/Filter/${name}`, Buffer.from(data))
        } catch (error) {
          expect(error).toBeInstanceOf(PdfError)
        }
      }),
      { numRuns: 5000 },
    )
  })
  test.each([
    ['LZW', '/Filter/LZWDecode', lzwEncode(Buffer.alloc(2_000_000), 1)],
    ['RunLength', '/Filter/RunLengthDecode', Buffer.from(Array(20_000).fill([129, 0]).flat())],
    ['ASCII85', '/Filter/ASCII85Decode', Buffer.from('z'.repeat(500_000))],
    ['Flate', '/Filter/FlateDecode', deflateSync(Buffer.alloc(2_000_000))],
  ])('%s that unpacks to more than the budget', (_, entries, data) => {
    expect(() => decode(entries, data, new Budget(1_000_000))).toThrow('too much')
    expect(decode(entries, data, new Budget(8_000_000)).length).toBeGreaterThan(1_000_000)
  })
  test('no filter of that name', () => {
    expect(() => decode('/Filter/DCTDecode', '')).toThrow(PdfError)
    expect(() => decode('/Filter[/AHx/AHx/AHx/AHx/AHx]', '')).toThrow('too many filters')
  })
})
