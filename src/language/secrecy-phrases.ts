// Sentences in which a sender says that what is sent is secret: "gửi kèm công văn mật số 12".
import { DEGREE, degreesIn, isOtherWord, toDegree } from './degrees.ts'
import type { Budget, Line, Mark } from './secrecy-mark.ts'

const DOCUMENTS =
  'văn bản|công văn|tài liệu|hồ sơ|báo cáo|kế hoạch|quyết định|tờ trình|thông báo|công điện|biên bản|danh sách|đề án|phương án|phụ lục|bản|file|tệp|thư'
/** A document that is called secret: "công văn số 12 (đóng dấu) mật". */
const SECRET_DOCUMENT = new RegExp(
  `(?<!\\p{L})(?:${DOCUMENTS})\\s(?:số\\s[^\\s]{1,24}\\s)?(?:có đóng dấu |có dấu |đóng dấu |dấu |có độ |thuộc độ |độ |loại |dạng )?["“(]?(${DEGREE})(?![\\p{L}\\p{M}])`,
  'gu',
)
/** "tài liệu đính kèm thuộc độ Tối mật" */
const SELF_NAMED = new RegExp(
  `(?<!\\p{L})(?:${DOCUMENTS})\\s(?:này|đính kèm|kèm theo|gửi kèm|trong tệp đính kèm)\\s(?:là|thuộc|có|được|đã|mang)\\s[^.;!?]{0,30}?(?:độ|dấu|tài liệu|văn bản)\\s(${DEGREE})(?![\\p{L}\\p{M}])`,
  'gu',
)

const SENDS = /(?<!\p{L})(?:gửi|gởi|kèm|chuyển|scan|chụp|photo|forward|fwd)(?!\p{L})/u
/** "Công văn mật đính kèm", "Tài liệu tối mật em gửi anh". */
const SENDS_AFTER =
  /^["”)]?\s(?:(?:số\s\S{1,24}\s)?(?:đính kèm|kèm theo|gửi kèm|(?:em|tôi|mình|cháu)\s(?:xin\s)?gửi)|như file)(?!\p{L})/u

/** Words that make the sentence a rule, a request or a denial, not a sending. Before the document: */
const ORDINARY_BEFORE =
  /(?<!\p{L})(?:không|chưa|cấm|tránh|trừ|ngoài|khi|nếu|việc|trường hợp|quy định|quy trình|quy chế|hướng dẫn|tập huấn|luật|nghị định|thông tư|phải|được|trách nhiệm|phân công|công tác|tổ chức|thực hiện|quản lý|soạn thảo|đối với|đề nghị|yêu cầu|hành vi|sổ|mẫu|cách|có thể|hay|hạn chế|nhận|hệ thống|phần mềm|máy|thiết bị|đường truyền|ai|nhầm|bao giờ|thế nào|mọi|bất kỳ)(?!\p{L})/u
/** and after it. */
const ORDINARY_AFTER =
  /^["”)]?\s?,?\s?(?:được|phải|không|do|chỉ|thì|là|trực tiếp|qua (?:đường )?(?:bưu|cơ yếu|quân|giao liên|văn thư)|bằng (?:giấy|bản giấy|văn bản giấy|đường)|theo (?:quy định|đúng)|(?:đã )?được giải mật|đã giải mật|trái|sai|lên mạng)(?!\p{L})/u

/** How far back the sentence is read. */
const WINDOW = 140

/** Phrases that announce a secret document, anywhere in the text. Lines that were only wrapped are read as one. */
export function phrasesIn(lines: Line[], budget: Budget): Mark[] {
  const { text, starts } = flow(lines)
  const found: Mark[] = []
  if (!text.includes('mật')) return found // both patterns end in it, and most mail has none
  for (const pattern of [SECRET_DOCUMENT, SELF_NAMED]) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (isOtherWord(text, end - match[1]!.length, end)) continue
      const line = lines[lineAt(starts, end - 1)]!.number
      if (--budget.left < 0) return [...found, { line, degree: 'mật', strength: 'weak' }]
      if (!(pattern === SELF_NAMED ? isDenial(text, match.index, end) : !isSending(text, match.index, end))) {
        found.push({ line, degree: toDegree(match[1]!), strength: 'strong' })
      }
    }
  }
  return found
}

function isSending(text: string, start: number, end: number): boolean {
  const before = sentenceBefore(text, start)
  const after = text.slice(end, end + 60)
  if (ORDINARY_BEFORE.test(before) || ORDINARY_AFTER.test(after) || listsDegrees(after)) return false
  return SENDS.test(before) || SENDS_AFTER.test(after)
}

function isDenial(text: string, start: number, end: number): boolean {
  const named = text.slice(start, end)
  return /(?<!\p{L})(?:không|chưa|phải)(?!\p{L})/u.test(named) || ORDINARY_BEFORE.test(sentenceBefore(text, start))
}

/** "tài liệu Mật, Tối mật, Tuyệt mật" speaks of kinds, not of one document. */
function listsDegrees(after: string): boolean {
  return /^["”)]?\s?(?:,|\/|và|hoặc|hay)/u.test(after) && !degreesIn(after.slice(0, 24)).next().done
}

function sentenceBefore(text: string, start: number): string {
  const window = text.slice(Math.max(0, start - WINDOW), start)
  return window.slice(Math.max(...['. ', '; ', '! ', '? '].map((end) => window.lastIndexOf(end))) + 1)
}

/** The folded lines as one text; a blank line ends a sentence. `starts` holds the offset of each line. */
function flow(lines: Line[]): { text: string; starts: number[] } {
  const starts: number[] = []
  const parts: string[] = []
  let length = 0
  for (const { folded, afterBlank } of lines) {
    const part = afterBlank ? ` . ${folded.trim()}` : ` ${folded.trim()}`
    starts.push(length)
    parts.push(part)
    length += part.length
  }
  return { text: parts.join(''), starts }
}

/** Index of the line in which an offset of the flow lies. */
function lineAt(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}
