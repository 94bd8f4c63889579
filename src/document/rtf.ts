// Rich Text Format: recognised as Word does, with the objects, fields and templates that it loads.
import type { ActiveContent } from '../facts.ts'
import { FIELD_BEGIN, fieldDangers } from './field-codes.ts'
import type { KindFacts } from './reading.ts'
import { isRemote } from './remote.ts'

const OBJECT_MARKS = ['objdata', 'objclass', 'objautlink', 'objupdate'].map((each) => Buffer.from(each))
const TEMPLATE = Buffer.from('\\template')
const FIELD = Buffer.from('fldinst')
/** Templates that are looked at; a document has one. */
const TEMPLATES = 100
/** Fields that are looked at: every link and page number is one. */
const FIELDS = 5000
const CODE_LIMIT = 2000
/** Escapes and control words ([MS-RTF] 2.2): a byte, a character with its substitute, a sign of the grammar, a word. */
const CONTROL = /\\(?:'([0-9a-f]{2})|u(-?\d{1,6}) ?[^\\{}]?|([\\{}])|\*|[a-z]{1,32}(?:-?\d{1,10})? ?)/gi

/** Facts of an RTF file; null when it is none. Word opens what begins with `{\rt`, after blanks. */
export function readRtf(bytes: Buffer): KindFacts | null {
  let at = 0
  while (at < 64 && (bytes[at]! <= 0x20 || bytes[at] === 0xef || bytes[at] === 0xbb || bytes[at] === 0xbf)) at++
  if (bytes.toString('latin1', at, at + 4) !== '{\\rt') return null
  const active = new Set<ActiveContent>()
  // Control words may be broken by line ends, but the data of an object always has its control word near.
  if (OBJECT_MARKS.some((mark) => bytes.includes(mark))) active.add('ole-object')
  if (loadsTemplate(bytes)) active.add('external-link')
  for (const danger of fieldDangers(fieldsOf(bytes))) active.add(danger)
  return {
    kind: 'rtf',
    editable: true,
    macros: false,
    encrypted: false,
    damaged: null,
    active: [...active],
    inspected: 'full',
  }
}

/** Word takes the destination with and without `\*`, and line ends between the two. */
function loadsTemplate(bytes: Buffer): boolean {
  for (const raw of behind(bytes, TEMPLATE, TEMPLATES)) {
    if (/^[a-z]/i.test(raw)) continue // another word that begins like it
    const target = plainText(raw).replace(/^[\s{]+/, '')
    if (isRemote(target.split('}')[0]!)) return true
  }
  return false
}

/** Field codes as text, each behind the sign of its beginning; groups and control words inside of them are left out. */
function fieldsOf(bytes: Buffer): string {
  let text = ''
  for (const raw of behind(bytes, FIELD, FIELDS)) {
    text += FIELD_BEGIN + plainText(raw.replace(/(^|[^\\])[{}]/g, '$1')).trimStart()
  }
  return text
}

/** What stands behind each place of a control word. */
function* behind(bytes: Buffer, word: Buffer, limit: number): Generator<string> {
  let at = bytes.indexOf(word)
  for (let found = 0; at >= 0 && found < limit; found++) {
    const from = at + word.length
    const next = bytes.indexOf(word, from)
    yield bytes.toString('latin1', from, next < 0 ? from + CODE_LIMIT : Math.min(next, from + CODE_LIMIT))
    at = next
  }
}

function plainText(rtf: string): string {
  const lines = rtf.replace(/[\r\n]/g, '')
  return lines.replace(CONTROL, (_all, byte?: string, character?: string, sign?: string) => {
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16))
    if (character !== undefined) return String.fromCharCode(Number(character) & 0xffff)
    return sign ?? ''
  })
}
