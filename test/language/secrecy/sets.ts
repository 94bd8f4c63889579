// Texts of Vietnamese offices, labelled as a records officer would, by authors who did not know the program. All names are invented.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecrecyPlace } from '../../../src/facts.ts'
import { readEncoding } from '../../../src/language/encoding.ts'
import { findSecrecyPlaces } from '../../../src/language/secrecy.ts'
import { SECRECY } from '../../support/secrecy.ts'
import * as benign from './templates/benign.ts'
import * as marked from './templates/marked.ts'

/** In the order in which they were written, each after the finders had been put right on those before it. */
export const SETS = [
  'set-1',
  'set-2',
  'set-3',
  'set-4',
  'set-5',
  'set-6',
  'set-7',
  'set-8',
  'set-9',
  'set-10',
  'set-11',
  'set-12',
  'set-13',
  'set-14',
  'set-15',
] as const

/** Texts by templates with changing words, made by the author of the finders; the second were new when the last of them was tuned. */
export const TEMPLATES = ['templates-seen', 'templates-unseen'] as const

export type SetName = (typeof SETS)[number] | (typeof TEMPLATES)[number]

/** One line of a set. `strength` is what the author would have the gate do: refuse, or have a person look. */
export interface Labelled {
  category: string
  where: SecrecyPlace['where']
  label: 'mark' | 'none'
  strength: SecrecyPlace['strength'] | null
  text: string
}

export interface Row {
  category: string
  label: Labelled['label']
  texts: number
  /** Found at all, and found in a strong place. */
  found: number
  strong: number
  /** Those with capitals MẬT, TỐI MẬT or TUYỆT MẬT anywhere. */
  naive: number
  /** Texts that were missed, or alarmed in a strong place. */
  wrong: string[]
}

const NAIVE = /(?<!\p{L})(?:TUYỆT MẬT|TỐI MẬT|MẬT)(?!\p{L})/u
const AT = { part: '1', path: [] }

export function labelled(set: SetName): Labelled[] {
  if (set === 'templates-seen') return byTemplates(marked.SEEN, benign.SEEN)
  if (set === 'templates-unseen') return byTemplates(marked.UNSEEN, benign.UNSEEN)
  const lines = readFileSync(join(import.meta.dirname, `${set}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Labelled)
}

const ROUNDS_MARKED = 15
const ROUNDS_BENIGN = 21

function byTemplates(withMarks: typeof marked.SEEN, without: typeof benign.SEEN): Labelled[] {
  return [
    ...marked
      .texts(withMarks, ROUNDS_MARKED)
      .map(({ label, ...text }) => ({ ...text, label: 'mark' as const, strength: label === 'none' ? null : label })),
    ...benign.texts(without, ROUNDS_BENIGN).map((text) => ({ ...text, label: 'none' as const, strength: null })),
  ]
}

/** Places in a text as the readers give it: old encodings undone, page by page. */
export function placesIn({ text, where }: Pick<Labelled, 'text' | 'where'>): SecrecyPlace[] {
  const unicode = readEncoding([text])[0]!.text
  return unicode.split('\f').flatMap((page) => findSecrecyPlaces(page, where, AT, SECRECY))
}

/** What is found in some labelled texts, by category. */
export function rowsOf(texts: Labelled[]): Row[] {
  return [...Map.groupBy(texts, ({ label, category }) => `${label} ${category}`).values()].map((all) => {
    const { category, label } = all[0]!
    const row: Row = { category, label, texts: all.length, found: 0, strong: 0, naive: 0, wrong: [] }
    for (const each of all) {
      const places = placesIn(each)
      const strong = places.some(({ strength }) => strength === 'strong')
      row.found += Number(places.length > 0)
      row.strong += Number(strong)
      row.naive += Number(NAIVE.test(each.text))
      if (label === 'mark' ? places.length === 0 : strong) row.wrong.push(each.text)
    }
    return row
  })
}

export function sum(rows: Row[], label: Labelled['label'], key: 'texts' | 'found' | 'strong' | 'naive'): number {
  return rows.filter((row) => row.label === label).reduce((total, row) => total + row[key], 0)
}
