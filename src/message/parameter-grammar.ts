// The grammar of parameters (RFC 2045 5.1, RFC 2231), strictly: says where programs could read different ones.
import type { GateProblemName } from '../facts.ts'

export type NoteParameter = (problem: GateProblemName) => void

const TOKEN_CHARACTER = /[!#$%&'*+\-.^_`{|}~0-9A-Za-z]/
const TOKEN = /^[!#$%&'*+\-.^_`{|}~0-9A-Za-z]+$/
/** Parameters checked of one field; ordinary composers write a handful, and parameters.ts reads as many. */
const CHECKED = 200

/** Checks `*(";" name "=" value)` from offset `from` of an unfolded value. */
export function checkParameters(value: string, from: number, note: NoteParameter): void {
  const seen = new Map<string, string>()
  let at = skipBlanks(value, from)
  for (let count = 0; at < value.length; count++) {
    if (count >= CHECKED || value[at] !== ';') {
      note(value[at] === '(' ? 'parameter-comment' : 'parameter-syntax')
      return
    }
    at = skipBlanks(value, at + 1)
    // Nothing between or behind semicolons is no parameter for anyone.
    if (at >= value.length || value[at] === ';') continue
    const end = readParameter(value, at, seen, note)
    if (end < 0) return
    at = skipBlanks(value, end)
  }
  checkSections([...seen.keys()], note)
}

/** Checks one parameter; offset after it, or -1 when nothing after it can be told any more. */
function readParameter(value: string, at: number, seen: Map<string, string>, note: NoteParameter): number {
  let nameEnd = at
  while (nameEnd < value.length && TOKEN_CHARACTER.test(value[nameEnd]!)) nameEnd++
  const equals = skipBlanks(value, nameEnd)
  if (nameEnd === at || value[equals] !== '=') {
    note(value[nameEnd] === '(' ? 'parameter-comment' : 'parameter-syntax')
    return -1
  }
  const name = value.slice(at, nameEnd).toLowerCase()
  const start = skipBlanks(value, equals + 1)
  // RFC 2045 has no blanks there; programs that do not skip them find no boundary.
  if (start !== nameEnd + 1) note(name === 'boundary' ? 'parameter-syntax' : 'parameter-unquoted')
  if (name.startsWith('boundary*')) note('boundary-syntax')
  const quoted = value[start] === '"'
  const end = quoted ? quotedEnd(value, start) : bareEnd(value, start)
  if (end < 0) {
    note('parameter-syntax')
    return -1
  }
  const text = quoted ? value.slice(start + 1, end - 1) : value.slice(start, end).trim()
  if (!quoted) checkBare(name, text, note)
  // RFC 2046 5.1.1: a boundary does not end in a blank; programs that keep it look for other delimiters.
  if (name === 'boundary' && text !== text.trimEnd()) note('boundary-syntax')
  if (seen.has(name) && seen.get(name) !== text) note('duplicate-parameter')
  seen.set(name, text)
  return end
}

/** RFC 2045 5.1: a value that is no token stands in quotes; PHP mailers and devices write names without. */
function checkBare(name: string, text: string, note: NoteParameter): void {
  if (TOKEN.test(text)) return
  if (text.includes('"') || (name === 'boundary' && /[\s(),;]/.test(text))) note('parameter-syntax')
  else if (text.includes('(') && !/^(?:file)?name/.test(name)) note('parameter-comment')
  else note('parameter-unquoted')
}

/** RFC 2231 3: sections are numbered from 0 on without a gap, each once. */
function checkSections(names: string[], note: NoteParameter): void {
  const sections = new Map<string, Set<number>>()
  for (const name of names) {
    const match = /^([^*]{1,80})\*(\d{1,9})\*?$/.exec(name)
    if (match === null) continue
    const numbers = sections.get(match[1]!) ?? new Set()
    if (numbers.has(Number(match[2]))) note('parameter-gap')
    sections.set(match[1]!, numbers.add(Number(match[2])))
  }
  for (const numbers of sections.values()) if (Math.max(...numbers) !== numbers.size - 1) note('parameter-gap')
}

/** Offset after the quoted string that opens at `at` (RFC 5322 3.2.4); -1 when it is never closed. */
function quotedEnd(value: string, at: number): number {
  for (let i = at + 1; i < value.length; i++) {
    if (value[i] === '\\') i++
    else if (value[i] === '"') return i + 1
  }
  return -1
}

function bareEnd(value: string, at: number): number {
  const semicolon = value.indexOf(';', at)
  return semicolon < 0 ? value.length : semicolon
}

function skipBlanks(value: string, at: number): number {
  let i = at
  while (value[i] === ' ' || value[i] === '\t') i++
  return i
}
