// A policy changed while the gateway runs: taken up whole, refused whole, whatever way the files are changed.
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fingerprint, type ReloadResult, watchPolicy } from '../../src/gateway/reload.ts'
import { loadPolicy } from '../../src/policy/load.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { RULES } from '../../src/rules/index.ts'
import { ROOT } from '../support/cli.ts'

const EVERY_MS = 40
const cleaning: (() => void)[] = []
afterEach(() => {
  for (const clean of cleaning.splice(0).reverse()) clean()
})

interface Watched {
  folder: string
  directory: string
  results: ReloadResult[]
  policies: Policy[]
  log: { level: string; fields: Record<string, unknown>; text: string }[]
  reload(): Promise<void>
  close(): void
  /** Waits until that many results have come, and a little longer for one too many. */
  settled(count: number): Promise<ReloadResult[]>
}

async function watched(given: { link?: boolean; site?: boolean } = {}): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-reload-'))
  cleaning.push(() => rmSync(folder, { recursive: true }))
  const directory = join(folder, 'policies')
  cpSync(join(ROOT, 'policies'), given.link ? join(folder, 'first') : directory, { recursive: true })
  if (given.link) symlinkSync('first', directory)
  const site = given.site ? join(folder, 'site') : null
  if (site !== null) cpSync(join(ROOT, 'policies', 'site'), site, { recursive: true })
  const place = { directory, site }
  const files = await fingerprint(place)
  const policy = loadPolicy(place, RULES)
  const [results, policies, log]: [ReloadResult[], Policy[], Watched['log']] = [[], [policy], []]
  const take = (level: string) => (fields: object, text: string) => log.push({ level, fields: { ...fields }, text })
  const watch = watchPolicy({
    place,
    inForce: policy.version,
    files,
    swap: (next) => policies.push(next),
    told: (result) => results.push(result),
    logger: { info: take('info'), warn: take('warn'), error: take('error') },
    everyMs: EVERY_MS,
  })
  cleaning.push(() => watch.close())
  const settled = async (count: number) => {
    await expect.poll(() => results.length, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(count)
    await pause(5 * EVERY_MS)
    return results
  }
  return {
    folder,
    directory,
    results,
    policies,
    log,
    settled,
    reload: () => watch.reload(),
    close: () => watch.close(),
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The mode of one rule, exchanged in a file's text. */
const observing = (text: string) => text.replace('mode: enforce', 'mode: observe')
const modeOf = (policy: Policy | undefined, rule: string) => policy?.rules.find((entry) => entry.rule === rule)?.mode

test('a file changed in place, and one put in its place by rename as editors do', async () => {
  const { directory, policies, log, settled } = await watched()
  const spam = join(directory, 'art8-spam.yaml')
  writeFileSync(spam, `${readFileSync(spam, 'utf8')}# a remark\n`)
  expect(await settled(1)).toEqual(['swapped'])
  const file = join(directory, 'art8-state-secret.yaml')
  writeFileSync(join(directory, '.art8-state-secret.yaml.swp'), 'what an editor keeps beside it')
  writeFileSync(`${file}~new`, observing(readFileSync(file, 'utf8')))
  renameSync(file, `${file}~`)
  renameSync(`${file}~new`, file)
  expect(await settled(2)).toEqual(['swapped', 'swapped'])
  expect(policies.map((policy) => modeOf(policy, 'art8-state-secret'))).toEqual(['enforce', 'enforce', 'observe'])
  const said = { level: 'info', text: 'policy swapped', fields: { policy: policies[2]!.version } }
  expect(log.at(-1)).toMatchObject({ ...said, fields: { ...said.fields, before: policies[1]!.version } })
})

test('the whole folder exchanged by a link, as Kubernetes does', async () => {
  const { folder, directory, policies, settled } = await watched({ link: true })
  const second = join(folder, 'second')
  cpSync(join(folder, 'first'), second, { recursive: true })
  const file = join(second, 'art8-state-secret.yaml')
  writeFileSync(file, observing(readFileSync(file, 'utf8')))
  symlinkSync('second', join(folder, 'link'))
  renameSync(join(folder, 'link'), directory)
  expect(await settled(1)).toEqual(['swapped'])
  expect(modeOf(policies[1], 'art8-state-secret')).toBe('observe')
})

test("the office's own folder counts too, down to its word lists", async () => {
  const { folder, policies, settled } = await watched({ site: true })
  writeFileSync(
    join(folder, 'site', 'words', 'tu-thu.yaml'),
    'list: tu-thu\nvi: từ thử\nen: trial words\naccents: true\nphrases: [từ thử]\n',
  )
  expect(await settled(1)).toEqual(['swapped'])
  expect(policies[1]!.reading.words.map(({ list }) => list)).toContain('tu-thu')
})

test('a broken file leaves the old policy, told once with every place; mended, the new one comes', async () => {
  const { directory, policies, log, settled } = await watched()
  const [secret, spam] = [join(directory, 'art8-state-secret.yaml'), join(directory, 'art8-spam.yaml')]
  const before = readFileSync(secret, 'utf8')
  writeFileSync(secret, before.replace('mode: enforce', 'mode: enforced'))
  writeFileSync(spam, readFileSync(spam, 'utf8').replace(/^rule: .*$/m, 'rule: ['))
  expect(await settled(1)).toEqual(['refused'])
  expect(policies).toHaveLength(1)
  const line = before.split('\n').indexOf('mode: enforce') + 1
  const mistakes = [
    expect.stringMatching(/art8-spam\.yaml:\d+:\d+: sai cú pháp YAML: .* \/ YAML syntax: /),
    expect.stringContaining(`${secret}:${line}:7 mode: "enforced" không thuộc`),
  ]
  expect(log).toEqual([
    {
      level: 'error',
      fields: { policy: policies[0]!.version, mistakes: expect.arrayContaining(mistakes) },
      text: 'policy refused, the old one stays in force',
    },
  ])
  cpSync(join(ROOT, 'policies', 'art8-spam.yaml'), spam)
  writeFileSync(secret, observing(before))
  expect(await settled(2)).toEqual(['refused', 'swapped'])
  expect(modeOf(policies[1], 'art8-state-secret')).toBe('observe')
})

test('the folder is away for a moment: the old policy stays; it comes back as it was', async () => {
  const { folder, directory, policies, settled } = await watched()
  renameSync(directory, join(folder, 'away'))
  expect(await settled(1)).toEqual(['refused'])
  renameSync(join(folder, 'away'), directory)
  expect(await settled(2)).toEqual(['refused', 'unchanged'])
  expect(policies).toHaveLength(1)
})

test('a file that is written bit by bit is read when it is done, and never before', async () => {
  const { directory, results, settled } = await watched()
  const file = join(directory, 'art8-state-secret.yaml')
  const text = observing(readFileSync(file, 'utf8'))
  writeFileSync(file, '')
  for (let at = 0; at < text.length; at += 40) {
    appendFileSync(file, text.slice(at, at + 40))
    await pause(EVERY_MS / 2)
  }
  const during = [...results]
  expect(await settled(1)).toEqual(['swapped'])
  expect(during).toEqual([])
})

test('times alone change nothing; asked for, it is read at once and says so', async () => {
  const { directory, policies, log, settled, reload } = await watched()
  utimesSync(join(directory, 'art8-spam.yaml'), 1, 1)
  expect(await settled(1)).toEqual(['unchanged'])
  await reload()
  await Promise.all([reload(), reload()])
  expect(policies).toHaveLength(1)
  expect(new Set(log.map(({ text }) => text))).toEqual(new Set(['policy read again, nothing has changed']))
  const file = join(directory, 'art8-state-secret.yaml')
  writeFileSync(file, observing(readFileSync(file, 'utf8')))
  await reload() // does not wait for a second look
  expect(modeOf(policies[1], 'art8-state-secret')).toBe('observe')
})

test('closed, it looks no more', async () => {
  const { directory, results, close, reload } = await watched()
  close()
  writeFileSync(join(directory, 'art8-state-secret.yaml'), 'rule: [')
  await reload()
  await pause(5 * EVERY_MS)
  expect(results).toEqual([])
})
