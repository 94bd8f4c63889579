// Counts the pages of a PDF by walking its page tree (ISO 32000-2 7.7.3); /Count is only a claim.
import type { PdfFile } from './file.ts'
import { as, nameOf, type PdfDict, PdfError } from './objects.ts'

const MAX_NODES = 100_000

/** Number of leaves of the page tree. Throws a PdfError on a circle, a node that is none, or too many nodes. */
export function countPages(file: PdfFile, catalog: PdfDict): number {
  const stack = [catalog.entries.get('Pages') ?? null]
  const seen = new Set<number>()
  let pages = 0
  for (let nodes = 0; stack.length > 0; nodes++) {
    if (nodes >= MAX_NODES) throw new PdfError('count-limit', 'too many page tree nodes')
    const value = stack.pop()!
    const ref = as('ref', value)
    if (ref && seen.has(ref.number)) throw new PdfError('damaged', 'a page tree node stands twice in the tree')
    if (ref) seen.add(ref.number)
    const node = as('dict', file.resolve(value))
    if (!node) throw new PdfError('damaged', 'page tree node is no dictionary')
    const kids = as('array', file.get(node, 'Kids'))
    if (kids) {
      if (kids.items.length > MAX_NODES) throw new PdfError('count-limit', 'too many page tree nodes')
      for (const kid of kids.items) stack.push(kid)
    } else if (nameOf(file.get(node, 'Type')) === 'Page') pages++
    else throw new PdfError('damaged', 'page tree leaf is no page')
  }
  return pages
}
