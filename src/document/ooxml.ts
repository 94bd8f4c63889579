// Office Open XML packages (ECMA-376, Open Packaging): kind by content type, macros by parts, active content by relationships.
import type { ActiveContent } from '../facts.ts'
import { readPart } from './package-part.ts'
import type { KindFacts, Reading } from './reading.ts'
import type { Zip, ZipMember } from './zip.ts'

const CONTENT_TYPES = '[content_types].xml'
const RELATIONSHIPS_READ = 2000
/** Content type of the main part, without the common ends, and the extension of such a file. */
const MAIN_TYPES: [string, string][] = [
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml', 'docx'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml', 'dotx'],
  ['application/vnd.ms-word.document.macroenabled.main+xml', 'docm'],
  ['application/vnd.ms-word.template.macroenabledtemplate.main+xml', 'dotm'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml', 'xlsx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml', 'xltx'],
  ['application/vnd.ms-excel.sheet.macroenabled.main+xml', 'xlsm'],
  ['application/vnd.ms-excel.template.macroenabled.main+xml', 'xltm'],
  ['application/vnd.ms-excel.addin.macroenabled.main+xml', 'xlam'],
  ['application/vnd.ms-excel.sheet.binary.macroenabled.main', 'xlsb'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml', 'pptx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml', 'ppsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.template.main+xml', 'potx'],
  ['application/vnd.ms-powerpoint.presentation.macroenabled.main+xml', 'pptm'],
  ['application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml', 'ppsm'],
  ['application/vnd.ms-powerpoint.template.macroenabled.main+xml', 'potm'],
  ['application/vnd.ms-powerpoint.addin.macroenabled.main+xml', 'ppam'],
  ['application/vnd.ms-visio.drawing.main+xml', 'vsdx'],
  ['application/vnd.ms-visio.drawing.macroenabled.main+xml', 'vsdm'],
  ['application/vnd.ms-package.xps-fixeddocumentsequence+xml', 'xps'],
]
const KIND_OF_TYPE = new Map(MAIN_TYPES)
const MACRO_TYPES = new Set([
  'application/vnd.ms-office.vbaproject',
  'application/vnd.ms-excel.macrosheet+xml',
  'application/vnd.ms-excel.intlmacrosheet+xml',
  'application/vnd.ms-excel.intlmacrosheet',
  'application/vnd.ms-excel.macrosheet',
])
/** Relationship types whose target, when it is elsewhere, is fetched on opening. Ordinary hyperlinks are not among them. */
const FETCHED = /\/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)$/i

/** Declared types of parts ([Content_Types].xml). */
interface ContentTypes {
  byPart: Map<string, string>
  byExtension: Map<string, string>
}

/** Facts of an OOXML package, and the base names of parts that it takes in as text (ECMA-376 part 1, 11.3.1). */
export interface OoxmlReading {
  facts: KindFacts
  chunks: Set<string>
}

/** Reads an OOXML package; null when the archive is none. */
export function readOoxml(zip: Zip, reading: Reading): OoxmlReading | null {
  const listed = zip.members.find(({ name }) => name.toLowerCase() === CONTENT_TYPES)
  if (listed === undefined) return null
  const types = readContentTypes(zip, listed, reading)
  if (types === null) {
    const facts = { kind: kindByFolders(zip), editable: true, damaged: true, macros: null, ...unread('damaged') }
    return { facts, chunks: new Set() }
  }
  const kind = kindByTypes(zip, types)
  if (kind === null) return null
  const { active, damaged, chunks, macros: related } = activeContent(zip, reading, types)
  const macros = related || zip.members.some((member) => isMacroPart(member, types))
  const facts: KindFacts = {
    kind,
    editable: kind !== 'xps',
    macros,
    encrypted: zip.members.some((member) => member.encrypted),
    damaged: damaged || zip.damaged,
    active: macros ? ['macro', ...active] : active,
  }
  return { facts: { ...facts, ...inspection(zip, facts) }, chunks }
}

function inspection(zip: Zip, { encrypted, damaged }: KindFacts): Pick<KindFacts, 'inspected' | 'reasons'> {
  if (encrypted) return unread('encrypted')
  if (zip.cut) return { inspected: 'partial', reasons: ['count-limit'] }
  return damaged ? { inspected: 'partial', reasons: ['damaged'] } : { inspected: 'full' }
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

function kindByTypes(zip: Zip, types: ContentTypes): string | null {
  for (const member of zip.members) {
    const kind = KIND_OF_TYPE.get(typeOf(member, types))
    if (kind !== undefined) return kind
  }
  return null
}

function kindByFolders(zip: Zip): string {
  const has = (folder: string) => zip.members.some(({ name }) => name.toLowerCase().startsWith(folder))
  return has('word/') ? 'docx' : has('xl/') ? 'xlsx' : has('ppt/') ? 'pptx' : 'zip'
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
  active: ActiveContent[]
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
      if (external && FETCHED.test(type) && isRemote(target)) active.add('external-link')
      if (external) continue
      if (type.endsWith('/oleobject')) active.add('ole-object')
      if (type.endsWith('/vbaproject')) macros = true
      if (type.endsWith('/afchunk')) chunks.add(target.slice(target.lastIndexOf('/') + 1).toLowerCase())
    }
  }
  return { active: [...active], damaged, macros, chunks }
}

/**
 * A target on another machine. Word writes the author's own template as `file:///C:\...`, which fetches nothing, into
 * every document made from one.
 */
export function isRemote(target: string): boolean {
  const clean = target.trim().replaceAll('\\', '/').toLowerCase()
  if (!clean.startsWith('file:')) return clean.startsWith('//') || /^[a-z][a-z0-9+.-]{1,20}:/.test(clean)
  const path = clean.slice('file:'.length)
  const slashes = path.length - path.replace(/^\/+/, '').length
  const local = /^\/{0,9}(?:[a-z][:|]|localhost\/)/.test(path)
  // file://server/share and file:////server/share name a machine; file:///home/x does not.
  return !local && (slashes === 2 || slashes > 3)
}
