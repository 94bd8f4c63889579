// Finds marks of state secrecy by their places (Decree 30/2020/ND-CP, Circular 24/2020/TT-BCA), not by words alone.
import type { SecrecyDegree, SecrecyPlace, SecrecyWords } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { calledIn } from './secrecy/called.ts'
import { type SecrecyData, secrecyData } from './secrecy/data.ts'
import { formMarksIn } from './secrecy/forms.ts'
import { labelsIn } from './secrecy/labels.ts'
import { flowOf, type Line, linesOf, type Mark, newBudget } from './secrecy/lines.ts'
import { mentionsIn } from './secrecy/mentions.ts'
import { nameMark } from './secrecy/names.ts'
import { numbersIn } from './secrecy/numbers.ts'
import { phrasesIn, unaccentedIn } from './secrecy/phrases.ts'
import { stampsIn } from './secrecy/stamps.ts'
import { subjectMark } from './secrecy/subject.ts'
import { cellsIn, columnsIn, itemsIn, rowsIn } from './secrecy/tables.ts'

/** More places than these say nothing more. Strong ones are kept before weak ones. */
const MOST_PLACES = 50
const LONGEST_TEXT = 160

/**
 * Marks of secrecy in a text, in the order in which they stand there, at most 50. `where` says what the text is: a
 * subject, a file name, or a text with lines (`body`, `text` of a document, `scan`). Strong places are those where the
 * law puts a mark; weak ones only hint. Ordinary words such as "bảo mật" or "mật khẩu" are none. Linear in the text.
 */
export function findSecrecyPlaces(
  text: string,
  where: SecrecyPlace['where'],
  at: Place,
  words: SecrecyWords,
): SecrecyPlace[] {
  const data = secrecyData(words)
  if (where === 'file-name' || where === 'subject') {
    const mark = where === 'subject' ? subjectMark(text, data) : nameMark(text, data)
    return mark === null ? [] : [{ where, at, ...mark, text: cut(text), within: null }]
  }
  return findMarkedLines(text, words, where === 'body').map(({ line: _, ...mark }) => ({
    where,
    at,
    ...mark,
    within: null,
  }))
}

/** A line that is a mark, with its number in the text, from 0. */
export interface MarkedLine extends Pick<SecrecyPlace, 'degree' | 'text' | 'strength'> {
  line: number
}

/** The same of a text with lines alone; `own`: the mail's own words, which send what they speak of. */
export function findMarkedLines(text: string, words: SecrecyWords, own = false): MarkedLine[] {
  const lines = linesOf(text)
  const marks = new Map(bodyMarks(lines, secrecyData(words), own).map((mark) => [mark.line, mark]))
  if (marks.size === 0) return []
  return lines.flatMap(({ number, original }) => {
    const mark = marks.get(number)
    if (mark === undefined) return []
    return [{ line: number, degree: mark.degree, text: cut(original), strength: mark.strength }]
  })
}

/** One mark a line, the strongest; at most 50. */
function bodyMarks(lines: Line[], data: SecrecyData, own: boolean): Mark[] {
  const flow = flowOf(lines)
  const all = [
    ...stampsIn(lines, newBudget()),
    ...labelsIn(lines, data, newBudget()),
    ...formMarksIn(lines, data),
    ...calledIn(lines),
    ...phrasesIn(lines, flow, newBudget()),
    ...mentionsIn(lines, flow, newBudget(), own),
    ...unaccentedIn(lines),
    ...numbersIn(lines, data),
    ...columnsIn(lines, data),
    ...rowsIn(lines),
    ...cellsIn(lines),
    ...itemsIn(lines),
    ...forwardedSubjects(lines, data),
  ]
  const best = new Map<number, Mark>()
  for (const mark of all) {
    const known = best.get(mark.line)
    if (known === undefined || (known.strength === 'weak' && mark.strength === 'strong')) best.set(mark.line, mark)
  }
  return [...best.values()].sort((a, b) => rank(a) - rank(b) || a.line - b.line).slice(0, MOST_PLACES)
}

/** Header lines of forwarded and answered messages. */
function forwardedSubjects(lines: Line[], data: SecrecyData): Mark[] {
  return lines.flatMap(({ number, raw, folded }) => {
    if (raw.length > LONGEST_HEADER || !FORWARDED_SUBJECT.test(folded)) return []
    const mark = subjectMark(raw.slice(raw.indexOf(':') + 1), data)
    return mark === null ? [] : [{ line: number, ...mark }]
  })
}
const FORWARDED_SUBJECT = /^(?:subject|chủ đề|tiêu đề)\s?:/u
const LONGEST_HEADER = 500

function rank({ strength }: Mark): number {
  return strength === 'strong' ? 0 : 1
}

function cut(text: string): string {
  // Cells of one row stand apart by tabs.
  const line = text.trim().replace(/\t+/g, ' ')
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT - 1).toWellFormed()}…`
}

const FROM_LOW_TO_HIGH: readonly SecrecyDegree[] = ['mật', 'tối mật', 'tuyệt mật']

/** The highest degree of the strong places; null when there is none. Weak places only hint and name no degree. */
export function degreeOf(places: SecrecyPlace[]): SecrecyDegree | null {
  let rank = -1
  for (const place of places)
    if (place.strength === 'strong') rank = Math.max(rank, FROM_LOW_TO_HIGH.indexOf(place.degree))
  return FROM_LOW_TO_HIGH[rank] ?? null
}
