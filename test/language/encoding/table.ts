// Prints how many sentences in each old encoding and each way of damage are named and read right: `node test/language/encoding/table.ts`.
import { readEncoding } from '../../../src/language/encoding.ts'
import { DAMAGES, encode, FORMS, type Form, UNICODE_DAMAGES } from './damage.ts'
import { FOREIGN, SENTENCES } from './sentences.ts'

export interface Cell {
  form: Form
  damage: string
  named: number
  read: number
  wrong: string[]
}

export function cells(): Cell[] {
  return FORMS.flatMap((form) => {
    const unicode = form === 'unicode-nfc' || form === 'unicode-nfd'
    return Object.entries(unicode ? UNICODE_DAMAGES : DAMAGES).map(([damage, show]) => {
      const cell: Cell = { form, damage, named: 0, read: 0, wrong: [] }
      for (const sentence of SENTENCES) {
        const written = unicode ? sentence.normalize(form === 'unicode-nfd' ? 'NFD' : 'NFC') : encode(sentence, form)
        const [reading] = readEncoding([show(written)])
        const [most] = reading!.counts.toSorted((a, b) => b.characters - a.characters)
        if (most?.form === form) cell.named++
        else cell.wrong.push(`${most?.form}: ${reading!.text}`)
        if (reading!.text.replaceAll('\n', ' ') === sentence) cell.read++
      }
      return cell
    })
  })
}

/** Texts of other languages that are taken for an old encoding. */
export function alarms(): string[] {
  const known = new Set(['ascii', 'unicode-nfc', 'unicode-nfd'])
  return FOREIGN.filter((line) => readEncoding([line])[0]!.counts.some(({ form }) => !known.has(form)))
}

if (import.meta.main) {
  const all = cells()
  console.log(`| encoding | damage | named right of ${SENTENCES.length} | read right |\n|---|---|---:|---:|`)
  for (const { form, damage, named, read } of all) console.log(`| ${form} | ${damage} | ${named} | ${read} |`)
  const sum = all.reduce((total, { named }) => total + named, 0)
  console.log(
    `\nnamed right: ${sum} of ${all.length * SENTENCES.length} (${((100 * sum) / (all.length * SENTENCES.length)).toFixed(1)} %)`,
  )
  console.log(`alarms on ${FOREIGN.length} texts in other languages: ${alarms().length}`)
  for (const { form, damage, wrong } of all)
    for (const each of wrong.slice(0, 3)) console.log(`  ${form}, ${damage}: ${each}`)
  for (const each of alarms()) console.log(`  alarm: ${each}`)
}
