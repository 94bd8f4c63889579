// Tells the alternative texts of pictures and tables in the structure tree of a tagged PDF (ISO 32000-2 14.7.2, 14.9.3).
import { PLAIN, type TextSink } from '../../text/sink.ts'
import { as, type PdfDict, type PdfValue, textOf } from '../objects.ts'
import type { Source } from './source.ts'

/** Structure elements: a long tagged report has some ten thousand. */
const ELEMENTS = 200_000
/** Alternative text, and what an abbreviation stands for. */
const KEYS = ['Alt', 'E']

export function tellAlternatives(source: Source, catalog: PdfDict, sink: TextSink): void {
  const root = source.dict(catalog, 'StructTreeRoot')
  if (root === null) return
  sink.block('alternative-text')
  const stack: PdfValue[] = [root.entries.get('K') ?? null]
  const seen = new Set<PdfDict>()
  while (stack.length > 0 && !sink.full) {
    const value = source.resolve(stack.pop())
    const items = as('array', value)?.items
    if (items) for (let index = items.length - 1; index >= 0; index--) stack.push(items[index]!)
    const dict = as('dict', value)
    if (dict === null || seen.has(dict)) continue
    if (seen.size >= ELEMENTS) {
      sink.fail('count-limit')
      return
    }
    seen.add(dict)
    for (const key of KEYS) {
      const text = dict.entries.has(key) ? textOf(source.get(dict, key)) : null
      if (text === null) continue
      sink.run(text.replace(/\s+/g, ' '), PLAIN)
      sink.line()
    }
    stack.push(dict.entries.get('K') ?? null)
  }
}
