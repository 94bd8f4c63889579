// Office files from before compound files: Excel 2 to 5 and Word 1, 2, 6 as plain streams, Write, Lotus, Quattro, dBase, owner files.
import { excelFacts, isMacroBof } from './ole-excel.ts'
import { macroActive } from './ole-objects.ts'
import type { KindFacts } from './reading.ts'

/** First record of a Lotus or Quattro file: type, size, version. */
const LOTUS: [string, string][] = [
  ['000002000404', 'wks'],
  ['000002000504', 'wks'],
  ['000002000604', 'wk1'],
  ['00001a000010', 'wk3'],
  ['00001a000210', 'wk4'],
  ['00001a000310', '123'],
  ['00001a000410', '123'],
  ['00001a000510', '123'],
  ['000002002051', 'wq1'],
  ['000002000110', 'wb1'],
  ['000002000210', 'wb2'],
]
/** First record of an Excel stream without a compound file: BOF of BIFF2, 3, 4, 5 with its sizes. */
const BOFS = new Map([
  [0x0009, [4, 6]],
  [0x0209, [6, 8]],
  [0x0409, [6, 8]],
  [0x0809, [8, 16]],
])
/** What such a BOF may begin: globals, a sheet, a chart, a macro sheet, a workspace. */
const BIFF_PARTS = new Set([0x0005, 0x0006, 0x0010, 0x0020, 0x0040, 0x0100])
/** Identifiers of Word for Windows 1, 2 and 6 (nIdent of the FIB). */
const WORD = new Set([0xa59b, 0xa5db, 0xa5dc, 0xa5ec])
const OWNER_SIZES = new Set([162, 165])

/** Facts of an old office file; null when the bytes are none. */
export function readLegacyOffice(bytes: Buffer): KindFacts | null {
  if (bytes.length < 16) return null
  const start = bytes.toString('hex', 0, 6)
  const lotus = LOTUS.find(([mark]) => start === mark)?.[1]
  if (lotus !== undefined) return unread(lotus)
  return readWrite(bytes) ?? readWord(bytes) ?? readExcel(bytes) ?? readOwner(bytes) ?? readDbase(bytes)
}

/** No reader looks into it: whether it has macros is not known. */
function unread(kind: string): KindFacts {
  return { kind, editable: true, macros: null, encrypted: null, inspected: 'partial', reasons: ['unsupported'] }
}

/** Write and Word for DOS: 0xBE31 or, with objects, 0xBE32, a zero, 0xAB00; the number of pages at 96 tells Write. */
function readWrite(bytes: Buffer): KindFacts | null {
  const mark = bytes.readUInt16LE(0)
  if ((mark !== 0xbe31 && mark !== 0xbe32) || bytes.readUInt16LE(2) !== 0 || bytes.length < 128) return null
  return unread(bytes.readUInt16LE(96) === 0 ? 'doc' : 'wri')
}

/** A FIB at the first byte: bit 8 of the flags at 10 is encryption, as in later versions ([MS-DOC] 2.5.2). */
function readWord(bytes: Buffer): KindFacts | null {
  if (!WORD.has(bytes.readUInt16LE(0)) || bytes.readUInt16LE(2) > 0x00ff || bytes.length < 128) return null
  if ((bytes.readUInt16LE(10) & 0x0100) === 0) return unread('doc')
  return { ...unread('doc'), encrypted: true, inspected: 'none', reasons: ['encrypted'] }
}

function readExcel(bytes: Buffer): KindFacts | null {
  const sizes = BOFS.get(bytes.readUInt16LE(0))
  if (sizes === undefined || !sizes.includes(bytes.readUInt16LE(2))) return null
  if (!BIFF_PARTS.has(bytes.readUInt16LE(6))) return null
  const found = excelFacts(bytes)
  const common = { kind: 'xls', editable: true, damaged: false }
  if (found.encrypted) return { ...common, macros: null, encrypted: true, inspected: 'none', reasons: ['encrypted'] }
  const macros = found.macros || isMacroBof(bytes, 0)
  return { ...common, macros, encrypted: false, inspected: 'full', active: macroActive(macros, found) }
}

/**
 * What Word and Excel put beside an open file (`~$name`): the length of the user's name, the name filled up, then the
 * name in UTF-16 with its length. Word's has 162 bytes, those of Excel and PowerPoint 165.
 */
function readOwner(bytes: Buffer): KindFacts | null {
  const length = bytes[0]!
  if (!OWNER_SIZES.has(bytes.length) || length === 0 || length > 53) return null
  const at = bytes.length === 162 ? 54 : 55
  if (bytes[at] !== length) return null
  for (let i = 1 + length; i < 54; i++) if (bytes[i] !== 0 && bytes[i] !== 0x20) return null
  return { kind: 'owner', inspected: 'full', encrypted: false, macros: false }
}

const DBASE = new Set([0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xf5, 0xfb])

/** dBase: a date, the sizes of header and record, and the header ended by a CR at its size (or by a NUL before FoxPro's link). */
function readDbase(bytes: Buffer): KindFacts | null {
  if (!DBASE.has(bytes[0]!) || bytes.length < 65) return null
  const [month, day] = [bytes[2]!, bytes[3]!]
  const header = bytes.readUInt16LE(8)
  const dated = month >= 1 && month <= 12 && day >= 1 && day <= 31
  if (!dated || header < 65 || header > bytes.length || bytes.readUInt16LE(10) === 0) return null
  const ends = (header - 33) % 32 === 0 ? [header - 1] : [header - 264, header - 1, header - 2]
  if (!ends.some((at) => at > 32 && bytes[at] === 0x0d)) return null
  return { kind: 'dbf', editable: true, macros: false, encrypted: false, inspected: 'full' }
}
