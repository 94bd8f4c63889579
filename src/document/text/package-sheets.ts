// The text of workbooks in packages, .xlsx and .xlsb: sheets in the order of their tabs, the tabs' names, comments.
import type { ZipMember } from '../zip.ts'
import { isBinaryPart } from './biff12.ts'
import type { PackageParts } from './package-parts.ts'
import {
  readBinaryComments,
  readBinarySheet,
  readBinaryStrings,
  readBinaryStyles,
  readBinaryWorkbook,
} from './sheet-binary.ts'
import { type MainPart, SheetStyles, tellSheetName, type Workbook } from './sheet-model.ts'
import { readSharedStrings, readSheet, readSheetComments, readSheetStyles, readWorkbook } from './sheet-xml.ts'
import type { TextSink } from './sink.ts'
import type { Theme } from './theme.ts'

export function readSheets(parts: PackageParts, theme: Theme, sink: TextSink): void {
  const { main, sheets, dates1904 } = readMain(parts)
  const workbook = readShared(parts, theme, dates1904)
  for (const [index, { member, name, hidden }] of parts.listed('sheet', main, sheets).entries())
    parts.with(member, (bytes) => {
      sink.block('sheet', index + 1, name)
      return isBinaryPart(bytes)
        ? readBinarySheet(bytes, workbook, hidden, sink)
        : readSheet(bytes, workbook, theme, hidden, sink)
    })
  for (const { name, hidden } of sheets) if (name !== null) tellSheetName(name, hidden, sink)
  for (const member of parts.of('sheet-comment'))
    parts.with(member, (bytes) => {
      sink.block('comment')
      return isBinaryPart(bytes)
        ? readBinaryComments(bytes, workbook.styles, sink)
        : readSheetComments(bytes, theme, sink)
    })
}

/** Strings and styles, which the sheets share; strings name fonts by the styles. */
function readShared(parts: PackageParts, theme: Theme, dates1904: boolean): Workbook {
  const workbook: Workbook = { strings: [], styles: new SheetStyles(), dates1904 }
  for (const member of parts.of('sheet-styles'))
    parts.with(member, (bytes) => {
      if (isBinaryPart(bytes)) return readBinaryStyles(bytes, theme, workbook.styles)
      readSheetStyles(bytes, theme, workbook.styles)
      return null
    })
  for (const member of parts.of('strings'))
    parts.with(member, (bytes) => {
      const binary = isBinaryPart(bytes)
      const { strings, failure } = binary ? readBinaryStrings(bytes, workbook.styles) : readSharedStrings(bytes, theme)
      workbook.strings = strings
      return failure
    })
  return workbook
}

/** The main part and the sheets that it lists. By a type of all `.bin` files others may pass for it: the first that lists some. */
function readMain(parts: PackageParts): MainPart & { main: ZipMember | undefined } {
  for (const main of parts.of('workbook')) {
    const bytes = parts.bytes(main)
    if (bytes === null) continue
    const read = isBinaryPart(bytes) ? readBinaryWorkbook(bytes) : readWorkbook(bytes)
    if (read.sheets.length > 0) return { ...read, main }
  }
  return { main: undefined, sheets: [], dates1904: false }
}
