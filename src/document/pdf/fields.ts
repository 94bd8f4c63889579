// Finds the signatures of a PDF as readers do: Catalog, AcroForm, field tree, value (ISO 32000-2 12.7, 12.8.1).
import type { SignatureDictionary } from '../../signature/dictionary.ts'
import type { PdfFile } from './file.ts'
import { unambiguous } from './object-at.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue, textOf } from './objects.ts'

const MAX_FIELDS = 20_000
const MAX_DEPTH = 64
const MAX_NAME = 1000
const MAX_SIGNATURES = 100

interface Node {
  value: PdfValue
  /** Inherited attributes (12.7.4.1): field type, and the value with the node that wrote it. */
  type: string | null
  signature: PdfValue
  name: string
  depth: number
}

/**
 * Signature fields with a value, in document order. /Perms (usage rights, UR3) and dictionaries that no field leads to
 * do not count. Throws a PdfError when the tree cannot be read to its end, so that an empty answer means unsigned.
 */
export function findSignatures(file: PdfFile, catalog: PdfDict): SignatureDictionary[] {
  const form = file.get(catalog, 'AcroForm')
  if (form === null) return []
  const fields = fieldArray(file, dictionary(form, 'AcroForm'), 'Fields')
  const stack = childNodes(fields, { value: null, type: null, signature: null, name: '', depth: 0 })
  const seen = new Set<number>()
  const found: SignatureDictionary[] = []
  for (let count = 0; stack.length > 0; count++) {
    if (count >= MAX_FIELDS) throw new PdfError('count-limit', 'too many form fields')
    const node = stack.pop()!
    const field = file.resolve(node.value)
    if (field === null) continue
    const ref = as('ref', node.value)
    if (ref && seen.has(ref.number)) throw new PdfError('damaged', 'a form field stands twice in its tree')
    if (ref) seen.add(ref.number)
    for (const kid of visit(file, dictionary(field, 'form field'), node, found)) stack.push(kid)
    if (found.length > MAX_SIGNATURES) throw new PdfError('count-limit', 'too many signatures')
  }
  return found
}

/** One node of the tree: takes its signature down and gives its kids, last first. */
function visit(file: PdfFile, field: PdfDict, node: Node, found: SignatureDictionary[]): Node[] {
  const part = textOf(file.get(field, 'T'))
  const name = (part === null ? node.name : node.name ? `${node.name}.${part}` : part).slice(0, MAX_NAME)
  const type = nameOf(file.get(field, 'FT')) ?? node.type
  const own = file.get(field, 'V')
  const value = own ?? node.signature
  const kids = fieldArray(file, field, 'Kids')
  // A value that is inherited counts where the type meets it, and is not handed on: a kid never repeats its parent's.
  if (type === 'Sig' && value !== null) found.push(signatureDictionary(file, name, value))
  if (node.depth >= MAX_DEPTH) throw new PdfError('depth-limit', 'form fields nested too deep')
  return childNodes(kids, { value: null, type, signature: type === 'Sig' ? null : value, name, depth: node.depth + 1 })
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

/** The signature dictionary (12.8.1, table 255) as the validation needs it, with the place of /Contents in the file. */
function signatureDictionary(file: PdfFile, field: string, value: PdfValue): SignatureDictionary {
  const dict = as('dict', value)
  const entries = dict?.entries ?? new Map<string, PdfValue>()
  const contents = as('string', entries.get('Contents'))
  const range = as('array', file.resolve(entries.get('ByteRange')))
  return {
    field,
    wellFormed: dict !== null && dict.shadowed.length === 0,
    subFilter: nameOf(file.resolve(entries.get('SubFilter'))) ?? '',
    byteRange: range?.items.map((item) => (typeof item === 'number' ? item : Number.NaN)) ?? null,
    // A reference or a literal string is none: only a direct hex string can be what the ByteRange leaves out.
    contents: contents?.hex ? { bytes: contents.bytes, start: contents.start, end: contents.end } : null,
    date: textOf(file.resolve(entries.get('M'))),
  }
}
