// Data that content controls of Word are bound to (ECMA-376 part 1, 17.5.2.6): Word shows it in place of what the document has.
import type { Reason } from '../../facts.ts'
import { attribute, streamXml } from '../xml-stream.ts'
import type { ZipMember } from '../zip.ts'
import type { PackageParts } from './package-parts.ts'
import { PLAIN, type TextSink } from './sink.ts'

const BINDINGS_KEPT = 1000
const ITEMS_READ = 50

/** The items that these parts of a document name, each value on a line. */
export function readBound(parts: PackageParts, documents: readonly ZipMember[], sink: TextSink): void {
  const items = parts.of('custom-xml').slice(0, ITEMS_READ)
  if (items.length === 0) return
  const bound = new Set<string>()
  for (const document of documents) {
    const bytes = parts.bytes(document)
    if (bytes?.includes('dataBinding')) idsIn(bytes, 'dataBinding', 'storeItemID', bound)
  }
  if (bound.size === 0) return
  for (const item of items) if (isBound(parts, item, bound)) parts.with(item, (bytes) => readItem(bytes, sink))
}

/** Properties of an item, to which it has a relationship, give its id (22.5.2.1). */
function isBound(parts: PackageParts, item: ZipMember, bound: ReadonlySet<string>): boolean {
  const ids = new Set<string>()
  for (const properties of parts.related(item)) {
    const bytes = parts.bytes(properties)
    if (bytes !== null) idsIn(bytes, 'datastoreItem', 'itemID', ids)
  }
  return [...ids].some((id) => bound.has(id))
}

function idsIn(bytes: Buffer, element: string, key: string, ids: Set<string>): void {
  const open = (name: string, attributes: Record<string, string>) => {
    const id = name === element ? attribute(attributes, key) : undefined
    if (id !== undefined) ids.add(id.toLowerCase())
  }
  streamXml(bytes, { open, text: () => {}, close: () => {} }, () => ids.size >= BINDINGS_KEPT)
}

function readItem(bytes: Buffer, sink: TextSink): Reason | null {
  sink.block('form-field')
  const text = (part: string) => {
    if (part.trim() !== '') sink.run(part.replace(/[\r\n]+/g, ' '), PLAIN)
  }
  return streamXml(bytes, { open: () => {}, text, close: () => sink.line() }, () => sink.full)
}
