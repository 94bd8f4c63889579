// Walks the field tree of the interactive form (ISO 32000-2 12.7.3, 12.7.4), with what fields inherit.
import type { PdfFile } from './file.ts'
import { unambiguous } from './object-at.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue, textOf } from './objects.ts'

const MAX_FIELDS = 20_000
const MAX_DEPTH = 64
const MAX_NAME = 1000

/** A node of the field tree: a field, or a widget among the kids of one. */
export interface FormField {
  /** Its object number; null when it is a direct object. */
  number: number | null
  dict: PdfDict
  /** Fully qualified name (12.7.4.2). */
  name: string
  /** Field type, inherited or its own. */
  type: string | null
  /** Own value, or the one inherited where the type meets it; null when there is none. */
  value: PdfValue
  /** The nearest node, itself or above, that has a partial name: for a widget the field that it belongs to. */
  owner: FormField | null
}

interface Node {
  value: PdfValue
  type: string | null
  /** Value of a node above; signatures are not handed on. */
  inherited: PdfValue
  owner: FormField | null
  name: string
  depth: number
}

/**
 * Every node of the field tree in document order; none without AcroForm. Throws a PdfError when the tree cannot be
 * read to its end, so that an empty answer means that there are no fields.
 */
export function readForm(file: PdfFile, catalog: PdfDict): FormField[] {
  const form = file.get(catalog, 'AcroForm')
  if (form === null) return []
  const fields = fieldArray(file, dictionary(form, 'AcroForm'), 'Fields')
  const stack = childNodes(fields, { value: null, type: null, inherited: null, owner: null, name: '', depth: 0 })
  const seen = new Set<number>()
  const found: FormField[] = []
  for (let count = 0; stack.length > 0; count++) {
    if (count >= MAX_FIELDS) throw new PdfError('count-limit', 'too many form fields')
    const node = stack.pop()!
    const field = file.resolve(node.value)
    if (field === null) continue
    const ref = as('ref', node.value)
    if (ref && seen.has(ref.number)) throw new PdfError('damaged', 'a form field stands twice in its tree')
    if (ref) seen.add(ref.number)
    for (const kid of visit(file, dictionary(field, 'form field'), ref?.number ?? null, node, found)) stack.push(kid)
  }
  return found
}

/** One node of the tree: takes it down and gives its kids, last first. */
function visit(file: PdfFile, dict: PdfDict, number: number | null, node: Node, found: FormField[]): Node[] {
  const part = textOf(file.get(dict, 'T'))
  const name = (part === null ? node.name : node.name ? `${node.name}.${part}` : part).slice(0, MAX_NAME)
  const type = nameOf(file.get(dict, 'FT')) ?? node.type
  // A value that is inherited counts where the type meets it, and is not handed on: a kid never repeats its parent's.
  const value = file.get(dict, 'V') ?? node.inherited
  const field: FormField = { number, dict, name, type, value, owner: node.owner }
  if (part !== null) field.owner = field
  found.push(field)
  const kids = fieldArray(file, dict, 'Kids')
  if (node.depth >= MAX_DEPTH) throw new PdfError('depth-limit', 'form fields nested too deep')
  const inherited = type === 'Sig' ? null : value
  return childNodes(kids, { value: null, type, inherited, owner: field.owner, name, depth: node.depth + 1 })
}

function childNodes(items: PdfValue[], parent: Node): Node[] {
  return items.map((value) => ({ ...parent, value })).reverse()
}

/** An array entry of a node; none when it is absent. */
function fieldArray(file: PdfFile, owner: PdfDict, key: string): PdfValue[] {
  const value = file.get(owner, key)
  if (value === null) return []
  const items = as('array', value)?.items
  if (!items) throw new PdfError('damaged', `/${key} is no array`)
  if (items.length > MAX_FIELDS) throw new PdfError('count-limit', 'too many form fields')
  return items
}

function dictionary(value: PdfValue, what: string): PdfDict {
  const dict = as('dict', value)
  if (!dict) throw new PdfError('damaged', `${what} is no dictionary`)
  return unambiguous(dict, what)
}
