// Secrecy marks in the subject of a mail.
import type { SecrecyDegree } from '../../facts.ts'
import { undoLegacy } from '../legacy.ts'
import { fold, plain } from '../text.ts'
import { CALLED } from './called.ts'
import type { SecrecyData } from './data.ts'
import { DEGREE, degreesIn, endsAsPerson, isOtherWord, TITLE_TYPES, toDegree } from './degrees.ts'
import { labelMark } from './labels.ts'
import { compact, flowOf, inCapitals, joinSpaced, linesOf, type Mark, newBudget } from './lines.ts'
import { mentionsIn } from './mentions.ts'
import { ABOUT } from './names.ts'
import { numberDegree } from './numbers.ts'
import { phrasesIn, unaccentedIn } from './phrases.ts'

/** Longer subjects are cut: nobody reads a mark so far in. */
const LONGEST = 2000

type Titled = Pick<Mark, 'degree' | 'strength'>

const PREFIX =
  /^\s{0,9}(?:(?:(?:re|fw|fwd|tr|trả lời|chuyển tiếp|chuyển|kính gửi|v\/v)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:|(?:top secret|secret|confidential)\s?[/–-](?=\s?(?:tuyệt mật|tối mật|mật))|v\/v\s|(?:thượng khẩn|hỏa tốc|khẩn)(?=[^\p{L}\p{N}]{1,8}\p{L})|[#/_|-])\s{0,9}){1,10}/u
const BRACKETED =
  /([[(【{<«“"*])\s{0,3}(?:dấu\s|độ\s|(?:top\s)?secret\s?[/–-]\s?|độ mật\s{0,2}:\s{0,2}|(?:tài liệu|văn bản|công văn)\s(?:độ\s)?)?((?:(?:tuyệt|tuyet|tối|toi)[\s_.-]{0,3})?(?:mật|mat))(?:\s?[–/-]\s?(?:khẩn|thượng khẩn|hỏa tốc))?\s{0,3}[\])】}>»”"*]/gu
const SQUARE = '[【'
const ROUND = '({*'
const ALONE = /^(dấu)?((?:tuyệt|tối)?mật)$/u
const LEADING = new RegExp(`^(${DEGREE})\\s{0,3}(?:[:|/_–—-]|\\.\\s|$)`, 'u')
const FIRST = new RegExp(`^(${DEGREE})(?=\\s)`, 'u')
const TYPED = new RegExp(`^[^\\p{L}\\p{N}]{0,8}(?:${TITLE_TYPES})(?![\\p{L}\\p{N}])`, 'u')
const TRAILING = new RegExp(`\\s[–—|-]{1,2}\\s{0,2}(${DEGREE})$`, 'u')
const NUMBERED = new RegExp(
  `(?:văn bản|công văn|vb|cv|tài liệu|báo cáo|kế hoạch|tờ trình|công điện)\\s(${DEGREE})\\ssố\\s{0,2}:?\\s{0,2}\\d`,
  'u',
)
/** "Em gửi CV mật số 17", "Gửi chị Hoa CV mật số 14" */
const SENDING =
  /^(?:(?:(?:em|tôi|mình) )?(?:gửi|chuyển)(?: kèm)?(?: (?:anh|chị|đ\/c|đồng chí|em|thầy|cô)(?: \p{L}{1,8}){0,2})? )?$/u
const UNACCENTED = /^((?:TUYET|TOI|Tuyet|Toi)\s?(?:MAT|mat|Mat))\s{0,3}(?:[:|/_–—-]|$)/u
const ENGLISH =
  /[[(]\s?(top secret|state secret|secret|confidential)\s?(?:\/[^\])]{1,20})?[\])]|^(top secret|state secret|secret|confidential)\s?[:|-]/u

/** A subject both ways, without what answering and forwarding put before it. */
interface Title {
  folded: string
  /** With its capitals. */
  shown: string
}

/** The mark of a subject; null when it carries none. Capitals and square brackets are strong, doubtful shapes weak. */
export function subjectMark(subject: string, data: SecrecyData): Titled | null {
  const raw = joinSpaced(undoLegacy(subject.slice(0, LONGEST).trim()))
  const whole = { folded: fold(raw), shown: plain(raw) }
  const folded = whole.folded.replace(PREFIX, '')
  // Folding keeps the length but for a few letters of other languages; without capitals a mark is only weak.
  const same = whole.folded.length === whole.shown.length
  const title = { folded, shown: same ? whole.shown.slice(whole.folded.length - folded.length) : folded }
  const number = numberDegree(folded, data)
  const found = [
    bracketed(title),
    standing(title),
    numbered(folded),
    labelMark(folded, data),
    ...said(folded),
    number === null ? null : weak(number),
    foreign(title),
  ].filter((mark) => mark !== null)
  const best = found.find(({ strength }) => strength === 'strong') ?? found[0]
  return best === undefined ? null : { degree: best.degree, strength: best.strength }
}

/** What the subject says as a sentence. */
function said(folded: string): Mark[] {
  const lines = linesOf(folded)
  const flow = flowOf(lines)
  return [...phrasesIn(lines, flow, newBudget()), ...mentionsIn(lines, flow, newBudget(), true), ...unaccentedIn(lines)]
}

const strong = (degree: SecrecyDegree): Titled => ({ degree, strength: 'strong' })
const weak = (degree: SecrecyDegree): Titled => ({ degree, strength: 'weak' })
const graded = (degree: SecrecyDegree, sure: boolean): Titled => (sure ? strong(degree) : weak(degree))

/** Square brackets are a mark in any case; round ones in capitals or beside a document; quotation marks only hint. */
function bracketed({ folded, shown }: Title): Titled | null {
  let first: Titled | null = null
  for (const match of folded.matchAll(BRACKETED)) {
    const words = shown.slice(match.index, match.index + match[0].length)
    if (/độ mật\s{0,3}\P{L}$/u.test(match[0])) continue // a label's name
    const accented = match[2]!.endsWith('mật')
    const titled = /\p{Lu}/u.test(words) && (match.index === 0 || TYPED.test(folded))
    const last = match.index + match[0].length === folded.length && toDegree(match[2]!) !== 'mật'
    const sure = ROUND.includes(match[1]!) && accented && (inCapitals(words) || titled || last)
    const mark = graded(toDegree(match[2]!), sure || SQUARE.includes(match[1]!))
    if (mark.strength === 'strong') return mark
    first ??= mark
  }
  return first
}

/** A degree that stands alone, before or after the title, or in capitals within it. */
function standing({ folded, shown }: Title): Titled | null {
  const alone = folded.length <= 60 ? ALONE.exec(compact(folded)) : null
  if (alone !== null) {
    const degree = toDegree(alone[2]!)
    const sure = inCapitals(shown) || (degree !== 'mật' && startsUpper(shown))
    return graded(degree, sure && (alone[1] === undefined || inCapitals(shown)))
  }
  if (new Set([...degreesIn(folded)].map(({ degree }) => degree)).size > 1) return null
  const called = CALLED.exec(shown)?.[1]
  if (called !== undefined) return graded(toDegree(called), !ABOUT.test(folded))
  return leading({ folded, shown }) ?? trailing({ folded, shown }) ?? capitalWord({ folded, shown })
}

/** "MẬT: kế hoạch", "Tối mật - phương án", "MẬT Báo cáo"; the bare word in small letters may begin a title. */
function leading({ folded, shown }: Title): Titled | null {
  if (folded.includes('mật ong')) return null
  const parted = LEADING.exec(folded)
  const match = parted ?? FIRST.exec(folded)
  if (match === null || isOtherWord(folded, 0, match[1]!.length)) return null
  const degree = toDegree(match[1]!)
  const typed = TYPED.test(folded.slice(match[0].length, match[0].length + 40))
  if (parted === null && !typed) return null
  const capitals = inCapitals(shown.slice(0, match[1]!.length))
  return graded(degree, capitals || (startsUpper(shown) && (typed || degree !== 'mật')))
}

function trailing({ folded, shown }: Title): Titled | null {
  const match = TRAILING.exec(folded)
  if (match === null) return null
  const degree = toDegree(match[1]!)
  // "Ra mắt ... - Mật" may be a title; the bare word must be in capitals as the stamp is.
  return graded(degree, degree !== 'mật' || inCapitals(shown.slice(-match[1]!.length)))
}

/** A degree in capitals among other words: strong as a tag or as the last word of a title that is not in capitals. */
function capitalWord({ folded, shown }: Title): Titled | null {
  for (const { degree, start, end } of degreesIn(folded)) {
    if (!inCapitals(shown.slice(start, end))) continue
    const before = shown.slice(Math.max(0, start - 40), start).trimEnd()
    if (endsAsPerson(folded.slice(Math.max(0, start - 40), start))) return weak(degree)
    const word = /[\p{L}\p{M}]{1,12}$/u.exec(before)?.[0] ?? ''
    const apart = !inCapitals(word) || /^[IVX]+$/.test(word)
    const last = /^[^\p{L}\p{N}]{0,8}$/u.test(shown.slice(end, end + 9))
    const tag = /[#/_]$/.test(before)
    if (apart || !inCapitals(shown)) return graded(degree, (apart && last) || tag)
    if (!ABOUT.test(folded)) return weak(degree)
  }
  return null
}

function numbered(folded: string): Titled | null {
  const match = NUMBERED.exec(folded)
  return match === null ? null : graded(toDegree(match[1]!), SENDING.test(folded.slice(0, match.index)))
}

/** Marks in English, or without accents: they only hint. */
function foreign({ folded, shown }: Title): Titled | null {
  const bare = UNACCENTED.exec(shown)?.[1]
  if (bare !== undefined) return weak(toDegree(bare))
  const english = ENGLISH.exec(folded)
  if (english === null) return null
  const word = english[1] ?? english[2]!
  return weak(word === 'top secret' ? 'tuyệt mật' : word === 'secret' ? 'tối mật' : 'mật')
}

function startsUpper(shown: string): boolean {
  return /^\P{L}{0,8}\p{Lu}/u.test(shown)
}
