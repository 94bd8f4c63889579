// Breaks the relay on purpose, one way at a time, in a copy of the tree: the suite must fail for each. `npm run mutations`.
//
// With numbers as arguments only those are tried. Takes some minutes: the suite runs once for each mutation, until its first failure.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applied, MUTATIONS, type Mutation } from './list.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PARTS = [
  'src',
  'test',
  'policies',
  'samples',
  'deploy',
  'bin',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]
const LIMIT_MS = 300_000

/** Whether the suite fails on a tree with these changes, and the first line that says how. */
function caught(mutation: Mutation): { failed: boolean; by: string } {
  const copy = mkdtempSync(join(tmpdir(), 'congthu-mutation-'))
  try {
    for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    for (const change of mutation.changes) {
      const file = join(copy, change.file)
      writeFileSync(file, applied(change, readFileSync(file, 'utf8')))
      const parsed = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' })
      if (parsed.status !== 0) throw new Error(`${mutation.name}: not a program any more: ${parsed.stderr}`)
    }
    const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs')
    const run = spawnSync(process.execPath, [vitest, 'run', '--bail', '1', '--reporter', 'dot', 'test/smtp'], {
      cwd: copy,
      encoding: 'utf8',
      timeout: LIMIT_MS,
      env: { ...process.env, NO_COLOR: '1', CONGTHU_FUZZ_SEED: '1' }, // the same sessions for every mutant
    })
    const by =
      /^ ?FAIL +(.*)$/m.exec(`${run.stdout}${run.stderr}`)?.[1] ?? (run.signal ? `ended after ${LIMIT_MS} ms` : '')
    return { failed: run.status !== 0 && by !== '', by }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const sound = caught({ name: 'nothing', changes: [] })
if (sound.failed) throw new Error(`the suite fails as it is: ${sound.by}`)
const wanted = process.argv.slice(2).map(Number)
let survived = 0
for (const [index, mutation] of MUTATIONS.entries()) {
  if (wanted.length > 0 && !wanted.includes(index + 1)) continue
  const { failed, by } = caught(mutation)
  if (!failed) survived++
  console.log(
    `${failed ? 'caught  ' : 'SURVIVED'} ${index + 1}. ${mutation.name}${failed ? `\n           by ${by}` : ''}`,
  )
}
process.exitCode = survived > 0 ? 1 : 0
