// A text part as the text that its reader sees.

import { compose } from '../language/text.ts'
import { decodeCharset, otherReading } from './charset.ts'
import { htmlToText } from './html-text.ts'

export interface BodyText {
  /** Unicode, HTML as text, NFC. */
  text: string
  /** What programs show that see UTF-8 under another label; null where there is but one reading. */
  other: string | null
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
const TAGGED = new Set(['text/html', 'application/xhtml+xml', 'text/enriched', 'text/richtext'])

/** Reads the decoded bytes of a text part; at most `limit` characters are kept. */
export function readBodyText(bytes: Buffer, type: string, charset: string, limit: number): BodyText {
  const html = TAGGED.has(type)
  const source = bytes.subarray(0, limit * (html ? BYTES_PER_HTML_CHARACTER : BYTES_PER_CHARACTER))
  const { text, known } = decodeCharset(source, charset)
  const read = html ? htmlToText(text) : text
  const utf8 = otherReading(source, charset)
  return {
    text: compose(read.slice(0, limit)),
    other: utf8 === null ? null : compose((html ? htmlToText(utf8) : utf8).slice(0, limit)),
    truncated: source.length < bytes.length || read.length > limit,
    known,
    contentIds: html ? contentIdsIn(text) : [],
    markup: html ? text : null,
  }
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
