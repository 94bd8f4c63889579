// Links of workbooks to other programs (ECMA-376 part 1, 18.14; [MS-XLSB] 2.1.7.25), in parts of XML and of binary records.
import type { ActiveContent, Reason } from '../facts.ts'
import { readPart } from './package-part.ts'
import type { Reading } from './reading.ts'
import { isRemote } from './remote.ts'
import { isBinaryPart, readRecords } from './text/biff12.ts'
import { utf16Of } from './text-charset.ts'
import type { Zip, ZipMember } from './zip.ts'

const LINK_PART = /^xl\/externallinks\/[^/]{1,60}\.(?:xml|bin)$/
const LINK_TYPE = /(?:spreadsheetml\.externallink\+xml|ms-excel\.externallink)$/
const BEGIN_SUP_BOOK = 360
const END_SUP_BOOK = 588
/** What BrtBeginSupBook begins with, the kind of the link; 0 is another workbook. */
const DDE = 1
const OLE = 2

/** A part of such a type holds a link under whatever name. `name` and `type` in lower case. */
export function isLinkPart(name: string, type: string): boolean {
  return LINK_PART.test(name) || LINK_TYPE.test(type)
}

export interface LinkDangers {
  active: ActiveContent[]
  reason: Reason | null
}

/** A DDE link names the program that Excel starts; what an OLE link fetches stands in the part's relationships. */
export function linkDangers(zip: Zip, member: ZipMember, bytes: Buffer, reading: Reading): LinkDangers {
  const { dde, ole, reason } = isBinaryPart(bytes) ? binaryLink(bytes) : xmlLink(bytes)
  const active: ActiveContent[] = []
  if (dde) active.push('launch')
  if (ole && fetches(zip, member, reading)) active.push('external-link')
  return { active, reason }
}

interface LinkKinds {
  dde: boolean
  ole: boolean
  reason: Reason | null
}

function binaryLink(bytes: Buffer): LinkKinds {
  const kinds = new Set<number>()
  const reason = readRecords(
    bytes,
    [BEGIN_SUP_BOOK, END_SUP_BOOK],
    (type, data) => {
      if (type === BEGIN_SUP_BOOK) kinds.add(data.word())
    },
    () => false,
  )
  return { dde: kinds.has(DDE), ole: kinds.has(OLE), reason }
}

function xmlLink(bytes: Buffer): LinkKinds {
  const xml = new TextDecoder(utf16Of(bytes) ?? 'latin1').decode(bytes)
  return { dde: xml.includes('ddeLink'), ole: xml.includes('oleLink'), reason: null }
}

/** Whether a relationship of the part, of whatever type, leads to another machine. */
function fetches(zip: Zip, { name }: ZipMember, reading: Reading): boolean {
  const slash = name.lastIndexOf('/') + 1
  const wanted = `${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`.toLowerCase()
  const relations = zip.members.find((each) => each.name.toLowerCase() === wanted)
  const elements = relations === undefined ? null : readPart(zip, relations, reading)
  return (elements ?? []).some(
    ({ attributes }) => attributes.TargetMode?.toLowerCase() === 'external' && isRemote(attributes.Target ?? ''),
  )
}
