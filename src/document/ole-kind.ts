// What an OLE compound file is: the office kinds before 2007, mail items, installers; macros and encryption by streams.
import type { Container } from './container.ts'
import { FIELD_BEGIN, fieldDangers } from './field-codes.ts'
import { type OleEntry, type OleFile, openOle, type StreamFacts } from './ole.ts'
import { excelFacts } from './ole-excel.ts'
import { hasRemoteLink, isObject, macroActive, objectContainer } from './ole-objects.ts'
import { foreignKind } from './ole-others.ts'
import { powerPointFacts } from './ole-powerpoint.ts'
import type { KindFacts, Reading } from './reading.ts'
import { excelText } from './text/excel-binary.ts'
import { readOleProperties } from './text/ole-properties.ts'
import { powerPointText } from './text/powerpoint-binary.ts'
import type { ReadText } from './text/sink.ts'
import { wordText } from './text/word-binary.ts'

/** Names of storages that hold a VBA project ([MS-OVBA] 2.2.1), in lower case. */
const MACRO_STORAGES = new Set(['macros', '_vba_project_cur', 'vba', '_vba_project'])
/** Bytes of a document's text in which fields are looked for. */
const TEXT_READ = 33_554_432
const PROPERTIES_READ = 1_048_576
/** DDE in other than one case (as Word takes it too) and the fields that fetch, as 8-bit and as 16-bit text. */
const FIELD = /\x13(?:[ "\x14\x15]|\0){0,20}[A-Za-z\x13]/

export interface OleReading {
  facts: KindFacts
  /** Files embedded in it; null when there are none or they cannot be read. */
  objects: Container | null
  /** Reads its words; null for kinds without. */
  text: ReadText | null
}

/** Facts of a compound file; `ole` where nothing better is known. Null when the bytes are none. */
export function readOle(bytes: Buffer, reading: Reading): OleReading | null {
  const file = openOle(bytes)
  if (file === null) return null
  const found = officeFacts(file, reading) ?? { facts: otherFacts(file), objects: objectsOf(file, reading), text: null }
  if (!file.damaged) return found
  const { facts, ...rest } = found
  const reasons = [...(facts.reasons ?? []), 'damaged' as const]
  return {
    facts: { ...facts, damaged: true, inspected: facts.inspected === 'none' ? 'none' : 'partial', reasons },
    ...rest,
  }
}

/** Those of a mail item and of an installer are none: their readers give what is in them. */
function objectsOf(file: OleFile, reading: Reading): Container | null {
  return stream(file, '__properties_version1.0') ? null : objectContainer(file, null, reading)
}

function stream(file: OleFile, name: string): OleEntry | undefined {
  const wanted = name.toLowerCase()
  // Names are compared without case ([MS-CFB] 2.6.4).
  return file.entries.find(
    (entry) => entry.path.length === 0 && entry.type === 'stream' && entry.name.toLowerCase() === wanted,
  )
}

function officeFacts(file: OleFile, reading: Reading): OleReading | null {
  if (stream(file, 'EncryptedPackage') || stream(file, '\x09DRMContent')) {
    // [MS-OFFCRYPTO] 2.3.4 and 2.2.11: which of the office kinds it is cannot be told without the password.
    return { facts: unreadable('ole'), objects: null, text: null }
  }
  const word = stream(file, 'WordDocument')
  if (word) {
    const bytes = file.read(word, TEXT_READ)
    const data = stream(file, 'Data')
    const text = wordText(bytes, tableOf(file, bytes), data ? file.read(data, TEXT_READ) : null)
    return document('doc', file, wordFacts(bytes), null, text, reading)
  }
  const workbook = stream(file, 'Workbook') ?? stream(file, 'Book')
  if (workbook) {
    const bytes = file.read(workbook, workbook.size)
    return document('xls', file, excelFacts(bytes), null, excelText(bytes), reading)
  }
  const slides = stream(file, 'PowerPoint Document') ?? stream(file, 'PP40') ?? stream(file, 'PP97_DUALSTORAGE')
  if (slides) {
    const user = stream(file, 'Current User')
    const bytes = file.read(slides, slides.size)
    const facts = powerPointFacts(bytes, user ? file.read(user, 32) : null)
    return document('ppt', file, facts, bytes, powerPointText(bytes), reading)
  }
  return null
}

/** The table stream that the FIB names ([MS-DOC] 2.5.2, fWhichTblStm); null when it is not there. */
function tableOf(file: OleFile, word: Buffer): Buffer | null {
  const entry = stream(file, word.length >= 12 && (word[11]! & 0x02) !== 0 ? '1Table' : '0Table')
  return entry === undefined ? null : file.read(entry, TEXT_READ)
}

/** What people wrote into the properties follows the text. */
function withProperties(words: ReadText, file: OleFile): ReadText {
  return (sink) => {
    words(sink)
    for (const name of ['\x05SummaryInformation', '\x05DocumentSummaryInformation']) {
      const entry = stream(file, name)
      if (entry !== undefined) readOleProperties(file.read(entry, PROPERTIES_READ), sink)
    }
  }
}

interface WordFacts extends StreamFacts {
  /** A field starts another program. */
  launches: boolean
}

/** [MS-DOC] 2.5.2: bit 8 of the flags at offset 10 is fEncrypted. */
function wordFacts(text: Buffer): WordFacts {
  const encrypted = text.length >= 12 && (text.readUInt16LE(10) & 0x0100) !== 0
  const dangers = encrypted ? new Set() : fieldsOf(text)
  return {
    encrypted,
    ...{ macros: false, objects: false },
    linked: dangers.has('external-link'),
    launches: dangers.has('launch'),
  }
}

/** Pieces of the text are 8-bit or 16-bit ([MS-DOC] 2.9.73); both readings of the whole stream hold them all. */
function fieldsOf(bytes: Buffer): ReturnType<typeof fieldDangers> {
  const narrow = bytes.toString('latin1')
  if (!FIELD.test(narrow)) return new Set()
  const found = fieldDangers(narrow)
  if (narrow.includes(`${FIELD_BEGIN}\0`)) for (const each of fieldDangers(bytes.toString('utf16le'))) found.add(each)
  return found
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

function document(
  kind: string,
  file: OleFile,
  found: StreamFacts & { launches?: boolean },
  slides: Buffer | null,
  words: ReadText,
  reading: Reading,
): OleReading {
  if (found.encrypted) return { facts: unreadable(kind), objects: null, text: null }
  const macros = found.macros || hasMacroStorage(file)
  const objects = found.objects || hasObjectStorage(file)
  const active = macroActive(macros, { objects, linked: found.linked || hasRemoteLink(file) })
  if (found.launches) active.push('launch')
  const facts: KindFacts = {
    kind,
    editable: true,
    encrypted: false,
    damaged: file.damaged,
    macros,
    inspected: 'full',
    active,
  }
  return { facts, objects: objectContainer(file, objects ? slides : null, reading), text: withProperties(words, file) }
}

function hasMacroStorage(file: OleFile): boolean {
  return file.entries.some((entry) => MACRO_STORAGES.has(entry.name.toLowerCase()))
}

/** Embedded objects stand in ObjectPool ([MS-DOC] 2.1.13) or in storages MBD... ([MS-XLS] 2.1.7.11). */
function hasObjectStorage(file: OleFile): boolean {
  return file.entries.some(
    ({ name, path, type }) =>
      (type === 'storage' &&
        ((path.length === 1 && path[0]!.toLowerCase() === 'objectpool') ||
          (path.length === 0 && /^(?:MBD|LNK)[0-9A-F]{8}$/i.test(name)))) ||
      (type === 'stream' && name.toLowerCase() === '\x01ole10native'),
  )
}

function otherFacts(file: OleFile): KindFacts {
  const foreign = foreignKind(file)
  // Facts that say how much was seen are whole.
  if (foreign?.inspected !== undefined) return foreign
  const macros = hasMacroStorage(file)
  const active = macroActive(macros, { objects: false, linked: hasRemoteLink(file) })
  const common = { macros, active, encrypted: false, inspected: 'full' as const }
  if (foreign !== null) return { ...common, ...foreign }
  // An object out of a document: what it holds are documents of their own.
  if (isObject(file)) return { ...common, kind: 'ole', editable: false, active: [...active, 'ole-object'] }
  // Which program opens it is not known, so neither is what else it does.
  return { ...common, kind: 'ole', editable: null, inspected: 'partial', reasons: ['unknown-kind'] }
}
