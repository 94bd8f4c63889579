// One revision of a PDF taken apart for comparing: Catalog, form, pages, and which page shows which annotation.

import type { PdfFile } from './file.ts'
import { type FormField, readForm } from './form.ts'
import { unambiguous } from './object-at.ts'
import { as, type PdfDict, PdfError, type PdfValue } from './objects.ts'
import { type Page, readPages } from './pages.ts'

export interface Snapshot {
  file: PdfFile
  catalog: PdfDict
  /** Object number of the Catalog. */
  root: number
  form: PdfDict | null
  /** Object number of AcroForm when it is an object of its own. */
  formNumber: number | null
  /** Nodes of the field tree by object number; direct ones are left out. */
  fields: Map<number, FormField>
  names: Set<string>
  pages: Map<number, Page>
}

/** The Catalog. Throws a PdfError when there is none, or it or the trailer names a key twice. */
export function readCatalog(file: PdfFile): PdfDict {
  const catalog = as('dict', file.get(unambiguous(file.trailer, 'trailer'), 'Root'))
  if (!catalog) throw new PdfError('damaged', 'no Catalog')
  return unambiguous(catalog, 'Catalog')
}

/** Takes a revision apart. Throws a PdfError when it cannot be read to its end. */
export function takeSnapshot(file: PdfFile): Snapshot {
  const catalog = readCatalog(file)
  const root = as('ref', file.trailer.entries.get('Root'))
  if (!root) throw new PdfError('damaged', '/Root is no reference')
  const nodes = readForm(file, catalog)
  const leaves = readPages(file, catalog)
  file.budget.steps(nodes.length + leaves.length)
  return {
    ...{ file, catalog, root: root.number },
    form: as('dict', file.get(catalog, 'AcroForm')),
    formNumber: as('ref', catalog.entries.get('AcroForm'))?.number ?? null,
    fields: byNumber(nodes),
    names: new Set(nodes.map(({ name }) => name)),
    pages: byNumber(leaves),
  }
}

function byNumber<T extends { number: number | null }>(nodes: T[]): Map<number, T> {
  return new Map(nodes.flatMap((node) => (node.number === null ? [] : [[node.number, node] as const])))
}

/** Items of an array entry; none when it is absent or no array. */
export function itemsOf(file: PdfFile, dict: PdfDict, key: string): PdfValue[] {
  return as('array', file.get(dict, key))?.items ?? []
}
