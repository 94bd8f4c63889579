// What a workbook of SpreadsheetML 2003 says beside its cells: styles with fonts and numbers, which sheets are hidden, the date system.
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'
import { PLAIN, type RunStyle } from './sink.ts'
import { isHex } from './theme.ts'

interface Style {
  parent: string | null
  font?: string
  colour?: string | null
  number?: NumberFormat | null
}

export interface CellStyle {
  run: RunStyle
  number: NumberFormat | null
}

const STYLES_KEPT = 20_000
const SHEETS_KEPT = 5000
/** Styles one on top of the other that are followed. */
const CHAIN = 30
/** The style of cells without one, under all of the others. */
const DEFAULT = 'Default'
/** Formats that have a name of their own. */
const NAMED: Record<string, string> = {
  ...{ 'General Date': 'dd/mm/yyyy hh:mm', 'Short Date': 'dd/mm/yyyy', 'Medium Date': 'dd/mm/yyyy' },
  ...{ 'Long Date': 'dd/mm/yyyy', 'Short Time': 'hh:mm', 'Medium Time': 'hh:mm', 'Long Time': 'hh:mm:ss' },
  ...{ 'General Number': 'General', Currency: '#,##0.00', 'Euro Currency': '#,##0.00', Standard: '#,##0.00' },
  ...{ Fixed: '0.00', Percent: '0.00%', Scientific: '0.00E+00', 'Yes/No': '"Yes";"Yes";"No"' },
  ...{ 'True/False': '"True";"True";"False"', 'On/Off': '"On";"On";"Off"' },
}

export class Styles2003 {
  dates1904 = false
  /** Numbers of sheets, from 1, that are not shown. */
  readonly hidden = new Set<number>()
  readonly #styles = new Map<string, Style>()
  readonly #resolved = new Map<string, CellStyle>()

  of(id: string): CellStyle {
    const known = this.#resolved.get(id)
    if (known !== undefined) return known
    const all: Omit<Style, 'parent'> = {}
    for (const style of this.#chain(id).reverse()) Object.assign(all, { ...style, parent: undefined })
    const { font = null, colour = null, number = null } = all
    const resolved: CellStyle = { run: { ...PLAIN, font, colour }, number }
    if (this.#resolved.size < STYLES_KEPT) this.#resolved.set(id, resolved)
    return resolved
  }

  #chain(id: string): Style[] {
    const chain: Style[] = []
    for (let at: string | null = id; at !== null && chain.length < CHAIN; ) {
      const style = this.#styles.get(at)
      if (style !== undefined) chain.push(style)
      at = style?.parent ?? (at === DEFAULT ? null : DEFAULT)
    }
    return chain
  }

  add(id: string, style: Style): void {
    if (this.#styles.size < STYLES_KEPT) this.#styles.set(id, style)
  }
}

const NAMESPACE = 'urn:schemas-microsoft-com:office:spreadsheet'

/** Reads all of it ahead of the cells, as the state of a sheet stands behind them; null when the root is no workbook. */
export function readStyles2003(bytes: Buffer): Styles2003 | null {
  const styles = new Styles2003()
  let isWorkbook: boolean | null = null
  let style: Style | null = null
  let sheet = 0
  let visible: string | null = null
  const open = (name: string, attributes: Attributes) => {
    isWorkbook ??= name === 'Workbook' && Object.values(attributes).includes(NAMESPACE)
    if (name === 'Style') {
      style = { parent: attribute(attributes, 'Parent') ?? null }
      styles.add(attribute(attributes, 'ID') ?? '', style)
    } else if (name === 'Font' && style !== null) addFont(style, attributes)
    else if (name === 'NumberFormat' && style !== null) style.number = formatOf(attribute(attributes, 'Format') ?? '')
    else if (name === 'Worksheet') sheet++
    else if (name === 'Visible') visible = ''
    else if (name === 'Date1904') styles.dates1904 = true
  }
  const text = (part: string) => {
    if (visible !== null) visible += part
  }
  const close = (name: string) => {
    if (name === 'Style') style = null
    if (name !== 'Visible') return
    if (visible?.trim().endsWith('Hidden') && styles.hidden.size < SHEETS_KEPT) styles.hidden.add(sheet)
    visible = null
  }
  streamXml(bytes, { open, text, close }, () => isWorkbook === false)
  return isWorkbook ? styles : null
}

/** Attributes of a font, of a style or of a run in a cell (`html:Face`, `html:Color`). */
export function addFont(style: { font?: string | null; colour?: string | null }, attributes: Attributes): void {
  const font = attribute(attributes, 'FontName') ?? attribute(attributes, 'Face')
  if (font !== undefined) style.font = font
  const colour = attribute(attributes, 'Color')?.replace(/^#/, '')
  if (isHex(colour)) style.colour = colour.toLowerCase()
  else if (colour === 'Automatic') style.colour = null
}

function formatOf(code: string): NumberFormat | null {
  return numberFormat(Object.hasOwn(NAMED, code) ? NAMED[code]! : code)
}
