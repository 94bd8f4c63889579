// Members of an office package that are no ordinary part of one: files that someone put beside the parts or embedded.
import type { DocumentFacts } from '../facts.ts'
import { EXECUTABLE_EXTENSIONS } from './extensions.ts'
import type { Zip, ZipMember } from './zip.ts'

/** Parts that office programs write under these extensions; none of them is opened by itself. */
const PART_EXTENSIONS = new Set(
  (
    'xml rels vml bin rdf psmdcp sigs odttf obfuscated ttf otf png jpg jpeg jpe jfif gif bmp dib tif tiff emf wmf emz wmz ' +
    'wdp hdp jxr ico eps pct svm webp mp3 mp4 m4a m4v wav wma wmv avi mov mpg mpeg mid tmp'
  ).split(' '),
)
/** Parts without an extension, in lower case: OpenDocument names its objects and their pictures so, XPS its pieces. */
const BARE_PARTS =
  /^(?:mimetype|layout-cache|current\.xml|objectreplacements\/(?:object|obj)[ \d]{0,20}\d{1,20}|.{0,200}\.piece)$/
/** Objects that a document embeds, compound files mostly, in Office's packages and in OpenDocument's. */
const OBJECT = /(?:^|\/)embeddings\/[^/]*\.bin$|^(?:object|obj) \d{1,6}$/
/** Names under which a package is unpacked by hand instead of opened by its program. */
const ARCHIVE_EXTENSIONS = new Set(['zip', '7z', 'rar'])

/**
 * The package as an archive of what is to be read beside its parts: all members where it goes under the name of an archive,
 * else embedded files and foreign ones. `chunks` are base names of parts that a document takes in as text (aFChunk).
 */
export function oddMembers(zip: Zip, extensions: readonly string[], chunks: ReadonlySet<string>): ZipMember[] {
  const all = isNamedArchive(extensions)
  const members = zip.members.filter((member) => all || isOdd(member, chunks))
  return members.filter(({ directory }) => !directory)
}

/** True when one of the names is that of an archive. */
export function isNamedArchive(extensions: readonly string[]): boolean {
  return extensions.some((each) => ARCHIVE_EXTENSIONS.has(each))
}

function isOdd(member: ZipMember, chunks: ReadonlySet<string>): boolean {
  if (member.directory) return false
  const name = member.name.toLowerCase().replaceAll('\\', '/')
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (chunks.has(base) || OBJECT.test(name)) return true
  const dot = base.lastIndexOf('.')
  if (dot >= 0 && PART_EXTENSIONS.has(base.slice(dot + 1))) return false
  // Pictures in vectors stand beside their fallback in nearly every newer presentation; a program draws them without scripts.
  if (/(?:^|\/)(?:media|pictures)\/[^/]*\.svg$/.test(name)) return false
  return !BARE_PARTS.test(name)
}

/** What the package itself is told by its odd members: those worth a word, and whether one of them brings macros. */
export function judgeOdd(children: DocumentFacts[], editable: boolean): { kept: DocumentFacts[]; macros: boolean } {
  const kept = children.filter((child) => !isNothing(child))
  // What is embedded goes with the document around it, which is the one that is worked on (7.3.a).
  if (editable) for (const child of kept) if (child.editable !== false) child.editable = false
  return { kept, macros: kept.some(({ macros }) => macros === true) }
}

/** Left-overs of office programs (`[trash]/0000.dat`) are of no kind. */
function isNothing({ kind, extensions, problems }: DocumentFacts): boolean {
  if (kind !== 'unknown' && kind !== 'empty') return false
  return problems.length === 0 && !extensions.some((each) => EXECUTABLE_EXTENSIONS.has(each))
}
