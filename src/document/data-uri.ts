// Files written into pages: `data:` addresses (RFC 2397) that are no pictures, and literals of scripts that build a file.
import type { Reason } from '../facts.ts'
import { hasScript } from './page-script.ts'
import { isFont, isPicture, startsAsFile } from './picture-magic.ts'

/** A file found in a text. */
export interface Embedded {
  /** Media type in lower case, without parameters; '' for a literal of a script. */
  mime: string
  /** Name under which it would be saved; null when none is given. */
  name: string | null
  /** Its bytes, or why there are none. */
  bytes: Buffer | Reason
}

/** What may still be spent on decoded bytes; a Reading is one. */
export interface Budget {
  inflatedLeft: number
}

/** Files given of one text; pages with more are uninspectable. */
export const EMBEDDED_MOST = 100
/** Addresses looked at in one text: pictures cost only their first bytes. */
const ADDRESSES = 20_000
/** Browsers take tabs and line ends out of an address (URL Standard 4.4). */
const SCHEME = /d[\t\r\n]*a[\t\r\n]*t[\t\r\n]*a[\t\r\n]*:/gi
const HEAD_LIMIT = 300
const PROBE = 96
/** A reference to a sign of ASCII, in which addresses are written; letters of Vietnamese have higher numbers. */
export const ASCII_REFERENCE =
  /&(?:#(?:x0*[0-7]?[0-9a-f](?![0-9a-f])|0*(?:1[01]\d|12[0-7]|\d{1,2})(?!\d))|colon|comma|semi|sol|equals|plus|tab|newline|[lr]par)/i
/** Character references (HTML 13.5) that can stand for a sign of an address. */
const REFERENCE =
  /&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,9}))|(colon|comma|semi|sol|equals|plus|Tab|NewLine|amp|lpar|rpar));?/g
const NAMED: Record<string, string> = {
  colon: ':',
  comma: ',',
  semi: ';',
  sol: '/',
  equals: '=',
  plus: '+',
  Tab: '\t',
  NewLine: '\n',
  amp: '&',
  lpar: '(',
  rpar: ')',
}

/** Files in the `data:` addresses and script literals of a page or a style sheet. Linear; decoded bytes are spent from the budget. */
export function findEmbedded(source: string, budget: Budget): Embedded[] {
  const text = ASCII_REFERENCE.test(source) ? source.replace(REFERENCE, decodeReference) : source
  const found: Embedded[] = []
  findAddresses(text, budget, found)
  if (/<[^>]{0,40}script|javascript:|\son[a-z]{3,30}\s*=/i.test(text)) findLiterals(text, budget, found)
  return found
}

function decodeReference(_: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name]!
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

function findAddresses(text: string, budget: Budget, found: Embedded[]): void {
  SCHEME.lastIndex = 0
  let count = 0
  for (let match = SCHEME.exec(text); match !== null; match = SCHEME.exec(text)) {
    const at = SCHEME.lastIndex
    const head = headAt(text, at)
    if (head === null) continue
    if (found.length >= EMBEDDED_MOST || ++count > ADDRESSES) {
      found.push({ mime: '', name: null, bytes: 'count-limit' })
      return
    }
    const end = dataEnd(text, head.data, text[match.index - 1] ?? '', head.base64)
    SCHEME.lastIndex = end
    const address = { ...head, text, start: head.data, end }
    if (isHarmless(address)) continue
    const name = head.name ?? downloadName(text, match.index, end)
    found.push({ mime: head.mime, name, bytes: decode(address, budget) })
  }
}

interface Head {
  mime: string
  name: string | null
  base64: boolean
  /** Offset of the data. */
  data: number
}

interface Address extends Head {
  text: string
  start: number
  end: number
}

/** Media type and parameters up to the comma; null for words that only look like the scheme. */
function headAt(text: string, at: number): Head | null {
  const comma = text.slice(at, at + HEAD_LIMIT).indexOf(',')
  if (comma < 0) return null
  const raw = unescapePercent(text.slice(at, at + comma)).replace(/[\t\r\n]/g, '')
  if (!/^\s*(?:[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100})?\s*(?:;|$)/.test(raw)) return null
  const [mime = '', ...parameters] = raw.split(';').map((each) => each.trim())
  const named = parameters.find((each) => /^(?:file)?name=/i.test(each))
  const name = named === undefined ? null : named.slice(named.indexOf('=') + 1).replace(/^"|"$/g, '')
  const base64 = parameters.some((each) => each.toLowerCase() === 'base64')
  return { mime: mime.toLowerCase() || 'text/plain', name: name === '' ? null : name, base64, data: at + comma + 1 }
}

const NOT_BASE64 = /[^A-Za-z0-9+/=_%\s-]/g

/** Offset after the data: its quote, a bracket, a blank; base64 ends with its alphabet as well. */
function dataEnd(text: string, from: number, before: string, base64: boolean): number {
  if (before === '"' || before === "'") {
    const quote = text.indexOf(before, from)
    const end = quote < 0 ? text.length : quote
    if (!base64) return end
  }
  const stop = base64
    ? before === '"' || before === "'"
      ? NOT_BASE64
      : /[^A-Za-z0-9+/=_%-]/g
    : before === '('
      ? /\)/g
      : /[\s"'<>)\\]/g
  stop.lastIndex = from
  return stop.exec(text)?.index ?? text.length
}

/** Pictures that are such by their first bytes, fonts, SVG without a program: what ordinary mail carries. */
function isHarmless(address: Address): boolean {
  const { mime, base64, text, start, end } = address
  if (start === end) return true
  const font = mime.startsWith('font/') || mime.startsWith('application/font') || mime.startsWith('application/x-font')
  if (mime === 'image/svg+xml') {
    const svg = (base64 ? fromBase64(text.slice(start, end)) : fromPercent(text.slice(start, end))).toString('latin1')
    return /<svg[\s>]/i.test(svg) && !hasScript(svg) && !/data:(?!image\/(?:png|jpe?g|gif|webp))/i.test(svg)
  }
  if (!font && !mime.startsWith('image/')) return mime === 'text/plain' && !base64
  const probe = text.slice(start, Math.min(end, start + PROBE * 3))
  const bytes = base64 ? fromBase64(probe) : fromPercent(probe)
  return font ? isFont(bytes) : isPicture(bytes)
}

function decode({ text, start, end, base64 }: Address, budget: Budget): Buffer | Reason {
  const size = base64 ? Math.ceil(((end - start) * 3) / 4) : end - start
  if (size > budget.inflatedLeft) return 'size-limit'
  budget.inflatedLeft -= size
  const raw = text.slice(start, end)
  return base64 ? fromBase64(raw) : fromPercent(raw)
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text.includes('%') ? unescapePercent(text) : text, 'base64')
}

function unescapePercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Bytes of percent-encoded text; other characters as UTF-8. */
function fromPercent(text: string): Buffer {
  const out = Buffer.allocUnsafe(Buffer.byteLength(text))
  let to = 0
  const escaped = /%([0-9a-f]{2})/gi
  let at = 0
  for (let match = escaped.exec(text); match !== null; match = escaped.exec(text)) {
    to += out.write(text.slice(at, match.index), to, 'utf8')
    out[to++] = Number.parseInt(match[1]!, 16)
    at = escaped.lastIndex
  }
  to += out.write(text.slice(at), to, 'utf8')
  return out.subarray(0, to)
}

const NEAR = 1000

/** The `download` attribute of the tag that the address stands in. */
function downloadName(text: string, from: number, to: number): string | null {
  const before = text.slice(Math.max(0, from - NEAR), from)
  const after = text.slice(to, to + NEAR)
  const tag = `${before.slice(before.lastIndexOf('<') + 1)} ${after.slice(0, after.indexOf('>') + 1 || NEAR)}`
  const value = /[\s"']download\s*=\s*(?:"([^"]{1,300})"|'([^']{1,300})'|([^\s"'<>]{1,300}))/i.exec(tag)
  return value === null ? null : (value[1] ?? value[2] ?? value[3] ?? null)
}

/** Shortest literals that are decoded: a file of some use is longer. */
const BASE64_LITERAL = /[A-Za-z0-9+/]{120,}={0,2}/g
const HEX_LITERAL = /(?:\\x[0-9a-fA-F]{2}){40,}/g
const ARRAY_LITERAL = /\[\s*(?:0x[0-9a-fA-F]{1,2}|\d{1,3})(?:\s*,\s*(?:0x[0-9a-fA-F]{1,2}|\d{1,3})){39,}/g

/** Literals of a program that, decoded, begin as files do (HTML smuggling). */
function findLiterals(text: string, budget: Budget, found: Embedded[]): void {
  const kinds: [RegExp, (literal: string) => Buffer][] = [
    [BASE64_LITERAL, (literal) => Buffer.from(literal, 'base64')],
    [HEX_LITERAL, (literal) => Buffer.from(literal.replaceAll('\\x', ''), 'hex')],
    [ARRAY_LITERAL, (literal) => Buffer.from(literal.slice(1).split(',', literal.length).map(Number))],
  ]
  for (const [pattern, decoded] of kinds) {
    for (const { 0: literal } of text.matchAll(pattern)) {
      if (found.length >= EMBEDDED_MOST) return
      if (literal.length > budget.inflatedLeft) return void found.push({ mime: '', name: null, bytes: 'size-limit' })
      if (!startsAsFile(decoded(literal.slice(0, 600)))) continue
      budget.inflatedLeft -= literal.length
      found.push({ mime: '', name: null, bytes: decoded(literal) })
    }
  }
}
