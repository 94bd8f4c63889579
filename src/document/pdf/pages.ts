// Walks the page tree of a PDF (ISO 32000-2 7.7.3); /Count is only a claim.
import type { PdfFile } from './file.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue } from './objects.ts'

const MAX_NODES = 100_000

/** A page, with what it inherits. */
export interface Page {
  /** Its object number; null when it is a direct object. */
  number: number | null
  dict: PdfDict
  mediaBox: PdfValue
  /** Not resolved, as resources are not: what of them cannot be read concerns the text only. */
  cropBox: PdfValue
  resources: PdfValue
}

/** What a page takes from the nodes above it when it does not say it itself (7.7.3.4). */
type Inherited = Pick<Page, 'mediaBox' | 'cropBox' | 'resources'>

/** The leaves of the page tree, last first. Throws a PdfError on a circle, a node that is none, or too many nodes. */
export function readPages(file: PdfFile, catalog: PdfDict): Page[] {
  const nothing: Inherited = { mediaBox: null, cropBox: null, resources: null }
  const stack: { value: PdfValue; from: Inherited }[] = [{ value: catalog.entries.get('Pages') ?? null, from: nothing }]
  const seen = new Set<number>()
  const pages: Page[] = []
  for (let nodes = 0; stack.length > 0; nodes++) {
    if (nodes >= MAX_NODES) throw new PdfError('count-limit', 'too many page tree nodes')
    const { value, from } = stack.pop()!
    const ref = as('ref', value)
    if (ref && seen.has(ref.number)) throw new PdfError('damaged', 'a page tree node stands twice in the tree')
    if (ref) seen.add(ref.number)
    const dict = as('dict', file.resolve(value))
    if (!dict) throw new PdfError('damaged', 'page tree node is no dictionary')
    const inherited = {
      mediaBox: file.get(dict, 'MediaBox') ?? from.mediaBox,
      cropBox: dict.entries.get('CropBox') ?? from.cropBox,
      resources: dict.entries.get('Resources') ?? from.resources,
    }
    const kids = as('array', file.get(dict, 'Kids'))
    if (kids) {
      if (kids.items.length > MAX_NODES) throw new PdfError('count-limit', 'too many page tree nodes')
      for (const kid of kids.items) stack.push({ value: kid, from: inherited })
    } else if (nameOf(file.get(dict, 'Type')) === 'Page')
      pages.push({ number: ref?.number ?? null, dict, ...inherited })
    else throw new PdfError('damaged', 'page tree leaf is no page')
  }
  return pages
}
