// How well marks of secrecy are found, by category, beside the naive rule: `node test/language/secrecy/table.ts [unseen]`.
import { findSecrecyPlaces } from '../../../src/language/secrecy.ts'
import { SECRECY } from '../../support/secrecy.ts'
import { SEEN as BENIGN_SEEN, UNSEEN as BENIGN_UNSEEN, texts as benignTexts } from './benign.ts'
import { type Labelled, SEEN as MARKED_SEEN, UNSEEN as MARKED_UNSEEN, texts as markedTexts } from './marked.ts'

export interface Row {
  category: string
  texts: number
  /** Found at all, and found in a strong place. */
  found: number
  strong: number
  /** The same for capitals MẬT, TỐI MẬT or TUYỆT MẬT anywhere. */
  naive: number
  /** Of what went wrong the first text. */
  example: string | null
}

const NAIVE = /(?<!\p{L})(?:TUYỆT MẬT|TỐI MẬT|MẬT)(?!\p{L})/u
const AT = { part: '1', path: [] }
const ROUNDS_MARKED = 15
const ROUNDS_BENIGN = 21

/** A text as the readers give it: pages of a document are searched one by one. */
function placesIn({ text, where }: Pick<Labelled, 'text' | 'where'>) {
  return text.split('\f').flatMap((page) => findSecrecyPlaces(page, where, AT, SECRECY))
}

function rowsOf(texts: Labelled[], wrong: (places: ReturnType<typeof placesIn>) => boolean): Row[] {
  return [...Map.groupBy(texts, ({ category }) => category)].map(([category, all]) => {
    const places = all.map(placesIn)
    const index = places.findIndex(wrong)
    return {
      category,
      texts: all.length,
      found: places.filter((each) => each.length > 0).length,
      strong: places.filter((each) => each.some(({ strength }) => strength === 'strong')).length,
      naive: all.filter(({ text }) => NAIVE.test(text)).length,
      example: index < 0 ? null : all[index]!.text,
    }
  })
}

/** Texts with a mark and texts without, of the part that was seen while tuning or of the one that was not. */
export function rows(part: 'SEEN' | 'UNSEEN'): { marked: Row[]; benign: Row[] } {
  return {
    marked: rowsOf(
      markedTexts(part === 'SEEN' ? MARKED_SEEN : MARKED_UNSEEN, ROUNDS_MARKED),
      (places) => places.length === 0,
    ),
    benign: rowsOf(benignTexts(part === 'SEEN' ? BENIGN_SEEN : BENIGN_UNSEEN, ROUNDS_BENIGN), (places) =>
      places.some(({ strength }) => strength === 'strong'),
    ),
  }
}

export function sum(rows: Row[], key: 'texts' | 'found' | 'strong' | 'naive'): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

function print(title: string, list: Row[], examples: boolean): void {
  console.log(`\n| ${title} | texts | found | strong | naive rule |\n|---|---:|---:|---:|---:|`)
  for (const { category, texts, found, strong, naive } of list)
    console.log(`| ${category} | ${texts} | ${found} | ${strong} | ${naive} |`)
  console.log(
    `| all | ${sum(list, 'texts')} | ${sum(list, 'found')} | ${sum(list, 'strong')} | ${sum(list, 'naive')} |`,
  )
  if (examples)
    for (const { category, example } of list)
      if (example !== null) console.log(`  ${category}: ${JSON.stringify(example)}`)
}

if (import.meta.main) {
  // Of the unseen part only counts are shown, so that nobody tunes on its words.
  const part = process.argv[2] === 'unseen' ? 'UNSEEN' : 'SEEN'
  const all = rows(part)
  print(`with a mark (${part.toLowerCase()})`, all.marked, part === 'SEEN')
  print(`without one (${part.toLowerCase()})`, all.benign, part === 'SEEN')
}
