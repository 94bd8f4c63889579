// Tokens of content streams and CMaps (ISO 32000-2 7.8.2), fast and as lenient as viewers: it skips what is no token and never throws for it.
import { unescapeLiteral } from '../lexer.ts'
import type { PdfArray, PdfDict, PdfName, PdfString, PdfValue } from '../objects.ts'
import { PdfError } from '../objects.ts'

/** A word that is no value: an operator of a content stream or a CMap. */
export class Operator {
  readonly word: string
  constructor(word: string) {
    this.word = word
  }
}

/** What is left to spend on tokens, shared by all streams of one document. */
export interface TokenBudget {
  tokens: number
}

const REGULAR = 0
const WHITE = 1
const DELIMITER = 2
const CLASSES = new Uint8Array(256)
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) CLASSES[byte] = WHITE
for (const byte of Buffer.from('()<>[]{}/%')) CLASSES[byte] = DELIMITER
const HEX = new Int8Array(256).fill(-1)
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Arrays and dictionaries within each other; operands of real files have two levels. */
const DEPTH = 32
/** Items of one array: a TJ of a whole line has some hundred. */
const ITEMS = 100_000
/** Longest word and name that are kept. */
const WORD = 200
/** Operators of up to three letters, made once. */
const operators = new Map<number, Operator>()
const LITERALS = new Map<string, PdfValue>([
  ['true', true],
  ['false', false],
  ['null', null],
])
const MARKS = { '[': new Operator('['), ']': new Operator(']'), '<<': new Operator('<<'), '>>': new Operator('>>') }
/** Bytes behind the EI of an inline image that must look like operators again. */
const AFTER_IMAGE = 16

export class Scanner {
  readonly bytes: Buffer
  at = 0
  readonly #budget: TokenBudget
  /** No end of an inline image was found, so there is none further on. */
  #noImageEnd = false

  constructor(bytes: Buffer, budget: TokenBudget) {
    this.bytes = bytes
    this.#budget = budget
  }

  /** The next operand or operator; undefined at the end. Throws a PdfError past the budget only. */
  next(): PdfValue | Operator | undefined {
    const token = this.#token()
    return token === MARKS['['] || token === MARKS['<<'] ? this.#nested(token) : token
  }

  /** The array or dictionary that was just opened. A closing mark that fits nothing closes all the same. */
  #nested(first: Operator): PdfValue {
    const stack: { isArray: boolean; items: PdfValue[] }[] = [{ isArray: first === MARKS['['], items: [] }]
    for (;;) {
      const token = this.#token()
      const top = stack[stack.length - 1]!
      if (token === MARKS['['] || token === MARKS['<<']) {
        if (stack.length >= DEPTH) throw new PdfError('depth-limit', 'operands nested too deep')
        stack.push({ isArray: token === MARKS['['], items: [] })
      } else if (token === undefined || token === MARKS[']'] || token === MARKS['>>']) {
        stack.pop()
        const value = top.isArray ? ({ type: 'array', items: top.items } satisfies PdfArray) : dictionary(top.items)
        if (stack.length === 0) return value
        stack[stack.length - 1]!.items.push(value)
      } else if (!(token instanceof Operator)) {
        if (top.items.length >= ITEMS) throw new PdfError('count-limit', 'too many operands')
        top.items.push(token)
      }
    }
  }

  #token(): PdfValue | Operator | undefined {
    const { bytes } = this
    for (;;) {
      this.#skipWhite()
      if (this.at >= bytes.length) return undefined
      if (--this.#budget.tokens < 0) throw new PdfError('count-limit', 'too many operators')
      const byte = bytes[this.at]!
      if (CLASSES[byte] === REGULAR) return this.#regular(byte)
      if (byte === 0x2f) return this.#name()
      if (byte === 0x28) return this.#literal()
      const two = bytes[this.at + 1]
      if (byte === 0x3c) {
        if (two !== 0x3c) return this.#hex()
        this.at += 2
        return MARKS['<<']
      }
      this.at++
      if (byte === 0x5b) return MARKS['[']
      if (byte === 0x5d) return MARKS[']']
      if (byte === 0x3e && two === 0x3e) {
        this.at++
        return MARKS['>>']
      }
      // A stray delimiter: viewers skip it.
    }
  }

  #skipWhite(): void {
    const { bytes } = this
    while (this.at < bytes.length) {
      const byte = bytes[this.at]!
      if (CLASSES[byte] === WHITE) this.at++
      else if (byte !== 0x25) return
      else while (this.at < bytes.length && bytes[this.at] !== 0x0a && bytes[this.at] !== 0x0d) this.at++
    }
  }

  #regular(first: number): PdfValue | Operator {
    const start = this.at
    if ((first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2e || first === 0x2b) return this.#number()
    let key = 0
    while (this.at < this.bytes.length && CLASSES[this.bytes[this.at]!] === REGULAR) {
      key = key * 256 + this.bytes[this.at]!
      this.at++
    }
    if (this.at - start > 3) return this.#word(start)
    const known = operators.get(key)
    if (known) return known
    const made = new Operator(this.bytes.toString('latin1', start, this.at))
    if (operators.size < 1000) operators.set(key, made)
    return made
  }

  #word(start: number): PdfValue | Operator {
    const word = this.bytes.toString('latin1', start, Math.min(this.at, start + WORD))
    return LITERALS.has(word) ? LITERALS.get(word)! : new Operator(word)
  }

  /** 7.3.3; what follows the digits up to the next delimiter is dropped, as in `1.2-3`. */
  #number(): number {
    const { bytes } = this
    let sign = 1
    let value = 0
    let scale = 0
    for (; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at]!
      if (byte >= 0x30 && byte <= 0x39) {
        if (scale === 0) value = value * 10 + byte - 0x30
        else {
          value += (byte - 0x30) * scale
          scale /= 10
        }
      } else if (byte === 0x2e && scale === 0) scale = 0.1
      else if (byte === 0x2d) {
        if (value !== 0 || scale !== 0) break
        sign = -1
      } else if (byte !== 0x2b) break
    }
    while (this.at < bytes.length && CLASSES[bytes[this.at]!] === REGULAR && !isLetter(bytes[this.at]!)) this.at++
    return sign * Math.min(value, Number.MAX_SAFE_INTEGER)
  }

  #name(): PdfName {
    const start = ++this.at
    while (this.at < this.bytes.length && CLASSES[this.bytes[this.at]!] === REGULAR) this.at++
    const name = this.bytes.toString('latin1', start, Math.min(this.at, start + WORD))
    if (!name.includes('#')) return { type: 'name', name }
    const code = (_all: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))
    return { type: 'name', name: name.replace(/#([0-9A-Fa-f]{2})/g, code) }
  }

  /** What is no hex digit is skipped; without its end it reaches to the end of the stream. */
  #hex(): PdfString {
    const found = this.bytes.indexOf(0x3e, this.at)
    const close = found < 0 ? this.bytes.length : found
    const out = Buffer.allocUnsafe((close - this.at) >> 1)
    let digits = 0
    for (let at = this.at + 1; at < close; at++) {
      const digit = HEX[this.bytes[at]!]!
      if (digit < 0) continue
      if (digits % 2 === 0) out[digits >> 1] = digit << 4
      else out[digits >> 1]! |= digit
      digits++
    }
    this.at = close + 1
    const size = (digits + 1) >> 1
    return string(size === out.length ? out : out.subarray(0, size))
  }

  #literal(): PdfString {
    const start = ++this.at
    let plain = true
    let depth = 1
    for (; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at]!
      if (byte === 0x28) depth++
      else if (byte === 0x29) {
        if (--depth === 0) break
      } else if (byte === 0x5c || byte === 0x0d) {
        plain = false
        if (byte === 0x5c) this.at++
      }
    }
    const body = this.bytes.subarray(start, this.at++)
    return string(plain ? body : unescapeLiteral(body))
  }

  /** Behind ID: skips the bytes of an inline image (8.9.7). They end at an EI that operators follow. */
  skipImage(): void {
    const { bytes } = this
    if (this.#noImageEnd) return
    for (let at = bytes.indexOf('EI', this.at, 'latin1'); at >= 0; at = bytes.indexOf('EI', at + 1, 'latin1')) {
      const before = CLASSES[bytes[at - 1]!] === WHITE
      if (before && (at + 2 >= bytes.length || CLASSES[bytes[at + 2]!] === WHITE) && this.#looksLikeOperators(at + 2)) {
        this.at = at + 2
        return
      }
    }
    this.#noImageEnd = true
  }

  #looksLikeOperators(from: number): boolean {
    for (let at = from; at < Math.min(this.bytes.length, from + AFTER_IMAGE); at++) {
      const byte = this.bytes[at]!
      if (byte > 0x7e || (byte < 0x20 && CLASSES[byte] !== WHITE)) return false
    }
    return true
  }
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
}

function string(bytes: Buffer): PdfString {
  return { type: 'string', bytes, hex: false, start: -1, end: -1 }
}

function dictionary(items: PdfValue[]): PdfDict {
  const entries = new Map<string, PdfValue>()
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index]
    if (typeof key === 'object' && key?.type === 'name') entries.set(key.name, items[index + 1]!)
  }
  return { type: 'dict', entries, shadowed: [] }
}
