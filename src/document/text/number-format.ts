// Formats of numbers (ECMA-376 part 1, 18.8.30 and 18.8.31): which of their sections shows a value, and what is shown of it.
import { type DateFormat, dateFormat } from './date-format.ts'
import { type NumberSection, readSection } from './number-section.ts'
import { shownDate } from './serial-date.ts'

/** What a cell shows of a value, and whether the value is part of it. */
export interface Shown {
  text: string
  hasValue: boolean
}

/** Longer codes do not occur; Excel takes 255 characters. */
const CODE_LENGTH = 300
const SECTIONS = 4
const FORMATS_KEPT = 2000

/** Built-in formats by their number, 14 and 22 in the form of the country. */
const BUILT_IN: Record<number, string> = {
  ...{ 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 11: '0.00E+00', 12: '# ?/?', 13: '# ??/??' },
  ...{ 14: 'dd/mm/yyyy', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm AM/PM', 19: 'h:mm:ss AM/PM' },
  ...{ 20: 'h:mm', 21: 'h:mm:ss', 22: 'dd/mm/yyyy h:mm', 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0' },
  ...{ 37: '#,##0;(#,##0)', 38: '#,##0;(#,##0)', 39: '#,##0.00;(#,##0.00)', 40: '#,##0.00;(#,##0.00)' },
  ...{ 41: '#,##0;(#,##0);"-"', 43: '#,##0.00;(#,##0.00);"-"', 48: '##0.0E+0' },
}

interface Part {
  section: NumberSection
  date: DateFormat | null
}

export class NumberFormat {
  readonly #numbers: Part[]
  readonly #text: NumberSection | null
  readonly #hasConditions: boolean

  constructor(code: string) {
    const parts = partsOf(code.slice(0, CODE_LENGTH))
    const last = parts.at(-1)!
    const isText = parts.length === SECTIONS || (last.section.isText && last.date === null)
    this.#text = isText ? last.section : null
    this.#numbers = isText ? parts.slice(0, -1) : parts
    this.#hasConditions = this.#numbers.some(({ section }) => section.condition !== null)
  }

  /** Shows values as they are. */
  get isGeneral(): boolean {
    const [only] = this.#numbers
    if (this.#text !== null) return only === undefined && this.#text.isBare
    return this.#numbers.length === 1 && only!.section.isBare
  }

  /** The first section with a date. */
  get date(): DateFormat | null {
    return this.#numbers.find(({ date }) => date !== null)?.date ?? null
  }

  /** What is shown of a number; `written` is how its file writes it. */
  shown(value: number, written: string, dates1904: boolean): Shown {
    const asItIs = { text: written, hasValue: true }
    if (!Number.isFinite(value)) return asItIs
    if (this.#numbers.length === 0) return { text: (this.#text?.around(written) ?? [written]).join(''), hasValue: true }
    const index = this.#indexFor(value)
    const part = this.#numbers[index]
    if (part === undefined) return asItIs
    const { section, date } = part
    if (date !== null) return { ...asItIs, text: shownDate(value, date, dates1904) ?? written }
    const text = section.shown(Math.abs(value), written)
    const isNegative = value < 0 && section.showsValue && !this.#isForNegatives(index) && /[1-9]/.test(text)
    return { text: isNegative ? `-${text}` : text, hasValue: section.showsValue }
  }

  /** Section of a number; -1 when none of the conditions holds. */
  #indexFor(value: number): number {
    for (let index = 0; index < this.#numbers.length; index++) if (this.#isFor(value, index)) return index
    return -1
  }

  #isFor(value: number, index: number): boolean {
    const condition = this.#numbers[index]!.section.condition
    const count = this.#numbers.length
    if (condition !== null) return holds(value, condition.sign, condition.limit)
    if (index === count - 1) return true
    if (index === 0) return count === 2 ? value >= 0 : value > 0
    return value < 0
  }

  /** Such a section writes its own sign. */
  #isForNegatives(index: number): boolean {
    const condition = this.#numbers[index]!.section.condition
    if (condition !== null) return condition.sign.startsWith('<') && condition.limit <= 0
    return index === 1 && !this.#hasConditions
  }

  /** What is shown of a text: words before it, the text itself or nothing of it, words behind it. */
  around(text: string): [before: string, text: string, behind: string] {
    return this.#text === null ? ['', text, ''] : this.#text.around(text)
  }
}

function partsOf(code: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at <= code.length && parts.length < SECTIONS; ) {
    const { section, end } = readSection(code, at)
    parts.push({ section, date: dateFormat(code.slice(at, end)) })
    at = end + 1
  }
  return parts
}

function holds(value: number, sign: string, limit: number): boolean {
  switch (sign) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '=':
      return value === limit
    default:
      return value !== limit
  }
}

/** The format of a code; null when it shows values as they are. */
export function numberFormat(code: string): NumberFormat | null {
  const format = new NumberFormat(code)
  return format.isGeneral ? null : format
}

const builtIn = new Map(Object.entries(BUILT_IN).map(([id, code]) => [Number(id), numberFormat(code)]))

/** The formats of one workbook by their number. */
export class NumberFormats {
  readonly #formats = new Map<number, NumberFormat | null>()

  add(id: number, code: string): void {
    if (this.#formats.size < FORMATS_KEPT) this.#formats.set(id, numberFormat(code))
  }

  of(id: number): NumberFormat | null {
    const known = this.#formats.get(id)
    return known === undefined ? (builtIn.get(id) ?? null) : known
  }
}
