// The words of an invitation that a calendar program shows (RFC 5545): its title and its descriptions.
import { htmlToText } from '../document/html/html-text.ts'

export interface CalendarWords {
  titles: string[]
  descriptions: string[]
}

/** Properties read of one calendar; an invitation has a handful, a calendar that is exported some thousands. */
const MOST = 20_000
/** What is shown in a line of its own, as a title is. */
const TITLES = new Set(['SUMMARY', 'LOCATION', 'X-WR-CALNAME', 'NAME', 'CATEGORIES', 'CONTACT', 'RESOURCES'])
const DESCRIPTIONS = new Set(['DESCRIPTION', 'COMMENT', 'X-ALT-DESC', 'X-WR-CALDESC', 'STYLED-DESCRIPTION'])

/** The texts of the components (RFC 5545 3.8.1, RFC 7986), unfolded and unescaped; HTML as text. */
export function readCalendar(text: string): CalendarWords {
  const words: CalendarWords = { titles: [], descriptions: [] }
  let read = 0
  // RFC 5545 3.1: a line that begins with a blank goes on with the one before.
  for (const line of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const name = /^[A-Za-z-]{1,40}/.exec(line)?.[0].toUpperCase() ?? ''
    if (!TITLES.has(name) && !DESCRIPTIONS.has(name)) continue
    if (++read > MOST) break
    const value = unescaped(line.slice(valueStart(line, name.length)))
    if (TITLES.has(name)) words.titles.push(value)
    else words.descriptions.push(/<[a-z!/]/i.test(value) ? htmlToText(value) : value)
  }
  return words
}

/** Offset after the colon that ends the parameters; one inside of quotes belongs to a parameter. */
function valueStart(line: string, from: number): number {
  let quoted = false
  for (let i = from; i < line.length; i++) {
    if (line[i] === '"') quoted = !quoted
    else if (line[i] === ':' && !quoted) return i + 1
  }
  return line.length
}

/** RFC 5545 3.3.11. */
function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, character: string) => (character.toLowerCase() === 'n' ? '\n' : character)).trim()
}
