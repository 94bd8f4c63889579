// The text of binary workbooks ([MS-XLSB]): shared strings, cells with their fonts and colours, headers, comments.
import type { Reason } from '../../facts.ts'
import { type RecordData, readRecords } from './biff12.ts'
import { type CellRun, plainRuns } from './cell-format.ts'
import { shownError, shownTruth } from './cell-truth.ts'
import { LISTINGS_KEPT, type Listing } from './package-parts.ts'
import { rkNumber } from './rk-number.ts'
import { indexedColour, schemeColour } from './sheet-colours.ts'
import { type MainPart, SheetRows, type SheetStyles, STRINGS_KEPT, tellHeader, type Workbook } from './sheet-model.ts'
import { PLAIN, type TextSink } from './sink.ts'
import type { Theme } from './theme.ts'

/** First and last record of the parts (2.1.7). */
const BOOK = [131, 132] as const
const SHEET = [129, 130] as const
const STRINGS = [159, 160] as const
const STYLES = [278, 279] as const
const COMMENTS = [628, 629] as const

const BUNDLE_SHEET = 156
const BOOK_PROPERTIES = 153
const STRING_ITEM = 19
const FONT = 43
const NUMBER_FORMAT = 44
const FORMAT = 47
const BEGIN_CELL_FORMATS = 617
const END_CELL_FORMATS = 618
const COMMENT_TEXT = 637
const ROW = 0
const COLUMN_INFO = 60
const END_ROWS = 146
const HEADER_FOOTER = 479

/** How cells hold their value. */
type Value = 'rk' | 'real' | 'string' | 'shared' | 'rich' | 'truth' | 'error'
const CELLS = new Map<number, Value>([
  [2, 'rk'],
  [3, 'error'],
  [4, 'truth'],
  [5, 'real'],
  [6, 'string'],
  [7, 'shared'],
  [8, 'string'],
  [9, 'real'],
  [10, 'truth'],
  [11, 'error'],
  [62, 'rich'],
])
/** Cells without a column, that of the cell before and one: Excel reads them, the specification does not name them. */
const SHORT_CELLS = new Map<number, Value>([
  [13, 'rk'],
  [16, 'real'],
  [17, 'string'],
  [18, 'shared'],
])

const never = () => false

/** The sheets in the order of their tabs (BrtBundleSh, 2.4.304). */
export function readBinaryWorkbook(bytes: Buffer): MainPart {
  const sheets: Listing[] = []
  let dates1904 = false
  const record = (type: number, data: RecordData) => {
    if (type === BOOK_PROPERTIES) dates1904 = (data.long() & 1) !== 0
    if (type !== BUNDLE_SHEET) return
    const hidden = data.long() !== 0
    data.skip(4)
    const relation = data.string()
    sheets.push({ relation, name: data.string(), hidden })
  }
  readRecords(bytes, BOOK, record, () => sheets.length > LISTINGS_KEPT)
  return { sheets, dates1904 }
}

export function readBinaryStyles(bytes: Buffer, theme: Theme, styles: SheetStyles): Reason | null {
  let inCellFormats = false
  const record = (type: number, data: RecordData) => {
    if (type === FONT) readFont(data, theme, styles)
    else if (type === BEGIN_CELL_FORMATS || type === END_CELL_FORMATS) inCellFormats = type === BEGIN_CELL_FORMATS
    else if (type === FORMAT && inCellFormats) {
      data.skip(2)
      const number = data.word()
      styles.addFormat(data.word(), number)
    } else if (type === NUMBER_FORMAT) styles.addNumberFormat(data.word(), data.string())
  }
  return readRecords(bytes, STYLES, record, never)
}

/** BrtFont (2.4.156): the colour stands behind height, flags, weight, offset, underline, family, charset. */
function readFont(data: RecordData, theme: Theme, styles: SheetStyles): void {
  data.skip(12)
  const colour = readColour(data, theme)
  data.skip(1)
  styles.addFont({ ...PLAIN, font: data.string() || null, colour })
}

/** BrtColor (2.4.20): the kind of colour, its number, tint, and red, green, blue, alpha. */
function readColour(data: RecordData, theme: Theme): string | null {
  const kind = data.byte() >> 1
  const index = data.byte()
  data.skip(2)
  const rgb = [data.byte(), data.byte(), data.byte()].map((each) => each.toString(16).padStart(2, '0')).join('')
  data.skip(1)
  if (kind === 1) return indexedColour(index)
  if (kind === 2) return rgb
  return kind === 3 ? schemeColour(theme, index) : null
}

export function readBinaryStrings(
  bytes: Buffer,
  styles: SheetStyles,
): { strings: CellRun[][]; failure: Reason | null } {
  const strings: CellRun[][] = []
  const record = (type: number, data: RecordData) => {
    if (type === STRING_ITEM) strings.push(richString(data, styles))
  }
  const failure = readRecords(bytes, STRINGS, record, () => strings.length > STRINGS_KEPT)
  return { strings, failure: strings.length > STRINGS_KEPT ? 'count-limit' : failure }
}

/** RichStr (2.5.122), phonetic hints left out. Runs that are empty or go back are dropped. */
function richString(data: RecordData, styles: SheetStyles): CellRun[] {
  const isRich = (data.byte() & 1) !== 0
  const text = data.string()
  const runs: CellRun[] = []
  let [from, style]: [number, CellRun['style']] = [0, null]
  const upTo = (place: number) => {
    if (place > from) runs.push({ text: text.slice(from, place), style })
    from = Math.max(from, place)
  }
  for (let left = isRich ? data.long() : 0; left > 0 && data.left >= 4; left--) {
    upTo(Math.min(data.word(), text.length))
    style = styles.font(data.word())
  }
  upTo(text.length)
  return runs
}

/** Reads one sheet: rows as lines, cells parted by tabs, then headers and footers. */
export function readBinarySheet(bytes: Buffer, workbook: Workbook, hidden: boolean, sink: TextSink): Reason | null {
  const headers: string[] = []
  const rows = new SheetRows(sink, hidden)
  let inRow = false
  const endRow = () => {
    if (inRow) rows.end()
    inRow = false
  }
  const record = (type: number, data: RecordData) => {
    if (type === ROW) {
      endRow()
      rows.begin(isHiddenRow(data))
      inRow = true
    } else if (type === COLUMN_INFO) hideColumns(data, rows)
    else if (type === END_ROWS) endRow()
    else if (type === HEADER_FOOTER) {
      data.skip(2)
      for (let place = 0; place < 6; place++) headers.push(data.string())
    } else readCell(type, data, workbook, rows)
  }
  const failure = readRecords(bytes, SHEET, record, () => sink.full)
  endRow()
  tellHeaders(headers, sink)
  return failure
}

/** BrtRowHdr (2.4.741): flags behind number, format and height. */
function isHiddenRow(data: RecordData): boolean {
  data.skip(10)
  return (data.word() & 0x1000) !== 0
}

/** BrtColInfo (2.4.333): first and last column, width, format, flags. */
function hideColumns(data: RecordData, { columns }: SheetRows): void {
  const [from, to] = [data.long(), data.long()]
  data.skip(8)
  if ((data.word() & 1) !== 0) columns.hide(from, to)
}

function readCell(type: number, data: RecordData, workbook: Workbook, rows: SheetRows): void {
  const value = CELLS.get(type)
  const kind = value ?? SHORT_CELLS.get(type)
  if (kind === undefined) return
  // Cell (2.5.10): the column, 24 bits of the format, 8 of flags.
  rows.place(value === undefined ? null : data.long())
  const format = data.long() & 0xffffff
  rows.cell(cellValue(kind, format, data, workbook), workbook.styles.of(format))
}

function cellValue(kind: Value, format: number, data: RecordData, workbook: Workbook): readonly CellRun[] {
  const { strings, styles, dates1904 } = workbook
  if (kind === 'shared') return styles.textRuns(format, strings[data.long()] ?? [])
  if (kind === 'rich') return styles.textRuns(format, richString(data, styles))
  if (kind === 'string') return styles.textRuns(format, plainRuns(data.string()))
  if (kind === 'truth') return plainRuns(data.left > 0 ? shownTruth(data.byte() !== 0) : '')
  if (kind === 'error') return plainRuns(data.left > 0 ? shownError(data.byte()) : '')
  const whole = data.left >= (kind === 'rk' ? 4 : 8)
  const value = kind === 'rk' ? rkNumber(data.long()) : data.double()
  return whole ? styles.numberRuns(format, value, String(value), dates1904) : []
}

/** BrtBeginHeaderFooter (2.4.78): of odd, even and first pages, a header and a footer each. */
function tellHeaders(headers: string[], sink: TextSink): void {
  for (const [index, header] of headers.entries()) {
    if (header === '') continue
    sink.block(index % 2 === 0 ? 'header' : 'footer')
    tellHeader(header, sink)
  }
}

export function readBinaryComments(bytes: Buffer, styles: SheetStyles, sink: TextSink): Reason | null {
  const record = (type: number, data: RecordData) => {
    if (type !== COMMENT_TEXT) return
    for (const { text, style } of richString(data, styles)) sink.run(text.replace(/[\r\n]+/g, ' '), style ?? PLAIN)
    sink.line()
  }
  return readRecords(bytes, COMMENTS, record, () => sink.full)
}
