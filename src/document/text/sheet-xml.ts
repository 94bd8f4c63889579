// The text of SpreadsheetML (ECMA-376 part 1, 18): shared strings, cells with their fonts and colours, headers, comments.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { type CellRun, plainRuns } from './cell-format.ts'
import { shownTruth } from './cell-truth.ts'
import { LISTINGS_KEPT, type Listing, relationOf } from './package-parts.ts'
import { formulaText } from './quoted.ts'
import { shownIsoDate } from './serial-date.ts'
import { indexedColour, schemeColour } from './sheet-colours.ts'
import { SheetExtras } from './sheet-extras.ts'
import { type MainPart, SheetRows, type SheetStyles, STRINGS_KEPT, tellHeader, type Workbook } from './sheet-model.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'
import { isHex, type Theme } from './theme.ts'

const AUTOMATIC = 64
const HEADERS = /^(?:odd|even|first)(?:Header|Footer)$/
/** Parts of the styles that hold fonts or formats. */
const PLACES = new Set(['numFmts', 'fonts', 'cellXfs', 'dxfs', 'cellStyleXfs'])

function colourOf(attributes: Attributes, theme: Theme): string | null {
  const rgb = attribute(attributes, 'rgb')?.slice(-6)
  if (isHex(rgb)) return rgb.toLowerCase()
  const scheme = attribute(attributes, 'theme')
  if (scheme !== undefined) return schemeColour(theme, Number(scheme))
  return indexedColour(Number(attribute(attributes, 'indexed') ?? AUTOMATIC))
}

/** The sheets in the order of their tabs (18.2.19). */
export function readWorkbook(bytes: Buffer): MainPart {
  const sheets: Listing[] = []
  let dates1904 = false
  const open = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr') dates1904 = isTrue(attribute(attributes, 'date1904'))
    if (name !== 'sheet') return
    const hidden = /hidden/i.test(attribute(attributes, 'state') ?? '')
    sheets.push({ relation: relationOf(attributes), name: attribute(attributes, 'name') ?? null, hidden })
  }
  streamXml(bytes, { open, text: () => {}, close: () => {} }, () => sheets.length > LISTINGS_KEPT)
  return { sheets, dates1904 }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

/** Reads fonts, formats of numbers and of cells of a styles part (18.8). */
export function readSheetStyles(bytes: Buffer, theme: Theme, styles: SheetStyles): void {
  let font: { font: string | null; colour: string | null; hidden: boolean } | null = null
  let place = ''
  const open = (name: string, attributes: Attributes) => {
    if (PLACES.has(name)) place = name
    else if (name === 'font' && place === 'fonts') font = { ...PLAIN }
    else if (name === 'name' && font !== null) font.font = attribute(attributes, 'val') ?? null
    else if (name === 'color' && font !== null) font.colour = colourOf(attributes, theme)
    else if (name === 'xf' && place === 'cellXfs')
      styles.addFormat(Number(attribute(attributes, 'fontId') ?? 0), Number(attribute(attributes, 'numFmtId') ?? 0))
    else if (name === 'dxf') styles.addChange()
    else if (name === 'numFmt' && place === 'dxfs') styles.changeNumberFormat(attribute(attributes, 'formatCode') ?? '')
    else if (name === 'numFmt' && place === 'numFmts')
      styles.addNumberFormat(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
  }
  const close = (name: string) => {
    if (name === 'font' && font !== null) {
      styles.addFont(font)
      font = null
    }
    if (name === place) place = ''
  }
  streamXml(bytes, { open, close, text: () => {} }, () => false)
}

/** Items of a shared strings part (18.4.8), phonetic hints left out. */
export function readSharedStrings(bytes: Buffer, theme: Theme): { strings: CellRun[][]; failure: Reason | null } {
  const strings: CellRun[][] = []
  const reader = new RunReader(theme)
  const open = (name: string, attributes: Attributes) => {
    if (name === 'si') reader.begin()
    else reader.open(name, attributes)
  }
  const close = (name: string) => {
    if (name === 'si') strings.push(reader.runs)
    else reader.close(name)
  }
  const failure = streamXml(
    bytes,
    { open, close, text: (text) => reader.text(text) },
    () => strings.length > STRINGS_KEPT,
  )
  return { strings, failure: strings.length > STRINGS_KEPT ? 'count-limit' : failure }
}

/** Runs of a rich text (18.4.4). */
class RunReader {
  runs: CellRun[] = []
  readonly #theme: Theme
  #style: { font: string | null; colour: string | null; hidden: boolean } | null = null
  #text = false
  #phonetic = false

  constructor(theme: Theme) {
    this.#theme = theme
  }

  begin(): void {
    this.runs = []
    this.#style = null
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'rPh') this.#phonetic = true
    else if (name === 'r') this.#style = null
    else if (name === 'rPr') this.#style = { ...PLAIN }
    else if (name === 't') this.#text = !this.#phonetic
    else if (name === 'rFont' && this.#style !== null) this.#style.font = attribute(attributes, 'val') ?? null
    else if (name === 'color' && this.#style !== null) this.#style.colour = colourOf(attributes, this.#theme)
  }

  text(text: string): void {
    if (this.#text) this.runs.push({ text, style: this.#style })
  }

  close(name: string): void {
    if (name === 't') this.#text = false
    if (name === 'rPh') this.#phonetic = false
  }
}

/** Reads one sheet: rows as lines, cells parted by tabs, then headers and footers. */
export function readSheet(
  bytes: Buffer,
  workbook: Workbook,
  theme: Theme,
  hidden: boolean,
  sink: TextSink,
): Reason | null {
  const { styles } = workbook
  const inline = new RunReader(theme)
  const rows = new SheetRows(sink, hidden)
  const headers: { where: 'header' | 'footer'; text: string }[] = []
  const extras = new SheetExtras()
  let cell: { type: string; format: number; style: RunStyle } = { type: 'n', format: 0, style: PLAIN }
  let value = ''
  let taking = false
  /** That of a cell that has no value, which programs work out when they open the file. */
  let formula = ''
  const take = () => {
    taking = true
    value = ''
  }
  const open = (name: string, attributes: Attributes) => {
    if (name === 'row') rows.begin(isTrue(attribute(attributes, 'hidden')))
    else if (name === 'col') hideColumns(attributes, rows)
    else if (name === 'c') {
      rows.place(columnOf(attribute(attributes, 'r')))
      const format = Number(attribute(attributes, 's') ?? 0)
      cell = { type: attribute(attributes, 't') ?? 'n', format, style: styles.of(format) }
      formula = ''
    } else if (name === 'is') inline.begin()
    else if (name === 'cfRule' || name === 'dataValidation') extras.open(name, attributes)
    else if (name === 'f' || name === 'v' || HEADERS.test(name)) take()
    else inline.open(name, attributes)
  }
  const text = (part: string) => {
    if (taking) value += part
    else inline.text(part)
  }
  const close = (name: string) => {
    if (name === 'f') {
      taking = false
      formula = value
    } else if (name === 'v') {
      taking = false
      formula = ''
      rows.cell(valueRuns(cell, value, workbook), cell.style)
    } else if (name === 'is') rows.cell(styles.textRuns(cell.format, inline.runs), cell.style)
    else if (name === 'c') rows.cell(plainRuns(formulaText(formula)), cell.style)
    else if (name === 'row') rows.end()
    else if (taking && HEADERS.test(name)) {
      taking = false
      headers.push({ where: name.endsWith('Header') ? 'header' : 'footer', text: value })
    } else inline.close(name)
  }
  const failure = streamXml(bytes, { open, text, close }, () => sink.full)
  extras.tell(styles, hidden, sink)
  for (const { where, text } of headers) {
    sink.block(where)
    tellHeader(text, sink)
  }
  return failure
}

/** Columns from `min` to `max`, counted from 1 (18.3.1.13). */
function hideColumns(attributes: Attributes, { columns }: SheetRows): void {
  if (isTrue(attribute(attributes, 'hidden')))
    columns.hide(Number(attribute(attributes, 'min')) - 1, Number(attribute(attributes, 'max')) - 1)
}

/** The column of `BC12`, from 0; null where the cell does not name it (18.3.1.4). */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Za-z]{1,3}/.exec(reference ?? '')?.[0].toUpperCase()
  if (letters === undefined) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** A value as its cell shows it; a date may be a number, or written out (18.18.11). */
function valueRuns(
  { type, format }: { type: string; format: number },
  value: string,
  { strings, styles, dates1904 }: Workbook,
): readonly CellRun[] {
  if (type === 's') return styles.textRuns(format, strings[Number(value)] ?? [])
  if (type === 'str') return styles.textRuns(format, plainRuns(value))
  if (value === '') return []
  if (type === 'n') return styles.numberRuns(format, Number(value), value, dates1904)
  if (type === 'b') return plainRuns(shownTruth(isTrue(value)))
  return plainRuns(type === 'd' ? shownIsoDate(value, styles.number(format)?.date ?? null) : value)
}

/** Comments of cells, and threaded ones, which have their words in `text` alone. */
export function readSheetComments(bytes: Buffer, theme: Theme, sink: TextSink): Reason | null {
  const reader = new RunReader(theme)
  let threaded = false
  const open = (name: string, attributes: Attributes) => {
    if (name === 'text') [threaded] = [true]
    if (name === 'comment' || name === 'threadedComment') reader.begin()
    if (name === 'r' || name === 't') threaded = false
    reader.open(name, attributes)
  }
  const text = (part: string) => {
    if (threaded) reader.runs.push({ text: part, style: null })
    else reader.text(part)
  }
  const close = (name: string) => {
    reader.close(name)
    if (name === 'text') threaded = false
    if (name !== 'comment' && name !== 'threadedComment') return
    for (const { text: words, style } of reader.runs) sink.run(words.replace(/[\r\n]+/g, ' '), style ?? PLAIN)
    sink.line()
    reader.begin()
  }
  return streamXml(bytes, { open, text, close }, () => sink.full)
}
