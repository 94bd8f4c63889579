// Writes binary workbooks for tests, record by record ([MS-XLSB]): LibreOffice reads them, but writes none (MẪU THỬ NGHIỆM).
import { buildZip, type MemberPlan } from './zip-builder.ts'

export function byte(value: number): Buffer {
  return Buffer.from([value])
}

export function word(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

export function long(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

export function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

/** XLWideString; `count` may lie. */
export function wide(text: string, count = text.length): Buffer {
  return Buffer.concat([long(count), Buffer.from(text, 'utf16le')])
}

/** RichStr with its runs: from which character on which font. */
export function rich(text: string, runs: [from: number, font: number][] = [], count = runs.length): Buffer {
  if (runs.length === 0) return Buffer.concat([byte(0), wide(text)])
  const places = runs.flatMap(([from, font]) => [word(from), word(font)])
  return Buffer.concat([byte(1), wide(text), long(count), ...places])
}

/** A record: its number and size in bytes of 7 bits; `size` may lie. */
export function record(type: number, ...data: Buffer[]): Buffer {
  return sizedRecord(type, undefined, ...data)
}

export function sizedRecord(type: number, size: number | undefined, ...data: Buffer[]): Buffer {
  const all = Buffer.concat(data)
  return Buffer.concat([packed(type), packed(size ?? all.length), all])
}

function packed(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
    left >>>= 7
  } while (left > 0)
  return Buffer.from(bytes)
}

/** Row, and what stands in it. */
export function row(number: number, cells: Buffer[], hidden = false): Buffer {
  const spans = Buffer.concat([long(1), long(0), long(16383)])
  const flags = word(hidden ? 0x1000 : 0)
  return Buffer.concat([record(0, long(number), long(0), word(300), flags, byte(0), spans), ...cells])
}

const head = (column: number, format: number) => Buffer.concat([long(column), long(format)])

function formula(...tokens: Buffer[]): Buffer {
  const all = Buffer.concat(tokens)
  return Buffer.concat([word(0), long(all.length), all, long(0)])
}

export const cell = {
  shared: (column: number, item: number, format = 0) => record(7, head(column, format), long(item)),
  string: (column: number, text: string, format = 0) => record(6, head(column, format), wide(text)),
  rich: (column: number, text: string, runs: [number, number][]) => record(62, head(column, 0), rich(text, runs)),
  real: (column: number, value: number, format = 0) => record(5, head(column, format), double(value)),
  /** A whole number as RkNumber. */
  whole: (column: number, value: number, format = 0) => record(2, head(column, format), long((value << 2) | 2)),
  /** Formulas of one constant (PtgStr, PtgNum) and their last value. */
  formulaString: (column: number, text: string) =>
    record(8, head(column, 0), wide(text), formula(byte(0x17), word(text.length), Buffer.from(text, 'utf16le'))),
  formulaNumber: (column: number, value: number, format = 0) =>
    record(9, head(column, format), double(value), formula(byte(0x1f), double(value))),
  truth: (column: number, value: boolean) => record(4, head(column, 0), byte(value ? 1 : 0)),
  error: (column: number, code: number) => record(3, head(column, 0), byte(code)),
  /** Without a column: the one behind the cell before. */
  shortString: (text: string) => record(17, long(0), wide(text)),
  shortShared: (item: number) => record(18, long(0), long(item)),
  shortReal: (value: number) => record(16, long(0), double(value)),
  shortWhole: (value: number) => record(13, long(0), long((value << 2) | 2)),
}

export interface SheetPlan {
  name: string
  /** 1 hidden, 2 very hidden. */
  state?: number
  rows?: Buffer[]
  header?: string
  footer?: string
  /** Other records before the end. */
  more?: Buffer[]
  comments?: string[]
}

export interface FontPlan {
  name: string
  /** Six hex digits, a place in the scheme, an indexed colour. */
  rgb?: string
  theme?: number
  indexed?: number
}

export interface BookPlan {
  sheets: SheetPlan[]
  /** Items of shared strings, as `rich` writes them. */
  strings?: Buffer[]
  fonts?: FontPlan[]
  /** Font and number format of each cell format. */
  formats?: [font: number, number: number][]
  numberFormats?: [id: number, code: string][]
  dates1904?: boolean
  /** Parts that are added, or stand in for those of the plan. */
  parts?: Record<string, Buffer | string>
  /** Content types of added parts, by name. */
  types?: Record<string, string>
}

export function sheetPart({ rows = [], header, footer, more = [] }: SheetPlan): Buffer {
  const none = long(0xffffffff)
  const headers = [header, footer].map((text) => (text === undefined ? none : wide(text)))
  return Buffer.concat([
    record(129),
    record(145),
    ...rows,
    record(146),
    ...((header ?? footer) === undefined
      ? []
      : [record(479, word(0), ...headers, none, none, none, none), record(480)]),
    ...more,
    record(130),
  ])
}

export function stringsPart(items: Buffer[]): Buffer {
  const count = long(items.length)
  return Buffer.concat([record(159, count, count), ...items.map((item) => record(19, item)), record(160)])
}

function fontRecord({ name, rgb, theme, indexed }: FontPlan): Buffer {
  const kind = rgb !== undefined ? 2 : theme !== undefined ? 3 : indexed !== undefined ? 1 : 0
  const colour = [
    byte((kind << 1) | (rgb === undefined ? 0 : 1)),
    byte(theme ?? indexed ?? 0),
    word(0),
    Buffer.from(`${rgb ?? '000000'}ff`, 'hex'),
  ]
  return record(43, word(220), word(0), word(400), word(0), Buffer.from([0, 2, 0, 0]), ...colour, byte(0), wide(name))
}

export function stylesPart({
  fonts = [{ name: 'Calibri' }],
  formats = [[0, 0]],
  numberFormats = [],
}: BookPlan): Buffer {
  const format = (parent: number, [font, number]: [number, number]) =>
    record(47, word(parent), word(number), word(font), word(0), word(0), byte(0), byte(0), word(0), word(0x3f))
  return Buffer.concat([
    record(278),
    record(615, long(numberFormats.length)),
    ...numberFormats.map(([id, code]) => record(44, word(id), wide(code))),
    record(616),
    record(611, long(fonts.length)),
    ...fonts.map(fontRecord),
    record(612),
    record(626, long(1)),
    format(0xffff, [0, 0]),
    record(627),
    record(617, long(formats.length)),
    ...formats.map((each) => format(0, each)),
    record(618),
    record(279),
  ])
}

function commentsPart(texts: string[]): Buffer {
  const comments = texts.flatMap((text, index) => [
    record(635, long(0), long(index), long(index), long(0), long(0), Buffer.alloc(16)),
    record(637, rich(text)),
    record(636),
  ])
  return Buffer.concat([
    record(628),
    record(630),
    record(632, wide('Người Mẫu')),
    record(631),
    record(633),
    ...comments,
    record(634),
    record(629),
  ])
}

function bookPart({ sheets, dates1904 }: BookPlan): Buffer {
  const bundle = sheets.map(({ name, state = 0 }, index) =>
    record(156, long(state), long(index + 1), wide(`rId${index + 1}`), wide(name)),
  )
  return Buffer.concat([
    record(131),
    record(153, long(dates1904 ? 1 : 0), long(0), wide('')),
    record(143),
    ...bundle,
    record(144),
    record(132),
  ])
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const EXCEL = 'application/vnd.ms-excel'

function relations(items: [id: string, type: string, target: string][]): string {
  const lines = items.map(([id, type, to]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${to}"/>`)
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`
}

/** Parts by name. */
export function bookParts(plan: BookPlan): Record<string, Buffer | string> {
  const sheets = plan.sheets.map((_, index) => index + 1)
  const parts: Record<string, Buffer | string> = {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.bin']]),
    'xl/workbook.bin': bookPart(plan),
    'xl/_rels/workbook.bin.rels': relations([
      ...sheets.map((n): [string, string, string] => [`rId${n}`, 'worksheet', `worksheets/sheet${n}.bin`]),
      ['rIdS', 'styles', 'styles.bin'],
      ['rIdT', 'sharedStrings', 'sharedStrings.bin'],
      ['rIdH', 'theme', 'theme/theme1.xml'],
    ]),
    'xl/styles.bin': stylesPart(plan),
    'xl/sharedStrings.bin': stringsPart(plan.strings ?? []),
  }
  for (const [index, sheet] of plan.sheets.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.bin`] = sheetPart(sheet)
    if (sheet.comments === undefined) continue
    parts[`xl/worksheets/_rels/sheet${index + 1}.bin.rels`] = relations([
      ['rId1', 'comments', `../comments${index + 1}.bin`],
    ])
    parts[`xl/comments${index + 1}.bin`] = commentsPart(sheet.comments)
  }
  return { ...parts, ...plan.parts }
}

/** Types as Excel writes them: the default of `.bin` is the workbook's. */
function contentTypes(names: string[], types: Record<string, string>): string {
  const typeOf = (name: string) =>
    types[name] ??
    (name.includes('/sheet') && name.endsWith('.bin')
      ? `${EXCEL}.worksheet`
      : /^xl\/(styles|sharedStrings|comments)\d*\.bin$/.test(name)
        ? `${EXCEL}.${/(styles|sharedStrings|comments)/.exec(name)![1]}`
        : null)
  const overrides = names.map((name) => {
    const type = typeOf(name)
    return type === null ? '' : `<Override PartName="/${name}" ContentType="${type}"/>`
  })
  return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="${EXCEL}.sheet.binary.macroEnabled.main"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
}

/** The workbook as a package. */
export function binaryBook(plan: BookPlan): Buffer {
  const parts = bookParts(plan)
  const members: MemberPlan[] = Object.entries(parts).map(([name, bytes]) => ({ name, bytes, deflated: true }))
  const types = contentTypes(Object.keys(parts), plan.types ?? {})
  return buildZip([{ name: '[Content_Types].xml', bytes: types, deflated: true }, ...members])
}
