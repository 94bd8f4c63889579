// Stamps of secrecy: a degree on a short line of its own at the head of a text or of a page.
import type { SecrecyDegree } from '../../facts.ts'
import { fold, plain } from '../text.ts'
import { DEGREE, endsAsPerson, isOtherWord, TITLE_TYPES, toDegree } from './degrees.ts'
import { type Budget, cellsOf, compact, core, inCapitals, type Line, type Mark } from './lines.ts'

/** A stamp stands on a line of its own, at most with copy number, urgency and code beside it. */
const LONGEST_STAMP = 90
const LONGEST_ROW = 400
const MOST_CELLS = 6

const ALONE = /^(?:dấu)?((?:tuyệt|tối)?mật)$/u
/** "Độ TỐI MẬT", "Độ MẬT"; "ĐỘ MẬT" all in one case is the label of an empty field. */
const CALLED = /^\P{L}{0,6}(?:(?:Độ|ĐỘ|Loại|LOẠI)\s{1,3}((?:TUYỆT|TỐI)\s{1,3}MẬT)|Độ\s{1,3}(MẬT))\P{L}{0,6}$/u

const URGENCY = 'thượng khẩn|hỏa tốc hẹn giờ|hỏa tốc|khẩn'
const BESIDE = `bản số|bản sao số|số|${URGENCY}|[abc]|\\d{1,4}`
/** The gaps are parted from the words by their characters, so every line is read in one way only. */
const WITH_COPY = new RegExp(
  `^(?:(?:${URGENCY}|dự thảo(?: lần \\d{1,2})?)[^\\p{L}\\p{N}]{1,8})?(${DEGREE})(?:[^\\p{L}\\p{N}]{1,12}(?:${BESIDE})(?![\\p{L}\\p{N}])){0,5}$`,
  'u',
)
/** "Bản số: 07 - MẬT" */
/** "MẬT (lần 2)" */
const AGAIN = new RegExp(
  `^(${DEGREE})\\s{0,3}\\((?:(?:lần|bản|tập) \\d{1,2}|dự kiến|đề xuất|dấu đỏ|đóng dấu đỏ|đã đóng dấu)$`,
  'u',
)
const AFTER_COPY = new RegExp(`^bản (?:sao )?số\\P{L}{1,14}(${DEGREE})$`, 'u')
/** "THÔNG BÁO (MẬT)", "Phụ lục II (TUYỆT MẬT)", "TRÍCH SAO (độ MẬT)": the degree in capitals behind a title. */
const TITLED =
  /^\s{0,9}(?:Thông báo|Phụ lục|Báo cáo|Kế hoạch|Trích sao|Tờ trình|Biên bản|Phương án|Đề án|THÔNG BÁO|PHỤ LỤC|BÁO CÁO|KẾ HOẠCH|TRÍCH SAO|TỜ TRÌNH|BIÊN BẢN|PHƯƠNG ÁN|ĐỀ ÁN)(?:\s\S{1,20}){0,6}\s?\((?:[Đđ]ộ )?((?:(?:TUYỆT|TỐI)\s)?MẬT)\)\s{0,9}$/u
/** "PHỤ LỤC 02 - MẬT", "DANH SÁCH CÁN BỘ SAO IN ĐỀ - TỐI MẬT": behind the title of a kind of document. */
const AFTER_TITLE =
  /^\s{0,9}(?=(?:Phụ lục|Danh sách|Báo cáo|Kế hoạch|Phương án|Biên bản|Đề án|Thông báo|Tờ trình|PHỤ LỤC|DANH SÁCH|BÁO CÁO|KẾ HOẠCH|PHƯƠNG ÁN|BIÊN BẢN|ĐỀ ÁN|THÔNG BÁO|TỜ TRÌNH)(?!\p{L}))[^–—-]{3,70}\s[–—-]\s((?:(?:TUYỆT|TỐI)\s)?MẬT)\s{0,9}$/u
/** "MẬT (chưa sử dụng)" */
const NOTED = new RegExp(`^(${DEGREE})\\s?\\([^()]{1,30}$`, 'u')
/** "HƯỚNG DẪN CHẤM (MẬT)", "DỰ TOÁN CHI (TUYỆT MẬT - chỉ kế toán trưởng xem)": behind any title in capitals. */
const IN_TITLE = /^[^()]{3,70}\s\(((?:(?:TUYỆT|TỐI)\s)?MẬT)(?:\s[–-]\s[^()]{1,60})?\)\s{0,9}$/u
/** "【MẬT】 Hạn bảo vệ: 10 năm" */
const FRAMED = /^\s{0,3}[[(【]\s?((?:(?:TUYỆT|TỐI)\s)?MẬT)\s?[\])】](?!\p{L})/u
/** "Secret/Mật", "TỐI MẬT (TOP SECRET)" */
const IN_ENGLISH = 'top secret|state secret|secret|confidential'
const BOTH = new RegExp(
  `^(?:(?:${IN_ENGLISH})\\s?[/(|–-]\\s?(${DEGREE})|(${DEGREE})\\s?[/(|–-]\\s?(?:${IN_ENGLISH}))$`,
  'u',
)
/** "MẬT MẬT MẬT" over the width of a page. */
const REPEATED = new RegExp(`^(${DEGREE})(?:\\s{1,4}${DEGREE}){1,20}$`, 'u')
const NAMED = new RegExp(
  `^(?:tài liệu|văn bản|công văn|hồ sơ|thông tin)\\s(?:bí mật nhà nước )?(?:có độ |thuộc độ |độ |loại )?:?\\s?(${DEGREE})(?:\\s[–—-]\\s.{0,60})?$`,
  'u',
)
const AFTER_NUMBER = new RegExp(`^số:?\\s{0,3}\\d{1,5}\\s?/\\s?[\\p{L}\\p{N}&/-]{1,40}\\s{1,3}(${DEGREE})$`, 'u')

/** Titles in English that agencies print as a degree; a hint only, because firms mark trade papers so. */
const ENGLISH: ReadonlyMap<string, SecrecyDegree> = new Map([
  ['CONFIDENTIAL', 'mật'],
  ['SECRET', 'tối mật'],
  ['TOPSECRET', 'tuyệt mật'],
])

const UNACCENTED = /^(?:TUYET|TOI)MAT$/

/** "MẬT - Báo cáo tình hình": the degree in capitals before the title. */
const LEADING =
  /^\P{L}{0,6}(?:(?:THƯỢNG KHẨN|HỎA TỐC|HOẢ TỐC|KHẨN)[^\p{L}\p{N}]{1,8})?((?:(?:TUYỆT|TỐI)[ .-]{0,3})?MẬT)\s{0,3}[:–—-]\s{0,3}(?=\p{L})/u
const TITLE = new RegExp(`^(?:${TITLE_TYPES})(?!\\p{L})`, 'u')

const NOTE =
  /^[\d\u00b2\u00b3\u00b9\u2070-\u2079]{1,2}[).]?\s{0,2}(?=\p{Lu})|(?<=\p{Lu})[\d\u00b2\u00b3\u00b9\u2070-\u2079]{1,2}$/gu

/** What one cell is a stamp of. `single` marks the bare word "mật", which is also honey and bile. */
interface Stamp {
  degree: SecrecyDegree
  /** `placed`: strong only beside a document's number or the national title; `loose`: none in the middle of a text. */
  strength: 'strong' | 'placed' | 'weak' | 'loose'
  single: boolean
}

/** Reads one short cell as a stamp; null when it is none. */
function stampOf(cell: string): Stamp | null {
  // The number of a note before or behind it: "¹TỐI MẬT", "1) TỐI MẬT".
  const raw = cell.trim().replace(NOTE, '')
  if (cell.length > LONGEST_STAMP) return leadingStamp(raw)
  const folded = core(fold(raw))
  const capitals = inCapitals(raw)
  const shown = plain(raw)
  const alone = ALONE.exec(compact(folded))?.[1] ?? REPEATED.exec(folded)?.[1]
  const called = CALLED.exec(shown)
  if (called !== null) return certain(called[1] ?? called[2]!)
  if (alone !== undefined) return aloneStamp(toDegree(alone), raw, capitals)
  const both = BOTH.exec(folded)
  const beside =
    WITH_COPY.exec(folded)?.[1] ??
    (/MẬT\P{L}{0,9}$/u.test(raw) ? AFTER_NUMBER.exec(folded)?.[1] : undefined) ??
    AFTER_COPY.exec(folded)?.[1] ??
    AGAIN.exec(folded)?.[1] ??
    both?.[1] ??
    both?.[2] ??
    FRAMED.exec(shown)?.[1] ??
    TITLED.exec(shown)?.[1] ??
    AFTER_TITLE.exec(shown)?.[1] ??
    (inCapitals(raw.replace(/\([^()]*\)/u, '')) ? IN_TITLE.exec(shown)?.[1] : undefined) ??
    (capitals || /^[[(]/.test(raw) ? NAMED.exec(folded)?.[1] : undefined)
  if (beside !== undefined) return certain(beside)
  const noted = inCapitals(raw.replace(/\([^()]*\)?/u, '')) ? NOTED.exec(folded)?.[1] : undefined
  if (noted !== undefined) return { degree: toDegree(noted), strength: 'weak', single: true }
  const letters = compact(raw)
  const english = letters.length <= 40 && letters.endsWith('STATESECRET') ? 'mật' : ENGLISH.get(letters)
  if (english !== undefined) return { degree: english, strength: 'weak', single: false }
  if (UNACCENTED.test(letters)) return { degree: toDegree(letters), strength: 'weak', single: false }
  return leadingStamp(raw)
}

/** A stamp that can be nothing else. */
function certain(words: string): Stamp {
  return { degree: toDegree(words), strength: 'strong', single: false }
}

/** A stamp before a title. After the bare word anything but a kind of document only hints: "MẬT - tinh hoa của ong". */
function leadingStamp(raw: string): Stamp | null {
  const text = plain(raw)
  const match = LEADING.exec(text)
  if (match === null) return calmStamp(text)
  const degree = toDegree(match[1]!)
  const titled = degree !== 'mật' || TITLE.test(fold(text.slice(match[0].length, match[0].length + 40)))
  return { degree, strength: titled ? 'strong' : 'weak', single: false }
}

/** "Tối mật – không chụp ảnh": not in capitals, so it only hints; "Mật - ..." may be honey. */
function calmStamp(text: string): Stamp | null {
  const match =
    /^["“(]?(?:((?:Tuyệt|Tối) mật)\s{0,3}[:–—-]\s|(Mật)\s[–—-]\s(?=không|ko|đề nghị|xem|đọc|chỉ|đừng|cấm|nghiêm))/u.exec(
      text,
    )
  return match === null ? null : { degree: toDegree(match[1] ?? match[2]!), strength: 'weak', single: false }
}

function aloneStamp(degree: SecrecyDegree, raw: string, capitals: boolean): Stamp {
  const single = degree === 'mật'
  const framed = /^[[(]/.test(raw)
  if (capitals || framed) return { degree, strength: 'strong', single: single && !framed }
  const titled = /^\P{L}*\p{Lu}/u.test(raw)
  return { degree, strength: !single || titled ? 'placed' : 'loose', single }
}

const ORGANS_AND_FOODS =
  /^\P{L}{0,6}(?:gan|tụy|lách|thận|dạ dày|ruột|phổi|tim|đường|sữa|chanh|gừng|trứng|nghệ|rượu|dấm|giấm|bột|dầu|tên hàng|mặt hàng|đơn giá|đơn vị tính)(?!\p{L})|\d\s?(?:kg|lít|ml|đồng|đ|vnđ)(?!\p{L})/u

/** What is told of honey and molasses. */
const FOOD =
  /(?<!\p{L})(?:món ăn|món chính|tráng miệng|bánh|nước mía|mật ong|nấu chè|ong rừng|hoa rừng|nuôi ong|sánh|đàn ong)(?!\p{L})/u

/** "HỒ SƠ MẬT / Phim tài liệu 4 tập" */
const FICTION = /^\P{L}{0,6}(?:phim|kịch ngắn|vở|truyện|tiểu thuyết)(?!\p{L})/u

/** The first half of a word whose "mật" was wrapped onto the next line. */
const WRAPPED = /(?<!\p{L})(?:bảo|bí|giải|thân|trăng|lấy|túi|ống|hút|độ|gan|đáp án:?)$/u

/** Whether the lines around make a bare "mật" something else: a wrapped title, a list of organs or of goods. */
function isOrdinary(lines: Line[], index: number): boolean {
  const before = lines[index - 1]?.folded.trim() ?? ''
  const after = lines[index + 1]?.folded.trim() ?? ''
  if (WRAPPED.test(before.slice(-8)) && !lines[index]!.afterBlank) return true
  if (after.length <= 60 && isOtherWord(`mật ${after}`, 0, 3)) return true
  if (after.startsWith('mật ') && isOtherWord(after, 0, 3)) return true
  if (FOOD.test(after) || FOOD.test(lines[index + 2]?.folded.slice(0, 200) ?? '')) return true
  return [before, after].some((line) => line.length <= 40 && ORGANS_AND_FOODS.test(line))
}

/** Whether a line beside it is the number of a document or the national title: where Decree 30/2020 puts the stamp. */
function isPlaced(lines: Line[], index: number): boolean {
  const next = lines[index + 1]
  if (next !== undefined && inCapitals(next.raw) && TITLE.test(next.folded)) return true
  return [lines[index - 1], lines[index + 1]].some(
    (line) =>
      line !== undefined &&
      /^(?:số:?\s{0,3}\d{1,5}\s?[/-]|cộng hòa xã hội chủ nghĩa|đảng cộng sản việt nam)/u.test(line.folded),
  )
}

/** A sign-off or a question after which a given name stands: people are called Mật. */
const BEFORE_NAME =
  /^(?:trân trọng(?: kính chào| cảm ơn)?|kính thư|thân(?: mến| ái)?|họ (?:và )?tên|tên|người(?:\s\p{L}{1,6}){1,3}|anh|chị|em|cô|chú|bác|ông|bà)$/u

function isName(lines: Line[], index: number): boolean {
  const above = lines[index - 1]?.folded ?? ''
  if (/^họ (?:và )?tên/u.test(lines[index + 1]?.folded ?? '')) return true
  return above.length <= 60 && (BEFORE_NAME.test(core(above)) || endsAsPerson(above))
}

/** "Thường" near a degree: the column heads of statistics, or the options of a form. */
function besideOrdinary(lines: Line[], index: number): boolean {
  return lines
    .slice(Math.max(0, index - 3), index + 4)
    .some(({ folded }) => folded.length <= 120 && cellsOf(folded).some((cell) => USUAL.test(core(cell))))
}
const USUAL = /^(?:thường|bình thường|không mật)$/u

/** Lines around a stamp that are looked at for the other degrees: forms and quizzes list all three. */
const AROUND = 8

interface FoundStamp extends Mark {
  /** Index of the line among those that are not blank. */
  index: number
}

/** What may be a stamp at all, in a folded line of a head, and past the heads, where capitals alone count. */
const IN_HEAD = /m\P{L}{0,9}ậ|toi mat|tuyet mat|secret|confidential/u
const PAST_HEAD = /^\P{L}{0,12}(?:(?:TUYỆT|TỐI) {1,3})?MẬT\P{L}{0,12}$/u

/** A page that teaches what a stamp looks like. */
const SHOWS = /(?<!\p{L})(?:minh họa|mẫu trình bày|hình giả định)(?!\p{L})/u

const DECLASSIFIED = /^\P{L}{0,6}(?:đã )?giải mật(?: (?:từ )?ngày.{0,30}|\P{L}{0,6})$/u

/** Stamps of a text. Those past the head, and those of a declassified text ("GIẢI MẬT") or a lesson, only hint. */
export function stampsIn(lines: Line[], budget: Budget): Mark[] {
  const found: FoundStamp[] = []
  for (const [index, line] of lines.entries()) {
    if (line.raw.length > LONGEST_ROW) continue
    if (!(line.head ? IN_HEAD.test(line.folded) : PAST_HEAD.test(line.raw))) continue
    if (!line.head && --budget.left < 0) break
    found.push(...stampsOfLine(lines, index))
  }
  const real = found.filter((_, at) => !isForm(found, at))
  const told = lines.some(({ head, folded }) => head && (SHOWS.test(folded) || DECLASSIFIED.test(folded)))
  const marks = real.map(({ line, degree, strength }) => ({ line, degree, strength: told ? WEAK : strength }))
  if (budget.left < 0) marks.push({ line: lines.at(-1)!.number, degree: 'mật', strength: 'weak' })
  return marks
}

/** A title all of whose letters stand apart: "B Ả O  M Ậ T". */
const SPACED_OUT = /^\s{0,9}(?:\p{L}\s{1,6}){5,200}\p{L}\s{0,9}$/u

function stampsOfLine(lines: Line[], index: number): FoundStamp[] {
  const line = lines[index]!
  if (SPACED_OUT.test(line.raw) && !ALONE.test(compact(line.folded))) return []
  // Letters set apart ('T U Y Ệ T   M Ậ T') would fall into cells, so the whole line is tried first.
  const cells = ALONE.test(line.raw.length <= LONGEST_STAMP ? compact(line.folded) : '')
    ? [line.raw]
    : cellsOf(line.raw)
  const found = cells.slice(0, MOST_CELLS).flatMap((cell, at) => {
    const stamp = stampOf(cell)
    if (stamp !== null && FICTION.test(lines[index + 1]?.folded ?? '')) return []
    const capitals = inCapitals(cell)
    const placed = isPlaced(lines, index)
    if (stamp === null || (stamp.single && !(capitals && placed) && isOrdinary(lines, index))) return []
    // In the running line of a page it need not be in capitals.
    const running = cells.length > 1 && !capitals
    if (running && (index > 0 || stamp.strength === 'loose' || endsAsPerson(fold(cells[at - 1] ?? '')))) return []
    // "1 / MẬT / 220": a row of prices.
    if (
      stamp.single &&
      cells.length > 1 &&
      cells.some((each, place) => place > at && /^\s*[\d.,]{2,12}\s*$/.test(each))
    )
      return []
    if (stamp.strength === 'loose' && index > 1 && !line.afterBlank && !placed) return []
    const doubtful = !(capitals && placed) && (besideOrdinary(lines, index) || (stamp.single && isName(lines, index)))
    if (doubtful && !capitals) return []
    // "TUYỆT" on the line above, or letters set so far apart that they fell into two cells.
    const above = at > 0 ? compact(fold(cells[at - 1]!)) : (lines[index - 1]?.folded.trim() ?? '')
    const degree = stamp.single && /^(?:tuyệt|tối)$/u.test(above) ? toDegree(above) : stamp.degree
    // The two higher degrees are no names: as the first line of all they need no number beside them.
    const first = index === 0 && !stamp.single
    const sure = !running && (stamp.strength === 'strong' || (stamp.strength === 'placed' && (placed || first)))
    return [{ index, line: line.number, degree, strength: line.head && sure && !doubtful ? STRONG : WEAK }]
  })
  // Two degrees in one row are the head of a table.
  const different = new Set(found.map(({ degree }) => degree)).size
  return different > 1 ? found.map((mark) => ({ ...mark, strength: WEAK })) : found
}
const STRONG = 'strong' as const
const WEAK = 'weak' as const

/** Whether the three degrees stand close together around a stamp. `found` is in order of lines. */
function isForm(found: readonly FoundStamp[], at: number): boolean {
  const { index } = found[at]!
  const degrees = new Set<SecrecyDegree>()
  for (let i = at; i >= 0 && index - found[i]!.index <= AROUND; i--) degrees.add(found[i]!.degree)
  for (let i = at; i < found.length && found[i]!.index - index <= AROUND; i++) degrees.add(found[i]!.degree)
  return degrees.size === 3
}
