// A text part as the text that its reader sees.

import { charsetWithin } from '../document/html/html-readings.ts'
import { htmlToText } from '../document/html/html-text.ts'
import { undoFontEncodings } from '../document/text/html-legacy.ts'
import { compose } from '../language/text.ts'
import { decodeCharset, otherReading } from './charset.ts'

export interface BodyText {
  /** Unicode, HTML as text, NFC. */
  text: string
  /** What programs show that read the bytes in another charset; null where there is but one reading. */
  other: string | null
  /** What they show who have the fonts of old encodings that HTML names; null where it names none. */
  byFont: string | null
  truncated: boolean
  /** False when the charset is not known: the text is then a guess. */
  known: boolean
  /** Content-IDs that HTML refers to (RFC 2392). */
  contentIds: string[]
  /** The markup itself, for what is written into it (document/embedded-text.ts); null where there is none. */
  markup: string | null
}

/** The widest character takes four bytes in the charsets of mail. */
const BYTES_PER_CHARACTER = 4
/** HTML is mostly markup, and pictures pasted into it stand there as data: URLs. */
const BYTES_PER_HTML_CHARACTER = 20
const CONTENT_IDS_KEPT = 500
/** Types whose markup is tags between `<` and `>` (RFC 1896 for text/enriched, RFC 1341 7.1.3 for text/richtext). */
const TAGGED = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/enriched',
  'text/richtext',
  'text/x-amp-html',
  'text/watch-html',
])

/** Reads the decoded bytes of a text part; at most `limit` characters are kept. */
export function readBodyText(bytes: Buffer, type: string, charset: string, limit: number): BodyText {
  const html = TAGGED.has(type)
  const source = bytes.subarray(0, limit * (html ? BYTES_PER_HTML_CHARACTER : BYTES_PER_CHARACTER))
  const { text, known } = decodeCharset(source, charset)
  const read = html ? htmlToText(text) : text
  const others = [otherReading(source, charset), html ? readingWithin(source, text) : null].filter(isTold)
  const byFont = html ? [text, ...others].map(undoFontEncodings).filter(isTold) : []
  const joined = (readings: string[]) =>
    readings.length === 0
      ? null
      : compose(
          readings
            .map(html ? htmlToText : String)
            .join('\n')
            .slice(0, limit),
        )
  return {
    text: compose(read.slice(0, limit)),
    other: joined(others),
    byFont: joined(byFont),
    truncated: source.length < bytes.length || read.length > limit,
    known,
    contentIds: html ? contentIdsIn(text) : [],
    markup: html ? text : null,
  }
}

function isTold(reading: string | null): reading is string {
  return reading !== null
}

/** What a program shows that goes by the charset within the page; null where that reads the same. */
function readingWithin(source: Buffer, text: string): string | null {
  const label = charsetWithin(source)
  const within = label === null ? null : decodeCharset(source, label)
  return within === null || !within.known || within.text === text ? null : within.text
}

function contentIdsIn(html: string): string[] {
  const found = new Set<string>()
  for (const match of html.matchAll(/cid:([^\s"'<>)&;]{1,250})/gi)) {
    if (found.size >= CONTENT_IDS_KEPT) break
    found.add(percentDecoded(match[1]!))
  }
  return [...found]
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
