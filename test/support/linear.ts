// Shows that work grows as its input does: four times the input must not cost sixteen times the CPU.
import { expect } from 'vitest'

/** CPU below which the collector and the compiler decide, in milliseconds. */
const NOISE = 100
const RUNS = 3
/** Linear work costs 4, quadratic work 16; between them is room for caches and the collector. */
const FACTOR = 9

/** Runs `work` on `unit` repeated to `length` characters and to a quarter of them. */
export function expectLinear(unit: string, length: number, work: (text: string) => void): void {
  const cost = (size: number): number => {
    const text = unit.repeat(Math.ceil(size / unit.length))
    const costs = Array.from({ length: RUNS }, () => {
      const before = process.cpuUsage()
      work(text)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    })
    return Math.min(...costs)
  }
  cost(length / 20)
  const [quarter, whole] = [cost(length / 4), cost(length)]
  expect(whole, `${quarter} ms for a quarter`).toBeLessThan(Math.max(NOISE, quarter) * FACTOR)
}
