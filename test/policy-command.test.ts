// `congthu policy check` as a user calls it, in this process: warnings beside a policy that is valid.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { run } from '../src/cli.ts'

const site = mkdtempSync(join(tmpdir(), 'congthu-warnings-'))
afterAll(() => rmSync(site, { recursive: true }))

async function check(...args: string[]) {
  const said: Record<'log' | 'error', string[]> = { log: [], error: [] }
  const spies = (['log', 'error'] as const).map((to) =>
    vi.spyOn(console, to).mockImplementation((line: string) => void said[to].push(line)),
  )
  try {
    return { status: await run(['policy', 'check', ...args]), stdout: said.log.join('\n'), stderr: said.error }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

test('the policy that comes with the project has none', async () => {
  const { status, stdout, stderr } = await check()
  expect({ status, stderr }).toEqual({ status: 0, stderr: [] })
  expect(stdout).not.toContain('warning')
})

test('each with file, line and column, Vietnamese first; the policy is valid all the same', async () => {
  cpSync('policies/site/words', join(site, 'words'), { recursive: true })
  const file = join(site, 'words', 'bo-quen.yaml')
  writeFileSync(file, 'list: bo-quen\nvi: mẫu thử nghiệm\nen: trial\naccents: true\nphrases:\n  - hai tiếng\n  - ma\n')
  const { status, stdout, stderr } = await check('--site', site)
  expect(status).toBe(0)
  expect(stderr).toHaveLength(2)
  expect(stderr[0]).toMatch(
    /^.*\/bo-quen\.yaml:7:5 phrases\.1: cảnh báo: "ma" chỉ có một tiếng.* \/ warning: "ma" is a/,
  )
  expect(stderr[1]).toMatch(/^.*\/bo-quen\.yaml:1:7 list: cảnh báo: không quy tắc nào .* \/ warning: no rule looks at/)
  expect(stdout).toContain('policy is valid')
  expect(stdout).toContain('2 cảnh báo / 2 warning(s)')
})
