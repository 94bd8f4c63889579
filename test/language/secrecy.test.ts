// Secrecy marks: every shape is found in its place, ordinary office sentences are left alone, hostile text costs little.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SecrecyPlace } from '../../src/facts.ts'
import { findSecrecyPlaces } from '../../src/language/secrecy.ts'
import { SECRECY } from '../support/secrecy.ts'
import {
  ADVERSARY_BODIES,
  ADVERSARY_SUBJECTS,
  SAID_BODIES,
  STRONG_BODIES,
  STRONG_SUBJECTS,
  WEAK_BODIES,
  WEAK_NAMES,
  WEAK_SUBJECTS,
} from './marked.ts'
import { ADVERSARY_ORDINARY, ORDINARY_BODIES, ORDINARY_NAMES, ORDINARY_SUBJECTS } from './ordinary.ts'

const AT = { part: '1', path: [] }
const find = (text: string, where: SecrecyPlace['where']) => findSecrecyPlaces(text, where, AT, SECRECY)
const marks = (places: SecrecyPlace[]) => places.map(({ degree, strength }) => `${strength} ${degree}`)

describe('true marks', () => {
  test('there are at least 80 of them', () => {
    expect(STRONG_BODIES.length + STRONG_SUBJECTS.length).toBeGreaterThanOrEqual(80)
  })

  test.each([...STRONG_BODIES, ...ADVERSARY_BODIES])('strong in a body: %j', (text, degree) => {
    expect(marks(find(text, 'body'))).toContain(`strong ${degree}`)
  })

  test.each([...STRONG_SUBJECTS, ...ADVERSARY_SUBJECTS])('strong in a subject: %j', (text, degree) => {
    expect(marks(find(text, 'subject'))).toEqual([`strong ${degree}`])
  })

  test.each([...WEAK_BODIES, ...SAID_BODIES])('weak in a body: %j', (text, degree) => {
    expect(marks(find(text, 'body'))).toEqual([`weak ${degree}`])
  })

  test.each(WEAK_SUBJECTS)('weak in a subject: %j', (text, degree) => {
    expect(marks(find(text, 'subject'))).toEqual([`weak ${degree}`])
  })

  test.each(WEAK_NAMES)('weak in a file name: %j', (text, degree) => {
    expect(marks(find(text, 'file-name'))).toEqual([`weak ${degree}`])
  })
})

describe('ordinary letters', () => {
  test('there are at least 150 of them', () => {
    expect(ORDINARY_BODIES.length).toBeGreaterThanOrEqual(150)
  })

  test.each([...ORDINARY_BODIES, ...ADVERSARY_ORDINARY])('body: %j', (text) => {
    expect(find(text, 'body')).toEqual([])
  })

  test.each(ORDINARY_SUBJECTS)('subject: %j', (text) => {
    expect(find(text, 'subject')).toEqual([])
  })

  test.each(ORDINARY_NAMES)('file name: %j', (text) => {
    expect(find(text, 'file-name')).toEqual([])
  })

  test('all of them in one letter', () => {
    const letter = ORDINARY_BODIES.filter((text) => !text.includes('\n')).join('\n\n')
    expect(find(letter, 'body')).toEqual([])
  })

  test('the regulation itself', () => {
    const file = join(import.meta.dirname, '..', '..', 'policies', 'quy-che-1713.md')
    expect(find(readFileSync(file, 'utf8'), 'body')).toEqual([])
  })
})

describe('what is told of a place', () => {
  test('the line as it stands, where and at', () => {
    const at = { part: '2', path: ['ho-so.zip', 'a.txt'] }
    expect(findSecrecyPlaces('> UBND\r\n>  TỐI  MẬT \r\nx', 'text', at, SECRECY)).toEqual([
      { where: 'text', at, degree: 'tối mật', text: '>  TỐI  MẬT', strength: 'strong', within: null },
    ])
  })

  test('one place a line, the strong reading; long lines are cut', () => {
    const [place, ...more] = find(`Độ mật: Mật, số 5/BC-CAH(M) ${'x'.repeat(500)}`, 'body')
    expect(more).toEqual([])
    expect(place?.strength).toBe('strong')
    expect(place?.text.length).toBe(160)
  })

  test('at most 50 places, strong before weak', () => {
    const places = find(`${'số 5/BC-CAH(M)\n'.repeat(200)}Độ mật: Mật\n`, 'body')
    expect(places).toHaveLength(50)
    expect(places.at(-1)?.strength).toBe('strong')
  })
})

/** Milliseconds of the fastest of up to three runs: other work on the machine slows single ones down. */
function fastest(run: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let left = 3; left > 0 && best >= 1000; left--) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

describe('hostile text costs in proportion to its length', () => {
  const MEGABYTES = process.env.CONGTHU_TEST_SIZE === 'full' ? 5_000_000 : 2_000_000
  const HOSTILE: Record<string, string> = {
    stamps: 'MẬT\n',
    forms: 'mật\ntối mật\ntuyệt mật\n',
    words: 'mật ',
    'one letter': 'm',
    spaces: ' ',
    'letters apart': 'm ậ ',
    labels: 'độ mật: ',
    'label rows': 'độ mật:\n',
    phrases: 'gửi văn bản mật ',
    boxes: '☐ mật ☒ ',
    'box lines': '[ ] mật\n[x] tối mật\n',
    'said of documents': 'đây là bản này ',
    'documents in brackets': 'bản a b c d (mật ',
    'sent to many': 'gửi anh chị ',
    'sent documents': 'em gửi anh tài liệu mật ',
    'capitals before titles': 'MẬT - ',
    'usual beside': 'thường\nMẬT\n',
    'not sent': 'không gửi văn bản mật, ',
    'self named': 'tài liệu này là ',
    numbers: '1/a-a-a-a-',
    digits: '1',
    brackets: '[(« ',
    quotes: '> > ',
    bars: '|\t|',
    marks: 'a\u0301\u0323',
    'mark run': '\u0301\u0323',
    'blank lines': '\n',
    'forwarded heads': 'từ:\nmật\n',
    dots: '. ; ',
    'legacy needles': "to^'i ma^.t mËt ",
    'classification labels': 'classification ',
  }
  test.each(Object.entries(HOSTILE))('%s', (_name, unit) => {
    const text = (bytes: number) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)))
    const [long, short] = [text(MEGABYTES), text(MEGABYTES / 10)]
    for (const where of ['body', 'subject', 'file-name'] as const) {
      const small = Math.max(
        fastest(() => findSecrecyPlaces(short, where, AT, SECRECY)),
        50,
      )
      // Ten times the text: ten times the cost when linear, a hundred times when quadratic.
      expect(fastest(() => findSecrecyPlaces(long, where, AT, SECRECY))).toBeLessThan(35 * small)
    }
  })
})
