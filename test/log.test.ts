// The log line: the same object to a program that parses it, and nothing in it that a terminal or a person is fooled by.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { harmless } from '../src/log.ts'

/** Line ends of other worlds, terminal commands, changes of direction, what cannot be seen; and a lone surrogate. */
const TREACHEROUS = [
  ...['\n{"level":30,"msg":"forged"}', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'],
  ...['\u001b[2J', '\u009b2J', '\u0007', '\b', '\u007f', '\0'],
  ...['\u202e', '\u2066', '\u200f', '\u061c', '\u200b', '\u00ad', '\ufeff', '\u{e0041}', '\ud800'],
]

/** What the real logger writes, in a process of its own because it writes to standard error. */
function logged(fields: object): string {
  const log = join(import.meta.dirname, '..', 'src', 'log.ts')
  const script = `import { createLogger } from ${JSON.stringify(log)}
createLogger('info').info(JSON.parse(process.argv[1]), 'message')`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(fields)])
  return run.stderr.toString('utf8')
}

test('one line, no character beyond plain letters, and the same text when parsed', () => {
  const fields = Object.fromEntries(TREACHEROUS.map((text, at) => [`f${at}`, `<a${text}b@x> Thư của Ủy ban 📮`]))
  const line = logged(fields)
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(line.endsWith('}\n')).toBe(true)
  expect(JSON.parse(line)).toMatchObject({ ...fields, msg: 'message' })
  expect(line).toContain('Thư của Ủy ban 📮')
})

test('a field name is text like any other', () => {
  const line = logged({ 'a\u2028b': 1 })
  expect(line.trimEnd().split(/[\n\u2028]/)).toHaveLength(1)
  expect(JSON.parse(line)).toMatchObject({ 'a\u2028b': 1 })
})

test('what is harmless is left as it is', () => {
  const line = '{"msg":"thư, m\u0323ật, \\n \\u001b"}\n'
  expect(harmless(line)).toBe(line)
})
