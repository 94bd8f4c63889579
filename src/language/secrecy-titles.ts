// Secrecy marks in the two short texts that people write by hand: the subject and the names of files.
import type { SecrecyDegree } from '../facts.ts'
import { DEGREE, degreesIn, endsAsPerson, isOtherWord, TITLE_TYPES, toDegree } from './degrees.ts'
import { undoLegacy } from './legacy.ts'
import type { SecrecyData } from './secrecy-data.ts'
import { labelMark, numberDegree } from './secrecy-labels.ts'
import { compact, core, inCapitals, linesOf, type Mark, newBudget } from './secrecy-mark.ts'
import { phrasesIn } from './secrecy-phrases.ts'
import { fold, plain, unaccent } from './text.ts'

/** Longer subjects and names are cut: nobody reads a mark so far in. */
const LONGEST = 2000

type Titled = Pick<Mark, 'degree' | 'strength'>

const PREFIX =
  /^\s{0,9}(?:(?:(?:re|fw|fwd|tr|trả lời|chuyển tiếp|chuyển|kính gửi|v\/v)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:|v\/v\s|(?:thượng khẩn|hỏa tốc|khẩn)(?=[^\p{L}\p{N}]{1,8}\p{L})|[#/_|-])\s{0,9}){1,10}/u
const BRACKETED =
  /([[(【{<«“"*])\s{0,3}(?:dấu\s|độ\s|độ mật\s{0,2}:\s{0,2})?((?:(?:tuyệt|tuyet|tối|toi)[\s_.-]{0,3})?(?:mật|mat))\s{0,3}[\])】}>»”"*]/gu
const SQUARE = '[【'
const ROUND = '({*'
const ALONE = /^(dấu)?((?:tuyệt|tối)?mật)$/u
const LEADING = new RegExp(`^(${DEGREE})\\s{0,3}(?:[:|/_–—-]|\\.\\s|$)`, 'u')
const FIRST = new RegExp(`^(${DEGREE})(?=\\s)`, 'u')
const TYPED = new RegExp(`^[^\\p{L}\\p{N}]{0,8}(?:${TITLE_TYPES})(?![\\p{L}\\p{N}])`, 'u')
const TRAILING = new RegExp(`\\s[–—|-]{1,2}\\s{0,2}(${DEGREE})$`, 'u')
const NUMBERED = new RegExp(
  `(?:văn bản|công văn|tài liệu|báo cáo|kế hoạch|tờ trình|công điện)\\s(${DEGREE})\\ssố\\s{0,2}:?\\s{0,2}\\d`,
  'u',
)
const UNACCENTED = /^((?:TUYET|TOI)\s?MAT)\s{0,3}(?:[:|/_–—-]|$)/u
const ENGLISH =
  /[[(]\s?(top secret|state secret|secret|confidential)\s?[\])]|^(top secret|state secret|secret|confidential)\s?[:|-]/u

/** A subject both ways, without what answering and forwarding put before it. */
interface Title {
  folded: string
  /** With its capitals. */
  shown: string
}

/** The mark of a subject; null when it carries none. Capitals and square brackets are strong, doubtful shapes weak. */
export function subjectMark(subject: string, data: SecrecyData): Titled | null {
  const raw = undoLegacy(subject.slice(0, LONGEST).trim())
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
    ...phrasesIn(linesOf(folded), newBudget()),
    number === null ? null : weak(number),
    foreign(title),
  ].filter((mark) => mark !== null)
  const best = found.find(({ strength }) => strength === 'strong') ?? found[0]
  return best === undefined ? null : { degree: best.degree, strength: best.strength }
}

const strong = (degree: SecrecyDegree): Titled => ({ degree, strength: 'strong' })
const weak = (degree: SecrecyDegree): Titled => ({ degree, strength: 'weak' })
const graded = (degree: SecrecyDegree, sure: boolean): Titled => (sure ? strong(degree) : weak(degree))

/** Square brackets are a mark in any case; round ones in capitals or beside a document; quotation marks only hint. */
function bracketed({ folded, shown }: Title): Titled | null {
  let first: Titled | null = null
  for (const match of folded.matchAll(BRACKETED)) {
    const words = shown.slice(match.index, match.index + match[0].length)
    const accented = match[2]!.endsWith('mật')
    const titled = /\p{Lu}/u.test(words) && (match.index === 0 || TYPED.test(folded))
    const sure = ROUND.includes(match[1]!) && accented && (inCapitals(words) || titled)
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
  return leading({ folded, shown }) ?? trailing({ folded, shown }) ?? capitalWord({ folded, shown })
}

/** "MẬT: kế hoạch", "Tối mật - phương án", "MẬT Báo cáo"; the bare word in small letters may begin a title. */
function leading({ folded, shown }: Title): Titled | null {
  const spaced = spacedLeading(folded)
  if (spaced !== null) return strong(toDegree(compact(spaced[1]!)))
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
  return match === null ? null : graded(toDegree(match[1]!), /^(?:gửi (?:kèm )?)?$/u.test(folded.slice(0, match.index)))
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

/** "M Ậ T - Báo cáo": letters apart before a separator. */
function spacedLeading(folded: string): RegExpExecArray | null {
  return /^((?:t\s{1,3}ố\s{1,3}i\s{1,4}|t\s{1,3}u\s{1,3}y\s{1,3}ệ\s{1,3}t\s{1,4})?m\s{1,3}ậ\s{1,3}t)\s{0,3}[\])}:|/–—-]/u.exec(
    folded,
  )
}

/** Names of papers about secrecy, not secret papers. */
const ABOUT =
  /(?<!\p{L})(?:hướng dẫn|quy chế|quy định|quy trình|nội quy|luật|nghị định|thông tư|mẫu|biểu mẫu|danh mục|tập huấn|bảo vệ|sổ|phụ lục|đề cương|bài giảng|tuyên truyền|huong dan|quy che|quy dinh|luat|nghi dinh|thong tu|mau|danh muc|tap huan|bao ve|so|phu luc)(?!\p{L})/u
const NAME_BRACKETED = /[[({]\s?((?:(?:tuyệt|tuyet|tối|toi) ?)?(?:mật|mat))\s?[\])}]/u

/** The mark that a file's name hints at; names prove nothing, so it is always weak. */
export function nameMark(name: string): Titled | null {
  const raw = undoLegacy(name.slice(0, LONGEST))
    .replace(/[_.+%-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const folded = fold(raw)
  const words = folded.replace(/ \p{L}{1,5}\d?$/u, '')
  const degree = nameDegree(words, raw)
  return degree === null ? null : { degree, strength: 'weak' }
}

function nameDegree(words: string, raw: string): SecrecyDegree | null {
  const bracketed = NAME_BRACKETED.exec(words)?.[1]
  if (bracketed !== undefined) return toDegree(bracketed)
  if (ABOUT.test(words)) return null
  const found = [...degreesIn(words)]
  if (new Set(found.map(({ degree }) => degree)).size > 2) return null
  const first = found.find(({ start, degree }) => degree !== 'mật' || !endsAsPerson(words.slice(0, start)))
  if (first !== undefined) return first.degree
  const joined = /(?<!\p{L})(toimat|tuyetmat|tốimật|tuyệtmật|(?:toi|tuyet) mat)(?!\p{L})/u.exec(words)?.[1]
  if (joined !== undefined) return toDegree(joined)
  return capitalMat(raw) ? 'mật' : null
}

/** What is no mark after "MAT": mặt bằng, mặt cắt, mặt đứng, mặt đường, mặt trận, mặt hàng, mật khẩu, mật độ, mất điện. */
const MAT_WORDS =
  /^MAT (?:BANG|CAT|DUNG|DUONG|TRAN|HANG|KHAU|DO|ONG|DIEN|NGU|MA|THU|TRUOC|SAU|NGOAI|TIEN|SAN|NUOC|NGUON|CAU|DAT)(?!\p{L})/iu

/** Unaccented "MAT" is a mark only where it stands out: in capitals at an end of a name that is not all capitals. */
function capitalMat(raw: string): boolean {
  const stem = plain(raw).replace(/ \p{L}{1,5}\d?$/u, '')
  if (inCapitals(stem) && stem !== 'MAT') return false
  if (unaccent(stem) !== stem || MAT_WORDS.test(core(stem))) return false
  return /^MAT(?: |$)|(?:^| )MAT$/.test(core(stem))
}
