// Rich Text Format: recognised as Word does, with the objects and templates that it loads.
import type { ActiveContent } from '../facts.ts'
import { isRemote } from './ooxml.ts'
import type { KindFacts } from './reading.ts'

const OBJECT_DATA = Buffer.from('objdata')
const OBJECT_CLASS = Buffer.from('objclass')
const TEMPLATE = Buffer.from('\\template')
/** Templates that are looked at; a document has one. */
const TEMPLATES = 100
/** Escapes and control words ([MS-RTF] 2.2): a byte, a character with its substitute, a sign of the grammar, a word. */
const CONTROL = /\\(?:'([0-9a-f]{2})|u(-?\d{1,6}) ?[^\\{}]?|([\\{}])|\*|[a-z]{1,32}(?:-?\d{1,10})? ?)/gi

/** Facts of an RTF file; null when it is none. Word opens what begins with `{\rt`, after blanks. */
export function readRtf(bytes: Buffer): KindFacts | null {
  let at = 0
  while (at < 64 && (bytes[at]! <= 0x20 || bytes[at] === 0xef || bytes[at] === 0xbb || bytes[at] === 0xbf)) at++
  if (bytes.toString('latin1', at, at + 4) !== '{\\rt') return null
  const active: ActiveContent[] = []
  // Control words may be broken by line ends, but the data of an object always has its control word near.
  if (bytes.includes(OBJECT_DATA) || bytes.includes(OBJECT_CLASS)) active.push('ole-object')
  if (loadsTemplate(bytes)) active.push('external-link')
  return { kind: 'rtf', editable: true, macros: false, encrypted: false, damaged: null, active, inspected: 'full' }
}

/** Word takes the destination with and without `\*`, and line ends between the two. */
function loadsTemplate(bytes: Buffer): boolean {
  let at = bytes.indexOf(TEMPLATE)
  for (let tries = 0; at >= 0 && tries < TEMPLATES; at = bytes.indexOf(TEMPLATE, at + TEMPLATE.length), tries++) {
    const from = at + TEMPLATE.length
    const raw = bytes.toString('latin1', from, from + 2000)
    if (/^[a-z]/i.test(raw)) continue // another word that begins like it
    const target = plainText(raw).replace(/^[\s{]+/, '')
    if (isRemote(target.split('}')[0]!)) return true
  }
  return false
}

function plainText(rtf: string): string {
  const lines = rtf.replace(/[\r\n]/g, '')
  return lines.replace(CONTROL, (_all, byte?: string, character?: string, sign?: string) => {
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16))
    if (character !== undefined) return String.fromCharCode(Number(character) & 0xffff)
    return sign ?? ''
  })
}
