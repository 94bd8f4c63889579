// Excel workbooks before 2007 ([MS-XLS]): encryption, macro sheets and links to programs by the records of the globals substream.
import type { StreamFacts } from './ole.ts'

const EOF_RECORD = 0x0a
const FILE_PASS = 0x2f
const BOUND_SHEET = 0x85
const SUP_BOOK = 0x1ae
const EXTERN_SHEET = 0x17
const RECORDS_READ = 200_000
/** BOF of BIFF2, 3, 4 and 5 to 8, and the kind of a macro sheet in it. */
const BOFS = new Set([0x0009, 0x0209, 0x0409, 0x0809])
const MACRO_SHEET = 0x0040
/** The sign between program and topic of a link (XCH of [MS-XLS] 2.5.277, `virt-path`). */
const LINK = 0x03

/** Walks the records up to the end of the globals, or as far as they go. */
export function excelFacts(workbook: Buffer): StreamFacts {
  const facts: StreamFacts = { encrypted: false, macros: false, objects: false, linked: false }
  let at = 0
  for (let read = 0; read < RECORDS_READ && at + 4 <= workbook.length; read++) {
    const type = workbook.readUInt16LE(at)
    const size = workbook.readUInt16LE(at + 2)
    if (type === EOF_RECORD) break
    // [MS-XLS] 2.4.117: with FilePass the records that follow are encrypted.
    if (type === FILE_PASS) facts.encrypted = true
    if (type === BOUND_SHEET && size >= 6 && at + 10 <= workbook.length && isMacroSheet(workbook, at))
      facts.macros = true
    if (!facts.encrypted && (type === SUP_BOOK || type === EXTERN_SHEET)) {
      facts.linked ||= isLink(workbook.subarray(at + 4, at + 4 + size), type)
    }
    at += 4 + size
  }
  return facts
}

/**
 * [MS-XLS] 2.4.28: the sheet type follows the position and the hidden state; 1 is a macro sheet, 6 a VBA module. The
 * sheet's own BOF stands at the position, which is never encrypted, and counts as well.
 */
function isMacroSheet(workbook: Buffer, record: number): boolean {
  const sheet = workbook[record + 9]
  return sheet === 1 || sheet === 6 || isMacroBof(workbook, workbook.readUInt32LE(record + 4))
}

/** Whether a BOF record of a macro sheet stands at the offset. */
export function isMacroBof(workbook: Buffer, at: number): boolean {
  if (at + 8 > workbook.length || !BOFS.has(workbook.readUInt16LE(at))) return false
  return workbook.readUInt16LE(at + 6) === MACRO_SHEET
}

/** [MS-XLS] 2.4.271: the path behind the number of sheets; with program and topic it is a DDE or OLE link. */
function isLink(record: Buffer, type: number): boolean {
  // Records of BIFF8 begin with counts; a path in BIFF5's ExternSheet has its length in the first byte.
  const from = type === SUP_BOOK ? 4 : 2
  if (record.length <= from + 2) return false
  if (type === EXTERN_SHEET) return record.length === record[0]! + 2 && record.indexOf(LINK, from) > 0
  const count = record.readUInt16LE(2)
  if (count === 0 || count > 255) return false
  const wide = record[4] === 1
  const path = record.subarray(5, 5 + count * (wide ? 2 : 1)).toString(wide ? 'utf16le' : 'latin1')
  return path.indexOf(String.fromCharCode(LINK)) > 0
}
