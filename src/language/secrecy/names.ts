// Secrecy marks in the names of files. Names prove nothing, and most are written without accents, so they only hint.
import type { SecrecyDegree } from '../../facts.ts'
import { undoLegacy } from '../legacy.ts'
import { fold, plain, unaccent } from '../text.ts'
import type { SecrecyData } from './data.ts'
import { degreesIn, endsAsPerson, toDegree } from './degrees.ts'
import { inCapitals, joinSpaced } from './lines.ts'

/** Longer names are cut: nobody reads a mark so far in. */
const LONGEST = 500

/** A name in the forms that are looked at, without its extensions. */
interface Name {
  /** As it stands. */
  raw: string
  /** Separators as blanks, folded. */
  words: string
  /** The same without accents. */
  bare: string
}

/** Titles of papers about secrecy, not secret papers. */
export const ABOUT =
  /(?<!\p{L})(?:thống kê|thong ke|số liệu|so lieu|giải mật|giai mat|hướng dẫn|quy chế|quy định|quy trình|nội quy|luật|nghị định|thông tư|mẫu (?:số|dấu|phiếu|đơn|văn bản|báo cáo|công văn|bìa|sổ)|biểu mẫu|danh mục|tập huấn|bảo vệ|sổ|phụ lục|đề cương|bài giảng|tuyên truyền|huong dan|quy che|quy dinh|luat|nghi dinh|thong tu|bieu mau|danh muc|tap huan|bao ve|phu luc)(?!\p{L})/u
const BRACKETED = /[[({]\s?((?:(?:tuyệt|tuyet|tối|toi) ?)?(?:mật|mat))\s?[\])}]/u
const LABELLED = /(?<!\p{L})do mat ((?:toi|tuyet) mat|mat(?! ma)|tum|tm)(?!\p{L})/u
const FORM = /(?<!\p{L})(?:ban sao|trich sao|tai lieu) (?:bi mat nha nuoc|bmnn)(?: so \d|$)/u

/** A degree in capitals at an end of the name, set off from the rest. */
const SET_OFF =
  /^((?:(?:TUYET|TOI)[ _-]?)?MAT|(?:Tuyet|Toi)[ _-]?Mat)(?:[_–-]| [–-])|(?:[_–-] ?)((?:(?:TUYET|TOI)[ _-]?)?MAT|(?:Tuyet|Toi)[ _-]?Mat)$/u
/** "KH bảo vệ đại hội_TỐI MẬT_bản chính thức": capitals with accents, set off on both sides. */
const BETWEEN = /(?:_| [–-] )((?:(?:TUYỆT|TỐI) )?MẬT)(?:_| [–-] )/u
/** "SECRET_border_minutes", "Danh sach_secret"; "client_secret" is of programs. */
const IN_ENGLISH =
  /^(?:(?:TOP[ _])?SECRET|CONFIDENTIAL)[ _-]|[ _-](?:TOP[ _])?SECRET$|(?<!client|app|api|shared|jwt|token|key|access|user|the)[ _-](?:top[ _])?secret$/u
/** "Phương án bảo vệ_M", "BC tuan 6_TM": a suffix set off from words with blanks, of a kind of document. */
const SUFFIXED =
  /^(?:bc|kh|cv|qđ|qd|tb|ttr|pa|ds|báo cáo|kế hoạch|công văn|phương án|danh sách|đề án|bao cao|ke hoach|cong van|phuong an|danh sach|de an) [^_]{1,200}_(\p{L}{1,3})$/iu
const TYPED = /(?<!\p{L})(?:bc|kh|cv|qd|ttr|tb|nq|bb|da|pa|ubnd|hdnd|bch) (?:\S{1,20} ){0,2}(?:toi |tuyet )?mat$/u
/** "QD thanh tra dot xuat_mat": blanks part the words, and this one is set off. */
const TOKEN = / [^_]{0,200}_mat$/iu
const TWO_WORDS =
  /(?<!\p{L})(toi ?mat|tuyet ?mat)(?!\p{L})(?! (?:cccd|cmnd|the|vi|dien|xe|giay|bang|so|tien|do|lien|hang|cua|het|may|chia|tai|ngay|me|cha|bo|con|vo|chong|ong|ba)(?!\p{L}))/u
/** "tailieu mat hop": what can hardly be lost or have a face. */
const SECRET_DOCUMENT =
  /(?<!\p{L})(?:dau|tai ?lieu|cong ?van|van ?ban|vb|cv|bc|kh|qd|ttr|tb|bb|scan|\p{L}{0,4}\d{1,4}) ?mat(?!\p{L})(?! (?:bang|cat|dung|duong|tran|hang|khau|do|ong|ma|ngu|dien|nuoc|tich|trom|cap|can|an|rung|mua|hieu|goc|chu|troi|trang))/u

/** What is no mark after or before "MAT": mặt bằng, mặt cắt, mật khẩu, mất điện; bảo mật, bề mặt, ra mắt, nước mắt. */
const AFTER_MAT =
  /^ (?:bang|cat|dung|duong|tran|hang|khau|do|ong|dien|ngu|ma|thu|truoc|sau|ngoai|tien|san|nuoc|nguon|cau|dat|troi|trang|tich|trom|can|an|rung)(?!\p{L})/u
const BEFORE_MAT =
  /(?<!\p{L})(?:bao|bi|be|ra|nuoc|gia|khuon|rua|gap|ve|co|doi|nhan|tien|vang|duong|hai|cap|tui|than|kham)$/u

/** The mark that a file's name hints at; null when it carries none. */
export function nameMark(name: string, data: SecrecyData): { degree: SecrecyDegree; strength: 'weak' } | null {
  const stem = joinSpaced(plain(undoLegacy(name.slice(0, LONGEST)))).replace(/(?:\.signed)?(?:\.\p{L}{1,5}\d?)$/iu, '')
  const raw = stem.trim()
  // "TàiLiệuTốiMật"
  const words = fold(raw.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 '))
    .replace(/ [–-] /g, ' ; ')
    .replace(/[_.+%–-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const degree = degreeOfName({ raw, words, bare: unaccent(words) }, data)
  return degree === null ? null : { degree, strength: 'weak' }
}

function degreeOfName(name: Name, data: SecrecyData): SecrecyDegree | null {
  return certainly(name, data) ?? (ABOUT.test(name.words) ? null : perhaps(name))
}

/** Where a mark stands by itself it may be of a paper about anything. */
function certainly({ raw, words, bare }: Name, { fileNumber, suffixes, values }: SecrecyData): SecrecyDegree | null {
  const shown = BRACKETED.exec(words)?.[1] ?? LABELLED.exec(bare)?.[1]
  if (shown !== undefined) return values.get(shown) ?? toDegree(shown)
  if (FORM.test(bare)) return 'mật'
  const between = BETWEEN.exec(raw)?.[1]
  if (between !== undefined) return toDegree(between)
  if (IN_ENGLISH.test(raw)) return 'mật'
  const end = SUFFIXED.exec(raw)?.[1]?.toLowerCase()
  const ended = suffixes.get(`(${end})`) ?? suffixes.get(`-${end}`)
  if (ended !== undefined && /\p{Lu}$/u.test(raw)) return ended
  const suffix = fileNumber
    ?.exec(raw)
    ?.slice(1)
    .find((each) => each !== undefined)
  if (suffix !== undefined) return values.get(suffix.toLowerCase())!
  const setOff = SET_OFF.exec(unaccent(raw))
  const first = setOff?.[1]
  const last = setOff?.[2]
  if (first === undefined && last === undefined) return null
  if (first !== undefined && AFTER_MAT.test(bare.slice(first.length))) return null
  // Among capitals only accents, or a kind of document, tell MẬT from MẶT.
  if (inCapitals(raw) && !/MẬT/u.test(raw) && !TYPED.test(bare)) return null
  return toDegree((first ?? last)!)
}

function perhaps({ raw, words, bare }: Name): SecrecyDegree | null {
  const found = [...degreesIn(words)]
  if (new Set(found.map(({ degree }) => degree)).size > 2) return null
  const first = found.find(({ start, degree }) => degree !== 'mật' || !endsAsPerson(words.slice(0, start)))
  if (first !== undefined) return first.degree
  // What has accents and says nothing with them says nothing without.
  if (bare !== words) return null
  const two = TWO_WORDS.exec(bare)?.[1]
  if (two !== undefined) return toDegree(two)
  return SECRET_DOCUMENT.test(bare) || TOKEN.test(raw) || capitalMat(raw, bare) ? 'mật' : null
}

/** "MAT" in capitals within a name that is not all capitals. */
function capitalMat(raw: string, bare: string): boolean {
  if (bare === 'mat') return raw === 'MAT'
  if (inCapitals(raw) || !/(?<!\p{L})MAT(?!\p{L})/u.test(raw)) return false
  const at = bare.search(/(?<!\p{L})mat(?!\p{L})/u)
  return !AFTER_MAT.test(bare.slice(at + 3)) && !BEFORE_MAT.test(bare.slice(0, at).trimEnd())
}
