// A process that reads one file as a reading process would, and says what it found and what that took.
import { readFileSync } from 'node:fs'
import { read } from './reading.ts'

/** What the process says. */
export interface ArchiveReading {
  kind: string
  reasons: string[]
  children: { size: number; reasons: string[] }[]
  /** CPU time, which other work on the machine does not lengthen. */
  milliseconds: number
  /** Largest resident memory of the process, in MiB, and what it was before the reading. */
  peak: number
  before: number
}

const [path, name] = process.argv.slice(2)
const bytes = readFileSync(path!)
await read('lời')
const before = process.resourceUsage().maxRSS / 1024
const started = process.cpuUsage()
// Enough wall time for a busy machine: what is tried is the budget of bytes.
const facts = await read(bytes, name, { seconds: 100 })
const spent = process.cpuUsage(started)
const reading: ArchiveReading = {
  kind: facts.kind,
  reasons: facts.reasons,
  children: facts.children.map(({ size, reasons }) => ({ size, reasons })),
  milliseconds: (spent.user + spent.system) / 1000,
  peak: process.resourceUsage().maxRSS / 1024,
  before,
}
process.stdout.write(JSON.stringify(reading))
