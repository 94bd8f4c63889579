// Sentences in which a sender says that what is sent is secret: "gửi kèm công văn mật số 12".
import { DEGREE, degreesIn, isOtherWord, toDegree } from './degrees.ts'
import { type Budget, type Flow, isUnaccented, type Line, lineAt, type Mark } from './lines.ts'

const DOCUMENTS =
  'văn bản|công văn|tài liệu|hồ sơ|báo cáo|kế hoạch|quyết định|tờ trình|thông báo|công điện|biên bản|danh sách|đề án|phương án|phụ lục|điện|bản|file|tệp|thư'
const OTHER_DOCUMENT = new RegExp(`(?<!\\p{L})(?:${DOCUMENTS})(?!\\p{L})`, 'u')
/** A document that is called secret: "công văn số 12 (đóng dấu) mật". */
const SECRET_DOCUMENT = new RegExp(
  `(?<!\\p{L})(?:${DOCUMENTS})\\s(?:số\\s[^\\s]{1,24}\\s)?(?:có đóng dấu |có dấu |đóng dấu |dấu |có độ |thuộc độ |độ |loại |dạng )?["“(]?(${DEGREE})(?![\\p{L}\\p{M}])`,
  'gu',
)
/** "tài liệu đính kèm thuộc độ Tối mật" */
const SELF_NAMED = new RegExp(
  `(?<!\\p{L})(?:${DOCUMENTS})\\s(?:này|đính kèm|kèm theo|gửi kèm|trong tệp đính kèm)\\s(?:là|thuộc|có|được|đã|mang|đóng)\\s[^.;!?]{0,30}?(?:độ|dấu|tài liệu|văn bản)\\s(${DEGREE})(?![\\p{L}\\p{M}])`,
  'gu',
)

/** Weak sayings: "file này mật nhé", "công văn này đóng dấu mật", "đây là bản tối mật", "kế hoạch A2 (mật)". */
const SAID: readonly RegExp[] = [
  `(?:${DOCUMENTS})\\s(?:này|đó|đính kèm|kèm theo|gửi kèm)\\s(?:là |thuộc |có |được |đã )?(?:đóng )?(?:dấu |độ |loại )?(${DEGREE})(?![\\p{L}\\p{M}])`,
  `\\((?:${DOCUMENTS})\\s(?:độ |dấu )?(${DEGREE})(?=[,)])`,
  `đây là (?:một )?(?:${DOCUMENTS})\\s(?:có |đóng dấu |thuộc |độ )?(${DEGREE})(?![\\p{L}\\p{M}])`,
  `(?:${DOCUMENTS})(?:\\s[^\\s()]{1,20}){0,4}\\s\\(\\s?(?:dấu |độ )?(${DEGREE})\\s?\\)`,
  '(mật) điện số \\d',
  // Who says that he took the mark away says that there was one.
  '(?:cắt|xóa|che|tẩy|bỏ)\\s(?:bỏ\\s|đi\\s)?(?:cái\\s|phần\\s|chỗ\\s)?(?:dấu|chữ)\\s(?:đỏ\\s|có\\s|ghi\\s)?(?:độ\\s)?["“]?(mật)(?!\\p{L})',
  '(?:để|ghi|có)\\s(?:chữ|dấu|độ)\\s["“]?(mật)["”]?\\s(?:là|thì)\\s(?:hệ thống|nó|máy|mail)\\s(?:sẽ\\s)?(?:chặn|bắt)',
  '(?:file|tệp|tài liệu|văn bản|nội dung)\\s(?:này|đính kèm|kèm theo|gửi kèm)[^.;!?\\n]{0,30}(?:nằm trong|thuộc) danh mục (bí mật nhà nước)(?!\\p{L})',
  '(?:nó|này|vẫn|vì|do)\\s(?:là|thuộc|vẫn thuộc)\\s(?:tài liệu |danh mục )?(bí mật nhà nước)(?!\\p{L})',
].map((source) => new RegExp(`(?<!\\p{L})${source}`, 'gu'))
const SUPPOSED = /(?<!\p{L})(?:khi|nếu|trường hợp|không phải|ví dụ|giả sử)(?!\p{L})/u

const SENDS = /(?<!\p{L})(?:(?<!kính\s)(?:gửi|gởi)|kèm|chuyển|scan|chụp|photo|forward|fwd)(?!\p{L})/gu
/** "Công văn mật đính kèm", "Tài liệu tối mật em gửi anh". */
const SENDS_AFTER =
  /^["”)]?\s(?:(?:số\s\S{1,24}\s)?(?:đính kèm|kèm theo|gửi kèm|(?:em|tôi|mình|cháu)\s(?:xin\s)?gửi)|như file)(?!\p{L})/u
const ATTACHED = /^[^.;!?]{0,70}?(?<!\p{L})(?:đính kèm|kèm theo|gửi kèm|như file|như tệp)(?!\p{L})/u
const NUMBERED = /^["”)]?\s(?:số\s{0,2}:?\s{0,2})\d/u

/** Who or what may stand between the verb of sending and a document that is itself what is sent. */
const TO =
  '(?:(?:lại|kèm|theo|giúp|hộ|giùm|cho|tới|đến|các|quý|anh|chị|em|bạn|bác|cô|chú|ông|bà|thầy|sếp|đồng chí|lãnh đạo)\\s)'
const COPY = '(?:(?:bản scan|bản chụp|bản sao|bản|ảnh chụp|file|scan)\\s){0,2}$'
const VERB = '(?:(?<!kính\\s)(?:gửi|gởi)|chuyển|forward|fwd|scan|chụp)\\s'
const ADJACENT = new RegExp(
  `(?<!\\p{L})(?:${VERB}${TO}{1,5}|(?:em|tôi|mình|cháu|con|xin|chúng tôi)\\s${VERB}${TO}{0,5}|kèm\\s(?:theo\\s)?(?:đây\\s)?)${COPY}`,
  'u',
)
/** What rules its document out: "không gửi kèm công văn mật", "trừ những văn bản mật". */
const RULED_OUT =
  /(?<!\p{L})(?:(?:không|không được|cấm|tránh|khi|nếu|việc|cách)\s(?:gửi|gởi|chuyển|scan|chụp)\s(?:kèm\s)?(?:theo\s)?|(?:trừ|ngoài)\s(?:những\s|các\s)?)$/u

/** Words that make the sentence a rule, a request or a denial, not a sending. Before the document: */
const ORDINARY_BEFORE =
  /(?<!\p{L})(?:không|chưa|cấm|tránh|trừ|ngoài|khi|nếu|việc|trường hợp|quy định|quy trình|quy chế|hướng dẫn|tập huấn|luật|nghị định|thông tư|phải|được|trách nhiệm|phân công|công tác|tổ chức|thực hiện|quản lý|soạn thảo|đối với|đề nghị|yêu cầu|hành vi|sổ|(?<!(?:huyện|tỉnh|xã|phường|sở|ông|bà|anh|chị|ủy|em)\s)mẫu|cách|có thể|hay|hạn chế|nhận|hệ thống|phần mềm|máy|thiết bị|đường truyền|ai|nhầm|bao giờ|thế nào|mọi|bất kỳ)(?!\p{L})/u
/** what counts, stores or teaches about such documents; */
const ABOUT_BEFORE =
  /(?<!\p{L})(?:thống kê|số liệu|số lượng|tỷ lệ|tỉ lệ|báo giá|đơn giá|tủ|cặp|hộp(?! thư)|kho|đựng|lưu|lưu trữ|đề cương|bài giảng|rà soát|kiểm tra|tiêu hủy|tuyên truyền|bồi dưỡng|tuyển dụng|nhân viên|chấm điểm|quản trị|về|trả lời|phúc đáp|căn cứ)(?!\p{L})|(?<!\p{L})(?:số|\d{1,6})\s$/u
/** and after it. */
const ORDINARY_AFTER =
  /^["”)]?\s?,?\s?(?:được|phải|không|do|chỉ|thì|là|trực tiếp|qua (?:đường )?(?:bưu|cơ yếu|quân|giao liên|văn thư)|bằng (?:giấy|bản giấy|văn bản giấy|đường)|theo (?:quy định|đúng)|(?:đã )?được giải mật|đã giải mật|trái|sai|lên mạng)(?!\p{L})/u

/** "Văn bản mật kèm theo phải ...": a rule about what is attached. */
const RULE_AFTER = /^[^,.;]{0,30}(?:đính kèm|kèm theo|gửi kèm)\s(?:phải|được|thì|cần)(?!\p{L})/u

/** "Theo yêu cầu, em gửi ...": why it is sent, not whether. */
const INTRODUCED = /^\s{0,4}(?:theo|như|căn cứ|thực hiện|được sự)\s[^,]{1,80},\s/u

/** How far back the sentence is read. */
const WINDOW = 140

/** "em gui cong van mat so 15", "tai lieu tuyet mat": without accents these can hardly be anything else, but only hint. */
const UNACCENTED =
  /(?<!\p{L})(?:cong van|van ban|tai lieu|bao cao|ke hoach|to trinh|ho so|cv|vb) (?:dong dau |dau |do )?(?:(toi mat|tuyet mat)(?!\p{L})|(mat)(?:\s?[,;.!]| (?:so:? ?\d|(?:cua|nay|hop|dinh kem|kem)(?!\p{L}))))|(?<!\p{L})(?:dong|co) dau (mat)(?=\s?(?:$|[,;.!]|nen|thi|cua (?:so|cong an|ban|tinh|huyen|ubnd)))|(?<!\p{L})(?:gui|goi|kem|chuyen|scan)\s(?:\S{1,8}\s){0,3}(?:tai lieu|van ban|cong van|cv)\s(mat)(?!\p{L})/u

/** Such phrases in lines that are written without accents. */
export function unaccentedIn(lines: Line[]): Mark[] {
  return lines.flatMap(({ number, folded, raw }) => {
    if (!folded.includes(' mat') || !isUnaccented(folded)) return []
    const bracketed = /\((TOI MAT|TUYET MAT)\)/.exec(raw)?.[1]
    if (bracketed !== undefined) return [{ line: number, degree: toDegree(bracketed), strength: 'weak' as const }]
    const match = UNACCENTED.exec(folded)
    if (match === null) return []
    return [
      { line: number, degree: toDegree(match[1] ?? match[2] ?? match[3] ?? match[4]!), strength: 'weak' as const },
    ]
  })
}

/** Phrases that announce a secret document, anywhere in the text. Lines that were only wrapped are read as one. */
export function phrasesIn(lines: Line[], { text, starts }: Flow, budget: Budget): Mark[] {
  const found: Mark[] = []
  if (!text.includes('mật')) return found // all patterns end in it, and most mail has none
  for (const pattern of [SECRET_DOCUMENT, SELF_NAMED, ...SAID]) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      const degree = match.index + match[0].lastIndexOf(match[1]!)
      if (isOtherWord(text, degree, degree + match[1]!.length)) continue
      const line = lines[lineAt(starts, degree)]!.number
      if (--budget.left < 0) return [...found, { line, degree: 'mật', strength: 'weak' }]
      const strength = strengthOf(pattern, text, match.index, end)
      if (strength !== null) found.push({ line, degree: toDegree(match[1]!), strength })
    }
  }
  return found
}

function strengthOf(pattern: RegExp, text: string, start: number, end: number): Mark['strength'] | null {
  if (pattern === SECRET_DOCUMENT) return sendingStrength(text, start, end)
  const before = sentenceBefore(text, start)
  if (SUPPOSED.test(before)) return null
  if (pattern !== SELF_NAMED && /(?<!\p{L})(?:không|chưa)(?!\p{L})/u.test(text.slice(start, end))) return null
  if (pattern !== SELF_NAMED) return listsDegrees(text.slice(end, end + 60)) ? null : 'weak'
  if (/(?<!\p{L})(?:không|chưa|phải)(?!\p{L})/u.test(text.slice(start, end))) return null
  if (/^[^.;!,]{0,20}(?:\?|chưa|không|à)/u.test(text.slice(end, end + 24))) return 'weak'
  return ORDINARY_BEFORE.test(before) ? 'weak' : 'strong'
}

/**
 * How surely a secret document is itself what is sent. Strong: it directly follows the sending ("gửi anh công văn mật"),
 * has a number and is sent, or is said to be attached. A doubtful word makes that weak, and anything less nothing.
 */
function sendingStrength(text: string, start: number, end: number): Mark['strength'] | null {
  const before = sentenceBefore(text, start).replace(INTRODUCED, '')
  const after = text.slice(end, end + 100)
  const adjacent = ADJACENT.test(before)
  const numbered = NUMBERED.test(after)
  const attached = ATTACHED.test(after)
  const doubtful =
    [ORDINARY_BEFORE, ABOUT_BEFORE].some((words) => words.test(before)) ||
    [ORDINARY_AFTER, RULE_AFTER].some((words) => words.test(after)) ||
    listsDegrees(after)
  if (doubtful) return ((adjacent || attached) && !RULED_OUT.test(before)) || numbered ? 'weak' : null
  const sending = [...before.matchAll(SENDS)].at(-1)
  const follows = SENDS_AFTER.test(after)
  const between = sending === undefined ? '' : before.slice(sending.index + sending[0].length)
  if (adjacent || follows || (numbered && sending !== undefined && !OTHER_DOCUMENT.test(between))) return 'strong'
  return sending !== undefined || numbered || attached ? 'weak' : null
}

/** "tài liệu Mật, Tối mật, Tuyệt mật" speaks of kinds, not of one document. */
function listsDegrees(after: string): boolean {
  return /^["”)]?\s?(?:,|\/|và|hoặc|hay)/u.test(after) && !degreesIn(after.slice(0, 24)).next().done
}

function sentenceBefore(text: string, start: number): string {
  const window = text.slice(Math.max(0, start - WINDOW), start)
  return window.slice(Math.max(...['. ', '; ', '! ', '? ', '\n'].map((end) => window.lastIndexOf(end))) + 1)
}
