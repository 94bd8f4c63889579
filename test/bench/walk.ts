// What gate, walk and hashing cost beside mailparser's simpleParser on the same messages in one run: `node test/bench/walk.ts [--rounds N] [FOLDER of .eml]`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { simpleParser } from 'mailparser'
import { readMessage } from '../../src/message/read.ts'
import { context, NOW } from '../support/reading.ts'
import { type DeckMessage, deck } from './deck.ts'

export interface Cost {
  name: string
  weight: number
  size: number
  /** Median CPU ms of one message. */
  ours: number
  simpleParser: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** CPU ms, user and system, of one call of the work, as the median over rounds of some calls each. */
async function cpu(work: () => Promise<unknown>, calls: number): Promise<number> {
  collectGarbage() // what the other one left would be paid for here
  const before = process.cpuUsage()
  for (let i = 0; i < calls; i++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / calls
}

/** Both on each message in turn, so that what the machine does meanwhile falls on both. */
export async function compare(messages: DeckMessage[], rounds: number): Promise<Cost[]> {
  const costs: Cost[] = []
  // The text of documents is another work, measured by text.ts.
  const reading = context({ documentCharacters: 0 })
  for (const { name, weight, bytes } of messages) {
    // Enough of the small ones that both run compiled, as in a process that reads mail all day.
    const calls = Math.max(1, Math.min(300, Math.floor(4_000_000 / bytes.length)))
    const ours = () => readMessage(bytes, reading, NOW)
    const theirs = () => simpleParser(bytes)
    const figures: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
    for (let round = -2; round < rounds; round++) {
      const one = await cpu(ours, calls)
      const other = await cpu(theirs, calls)
      if (round < 0) continue // warm-up
      figures.ours.push(one)
      figures.theirs.push(other)
    }
    costs.push({ name, weight, size: bytes.length, ours: median(figures.ours), simpleParser: median(figures.theirs) })
  }
  return costs
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** CPU ms of one message of the mix, by the weights. */
export function mix(costs: Cost[]): { ours: number; simpleParser: number; ratio: number } {
  const total = costs.reduce((sum, { weight }) => sum + weight, 0)
  const of = (key: 'ours' | 'simpleParser') => costs.reduce((sum, cost) => sum + cost[key] * cost.weight, 0) / total
  return { ours: of('ours'), simpleParser: of('simpleParser'), ratio: of('ours') / of('simpleParser') }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string', default: '9' } },
    allowPositionals: true,
  })
  const folder = positionals[0]
  const messages = deck().map((message) => {
    const file = folder === undefined ? '' : join(folder, `${message.name}.eml`)
    return existsSync(file) ? { ...message, bytes: readFileSync(file) } : message
  })
  const costs = await compare(messages, Number(values.rounds))
  console.log('| message | bytes | ours, CPU ms | simpleParser, CPU ms | ratio |\n|---|---:|---:|---:|---:|')
  for (const { name, size, ours, simpleParser: theirs } of costs)
    console.log(`| ${name} | ${size} | ${ours.toFixed(2)} | ${theirs.toFixed(2)} | ${(ours / theirs).toFixed(2)} |`)
  const all = mix(costs)
  console.log(`| mix | | ${all.ours.toFixed(2)} | ${all.simpleParser.toFixed(2)} | ${all.ratio.toFixed(2)} |`)
}
