// Degrees that a line calls by name outside the places of the law: in the running line, behind "độ", in English, with dots between the letters.
import { plain } from '../text.ts'
import { degreesIn, toDegree } from './degrees.ts'
import { inCapitals, isDotted, type Line, type Mark } from './lines.ts'

/** A running line such as "Trang 1 - TÀI LIỆU TỐI MẬT - NGHIÊM CẤM SAO CHÉP". */
const RUNNING =
  /^Tài liệu (?:độ )?((?:(?:TUYỆT|TỐI) )?MẬT)(?=\s?(?:$|[–—-]\s))|^(?:Tài liệu|Văn bản) độ (MẬT|Mật|Tối mật|Tuyệt mật)[.,;]\s(?=Bản số|Không (?:được )?sao|Nộp lại|Thu hồi)|(?:^|\s[|–—-]\s|[([])(?:TÀI LIỆU|VĂN BẢN)\s(?:ĐỘ\s)?((?:(?:TUYỆT|TỐI)\s)?MẬT)(?=\s?[)\]]|\s[|–—-]\s|$)/u

/** "Phần nội dung độ MẬT", "Kết quả khảo sát, độ Mật": a capital tells the degree from the label "độ mật". */
export const CALLED =
  /(?:[,;(–-]\s?|nội dung |phần |bản )độ (MẬT|Mật|TỐI MẬT|Tối mật|TUYỆT MẬT|Tuyệt mật)(?=\s?(?:$|[,;.()–-]))/u
const LONGEST_CALLED = 1000
const NONE_SO_CALLED =
  /(?<!\p{L})(?:không|chưa|thống kê|tổng số|số lượng|ví dụ|giải mật)(?!\p{L})|(?<!\p{L})(?:mọi|các|những)\s[^,;.]{0,40}$/u

/** "Attached is the SECRET version", "treat the attached as SECRET". */
const IN_ENGLISH =
  /(?<![\p{L}_])SECRET(?![\p{L}_])[^.;]{0,40}(?:version|document|report|minutes|list|copy|plan)|(?:[Aa]ttach|[Tt]reat)[^.;]{0,60}\sSECRET(?![\p{L}_])/u

/** Longest line whose English, or whose running head, is looked at. */
const LONGEST = 160

/** At most one mark of each kind a line. */
export function calledIn(lines: Line[]): Mark[] {
  return lines.flatMap((line) => [...hidden(line), ...running(line), ...called(line), ...inEnglish(line)])
}

function hidden({ number, original, folded }: Line): Mark[] {
  return isDotted(original) ? [{ line: number, degree: toDegree(folded), strength: 'weak' }] : []
}

function running({ number, folded, raw }: Line): Mark[] {
  if (folded.length > LONGEST || !/[uitộ] mật/u.test(folded)) return []
  const degree = RUNNING.exec(plain(raw))
    ?.slice(1)
    .find((each) => each !== undefined)
  return degree === undefined ? [] : [{ line: number, degree: toDegree(degree), strength: 'strong' }]
}

function called({ number, folded, raw }: Line): Mark[] {
  if (folded.length > LONGEST_CALLED || !folded.includes('độ ')) return []
  const match = CALLED.exec(plain(raw))
  if (match === null || NONE_SO_CALLED.test(folded.slice(0, match.index))) return []
  // Several degrees in a line are enumerated, not said of anything.
  return [...degreesIn(folded)].length === 1 ? [{ line: number, degree: toDegree(match[1]!), strength: 'weak' }] : []
}

function inEnglish({ number, folded, raw }: Line): Mark[] {
  if (folded.length > LONGEST || !raw.includes('SECRET') || inCapitals(raw)) return []
  return IN_ENGLISH.test(raw) ? [{ line: number, degree: 'tối mật', strength: 'weak' }] : []
}
