// Office Open XML packages (ECMA-376, Open Packaging): kind by content type, macros by parts, active content by relationships.
import type { ActiveContent, Reason } from '../facts.ts'
import { fieldsOfParts } from './ooxml-fields.ts'
import { KIND_OF_TYPE, kindByNames, MINOR_KINDS, NOT_EDITABLE } from './ooxml-kinds.ts'
import { readPart } from './package-part.ts'
import type { KindFacts, Reading } from './reading.ts'
import { isRemote } from './remote.ts'
import { packageText } from './text/package-text.ts'
import type { ReadText } from './text/sink.ts'
import type { Zip, ZipMember } from './zip.ts'

const CONTENT_TYPES = '[content_types].xml'
const RELATIONSHIPS_READ = 2000
const MACRO_TYPES = new Set([
  'application/vnd.ms-office.vbaproject',
  'application/vnd.ms-excel.macrosheet+xml',
  'application/vnd.ms-excel.intlmacrosheet+xml',
  'application/vnd.ms-excel.intlmacrosheet',
  'application/vnd.ms-excel.macrosheet',
])
/** Relationship types whose target, when it is elsewhere, is fetched on opening. Ordinary hyperlinks are not among them. */
const FETCHED = /\/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)$/i
/** A linked picture of the web is ordinary; one on a named machine makes Windows log in there. */
const PICTURE = /\/image$/i

/** Declared types of parts ([Content_Types].xml). */
interface ContentTypes {
  byPart: Map<string, string>
  byExtension: Map<string, string>
}

/** Facts of an OOXML package, and the base names of parts that it takes in as text (ECMA-376 part 1, 11.3.1). */
export interface OoxmlReading {
  facts: KindFacts
  chunks: Set<string>
  text: ReadText | null
}

/** Reads an OOXML package; null when the archive is none. */
export function readOoxml(zip: Zip, reading: Reading): OoxmlReading | null {
  const listed = zip.members.find(({ name }) => name.toLowerCase() === CONTENT_TYPES)
  if (listed === undefined) return null
  const types = readContentTypes(zip, listed, reading)
  if (types === null) {
    const kind = kindByNames(zip.members.map(({ name }) => name)) ?? 'zip'
    const facts = { kind, editable: true, damaged: true, macros: null, ...unread('damaged') }
    return { facts, chunks: new Set(), text: null }
  }
  const kind = kindByTypes(zip, types)
  if (kind === null) return null
  const { active, damaged, chunks, macros: related } = activeContent(zip, reading, types)
  const macros = related || zip.members.some((member) => isMacroPart(member, types))
  const parts = fieldsOfParts(zip, (member) => typeOf(member, types), reading)
  for (const danger of parts.active) active.add(danger)
  const facts: KindFacts = {
    kind,
    editable: !NOT_EDITABLE.has(kind),
    macros,
    encrypted: zip.members.some((member) => member.encrypted),
    damaged: damaged || zip.damaged || parts.reasons.has('damaged'),
    active: [...(macros ? (['macro'] as const) : []), ...active],
  }
  const text = facts.encrypted ? null : packageText(zip, (member) => typeOf(member, types), reading)
  return { facts: { ...facts, ...inspection(zip, facts, parts.reasons) }, chunks, text }
}

function inspection(
  zip: Zip,
  { encrypted, damaged }: KindFacts,
  others: Set<Reason>,
): Pick<KindFacts, 'inspected' | 'reasons'> {
  if (encrypted) return unread('encrypted')
  const reasons = new Set<Reason>([
    ...(zip.cut ? (['count-limit'] as const) : []),
    ...(damaged ? (['damaged'] as const) : []),
    ...others,
  ])
  return reasons.size > 0 ? { inspected: 'partial', reasons: [...reasons] } : { inspected: 'full' }
}

function unread(reason: 'damaged' | 'encrypted') {
  return { inspected: 'none' as const, reasons: [reason] }
}

function readContentTypes(zip: Zip, listed: ZipMember, reading: Reading): ContentTypes | null {
  const elements = readPart(zip, listed, reading)
  if (elements === null) return null
  const types: ContentTypes = { byPart: new Map(), byExtension: new Map() }
  for (const { name, attributes } of elements) {
    const type = (attributes.ContentType ?? '').toLowerCase()
    if (name === 'Override') types.byPart.set(partName(attributes.PartName ?? ''), type)
    if (name === 'Default') types.byExtension.set((attributes.Extension ?? '').toLowerCase(), type)
  }
  return types
}

/** Part names are compared without case ([OPC] 6.2.2.3). */
function partName(name: string): string {
  return name.replace(/^\//, '').toLowerCase()
}

function typeOf(member: ZipMember, types: ContentTypes): string {
  const name = partName(member.name)
  return types.byPart.get(name) ?? types.byExtension.get(name.slice(name.lastIndexOf('.') + 1)) ?? ''
}

/** By the types, else by the names of the parts: a program goes by the relationship, whatever the types say. */
function kindByTypes(zip: Zip, types: ContentTypes): string | null {
  for (const table of [KIND_OF_TYPE, MINOR_KINDS]) {
    for (const member of zip.members) {
      const kind = table.get(typeOf(member, types))
      if (kind !== undefined) return kind
    }
  }
  return kindByNames(zip.members.map(({ name }) => name))
}

/** The part decides, not the type of the file: a third of real macro-enabled files hold no VBA (DOCUMENTS.md 2). */
function isMacroPart(member: ZipMember, types: ContentTypes): boolean {
  const name = member.name.toLowerCase()
  return (
    /(?:^|\/)vbaproject[^/]{0,40}\.bin$/.test(name) ||
    name.includes('/macrosheets/') ||
    MACRO_TYPES.has(typeOf(member, types))
  )
}

interface Relations {
  active: Set<ActiveContent>
  damaged: boolean
  /** A VBA project by its relationship, which Office goes by, under whatever name and type. */
  macros: boolean
  chunks: Set<string>
}

function activeContent(zip: Zip, reading: Reading, types: ContentTypes): Relations {
  const active = new Set<ActiveContent>()
  const chunks = new Set<string>()
  let macros = false
  let damaged = false
  let read = 0
  for (const member of zip.members) {
    const name = member.name.toLowerCase()
    if (/\/embeddings\/[^/]+\.bin$/.test(name) && !MACRO_TYPES.has(typeOf(member, types))) active.add('ole-object')
    if (!name.endsWith('.rels') || read++ >= RELATIONSHIPS_READ) continue
    const elements = readPart(zip, member, reading)
    if (elements === null) damaged = true
    for (const { attributes } of elements ?? []) {
      const external = attributes.TargetMode?.toLowerCase() === 'external'
      const type = (attributes.Type ?? '').toLowerCase()
      const target = attributes.Target ?? ''
      if (external && isFetched(type, target)) active.add('external-link')
      if (external) continue
      if (type.endsWith('/oleobject') || type.endsWith('/control')) active.add('ole-object') // ActiveX (part 1, 11.3.3)
      if (type.endsWith('/vbaproject')) macros = true
      if (type.endsWith('/afchunk') || type.endsWith('/oleobject'))
        chunks.add(target.slice(target.lastIndexOf('/') + 1).toLowerCase())
    }
  }
  return { active, damaged, macros, chunks }
}

function isFetched(type: string, target: string): boolean {
  if (FETCHED.test(type)) return isRemote(target)
  return PICTURE.test(type) && isRemote(target) && !/^[a-z][a-z0-9+.-]{1,20}:/i.test(target.replace(/^file:/i, ''))
}
