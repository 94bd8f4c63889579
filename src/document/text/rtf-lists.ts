// Labels of numbered paragraphs in RTF (RTF 1.9.1, List Tables): words that stand in no paragraph.

const LISTS_KEPT = 10_000
const LABEL_KEPT = 300
const LEVELS = 9
/** Numbers and single letters are counted; what is left are words. */
const WORDS = /\p{L}{2}/u
const ROMAN = /^\s{0,9}\(?[ivxlcdm]{1,20}[.):]?\s{0,9}$/i

/** Whether a label has words, not only numbers and signs. */
function hasWords(label: string): boolean {
  return WORDS.test(label) && !ROMAN.test(label)
}

/** The list table and its overrides, by which paragraphs name their lists. */
export class RtfLists {
  readonly #lists = new Map<number, string[]>()
  readonly #names = new Map<number, number>()
  #levels: string[] = []
  #id = 0
  /** What the paragraph says of its list. */
  #place = { list: -1, level: 0 }
  /** The label as the program that wrote the file last showed it. */
  #written = ''
  /** The paragraph has its label, or text. */
  #begun = false

  /** Control words of both tables. */
  word(name: string, parameter: number): void {
    if (name === 'list') this.#levels = []
    else if (name === 'listlevel' && this.#levels.length < LEVELS) this.#levels.push('')
    else if (name === 'listid') this.#endList(parameter)
    else if (name === 'ls' && this.#names.size < LISTS_KEPT) this.#names.set(parameter, this.#id)
  }

  /** Text of a level: its length and the places of its numbers are control characters. */
  text(text: string): void {
    const last = this.#levels.length - 1
    if (last >= 0) this.#levels[last] = (this.#levels[last]! + text).slice(0, LABEL_KEPT)
  }

  #endList(id: number): void {
    this.#id = id
    if (this.#levels.length > 0 && this.#lists.size < LISTS_KEPT) this.#lists.set(id, this.#levels)
    this.#levels = []
  }

  /** Control words of a paragraph. */
  property(name: string, parameter: number): void {
    if (name === 'pard') this.#place = { list: -1, level: 0 }
    else if (name === 'ls') this.#place.list = parameter
    else if (name === 'ilvl') this.#place.level = parameter
  }

  write(text: string): void {
    if (this.#written.length < LABEL_KEPT) this.#written += text
  }

  /** Ends a label that is written out, and gives its words. */
  written(): string {
    const label = this.#written.trim()
    this.#written = ''
    if (!hasWords(label)) return ''
    this.#begun = true
    return `${label} `
  }

  endParagraph(): void {
    this.#begun = false
  }

  /** The words before the first text of a paragraph, where its label is not written out. */
  label(): string {
    if (this.#begun) return ''
    this.#begun = true
    const { list, level } = this.#place
    const text = this.#lists.get(this.#names.get(list) ?? -1)?.[level] ?? ''
    const words = text.replace(/;$/, '').replace(/^\P{L}|[\x00-\x08]/gu, '')
    return hasWords(words) ? `${words.trim()} ` : ''
  }
}
