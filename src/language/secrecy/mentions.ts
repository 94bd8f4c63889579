// Words that speak of a secret document without a place of the law: each mention of a degree is weighed by what stands around it.
import { type DegreeWord, degreesIn, endsAsPerson } from './degrees.ts'
import type { Budget, Flow, Line, Mark } from './lines.ts'
import { lineAt } from './lines.ts'

/** Characters before and after a mention that are weighed, at most; sentences end earlier. */
const BEFORE = 160
const AFTER = 110
/** What a mention must weigh to be told. */
const ENOUGH = 2
/** In the mail's own words so much, with a word of sending, is as good as a mark: of 1,230 ordinary mails two weighed it, and none more. */
const CERTAIN = 5

/** More of them say nothing more. */
const MOST = 50
/** Degrees on either side that are looked at. */
const NEIGHBOURS = 4
/** Characters between degrees that are enumerated. */
const ENUMERATED = 32

const set = (list: string): ReadonlySet<string> => new Set(list.split('|'))

/** What may be secret, right before the degree or before the words that lead to it. */
const NOUNS = set(
  'văn bản|công văn|tài liệu|tl|doc|hồ sơ|báo cáo|kế hoạch|quyết định|tờ trình|thông báo|công điện|biên bản|danh sách|đề án|phương án|phụ lục|nghị quyết|chỉ thị|' +
    'bản|file|tệp|thư|phần|nội dung|số liệu|mục|chương|trang|tờ|cái|cái này|bản đồ|sơ đồ|bảng|bì|điện|biểu|đề|đề thi|đáp án|mail|email|qđ|hs|vt|cv|vb|bc|kh|tb|ttr|tài liệu họp',
)
/** Words between it and the degree. Those that name a stamp or a degree weigh by themselves. */
const LEADS = set(
  'là|mật|có|được|mang|thuộc|đã|cũng|toàn|màu|đỏ|của|này|đó|ấy|kia|kèm|theo|đính|gửi|số|loại|dạng|mức|cấp|đóng|dấu|độ|diện|chữ|nhà|nước|bí|danh|level',
)
const STAMPS = set('dấu|độ|diện|chữ|mức|cấp|nước|level')

const SENDS =
  /(?<!\p{L})(?:gửi|gởi|kèm|chuyển|nhận|scan|chụp|photo|forward|fwd|file|tệp|đính|tách|zalo|link|zip|attached|tải|in|xem|đọc|sao)(?!\p{L})|\.(?:docx?|xlsx?|pdf|pptx?|zip|rar)(?!\p{L})/u
const HANDLING =
  /(?<!\p{L})(?:này|đấy|ấy|đây|đừng|có đóng dấu|không đưa|không (?:forward|chuyển tiếp|sao chụp|chụp|ghi âm|phát tán|phổ biến|đưa lên|gửi lại|in)|ko (?:forward|chuyển)|xem xong|đọc xong|đọc tại chỗ|tại chỗ|góc|giữ|nội bộ thôi|pass|thu lại|not forward)(?!\p{L})/u
const DOCUMENT_NUMBER = /\d{1,5}\s?[/-]\s?\p{L}{1,8}/u
const PARTICLE = /^\s?(?:nhé|nha|nhá|đấy|đó|ạ|nghen|nhe)(?!\p{L})/u

/** What makes the sentence speak about such documents in general: each weighs against it. */
const GENERAL = [
  /(?<!\p{L})(?:luật|nghị định|thông tư|quy định|quy chế|quy trình|nội quy|điều \d|khoản|pháp lệnh|bộ luật|tội|hình sự|phạt|xử lý|vi phạm|kỷ luật|bài học)(?!\p{L})/u,
  /(?<!\p{L})(?:tập huấn|hướng dẫn|bồi dưỡng|tuyên truyền|đào tạo|bài giảng|câu hỏi|trắc nghiệm|khái niệm|ví dụ|thế nào|ra sao|nâng cao|hỏi|trực tiếp|đến nhận|tận tay)(?!\p{L})/u,
  /(?<!\p{L})(?:công tác|quản lý|thu hồi|trách nhiệm|phụ trách|nhiệm vụ|kiểm tra|rà soát|trang bị|tủ|két|hệ thống|phần mềm|thiết bị|đơn giá|báo giá|cán gỗ|kích thước|\d\s?mm|\d\s?(?:cái|chiếc|đ)|mua sắm|lưu trữ|sổ|tuyển dụng|quản trị|nhân viên)(?!\p{L})/u,
  /(?<!\p{L})(?:thống kê|tổng số|số (?:vb|văn bản|tài liệu|công văn)|số lượng|bao nhiêu|tỷ lệ|tỉ lệ|tiêu hủy|tổng cộng|lượt|quý|trong năm|trong kỳ)(?!\p{L})/u,
]
/** Conditions, within the clause. */
const SUPPOSED =
  /(?<!\p{L})(?:khi|nếu|trường hợp|mọi|bất kỳ|các loại|những|đối với|nghiêm cấm|tuyệt đối|hành vi|việc (?:gửi|sao|chụp|lưu|soạn))(?!\p{L})/u
/** "Độ mật" as a label, which names no degree. */
const LABEL = /(?<!\()(?<!(?:chế|ở|đóng dấu|thuộc|mang|nước|văn bản|tài liệu|công văn) )(?<!\p{L})độ\s$/u
/** An empty box, or the cell of a table. */
const UNTICKED = /(?:[☐□☑☒|\t]|\[\s?\]|\(\s?\))\s?$/u
const EMPTY = /^\s?(?:\.\s?\.|…|_)/u
/** What follows a degree in rules, and where the document goes another way. */
const RULED =
  /^["”)]?\s?(?:[:|\t]\s{0,3}\d|[^.;!\n]{0,12}\?|(?:là|được|phải|không|do|thì|trở lên)(?!\p{L}))|^[^.;]{0,40}(?:giao tay|tận tay|tay rồi)(?!\p{L})/u
/** Texts that teach, judge or tell of secrets: what they mention is seldom what they are. */
const TOPIC =
  /(?<!\p{L})(?:bảo vệ bí mật nhà nước|danh mục bí mật nhà nước|mẫu dấu|bị can|bị cáo|truy tố|bản án|tình huống \d|tiểu phẩm|kịch bản|trò chơi|mật thư|bài giảng|bài học|cảnh giác|tập huấn|kiểm thử|diễn tập ứng cứu|lịch sử đảng|con dấu|mật ong|nghiêm cấm|hồi ký|truyện|phim|kịch|câu hỏi)(?!\p{L})/u
/** What rules the document out in its own clause. */
const DENIED =
  /(?<!\p{L})(?:không|ko|chưa|chẳng|cấm|tránh|trừ|ngoài|hết|giải|hủy|loại bỏ|đừng|no|not)(?!\p{L})[^,.;:!?()]{0,60}$/u

/** What is not sent after all, or is a mark no longer. */
const UNSENT =
  /(?<!\p{L})(?:giải mật|nhầm|thực ra|trước đây|hiện vật|cơ yếu|bản giấy|trực tiếp|tận tay|két|trả lại|từ chối|đùa)(?!\p{L})/u

/**
 * Mentions that weigh enough: hints, or marks where `own` says that these are the words of the mail itself. `flow` is the
 * text in one piece (see flowOf).
 */
export function mentionsIn(lines: Line[], { text, starts }: Flow, budget: Budget, own: boolean): Mark[] {
  const found: Mark[] = []
  if (!text.includes('mật')) return found
  const words: DegreeWord[] = []
  for (const word of degreesIn(text)) {
    if (--budget.left < 0) break
    words.push(word)
  }
  if (words.length === 0) return found
  const enough = TOPIC.test(text) ? ENOUGH + 2 : ENOUGH
  for (const [index, { degree, start }] of words.entries()) {
    if (found.length >= MOST) return found
    const weight = weightOf(text, words, index)
    if (weight < enough) continue
    const strength = own && enough === ENOUGH && weight >= CERTAIN && isSent(text, start) ? 'strong' : 'weak'
    found.push({ line: lines[lineAt(starts, start)]!.number, degree, strength })
  }
  if (budget.left < 0) found.push({ line: lines.at(-1)!.number, degree: 'mật', strength: 'weak' })
  return found
}

function isSent(text: string, start: number): boolean {
  const around = text.slice(Math.max(0, start - BEFORE), start + AFTER)
  return SENDS.test(around) && !UNSENT.test(around)
}

function weightOf(text: string, words: DegreeWord[], index: number): number {
  const { degree, start, end } = words[index]!
  const window = text.slice(Math.max(0, start - BEFORE), start)
  const after = text.slice(end, end + AFTER)
  if (UNTICKED.test(window) || isLabel(text, words[index]!) || (degree === 'mật' && EMPTY.test(after))) return 0
  if (endsAsPerson(window)) return 0
  const before = window.slice(sentenceStart(window))
  const led = ledTo(before) + enclosed(before, after) + 2 * Number(before.trim() === '' && PARTICLE.test(after))
  if (led === 0 || DENIED.test(before)) return 0
  const rest = after.slice(0, sentenceEnd(after))
  const sentence = `${before} ${rest}`
  // What stands in a later clause seldom bears on the document; a condition not beyond its own.
  const so = `${before} ${rest.split(',', 1)[0]}`
  const general =
    GENERAL.filter((pattern) => pattern.test(so)).length + Number(SUPPOSED.test(so.slice(before.lastIndexOf(',') + 1)))
  return (
    led +
    Number(SENDS.test(sentence)) +
    Number(HANDLING.test(sentence) || HANDLING.test(after)) +
    Number(DOCUMENT_NUMBER.test(sentence)) -
    2 * general -
    2 * Number(RULED.test(after)) -
    3 * Number(besideOthers(text, words, index, start - before.length, end + rest.length))
  )
}

/** Whether another degree stands in the same sentence. */
function besideOthers(text: string, words: DegreeWord[], index: number, from: number, to: number): boolean {
  const near = words.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1)
  return near.some(
    (word) =>
      word.degree !== words[index]!.degree &&
      Math.abs(word.start - words[index]!.start) <= ENUMERATED &&
      word.start >= from &&
      word.start < to &&
      !isLabel(text, word),
  )
}

/** "Độ mật" before a value or alone, which names no degree. */
function isLabel(text: string, { degree, start, end }: DegreeWord): boolean {
  const before = text.slice(Math.max(0, start - 16), start)
  return (
    degree === 'mật' && (LABEL.test(before) || (before.endsWith('độ ') && /^\s?[:=]/u.test(text.slice(end, end + 2))))
  )
}

/** 2 for a document right before, 2 for words of stamping, 1 for a document anywhere before. */
function ledTo(before: string): number {
  const words = before.match(/[\p{L}\p{N}]+/gu)?.slice(-12) ?? []
  let at = words.length - 1
  let stamped = false
  for (; at >= 0 && (LEADS.has(words[at]!) || /^\d{1,4}$/.test(words[at]!)); at--)
    if (STAMPS.has(words[at]!)) stamped = true
  const last = words[at] ?? ''
  const pair = at > 0 ? `${words[at - 1]} ${last}` : ''
  const noun = (NOUNS.has(last) && pair !== 'thành phần') || NOUNS.has(pair)
  const anywhere = words.some((word, index) => NOUNS.has(`${word} ${words[index + 1]}`))
  return (noun ? 2 : anywhere ? 1 : 0) + (stamped ? 2 : 0)
}

/** 2 where the degree stands alone in brackets or quotation marks, or after a dash at the end of an item. */
function enclosed(before: string, after: string): number {
  if (/[([“"]\s?$/u.test(before) && /^\s?(?:[)\]”"]|,\s\d)/u.test(after)) return 2
  return /\s[–—-]\s$/u.test(before) && /^\s?(?:$|[.,;()]|[–—-]\s)/u.test(after) ? 2 : 0
}

function sentenceStart(window: string): number {
  return Math.max(...['. ', '; ', '! ', '? ', '\n'].map((end) => window.lastIndexOf(end))) + 1
}

function sentenceEnd(after: string): number {
  const at = after.search(/[.;!?](?:\s|$)|\n/u)
  return at < 0 ? after.length : at
}
