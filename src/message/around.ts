// Words before the first part of a multipart and after its last (RFC 2046 5.1.1), which old programs show and new ones do not.
import { compose } from '../language/text.ts'
import type { Place } from '../verdict.ts'
import type { Collected } from './collected.ts'
import { findEncodedText } from './encoded-text.ts'
import { decodeBytes } from './parameters.ts'
import type { Note } from './problems.ts'
import type { Part } from './split.ts'

/** A notice for old programs, or the footer of a list, is shorter. */
const WORDS = 4096
/** A line that reads like a delimiter, or like a field that would say what follows it is. */
const STRUCTURE = /^(?:--[^\s-]|content-[a-z-]{1,40}[ \t]*:)/im

/** Collects the words, which count as text of the message, and notes where there is more than words. */
export function noteSurroundings(bytes: Buffer, part: Part, at: Place, note: Note, collected: Collected): void {
  for (const { start, end } of part.around) {
    const inside = bytes.subarray(start, end)
    const text = inside.toString('latin1', 0, WORDS).trim()
    if (text === '') continue
    const words = inside.length <= WORDS && !STRUCTURE.test(text) && findEncodedText(inside) < 0
    const before = part.parts.length === 0 || start < part.parts[0]!.header.start
    if (!words) note(before ? 'preamble-content' : 'epilogue-content', start, part.number)
    const shown = compose(decodeBytes(inside.subarray(0, WORDS), ''))
    collected.texts.push({ at, type: 'text/plain', text: shown, truncated: inside.length > WORDS })
  }
}
