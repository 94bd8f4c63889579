// Words that stand in codes: literal text of number formats (ECMA-376 part 1, 18.8.31), texts in formulas (18.17.2.6).

const CODE_KEPT = 8192
const WORDS = /\p{L}{2}/u

/** Literal text of each section of a number format in which it has words; the values beside it are left out. */
export function formatWords(code: string): string[] {
  const sections = ['']
  let quoted = false
  for (let at = 0; at < Math.min(code.length, CODE_KEPT); at++) {
    const letter = code[at]!
    if (letter === '"') quoted = !quoted
    else if (quoted) sections.push(sections.pop()! + letter)
    else if (letter === '\\') sections.push(sections.pop()! + (code[++at] ?? ''))
    else if (letter === ';') sections.push('')
  }
  return sections.map((words) => words.trim()).filter((words) => WORDS.test(words))
}

/** The texts of a formula one behind the other, as `&` joins them. */
export function formulaText(formula: string): string {
  const parts = formula.slice(0, CODE_KEPT).split('"')
  return parts.filter((_, index) => index % 2 === 1).join('')
}
