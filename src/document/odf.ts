// OpenDocument packages (OASIS ODF 1.3 part 2) and those of OpenOffice.org before: kind by mimetype entry, manifest or content.

import type { ActiveContent, Reason } from '../facts.ts'
import { readPart } from './package-part.ts'
import type { KindFacts, Reading } from './reading.ts'
import { odfText } from './text/odf.ts'
import type { ReadText } from './text/sink.ts'
import type { Element } from './xml.ts'
import { readMember, type Zip } from './zip.ts'

const PREFIX = 'application/vnd.oasis.opendocument.'
const KINDS = new Map([
  ['text', 'odt'],
  ['text-template', 'ott'],
  ['text-master', 'odm'],
  ['text-master-template', 'otm'],
  ['text-web', 'oth'],
  ['spreadsheet', 'ods'],
  ['spreadsheet-template', 'ots'],
  ['presentation', 'odp'],
  ['presentation-template', 'otp'],
  ['graphics', 'odg'],
  ['graphics-template', 'otg'],
  ['chart', 'odc'],
  ['chart-template', 'otc'],
  ['formula', 'odf'],
  ['formula-template', 'otf'],
  ['image', 'odi'],
  ['image-template', 'oti'],
  ['base', 'odb'],
  ['database', 'odb'],
])
/** Types of OpenOffice.org 1 and StarOffice 6 to 7. */
const OLD_PREFIX = 'application/vnd.sun.xml.'
const OLD_KINDS = new Map([
  ['writer', 'sxw'],
  ['writer.template', 'stw'],
  ['writer.global', 'sxg'],
  ['calc', 'sxc'],
  ['calc.template', 'stc'],
  ['impress', 'sxi'],
  ['impress.template', 'sti'],
  ['draw', 'sxd'],
  ['draw.template', 'std'],
  ['math', 'sxm'],
  ['base', 'odb'],
])
const EDITABLE = new Set('odt ott odm otm oth ods ots odp otp sxw stw sxg sxc stc sxi sti'.split(' '))
/** The element in office:body that tells the kind where neither mimetype nor manifest does. */
const BODIES = new Map([
  ['text', 'odt'],
  ['spreadsheet', 'ods'],
  ['presentation', 'odp'],
  ['drawing', 'odg'],
  ['chart', 'odc'],
])

const OBJECTS_READ = 500

/** Facts of an ODF package, and the reader of its text. */
export interface OdfReading {
  facts: KindFacts
  text: ReadText | null
}

/** Reads an ODF package; null when the archive is none. */
export function readOdf(zip: Zip, reading: Reading): OdfReading | null {
  const manifest = zip.members.find(({ name }) => name === 'META-INF/manifest.xml')
  const elements = manifest === undefined ? null : readPart(zip, manifest, reading)
  const known = kindOfType(typeOf(zip, elements, reading))
  const content = known === null && !mayBeOdf(zip) ? null : new Contents(zip, reading)
  const kind = known ?? content?.kind() ?? null
  if (kind === null || content === null) return null
  // ODF 1.3 part 2, 3.4: each encrypted part has encryption-data in the manifest.
  const encrypted =
    elements?.some(({ name }) => name === 'encryption-data') || zip.members.some((member) => member.encrypted)
  const damaged = elements === null || zip.damaged || content.failure === 'damaged'
  const macros =
    zip.members.some(({ name, directory }) => !directory && isModule(name)) || (!encrypted && content.handles())
  const facts: KindFacts = {
    kind,
    editable: EDITABLE.has(kind),
    macros,
    encrypted,
    damaged,
    active: activeOf(zip, macros, content, encrypted),
  }
  if (encrypted) return { facts: { ...facts, inspected: 'none', reasons: ['encrypted'] }, text: null }
  const reasons = new Set<Reason>([
    ...(damaged ? (['damaged'] as const) : []),
    ...(content.failure === null ? [] : [content.failure]),
  ])
  const inspection =
    reasons.size > 0 ? { inspected: 'partial' as const, reasons: [...reasons] } : { inspected: 'full' as const }
  const main = content.part('content.xml')
  const others = { styles: content.part('styles.xml'), meta: content.part('meta.xml') }
  const text = main === null ? null : odfText({ content: main, ...others, objects: () => objectsOf(zip, reading) })
  return { facts: { ...facts, ...inspection }, text }
}

const PICTURE = /^(?:Pictures|media)\/.{1,100}\.(?:svg|emf)$/i

/** Contents of embedded charts and documents, each in a folder of its own (ODF 1.3 part 2, 3.16), then vector pictures. */
function* objectsOf(zip: Zip, reading: Reading): Generator<Buffer | Reason> {
  const files = zip.members.filter(({ directory }) => !directory)
  const pictures = files.filter(({ name }) => PICTURE.test(name))
  const members = [...files.filter(({ name }) => name.endsWith('/content.xml')), ...pictures]
  for (const member of members.slice(0, OBJECTS_READ)) yield readMember(zip, member, reading)
  if (members.length > OBJECTS_READ) yield 'count-limit'
}

function activeOf(zip: Zip, macros: boolean, content: Contents, encrypted: boolean): ActiveContent[] {
  // A part `Object 1` that is no folder is a foreign OLE object; folders are ODF of their own.
  const objects = zip.members.some(({ name }) => /^(?:Object|Obj) ?\d{1,6}$/.test(name))
  return [
    ...(macros ? (['macro'] as const) : []),
    ...(objects ? (['ole-object'] as const) : []),
    ...(!encrypted && content.holds(DDE) ? (['launch'] as const) : []),
  ]
}

/** The kind that a media type stands for: a package of OpenDocument or of OpenOffice.org; null for every other type. */
export function kindOfType(type: string | null): string | null {
  if (type?.startsWith(PREFIX)) return KINDS.get(type.slice(PREFIX.length)) ?? 'odf'
  return type?.startsWith(OLD_PREFIX) ? (OLD_KINDS.get(type.slice(OLD_PREFIX.length)) ?? 'sxw') : null
}

function typeOf(zip: Zip, elements: Element[] | null, reading: Reading): string | null {
  const type = mimeType(zip, reading)
  if (kindOfType(type) !== null) return type
  const root = elements?.find(({ attributes }) => attributes['full-path'] === '/')
  return root?.attributes['media-type']?.trim().toLowerCase() ?? null
}

/** A module of a Basic library or a script; LibreOffice writes empty library lists (script-lb.xml) too. */
function isModule(name: string): boolean {
  return /^(?:basic\/[^/]{1,200}\/(?!script-lb\.xml$|dialog-lb\.xml$)|scripts\/)[^/]/i.test(name)
}

/** What ties an event to a program (ODF 1.3 part 3, 14.4.2 and 19.907); slides tie theirs with an element of their own. */
const HANDLERS = ['<script:event-listener', 'vnd.sun.star.script:']
/** Links to other programs (ODF 1.3 part 3, 14.6). */
const DDE = ['<office:dde-source', '<text:dde-connection-decl', '<table:dde-link']

/** A package by its parts, without a type anywhere. */
function mayBeOdf(zip: Zip): boolean {
  const has = (name: string) => zip.members.some((member) => member.name === name)
  return has('content.xml') && (has('styles.xml') || has('meta.xml') || has('settings.xml'))
}

/** The parts in which text stands, each inflated once. */
class Contents {
  failure: Reason | null = null
  readonly #parts = new Map<string, Buffer>()

  constructor(zip: Zip, reading: Reading) {
    for (const member of zip.members) {
      if (!/^(?:content|styles|meta)\.xml$/.test(member.name) || member.encrypted) continue
      const bytes = readMember(zip, member, reading)
      if (typeof bytes === 'string') this.failure ??= bytes
      else this.#parts.set(member.name, bytes)
    }
  }

  holds(marks: string[]): boolean {
    return [...this.#parts.values()].some((bytes) => marks.some((mark) => bytes.includes(mark)))
  }

  part(name: string): Buffer | null {
    return this.#parts.get(name) ?? null
  }

  handles(): boolean {
    return this.holds(HANDLERS)
  }

  /** By the element in the body, which stands behind all styles. */
  kind(): string | null {
    for (const [element, kind] of BODIES) if (this.holds([`<office:${element}>`, `<office:${element} `])) return kind
    return null
  }
}

function mimeType(zip: Zip, reading: Reading): string | null {
  const member = zip.members.find(({ name }) => name === 'mimetype')
  if (member === undefined || member.size > 200) return null
  const bytes = readMember(zip, member, reading)
  return typeof bytes === 'string' ? null : bytes.toString('latin1').trim().toLowerCase()
}
