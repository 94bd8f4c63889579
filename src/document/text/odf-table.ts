// Where the cells of OpenDocument tables have their style from, and which are hidden (ODF 1.3 part 3, 9.1 and 19.617).
import { type Attributes, attribute } from '../xml-stream.ts'

interface Columns {
  count: number
  style: string
  hidden: boolean
}

interface Table {
  columns: Columns[]
  row: string
  /** The columns that the next cell stands in, and how many cells of them were passed. */
  at: number
  passed: number
}

const COLUMNS_KEPT = 20_000

export const CELLS = new Set(['table-cell', 'covered-table-cell'])
const PARTS = new Set(['table-column', 'table-row', ...CELLS])

export class OdfTables {
  readonly #open: Table[] = []
  /** Style of the cell that was opened last. */
  cellStyle = ''
  /** Whether the row, or the column of the cell, that was opened last is not shown. */
  hidden = false

  open(name: string, attributes: Attributes): void {
    if (name === 'table') {
      this.#open.push({ columns: [], row: '', at: 0, passed: 0 })
      return
    }
    if (!PARTS.has(name)) return
    this.hidden = false
    const table = this.#open.at(-1)
    if (table === undefined) return
    if (name === 'table-column') addColumns(table, attributes)
    else if (name === 'table-row') {
      Object.assign(table, { row: defaultStyle(attributes), at: 0, passed: 0 })
      this.hidden = isHidden(attributes)
    } else if (CELLS.has(name)) this.#cell(table, attributes)
  }

  close(name: string): void {
    if (name === 'table') this.#open.pop()
  }

  #cell(table: Table, attributes: Attributes): void {
    const column = table.columns[table.at]
    const own = attribute(attributes, 'style-name')
    this.cellStyle = own ?? (table.row || column?.style || '')
    const count = repeated(attributes)
    this.hidden = count === 1 && column?.hidden === true
    table.passed += count
    for (let here = column; here !== undefined && table.passed >= here.count; here = table.columns[table.at]) {
      table.passed -= here.count
      table.at++
    }
  }
}

function addColumns({ columns }: Table, attributes: Attributes): void {
  if (columns.length < COLUMNS_KEPT)
    columns.push({ count: repeated(attributes), style: defaultStyle(attributes), hidden: isHidden(attributes) })
}

function defaultStyle(attributes: Attributes): string {
  return attribute(attributes, 'default-cell-style-name') ?? ''
}

function repeated(attributes: Attributes): number {
  const count = Number(attribute(attributes, 'number-columns-repeated') ?? 1)
  return count >= 1 ? Math.floor(count) : 1
}

function isHidden(attributes: Attributes): boolean {
  return /^(?:collapse|filter)$/.test(attribute(attributes, 'visibility') ?? '')
}
