// Files within pages, pictures in SVG, calendars and cards as members of them.
import type { Container } from './container.ts'
import type { Opened } from './containers.ts'
import { findAttached } from './content-lines.ts'
import { ASCII_REFERENCE, type Embedded, findEmbedded } from './data-uri.ts'
import type { KindFacts, Reading } from './reading.ts'

/** Kinds whose files stand in content lines; all others are searched as pages. */
const CONTENT_LINES = new Set(['ics', 'vcf'])
/** Cheap signs that a text may hold a file at all. */
const SIGNS = /base64|d[\t\r\n]*a[\t\r\n]*t[\t\r\n]*a[\t\r\n]*:|<[^>]{0,40}script|;\s*ENCODING\s*=\s*b/i

/** Whether a text may hold a file, told without decoding it. */
export function mayEmbed(text: string): boolean {
  return SIGNS.test(text) || ASCII_REFERENCE.test(text)
}

/** Opens a page, a picture in SVG, a calendar or a card that carries files; any other stays as it was found. */
export function openEmbedded(bytes: Buffer, found: KindFacts, reading: Reading): Opened {
  const text = decode(bytes)
  const files = !mayEmbed(text)
    ? []
    : CONTENT_LINES.has(found.kind ?? '')
      ? findAttached(text, reading)
      : findEmbedded(text, reading)
  return { facts: found, container: files.length === 0 ? null : embeddedContainer(files) }
}

/** Found files as members; reading them stops at the number that was looked for. */
export function embeddedContainer(files: Embedded[]): Container {
  const cut = files.some(({ bytes }) => bytes === 'count-limit')
  const members = files
    .filter(({ bytes }) => bytes !== 'count-limit')
    .map(({ mime, name, bytes }) => ({
      names: name === null ? [] : [name],
      size: typeof bytes === 'string' ? 0 : bytes.length,
      ...(mime === '' ? {} : { declaredType: mime }),
      bytes: () => bytes,
    }))
  return { members, reasons: () => (cut ? ['count-limit'] : []) }
}

/** As browsers do for the marks of UTF-16; the signs that are looked for are ASCII in every other charset of pages. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return bytes.toString('latin1')
}
