// The lists that are open in a part of OpenDocument (ODF 1.3 part 3, 5.3): labels have words, which stand in no paragraph.
import { type Attributes, attribute } from '../xml-stream.ts'
import { OUTLINE } from './odf-list-styles.ts'
import type { OdfStyles } from './odf-styles.ts'

/** Lists within one another; there are ten levels. */
const DEPTH = 1000

export class OdfLists {
  readonly #styles: OdfStyles
  readonly #open: string[] = []
  #isAtItem = false

  constructor(styles: OdfStyles) {
    this.#styles = styles
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'list' && this.#open.length < DEPTH)
      this.#open.push(attribute(attributes, 'style-name') ?? this.#open.at(-1) ?? '')
    else if (name === 'list-item') this.#isAtItem = true
  }

  close(name: string): void {
    if (name === 'list') this.#open.pop()
    this.#isAtItem = false
  }

  /** Words of the label of a paragraph that begins: headings and the first paragraphs of items have one. */
  label(name: string, attributes: Attributes): string {
    const isItem = this.#isAtItem
    this.#isAtItem = false
    const isHeading = name === 'h' && this.#open.length === 0
    if (!isItem && !isHeading) return ''
    const style = isHeading
      ? OUTLINE
      : this.#open.at(-1) || this.#styles.listOf(attribute(attributes, 'style-name') ?? '')
    const level = isHeading ? Number(attribute(attributes, 'outline-level')) || 1 : Math.max(1, this.#open.length)
    const words = this.#styles.lists.words(style, level)
    return words === '' ? '' : `${words} `
  }
}
