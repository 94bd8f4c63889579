// Zip archives that are files of one program: apps, books, iWork documents, office packages whose end is torn off.
import { kindByNames } from './ooxml-kinds.ts'
import type { KindFacts, Reading } from './reading.ts'
import { readMember, type Zip } from './zip.ts'

/** What such an archive is. */
export interface PackageKind {
  facts: KindFacts
  /** True where its members are documents to be read, as in any archive. */
  open: boolean
}

const BYTES_OF_TYPE = 200
/** Bytes of iWork's first object in which its type stands: the header of the archive, then the type as a varint. */
const OBJECT_START = 64
/** Type 10000 (0x90 0x4e), TP.DocumentArchive, behind the tag of the first field: Pages. */
const PAGES_OBJECT = Buffer.from('08904e', 'hex')

/** Facts of an archive that is a program, a book, an iWork document or a torn office file; null for every other. */
export function packageKind(zip: Zip, reading: Reading): PackageKind | null {
  const program = programPackage(zip)
  if (program !== null) return { facts: { kind: program, executable: true, inspected: 'full' }, open: false }
  if (isBook(zip, reading)) {
    return { facts: { kind: 'epub', editable: false, damaged: zip.damaged, encrypted: isLocked(zip) }, open: true }
  }
  const apple = iWorkKind(zip, reading)
  if (apple !== null) return { facts: iWorkFacts(apple, zip), open: false }
  return tornOffice(zip)
}

/** Archives that the system runs or installs as they are. */
function programPackage(zip: Zip): string | null {
  const has = (name: RegExp) => zip.members.some((member) => name.test(member.name))
  if (has(/^AndroidManifest\.xml$/) && has(/^(?:classes\.dex|resources\.arsc)$/)) return 'apk'
  if (has(/^AppxManifest\.xml$/i) || has(/^AppxMetadata\/AppxBundleManifest\.xml$/i)) return 'msix'
  if (has(/^META-INF\/MANIFEST\.MF$/i) && has(/\.class$/i)) return 'jar'
  if (has(/^Payload\/[^/]{1,200}\.app\//)) return 'ipa'
  return null
}

/** EPUB 3.3, 4.2.1: a stored member `mimetype` with exactly this type. */
function isBook(zip: Zip, reading: Reading): boolean {
  const member = zip.members.find(({ name }) => name === 'mimetype')
  if (member === undefined || member.size > BYTES_OF_TYPE) return false
  const bytes = readMember(zip, member, reading)
  return typeof bytes !== 'string' && bytes.toString('latin1').trim() === 'application/epub+zip'
}

/** Keynote has slides by name; Pages and Numbers are told by the first object of the document, or by the old root element. */
function iWorkKind(zip: Zip, reading: Reading): string | null {
  const named = (name: string) => zip.members.find((member) => member.name === name)
  const old = named('index.xml')
  if (named('index.apxl')) return 'key'
  const document = named('Index/Document.iwa') ?? old
  if (document === undefined) return null
  if (zip.members.some(({ name }) => /^Index\/(?:Slide|MasterSlide|TemplateSlide)/.test(name))) return 'key'
  const bytes = readMember(zip, document, reading)
  if (typeof bytes === 'string') return document === old ? null : 'pages'
  if (document !== old) return bytes.subarray(0, OBJECT_START).includes(PAGES_OBJECT) ? 'pages' : 'numbers'
  const root = /<(sl|ls):document[\s>]/.exec(bytes.toString('latin1', 0, 2000))?.[1]
  return root === 'sl' ? 'pages' : root === 'ls' ? 'numbers' : null
}

/** No reader looks into Apple's objects; a hint or a check of a password stands beside encrypted ones. */
function iWorkFacts(kind: string, zip: Zip): KindFacts {
  const encrypted = zip.members.some((member) => member.encrypted || /^\.iw(?:ph|pv2?)$/.test(member.name))
  const common = { kind, editable: true, macros: false, damaged: zip.damaged, encrypted }
  if (encrypted) return { ...common, inspected: 'none', reasons: ['encrypted'] }
  return { ...common, inspected: 'partial', reasons: ['unsupported'] }
}

/** Word and Excel offer to repair a package whose end is missing: by its parts it is still a document to work on. */
function tornOffice(zip: Zip): PackageKind | null {
  const kind = zip.damaged ? kindByNames(zip.members.map(({ name }) => name)) : null
  if (kind === null) return null
  const macros =
    zip.members.some(({ name }) => /(?:^|\/)(?:vbaproject[^/]{0,40}\.bin$|macrosheets\/)/i.test(name)) || null
  const active = macros === true ? (['macro'] as const) : null
  return {
    facts: {
      kind,
      editable: true,
      macros,
      damaged: true,
      encrypted: isLocked(zip),
      ...(active === null ? {} : { active: [...active] }),
    },
    open: true,
  }
}

function isLocked(zip: Zip): boolean {
  return zip.members.some(({ encrypted }) => encrypted)
}
