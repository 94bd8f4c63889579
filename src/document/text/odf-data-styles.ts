// Words of the data styles of OpenDocument (ODF 1.3 part 3, 16.29): what cells show beside their values, and programs write in them.
import { type Attributes, attribute } from '../xml-stream.ts'

export interface DataStyle {
  /** Those with letters. */
  words: string[]
  /** Styles that stand in for it under a condition. */
  others: string[]
}

const STYLES = new Set(
  ['number', 'currency', 'percentage', 'date', 'time', 'boolean', 'text'].map((kind) => `${kind}-style`),
)
const WORDS = new Set(['text', 'currency-symbol', 'embedded-text'])
const STYLES_KEPT = 10_000
const WORDS_KEPT = 20
const LENGTH_KEPT = 300
const OTHERS_KEPT = 4

export class OdfDataStyles {
  readonly #styles = new Map<string, DataStyle>()
  #open: DataStyle | null = null
  #inWords = false

  open(name: string, attributes: Attributes): void {
    const style = this.#open
    if (style === null) {
      if (STYLES.has(name)) this.#begin(attribute(attributes, 'name') ?? '')
    } else if (WORDS.has(name)) this.#inWords = true
    else if (name === 'map') addOther(style, attribute(attributes, 'apply-style-name'))
  }

  #begin(key: string): void {
    this.#open = { words: [], others: [] }
    if (this.#styles.size < STYLES_KEPT) this.#styles.set(key, this.#open)
  }

  text(text: string): void {
    const words = this.#open?.words
    if (words === undefined || !this.#inWords || !/\p{L}/u.test(text)) return
    if (words.length < WORDS_KEPT) words.push(text.slice(0, LENGTH_KEPT).trim())
  }

  close(name: string): void {
    if (WORDS.has(name)) this.#inWords = false
    else if (STYLES.has(name)) this.#open = null
  }

  of(name: string): DataStyle | null {
    return this.#styles.get(name) ?? null
  }

  /** Words that are missing in what a cell shows; none when those of a style that stands in are there. */
  missing(style: DataStyle | null, shown: string): string {
    if (style === null) return ''
    const all = [style, ...style.others.map((name) => this.of(name))]
    return all.some((each) => each?.words.every((word) => shown.includes(word))) ? '' : style.words.join(' ')
  }
}

function addOther({ others }: DataStyle, name: string | undefined): void {
  if (name !== undefined && others.length < OTHERS_KEPT) others.push(name)
}
