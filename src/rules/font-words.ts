// What is said of text in wrong fonts: set in another one by somebody, or drawn from another one because a letter is lacking.
import type { Data } from '../verdict.ts'
import { fullName, visible } from './documents.ts'
import type { Borrowing } from './other-fonts.ts'
import type { Sentence } from './rule.ts'

const NAMES_SHOWN = 4

const SET_AND_EXPORT: Sentence = {
  vi: 'Anh/chị chọn toàn bộ văn bản (Ctrl+A), đặt phông Times New Roman, rồi xuất lại PDF, ký số và gửi.',
  en: 'Select the whole text (Ctrl+A), set it in Times New Roman, export and sign the PDF again, and send that.',
}
/** Setting the text in Times New Roman again is of no use where the machine that makes the PDF does not have it. */
const INSTALL_AND_EXPORT: Sentence = {
  vi: 'Anh/chị cài phông Times New Roman Unicode (có đủ chữ tiếng Việt) trên máy tạo PDF, chọn toàn bộ văn bản (Ctrl+A), đặt phông đó, rồi xuất lại PDF, ký số và gửi.',
  en: 'Install the Unicode font Times New Roman, which has all Vietnamese letters, on the machine that makes the PDF, set the whole text (Ctrl+A) in it, export and sign the PDF again, and send that.',
}

/** For the sentences: which fonts lack which letters, and which they are drawn in. */
export function borrowedData(borrowings: readonly Borrowing[]): Data {
  if (borrowings.length === 0) return {}
  const ordered = borrowings.toSorted((a, b) => b.characters - a.characters)
  const names = (of: (each: Borrowing) => string) => [...new Set(ordered.map(of))].slice(0, NAMES_SHOWN)
  return {
    lacking: names(({ by }) => by),
    lenders: names(({ from }) => from),
    letters: ordered[0]!.sample,
    borrowed: ordered.reduce((total, { characters }) => total + characters, 0),
  }
}

/** A few words for the reply. */
export function fontShort(name: string, data: Data): string {
  return isLackingOnly(data)
    ? `tệp ${name} đặt bằng phông thiếu chữ tiếng Việt Unicode`
    : `tệp ${name} có chữ không dùng phông Times New Roman`
}

export function fontSentence(data: Data): Sentence {
  const [file, lacking] = [fullName(data), lackingWords(data)]
  if (isLackingOnly(data))
    return {
      vi: `Tệp ${file} không được đặt bằng phông tiếng Việt Unicode Times New Roman: ${lacking.vi}, đầu tiên ở ${data.placeVi}.`,
      en: `${file} is not set in the Unicode Vietnamese font Times New Roman: ${lacking.en}, first in ${data.placeEn}.`,
    }
  return {
    vi: `Tệp ${file} có ${data.percent}% chữ không dùng phông Times New Roman (${list(data.names)}); đầu tiên ở ${data.placeVi}: “${visible(data.sample)}”.${lacking.vi === '' ? '' : ` Ngoài ra ${lacking.vi}.`}`,
    en: `In ${file} ${data.percent}% of the text is not in Times New Roman (${list(data.names)}); first in ${data.placeEn}: “${visible(data.sample)}”.${lacking.en === '' ? '' : ` Besides, ${lacking.en}.`}`,
  }
}

export function fontRemedy({ lacking }: Data): Sentence {
  return lacking === undefined ? SET_AND_EXPORT : INSTALL_AND_EXPORT
}

/** No other text is in a wrong font. */
function isLackingOnly({ lacking, names }: Data): boolean {
  return lacking !== undefined && (names as string[]).length === 0
}

function lackingWords({ lacking, lenders, letters, borrowed }: Data): Sentence {
  if (lacking === undefined) return { vi: '', en: '' }
  return {
    vi: `phông ${list(lacking)} thiếu chữ tiếng Việt, ${borrowed} chữ (${visible(letters)}) phải lấy từ phông khác (${list(lenders)})`,
    en: `${(lacking as string[]).length > 1 ? `the fonts ${list(lacking)} lack` : `the font ${list(lacking)} lacks`} Vietnamese letters, and ${borrowed} of them (${visible(letters)}) are drawn from another (${list(lenders)})`,
  }
}

function list(names: unknown): string {
  return (names as string[]).map(visible).join(', ')
}
