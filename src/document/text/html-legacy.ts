// A page whose text in fonts of old Vietnamese encodings stands in Unicode: as it is seen where these fonts are.
import { decodeLegacy, encodingOfFont } from '../../language/encoding.ts'
import { decodeEntities } from '../html/html-entities.ts'
import { endTag, tagEnd, tagNameEnd } from '../html/html-tag.ts'
import { ElementStyles, STYLING } from './html-style.ts'

/** What the name of such a font begins with; a page without it is read no further. Names of hosts go on where it stands in them. */
const HINT = /(?<![\w-])(?:\.vn[a-z]|vni[- ]|vps[- ])/i
const NAME_LIMIT = 40
const SHEET_LIMIT = 1_000_000

/** The same page with that text decoded and all else as it stands; null where nothing is set in such a font. Linear. */
export function undoFontEncodings(html: string): string | null {
  return HINT.test(html) ? new LegacyPage(html).undo() : null
}

class LegacyPage {
  readonly #html: string
  readonly #styles = new ElementStyles()
  readonly #pieces: string[] = []
  /** Up to where the page stands in the pieces. */
  #taken = 0
  #font: string | null = null
  #encoding: ReturnType<typeof encodingOfFont> = null

  constructor(html: string) {
    this.#html = html
  }

  undo(): string | null {
    const html = this.#html
    for (let at = 0; at < html.length; ) {
      const next = html.indexOf('<', at)
      const end = next < 0 ? html.length : next
      this.#text(at, end)
      at = next < 0 ? end : this.#markup(next)
    }
    if (this.#pieces.length === 0) return null
    this.#pieces.push(html.slice(this.#taken))
    return this.#pieces.join('')
  }

  #text(from: number, to: number): void {
    if (this.#encoding === null || from === to) return
    const { form, capitals } = this.#encoding
    const text = decodeLegacy(decodeEntities(this.#html.slice(from, to)), form, capitals)
    this.#pieces.push(this.#html.slice(this.#taken, from), text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    this.#taken = to
  }

  /** Takes note of the tag at `open`; gives the place behind it, or behind what is no text. */
  #markup(open: number): number {
    const html = this.#html
    if (html.startsWith('<!--', open)) return behind(html, '-->', open + 4)
    const closing = html[open + 1] === '/'
    const start = closing ? open + 2 : open + 1
    if (!/^[a-z]/i.test(html.slice(start, start + 1)))
      return /[!?/]/.test(html[open + 1] ?? '') ? behind(html, '>', open) : start
    const nameEnd = tagNameEnd(html, start)
    const name = html.slice(start, Math.min(nameEnd, start + NAME_LIMIT)).toLowerCase()
    const attributes = new Map<string, string>()
    const keep = (key: string, value: string) => attributes.has(key) || attributes.set(key, value)
    const after = tagEnd(html, nameEnd, keep, STYLING)
    if (!closing && (name === 'style' || name === 'script')) return this.#raw(name, after)
    if (closing) this.#styles.end(name)
    else this.#styles.begin(name, attributes)
    this.#setFont(this.#styles.style.font)
    return after
  }

  #raw(name: string, from: number): number {
    const end = endTag(this.#html, name, from)
    const to = end < 0 ? this.#html.length : end
    if (name === 'style') this.#styles.addSheet(this.#html.slice(from, Math.min(to, from + SHEET_LIMIT)))
    return to
  }

  #setFont(font: string | null): void {
    if (font === this.#font) return
    this.#font = font
    this.#encoding = font === null ? null : encodingOfFont(font)
  }
}

function behind(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from)
  return at < 0 ? html.length : at + mark.length
}
