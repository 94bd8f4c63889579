// Parameters of Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2231), read in every way mail programs read them.
import { isUtf8 } from 'node:buffer'
import { decodeCharset } from './charset.ts'

/** One parameter as it is written: `filename*0*=utf-8''a` has name `filename*0*`. */
export interface Parameter {
  name: string
  /** Without quotes; each byte one character. */
  value: string
}

const PARAMETERS_READ = 200
const SEGMENTS_READ = 500

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
      found.push({ name: value.slice(at, end).toLowerCase(), value: read.text })
      at = read.end
    } else {
      at++
    }
  }
  return found
}

function parameterValue(value: string, at: number): { text: string; end: number } {
  if (value[at] === '"') return quoted(value, at)
  const semicolon = value.indexOf(';', at)
  const end = semicolon < 0 ? value.length : semicolon
  return { text: value.slice(at, end).trim(), end }
}

/** RFC 5322 3.2.4; an open quote runs to the end. */
function quoted(value: string, at: number): { text: string; end: number } {
  let text = ''
  for (let i = at + 1; i < value.length; i++) {
    if (value[i] === '"') return { text, end: i + 1 }
    // A backslash escapes quotes and itself; before anything else it is part of a Windows path.
    if (value[i] === '\\' && (value[i + 1] === '"' || value[i + 1] === '\\')) i++
    text += value[i]
  }
  return { text, end: value.length }
}

/** Offset after the comment that opens at `at`; -1 when it is never closed. */
function commentEnd(value: string, at: number): number {
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

/** Every reading of the parameter `base` in its RFC 2231 forms: `base*=` and `base*0=`, `base*1*=` ... joined in order. */
export function extendedValues(parameters: Parameter[], base: string): string[] {
  const whole = parameters.filter(({ name }) => name === `${base}*`).map(({ value }) => decodeExtended(value))
  const segments: { index: number; encoded: boolean; value: string }[] = []
  for (const { name, value } of parameters) {
    const match = name.startsWith(`${base}*`) ? /^(\d{1,4})(\*?)$/.exec(name.slice(base.length + 1)) : null
    if (match && segments.length < SEGMENTS_READ) {
      segments.push({ index: Number(match[1]), encoded: match[2] === '*', value })
    }
  }
  if (segments.length === 0) return whole
  segments.sort((a, b) => a.index - b.index)
  return [...whole, decodeSegments(segments)]
}

function decodeSegments(segments: { encoded: boolean; value: string }[]): string {
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
