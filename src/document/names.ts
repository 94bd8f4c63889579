// What the candidate names of a file say together: clean extensions, and the tricks that names play.

import type { NameFacts } from '../facts.ts'
import { compose, composeCompatible } from '../language/text.ts'
import { DOCUMENT_EXTENSIONS, EXECUTABLE_EXTENSIONS } from './extensions.ts'
import { latinSkeleton, mixesScripts } from './look-alike.ts'

type NameProblem = NameFacts['problems'][number]

/** Unicode bidirectional controls that turn the order in which a name is shown (UAX 9): embeddings, overrides, isolates. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/
const INVISIBLE = /\p{Cc}|\p{Cf}|\u034f|\u115f|\u1160|\u3164/gu
const EXTENSION_LIMIT = 24
/** A class identifier as extension: Windows opens the file by that class, whatever stands before it. */
const CLSID = /\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}$/i

/** States the facts of all candidate names; the first of them is the one that most programs show. NFD is ordinary (macOS). */
export function nameFacts(names: string[]): NameFacts {
  const extensions = new Set<string>()
  const problems = new Set<NameProblem>()
  const shown: string[] = []
  for (const raw of names) {
    const name = compose(raw).replaceAll('\t', ' ')
    if (!shown.includes(name)) shown.push(name)
    // A reader written in C ends the name at a NUL: both readings count.
    for (const reading of name.includes('\0') ? [name, name.slice(0, name.indexOf('\0'))] : [name]) {
      examine(reading, extensions, problems)
    }
  }
  return { names: shown, extensions: [...extensions], problems: [...problems] }
}

function examine(name: string, extensions: Set<string>, problems: Set<NameProblem>): void {
  if (CONTROL.test(name)) problems.add('control-character')
  if (DIRECTION.test(name)) problems.add('direction-override')
  if (STREAM.test(name)) problems.add('stream-suffix')
  const clean = cleanName(name)
  if (CLSID.test(clean)) problems.add('clsid')
  examineExtension(clean, name, extensions, problems)
  // `evil.bat;.pdf`: some programs and servers cut a name at the semicolon.
  if (name.includes(';')) examineExtension(cleanName(name.slice(0, name.indexOf(';'))), name, extensions, problems)
  // `evil.b\at`: a reader of quoted pairs (RFC 5322 3.2.4) leaves the signs out that another takes for folders.
  if (name.includes('\\')) examineExtension(cleanName(name.replaceAll('\\', '')), name, extensions, problems)
}

function examineExtension(clean: string, name: string, extensions: Set<string>, problems: Set<NameProblem>): void {
  const { stem, extension } = splitExtension(clean)
  if (extension === '') return
  extensions.add(extension)
  if (/[\u200b-\u200f\u2060\ufeff]/.test(name.slice(name.lastIndexOf('.')))) problems.add('control-character')
  const skeleton = latinSkeleton(extension)
  const known = EXECUTABLE_EXTENSIONS.has(skeleton) || DOCUMENT_EXTENSIONS.has(skeleton)
  if ((skeleton !== extension && known) || mixesScripts(extension)) {
    problems.add('look-alike')
    extensions.add(skeleton)
  }
  if (EXECUTABLE_EXTENSIONS.has(skeleton) && hidesExtension(stem)) problems.add('double-extension')
}

/** `bao-cao.pdf` and `bao-cao.pdf      ` before `.exe`; many blanks push the true extension out of sight. */
function hidesExtension(stem: string): boolean {
  return DOCUMENT_EXTENSIONS.has(splitExtension(stem.trimEnd()).extension) || / {5,}$/.test(stem.slice(-64))
}

/** The name as the file system will take it: base name, no invisible characters, NFKC, no quotes, no trailing dots, blanks, streams. */
export function cleanName(name: string): string {
  let clean = composeCompatible(name.replace(INVISIBLE, '')).toLowerCase()
  clean = withoutSlashes(trimEnds(clean))
  clean = clean.slice(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1)
  clean = trimEnds(withoutStream(clean))
  // A comment that a composer left in the value: `danger.docm(comment)`.
  const comment = clean.endsWith(')') ? clean.lastIndexOf('(') : -1
  if (comment > 0 && splitExtension(trimEnds(clean.slice(0, comment))).extension !== '') {
    clean = trimEnds(clean.slice(0, comment))
  }
  return clean
}

/** What names a stream of a file instead of the file, at its type ([MS-FSCC] 2.1.5): `a.bat:$DATA`, `a.bat::$DATA`. */
const STREAM = /::\$|:\$[a-z_]{4}/i

/** The name of the file that a stream belongs to. A stream of its own name has no blank after the colon: `a.bat:x`. */
function withoutStream(name: string): string {
  const type = name.search(STREAM)
  const file = type < 0 ? name : name.slice(0, type)
  const colon = file.lastIndexOf(':')
  if (colon <= 0 || file[colon + 1] === ' ' || splitExtension(trimEnds(file)).extension !== '') return file
  return splitExtension(file.slice(0, colon)).extension === '' ? file : file.slice(0, colon)
}

/** A folder's mark at the end names no other file: `a.bat/`. */
function withoutSlashes(name: string): string {
  let end = name.length
  while (end > 0 && (name[end - 1] === '/' || name[end - 1] === '\\')) end--
  return name.slice(0, end)
}

const ENDS = new Set(['"', "'", '“', '”', '‘', '’', '«', '»', '`', ' ', '\u00a0', ';', ','])

function trimEnds(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && ENDS.has(name[start]!)) start++
  while (end > start && (ENDS.has(name[end - 1]!) || name[end - 1] === '.')) end--
  return name.slice(start, end)
}

function splitExtension(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.')
  if (dot < 0) return { stem: name, extension: '' }
  // Blanks inside an extension come from a folded header line: `danger.do cm`.
  const extension = name.slice(dot + 1).replaceAll(' ', '')
  const usable = extension.length <= EXTENSION_LIMIT && /^[\p{L}\p{M}\p{N}_~!#$%&@^+-]+$/u.test(extension)
  return usable ? { stem: name.slice(0, dot), extension } : { stem: name, extension: '' }
}
