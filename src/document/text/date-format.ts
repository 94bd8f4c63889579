// Formats of numbers that are dates and times (ECMA-376 part 1, 18.8.30 and 18.8.31), and what of a date they show.

/** What a piece of a date is; the elapsed ones count beyond a day. */
export type DateField =
  | 'day'
  | 'weekday'
  | 'month'
  | 'year'
  | 'hour'
  | 'minute'
  | 'second'
  | 'hours'
  | 'minutes'
  | 'seconds'

/** A text, or a field with the fewest digits that it is written with, and digits of fractions of seconds. */
export type DatePiece = string | { field: DateField; width: number; fraction: number }

export type DateFormat = readonly DatePiece[]

/** Longer codes do not occur; Excel takes 255 characters. */
const CODE_LENGTH = 300

/** Digits of the fields that officials write with all of them. */
const WIDTHS: Partial<Record<DateField, number>> = { day: 2, month: 2, year: 4, hour: 2, minute: 2, second: 2 }

/** What a format code shows of a date; null when it is none of dates. Of several sections the first with a date counts. */
export function dateFormat(code: string): DateFormat | null {
  const text = code.slice(0, CODE_LENGTH)
  for (let at = 0; at < text.length; ) {
    const section = new Section(text, at)
    if (section.isDate) return inOfficialOrder(section.pieces)
    at = section.end + 1
  }
  return null
}

const LETTERS: Record<string, DateField> = { d: 'day', m: 'month', y: 'year', h: 'hour', s: 'second' }
const ELAPSED: Record<string, DateField> = { h: 'hours', m: 'minutes', s: 'seconds' }

/** One section of a format code, read once from left to right. */
class Section {
  readonly pieces: DatePiece[] = []
  /** Place of the semicolon behind it. */
  end: number
  readonly #code: string
  #hasDigits = false

  constructor(code: string, from: number) {
    this.#code = code
    this.end = from
    while (this.end < code.length && code[this.end] !== ';') this.end += this.#piece(this.end)
    setMinutes(this.pieces)
  }

  get isDate(): boolean {
    return !this.#hasDigits && this.pieces.some((piece) => typeof piece !== 'string')
  }

  /** Takes what stands at the place and gives its length. */
  #piece(at: number): number {
    const letter = this.#code[at]!
    const next = this.#code[at + 1] ?? ''
    if (letter === '"') return this.#quoted(at)
    if (letter === '[') return this.#bracketed(at)
    if (letter === '\\') this.pieces.push(next)
    // A blank as wide as a letter, a letter that fills the cell.
    else if (letter === '_') this.pieces.push(' ')
    if (letter === '\\' || letter === '_' || letter === '*') return 2
    const half = /^(?:am\/pm|a\/p)/i.exec(this.#code.slice(at, at + 5))
    if (half !== null) return half[0].length
    if (/^general/i.test(this.#code.slice(at, at + 7))) return 7
    if (Object.hasOwn(LETTERS, letter.toLowerCase())) return this.#field(at, letter.toLowerCase())
    if (letter === '.' && this.#isFraction()) return this.#fraction(at)
    if (/[0#?]/.test(letter)) this.#hasDigits = true
    this.pieces.push(letter)
    return 1
  }

  #quoted(at: number): number {
    const close = this.#code.indexOf('"', at + 1)
    const end = close < 0 ? this.#code.length : close
    this.pieces.push(this.#code.slice(at + 1, end))
    return end + 1 - at
  }

  /** Colours, conditions and languages show nothing; `[h]` counts beyond a day, `[$text-42A]` shows the text. */
  #bracketed(at: number): number {
    const close = this.#code.indexOf(']', at)
    const end = close < 0 ? this.#code.length : close
    const inside = this.#code.slice(at + 1, end).toLowerCase()
    if (/^(?:h+|m+|s+)$/.test(inside))
      this.pieces.push({ field: ELAPSED[inside[0]!]!, width: inside.length, fraction: 0 })
    const dash = inside.lastIndexOf('-')
    if (inside.startsWith('$') && dash !== 1) this.pieces.push(this.#code.slice(at + 2, dash < 0 ? end : at + 1 + dash))
    return end + 1 - at
  }

  #field(at: number, letter: string): number {
    let width = 1
    while (this.#code[at + width]?.toLowerCase() === letter) width++
    const field = letter === 'd' && width > 2 ? 'weekday' : LETTERS[letter]!
    this.pieces.push({ field, width, fraction: 0 })
    return width
  }

  #isFraction(): boolean {
    const last = this.pieces.at(-1)
    return typeof last === 'object' && (last.field === 'second' || last.field === 'seconds')
  }

  #fraction(at: number): number {
    let zeros = 0
    while (this.#code[at + 1 + zeros] === '0') zeros++
    const last = this.pieces.pop() as Exclude<DatePiece, string>
    this.pieces.push({ ...last, fraction: Math.min(zeros, 3) })
    if (zeros === 0) this.pieces.push('.')
    return 1 + zeros
  }
}

/** 18.8.31: `m` behind hours or before seconds is minutes. */
function setMinutes(pieces: DatePiece[]): void {
  const fields = pieces.filter((piece) => typeof piece !== 'string')
  for (const [index, piece] of fields.entries()) {
    if (piece.field !== 'month' || piece.width > 2) continue
    const before = fields[index - 1]?.field
    const behind = fields[index + 1]?.field
    if (before === 'hour' || before === 'hours' || behind === 'second') piece.field = 'minute'
  }
}

/** Without words of its own a date is shown as officials write it, day first, whatever the order and the signs of the format. */
function inOfficialOrder(pieces: DatePiece[]): DatePiece[] {
  if (pieces.some((piece) => typeof piece === 'string' && /\p{L}/u.test(piece))) return pieces
  const take = (fields: DateField[]) => {
    const found = fields.map((field) => pieces.find((piece) => typeof piece === 'object' && piece.field === field))
    return found
      .filter((piece) => typeof piece === 'object')
      .map((piece) => ({ ...piece, width: WIDTHS[piece.field] ?? piece.width }))
  }
  const date = between('/', take(['day', 'month', 'year']))
  const time = between(':', take(['hours', 'hour', 'minutes', 'minute', 'seconds', 'second']))
  if (date.length === 0 && time.length === 0) return take(['weekday'])
  return [...date, ...(date.length > 0 && time.length > 0 ? [' '] : []), ...time]
}

function between(sign: string, pieces: DatePiece[]): DatePiece[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [sign, piece]))
}
