// Fields in the text parts of Word packages and links of workbooks to other programs (ECMA-376 part 1, 17.16 and 18.14).
import type { ActiveContent, Reason } from '../facts.ts'
import { FIELD_BEGIN, fieldDangers } from './field-codes.ts'
import { partBytes } from './package-part.ts'
import type { Reading } from './reading.ts'
import { isLinkPart, type LinkDangers, linkDangers } from './workbook-links.ts'
import type { Zip, ZipMember } from './zip.ts'

const LINKS_READ = 500
const TEXT_PART = /^word\/(?:glossary\/)?(?:document|header|footer|footnotes|endnotes|comments)[^/]{0,20}\.xml$/
/** Types of text parts; a part of such a type has fields under whatever name. */
const TEXT_TYPE =
  /wordprocessingml\.(?:document|template|header|footer|footnotes|endnotes|comments)|ms-word\..{1,40}main\+xml/
const MARKS = ['instrText', 'fldSimple'].map((each) => Buffer.from(each))
/** A field's beginning or end, the attribute of a simple field, a piece of a field code. */
const PIECES =
  /fldCharType\s{0,9}=\s{0,9}["'](begin|separate|end)|:instr\s{0,9}=\s{0,9}(?:"([^"<]{0,2000})"|'([^'<]{0,2000})')|instrText(?:\s[^<>]{0,200})?>([^<]{0,2000})/g

const NO_DANGERS: LinkDangers = { active: [], reason: null }

export interface PartDangers {
  active: Set<ActiveContent>
  /** Why a part was not looked through. */
  reasons: Set<Reason>
}

/** What fields and links do in parts of the package. `typeOf` gives a member's content type. */
export function fieldsOfParts(zip: Zip, typeOf: (member: ZipMember) => string, reading: Reading): PartDangers {
  const found: PartDangers = { active: new Set(), reasons: new Set() }
  let links = 0
  for (const member of zip.members) {
    const name = member.name.toLowerCase()
    if (TEXT_PART.test(name) || TEXT_TYPE.test(typeOf(member))) {
      const bytes = partOf(zip, member, reading, found)
      if (bytes === null || !MARKS.some((mark) => bytes.includes(mark))) continue
      for (const danger of fieldDangers(fieldTexts(bytes.toString('utf8')))) found.active.add(danger)
    } else if (isLinkPart(name, typeOf(member)) && links++ < LINKS_READ) {
      const bytes = partOf(zip, member, reading, found)
      const { active, reason } = bytes === null ? NO_DANGERS : linkDangers(zip, member, bytes, reading)
      for (const danger of active) found.active.add(danger)
      if (reason !== null) found.reasons.add(reason)
    }
  }
  return found
}

function partOf(zip: Zip, member: ZipMember, reading: Reading, found: PartDangers): Buffer | null {
  if (member.encrypted) return null
  const bytes = partBytes(zip, member, reading)
  if (typeof bytes !== 'string') return bytes
  found.reasons.add(bytes)
  return null
}

/** Field codes one behind the other, pieces joined as Word joins them; works on WordML and flat packages too. */
export function fieldTexts(xml: string): string {
  let text = FIELD_BEGIN // pieces without a beginning are taken for a field too
  for (const [, edge, simple, single, piece] of xml.matchAll(PIECES)) {
    if (edge !== undefined) text += edge === 'begin' ? FIELD_BEGIN : edge === 'separate' ? '\x14' : '\x15'
    else if (piece !== undefined) text += unescaped(piece)
    else text += `${FIELD_BEGIN}${unescaped(simple ?? single ?? '')}\x15`
  }
  return text
}

const NAMED: Record<string, string> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(quot|apos|amp|lt|gt));/gi, (_all, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name.toLowerCase()]!
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
