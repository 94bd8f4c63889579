// House test: every scenario of the fault list (A1-A19, B20-B30, C31-C50, 47a) has a test of its number that names its source.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../support/cli.ts'

const numbers = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`)
const LIST = [...numbers('A', 1, 19), ...numbers('B', 20, 30), ...numbers('C', 31, 50), 'C47a']
/** What a source looks like: a standard's section, an anchor, a paper of ours. */
const SOURCE =
  /RFC \d{4}|\b\d{4} \d\.|CVE-|DESIGN|MAIL-FAULTS|Article|Postfix|postfix|smtp_|smtpd_|SMTPD_|PMG|amavis|Haraka|ZoneMTA|MailScanner|OpenSMTPD|sqlite|systemd|issue/

/** Titles of describe and test that begin with a scenario's number: `('A3 greeting ...`. */
function titles(): { number: string; title: string }[] {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT })
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const found = text.matchAll(/\(\s*(?:'([ABC]\d{2}a?|[ABC]\d) ([^'\n]*)'|`([ABC]\d{2}a?|[ABC]\d) ([^`\n]*)`)/g)
    return [...found].map(([, a, b, c, d]) => ({ number: a ?? c ?? '', title: b ?? d ?? '' }))
  })
}

const found = titles()

test.each(LIST)('%s', (number) => {
  const own = found.filter((entry) => entry.number === number)
  expect(own.length, 'tests of this number').toBeGreaterThan(0)
  expect(own.filter(({ title }) => SOURCE.test(title)).length, 'titles that name a source').toBeGreaterThan(0)
})

test('no number is used that the list does not have', () => {
  expect(found.filter(({ number }) => !LIST.includes(number))).toEqual([])
})
