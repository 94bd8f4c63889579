// Which leaves are words that a mail program shows, and of what type it takes them to be.
import { looksTextual } from '../document/text-kind.ts'
import type { ReadingContext } from '../facts.ts'
import { compose } from '../language/text.ts'
import type { Place } from '../verdict.ts'
import { readBodyText } from './body-text.ts'
import { readCalendar } from './calendar.ts'
import { decodeCharset } from './charset.ts'
import type { Collected } from './collected.ts'
import { valuesOf } from './fields.ts'
import type { Part } from './split.ts'

/** Text types that mail programs hand to another program instead of showing them. */
const NOT_SHOWN = new Set(['text/calendar', 'text/vcard', 'text/x-vcard', 'text/directory', 'text/csv'])
const BYTES_PER_CHARACTER = 4

/** The type of a part; what is no type at all is text/plain (RFC 2045 5.2). */
export function typeOf(part: Part): string {
  return part.type.includes('/') ? part.type : 'text/plain'
}

/** Reports of mail systems, whose fields mail programs show as they stand (RFC 3464, RFC 8098, RFC 5965). */
const REPORTS = /^message\/(?:[a-z-]{1,40}-status|disposition-notification|feedback-report)$/

/** The type as which a mail program shows the part as words; null when it does not. */
export function shownType(part: Part, named: boolean, bytes: Buffer): string | null {
  if (isDigestMember(part)) return null
  const type = typeOf(part)
  const attached = part.disposition === 'attachment' && named
  if (type.startsWith('text/') && !NOT_SHOWN.has(type)) return attached ? null : type
  if (type === 'application/xhtml+xml') return part.disposition === 'attachment' ? null : type
  if (REPORTS.test(type)) return 'text/plain'
  // All that a message consists of is shown by some, whatever it calls itself.
  const whole = part.parent === null && !named && !type.startsWith('message/')
  return whole && type !== 'text/calendar' && looksTextual(bytes) ? 'text/plain' : null
}

/** RFC 2046 5.1.5: the parts of a digest are messages unless they say otherwise. */
export function isDigestMember(part: Part): boolean {
  return part.parent?.type === 'multipart/digest' && part.type === 'text/plain'
}

/** Collects the words of a shown part in every reading. Tells whether they were cut, and whether the charset is known. */
export function collectText(
  bytes: Buffer,
  type: string,
  part: Part,
  at: Place,
  limits: ReadingContext['limits'],
  collected: Collected,
): { truncated: boolean; known: boolean; markup: string | null } {
  const read = readBodyText(bytes, type, part.charset, limits.textCharacters)
  const { text, other, byFont, truncated, known, contentIds, markup } = read
  collected.texts.push({ at, type, text: unflowed(text, part), truncated })
  const turned = overridden(text)
  if (turned !== text) collected.texts.push({ at, type, text: turned, truncated })
  for (const each of [other, byFont]) if (each !== null) collected.texts.push({ at, type, text: each, truncated })
  for (const id of contentIds) collected.referredIds.add(id)
  return { truncated, known, markup }
}

/** RFC 3676 4.1: with `delsp=yes` a blank at the end of a line is the line break's, and both go: words may be cut there. */
function unflowed(text: string, { fields }: Part): string {
  const type = valuesOf(fields, 'content-type')[0] ?? ''
  return /;[ \t]*delsp="?yes/i.test(type) ? text.replace(/ \r?\n/g, '') : text
}

/** U+202E to the end of the line or of the override: read backwards, as it is shown (Unicode UAX 9 3.3.2). */
const OVERRIDE = /\u202e([^\u202c\u2069\r\n]*)/g

function overridden(text: string): string {
  return text.includes('\u202e') ? text.replace(OVERRIDE, (_, hidden: string) => [...hidden].reverse().join('')) : text
}

/** Collects what a calendar program shows of an invitation: titles as subjects, descriptions as a text. */
export function collectCalendar(
  bytes: Buffer,
  charset: string,
  at: Place,
  limits: ReadingContext['limits'],
  collected: Collected,
): void {
  const source = bytes.subarray(0, limits.textCharacters * BYTES_PER_CHARACTER)
  const { titles, descriptions } = readCalendar(decodeCharset(source, charset).text)
  for (const text of titles) collected.subjects.push({ text: compose(text), at })
  if (descriptions.length === 0) return
  collected.texts.push({ at, type: 'text/calendar', text: compose(descriptions.join('\n')), truncated: false })
}
