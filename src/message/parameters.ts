// Parameters of Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2231), read in every way mail programs read them.
import { isUtf8 } from 'node:buffer'
import { decodeCharset } from './charset.ts'

/** One reading of a parameter: `filename*0*=utf-8''a` has name `filename*0*`. One that is read in two ways stands twice. */
export interface Parameter {
  name: string
  /** Without quotes; each byte one character. */
  value: string
}

/** Parameters read of one field; what ordinary composers write is a handful. */
export const PARAMETERS_READ = 200

/**
 * All parameters of a field value, duplicates too. Semicolons are not relied on: `attachment filename=a.exe` and a value
 * that begins with `filename=` name a file for some mail programs. Comments (RFC 5322 3.2.2) stand between, unread.
 */
export function parseParameters(value: string): Parameter[] {
  const found: Parameter[] = []
  let comments = true
  for (let at = 0; at < value.length && found.length < PARAMETERS_READ; ) {
    const code = value.charCodeAt(at)
    if (code === 0x28 && comments) {
      const end = commentEnd(value, at)
      // One that is never closed is read as text, so that nothing hides behind it, and so is what looks like one after it.
      comments = end > 0
      at = Math.max(at + 1, end)
    } else if (code === 0x22) {
      at = quoted(value, at).end
    } else if (isTokenCharacter(code)) {
      const end = tokenEnd(value, at)
      const equals = skipBlanks(value, end)
      if (value[equals] !== '=') {
        at = end
        continue
      }
      const read = parameterValue(value, skipBlanks(value, equals + 1))
      const name = value.slice(at, end).toLowerCase()
      for (const text of new Set([read.text, read.other])) found.push({ name, value: text })
      at = read.end
    } else {
      at++
    }
  }
  return found
}

/** A value and how other programs read it; the same where they agree. */
interface Value {
  text: string
  other: string
  end: number
}

function parameterValue(value: string, at: number): Value {
  if (value[at] === '"') return quoted(value, at)
  const semicolon = value.indexOf(';', at)
  const end = semicolon < 0 ? value.length : semicolon
  const text = value.slice(at, end).trim()
  // RFC 2045 5.1 lets comments stand between tokens; some programs take them for a part of the value.
  return { text, other: withoutComments(text), end }
}

/** RFC 5322 3.2.4; an open quote runs to the end. */
function quoted(value: string, at: number): Value {
  let text = ''
  let other = ''
  let i = at + 1
  for (; i < value.length && value[i] !== '"'; i++) {
    if (value[i] === '\\' && i + 1 < value.length) {
      i++
      // A backslash escapes any character; for some only quotes and itself, since it is part of a Windows path otherwise.
      if (value[i] !== '"' && value[i] !== '\\') text += '\\'
    }
    text += value[i]
    other += value[i]
  }
  return { text, other, end: i + 1 }
}

function withoutComments(text: string): string {
  const pieces: string[] = []
  let from = 0
  for (let open = text.indexOf('('); open >= 0; open = text.indexOf('(', from)) {
    const end = commentEnd(text, open)
    if (end < 0) break
    pieces.push(text.slice(from, open))
    from = end
  }
  return [...pieces, text.slice(from)].join('').trim()
}

/** Offset after the comment that opens at `at`; -1 when it is never closed. */
export function commentEnd(value: string, at: number): number {
  let open = 0
  for (let i = at; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '(') open++
    else if (value[i] === ')' && --open === 0) return i + 1
  }
  return -1
}

function isTokenCharacter(code: number): boolean {
  return code > 0x20 && code !== 0x7f && !'()<>@,;:\\"/[]?='.includes(String.fromCharCode(code))
}

function tokenEnd(value: string, at: number): number {
  let end = at
  while (end < value.length && isTokenCharacter(value.charCodeAt(end))) end++
  return end
}

function skipBlanks(value: string, at: number): number {
  let i = at
  while (value[i] === ' ' || value[i] === '\t') i++
  return i
}

interface Segment {
  index: number
  encoded: boolean
  value: string
}

/**
 * Every reading of the parameter `base` in its RFC 2231 forms: `base*=` and `base*0=`, `base*1*=` ... joined in order.
 * Where an index stands twice some take the first and some the last, and where one is missing some stop before it.
 */
export function extendedValues(parameters: Parameter[], base: string): string[] {
  const whole = parameters.filter(({ name }) => name === `${base}*`).map(({ value }) => decodeExtended(value))
  const all: Segment[] = []
  const first = new Map<number, Segment>()
  const last = new Map<number, Segment>()
  for (const { name, value } of parameters) {
    const match = name.startsWith(`${base}*`) ? /^(\d{1,4})(\*?)$/.exec(name.slice(base.length + 1)) : null
    if (match === null) continue
    const segment = { index: Number(match[1]), encoded: match[2] === '*', value }
    all.push(segment)
    if (!first.has(segment.index)) first.set(segment.index, segment)
    last.set(segment.index, segment)
  }
  const orders = [first, last].map((each) => [...each.values()].sort(byIndex))
  const readings = [all.sort(byIndex), ...orders].flatMap((segments) => [segments, beforeGap(segments)])
  return [...new Set([...whole, ...readings.filter(({ length }) => length > 0).map(decodeSegments)])]
}

function byIndex(a: Segment, b: Segment): number {
  return a.index - b.index
}

function beforeGap(segments: Segment[]): Segment[] {
  const gap = segments.findIndex(({ index }, i) => i > 0 && index > segments[i - 1]!.index + 1)
  return gap < 0 ? [] : segments.slice(0, gap)
}

function decodeSegments(segments: Segment[]): string {
  const first = segments[0]!
  const { charset, text } = first.encoded ? splitCharset(first.value) : { charset: '', text: first.value }
  const joined = segments.map((each, i) => {
    const value = i === 0 ? text : each.value
    return each.encoded ? percentDecode(value) : Buffer.from(value, 'latin1')
  })
  return decodeBytes(Buffer.concat(joined), charset)
}

function decodeExtended(value: string): string {
  const { charset, text } = splitCharset(value)
  return decodeBytes(percentDecode(text), charset)
}

/** RFC 2231 4: `charset'language'text`. */
function splitCharset(value: string): { charset: string; text: string } {
  const first = value.indexOf("'")
  const second = first < 0 ? -1 : value.indexOf("'", first + 1)
  if (second < 0) return { charset: '', text: value }
  return { charset: value.slice(0, first), text: value.slice(second + 1) }
}

/** Bytes of a text in which `%2E` stands for a byte. */
export function percentDecode(text: string): Buffer {
  const out = Buffer.allocUnsafe(text.length)
  let to = 0
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? text.slice(i + 1, i + 3) : ''
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      out[to++] = Number.parseInt(hex, 16)
      i += 2
    } else {
      out[to++] = text.charCodeAt(i) & 0xff
    }
  }
  return out.subarray(0, to)
}

/** Header bytes as text: by charset where one is given, else UTF-8 where they are that, else the code page of Vietnam. */
export function decodeBytes(bytes: Buffer, charset: string): string {
  if (charset !== '') return decodeCharset(bytes, charset).text
  return decodeCharset(bytes, isUtf8(bytes) ? 'utf-8' : 'windows-1258').text
}
