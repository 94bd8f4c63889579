// Where a run stands in the table around it, and which formats of the table style are laid over it there (ECMA-376 part 1, 17.7.6).
import { type Attributes, attribute, isOn, streamXml } from '../xml-stream.ts'
import type { RunProperties } from './word-styles.ts'

/** Regions of a table (17.18.89), later ones over earlier ones as Office lays them ([MS-OI29500] 2.1.252). */
export const REGIONS =
  'wholeTable band1Horz band2Horz band1Vert band2Vert firstCol lastCol firstRow lastRow nwCell neCell swCell seCell'.split(
    ' ',
  )
/** Those for which the end of a row or of the table has to be known. */
const AT_ENDS = new Set(['lastCol', 'lastRow', 'neCell', 'swCell', 'seCell'])
/** Bits of the mask of a look (17.4.56), by the names of the attributes. */
const LOOK: Record<string, number> = {
  firstRow: 0x20,
  lastRow: 0x40,
  firstColumn: 0x80,
  lastColumn: 0x100,
  noHBand: 0x200,
  noVBand: 0x400,
}
/** Tables and rows that are counted; of further ones the last row and cell are not known. */
const COUNTED = 1_000_000
const SPAN_LIMIT = 1000

/** A table style with all that it is based on. */
export class TableStyle {
  readonly rowBand: number
  readonly columnBand: number
  readonly #own: RunProperties
  readonly #regions: ReadonlyMap<string, RunProperties>
  readonly #known = new Map<string, RunProperties>()

  constructor(own: RunProperties, regions: ReadonlyMap<string, RunProperties>, rowBand = 1, columnBand = 1) {
    this.#own = own
    this.#regions = regions
    this.rowBand = Math.max(1, rowBand)
    this.columnBand = Math.max(1, columnBand)
  }

  /** Whether it says anything of runs. */
  get isPlain(): boolean {
    return Object.keys(this.#own).length === 0 && this.#regions.size === 0
  }

  /** What it says of runs in these regions. */
  in(regions: ReadonlySet<string>): RunProperties {
    const key = [...regions].join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const all: RunProperties = { ...this.#own }
    for (const region of REGIONS)
      if (region === 'wholeTable' || regions.has(region)) Object.assign(all, this.#regions.get(region))
    this.#known.set(key, all)
    return all
  }
}

export function isAtEnd(region: string): boolean {
  return AT_ENDS.has(region)
}

/** How many rows each table has and how many cells each row, in the order in which they begin. */
export interface TableSizes {
  rows: number[]
  cells: number[]
}

/** Counts rows and cells ahead of the reading of the part. */
export function tableSizes(bytes: Buffer): TableSizes {
  const sizes: TableSizes = { rows: [], cells: [] }
  const open: { table: number; row: number }[] = []
  const add = (counts: number[], index: number | undefined) => {
    if (index !== undefined && index < counts.length) counts[index]!++
  }
  const begin = (counts: number[], number: number) => {
    if (counts.length < COUNTED) counts.push(0)
    return number
  }
  let [tables, rows] = [0, 0]
  const tag = (name: string) => {
    const top = open.at(-1)
    if (name === 'tbl') open.push({ table: begin(sizes.rows, tables++), row: COUNTED })
    else if (name === 'tr' && top !== undefined) {
      add(sizes.rows, top.table)
      top.row = begin(sizes.cells, rows++)
    } else if (name === 'tc') add(sizes.cells, top?.row)
  }
  const close = (name: string) => {
    if (name === 'tbl') open.pop()
  }
  streamXml(bytes, { open: tag, close, text: () => {} }, () => false)
  return sizes
}

/** Numbers the tables and rows of a part as they begin. */
export class TableCounter {
  readonly #sizes: TableSizes
  #tables = 0
  #rows = 0

  constructor(sizes: TableSizes) {
    this.#sizes = sizes
  }

  /** Rows of the table that begins here. */
  table(): number {
    return this.#sizes.rows[this.#tables++] ?? 0
  }

  /** Cells of the row that begins here. */
  row(): number {
    return this.#sizes.cells[this.#rows++] ?? 0
  }
}

/** A table that is open, told of its tags. */
export class OpenTable {
  readonly outer: OpenTable | null
  readonly #counter: TableCounter
  readonly #rows: number
  readonly #styleOf: (id: string | null) => TableStyle | null
  #style: TableStyle | null | undefined
  #styleId: string | null = null
  #look = 0
  /** The look of a row that departs from the table's (17.4.57). */
  #rowLook: number | null = null
  #row = -1
  #cells = 0
  #cell = -1
  /** Rows at the head that are headings; the first is one without saying so. */
  #headings = 0
  #isHeading = false
  /** Columns of the grid: where the cell begins, how many it takes, and how many the first takes. */
  #column = 0
  #span = 0
  #firstSpan = 1
  #properties: RunProperties | null = null

  constructor(outer: OpenTable | null, counter: TableCounter, styleOf: (id: string | null) => TableStyle | null) {
    this.outer = outer
    this.#counter = counter
    this.#styleOf = styleOf
    this.#rows = counter.table()
  }

  row(): void {
    this.#row++
    this.#cells = this.#counter.row()
    this.#cell = -1
    this.#rowLook = null
    this.#isHeading = this.#row === 0
    if (this.#isHeading) this.#headings = 1
    this.#column = 0
    this.#span = 0
  }

  cell(): void {
    this.#cell++
    this.#column += this.#span
    this.#span = 1
    this.#properties = null
    if (this.#cell === 0) this.#firstSpan = 1
  }

  /** Properties of the table, of the row or of the cell. */
  property(name: string, attributes: Attributes): void {
    if (name === 'tblStyle') this.#styleId = attribute(attributes, 'val') ?? null
    else if (name === 'tblLook') this.#setLook(lookOf(attributes))
    else if (name === 'tblHeader') this.#setHeading(isOn(attributes))
    else if (name === 'gridBefore') this.#span = spanOf(attributes, 0)
    else if (name === 'gridSpan') this.#setSpan(spanOf(attributes, 1))
  }

  #setLook(look: number): void {
    if (this.#row < 0) this.#look = look
    else this.#rowLook = look
  }

  /** Headings follow one another from the first row on (17.4.49). */
  #setHeading(on: boolean): void {
    if (!on || this.#row !== this.#headings) return
    this.#isHeading = true
    this.#headings++
  }

  #setSpan(span: number): void {
    if (this.#cell < 0) return
    this.#span = span
    if (this.#cell === 0) this.#firstSpan = span
  }

  /** What the table style says of the runs of the open cell. */
  get properties(): RunProperties {
    if (this.#style === undefined) this.#style = this.#styleOf(this.#styleId)
    if (this.#style === null) return {}
    this.#properties ??= this.#style.in(this.#regions(this.#style))
    return this.#properties
  }

  #regions({ rowBand, columnBand }: TableStyle): Set<string> {
    const look = this.#rowLook ?? this.#look
    const on = (name: string) => (look & LOOK[name]!) !== 0
    const first = on('firstRow') && this.#isHeading
    const last = on('lastRow') && this.#row === this.#rows - 1
    const left = on('firstColumn') && this.#cell === 0
    const right = on('lastColumn') && this.#cell === this.#cells - 1
    const row = this.#row - (on('firstRow') ? this.#headings : 0)
    const column = this.#column - (on('firstColumn') ? this.#firstSpan : 0)
    const regions: [string, boolean][] = [
      [bandOf(row, rowBand, 'Horz'), !on('noHBand') && !first && !last],
      [bandOf(column, columnBand, 'Vert'), !on('noVBand') && !left && !right],
      ['firstCol', left],
      ['lastCol', right],
      ['firstRow', first],
      ['lastRow', last],
      ['nwCell', first && left],
      ['neCell', first && right],
      ['swCell', last && left],
      ['seCell', last && right],
    ]
    return new Set(regions.filter(([, here]) => here).map(([name]) => name))
  }
}

function bandOf(index: number, size: number, direction: string): string {
  return `band${Math.floor(index / size) % 2 === 0 ? 1 : 2}${direction}`
}

/** A mask, or where there is none the attributes that say the same (17.4.56). */
function lookOf(attributes: Attributes): number {
  const mask = Number.parseInt(attribute(attributes, 'val') ?? '', 16)
  if (!Number.isNaN(mask)) return mask
  const said = Object.keys(LOOK).filter((name) => /^(?:1|true|on)$/i.test(attribute(attributes, name) ?? ''))
  return said.reduce((look, name) => look | LOOK[name]!, 0)
}

function spanOf(attributes: Attributes, otherwise: number): number {
  const value = Number.parseInt(attribute(attributes, 'val') ?? '', 10)
  return value >= 0 ? Math.min(value, SPAN_LIMIT) : otherwise
}
