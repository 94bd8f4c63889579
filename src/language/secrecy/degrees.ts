// The words of the three degrees of secrecy, and the ordinary words that "mật" is only a part of.
import type { SecrecyDegree } from '../../facts.ts'
import { unaccent } from '../text.ts'

/** A degree, accented, in folded text. */
export const DEGREE = '(?:(?:tuyệt|tối)[\\s_.-]{0,3})?mật'

const DEGREES = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${DEGREE}(?![\\p{L}\\p{M}])`, 'gu')

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Words before it with which "mật" is another word: bảo mật, bí mật, trăng mật, túi mật, ong lấy mật, không mật. */
const BEFORE = words(
  'bảo bí thân cơ trăng giải ẩn nghiêm cẩn chu trù tế túi ống đường sỏi dịch men rỉ hoa hút lấy nuôi ong mía gan nước ' +
    'phấn viêm chứa nấu ngọt mua bán lít kg chai hũ uống pha vắt thu không chưa phi khoáng tiết cắt thăm giữ tuyền',
)

/** Words after it with which "mật" is another word: mật khẩu, mật ong, mật độ, mật thư, mật danh. */
const AFTER = words(
  'khẩu độ ong mã thư vụ danh thiết tử nghị đàm báo ngọt mía gấu heo lợn cá ngữ lệnh hoa rỉ phục ước thám vàng dừa chú ' +
    'tông giáo thất hữu tiếp viện hàm tấu chiếu đạo đường phấn tuần',
)

/** "văn thư mật" is who handles such papers. */
const CLERK = /(?<!\p{L})văn thư\s{1,3}$/u
/** "hồ sơ mật vụ đất đai" */
const DOCUMENT_BEFORE = /(?<!\p{L})(?:hồ sơ|tài liệu|văn bản|công văn|báo cáo)\s$/u

/** "gan - mật - tụy" */
const ORGAN = /(?<!\p{L})(?:gan|tụy|lách|dạ dày)\s{0,2}[–,/-]\s{0,2}$/u

/** Document types that begin like one of the words above: "MẬT Báo cáo", "MẬT Danh sách". */
const TYPES = /^\s*(?:báo cáo|giáo án|giáo trình|nghị quyết|danh sách|danh mục|thư mời|thư công|lệnh của)(?!\p{L})/u

/** Words that only begin like one of those above: "tài liệu mật phục vụ cuộc họp", "công văn mật báo cho". */
const ANOTHER_WORD = /^\s(?:phục (?:vụ|hồi)|thư ký|tuần (?:này|sau|trước)|đường dây|hàm ý)(?!\p{L})/u

/** Kinds of documents with which a title goes on after its degree: "MẬT - Báo cáo", "Mật: kế hoạch". */
export const TITLE_TYPES =
  'báo cáo|kế hoạch|công văn|công điện|quyết định|tờ trình|thông báo|văn bản|tài liệu|hồ sơ|danh sách|phương án|đề án|biên bản|thư mời|giấy mời|chỉ thị|nghị quyết|v/v|về việc|số'

/** The end of a text before a given name: people are called Mật. Folded; "công văn mật" is why "văn" is not here. */
const PERSON =
  /(?:^|[\s,:])(?:đại biểu|(?:nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|ngô|dương|đinh|trương|lâm)(?:\s\p{L}{1,8}){0,2}|\p{L}{1,8}\sthị|nguyễn văn|thị|(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|ngo|ho|duong|dinh|truong) (?:van|thi))$/u

/** Whether a text ends as a person's name without the given name does: "Lý lịch Trần Thị". */
export function endsAsPerson(folded: string): boolean {
  return PERSON.test(folded.slice(-40).trimEnd())
}

/** Which degree the words say; they may be unaccented. */
export function toDegree(words: string): SecrecyDegree {
  const bare = unaccent(words.toLowerCase())
  if (bare.includes('tuyet')) return 'tuyệt mật'
  return bare.includes('toi') ? 'tối mật' : 'mật'
}

/** A degree in folded text: its offsets there. */
export interface DegreeWord {
  degree: SecrecyDegree
  start: number
  end: number
}

/** Every degree in a folded text that is not part of another word, from left to right. */
export function* degreesIn(folded: string): Generator<DegreeWord> {
  for (const match of folded.matchAll(DEGREES)) {
    const start = match.index
    const end = start + match[0].length
    if (!isOtherWord(folded, start, end)) yield { degree: toDegree(match[0]), start, end }
  }
}

/** Whether the "mật" between these offsets belongs to another word with its neighbours. */
export function isOtherWord(folded: string, start: number, end: number): boolean {
  const before = /(\p{L}{1,12})\s{1,3}$/u.exec(folded.slice(Math.max(0, start - 16), start))?.[1]
  if (before !== undefined && BEFORE.has(before)) return true
  if (ORGAN.test(folded.slice(Math.max(0, start - 16), start))) return true
  if (CLERK.test(folded.slice(Math.max(0, start - 16), start))) return true
  const rest = folded.slice(end, end + 24)
  const after = /^\s{1,3}(\p{L}{1,12})/u.exec(rest)?.[1]
  if (after === 'vụ' && DOCUMENT_BEFORE.test(folded.slice(Math.max(0, start - 16), start))) return false
  return after !== undefined && AFTER.has(after) && !TYPES.test(rest) && !ANOTHER_WORD.test(rest)
}
