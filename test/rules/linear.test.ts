// A text of 5 MB costs reading and every rule at most in proportion: shown by doubling it.
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../src/document/read.ts'
import { newReading } from '../../src/document/reading.ts'
import type { DocumentFacts } from '../../src/facts.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import { RULES } from '../../src/rules/index.ts'
import { message, SITE } from '../support/facts.ts'
import { context } from '../support/reading.ts'

const { reading } = loadPolicy({ directory: 'policies' }, RULES)
/** The shipped lists, and no limit of time that would cut the larger text short. */
const shipped = { ...context({ seconds: 600 }, reading.words), secrecy: reading.secrecy }
const HALF = 2_500_000
/** Of the smaller run at least, in ms: below it the clock tells nothing. */
const FLOOR = 50
const ROUNDS = 4
/** Twice the text costs twice the time; four times would be quadratic, and other work may disturb. */
const AT_MOST = 3.2

const UNITS: Record<string, string> = {
  'ordinary letters': 'Ủy ban nhân dân huyện đề nghị các đơn vị báo cáo kết quả trước ngày 25 hằng tháng.\n',
  stamps: 'MẬT\n',
  'sent documents': 'em gửi anh công văn mật số 12, ',
  'listed phrases': 'nhà cái uy tín, siêu khuyến mãi; đả đảo cộng sản ',
  'beginnings of phrases': 'tham gia cá độ bóng đá nhà cái uy ',
  'without accents': 'nha cai uy tin, tai lieu mat so ',
  TCVN3: 'v¨n b¶n mËt cña huyÖn göi c¸c ®¬n vÞ\n',
  VNI: 'vaên baûn maät cuûa huyeän ',
  numbers: 'Số: 12/BC-UBND-M\t45/TTr-UBND (TM)\n',
  'one word': 'mật',
}

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function read(text: string): Promise<{ document: DocumentFacts; ms: number }> {
  const input = { bytes: Buffer.from(text), at: { part: '2', path: [] }, depth: 0, names: ['a.txt'] }
  const start = cpu()
  const document = await readDocument(
    { ...input, declaredType: 'text/plain', disposition: 'attachment' },
    newReading(shipped, new Date('2026-11-02T01:00:00Z'), null),
  )
  return { document, ms: cpu() - start }
}

/** CPU ms of each rule, by its id. */
function rulesOn(document: DocumentFacts): Map<string, number> {
  const facts = message({ attachments: [document], terms: document.terms, secrecy: document.secrecy! })
  const envelope = { sender: 'a.cangio@tphcm.gov.vn', recipients: ['b@gmail.com'], client: null }
  return new Map(
    RULES.map((rule) => {
      const defaults = Object.entries(rule.parameters).map(([name, one]) => [name, one.default])
      const start = cpu()
      rule.find({ facts, envelope, parameters: Object.fromEntries(defaults), site: SITE, today: '2026-11-02' })
      return [rule.id, cpu() - start] as const
    }),
  )
}

describe('5 MB beside 2.5 MB', () => {
  test.each(Object.entries(UNITS))('%s', { timeout: 120_000 }, async (_name, unit) => {
    const text = (bytes: number) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)))
    await read(text(HALF / 10)) // compiled and warm
    let [small, large] = [await read(text(HALF)), await read(text(2 * HALF))]
    // Other work on the machine disturbs single runs; a cost that is not linear stays above in all of them.
    for (let left = ROUNDS; left > 0 && large.ms >= AT_MOST * Math.max(small.ms, FLOOR); left--) {
      small = cheaper(small, await read(text(HALF)))
      large = cheaper(large, await read(text(2 * HALF)))
    }
    expect(large.ms).toBeLessThan(AT_MOST * Math.max(small.ms, FLOOR))
    const before = rulesOn(small.document)
    for (const [rule, ms] of rulesOn(large.document))
      expect(ms, rule).toBeLessThan(AT_MOST * Math.max(before.get(rule)!, FLOOR))
  })
})

function cheaper<T extends { ms: number }>(a: T, b: T): T {
  return a.ms < b.ms ? a : b
}
