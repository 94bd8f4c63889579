// OpenDocument packages (OASIS ODF 1.3 part 2): kind by mimetype entry, macros by their folders, encryption by manifest.

import { readPart } from './package-part.ts'
import type { KindFacts, Reading } from './reading.ts'
import { readMember, type Zip } from './zip.ts'

const PREFIX = 'application/vnd.oasis.opendocument.'
const KINDS = new Map([
  ['text', 'odt'],
  ['text-template', 'ott'],
  ['text-master', 'odm'],
  ['spreadsheet', 'ods'],
  ['spreadsheet-template', 'ots'],
  ['presentation', 'odp'],
  ['presentation-template', 'otp'],
  ['graphics', 'odg'],
  ['graphics-template', 'otg'],
  ['chart', 'odc'],
  ['formula', 'odf'],
  ['image', 'odi'],
  ['base', 'odb'],
  ['database', 'odb'],
])
const EDITABLE = new Set(['odt', 'ott', 'odm', 'ods', 'ots', 'odp', 'otp'])

/** Facts of an ODF package; null when the archive is none. */
export function readOdf(zip: Zip, reading: Reading): KindFacts | null {
  const manifest = zip.members.find(({ name }) => name === 'META-INF/manifest.xml')
  const elements = manifest === undefined ? null : readPart(zip, manifest, reading)
  const type =
    mimeType(zip, reading) ??
    elements?.find(({ attributes }) => attributes['full-path'] === '/')?.attributes['media-type']
  if (!type?.startsWith(PREFIX)) return null
  const kind = KINDS.get(type.slice(PREFIX.length)) ?? 'odf'
  // ODF 1.3 part 2, 3.4: each encrypted part has encryption-data in the manifest.
  const encrypted = elements?.some(({ name }) => name === 'encryption-data') ?? false
  const macros =
    zip.members.some(({ name, directory }) => !directory && isModule(name)) ||
    (!encrypted && handlesEvents(zip, reading))
  // A part `Object 1` that is no folder is a foreign OLE object; folders are ODF of their own.
  const objects = zip.members.some(({ name }) => /^Object \d{1,6}$/.test(name))
  const damaged = elements === null || zip.damaged
  const facts: KindFacts = {
    kind,
    editable: EDITABLE.has(kind),
    macros,
    encrypted,
    damaged,
    active: [...(macros ? (['macro'] as const) : []), ...(objects ? (['ole-object'] as const) : [])],
  }
  if (encrypted) return { ...facts, inspected: 'none', reasons: ['encrypted'] }
  return damaged ? { ...facts, inspected: 'partial', reasons: ['damaged'] } : { ...facts, inspected: 'full' }
}

/** A module of a Basic library or a script; LibreOffice writes empty library lists (script-lb.xml) too. */
function isModule(name: string): boolean {
  return /^(?:basic\/[^/]{1,200}\/(?!script-lb\.xml$|dialog-lb\.xml$)|scripts\/)[^/]/i.test(name)
}

/** What ties an event to a program (ODF 1.3 part 3, 14.4.2 and 19.907); slides tie theirs with an element of their own. */
const HANDLERS = ['<script:event-listener', 'vnd.sun.star.script:']

function handlesEvents(zip: Zip, reading: Reading): boolean {
  for (const member of zip.members) {
    if (!/^(?:content|styles)\.xml$/.test(member.name)) continue
    const bytes = readMember(zip, member, reading)
    if (typeof bytes !== 'string' && HANDLERS.some((mark) => bytes.includes(mark))) return true
  }
  return false
}

function mimeType(zip: Zip, reading: Reading): string | null {
  const member = zip.members.find(({ name }) => name === 'mimetype')
  if (member === undefined || member.size > 200) return null
  const bytes = readMember(zip, member, reading)
  return typeof bytes === 'string' ? null : bytes.toString('latin1').trim().toLowerCase()
}
