// `congthu explain` as a user calls it, in this process: what the page of a rule says, and that of one message.
import { afterEach, expect, test, vi } from 'vitest'
import { run } from '../src/cli.ts'
import { RULES } from '../src/rules/index.ts'
import { OCCASIONS } from '../src/rules/occasions.ts'
import { PLACEHOLDERS } from '../src/rules/placeholders.ts'

afterEach(() => vi.restoreAllMocks())

/** What `congthu explain NAME` prints. */
async function explain(...args: string[]): Promise<string> {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  expect(await run(['explain', ...args])).toBe(0)
  return lines.join('\n')
}

test('a rule: its messages, and the numbers of its policy file in both languages', async () => {
  const page = await explain('art7-4c-font')
  expect(page).toContain('encoding-legacy: violated')
  expect(await explain('art8-malware')).toContain('phần mềm độc hại')
  for (const name of ['fontPercent', 'colourPercent', 'encodingPercent'])
    expect(page).toMatch(new RegExp(`  ${name} = 1: nói chữ .*\\n +text .*percentage`))
})

test('a problem of the gate: what it costs', async () => {
  expect(await explain('charset-risky')).toContain('unreadable/malformed')
  expect(await explain('header-long')).toContain('congthu_gate_problems_total')
})

test('one message: its sentences, clause, occasion and remedy, and where the whole rule stands', async () => {
  const page = await explain('art7-4c-font/colour-other')
  expect(page.split('\n')).toEqual([
    expect.stringMatching(/^art7-4c-font\/colour-other: violated → .*GẮN NHÃN \(tag\)/),
    expect.stringMatching(/^điều khoản \/ clause: 7\.4\.c — Điều 7/),
    'khi nào / when:',
    expect.stringMatching(/^ {2}khi phần chữ không đen .* colourPercent/),
    expect.stringMatching(/^ {2}when text that is not black .* colourPercent/),
    'câu báo / says:',
    '  Tệp “…” có …% chữ không phải màu đen (…); đầu tiên ở …: “…”.',
    '  In “…” …% of the text is not black (…); first in …: “…”.',
    'khắc phục / remedy:',
    expect.stringMatching(/^ {2}Anh\/chị chọn đoạn đó/),
    expect.stringMatching(/^ {2}Select that text/),
    'cả quy tắc / the whole rule: congthu explain art7-4c-font',
  ])
  expect(page).not.toContain('Các loại văn bản') // the clause in full is on the page of the rule
  expect(await explain('art8-malware/macros')).not.toContain('deceptive-name')
  expect(await explain('art7-2-personal-use/private-likely')).toContain('[chỉ theo dõi/observe]')
})

test('every message of every rule has its occasion, and nothing else has', () => {
  const ids = (of: Readonly<Record<string, object>>) =>
    Object.entries(of).map(([rule, each]) => [rule, Object.keys(each).sort()])
  const declared = Object.fromEntries(RULES.map(({ id, messages }) => [id, messages]))
  expect(Object.fromEntries(ids(OCCASIONS))).toEqual(Object.fromEntries(ids(declared)))
})

const MESSAGES = RULES.flatMap(({ id, messages }) =>
  Object.entries(messages).map(([name, each]) => ({ id, name, each })),
)

test.each(MESSAGES)('$id/$name can be said without a mail', ({ id, name, each }) => {
  const said = [OCCASIONS[id]![name]!, each.say(PLACEHOLDERS), each.remedy(PLACEHOLDERS)]
  for (const sentence of said.flatMap(({ vi, en }) => [vi, en])) {
    expect(sentence).toMatch(/\S.{15,}\S/s)
    expect(sentence).not.toMatch(/undefined|\[object|NaN|\bnull\b|\\u/)
  }
})
