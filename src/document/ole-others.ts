// Compound files of other programs than Word, Excel and PowerPoint, by the streams and the root class that they have.
import type { OleFile } from './ole.ts'
import type { KindFacts } from './reading.ts'

/** Root class of Windows Installer packages, patches and transforms. */
const INSTALLER = /^8[246]100c0000000000c000000000000046$/
/** Names of entries at the top, in lower case, and the kind that has them. Editable ones are worked on as documents. */
const MARKS: [string, string, editable: boolean][] = [
  ['visiodocument', 'vsd', false],
  ['quill', 'pub', false],
  ['nativecontent_main', 'qpw', true],
  ['perfectoffice_main', 'wpd', true],
  ['matost', 'wps', true],
  ['mn0', 'wps', true],
  ['tbkk', 'mpp', false],
  ['revitpreview4.0', 'rvt', false],
  ['swdoccontentmgr', 'sldprt', false],
  ['classdata', 'max', false],
  ['documenttext', 'jtd', true],
]
/** Root classes of programs whose streams have no telling names, in file order. */
const CLASSES = new Map<string, [kind: string, editable: boolean]>([
  ['3a8fb774c8c8d111be1100c04fb6faf1', ['mpp', false]],
  ['0112020000000000c000000000000046', ['pub', false]],
  ['c2dbcd28e20ace11a29a00aa004a1a72', ['wps', true]],
])
/** Project keeps its data in a storage called blanks and a number. */
const PROJECT = /^ {3}1\d{2}$/
/** Thumbnails of a folder: pictures by number, and a catalogue. */
const THUMBNAIL = /^(?:\d{1,6}|256_[0-9a-f]{16})$/

/** Facts of a compound file that is none of Office's three; null when it is not known. */
export function foreignKind(file: OleFile): KindFacts | null {
  const root = file.entries.find((entry) => entry.type === 'root')
  if (root && INSTALLER.test(root.clsid)) return { kind: 'msi', executable: true, inspected: 'full' }
  const top = file.entries.filter(({ path, type }) => path.length === 0 && type !== 'root')
  const names = new Set(top.map(({ name }) => name.toLowerCase()))
  // [MS-OXMSG] 2.4: attachments of a mail item are streams of it, which its reader opens.
  if (names.has('__properties_version1.0')) return { kind: 'msg', inspected: 'none', reasons: ['unsupported'] }
  const mark = MARKS.find(([name]) => names.has(name))
  if (mark) return { kind: mark[1], editable: mark[2] }
  const known = root && CLASSES.get(root.clsid)
  if (known) return { kind: known[0], editable: known[1] }
  if (top.some(({ name }) => PROJECT.test(name))) return { kind: 'mpp', editable: false }
  if (names.has('catalog') && top.every(({ name }) => name === 'Catalog' || THUMBNAIL.test(name)))
    return { kind: 'thumbs', editable: false }
  return hangul(file)
}

/** Hangul's FileHeader: a signature of 32 bytes, a version, then properties, of which bit 1 is a password. */
function hangul(file: OleFile): KindFacts | null {
  const entry = file.entries.find(({ name, path }) => path.length === 0 && name === 'FileHeader')
  const header = entry === undefined ? Buffer.alloc(0) : file.read(entry, 40)
  if (!header.toString('latin1').startsWith('HWP Document File')) return null
  if (header.length < 40 || (header.readUInt32LE(36) & 2) === 0) return { kind: 'hwp', editable: true }
  return { kind: 'hwp', editable: true, encrypted: true, macros: null, inspected: 'none', reasons: ['encrypted'] }
}
