// The regulation in policies/quy-che-1713.md is the source word for word, and its clauses are found.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REGULATION_FILE } from '../../src/policy/load.ts'
import { parseRegulation, regulationWords } from '../../src/policy/regulation.ts'

/**
 * SHA-256 of the source's words (Decision 1713/QĐ-UBND of 2023-11-01), joined by single blanks in UTF-8: the signature
 * block of the decision left out, bold marks taken as line ends. Computed from the source, not from our file.
 */
const SOURCE_WORDS = 3837
const SOURCE_SHA256 = '8eaa2864c99df15b78fcf51925865da67aa41fe7abe539541b05c57984d34646'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'policies', REGULATION_FILE), 'utf8')
const digest = (markdown: string) => createHash('sha256').update(regulationWords(markdown).join(' ')).digest('hex')

describe('the regulation', () => {
  it('has the words of the source and no others', () => {
    expect(regulationWords(text)).toHaveLength(SOURCE_WORDS)
    expect(digest(text)).toBe(SOURCE_SHA256)
  })

  it('would not pass with a word changed, lost, added or moved', () => {
    for (const [from, to] of [
      ['bản định dạng PDF', 'bản định dạng pdf'],
      ['không được sử dụng', 'được sử dụng'],
      ['HUYỆN CẦN GIÒ', 'HUYỆN CẦN GIỜ'],
      ['phải có thêm', 'có phải thêm'],
      ['### 8\n', '### 8\n\nthêm\n'],
    ] as const) {
      expect(text).toContain(from)
      expect(digest(text.replace(from, to)), `${from} -> ${to}`).not.toBe(SOURCE_SHA256)
    }
  })

  it('has the clauses of the decision and of fourteen articles', () => {
    const { clauses, mistakes } = parseRegulation(text)
    expect(mistakes).toEqual([])
    expect(clauses.map(({ id }) => id).join(' ')).toBe(
      'QĐ.1 QĐ.2 QĐ.3 1.1 1.2 2.1 2.2 3 4.1 4.2 5.1 5.2 5.3 5.3.a 5.3.b 5.3.c 5.3.d 5.3.e 5.3.f 5.4 6.1 6.2 6.3 ' +
        '7.1 7.2 7.3 7.3.a 7.3.b 7.4 7.4.a 7.4.b 7.4.c 8 9.1 9.2 10 11 12 13 14',
    )
    for (const { id, text: words } of clauses) expect(words, id).not.toBe('')
  })

  it('keeps each clause under its number and its article', () => {
    const { clauses } = parseRegulation(text)
    for (const { id, heading, text: words } of clauses) {
      const [, article = '', paragraph, letter] = /^(?:QĐ\.)?(\d+)(?:\.(\d+))?(?:\.([a-z]))?$/.exec(id)!
      expect(heading, id).toMatch(new RegExp(`^Điều ${article}\\.`))
      if (letter !== undefined) expect(words.startsWith(`${letter}) `), id).toBe(true)
      else if (paragraph !== undefined) expect(words.startsWith(`${paragraph}. `), id).toBe(true)
    }
  })

  it('tells headings that are no clause ids', () => {
    expect(parseRegulation('<!--\n-->\n### Điều 7\n\na\n').mistakes).toEqual([
      expect.objectContaining({ line: 3, en: '"Điều 7" is not a clause id such as 7.3.a' }),
    ])
  })
})
