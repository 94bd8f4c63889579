// What the readers of workbooks share: strings of cells, formats of cells with fonts and numbers, rows as lines, lines of headers.
import { type CellRun, numberRuns, textRuns } from './cell-format.ts'
import { HiddenColumns } from './hidden-columns.ts'
import { type NumberFormat, NumberFormats } from './number-format.ts'
import type { Listing } from './package-parts.ts'
import { formatWords } from './quoted.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'

export interface Workbook {
  strings: CellRun[][]
  styles: SheetStyles
  dates1904: boolean
}

/** What the main part of a workbook says: its sheets in the order of their tabs, and where its dates begin. */
export interface MainPart {
  sheets: Listing[]
  dates1904: boolean
}

export const STRINGS_KEPT = 2_000_000
const FONTS_KEPT = 10_000
const FORMATS_KEPT = 100_000

/** Fonts, formats of numbers, and cell formats (cellXfs, 18.8.10) by which cells name them. */
export class SheetStyles {
  readonly #fonts: RunStyle[] = []
  readonly #formats: { font: number; number: number }[] = []
  readonly #numbers = new NumberFormats()
  /** Codes of number formats of conditional ones (dxfs, 18.8.15); null where they change none. */
  readonly #changes: (string | null)[] = []

  addFont(font: RunStyle): void {
    if (this.#fonts.length < FONTS_KEPT) this.#fonts.push(font)
  }

  addFormat(font: number, number: number): void {
    if (this.#formats.length < FORMATS_KEPT) this.#formats.push({ font, number })
  }

  addNumberFormat(id: number, code: string): void {
    this.#numbers.add(id, code)
  }

  addChange(): void {
    if (this.#changes.length < FORMATS_KEPT) this.#changes.push(null)
  }

  changeNumberFormat(code: string): void {
    if (this.#changes.length > 0) this.#changes[this.#changes.length - 1] = code
  }

  /** Words that cells show in place of or beside their values when such conditions hold. */
  changedWords(changes: ReadonlySet<number>): string[] {
    return [...changes].flatMap((index) => formatWords(this.#changes[index] ?? ''))
  }

  font(index: number): RunStyle {
    return this.#fonts[index] ?? PLAIN
  }

  /** The font of a cell format. */
  of(format: number): RunStyle {
    return this.font(this.#formats[format]?.font ?? 0)
  }

  /** The number format of a cell format; null when it shows values as they are. */
  number(format: number): NumberFormat | null {
    return this.#numbers.of(this.#formats[format]?.number ?? 0)
  }

  /** A number as cells of that format show it; `written` is how the file writes it. */
  numberRuns(format: number, value: number, written: string, dates1904: boolean): CellRun[] {
    return numberRuns(value, written, this.number(format), this.of(format), dates1904)
  }

  /** A text as cells of that format show it. */
  textRuns(format: number, runs: readonly CellRun[]): readonly CellRun[] {
    return textRuns(runs, this.number(format), this.of(format))
  }
}

/** Writes rows as lines, cells parted by tabs. */
export class SheetRows {
  readonly #sink: TextSink
  readonly #hidden: boolean
  readonly columns = new HiddenColumns()
  #row = { hidden: false, empty: true }
  #column = -1

  constructor(sink: TextSink, hidden: boolean) {
    this.#sink = sink
    this.#hidden = hidden
  }

  begin(hidden: boolean): void {
    this.#row = { hidden, empty: true }
    this.#column = -1
  }

  /** The next cell, in the column behind the one before, from 0, or in that which it names. */
  place(column: number | null): void {
    this.#column = column ?? this.#column + 1
  }

  /** What stands in the cell. */
  cell(runs: readonly CellRun[], style: RunStyle): void {
    if (runs.length === 0) return
    if (!this.#row.empty) this.#sink.run('\t', PLAIN)
    this.#row.empty = false
    const hidden = this.#hidden || this.#row.hidden || this.columns.has(this.#column)
    for (const run of runs) {
      const set = run.style ?? style
      this.#sink.run(run.text.replace(/[\r\n]+/g, ' '), hidden ? { ...set, hidden } : set)
    }
  }

  end(): void {
    this.#sink.line()
  }
}

/** The name on the tab of a sheet is text too. */
export function tellSheetName(name: string, hidden: boolean, sink: TextSink): void {
  sink.block('property', null, 'sheet')
  sink.run(name.replace(/[\r\n]+/g, ' '), { ...PLAIN, hidden })
  sink.line()
}

/** Codes of a header or footer (18.3.1.46): place, font, size, fields. */
const HEADER_CODES = /&(?:"[^"]{0,200}"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z&])/g

/** The lines of a header or footer, its left, middle and right each on a line of its own. */
export function tellHeader(text: string, sink: TextSink): void {
  for (const line of text.split(/&[LCR]|[\r\n]/)) {
    sink.run(line.replace(HEADER_CODES, ''), PLAIN)
    sink.line()
  }
}
