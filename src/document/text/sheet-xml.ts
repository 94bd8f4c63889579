// The text of SpreadsheetML (ECMA-376 part 1, 18): shared strings, cells with their fonts and colours, headers, comments.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'
import { isHex, type Theme, themeColour } from './theme.ts'

/** A run of a cell; style null is that of the cell. */
type CellRun = { text: string; style: RunStyle | null }

const STRINGS_KEPT = 2_000_000
const FONTS_KEPT = 10_000
const FORMATS_KEPT = 100_000

/** Colours by their place in the scheme (18.8.3: light first). */
const SCHEME = [
  'lt1',
  'dk1',
  'lt2',
  'dk2',
  'accent1',
  'accent2',
  'accent3',
  'accent4',
  'accent5',
  'accent6',
  'hlink',
  'folHlink',
]
/** The first of the fixed palette (18.8.27), twice over. */
const PALETTE = '000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff'.split(' ')
const AUTOMATIC = 64

function colourOf(attributes: Attributes, theme: Theme): string | null {
  const rgb = attribute(attributes, 'rgb')?.slice(-6)
  if (isHex(rgb)) return rgb.toLowerCase()
  const scheme = attribute(attributes, 'theme')
  if (scheme !== undefined) return themeColour(theme, SCHEME[Number(scheme)] ?? '')
  const index = Number(attribute(attributes, 'indexed') ?? AUTOMATIC)
  return index < 16 ? (PALETTE[index % 8] ?? null) : null
}

/** Fonts of cells by their format (cellXfs). */
export class SheetStyles {
  readonly theme: Theme
  readonly #fonts: RunStyle[] = []
  readonly #formats: number[] = []

  constructor(theme: Theme) {
    this.theme = theme
  }

  read(bytes: Buffer): void {
    let font: { font: string | null; colour: string | null; hidden: boolean } | null = null
    let place = ''
    const open = (name: string, attributes: Attributes) => {
      if (name === 'fonts' || name === 'cellXfs' || name === 'dxfs' || name === 'cellStyleXfs') place = name
      else if (name === 'font' && place === 'fonts') font = { ...PLAIN }
      else if (name === 'name' && font !== null) font.font = attribute(attributes, 'val') ?? null
      else if (name === 'color' && font !== null) font.colour = colourOf(attributes, this.theme)
      else if (name === 'xf' && place === 'cellXfs' && this.#formats.length < FORMATS_KEPT)
        this.#formats.push(Number(attribute(attributes, 'fontId') ?? 0))
    }
    const close = (name: string) => {
      if (name === 'font' && font !== null) {
        if (this.#fonts.length < FONTS_KEPT) this.#fonts.push(font)
        font = null
      }
      if (name === place) place = ''
    }
    streamXml(bytes, { open, close, text: () => {} }, () => false)
  }

  of(format: string | undefined): RunStyle {
    return this.#fonts[this.#formats[Number(format ?? 0)] ?? 0] ?? PLAIN
  }
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

export interface Workbook {
  strings: CellRun[][]
  styles: SheetStyles
}

/** Codes of a header or footer (18.3.1.46): place, font, size, fields. */
const HEADER_CODES = /&(?:"[^"]{0,200}"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z&])/g

/** Reads one sheet: rows as lines, cells parted by tabs, then headers and footers. */
export function readSheet(
  bytes: Buffer,
  { strings, styles }: Workbook,
  hidden: boolean,
  sink: TextSink,
): Reason | null {
  const inline = new RunReader(styles.theme)
  const headers: string[] = []
  let cell: { type: string; style: RunStyle } = { type: 'n', style: PLAIN }
  let value = ''
  let inValue = false
  let inHeader = false
  let row = { hidden: false, empty: true }
  const write = (runs: CellRun[]) => {
    if (runs.length === 0) return
    if (!row.empty) sink.run('\t', PLAIN)
    row.empty = false
    for (const { text, style } of runs) {
      const set = style ?? cell.style
      sink.run(text.replace(/[\r\n]+/g, ' '), hidden || row.hidden ? { ...set, hidden: true } : set)
    }
  }
  const open = (name: string, attributes: Attributes) => {
    if (name === 'row') row = { hidden: /^(?:1|true)$/.test(attribute(attributes, 'hidden') ?? ''), empty: true }
    else if (name === 'c')
      cell = { type: attribute(attributes, 't') ?? 'n', style: styles.of(attribute(attributes, 's')) }
    else if (name === 'v') [inValue, value] = [true, '']
    else if (name === 'is') inline.begin()
    else if (/^(?:odd|even|first)(?:Header|Footer)$/.test(name)) [inHeader, value] = [true, '']
    else inline.open(name, attributes)
  }
  const text = (part: string) => {
    if (inValue || inHeader) value += part
    else inline.text(part)
  }
  const close = (name: string) => {
    if (name === 'v') {
      inValue = false
      write(cell.type === 's' ? (strings[Number(value)] ?? []) : [{ text: value, style: null }])
    } else if (name === 'is') write(inline.runs)
    else if (name === 'row') sink.line()
    else if (inHeader && /(?:Header|Footer)$/.test(name)) {
      inHeader = false
      headers.push(value)
    } else inline.close(name)
  }
  const failure = streamXml(bytes, { open, text, close }, () => sink.full)
  for (const header of headers) {
    sink.block('header')
    for (const line of header.split(/&[LCR]|\n/)) {
      sink.run(line.replace(HEADER_CODES, ''), PLAIN)
      sink.line()
    }
  }
  return failure
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
