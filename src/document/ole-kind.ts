// What an OLE compound file is: the office kinds before 2007, mail items, installers; macros and encryption by streams.

import { type OleEntry, type OleFile, openOle, type StreamFacts } from './ole.ts'
import { excelFacts } from './ole-excel.ts'
import { powerPointFacts } from './ole-powerpoint.ts'
import type { KindFacts } from './reading.ts'

/** Root class of Windows Installer packages, patches and transforms. */
const INSTALLER = /^8[246]100c0000000000c000000000000046$/
/** Names of storages that hold a VBA project ([MS-OVBA] 2.2.1), in lower case. */
const MACRO_STORAGES = new Set(['macros', '_vba_project_cur', 'vba', '_vba_project'])

/** Facts of a compound file; `ole` where nothing better is known. Null when the bytes are none. */
export function readOle(bytes: Buffer): KindFacts | null {
  const file = openOle(bytes)
  if (file === null) return null
  const facts = officeFacts(file) ?? otherFacts(file)
  if (!file.damaged) return facts
  return { ...facts, damaged: true, inspected: 'partial', reasons: [...(facts.reasons ?? []), 'damaged'] }
}

function stream(file: OleFile, name: string): OleEntry | undefined {
  return file.entries.find((entry) => entry.path.length === 0 && entry.type === 'stream' && entry.name === name)
}

function officeFacts(file: OleFile): KindFacts | null {
  if (stream(file, 'EncryptedPackage') && stream(file, 'EncryptionInfo')) {
    // [MS-OFFCRYPTO] 2.3.4: which of the office kinds it is cannot be told without the password.
    return unreadable('ole')
  }
  const word = stream(file, 'WordDocument')
  if (word) return document('doc', file, wordFacts(file.read(word, 64)))
  const workbook = stream(file, 'Workbook') ?? stream(file, 'Book')
  if (workbook) return document('xls', file, excelFacts(file.read(workbook, workbook.size)))
  const slides = stream(file, 'PowerPoint Document')
  if (slides) {
    const user = stream(file, 'Current User')
    return document('ppt', file, powerPointFacts(file.read(slides, slides.size), user ? file.read(user, 32) : null))
  }
  return null
}

/** [MS-DOC] 2.5.2: bit 8 of the flags at offset 10 is fEncrypted. */
function wordFacts(head: Buffer): StreamFacts {
  return { encrypted: head.length >= 12 && (head.readUInt16LE(10) & 0x0100) !== 0, macros: false, objects: false }
}

function unreadable(kind: string): KindFacts {
  return {
    kind,
    editable: kind === 'ole' ? null : true,
    encrypted: true,
    macros: null,
    inspected: 'none',
    reasons: ['encrypted'],
  }
}

function document(kind: string, file: OleFile, found: StreamFacts): KindFacts {
  if (found.encrypted) return unreadable(kind)
  const macros = found.macros || hasMacroStorage(file)
  const objects = found.objects || hasObjectStorage(file)
  return {
    kind,
    editable: true,
    encrypted: false,
    damaged: file.damaged,
    macros,
    inspected: 'full',
    active: [...(macros ? (['macro'] as const) : []), ...(objects ? (['ole-object'] as const) : [])],
  }
}

function hasMacroStorage(file: OleFile): boolean {
  return file.entries.some((entry) => MACRO_STORAGES.has(entry.name.toLowerCase()))
}

/** Embedded objects stand in ObjectPool ([MS-DOC] 2.1.13) or in storages MBD... ([MS-XLS] 2.1.7.11). */
function hasObjectStorage(file: OleFile): boolean {
  return file.entries.some(
    ({ name, path, type }) =>
      type === 'storage' &&
      ((path.length === 1 && path[0] === 'ObjectPool') || (path.length === 0 && /^MBD[0-9A-F]{8}$/.test(name))),
  )
}

function otherFacts(file: OleFile): KindFacts {
  const root = file.entries.find((entry) => entry.type === 'root')
  if (root && INSTALLER.test(root.clsid)) return { kind: 'msi', executable: true, inspected: 'full' }
  // [MS-OXMSG] 2.4: attachments of a mail item are streams of it (msg.ts).
  if (stream(file, '__properties_version1.0')) return { kind: 'msg', inspected: 'full' }
  const macros = hasMacroStorage(file)
  const active = macros ? (['macro'] as const) : []
  const common = { macros, active: [...active], inspected: 'full' as const }
  if (stream(file, 'VisioDocument')) return { ...common, kind: 'vsd' }
  if (file.entries.some(({ name }) => name === 'Quill')) return { ...common, kind: 'pub' }
  // Which program opens it is not known, so neither is what else it does.
  return { ...common, kind: 'ole', editable: null, inspected: 'partial', reasons: ['unknown-kind'] }
}
