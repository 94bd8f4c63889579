// Secrecy marks in the two short texts that people write by hand: the subject and the names of files.
import type { SecrecyDegree } from '../facts.ts'
import { DEGREE, degreesIn, isOtherWord, toDegree } from './degrees.ts'
import { undoLegacy } from './legacy.ts'
import { labelMark, numberDegree } from './secrecy-labels.ts'
import { compact, core, inCapitals, type Mark } from './secrecy-mark.ts'
import { fold, plain, unaccent } from './text.ts'

/** Longer subjects and names are cut: nobody reads a mark so far in. */
const LONGEST = 2000

type Titled = Pick<Mark, 'degree' | 'strength'>

const PREFIX =
  /^\s{0,9}(?:(?:re|fw|fwd|tr|trả lời|chuyển tiếp|chuyển|kính gửi|v\/v)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:\s{0,9}){1,10}/u
const BRACKETED =
  /[[(【{<«“"*]\s{0,3}(?:dấu\s|độ\s|độ mật\s{0,2}:\s{0,2})?((?:(?:tuyệt|tuyet|tối|toi)[\s_.-]{0,3})?(?:mật|mat))\s{0,3}[\])】}>»”"*]/u
const LEADING = new RegExp(`^(?:dấu )?(${DEGREE})\\s{0,3}(?:[:|/–—-]|\\.\\s|$)`, 'u')
const TYPES =
  'báo cáo|kế hoạch|công văn|công điện|quyết định|tờ trình|thông báo|văn bản|tài liệu|hồ sơ|danh sách|phương án|đề án|biên bản|thư mời|giấy mời|chỉ thị|nghị quyết|v/v|về việc|số'
const LEADING_TYPE = new RegExp(`^(${DEGREE})\\s(?:${TYPES})(?![\\p{L}\\p{N}])`, 'u')
const TRAILING = new RegExp(`\\s[–—|-]{1,2}\\s{0,2}(${DEGREE})$`, 'u')
const NUMBERED = new RegExp(
  `(?:văn bản|công văn|tài liệu|báo cáo|kế hoạch|tờ trình|công điện)\\s(${DEGREE})\\ssố\\s{0,2}:?\\s{0,2}\\d`,
  'u',
)
const ENGLISH =
  /[[(]\s?(top secret|state secret|secret|confidential)\s?[\])]|^(top secret|state secret|secret|confidential)\s?[:|-]/u

/** The mark of a subject; null when it carries none. */
export function subjectMark(subject: string): Titled | null {
  const raw = undoLegacy(subject.slice(0, LONGEST).trim())
  const folded = fold(raw).replace(PREFIX, '')
  const strong = subjectDegree(folded, raw)
  if (strong !== null) return { degree: strong, strength: 'strong' }
  const label = labelMark(folded)
  if (label !== null) return label
  const number = numberDegree(folded)
  if (number !== null) return { degree: number, strength: 'weak' }
  const english = ENGLISH.exec(folded)
  if (english === null) return null
  const word = english[1] ?? english[2]!
  const degree = word === 'top secret' ? 'tuyệt mật' : word === 'secret' ? 'tối mật' : 'mật'
  return { degree, strength: 'weak' }
}

function subjectDegree(folded: string, raw: string): SecrecyDegree | null {
  const bracketed = BRACKETED.exec(folded)?.[1]
  if (bracketed !== undefined) return toDegree(bracketed)
  const alone = /^((?:tuyệt|tối)?mật)$/u.exec(compact(folded))?.[1]
  if (alone !== undefined) return toDegree(alone)
  if (new Set([...degreesIn(folded)].map(({ degree }) => degree)).size > 1) return null
  const leading = LEADING.exec(folded) ?? spacedLeading(folded) ?? LEADING_TYPE.exec(folded)
  if (leading !== null && !isOtherWord(folded, 0, leading[1]!.length)) return toDegree(leading[1]!)
  const trailing = TRAILING.exec(folded)?.[1]
  // "Ra mắt ... - Mật" may be a title; the bare word must be in capitals as the stamp is.
  if (trailing !== undefined && (trailing !== 'mật' || /MẬT\s{0,3}$/u.test(plain(raw)))) return toDegree(trailing)
  const numbered = NUMBERED.exec(folded)?.[1]
  return numbered === undefined ? null : toDegree(numbered)
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
  const [first] = found
  if (first !== undefined) return first.degree
  const joined = /(?<!\p{L})(toimat|tuyetmat|tốimật|tuyệtmật|(?:toi|tuyet) mat)(?!\p{L})/u.exec(words)?.[1]
  if (joined !== undefined) return toDegree(joined)
  return capitalMat(raw) ? 'mật' : null
}

/** Unaccented "MAT" is a mark only where it stands out: in capitals at an end of a name that is not all capitals. */
function capitalMat(raw: string): boolean {
  const stem = plain(raw).replace(/ \p{L}{1,5}\d?$/u, '')
  if (inCapitals(stem) && stem !== 'MAT') return false
  return /^MAT(?: |$)|(?:^| )MAT$/.test(core(unaccent(stem) === stem ? stem : ''))
}
