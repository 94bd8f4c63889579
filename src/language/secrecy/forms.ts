// The marks of the secrecy forms other than the degree: who may open, copies, terms, changes of the degree.
import type { SecrecyData } from './data.ts'
import { DEGREE, degreesIn, toDegree } from './degrees.ts'
import { core, type Line, type Mark } from './lines.ts'

const CHANGED = new RegExp(
  `^(?:đã )?điều chỉnh độ mật\\P{L}{0,5}(?:từ|lên|xuống|thành|sang)\\s.{0,40}?(${DEGREE})(?!\\p{L})`,
  'u',
)

/** "Điều 1. Điều chỉnh độ mật từ TỐI MẬT xuống MẬT". */
const CHANGED_TO = new RegExp(`điều chỉnh độ mật\\s(?:từ|lên|xuống|thành|sang)\\s\\P{L}{0,3}(${DEGREE})(?!\\p{L})`, 'u')
/** "Điều 1. Điều chỉnh độ mật của Báo cáo số 17/BC-UBND từ "Mật" lên "Tối mật"": of a paper with a number. */
const CHANGED_OF = new RegExp(
  `(?:điều chỉnh độ mật\\s[^.;]{0,60}?\\d{1,5}\\/\\p{L}[^.;]{0,60}?|\\d{1,5}\\/\\p{L}[^.;]{0,60}?điều chỉnh độ mật:?)\\s(?:từ|lên|xuống|thành|sang)\\s\\P{L}{0,3}(${DEGREE})(?!\\p{L})`,
  'u',
)

/** "Thư này chỉ người có tên mới được mở." */
const SAYS_SO = /^(?:thư|tài liệu|văn bản|công văn|file|tệp|phong bì|bì)(?: này)?,? chỉ người có tên/u

/** "Bì thư: chỉ người có tên ... em scan cả bì gửi anh": the sender says what is sent. */
const SENT_OPENED = /(?<!\p{L})(?:em|tôi|mình|cháu)\s(?:xin\s)?(?:scan|chụp|gửi|gởi)(?!\p{L})/u

const OPENED_BY = /(?<!\p{L})chỉ người có tên mới được (?:bóc|mở)(?!\p{L})/u

/** Marks of the secrecy forms other than the degree, each on a line of its own. */
export function formMarksIn(lines: Line[], data: SecrecyData): Mark[] {
  const found: Mark[] = []
  for (const { number, folded } of lines) {
    if (folded.length > 160 || !data.form.test(folded)) continue
    const line = core(folded)
    const changed = CHANGED.exec(line)?.[1]
    if (changed !== undefined) found.push({ line: number, degree: toDegree(changed), strength: 'strong' })
    const ofDocument = CHANGED_OF.exec(line)?.[1] ?? CHANGED_TO.exec(line)?.[1]
    if (ofDocument !== undefined) found.push({ line: number, degree: toDegree(ofDocument), strength: 'weak' })
    // "Tài liệu độ MẬT, chỉ người có tên mới được bóc bì": the form's words with the degree in one line.
    const opened = OPENED_BY.test(line) ? [...degreesIn(line)] : []
    if (opened.length === 1)
      found.push({
        line: number,
        degree: opened[0]!.degree,
        strength: /^(?:tài liệu|văn bản|công văn)/u.test(line) ? 'strong' : 'weak',
      })
    else if (OPENED_BY.test(line) && (SENT_OPENED.test(line) || SAYS_SO.test(line)))
      found.push({ line: number, degree: 'mật', strength: 'weak' })
    const form = data.lines.find(({ words, rest }) => line.startsWith(words) && rest.test(line.slice(words.length)))
    if (form !== undefined) found.push({ line: number, degree: form.degree, strength: form.strength })
  }
  return found
}
