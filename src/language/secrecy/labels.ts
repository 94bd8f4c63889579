// A degree that a label names: "Độ mật: Tối mật", also in boxes, code letters and records of document systems.
import type { SecrecyDegree } from '../../facts.ts'
import type { SecrecyData } from './data.ts'
import { DEGREE, degreesIn, isOtherWord, toDegree } from './degrees.ts'
import {
  type Budget,
  cellsOf,
  compact,
  core,
  inCapitals,
  isUnaccented,
  type Line,
  type Mark,
  newBudget,
} from './lines.ts'

const LABEL =
  /(?<!\p{L})(?:độ mật|do_mat|độ bảo mật|security[ _]level|secrecy|classification|phân loại(?: mật)?|tính chất|mức độ)(?:\s[^:=.;,(\t–—-]{1,24})?(?:\s?\([^()]{0,20}\))?\s{0,3}[:=–—-]/gu

/** "mật: có" on a slip. */
const SAID_SO = /^(?:(?:tài liệu )?mật|do mat)\s?:\s?c[oó]$/u

/** A word of every label, so that other lines are passed by. */
const LABEL_WORDS =
  /^(?:tài liệu )?mật\s?:|độ (?:bảo )?mật|do[ _]?mat|ký hiệu|security|secrecy|classification|phân loại|tính chất|mức độ/u

/** Without accents "do mat" may be anything, so the whole cell must be label and degree. */
const UNACCENTED =
  /(?:^|[|;,\t.!:-]|gui (?:anh|chi|em|a|c|e) )\s{0,3}(?:muc |cap |dau |dau chi )?do mat\s{0,3}[:=\t]\s{0,3}((?:(?:tuyet|toi)\s)?mat)\s{0,3}(?:$|[|;,.\t)-])/u

/** "<DoMat>Mật</DoMat>", "doMat": "Mật": records of document systems. */
const TAGGED = new RegExp(
  `(?:<(?:[\\p{L}\\d]{1,20}:)?do_?mat(?:\\s[^<>]{0,60})?>|"do_?mat"\\s{0,3}:\\s{0,3}")\\s{0,3}(${DEGREE})\\s{0,3}[<"]`,
  'u',
)
/** "Ký hiệu trên bì: C", "31/KH-BCH, độ mật C": a code letter in words. */
const ENVELOPE =
  /(?:(?<!\p{L})(?:ký hiệu (?:trên |ngoài )?bì\s?[:=]|bì ký hiệu)|,\s(?:có )?độ mật)\s?(?:chữ )?(\p{L})(?:$|[.,;\t])/u

/** A label that is a whole line or cell. */
export const LABEL_ONLY =
  /^(?:\d{1,2}[.)]\s?)?(?:(?:(?:mức |cấp |dấu |dấu chỉ )?độ mật(?: của (?:văn bản|tài liệu))?)|security[ _]level|(?:muc |cap )?do[ _]mat)$/u

/** The degree that is all of a cell, perhaps with its number in a register ("1_MẬT"), accented or not. */
export function cellDegree(cell: string): SecrecyDegree | undefined {
  const words = /^[123]?((?:tuyệt|tối|tuyet|toi)?(?:mật|mat))$/u.exec(compact(cell))?.[1]
  return words === undefined ? undefined : toDegree(words)
}

/** "1_MẬT", "2. Tối mật": values of registers. */
const VALUE = new RegExp(`^[^\\p{L}\\p{N}]{0,8}(?:[123][_ .)-]{1,2})?(${DEGREE})(?!\\p{L})`, 'u')

/** What a value may begin with: a tick, a list number, then a degree (its letters perhaps apart) or a code letter. */
const VALUE_START = /^[^\p{L}\p{N}]{0,30}(?:[xv123][\] _.)-]{1,4})?(?:tuyệt|tối|mật|\p{L}(?!\p{L})|t(?:m|um)(?!\p{L}))/u

/** Code letters (Circular 24/2020/TT-BCA, form 03) count only as the whole value. */
const CODE = /^[\s.…_]{0,30}(\p{L}{1,3})(?:\s{0,3}|[\s.…_]{3,30})(?:$|[;,)|\t]|\.\s{0,3}$|\((?:(?:tuyệt|tối) )?mật\))/u

/** What makes the words after a label an explanation and not a value. */
const EXPLAINS = /^["”’)\s]{0,3}(?:là|gồm|được|phải|khi|thì|dùng|chỉ|do|nếu|hoặc|hay|và)(?!\p{L})/u

const CHECKED = /(?:[☑☒✓✔🗹■]|\[\s?[xv]\s?\]|\(\s?[xv]\s?\))\s{0,3}$/u
const BOX = /[☐☑☒□■✓✔🗹]|\[\s?[xv]?\s?\]|\(\s?[xv]?\s?\)/u

/** Label and degree without a colon, as the whole line. */
const UNPARTED = new RegExp(`^(?:mức |dấu )?độ mật {1,2}(${DEGREE})$`, 'u')
const HALF = /(?<!\p{L})độ mật\s?[:=]\s?(tối|tuyệt)$/u

/** How much of the line after a label may be its value. */
const VALUE_LENGTH = 80

/** Labels with a degree, anywhere in the text. */
export function labelsIn(lines: Line[], data: SecrecyData, budget: Budget): Mark[] {
  const found: Mark[] = []
  for (const [index, line] of lines.entries()) {
    const { number, folded } = line
    const ticked = tickedLine(line, lines[index - 1])
    if (ticked !== null) {
      found.push({ line: number, ...ticked })
      budget.left--
    }
    if (LABEL_WORDS.test(folded)) {
      const tagged = TAGGED.exec(folded)?.[1]
      if (tagged !== undefined) found.push({ line: number, degree: toDegree(tagged), strength: 'strong' })
      const legend = legendMark(folded)
      if (legend !== null) found.push({ line: number, ...legend })
      if (SAID_SO.test(folded)) found.push({ line: number, degree: 'mật', strength: 'weak' })
      const envelope = data.codes.get(ENVELOPE.exec(folded)?.[1] ?? '')
      if (envelope !== undefined) found.push({ line: number, degree: envelope, strength: 'weak' })
      const mark = labelMark(folded, data, budget) ?? splitLabel(line, lines[index + 1]) ?? unparted(line)
      if (mark !== null) found.push({ line: number, ...mark })
      if (folded.includes('độ mật')) budget.left--
    }
    if (budget.left < 0) {
      found.push({ line: number, degree: 'mật', strength: 'weak' })
      break
    }
  }
  return found
}

/** A notice that tells of a mark somewhere else, such as our own refusals. */
const REFUSED = /(?<!\p{L})(?:từ chối|dấu hiệu|bị chặn|trả lại)(?!\p{L})/u

/** "Độ mật (0-Thường, 1-Mật, 2-Tối mật, 3-Tuyệt mật): 2" */
const LEGEND = /độ mật\s?\(([^()]{1,90})\)\s?[:=]\s?([1-9])(?!\d)/u

function legendMark(folded: string): Labelled | null {
  const match = LEGEND.exec(folded)
  if (match === null) return null
  const [degree] = degreesIn(match[1]!.split(/[,;/]/).find((each) => each.trim().startsWith(match[2]!)) ?? '')
  return degree === undefined ? null : { degree: degree.degree, strength: 'strong' }
}

type Labelled = Pick<Mark, 'degree' | 'strength'>

/** The first label with a degree in a folded line. */
export function labelMark(folded: string, data: SecrecyData, budget: Budget = newBudget()): Labelled | null {
  for (const match of folded.matchAll(LABEL)) {
    if (--budget.left < 0) return null
    if (/(?:không|chưa)\s[^.;]{0,15}$/u.test(folded.slice(Math.max(0, match.index - 24), match.index))) continue
    const start = match.index + match[0].length
    const coded = !match[0].startsWith('độ bảo') && match[0].includes('mật')
    const mark = valueMark(folded.slice(start, start + VALUE_LENGTH), coded ? data.values : null)
    if (mark !== null) return REFUSED.test(folded) ? { ...mark, strength: 'weak' } : mark
  }
  if (folded.length > 400 || !folded.includes('do mat')) return null
  const bare = UNACCENTED.exec(folded)?.[1]
  return bare !== undefined && isUnaccented(folded) ? { degree: toDegree(bare), strength: 'strong' } : null
}

function valueMark(value: string, codes: SecrecyData['values'] | null): Labelled | null {
  const box = BOX.exec(value.slice(0, 24))
  if (box !== null && value.slice(0, box.index).trim() === '') return tickedMark(value) ?? tickedCode(value, codes)
  const ticks = [...value.matchAll(TICKED_AFTER)]
  if (ticks.length > 0) return { degree: toDegree(ticks[0]![1]!), strength: ticks.length === 1 ? 'strong' : 'weak' }
  const english = ENGLISH_VALUE.exec(value)
  if (english !== null) return englishValue(value.slice(english[0].length))
  if (!VALUE_START.test(value)) return null
  const degrees = [...degreesIn(value)]
  const different = new Set(degrees.map(({ degree }) => degree)).size
  if (different > 1) return chosen(degrees, different)
  const coded = codes?.get(CODE.exec(value)?.[1] ?? '')
  if (coded !== undefined) return { degree: coded, strength: 'strong' }
  const match = VALUE.exec(value)
  if (match !== null) {
    const end = match.index + match[0].length
    const start = end - match[1]!.length
    if (isOtherWord(value, start, end) || EXPLAINS.test(value.slice(end))) return null
    return { degree: toDegree(match[1]!), strength: 'strong' }
  }
  const cell = value.split(/[,;|\t]|\s{3}/, 1)[0]!
  const spaced = /^[123]?((?:tuyệt|tối)?mật)$/u.exec(compact(cell))?.[1]
  return spaced === undefined ? null : { degree: toDegree(spaced), strength: 'strong' }
}

/** "TOP SECRET (Tuyệt mật)": the degree that stands beside; English alone only hints. */
function englishValue(rest: string): Labelled {
  const degree = new RegExp(`^\\s?[(/]\\s?(${DEGREE})(?!\\p{L})`, 'u').exec(rest)?.[1]
  return degree === undefined ? { degree: 'mật', strength: 'weak' } : { degree: toDegree(degree), strength: 'strong' }
}
const ENGLISH_VALUE = /^\s{0,3}(?:top secret|state secret|secret|confidential)(?!\p{L})/u

/** "(x) M  ( ) TM  ( ) TuM" */
function tickedCode(value: string, codes: SecrecyData['values'] | null): Labelled | null {
  const code = /(?:[☑☒]|\[[xv]\]|\([xv]\))\s?(\p{L}{1,3})(?!\p{L})/u.exec(value)?.[1]
  const degree = code === undefined ? undefined : codes?.get(code)
  return degree === undefined ? null : { degree, strength: 'strong' }
}

/** "Mật [ ]  Tối mật [x]": boxes behind the words. A box right before the degree belongs to it instead. */
const TICKED_AFTER = new RegExp(
  `(?<![\\])☐☑☒]\\s{0,3})(?<!\\p{L})(${DEGREE})\\s{0,3}(?:☑|☒|\\[\\s?[xv✓]\\s?\\]|\\(\\s?[xv✓]\\s?\\))`,
  'gu',
)

/** What a row of boxes says: nothing when none or "Thường" is ticked; several ticked degrees only hint. */
function tickedMark(value: string): Labelled | null {
  const ticked = [...degreesIn(value)].filter(({ start }) => CHECKED.test(value.slice(Math.max(0, start - 8), start)))
  const [first] = ticked
  return first === undefined ? null : { degree: first.degree, strength: ticked.length === 1 ? 'strong' : 'weak' }
}

/** Boxes without a label before them: they may be a quiz, so they hint, unless the line above is the label. */
function tickedLine({ folded }: Line, above: Line | undefined): Labelled | null {
  if (folded.length > 200 || !folded.includes('mật') || !BOX.test(folded)) return null
  const mark = tickedMark(folded)
  const labelled = above !== undefined && above.raw.length <= 60 && LABEL_ONLY.test(core(above.folded))
  const chosen = /(?<!\p{L})(?:loại|mức độ|độ)\s?:/u.test(folded) && /(?<!\p{L})(?:bình )?thường(?!\p{L})/u.test(folded)
  return mark === null || labelled || chosen ? mark : { degree: mark.degree, strength: 'weak' }
}

/** "ĐỘ MẬT TỐI MẬT"; in small letters the line may be a piece of a sentence. */
function unparted({ folded, raw }: Line): Labelled | null {
  const degree = folded.length > 60 ? undefined : UNPARTED.exec(core(folded))?.[1]
  return degree === undefined ? null : { degree: toDegree(degree), strength: inCapitals(raw) ? 'strong' : 'weak' }
}

/** Two degrees without boxes are more than an empty form, but do not say which. */
function chosen(degrees: { degree: SecrecyDegree }[], different: number): Labelled | null {
  return different === 2 ? { degree: degrees[0]!.degree, strength: 'weak' } : null
}

/** A degree among other words in the cell after a label: "Mật (C)". */
function besideLabel(cell: string | undefined): Labelled | null {
  const degrees = cell === undefined || cell.length > 40 ? [] : [...degreesIn(cell)]
  return degrees.length === 1 ? { degree: degrees[0]!.degree, strength: 'strong' } : null
}

/** A label at the end of its line, the degree alone in the next cell or on the next line, which then is the mark's line. */
function splitLabel({ number, folded }: Line, next: Line | undefined): Mark | null {
  if (folded.length > 120 || !LABEL_WORDS.test(folded)) return null
  const half = HALF.exec(folded.trimEnd())?.[1]
  if (half !== undefined && next !== undefined && /^mật(?!\p{L})/u.test(next.folded)) {
    return { line: number, degree: toDegree(half), strength: 'strong' }
  }
  const cells = cellsOf(folded)
    .map(core)
    .filter((cell) => cell !== '')
  const at = cells.findIndex((cell) => LABEL_ONLY.test(cell) || (cell.length <= 40 && cell.endsWith('/ độ mật')))
  if (at < 0) return null
  const value = cells[at + 1] ?? (next !== undefined && next.raw.length <= 60 ? core(next.folded) : '')
  const degree = cellDegree(value)
  // A heading row "Độ mật | Mật | Tối mật | Tuyệt mật" is a form.
  const others = new Set(
    cells
      .slice(at + 1)
      .map(compact)
      .filter((cell) => /mật$/u.test(cell)),
  )
  const beside = degree === undefined && others.size === 0 ? besideLabel(cells[at + 1]) : null
  if (beside !== null) return { line: number, ...beside }
  if (degree === undefined || others.size > 1) return null
  return { line: cells[at + 1] === undefined ? next!.number : number, degree, strength: 'strong' }
}
