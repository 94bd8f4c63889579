// Tokens of PDF syntax (ISO 32000-2 7.2, 7.3), in one pass over the bytes and in linear time.
import type { Budget } from './budget.ts'
import { PdfError, type PdfName, type PdfReal, type PdfString } from './objects.ts'

export interface Keyword {
  readonly type: 'keyword'
  readonly word: string
}

/** A delimiter, a keyword or a value that is one token; integers are plain numbers, null is the end. */
export type Token = '[' | ']' | '<<' | '>>' | Keyword | PdfName | PdfString | PdfReal | number | null

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

const ESCAPES = new Map([...'nrtbf'].map((letter, index) => [letter.charCodeAt(0), [10, 13, 9, 8, 12][index]!]))
/** Longest keyword that is kept; the syntax has none as long. */
const WORD_LIMIT = 32
const DIGITS_LIMIT = 15
/** Every 2 to this power bytes of a long token count as a token more. */
const LONG_TOKEN = 5

export class Lexer {
  readonly bytes: Buffer
  /** Offset of the next byte to read. */
  at: number
  readonly #end: number
  readonly #budget: Budget
  /** Whether the bytes are the file itself, so that strings know where they stand. */
  readonly #isFile: boolean

  constructor(bytes: Buffer, at: number, budget: Budget, { end = bytes.length, isFile = true } = {}) {
    this.bytes = bytes
    this.at = at
    this.#end = Math.min(end, bytes.length)
    this.#budget = budget
    this.#isFile = isFile
  }

  /** The next token, white space and comments skipped. Throws on a byte that begins no token. */
  next(): Token {
    const from = this.at
    const token = this.#token()
    this.#budget.tokens(1 + ((this.at - from) >> LONG_TOKEN))
    return token
  }

  #token(): Token {
    this.skipWhite()
    if (this.at >= this.#end) return null
    const byte = this.bytes[this.at]!
    if (CLASSES[byte] === REGULAR) return this.#regular()
    const two = this.bytes[this.at + 1]
    if (byte === 0x2f) return this.#name()
    if (byte === 0x28) return this.#literal()
    if (byte === 0x3c) return two === 0x3c ? this.#step(2, '<<') : this.#hex()
    if (byte === 0x3e && two === 0x3e) return this.#step(2, '>>')
    if (byte === 0x5b) return this.#step(1, '[')
    if (byte === 0x5d) return this.#step(1, ']')
    throw new PdfError('damaged', `stray delimiter at ${this.at}`)
  }

  /** Skips white space and comments (7.2.3, 7.2.4). */
  skipWhite(): void {
    while (this.at < this.#end) {
      const byte = this.bytes[this.at]!
      if (byte === 0x25) this.#comment()
      else if (CLASSES[byte] === WHITE) this.at++
      else return
    }
  }

  #comment(): void {
    while (this.at < this.#end && this.bytes[this.at] !== 0x0a && this.bytes[this.at] !== 0x0d) this.at++
  }

  #step<T>(size: number, token: T): T {
    this.at += size
    return token
  }

  #regular(): Token {
    const start = this.at
    while (this.at < this.#end && CLASSES[this.bytes[this.at]!] === REGULAR) this.at++
    const first = this.bytes[start]!
    const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e
    if (numeric) return this.#number(start)
    return { type: 'keyword', word: this.bytes.toString('latin1', start, Math.min(this.at, start + WORD_LIMIT)) }
  }

  /** 7.3.3. What is no integer becomes a real, malformed ones too: readers take them for different numbers. */
  #number(start: number): number | PdfReal {
    let value = 0
    let from = start
    const sign = this.bytes[start] === 0x2d ? -1 : 1
    if (this.bytes[start] === 0x2d || this.bytes[start] === 0x2b) from++
    for (let index = from; index < this.at; index++) {
      const digit = this.bytes[index]! - 0x30
      if (digit < 0 || digit > 9 || index - from >= DIGITS_LIMIT) return this.#real(start)
      value = value * 10 + digit
    }
    return this.at === from ? this.#real(start) : sign * value || 0
  }

  #real(start: number): PdfReal {
    const value = Number(this.bytes.toString('latin1', start, Math.min(this.at, start + WORD_LIMIT)))
    return { type: 'real', value: Number.isFinite(value) ? value : 0 }
  }

  #name(): PdfName {
    const start = ++this.at
    let escaped = false
    while (this.at < this.#end && CLASSES[this.bytes[this.at]!] === REGULAR) {
      if (this.bytes[this.at] === 0x23) escaped = true
      this.at++
    }
    if (!escaped) return { type: 'name', name: this.bytes.toString('latin1', start, this.at) }
    return { type: 'name', name: this.#unescapeName(start) }
  }

  /** #xx in names (7.3.5); a # without two hex digits stays as it is. */
  #unescapeName(start: number): string {
    const out: number[] = []
    for (let index = start; index < this.at; index++) {
      const byte = this.bytes[index]!
      const high = index + 2 < this.at ? HEX[this.bytes[index + 1]!]! : -1
      const low = index + 2 < this.at ? HEX[this.bytes[index + 2]!]! : -1
      if (byte === 0x23 && high >= 0 && low >= 0) {
        out.push(high * 16 + low)
        index += 2
      } else out.push(byte)
    }
    return Buffer.from(out).toString('latin1')
  }

  /** Hexadecimal string (7.3.4.3): white space is ignored and an odd last digit gets a 0. */
  #hex(): PdfString {
    const start = this.at++
    const close = this.bytes.indexOf(0x3e, this.at)
    if (close < 0 || close >= this.#end) throw new PdfError('damaged', `hex string at ${start} without end`)
    const bytes = Buffer.allocUnsafe((close - start) >> 1)
    let digits = 0
    for (; this.at < close; this.at++) {
      const byte = this.bytes[this.at]!
      const digit = HEX[byte]!
      if (digit >= 0) {
        if (digits % 2 === 0) bytes[digits >> 1] = digit << 4
        else bytes[digits >> 1]! |= digit
        digits++
      } else if (CLASSES[byte] !== WHITE) throw new PdfError('damaged', `no hex digit at ${this.at}`)
    }
    this.at = close + 1
    return this.#string(bytes.subarray(0, (digits + 1) >> 1), true, start)
  }

  /** Literal string (7.3.4.2): balanced parentheses. It is decoded only when it holds escapes or CR. */
  #literal(): PdfString {
    const start = this.at
    let plain = true
    let depth = 0
    for (; this.at < this.#end; this.at++) {
      const byte = this.bytes[this.at]!
      if (byte === 0x28) depth++
      else if (byte === 0x29) {
        if (--depth === 0) break
      } else if (byte === 0x5c || byte === 0x0d) {
        plain = false
        if (byte === 0x5c) this.at++
      }
    }
    if (this.at >= this.#end) throw new PdfError('damaged', `string at ${start} without end`)
    const body = this.bytes.subarray(start + 1, this.at++)
    return this.#string(plain ? body : unescapeLiteral(body), false, start)
  }

  #string(bytes: Buffer, hex: boolean, start: number): PdfString {
    return { type: 'string', bytes, hex, start: this.#isFile ? start : -1, end: this.#isFile ? this.at : -1 }
  }
}

/** Escapes, and line ends as LF (table 3). */
export function unescapeLiteral(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length)
  let size = 0
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!
    const code = byte === 0x5c ? (body[++at] ?? 0x0a) : byte
    if (code === 0x0d && body[at + 1] === 0x0a) at++
    if (byte !== 0x5c) out[size++] = byte === 0x0d ? 0x0a : byte
    else if (code >= 0x30 && code <= 0x37) {
      let value = code - 0x30
      for (let more = 0; more < 2 && (body[at + 1]! & 0xf8) === 0x30; more++) value = value * 8 + body[++at]! - 0x30
      out[size++] = value & 0xff
    } else if (code !== 0x0d && code !== 0x0a) out[size++] = ESCAPES.get(code) ?? code
  }
  return out.subarray(0, size)
}
