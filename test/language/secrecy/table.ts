// How well marks of secrecy are found, by category, beside the naive rule: `node test/language/secrecy/table.ts [set-1 ... set-15 | templates-unseen]`.
import { labelled, type Row, rowsOf, SETS, sum, TEMPLATES } from './sets.ts'

const TITLES = { mark: 'with a mark', none: 'without one' } as const

function print(label: 'mark' | 'none', rows: Row[]): void {
  console.log(`\n| ${TITLES[label]} | texts | found | strong | naive rule |\n|---|---:|---:|---:|---:|`)
  for (const { category, texts, found, strong, naive } of rows.filter((row) => row.label === label))
    console.log(`| ${category} | ${texts} | ${found} | ${strong} | ${naive} |`)
  const all = (['texts', 'found', 'strong', 'naive'] as const).map((key) => sum(rows, label, key))
  console.log(`| all | ${all.join(' | ')} |`)
}

const wanted = process.argv[2]
const names = [...SETS, ...TEMPLATES]
const sets = wanted === undefined ? SETS : names.filter((set) => set === wanted)
if (sets.length === 0) throw new Error(`no set ${wanted}; there are ${names.join(', ')}`)
const rows = rowsOf(sets.flatMap(labelled))
print('mark', rows)
print('none', rows)
for (const { label, category, wrong } of rows)
  for (const text of wrong)
    console.log(`\n${label === 'mark' ? 'missed' : 'alarmed'} (${category}): ${JSON.stringify(text)}`)
