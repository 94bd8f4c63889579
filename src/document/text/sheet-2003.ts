// The text of SpreadsheetML 2003, one XML file for a workbook: sheets with their names, cells with fonts and numbers, headers, comments.
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { type CellRun, numberRuns, plainRuns, textRuns } from './cell-format.ts'
import { Recordings } from './recorded.ts'
import { shownIsoDate } from './serial-date.ts'
import { addFont, type CellStyle, readStyles2003, type Styles2003 } from './sheet-2003-styles.ts'
import { SheetRows, tellHeader, tellSheetName } from './sheet-model.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'

/** Properties that people write; the others are of the program. */
const PROPERTIES = new Set(
  'Title Subject Author Keywords Description LastAuthor Category Manager Company HyperlinkBase'.split(' '),
)
const NAMES_KEPT = 5000
/** Columns with a style of their own, of one sheet. */
const COLUMNS_KEPT = 256

/** Reads the workbook; false, and nothing is told, when its root is another. */
export function readSheet2003(bytes: Buffer, sink: TextSink): boolean {
  const styles = readStyles2003(bytes)
  if (styles === null) return false
  const reader = new Sheet2003(styles, sink)
  const failure = streamXml(bytes, reader, () => sink.full)
  reader.end()
  if (failure !== null) sink.fail(failure)
  return true
}

class Sheet2003 {
  readonly #styles: Styles2003
  readonly #sink: TextSink
  #rows: SheetRows
  readonly #names: { name: string; hidden: boolean }[] = []
  #sheet = 0
  /** Styles where a cell names none: of its row, of the columns, of the table. */
  #row: string | undefined
  #table: string | undefined
  #columns: { from: number; to: number; id: string }[] = []
  #column = 0
  #place = 0
  #cell: CellStyle
  /** The runs of what is open, a cell's data or a comment's; null outside of both. */
  #runs: CellRun[] | null = null
  readonly #fonts: RunStyle[] = []
  #type = ''
  #inComment = false
  readonly #comments = new Recordings()
  readonly #headers: { where: 'header' | 'footer'; text: string }[] = []
  #properties: 'own' | 'common' | null = null
  #property: string | null = null

  constructor(styles: Styles2003, sink: TextSink) {
    this.#styles = styles
    this.#sink = sink
    this.#rows = new SheetRows(sink, false)
    this.#cell = styles.of('Default')
  }

  open(name: string, attributes: Attributes): void {
    if (this.#runs !== null) this.#openRun(name, attributes)
    else if (name === 'Worksheet') this.#beginSheet(attribute(attributes, 'Name') ?? null)
    else if (name === 'Table') this.#table = attribute(attributes, 'StyleID')
    else if (name === 'Column') this.#addColumn(attributes)
    else if (name === 'Row') this.#beginRow(attributes)
    else if (name === 'Cell') this.#beginCell(attributes)
    else if (name === 'Comment') this.#inComment = true
    else if (name === 'Data') this.#beginData(attribute(attributes, 'Type') ?? 'String')
    else if (name === 'Header' || name === 'Footer') this.#addHeader(name, attribute(attributes, 'Data') ?? '')
    else if (name === 'DocumentProperties') this.#properties = 'common'
    else if (name === 'CustomDocumentProperties') this.#properties = 'own'
    else if (this.#properties === 'own' || (this.#properties !== null && PROPERTIES.has(name))) this.#property = name
  }

  #beginSheet(name: string | null): void {
    this.#sheet++
    this.#table = undefined
    this.#columns = []
    this.#column = 0
    this.#sink.block('sheet', this.#sheet, name)
    const hidden = this.#styles.hidden.has(this.#sheet)
    this.#rows = new SheetRows(this.#sink, hidden)
    if (name !== null && this.#names.length < NAMES_KEPT) this.#names.push({ name, hidden })
  }

  #addColumn(attributes: Attributes): void {
    const from = number(attributes, 'Index') ?? this.#column + 1
    this.#column = from + (number(attributes, 'Span') ?? 0)
    if (attribute(attributes, 'Hidden') === '1') this.#rows.columns.hide(from - 1, this.#column - 1)
    const id = attribute(attributes, 'StyleID')
    if (id !== undefined && this.#columns.length < COLUMNS_KEPT) this.#columns.push({ from, to: this.#column, id })
  }

  #beginRow(attributes: Attributes): void {
    this.#place = 0
    this.#row = attribute(attributes, 'StyleID')
    this.#rows.begin(attribute(attributes, 'Hidden') === '1')
  }

  #beginCell(attributes: Attributes): void {
    const place = number(attributes, 'Index') ?? this.#place + 1
    this.#rows.place(place - 1)
    this.#place = place + (number(attributes, 'MergeAcross') ?? 0)
    const column = this.#columns.find(({ from, to }) => from <= place && place <= to)
    this.#cell = this.#styles.of(
      attribute(attributes, 'StyleID') ?? this.#row ?? column?.id ?? this.#table ?? 'Default',
    )
  }

  #beginData(type: string): void {
    this.#type = type
    this.#runs = []
    this.#fonts.length = 0
  }

  /** Inside of data stands HTML: fonts within fonts. */
  #openRun(name: string, attributes: Attributes): void {
    if (name !== 'Font') return
    const font = { ...(this.#fonts.at(-1) ?? (this.#inComment ? PLAIN : this.#cell.run)) }
    addFont(font, attributes)
    this.#fonts.push(font)
  }

  text(part: string): void {
    if (this.#runs !== null) this.#runs.push({ text: part, style: this.#fonts.at(-1) ?? null })
    else if (this.#property !== null && part.trim() !== '') this.#tell(this.#property, part)
  }

  close(name: string): void {
    if (this.#runs !== null) {
      if (name === 'Font') this.#fonts.pop()
      else if (name === 'Data') this.#endData(this.#runs)
      return
    }
    if (name === 'Row') this.#rows.end()
    else if (name === 'Comment') this.#inComment = false
    else if (name === 'Worksheet') this.#endSheet()
    else if (name === 'DocumentProperties' || name === 'CustomDocumentProperties') this.#properties = null
    this.#property = null
  }

  #endData(runs: CellRun[]): void {
    this.#runs = null
    if (!this.#inComment) {
      this.#rows.cell(this.#shown(runs), this.#cell.run)
      return
    }
    this.#comments.begin('comment')
    for (const { text, style } of runs) this.#comments.current?.run(text.replace(/[\r\n]+/g, ' '), style ?? PLAIN)
    this.#comments.current?.line()
    this.#comments.end()
  }

  /** What the cell shows of its value. */
  #shown(runs: CellRun[]): readonly CellRun[] {
    const { number, run } = this.#cell
    if (this.#type === 'String') return textRuns(runs, number, run)
    const text = runs.map((each) => each.text).join('')
    if (this.#type === 'DateTime') return plainRuns(shownIsoDate(text, number?.date ?? null))
    if (this.#type !== 'Number' || text.trim() === '') return runs
    return numberRuns(Number(text), text.trim(), number, run, this.#styles.dates1904)
  }

  #addHeader(name: string, text: string): void {
    if (text !== '') this.#headers.push({ where: name === 'Header' ? 'header' : 'footer', text })
  }

  #endSheet(): void {
    for (const { where, text } of this.#headers) {
      this.#sink.block(where)
      tellHeader(text, this.#sink)
    }
    this.#headers.length = 0
    this.#comments.tell(this.#sink, this.#sheet)
  }

  /** Tells what of a cut file is open, then the names on the tabs, which are text too. */
  end(): void {
    if (this.#runs !== null) {
      this.#endData(this.#runs)
      this.#rows.end()
    }
    this.#endSheet()
    for (const { name, hidden } of this.#names) tellSheetName(name, hidden, this.#sink)
  }

  #tell(name: string, text: string): void {
    this.#sink.block('property', null, name)
    this.#sink.run(text.replace(/[\r\n]+/g, ' '), PLAIN)
    this.#sink.line()
  }
}

function number(attributes: Attributes, name: string): number | null {
  const value = Number(attribute(attributes, name))
  return Number.isInteger(value) && value > 0 ? value : null
}
