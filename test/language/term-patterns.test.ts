// Patterns of administrators: found in any Unicode form, refused with their mistake, and linear whatever they are.
import { describe, expect, test } from 'vitest'
import { compilePatterns, patternMistake } from '../../src/language/term-patterns.ts'
import { compileTerms } from '../../src/language/terms.ts'
import { expectLinear } from '../support/linear.ts'

const list = (...regexes: string[]) => [{ list: 'mau', accents: true, phrases: ['nhà cái'], regexes }]

describe('patterns', () => {
  test('are found with the words that match', () => {
    const find = compilePatterns(list('chuyển khoản .{0,20}\\d{8,16}', 'c[áa] độ'))
    expect(find('Vui lòng CHUYỂN KHOẢN vào số 0123456789 nhé')).toEqual([
      { list: 'mau', term: 'CHUYỂN KHOẢN vào số 0123456789' },
    ])
    expect(find('chơi cá độ'.normalize('NFD'))).toEqual([{ list: 'mau', term: 'cá độ' }])
    expect(find('không có gì')).toEqual([])
  })
  test('stand beside phrases', () => {
    const found = compileTerms(list('\\d{3}-\\d{3}')).find('Nhà cái gọi 123-456')
    expect(found).toEqual([
      { list: 'mau', term: 'nhà cái' },
      { list: 'mau', term: '123-456' },
    ])
    expect(compileTerms([{ list: 'a', accents: true, phrases: [], regexes: ['x+y'] }]).find('xxy')).toEqual([
      { list: 'a', term: 'xxy' },
    ])
  })
  test('mistakes are named', () => {
    expect(patternMistake('a(b')).toMatch(/missing/i)
    expect(patternMistake('(?<=a)b')).not.toBeNull()
    expect(patternMistake('a*')).toBe('matches the empty text')
    expect(patternMistake('(a+)+$')).toBeNull()
    expect(patternMistake('.{0,300}[jw]')).toMatch(/^too large/)
    expect(patternMistake('chuyển khoản .{0,40}\\d{8,16} .{0,40}nhận thưởng')).toBeNull()
  })
  test('linear on what makes others hang', { timeout: 60_000 }, () => {
    const find = compilePatterns(list('(a+)+$', '(x+x+)+y'))
    expectLinear('aaaaaaaaab', 100_000, (text) => void find(text))
    expectLinear('x', 100_000, (text) => void find(text))
  })
})
