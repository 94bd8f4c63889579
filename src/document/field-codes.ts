// Fields of Word documents that start a program or fetch what is elsewhere, in the texts of doc, docx, RTF and WordML.
import type { ActiveContent } from '../facts.ts'
import { isRemote } from './remote.ts'

/** Stands before each field code in the texts that are given here (Word's own sign, [MS-DOC] 2.8.25). */
export const FIELD_BEGIN = '\x13'
/** Signs of begin, separator and end. */
const MARKS = /[\x13-\x15]/
const CODE_LIMIT = 1000
/** Fields looked at in one document; a long table of contents has some thousands. */
const FIELDS = 20_000
const DDE = /^["\s]{0,20}DDE(?:AUTO)?(?![a-z])/i
/** Fields that take in what their first argument names. */
const FETCHING = /^\s{0,20}(?:INCLUDETEXT|INCLUDE|LINK|IMPORT|DATABASE|RD)\s/i
const PICTURE = /^\s{0,20}INCLUDEPICTURE\s/i
/** `QUOTE 68 68 69`: words as numbers of their characters, by which `DDE` is kept out of sight. */
const QUOTED = /QUOTE((?:\s{1,10}\d{1,5}){1,60})/gi
/** Words in quotes, with doubled backslashes as fields have them, and words without. */
const ARGUMENT = /"([^"]{1,600})"|(\S{1,600})/g

/** What the fields of a text do; each field begins with FIELD_BEGIN. */
export function fieldDangers(text: string): Set<ActiveContent> {
  const found = new Set<ActiveContent>()
  let at = text.indexOf(FIELD_BEGIN)
  for (let read = 0; at >= 0 && read < FIELDS; at = text.indexOf(FIELD_BEGIN, at + 1), read++) {
    const code = text.slice(at + 1, at + 1 + CODE_LIMIT)
    const own = code.split(MARKS, 1)[0]!
    // A field may put the name of another together: what stands inside of it counts as its text too.
    const whole = own.trim() === '' ? unquoted(code.replace(/[\x13-\x15]/g, '')) : unquoted(own)
    if (DDE.test(whole)) found.add('launch')
    if (fetches(whole)) found.add('external-link')
  }
  return found
}

function unquoted(code: string): string {
  return code.replace(QUOTED, (_all, numbers: string) =>
    numbers
      .trim()
      .split(/\s+/)
      .map((each) => String.fromCharCode(Number(each)))
      .join(''),
  )
}

function fetches(code: string): boolean {
  const picture = PICTURE.test(code)
  if (!picture && !FETCHING.test(code)) return false
  for (const [, quoted, bare] of code.slice(code.search(/\S/) + 4).matchAll(ARGUMENT)) {
    const target = (quoted ?? bare!).replaceAll('\\\\', '\\')
    // Word writes this field, with an address of the web, for every picture that is pasted from a browser.
    if (picture && /^https?:/i.test(target)) continue
    if (target.length > 3 && isRemote(target)) return true
  }
  return false
}
