// Rich Text Format: recognised as Word does, with the objects and templates that it loads.
import type { ActiveContent } from '../facts.ts'
import { isRemote } from './ooxml.ts'
import type { KindFacts } from './reading.ts'

const OBJECT_DATA = Buffer.from('objdata')
const OBJECT_CLASS = Buffer.from('objclass')
const TEMPLATE = Buffer.from('{\\*\\template')

/** Facts of an RTF file; null when it is none. Word opens what begins with `{\rt`, after blanks. */
export function readRtf(bytes: Buffer): KindFacts | null {
  let at = 0
  while (at < 64 && (bytes[at]! <= 0x20 || bytes[at] === 0xef || bytes[at] === 0xbb || bytes[at] === 0xbf)) at++
  if (bytes.toString('latin1', at, at + 4) !== '{\\rt') return null
  const active: ActiveContent[] = []
  // Control words may be broken by line ends, but the data of an object always has its control word near.
  if (bytes.includes(OBJECT_DATA) || bytes.includes(OBJECT_CLASS)) active.push('ole-object')
  const template = bytes.indexOf(TEMPLATE)
  if (template >= 0) {
    const target = bytes.toString('latin1', template + TEMPLATE.length, template + TEMPLATE.length + 500).split('}')[0]!
    if (isRemote(target.trim())) active.push('external-link')
  }
  return { kind: 'rtf', editable: true, macros: false, encrypted: false, damaged: null, active, inspected: 'full' }
}
