// The text of a page as a document: lines as they are shown, fonts and colours by tags, attributes and simple rules.
import type { TextWhere } from '../../facts.ts'
import { decodeEntities } from '../html/html-entities.ts'
import { endTag, tagEnd } from '../html/html-tag.ts'
import { cssWords } from './css-words.ts'
import { ElementStyles, STYLING } from './html-style.ts'
import { PLAIN, type TextSink } from './sink.ts'

const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre section select summary table tbody tfoot thead title tr ul'
  ).split(' '),
)
/** Elements whose content is no text that is shown. */
const RAW = new Set(['script', 'style', 'template'])
/** Pages within a page, which are written in an attribute. */
const PAGES_KEPT = 100
const PAGES_DEEP = 10
const PAGE_LIMIT = 1_000_000
/** Attributes that programs show or that people leave words in. */
const WORDS = ['alt', 'title', 'placeholder', 'value']
const WORDS_KEPT = 10_000
const ASKED: ReadonlySet<string> = new Set([
  ...WORDS,
  ...STYLING,
  'name',
  'content',
  'label',
  'srcdoc',
  'shadowrootmode',
])
const VALUE_LIMIT = 4000
const OF_PROGRAMS = new Set(['generator', 'viewport', 'created', 'changed', 'progid', 'originator', 'robots'])

/** Reads a page into the sink. Linear: every character is looked at once, every tag is cut off at its end. */
export function readHtml(html: string, sink: TextSink, depth = 0): void {
  new HtmlText(html, sink, depth).read()
}

class HtmlText {
  readonly #html: string
  readonly #sink: TextSink
  /** Pages that this one stands in. */
  readonly #depth: number
  readonly #styles = new ElementStyles()
  readonly #attributes = new Set<string>()
  /** Words of style sheets. */
  readonly #generated = new Set<string>()
  readonly #pages: string[] = []
  /** What the head says of the document, by name. */
  readonly #properties = new Map<string, string>()
  #lineEmpty = true
  /** Whether the open cell of a table has words, and whether a block of it has ended since. */
  #cell: 'none' | 'begun' | 'written' | 'waits' = 'none'

  constructor(html: string, sink: TextSink, depth: number) {
    this.#html = html
    this.#depth = depth
    this.#sink = sink
  }

  read(): void {
    const html = this.#html
    this.#sink.block('body')
    let at = 0
    while (at < html.length && !this.#sink.full) {
      const next = html.indexOf('<', at)
      this.#text(html.slice(at, next < 0 ? html.length : next))
      if (next < 0) break
      at = this.#tag(next)
    }
    this.#line()
    this.#tellAttributes()
  }

  /** Reads what begins with `<`; gives where the rest begins. */
  #tag(from: number): number {
    const html = this.#html
    if (html.startsWith('<!--', from)) {
      const end = html.indexOf('-->', from + 4)
      return end < 0 ? html.length : end + 3
    }
    if (html[from + 1] === '!' || html[from + 1] === '?') {
      const end = html.indexOf('>', from)
      return end < 0 ? html.length : end + 1
    }
    const name = /^<\/?([a-z][\w:-]{0,40})/i.exec(html.slice(from, from + 48))?.[1]?.toLowerCase()
    if (name === undefined) {
      this.#text('<')
      return from + 1
    }
    const attributes = new Map<string, string>()
    const keep = (key: string, value: string) =>
      attributes.has(key) || attributes.set(key, value.slice(0, key === 'srcdoc' ? PAGE_LIMIT : VALUE_LIMIT))
    const after = tagEnd(html, from + 1 + name.length, keep, ASKED)
    if (html[from + 1] === '/') this.#close(name)
    // A template with this attribute is shown (HTML 4.12.3).
    else if (RAW.has(name) && !attributes.has('shadowrootmode')) return this.#raw(name, after)
    else this.#begin(name, attributes, html[after - 2] === '/')
    return after
  }

  #raw(name: string, from: number): number {
    const end = endTag(this.#html, name, from)
    const to = end < 0 ? this.#html.length : end
    if (name === 'style') {
      const sheet = this.#html.slice(from, Math.min(to, from + 1_000_000))
      this.#styles.addSheet(sheet)
      this.#generate(sheet)
    }
    return to
  }

  /** An element that ends with its start tag, as in XHTML, holds no text. */
  #begin(name: string, attributes: ReadonlyMap<string, string>, ended: boolean): void {
    this.#keepWords(name, attributes)
    if (name === 'title') this.#sink.block('property', null, 'title')
    if (name === 'td' || name === 'th') this.#beginCell()
    else if (BLOCKS.has(name)) this.#blockEdge(name)
    if (!ended) this.#styles.begin(name, attributes)
  }

  #close(name: string): void {
    this.#styles.end(name)
    if (BLOCKS.has(name)) this.#blockEdge(name)
    if (name === 'title') this.#sink.block('body')
  }

  #beginCell(): void {
    if (!this.#lineEmpty) this.#sink.run('\t', PLAIN)
    this.#cell = 'begun'
  }

  /** Within a cell the line ends only when more words come, so that a label and its value in the next cell stay together. */
  #blockEdge(name: string): void {
    if (this.#cell === 'none' || name === 'tr' || name === 'table') {
      this.#cell = 'none'
      this.#line()
    } else if (this.#cell === 'written') this.#cell = 'waits'
  }

  #text(source: string): void {
    if (source === '') return
    const text = decodeEntities(source).replace(/[\t\n\r\f ]+/g, ' ')
    if (text === ' ' && (this.#lineEmpty || this.#cell === 'waits')) return
    if (this.#cell === 'waits') this.#line()
    if (this.#cell !== 'none' && text !== ' ') this.#cell = 'written'
    this.#sink.run(this.#lineEmpty ? text.replace(/^ /, '') : text, this.#styles.style)
    this.#lineEmpty = false
  }

  #line(): void {
    if (this.#lineEmpty) return
    this.#lineEmpty = true
    this.#sink.line()
  }

  #keepWords(name: string, attributes: ReadonlyMap<string, string>): void {
    const content = attributes.get('content')
    if (name === 'meta' && content !== undefined && this.#properties.size < WORDS_KEPT) {
      const property = attributes.get('name')?.toLowerCase()
      if (property !== undefined && !OF_PROGRAMS.has(property)) this.#properties.set(property, decodeEntities(content))
    }
    const page = attributes.get('srcdoc')
    if (page !== undefined && name === 'iframe' && this.#depth < PAGES_DEEP && this.#pages.length < PAGES_KEPT)
      this.#pages.push(page)
    const style = attributes.get('style')
    if (style !== undefined) this.#generate(decodeEntities(style))
    for (const key of name === 'option' || name === 'optgroup' ? [...WORDS, 'label'] : WORDS) {
      const value = attributes.get(key)
      if (value !== undefined && this.#attributes.size < WORDS_KEPT) this.#attributes.add(decodeEntities(value))
    }
  }

  #generate(css: string): void {
    for (const words of cssWords(css)) if (this.#generated.size < WORDS_KEPT) this.#generated.add(words)
  }

  #tellAttributes(): void {
    for (const words of this.#generated) this.#tell('body', null, words)
    for (const page of this.#pages) readHtml(decodeEntities(page), this.#sink, this.#depth + 1)
    for (const [name, value] of this.#properties) this.#tell('property', name, value)
    for (const value of this.#attributes) this.#tell('alternative-text', null, value)
  }

  #tell(where: TextWhere, name: string | null, text: string): void {
    this.#sink.block(where, null, name)
    this.#sink.run(text.replace(/[\r\n]+/g, ' '), PLAIN)
  }
}
