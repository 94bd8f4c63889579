// The text of Excel workbooks before 2007 ([MS-XLS], BIFF5 to BIFF8): cells with fonts and colours, sheets, headers, comments.
import { type CellRun, numberRuns, plainRuns, textRuns } from './cell-format.ts'
import { shownError, shownTruth } from './cell-truth.ts'
import { ExcelDrawings } from './excel-drawings.ts'
import { StringReader } from './excel-strings.ts'
import { HiddenColumns } from './hidden-columns.ts'
import { type NumberFormat, NumberFormats } from './number-format.ts'
import { ShapeTexts } from './office-art.ts'
import { rkNumber } from './rk-number.ts'
import { tellHeader, tellSheetName } from './sheet-model.ts'
import { PLAIN, type ReadText, type RunStyle, type TextSink } from './sink.ts'

const RECORDS_READ = 3_000_000
const STRINGS_KEPT = 1_000_000
const BIFF8 = 0x0600
/** Colours from number 8 on, without a palette of the file's own. */
const PALETTE = '000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff'.split(' ')
const AUTOMATIC = 0x7fff

interface Sheet {
  name: string
  hidden: boolean
}

/** [MS-XLS] 2.5.13 Cell. */
interface Cell {
  row: number
  column: number
  format: number
}

type Shared = ReturnType<StringReader['rich']>

/** The stream `Workbook`, or `Book` of older versions. */
export function excelText(workbook: Buffer): ReadText {
  return (sink) => new ExcelText(workbook, sink).read()
}

class ExcelText {
  readonly #bytes: Buffer
  readonly #sink: TextSink
  readonly #sheets: Sheet[] = []
  readonly #strings: Shared[] = []
  readonly #fonts: { name: string; colour: number }[] = []
  /** Cell formats (XF): font, and format of numbers. */
  readonly #formats: { font: number; number: number }[] = []
  readonly #numbers = new NumberFormats()
  readonly #drawings = new ExcelDrawings()
  readonly #shapes = new ShapeTexts()
  #dates1904 = false
  /** Cell of the last formula, whose text follows it. */
  #formula: Cell = { row: 0, column: 0, format: 0 }
  #palette = PALETTE
  #version = BIFF8
  /** Sheet that is read, from 0; -1 in the globals. */
  #sheet = -1
  #substreams = 0
  #row = -1
  /** Of the sheet that is read. */
  #hiddenColumns = new HiddenColumns()
  readonly #hiddenRows = new Set<number>()

  constructor(bytes: Buffer, sink: TextSink) {
    this.#bytes = bytes
    this.#sink = sink
  }

  read(): void {
    let at = 0
    for (let read = 0; at + 4 <= this.#bytes.length && !this.#sink.full; read++) {
      if (read >= RECORDS_READ) {
        this.#sink.fail('count-limit')
        break
      }
      const type = this.#bytes.readUInt16LE(at)
      const chunks: Buffer[] = []
      // CONTINUE (0x3c) goes on with the record before it.
      do {
        const size = this.#bytes.readUInt16LE(at + 2)
        chunks.push(this.#bytes.subarray(at + 4, at + 4 + size))
        at += 4 + size
      } while (at + 4 <= this.#bytes.length && this.#bytes.readUInt16LE(at) === 0x3c)
      this.#drawings.add(type, chunks)
      if (type === 0x0a) this.#endDrawing()
      else if (chunks[0]!.length > 0) this.#record(type, chunks)
    }
    this.#endRow()
    while (this.#drawings.isOpen) this.#endDrawing()
    for (const { name, hidden } of this.#sheets) tellSheetName(name, hidden, this.#sink)
  }

  #record(type: number, chunks: Buffer[]): void {
    const data = chunks[0]!
    if (type === 0x809) this.#begin(data)
    else if (type === 0x85) this.#boundSheet(data)
    else if (type === 0xfc) this.#shared(chunks)
    else if (type === 0x31) this.#font(data)
    else if (type === 0xe0 && data.length >= 4)
      this.#formats.push({ font: data.readUInt16LE(0), number: data.readUInt16LE(2) })
    else if (type === 0x41e && data.length > 2)
      this.#numbers.add(data.readUInt16LE(0), this.#text(chunks, 2, this.#version >= BIFF8))
    else if (type === 0x22) this.#dates1904 = data[0] === 1
    else if (type === 0x92) this.#readPalette(data)
    else if (type === 0x14 || type === 0x15) this.#header(type === 0x14 ? 'header' : 'footer', chunks)
    else if (type === 0x1b6) this.#object(chunks)
    else if (type === 0x1be) this.#validation(chunks)
    else if (type === 0x7d) this.#columns(data)
    else if (type === 0x208) this.#rowInfo(data)
    else if (type === 0x207 && this.#sheet >= 0)
      this.#string(this.#formula, { text: this.#text(chunks, 0, true), runs: [] })
    else if (this.#sheet >= 0 && data.length >= 6) this.#cell(type, chunks)
  }

  #begin(data: Buffer): void {
    if (data.length < 4) return
    this.#endRow()
    this.#drawings.begin()
    this.#version = data.readUInt16LE(0)
    // The first substream is the globals; charts within sheets are substreams too, of type 0x20.
    if (this.#substreams++ === 0) return
    if (data.readUInt16LE(2) === 0x20) return
    const sheet = this.#sheets[++this.#sheet]
    this.#hiddenColumns = new HiddenColumns()
    this.#hiddenRows.clear()
    this.#sink.block('sheet', this.#sheet + 1, sheet?.name ?? null)
  }

  #text(chunks: Buffer[], at: number, wideCount: boolean): string {
    const reader = new StringReader([chunks[0]!.subarray(at), ...chunks.slice(1)])
    const count = wideCount ? reader.word() : reader.byte()
    if (this.#version < BIFF8)
      return new TextDecoder('windows-1252').decode(Buffer.from(reader.characters(count, false), 'latin1'))
    return reader.characters(count, (reader.byte() & 1) !== 0)
  }

  #boundSheet(data: Buffer): void {
    if (data.length > 7) this.#sheets.push({ name: this.#text([data], 6, false), hidden: (data[4]! & 3) !== 0 })
  }

  #shared(chunks: Buffer[]): void {
    const reader = new StringReader(chunks)
    reader.skip(8)
    while (!reader.ended && this.#strings.length < STRINGS_KEPT) this.#strings.push(reader.rich())
  }

  #font(data: Buffer): void {
    if (data.length < 16) return
    this.#fonts.push({ name: this.#text([data], 14, false), colour: data.readUInt16LE(4) })
  }

  #readPalette(data: Buffer): void {
    this.#palette = []
    for (let at = 2; at + 4 <= data.length; at += 4) this.#palette.push(data.toString('hex', at, at + 3))
  }

  /** [MS-XLS] 2.4.53 ColInfo: first and last column, width, format, flags. */
  #columns(data: Buffer): void {
    if (data.length < 10 || (data[8]! & 1) === 0) return
    this.#hiddenColumns.hide(data.readUInt16LE(0), data.readUInt16LE(2))
  }

  /** [MS-XLS] 2.4.221 Row: fDyZero among the flags, ahead of the cells. */
  #rowInfo(data: Buffer): void {
    if (data.length >= 13 && (data[12]! & 0x20) !== 0) this.#hiddenRows.add(data.readUInt16LE(0))
  }

  get #isHiddenSheet(): boolean {
    return this.#sheets[this.#sheet]?.hidden ?? false
  }

  #style(cell: Cell): RunStyle {
    return this.#fontStyle(this.#formats[cell.format]?.font ?? 0, cell)
  }

  #fontStyle(font: number, { row, column }: Pick<Cell, 'row' | 'column'>): RunStyle {
    // There is no font 4 ([MS-XLS] 2.5.129).
    const found = this.#fonts[font > 3 ? font - 1 : font]
    const hidden = this.#isHiddenSheet || this.#hiddenRows.has(row) || this.#hiddenColumns.has(column)
    if (found === undefined) return { ...PLAIN, hidden }
    const colour =
      found.colour === AUTOMATIC ? null : (this.#palette[found.colour < 8 ? found.colour : found.colour - 8] ?? null)
    return { font: found.name, colour, hidden }
  }

  #cell(type: number, chunks: Buffer[]): void {
    const data = chunks[0]!
    const cell = { row: data.readUInt16LE(0), column: data.readUInt16LE(2), format: data.readUInt16LE(4) }
    if (type === 0xfd && data.length >= 10) this.#string(cell, this.#strings[data.readUInt32LE(6)])
    else if (type === 0x204 || type === 0xd6) this.#string(cell, { text: this.#text(chunks, 6, true), runs: [] })
    else if (type === 0x203 && data.length >= 14) this.#number(cell, data.readDoubleLE(6))
    else if (type === 0x27e && data.length >= 10) this.#number(cell, rkNumber(data.readUInt32LE(6)))
    else if (type === 0xbd) {
      for (let at = 4; at + 8 <= data.length; at += 6, cell.column++)
        this.#number({ ...cell, format: data.readUInt16LE(at) }, rkNumber(data.readUInt32LE(at + 2)))
    } else if (type === 0x205 && data.length >= 8) this.#truth(cell, data[6]!, data[7] === 1)
    else if (type === 0x06 && data.length >= 14) {
      this.#formula = cell
      // A result that is text follows as a record of its own.
      if (data.readUInt16LE(12) !== 0xffff) this.#number(cell, data.readDoubleLE(6))
      else if (data[6] === 1 || data[6] === 2) this.#truth(cell, data[8]!, data[6] === 2)
    }
  }

  #number(cell: Cell, value: number): void {
    const style = this.#style(cell)
    const shown = numberRuns(value, String(value), this.#numberFormat(cell), style, this.#dates1904)
    this.#write(cell, style, shown)
  }

  #truth(cell: Cell, value: number, isError: boolean): void {
    this.#write(cell, this.#style(cell), plainRuns(isError ? shownError(value) : shownTruth(value !== 0)))
  }

  #string(cell: Cell, shared: Shared | undefined): void {
    if (shared === undefined) return
    const first: CellRun = { text: shared.text.slice(0, shared.runs[0]?.from), style: null }
    const others = shared.runs.map(({ from, font }, index) => {
      return { text: shared.text.slice(from, shared.runs[index + 1]?.from), style: this.#fontStyle(font, cell) }
    })
    const runs = [first, ...others].filter(({ text }) => text !== '')
    const style = this.#style(cell)
    this.#write(cell, style, textRuns(runs, this.#numberFormat(cell), style))
  }

  #numberFormat({ format }: Cell): NumberFormat | null {
    return this.#numbers.of(this.#formats[format]?.number ?? 0)
  }

  #toRow(row: number): boolean {
    if (row === this.#row) return false
    this.#endRow()
    this.#row = row
    return true
  }

  #write({ row }: Cell, style: RunStyle, runs: readonly CellRun[]): void {
    if (runs.length === 0) return
    if (!this.#toRow(row)) this.#sink.run('\t', PLAIN)
    for (const run of runs) this.#sink.run(run.text.replace(/[\r\n]+/g, ' '), run.style ?? style)
  }

  #endRow(): void {
    if (this.#row >= 0) this.#sink.line()
    this.#row = -1
  }

  #header(where: 'header' | 'footer', chunks: Buffer[]): void {
    const text = this.#text(chunks, 0, this.#version >= BIFF8)
    if (text.trim() !== '') this.#apart(where, () => tellHeader(text, this.#sink))
  }

  /** [MS-XLS] 2.4.329 TxO: the words of a comment or a box stand in the first continuation. */
  #object([head, ...rest]: Buffer[]): void {
    if (head!.length < 12 || rest.length === 0) return
    const reader = new StringReader(rest)
    const text = reader.characters(head!.readUInt16LE(10), (reader.byte() & 1) !== 0)
    this.#apart('text-box', () => {
      for (const line of text.split(/[\r\n]+/)) {
        this.#sink.run(line, { ...PLAIN, hidden: this.#isHiddenSheet })
        this.#sink.line()
      }
    })
  }

  /** [MS-XLS] 2.4.90 Dv: titles and words of what is said of a cell that is chosen, and of a wrong value. */
  #validation(chunks: Buffer[]): void {
    const reader = new StringReader(chunks)
    reader.skip(4)
    const messages = Array.from({ length: 4 }, () => {
      const count = reader.word()
      return reader.characters(count, (reader.byte() & 1) !== 0)
    })
    for (const message of new Set(messages.filter((each) => each.length > 1)))
      this.#apart('comment', () => {
        this.#sink.run(message.replace(/[\r\n]+/g, ' '), { ...PLAIN, hidden: this.#isHiddenSheet })
        this.#sink.line()
      })
  }

  /** WordArt of the substream that ends. */
  #endDrawing(): void {
    const drawing = this.#drawings.end()
    if (drawing.length === 0) return
    this.#shapes.addAll(drawing)
    this.#apart(null, () => this.#shapes.tell(this.#sheet < 0 ? null : this.#sheet + 1, this.#sink))
  }

  /** Tells a text of its own and goes on with the sheet. */
  #apart(where: 'header' | 'footer' | 'text-box' | 'comment' | null, tell: () => void): void {
    this.#endRow()
    if (where !== null) this.#sink.block(where, this.#sheet + 1)
    tell()
    this.#sink.block('sheet', this.#sheet + 1, this.#sheets[this.#sheet]?.name ?? null)
  }
}
