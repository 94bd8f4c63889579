// `node test/hostile/table.ts [PART OF A NAME]` prints what each hostile message costs, as a Markdown table.
import { HOSTILE } from '../support/hostile-cases.ts'
import { HostileBench, type Measured, missing, table } from './bench.ts'

const wanted = process.argv[2] ?? ''
const bench = new HostileBench()
const rows: Measured[] = []
for (const hostile of HOSTILE.filter(({ name }) => name.includes(wanted))) {
  const away = missing(hostile)
  if (away !== null) {
    console.error(`SKIPPED: ${hostile.name}: needs ${away}`)
    continue
  }
  const row = await bench.measure(hostile)
  rows.push(row)
  console.error(`${row.name}: ${row.wallMs.toFixed(0)} ms, ${row.peakMiB.toFixed(0)} MiB, ${row.outcome.join(', ')}`)
}
await bench.close()
console.log(table(rows))
