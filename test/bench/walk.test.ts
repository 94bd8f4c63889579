// Gate, walk and hashing cost at most a third of what mailparser's simpleParser costs, on the same messages in one run.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ROOT } from '../support/cli.ts'

/** A machine that is busy with other things is measured again. */
const ATTEMPTS = 3

/** In a process of its own, as mail is read: vitest wraps every call from one of our files to another, and none within mailparser. */
function measure(): number {
  const table = execFileSync(process.execPath, ['test/bench/walk.ts', '--rounds', '3'], { cwd: ROOT, encoding: 'utf8' })
  console.log(table)
  return Number(/^\| mix \|.*\| ([\d.]+) \|$/m.exec(table)?.[1])
}

test('the mix deck', { timeout: 240_000 }, () => {
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && best >= 1 / 3; attempt++) best = Math.min(best, measure())
  expect(best).toBeLessThan(1 / 3)
})
