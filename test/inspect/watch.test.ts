// How a job is judged from what the system tells of its process.
import { expect, test } from 'vitest'
import { JobWatch, type Judged } from '../../src/inspect/watch.ts'

const LIMITS = { seconds: 30, cpuSeconds: 20, memoryMiB: 100 }
const MIB = 1_048_576

/** Looks at [milliseconds, state, CPU seconds, MiB]; the last judgement. */
function judged(...looks: [number, string, number, number][]): Judged {
  const watch = new JobWatch(LIMITS, 0)
  const said = looks.map(([at, state, cpuSeconds, mib]) =>
    watch.look({ state, cpuSeconds, residentBytes: mib * MIB }, at),
  )
  expect(said.slice(0, -1).every((each) => each === 'fine')).toBe(true)
  return said.at(-1)!
}

test('resident memory, CPU time and wall time stand against the message', () => {
  expect(judged([25, 'R', 5, 99], [50, 'R', 5, 101])).toBe('memory-limit')
  expect(judged([25, 'R', 5, 10], [19_000, 'R', 25, 10])).toBe('fine')
  expect(judged([25, 'R', 5, 10], [19_000, 'R', 25.5, 10])).toBe('time-limit')
  expect(judged([25, 'R', 5, 10], [29_999, 'R', 9, 10])).toBe('fine')
  expect(judged([25, 'R', 5, 10], [30_001, 'R', 9, 10])).toBe('time-limit')
})

test('a job that the machine gave no time is not the message’s fault', () => {
  expect(judged([25, 'R', 5, 10], [30_001, 'R', 7.9, 10])).toBe('stalled')
})

test('a process that waits for nothing is given up early, one that waits for a disk or computes elsewhere is not', () => {
  expect(judged([25, 'S', 5, 10], [4900, 'S', 5, 10])).toBe('fine')
  expect(judged([25, 'S', 5, 10], [5100, 'S', 5, 10])).toBe('stalled')
  expect(judged([25, 'D', 5, 10], [5000, 'D', 5, 10], [9000, 'S', 5, 10])).toBe('fine')
  expect(judged([25, 'S', 5, 10], [4000, 'S', 5.01, 10], [8000, 'S', 5.02, 10])).toBe('fine')
})

test('stopped by a signal: seen at the second look', () => {
  expect(judged([25, 'T', 5, 10])).toBe('fine')
  expect(judged([25, 'T', 5, 10], [50, 'T', 5, 10])).toBe('stopped')
  expect(judged([25, 'T', 5, 10], [50, 'S', 5, 10], [75, 'T', 5, 10])).toBe('fine')
})

test('without /proc the wall time is the only limit', () => {
  const watch = new JobWatch(LIMITS, 0)
  expect(watch.look(null, 29_999)).toBe('fine')
  expect(watch.look(null, 30_001)).toBe('time-limit')
})

test('whether an abort came from want of memory', () => {
  const watch = new JobWatch(LIMITS, 0)
  expect(watch.nearMemoryLimit).toBe(false)
  watch.look({ state: 'R', cpuSeconds: 1, residentBytes: 50 * MIB }, 25)
  expect(watch.nearMemoryLimit).toBe(false)
  watch.look({ state: 'R', cpuSeconds: 1, residentBytes: 70 * MIB }, 50)
  expect(watch.nearMemoryLimit).toBe(true)
})
