// What the finders of secrecy marks share: the lines of a text as they stand and folded, and a found mark.
import type { SecrecyDegree } from '../../facts.ts'
import { mayBeLegacy, undoLegacy } from '../legacy.ts'
import { fold, LINE_END, plain, unaccent } from '../text.ts'

/** Lines at the head of a text, page or forwarded message in which a stamp stands (Decree 30/2020, cell 10a). */
export const HEAD_LINES = 25

/** Heads that are looked at; past them a stamp only hints. Nobody forwards through so many messages. */
const MOST_HEADS = 1000

/**
 * Doubtful places that one finder still weighs in a text. When none is left, the next one becomes a weak mark: a text
 * of ten thousand almost-marks cannot be told, and weighing more of them would cost more than a message may.
 */
export interface Budget {
  left: number
}

export function newBudget(): Budget {
  return { left: 10_000 }
}

/** A mark before it becomes a fact: the number of its line, and the strength of its place. */
export interface Mark {
  line: number
  degree: SecrecyDegree
  strength: 'strong' | 'weak'
}

/** A line that is not blank. */
export interface Line {
  /** Number in the text, from 0. */
  number: number
  /** As it stands in the text. */
  original: string
  /** Without quote marks, old encodings undone. */
  raw: string
  folded: string
  /** Whether it is among the first lines of a text, page or forwarded message. */
  head: boolean
  /** Whether a blank line stands before it. */
  afterBlank: boolean
}

/** Where a forwarded or answered message begins: a new head. */
const FORWARD =
  /^(?:-{2,}\s?(?:original|forwarded|thư|tin nhắn|chuyển)|begin forwarded|bắt đầu thư|từ:|from:|subject:|tiêu đề:|chủ đề:)/u

const QUOTE_MARKS = /^[>|\s]+/

function unquote(line: string): string {
  const first = line.charCodeAt(0)
  return first <= 0x20 || first === 0x3e || first === 0x7c || first === 0xa0 ? line.replace(QUOTE_MARKS, '') : line
}

/** The lines of a text that are not blank. A form feed begins a new page and so a new head. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let number = 0
  let heads = 0
  for (const page of text.split('\f')) {
    let left = heads++ < MOST_HEADS ? HEAD_LINES : 0
    let afterBlank = true
    const raws = page.split(LINE_END)
    const folds = fold(page).split(LINE_END)
    const legacy = mayBeLegacy(page)
    const spaced = SPACED_HINT.test(page)
    const same = folds.length === raws.length
    for (let index = 0; index < raws.length; index++, number++) {
      const rawLine = raws[index]!
      if (rawLine === '') {
        afterBlank = true
        continue
      }
      const bare = unquote(rawLine)
      const known = legacy ? undoLegacy(bare) : bare
      const raw = spaced ? joinSpaced(known) : known
      // Folding keeps line ends, so that both lists are equally long; each line for itself if ever they are not.
      const folded = same && raw === bare ? unquote(folds[index]!) : fold(raw)
      if (folded.trim() === '') afterBlank = true
      else {
        if (FORWARD.test(folded) && heads++ < MOST_HEADS) left = HEAD_LINES + 1
        lines.push({ number, original: rawLine, raw, folded, head: left > 0, afterBlank })
        left--
        afterBlank = false
      }
    }
  }
  return lines
}

/** "M Ậ T" and "T Ố I  M Ậ T" among other words, or as a line; not "B Ả O  M Ậ T", all of whose letters stand apart. */
const SPACED =
  /(?<!\p{L})(?<!\p{L}\s)(?<!\p{L}\s\s)(?<!\p{L}\s\s\s)(?:(t[\s.·]{1,3}ố[\s.·]{1,3}i|t[\s.·]{1,3}u[\s.·]{1,3}y[\s.·]{1,3}ệ[\s.·]{1,3}t)[\s.·]{1,6})?m[\s.·]{1,3}ậ[\s.·]{1,3}t(?!\p{L})(?!\s{1,3}\p{L}(?!\p{L}))/giu
const SPACED_HINT = /m[\s.·]{1,3}ậ|mât/iu

/** "m.ậ.t", "t.ố.i m.ậ.t" within a sentence: nobody writes so by chance. */
const DOTTED = /(?<!\p{L})(?:(?:t\.ố\.i|t\.u\.y\.ệ\.t)[\s.]{1,3})?m\.ậ\.t(?!\p{L})/giu

/** No syllable that ends in t is without a tone: what a scanned "mật" is read as when its dot is lost. */
const DOT_LOST = /(?<!\p{L})mât(?!\p{L})/giu

/** Whether the letters of a degree are parted by dots. */
export function isDotted(line: string): boolean {
  return SPACED_HINT.test(line) && line.search(DOTTED) >= 0
}

/** A line whose letters all stand apart, and its words farther: "Đ Ộ  M Ậ T :  M Ậ T". */
const LETTERS_APART = /^\s{0,9}(?:\S\s{1,6}){3,200}\S\s{0,9}$/u

/** A text with the letters of degrees that stand apart put together, and a lost dot given back. Linear: every repetition is bounded. */
export function joinSpaced(text: string): string {
  if (!SPACED_HINT.test(text)) return text
  if (text.length <= 200 && LETTERS_APART.test(text) && /\S\s{2,6}\S/u.test(text)) {
    const words = text.trim().split(/\s{2,}/u)
    return words.map((word) => word.replace(/\s/gu, '')).join(' ')
  }
  return text
    .replace(DOT_LOST, (word) => word.replace('â', 'ậ').replace('Â', 'Ậ'))
    .replace(DOTTED, together)
    .replace(SPACED, together)
}

function together(words: string): string {
  const letters = compact(words)
  return letters.length === 3 ? letters : `${letters.slice(0, -3)} ${letters.slice(-3)}`
}

/** Whether the letters of a line are all capitals. */
export function inCapitals(raw: string): boolean {
  const letters = plain(raw)
  return letters === letters.toUpperCase() && letters !== letters.toLowerCase()
}

/** Cells of a table row or of the two columns of a document's head: parted by tabs, bars or three spaces. */
export function cellsOf(raw: string): string[] {
  return raw.split(/\t|\||\s{3}/).filter((cell) => cell.trim() !== '')
}

/** A short text without anything but letters and digits at its ends. For texts of at most a few hundred characters. */
export function core(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}]+$/u, '')
}

/** A short text with nothing but its letters and digits: "M Ậ T", "M.Ậ.T" and "[MẬT]" become "MẬT". */
export function compact(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Whether a text carries no Vietnamese accent at all. */
export function isUnaccented(folded: string): boolean {
  return unaccent(folded) === folded
}

/** The folded lines as one text, for what is said in sentences; a blank line ends one. */
export interface Flow {
  text: string
  /** Offset of each line. */
  starts: number[]
}

/** A line that begins so was hardly wrapped. */
const BEGINS = /^\s{0,9}[\p{Lu}\d•*+–-]/u

/** Lines that were only wrapped are read as one; others are parted by a line feed. */
export function flowOf(lines: Line[]): Flow {
  const starts: number[] = []
  const parts: string[] = []
  let length = 0
  for (const { raw, folded, afterBlank } of lines) {
    const part = `${afterBlank ? ' . ' : BEGINS.test(raw) ? '\n' : ' '}${folded.trim()}`
    starts.push(length)
    parts.push(part)
    length += part.length
  }
  return { text: parts.join(''), starts }
}

/** Index of the line in which an offset of the flow lies. */
export function lineAt(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}
