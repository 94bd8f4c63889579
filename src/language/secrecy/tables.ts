// Degrees in tables and lists: down a column that is headed "Độ mật", alone in a cell, beside the number of a document.

import { fold } from '../text.ts'
import type { SecrecyData } from './data.ts'
import { DEGREE, endsAsPerson, toDegree } from './degrees.ts'
import { cellDegree, LABEL_ONLY } from './labels.ts'
import { cellsOf, core, type Line, type Mark } from './lines.ts'

/** Rows of a table whose head has a column of degrees that are looked at. */
const COLUMN_ROWS = 200
const COLUMN_HEADS = 50
/** Registers of documents have so many columns. */
const REGISTER_COLUMNS = 5

/** What parts the cells of a row: tabs as the readers of tables give them, or what exported lists have. */
const PARTED_BY = ['\t', '|', ';']

/** Degrees down the columns of tables; so many tables are looked at. */
export function columnsIn(lines: Line[], data: SecrecyData): Mark[] {
  let left = COLUMN_HEADS
  return lines.flatMap(({ folded }, index) =>
    HEAD_WORDS.test(folded) && left-- > 0 ? columnMarks(lines, index, data) : [],
  )
}
const HEAD_WORDS = /(?:^|\t)đm(?:\t|$)|độ mật|do[ _]mat|security[ _]level/u

/** Degrees in the cells below a column that is headed "Độ mật"; their code letters and suffixes too. */
function columnMarks(lines: Line[], head: number, data: SecrecyData): Mark[] {
  const title = lines[head]!.folded
  const parted = PARTED_BY.find((each) => title.includes(each))
  if (parted === undefined) return []
  const at = title
    .split(parted)
    .map(core)
    .findIndex((cell) => cell === 'đm' || LABEL_ONLY.test(cell))
  if (at < 0) return []
  const found: Mark[] = []
  for (const { number, folded } of lines.slice(head + 1, head + 1 + COLUMN_ROWS)) {
    const row = folded.split(parted)
    if (row.length < 2) break
    const cell = core(row[at] ?? '')
    const degree = cellDegree(cell) ?? data.values.get(cell)
    if (degree !== undefined) found.push({ line: number, degree, strength: 'strong' })
  }
  // A narrow table that lists the three degrees explains them.
  const explains = new Set(found.map(({ degree }) => degree)).size > 2 && title.split(parted).length < REGISTER_COLUMNS
  return explains ? [] : found
}

/** "Số 10/TTr-SMT, độ Tối mật, 01 bản (bản số 1)": an item of a list of what is handed over. */
const ITEM = new RegExp(
  `\\d{1,5}(?:\\/[\\p{L}\\d&/-]{2,30}(?:\\sngày\\s[\\d/.-]{4,10})?)?,\\s?(?:có\\s)?(?:độ\\s)?(${DEGREE}),?\\s(?:\\d{1,3}\\sbản|bản số|gồm|\\d{1,3}\\s(?:tờ|trang))`,
  'u',
)

/** Items of lists of secret documents that are handed over. */
export function itemsIn(lines: Line[]): Mark[] {
  return lines.flatMap(({ number, folded }) => {
    const degree = folded.length > LONGEST_ROW || !folded.includes(', ') ? undefined : ITEM.exec(folded)?.[1]
    return degree === undefined ? [] : [{ line: number, degree: toDegree(degree), strength: 'strong' as const }]
  })
}

/** Cells that are a degree in themselves, wherever they stand: "Mật | Trang 2", "| Tuyệt mật | bì dán kín |". */
export function cellsIn(lines: Line[]): Mark[] {
  return lines.flatMap(({ number, raw, folded }) => {
    if (folded.length > LONGEST_ROW || !folded.includes('mật') || !/\t|\||\s{3}/.test(raw)) return []
    const cells = cellsOf(raw).map((cell) => core(cell.trim()))
    const found = cells.filter((cell) => SHOWN.test(cell))
    const usual = cells.some((cell) => /^(?:bình )?thường$/iu.test(cell))
    // "Tối mật | 2 | 3": a row of statistics.
    if (cells.length > 1 && cells.every((cell) => SHOWN.test(cell) || /^\d[\d.,%]{0,12}$/.test(cell))) return []
    if (found.length !== 1 || usual || endsAsPerson(fold(cells[cells.indexOf(found[0]!) - 1] ?? ''))) return []
    return [{ line: number, degree: toDegree(found[0]!), strength: 'weak' as const }]
  })
}
const SHOWN = /^(?:MẬT|Mật|TỐI MẬT|Tối mật|Tối Mật|TUYỆT MẬT|Tuyệt mật|Tuyệt Mật)$/u

/** A row of a list with a cell of nothing but a degree, and a document's number or a column of notes for it. */
export function rowsIn(lines: Line[]): Mark[] {
  let notes = -1
  return lines.flatMap(({ number, folded }) => {
    if (!folded.includes('\t') || folded.length > LONGEST_ROW) return []
    if (folded.includes('ghi chú')) notes = folded.split('\t').findIndex((each) => each.trim() === 'ghi chú')
    if (!folded.includes('mật')) return []
    const cells = folded.split('\t').map((each) => each.trim())
    const at = cells.findIndex((each) => CELL.test(each))
    if (at < 0 || !(ROW_NUMBER.test(folded) || at === notes)) return []
    return [{ line: number, degree: toDegree(cells[at]!), strength: 'weak' as const }]
  })
}
const LONGEST_ROW = 1000
const CELL = new RegExp(`^${DEGREE}$`, 'u')
const ROW_NUMBER = /\d{1,5}\s?\/\s?\p{L}{2,}|^\p{L}{1,4}\d{1,4}\t/u
