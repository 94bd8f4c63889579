// One section of a number format (ECMA-376 part 1, 18.8.31): its literal text, its digits, the condition that it is for.

type Kind = 'text' | 'digit' | 'point' | 'comma' | 'exponent' | 'slash' | 'general' | 'value'

interface Piece {
  kind: Kind
  text: string
}

export interface Condition {
  sign: string
  limit: number
}

const CONDITION = /^(<=|>=|<>|<|>|=)\s{0,9}(-?\d{1,20}(?:\.\d{1,20})?)$/
const SIGNS: Record<string, Kind> = {
  ...{ '0': 'digit', '#': 'digit', '?': 'digit' },
  ...{ '.': 'point', ',': 'comma', '/': 'slash', '@': 'value' },
}
/** Pieces in whose place a value is shown. */
const OF_VALUES = new Set<Kind>(['digit', 'general', 'value'])
/** Below it the product of a number and a power of ten is wrong by less than what is taken for the middle of two digits. */
const EXACT = 1e11
const NEAR_HALF = 1e-4
/** Digits of numbers that may be written with an exponent. */
const LONG = 2
const LETTER = /\p{L}/u

/** Reads the section that begins at a place; `end` is that of the semicolon behind it. */
export function readSection(code: string, from: number): { section: NumberSection; end: number } {
  const reader = new SectionReader(code, from)
  return { section: new NumberSection(reader.pieces, reader.condition), end: reader.end }
}

class SectionReader {
  readonly pieces: Piece[] = []
  condition: Condition | null = null
  end: number
  readonly #code: string

  constructor(code: string, from: number) {
    this.#code = code
    this.end = from
    while (this.end < code.length && code[this.end] !== ';') this.end += this.#piece(this.end)
    this.end = Math.min(this.end, code.length)
  }

  /** Takes what stands at the place and gives its length. */
  #piece(at: number): number {
    const letter = this.#code[at]!
    const next = this.#code[at + 1] ?? ''
    if (letter === '"') return this.#quoted(at)
    if (letter === '[') return this.#bracketed(at)
    if (letter === '\\') return this.#add('text', next, 2)
    // A blank as wide as a letter, a letter that fills the cell.
    if (letter === '_') return this.#add('text', ' ', 2)
    if (letter === '*') return 2
    if (/[eE]/.test(letter) && /[+-]/.test(next)) return this.#add('exponent', '', 2)
    if (/^general/i.test(this.#code.slice(at, at + 7))) return this.#add('general', '', 7)
    return this.#add(SIGNS[letter] ?? 'text', letter, 1)
  }

  #add(kind: Kind, text: string, length: number): number {
    const last = this.pieces.at(-1)
    if (kind === 'text' && last?.kind === 'text') last.text += text
    else this.pieces.push({ kind, text })
    return length
  }

  #quoted(at: number): number {
    const close = this.#code.indexOf('"', at + 1)
    const end = close < 0 ? this.#code.length : close
    return this.#add('text', this.#code.slice(at + 1, end), end + 1 - at)
  }

  /** Colours and languages show nothing; a currency is any text between `$` and the language. */
  #bracketed(at: number): number {
    const close = this.#code.indexOf(']', at)
    const end = close < 0 ? this.#code.length : close
    const inside = this.#code.slice(at + 1, end)
    const condition = CONDITION.exec(inside)
    if (condition !== null) this.condition = { sign: condition[1]!, limit: Number(condition[2]) }
    if (inside.startsWith('$')) {
      const dash = inside.lastIndexOf('-')
      this.#add('text', inside.slice(1, dash < 0 ? undefined : dash), 0)
    }
    return end + 1 - at
  }
}

export class NumberSection {
  readonly condition: Condition | null
  /** Stands for texts. */
  readonly isText: boolean
  /** Shows the value, not only words. */
  readonly showsValue: boolean
  /** Is `General` or `@` alone. */
  readonly isBare: boolean
  readonly #pieces: readonly Piece[]
  readonly #before: string
  readonly #behind: string
  /** The same where digits stand between them. */
  readonly #trimmed: readonly [before: string, behind: string]
  readonly #hasPoint: boolean
  readonly #decimals: number = 0
  readonly #leastDecimals: number = 0
  readonly #leastWhole: number = 0
  readonly #isGrouped: boolean = false
  /** Powers of ten by which it shows more, as percent, or less, as thousands. */
  readonly #shift: number = 0
  readonly #layout: 'digits' | 'mixed' | 'other'

  constructor(pieces: Piece[], condition: Condition | null) {
    this.#pieces = pieces
    this.condition = condition
    const places = [...pieces.keys()].filter((index) => OF_VALUES.has(pieces[index]!.kind))
    const first = places[0] ?? pieces.length
    const last = places.at(-1) ?? pieces.length
    this.isText = pieces.some(({ kind }) => kind === 'value')
    this.showsValue = places.length > 0
    this.isBare = pieces.length === 1 && this.showsValue && pieces[0]!.kind !== 'digit'
    const edge = pieces[first - 1]?.kind === 'point' ? first - 1 : first
    this.#before = textOf(pieces.slice(0, edge))
    this.#behind = textOf(pieces.slice(last + 1))
    this.#trimmed = [this.#before.trimStart(), this.#behind.trimEnd()]
    this.#hasPoint = pieces.some(({ kind }) => kind === 'point')
    const inside = pieces.slice(edge, last + 1)
    this.#layout = layoutOf(inside, pieces.slice(last + 1))
    if (this.#layout === 'other') return
    const point = inside.findIndex(({ kind }) => kind === 'point')
    const whole = digitsOf(point < 0 ? inside : inside.slice(0, point))
    const decimals = point < 0 ? '' : digitsOf(inside.slice(point))
    this.#decimals = decimals.length
    this.#leastDecimals = decimals.lastIndexOf('0') + 1
    this.#leastWhole = whole.includes('0') ? whole.length - whole.indexOf('0') : 0
    const wholeEnd = places.findLast((index) => point < 0 || index < edge + point) ?? edge
    const thousands = pieces.slice(wholeEnd).filter(({ kind }) => kind === 'comma').length
    this.#isGrouped = pieces.slice(edge, wholeEnd).some(({ kind }) => kind === 'comma')
    const percents = (this.#before + this.#behind).split('%').length - 1
    this.#shift = this.#decimals + 2 * percents - 3 * thousands
  }

  /** A text around which the section has words of its own. */
  around(text: string): [before: string, text: string, behind: string] {
    return [this.#before, this.showsValue ? text : '', this.#behind]
  }

  /** A number that is not below zero; `written` is how its file writes it. Blanks at its ends are left out. */
  shown(value: number, written: string): string {
    if (!this.showsValue) return this.#before.trim()
    const digits = this.#layout === 'other' ? null : this.#rounded(value)
    if (digits === null) return this.#withWritten(written.replace(/^-/, '')).trim()
    const end = digits.length - this.#decimals
    const whole = digits[0] === '0' && end === 1 ? '' : digits.slice(0, end)
    const decimals = this.#hasPoint ? this.#shownDecimals(digits.slice(end)) : ''
    if (this.#layout === 'mixed') return this.#mixed(whole, decimals).trim()
    const padded = whole.length < this.#leastWhole ? whole.padStart(this.#leastWhole, '0') : whole
    const [before, behind] = this.#trimmed
    return before + (this.#isGrouped && padded.length > 3 ? grouped(padded) : padded) + decimals + behind
  }

  /** All digits without a point; null for numbers that are too large to be written out. */
  #rounded(value: number): string | null {
    const moved = value * 10 ** this.#shift
    const isNearHalf = moved >= EXACT || Math.abs((moved % 1) - 0.5) < NEAR_HALF
    const digits = String(Math.round(isNearHalf ? byDigits(value, this.#shift, moved) : moved))
    if (digits.length > LONG && !/^\d+$/.test(digits)) return null
    return digits.length > this.#decimals ? digits : digits.padStart(this.#decimals + 1, '0')
  }

  #shownDecimals(digits: string): string {
    let length = digits.length
    while (length > this.#leastDecimals && digits[length - 1] === '0') length--
    return length > 0 || this.#decimals === 0 ? `.${digits.slice(0, length)}` : ''
  }

  /** Words between the digits, as of telephone numbers: filled from the right, what is left over stands first. */
  #mixed(whole: string, decimals: string): string {
    const point = this.#pieces.findIndex(({ kind }) => kind === 'point')
    const end = point < 0 ? this.#pieces.length : point
    const parts: string[] = []
    let left = whole
    let places = digitsOf(this.#pieces.slice(0, end)).length
    for (let index = end - 1; index >= 0; index--) {
      const { kind, text } = this.#pieces[index]!
      if (kind === 'text') parts.push(text)
      if (kind !== 'digit') continue
      const taken = --places === 0 ? left : left.slice(-1)
      parts.push(taken === '' && text === '0' ? '0' : taken)
      left = left.slice(0, left.length - taken.length)
    }
    return `${parts.reverse().join('')}${decimals}${textOf(this.#pieces.slice(end))}`
  }

  /** Fractions, powers, `General`: the number as it is, among the words. */
  #withWritten(written: string): string {
    let isTold = false
    return this.#pieces
      .map(({ kind, text }) => {
        if (kind === 'text') return !isTold || LETTER.test(text) || this.isText ? text : ''
        if (isTold || !OF_VALUES.has(kind)) return ''
        isTold = true
        return written
      })
      .join('')
  }
}

function layoutOf(inside: readonly Piece[], behind: readonly Piece[]): 'digits' | 'mixed' | 'other' {
  const kinds = new Set(inside.map(({ kind }) => kind))
  if (kinds.has('exponent') || kinds.has('slash') || kinds.has('general') || kinds.has('value')) return 'other'
  if (behind[0]?.kind === 'slash' && /^\d/.test(behind[1]?.text ?? '')) return 'other'
  if (inside.filter(({ kind }) => kind === 'point').length > 1) return 'other'
  return kinds.has('text') ? 'mixed' : 'digits'
}

/** The product by its decimal digits: as in programs, 1.005 is 1.01, which its binary ones are not. */
function byDigits(value: number, shift: number, product: number): number {
  const plain = String(value)
  return plain.includes('e') ? product : Number(`${plain}e${shift}`)
}

function digitsOf(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === 'digit' ? text : '')).join('')
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === 'text' || kind === 'slash' ? text : '')).join('')
}

function grouped(digits: string): string {
  const first = digits.length % 3 || 3
  let text = digits.slice(0, first)
  for (let at = first; at < digits.length; at += 3) text += `,${digits.slice(at, at + 3)}`
  return text
}
