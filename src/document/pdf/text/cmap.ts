// CMaps: character codes to CIDs and to Unicode (ISO 32000-2 9.7.5, 9.10.3; Adobe TN 5014 and 5411).
import { as, nameOf, type PdfString, type PdfValue } from '../objects.ts'
import { Operator, Scanner, type TokenBudget } from './scan.ts'

/** Codes of so many bytes stand between these two. */
interface CodeSpace {
  bytes: number
  low: number
  high: number
}

/** What a run of codes stands for: the first one's value, counted up; a list gives one value for each. */
interface Range {
  low: number
  high: number
  value: number | string | readonly string[]
}

/** Entries of one CMap: as many as there are two-byte codes. */
const ENTRIES = 70_000
const OPERANDS = 100_000
/** Longest text of one code in UTF-16 bytes (a ligature with marks has some ten). */
const TEXT_BYTES = 64

export class CMap {
  readonly spaces: CodeSpace[] = []
  vertical = false
  readonly #ranges: Range[] = []
  #sorted = true

  add(range: Range): void {
    if (this.#ranges.length >= ENTRIES || range.high < range.low) return
    this.#ranges.push(range)
    this.#sorted = false
  }

  /** The range that holds the code; of several the one that begins last. */
  #find(code: number): Range | null {
    if (!this.#sorted) this.#ranges.sort((a, b) => a.low - b.low)
    this.#sorted = true
    let [from, to] = [0, this.#ranges.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#ranges[middle]!.low <= code) from = middle + 1
      else to = middle
    }
    const range = this.#ranges[from - 1]
    return range !== undefined && code <= range.high ? range : null
  }

  cid(code: number): number | null {
    const range = this.#find(code)
    return typeof range?.value === 'number' ? range.value + code - range.low : null
  }

  text(code: number): string | null {
    const range = this.#find(code)
    if (range === null || typeof range.value === 'number') return null
    if (typeof range.value !== 'string') return range.value[code - range.low] ?? null
    return code === range.low ? range.value : counted(range.value, code - range.low)
  }

  /** Length of the code that begins there (9.7.6.3): the first code space that takes its bytes, else the shortest. */
  codeLength(bytes: Buffer, at: number): number {
    let code = 0
    for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
      code = code * 256 + bytes[at + length - 1]!
      if (this.spaces.some((space) => space.bytes === length && within(space, code))) return length
    }
    return Math.min(...this.spaces.map((space) => space.bytes), bytes.length - at)
  }
}

/** Every byte of a code is within the range of its own place. */
function within({ bytes, low, high }: CodeSpace, code: number): boolean {
  for (let shift = 0; shift < bytes; shift++) {
    const byte = Math.floor(code / 256 ** shift) % 256
    if (byte < Math.floor(low / 256 ** shift) % 256 || byte > Math.floor(high / 256 ** shift) % 256) return false
  }
  return true
}

/** The text whose last character is so many further on. */
function counted(text: string, steps: number): string {
  const last = text.codePointAt(text.length - 1)! >= 0xdc00 && text.length > 1 ? text.length - 2 : text.length - 1
  const code = text.codePointAt(last)! + steps
  return code <= 0x10ffff ? text.slice(0, last) + String.fromCodePoint(code) : ''
}

/** Reads an embedded CMap as far as it goes. */
export function readCMap(bytes: Buffer, budget: TokenBudget): CMap {
  const map = new CMap()
  const scanner = new Scanner(bytes, budget)
  let operands: PdfValue[] = []
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
    if (!(token instanceof Operator)) {
      if (operands.length < OPERANDS) operands.push(token)
      continue
    }
    execute(map, token.word, operands)
    operands = []
  }
  return map
}

function execute(map: CMap, word: string, operands: PdfValue[]): void {
  if (word === 'endcodespacerange') spaces(map, operands)
  else if (word === 'endbfchar') {
    for (let at = 0; at + 1 < operands.length; at += 2) single(map, operands[at]!, textOf(operands[at + 1]!))
  } else if (word === 'endcidchar') {
    for (let at = 0; at + 1 < operands.length; at += 2) single(map, operands[at]!, numberOf(operands[at + 1]!))
  } else if (word === 'endbfrange' || word === 'endcidrange') {
    for (let at = 0; at + 2 < operands.length; at += 3) range(map, operands[at]!, operands[at + 1]!, operands[at + 2]!)
  } else if (word === 'def' && nameOf(operands[0]) === 'WMode') map.vertical = operands[1] === 1
}

function spaces(map: CMap, operands: PdfValue[]): void {
  for (let at = 0; at + 1 < operands.length && map.spaces.length < 100; at += 2) {
    const [low, high] = [as('string', operands[at]), as('string', operands[at + 1])]
    if (low === null || high === null || high.bytes.length === 0 || high.bytes.length > 4) continue
    map.spaces.push({ bytes: high.bytes.length, low: codeOf(low), high: codeOf(high) })
  }
}

function single(map: CMap, operand: PdfValue, value: number | string | null): void {
  const source = as('string', operand)
  if (source !== null && value !== null) map.add({ low: codeOf(source), high: codeOf(source), value })
}

function range(map: CMap, from: PdfValue, to: PdfValue, target: PdfValue): void {
  const [low, high] = [as('string', from), as('string', to)]
  if (low === null || high === null) return
  const list = as('array', target)?.items.map((item) => textOf(item) ?? '')
  const value = list ?? textOf(target) ?? numberOf(target)
  if (value !== null) map.add({ low: codeOf(low), high: codeOf(high), value })
}

function codeOf({ bytes }: PdfString): number {
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, Math.min(bytes.length, 4))
}

/** UTF-16BE; one byte alone is taken as its code. */
function textOf(value: PdfValue): string | null {
  const bytes = as('string', value)?.bytes
  if (!bytes || bytes.length === 0) return null
  if (bytes.length === 1) return String.fromCharCode(bytes[0]!)
  const even = Buffer.from(bytes.subarray(0, Math.min(bytes.length & ~1, TEXT_BYTES)))
  return even.swap16().toString('utf16le')
}

function numberOf(value: PdfValue): number | null {
  return typeof value === 'number' ? value : null
}
