// The list B20-B30 is held complete here: what this project does not have yet has no faults yet; these tests fail when it comes.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../support/cli.ts'

/** A package or a program that scans or keeps mail, named where it would be used. */
function namedInSource(what: RegExp): string[] {
  return globSync('src/**/*.ts', { cwd: ROOT }).filter((file) => what.test(readFileSync(join(ROOT, file), 'utf8')))
}

test('B29 not built yet: clamd, rspamd, LDAP, Redis. With src/scanner come their faults: down, slow, lying, half a reply (MAIL-FAULTS 5.3)', () => {
  expect(existsSync(join(ROOT, 'src', 'scanner'))).toBe(false)
  // `congthu trust fetch` is a command of its own, never in the path of mail.
  const elsewhere = /^src\/(?:metrics|commands)\//
  expect(namedInSource(/from 'node:(?:http|https|dgram)'/).filter((file) => !elsewhere.test(file))).toEqual([])
})

test('B30 not built yet: no quarantine. With one comes: stored durably before the reply, 250 only then (MAIL-FAULTS 5.3; DESIGN 3.1)', () => {
  expect(existsSync(join(ROOT, 'src', 'quarantine'))).toBe(false)
  expect(namedInSource(/action: 'quarantine'|'quarantine',/)).toEqual([])
})
