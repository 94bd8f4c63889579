// Tokens and values of PDF syntax, and that hostile bytes end in a PdfError within their bounds.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Budget } from '../../../src/document/pdf/budget.ts'
import { Lexer, type Token } from '../../../src/document/pdf/lexer.ts'
import { as, PdfError, type PdfValue, textOf } from '../../../src/document/pdf/objects.ts'
import { parseValue } from '../../../src/document/pdf/parser.ts'

const lexer = (text: string | Buffer) => new Lexer(Buffer.from(text as string, 'latin1'), 0, new Budget())
const parse = (text: string) => parseValue(lexer(text))

function tokens(text: string): Token[] {
  const from = lexer(text)
  const out: Token[] = []
  for (let token = from.next(); token !== null; token = from.next()) out.push(token)
  return out
}

const string = (text: string) => as('string', parse(text))?.bytes.toString('latin1')

describe('tokens', () => {
  test('numbers', () => {
    expect(tokens('0 12 -7 +3 007')).toEqual([0, 12, -7, 3, 7])
    for (const real of ['1.0', '.5', '-.5', '4.', '--1', '1-2', '1e5', '+', '9999999999999999', '12R'])
      expect(tokens(real), real).toMatchObject([{ type: 'real' }])
    expect(tokens('-0')).toEqual([0])
  })
  test('names', () => {
    const names = ['/A', '/J#61vaScript', '/A#', '/A#4', '/A#zz', '/', '/A#20B'].map((text) => tokens(text))
    const decoded = names.map(([name]) => as('name', name as PdfValue)?.name)
    expect(decoded).toEqual(['A', 'JavaScript', 'A#', 'A#4', 'A#zz', '', 'A B'])
  })
  test('literal strings', () => {
    expect(string('(a(b)c)')).toBe('a(b)c')
    expect(string('(a\\)\\(\\\\\\n\\r\\t\\b\\f)')).toBe('a)(\\\n\r\t\b\f')
    expect(string('(\\101\\1012\\7\\08)')).toBe('AA2\x07\x008')
    expect(string('(a\r\nb\rc\nd)')).toBe('a\nb\nc\nd')
    expect(string('(a\\\r\nb\\\nc\\\rd\\q)')).toBe('abcdq')
    expect(() => parse('(a\\)')).toThrow(PdfError)
  })
  test('hex strings', () => {
    expect(string('<4a 4B\n5>')).toBe('JKP')
    expect(parse('  <4a>')).toMatchObject({ hex: true, start: 2, end: 6 })
    expect(() => parse('<4a')).toThrow(PdfError)
    expect(() => parse('<4x>')).toThrow(PdfError)
  })
  test('comments and white space', () => {
    expect(tokens('1%two\n3\0\f4%')).toEqual([1, 3, 4])
  })
  test('text strings', () => {
    expect(textOf(parse('<FEFF 0043 1EE5>'))).toBe('Cụ')
    expect(textOf(parse('<EFBBBF 43 E1BBA5>'))).toBe('Cụ')
    expect(textOf(parse('(abc)'))).toBe('abc')
    expect(textOf(parse('/abc'))).toBeNull()
  })
})

describe('values', () => {
  test('references and numbers beside each other', () => {
    const ref = (number: number) => ({ type: 'ref', number, generation: 0 })
    expect(parse('[1 2 0 R 3 4 0 R]')).toEqual({ type: 'array', items: [1, ref(2), 3, ref(4)] })
    expect(parse('5 0 R')).toEqual(ref(5))
    expect(parse('5 0 obj')).toBe(5)
    expect(parse('5')).toBe(5)
  })
  test('dictionaries', () => {
    const dict = as('dict', parse('<</A 1/B[true null]/C<</D(x)>>>>'))!
    expect([...dict.entries.keys()]).toEqual(['A', 'B', 'C'])
    expect(dict.shadowed).toEqual([])
  })
  test('a key that comes twice is seen', () => {
    const dict = as('dict', parse('<</A 1/A 2>>'))!
    expect(dict.entries.get('A')).toBe(2)
    expect(dict.shadowed).toEqual([1])
  })
  test.each([
    '<</A>>',
    '<<1 2>>',
    '[1',
    '<</A 1]',
    '[>>',
    ']',
    '>>',
    'R',
    '[1 R]',
    '[-1 0 R]',
    '[1.0 0 R]',
    'foo',
    '{',
    ')',
    '',
  ])('no value: %s', (text) => {
    expect(() => parse(text)).toThrow(PdfError)
  })
})

describe('bounds', () => {
  test('nesting', () => {
    expect(() => parse('['.repeat(1_000_000))).toThrow('too deep')
    expect(() => parse('<</A'.repeat(1_000_000))).toThrow('too deep')
    expect(parse(`${'['.repeat(200)}${']'.repeat(200)}`)).toMatchObject({ type: 'array' })
  })
  test('tokens', () => {
    const budget = new Budget()
    const bytes = Buffer.from(`[${'0 '.repeat(1_000_000)}]`)
    const read = () => parseValue(new Lexer(bytes, 0, budget))
    expect(() => Array.from({ length: 6 }, read)).toThrow('too many tokens')
  })
  test('long strings count for more than one token', () => {
    const budget = new Budget()
    const bytes = Buffer.from(`(${'a'.repeat(10_000_000)})`)
    const read = () => parseValue(new Lexer(bytes, 0, budget))
    expect(() => Array.from({ length: 20 }, read)).toThrow('too many tokens')
  })
  test('any bytes give a value or a PdfError', () => {
    const alphabet = fc.constantFrom(...'<>[]()/%#\\ 0123R.-+abtruefalsn\r\n\0'.split(''))
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 200 }), (text) => {
        try {
          parse(text)
        } catch (error) {
          expect(error).toBeInstanceOf(PdfError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
