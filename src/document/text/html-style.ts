// How the elements of a page set the text within them: style sheets, attributes and tags, inherited by what is open.
import { decodeEntities } from '../html/html-entities.ts'
import { cssColour, firstFamily, type Setting, StyleSheet, settingOf } from './css.ts'
import { PLAIN, type RunStyle } from './sink.ts'

/** Attributes that say how text is set. */
export const STYLING: ReadonlySet<string> = new Set(['face', 'color', 'style', 'class', 'id'])

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
/** Elements whose end tag may be left out, with those that end them (HTML 13.1.2.4). */
const ENDED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    p: 'address article aside blockquote center details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre section table ul',
    li: 'li',
    dt: 'dt dd',
    dd: 'dt dd',
    option: 'option optgroup',
    td: 'td th tr tbody tfoot',
    th: 'td th tr tbody tfoot',
    tr: 'tr tbody tfoot',
  }).map(([name, enders]) => [name, new Set(enders.split(' '))]),
)
/** Open elements that are remembered; end tags look no further back. */
const OPEN_KEPT = 256
const VALUE_LIMIT = 4000
const CLASSES_KEPT = 10

interface Open {
  name: string
  /** How the text around the element is set. */
  style: RunStyle
}

/** The open elements of a page, told in the order of its tags. */
export class ElementStyles {
  /** How text is set that follows here. */
  style: RunStyle = PLAIN
  readonly #sheet = new StyleSheet()
  readonly #open: Open[] = []

  addSheet(css: string): void {
    this.#sheet.add(css)
  }

  begin(name: string, attributes: ReadonlyMap<string, string>): void {
    if (VOID.has(name)) return
    for (let top = this.#open.at(-1); top !== undefined && ENDED_BY.get(top.name)?.has(name); top = this.#open.at(-1))
      this.end(top.name)
    this.#open.push({ name, style: this.style })
    if (this.#open.length > OPEN_KEPT) this.#open.shift()
    this.style = { ...this.style, ...this.#settings(name, attributes) }
  }

  end(name: string): void {
    const index = this.#open.findLastIndex((each) => each.name === name)
    if (index < 0) return
    this.style = this.#open[index]!.style
    this.#open.length = index
  }

  #settings(name: string, attributes: ReadonlyMap<string, string>): Setting {
    const value = (key: string) => decodeEntities((attributes.get(key) ?? '').slice(0, VALUE_LIMIT))
    const classes = value('class').toLowerCase().split(/\s+/).slice(0, CLASSES_KEPT)
    const [face, colour] = [value('face'), cssColour(value('color'))]
    return {
      ...this.#sheet.of(name, classes, value('id').toLowerCase()),
      ...(face === '' ? {} : { font: firstFamily(face) }),
      ...(colour === undefined ? {} : { colour }),
      ...settingOf(value('style')),
    }
  }
}
