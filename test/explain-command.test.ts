// `congthu explain` as a user calls it, in this process: what the page of a rule says.
import { afterEach, expect, test, vi } from 'vitest'
import { run } from '../src/cli.ts'

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
  for (const name of ['fontPercent', 'colourPercent', 'encodingPercent'])
    expect(page).toMatch(new RegExp(`  ${name} = 1: nói chữ .*\\n +text .*percentage`))
})
