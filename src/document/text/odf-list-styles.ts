// Words in the labels of the list styles of OpenDocument (ODF 1.3 part 3, 16.30), before and behind the number.
import { type Attributes, attribute } from '../xml-stream.ts'

/** No list style has that name. */
export const OUTLINE = ' outline'
const LEVEL = /^(?:list-level-style-(?:number|bullet)|outline-level-style)$/
const LEVELS = 10
const STYLES_KEPT = 10_000
const WORDS_KEPT = 300

/** Words of each level of each list style. */
export class OdfListStyles {
  readonly #styles = new Map<string, Map<number, string>>()
  #open: Map<number, string> | null = null

  open(name: string, attributes: Attributes): void {
    if (name === 'list-style' || name === 'outline-style')
      this.#begin(name === 'list-style' ? (attribute(attributes, 'name') ?? '') : OUTLINE)
    else if (LEVEL.test(name) && this.#open !== null && this.#open.size < LEVELS) {
      const words = ['num-prefix', 'num-suffix'].map((key) => attribute(attributes, key) ?? '').join('')
      if (/\p{L}/u.test(words)) this.#open.set(Number(attribute(attributes, 'level')), words.slice(0, WORDS_KEPT))
    }
  }

  #begin(name: string): void {
    this.#open = new Map()
    if (this.#styles.size < STYLES_KEPT) this.#styles.set(name, this.#open)
  }

  close(name: string): void {
    if (name === 'list-style' || name === 'outline-style') this.#open = null
  }

  words(style: string, level: number): string {
    return this.#styles.get(style)?.get(level) ?? ''
  }
}
