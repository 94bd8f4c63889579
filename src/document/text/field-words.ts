// Fields of Word documents whose code is what the page shows (ECMA-376 part 1, 17.16.5): formulas with their boxes and rubies, buttons.

const CODE_LIMIT = 10_000
/** Fields within fields. */
const DEEPEST = 100
/** Overlays, boxes, raised words (EQ; rubies are written so), and the words on a button. */
const EQUATION = /^\s{0,20}EQ(?=[\s\\])/i
const BUTTON = /^\s{0,20}(?:MACROBUTTON|GOTOBUTTON)\s{1,20}\S{1,100}\s/i
/** Of an EQ field: general switches with what they set, its own switches with their measures, signs that part arguments, words. */
const EQ_PARTS = /\\\*\s{0,9}(?:"[^"]{0,200}"|\S{0,200})|\\[a-z]{1,4}\s{0,9}\d{0,9}|\\(\W)|[(),;]|([^\\(),;]+)/gi

/** What the page shows of the code of a field; '' for a field that is shown by its result. */
export function wordsOfField(code: string): string {
  const button = BUTTON.exec(code)
  if (button !== null) return code.slice(button[0].length).trim()
  const equation = EQUATION.exec(code)
  if (equation === null) return ''
  const parts = code.slice(equation[0].length).matchAll(EQ_PARTS)
  return Array.from(parts, ([, escaped, words]) => escaped ?? words ?? ' ')
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The fields that are open where a text is read: what stands in their codes is kept until the code ends. */
export class OpenFields {
  /** null where the result of a field is read. */
  readonly #codes: (string | null)[] = []

  /** Whether what comes now is a code, and no text. */
  get inCode(): boolean {
    return typeof this.#codes.at(-1) === 'string'
  }

  begin(): void {
    if (this.#codes.length < DEEPEST) this.#codes.push('')
  }

  add(text: string): void {
    const code = this.#codes.at(-1)
    if (typeof code === 'string' && code.length < CODE_LIMIT) this.#codes[this.#codes.length - 1] = code + text
  }

  /** The code ends and the result begins. Gives the words that the page shows of the code. */
  separate(): string {
    const code = this.#codes.at(-1)
    if (typeof code !== 'string') return ''
    this.#codes[this.#codes.length - 1] = null
    return wordsOfField(code)
  }

  end(): string {
    const code = this.#codes.pop()
    const words = typeof code === 'string' ? wordsOfField(code) : ''
    if (!this.inCode) return words
    this.add(words)
    return ''
  }

  clear(): void {
    this.#codes.length = 0
  }
}
