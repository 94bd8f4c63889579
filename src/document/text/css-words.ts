// Words that style sheets put on a page: generated content, marks of lists, quotation marks (CSS Generated Content 3, CSS Lists 3).

/** Characters of one sheet that are read, and words that are kept of it. */
const SHEET_LIMIT = 1_000_000
const WORDS_KEPT = 1000
const DECLARATION =
  /(?:^|[;{\s"'])(?:content|list-style(?:-type)?|symbols|prefix|suffix|quotes|--[\w-]{1,60})\s{0,9}:/gi
const VALUE_LIMIT = 2000
const WORDS = /\p{L}{2}/u

/** The strings of each such declaration, one behind the other; those without words are left out. */
export function cssWords(css: string): string[] {
  const text = css.slice(0, SHEET_LIMIT)
  const found = new Set<string>()
  const declaration = new RegExp(DECLARATION)
  while (found.size < WORDS_KEPT && declaration.test(text)) {
    const { words, end } = stringsIn(text, declaration.lastIndex)
    if (WORDS.test(words)) found.add(words.trim())
    declaration.lastIndex = end
  }
  return [...found]
}

/** Strings up to the end of a declaration, with their escapes decoded (CSS Syntax 3, 4.3.5 and 4.3.7). */
function stringsIn(css: string, from: number): { words: string; end: number } {
  const last = Math.min(css.length, from + VALUE_LIMIT)
  let words = ''
  let quote = ''
  let at = from
  for (; at < last; at++) {
    const sign = css[at]!
    if (quote === '') {
      if (sign === ';' || sign === '}') break
      if (sign === '"' || sign === "'") quote = sign
    } else if (sign === quote || sign === '\n') quote = ''
    else if (sign === '\\') {
      const code = /^[0-9a-f]{1,6}/i.exec(css.slice(at + 1, at + 7))?.[0]
      words += code === undefined ? (css[at + 1] ?? '') : characterOf(code)
      at += code?.length ?? 1
      if (code !== undefined && /\s/.test(css[at + 1] ?? '')) at++
    } else words += sign
  }
  return { words, end: at }
}

function characterOf(code: string): string {
  const point = Number.parseInt(code, 16)
  // An escaped line end parts lines of generated content.
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point).replace(/[\r\n]/, ' ') : ''
}
