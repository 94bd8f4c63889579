// Excel workbooks before 2007 ([MS-XLS]): encryption and Excel 4 macro sheets by the records of the globals substream.
import type { StreamFacts } from './ole.ts'

const EOF_RECORD = 0x0a
const FILE_PASS = 0x2f
const BOUND_SHEET = 0x85
const RECORDS_READ = 200_000

/** Walks the records up to the end of the globals, or as far as they go. */
export function excelFacts(workbook: Buffer): StreamFacts {
  const facts: StreamFacts = { encrypted: false, macros: false, objects: false }
  let at = 0
  for (let read = 0; read < RECORDS_READ && at + 4 <= workbook.length; read++) {
    const type = workbook.readUInt16LE(at)
    const size = workbook.readUInt16LE(at + 2)
    if (type === EOF_RECORD) break
    // [MS-XLS] 2.4.117: with FilePass the records that follow are encrypted.
    if (type === FILE_PASS) facts.encrypted = true
    // [MS-XLS] 2.4.28: the sheet type follows the position and the hidden state; 1 is a macro sheet, 6 a VBA module.
    if (type === BOUND_SHEET && size >= 6 && at + 10 <= workbook.length) {
      const sheet = workbook[at + 9]
      if (sheet === 1 || sheet === 6) facts.macros = true
    }
    at += 4 + size
  }
  return facts
}
