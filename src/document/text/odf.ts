// The text of OpenDocument files, in packages and flat (ODF 1.3 part 3): body, headers, notes, boxes, sheets, slides.
import type { Reason, TextWhere } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { OdfStyles } from './odf-styles.ts'
import { readProperties } from './properties-xml.ts'
import { Recordings } from './recorded.ts'
import { PLAIN, type ReadText, type RunStyle, type TextSink } from './sink.ts'

/** The parts of an OpenDocument file; a flat one is its own content and meta. */
export interface OdfParts {
  content: Buffer
  styles: Buffer | null
  meta: Buffer | null
}

/** Reads the parts in the order in which people meet their text. */
export function odfText({ content, styles, meta }: OdfParts): ReadText {
  return (sink) => {
    const known = new OdfStyles()
    const fail = (reason: Reason | null) => {
      if (reason !== null) sink.fail(reason)
    }
    const learn = { open: known.read.bind(known), close: known.close.bind(known), text: () => {} }
    if (styles !== null) streamXml(styles, learn, () => false)
    sink.block('body')
    fail(streamXml(content, new OdfText(known, sink), () => sink.full))
    if (styles !== null) fail(streamXml(styles, new OdfText(known, sink), () => sink.full))
    if (meta !== null) fail(readProperties(meta, sink))
  }
}

/** Elements whose text is no text of the document, or is told by itself. */
const SKIPPED = new Set(
  'note-citation event-listeners forms binary-data scripts settings font-face-decls change-info sender-firstname variable-decls sequence-decls meta'.split(
    ' ',
  ),
)
/** Elements that stand inside a paragraph and hold text of their own. */
const APART: Record<string, TextWhere> = {
  'note-body': 'footnote',
  // What was deleted, and is kept so that the change can be refused.
  'tracked-changes': 'body',
  annotation: 'comment',
  'text-box': 'text-box',
  'custom-shape': 'text-box',
  rect: 'text-box',
  ellipse: 'text-box',
  circle: 'text-box',
  polygon: 'text-box',
  path: 'text-box',
  line: 'text-box',
  connector: 'text-box',
  caption: 'text-box',
  desc: 'alternative-text',
  title: 'alternative-text',
}
/** Who wrote a comment, and when; as fields of the text these names stand for words of it. */
const OF_COMMENTS = new Set(['creator', 'creator-initials', 'date'])
/** Elements that hold words: a `title` in them is a field (7.5), in all others it describes a picture. */
const WITH_WORDS = new Set(['p', 'h', 'span', 'a', 'ruby-base'])
const HEADERS = /^(header|footer)(?:-left|-first)?$/
/** Characters that one `text:s` or a repeated cell may stand for. */
const MOST_BLANKS = 100

class OdfText {
  readonly #styles: OdfStyles
  readonly #sink: TextSink
  readonly #apart = new Recordings()
  readonly #path: string[] = []
  /** What is open: paragraphs within boxes within paragraphs, each as the styles of itself and of its open spans. */
  readonly #paragraphs: RunStyle[][] = []
  #skip = 0
  #page = 0
  #hidden = false
  #cellStyle = ''
  #presentation = false
  #inNotes = false
  /** Depth of cells, in which paragraphs are parted by blanks. */
  #cells = 0
  #written = false
  /** The same of the cells around the boxes that are open. */
  readonly #writtenAround: boolean[] = []
  #deleted = false

  constructor(styles: OdfStyles, sink: TextSink) {
    this.#styles = styles
    this.#sink = sink
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1)
    this.#path.push(name)
    if (this.#skip > 0 || SKIPPED.has(name) || (parent === 'annotation' && OF_COMMENTS.has(name))) {
      this.#skip++
      return
    }
    this.#styles.read(name, attributes)
    if (this.#isApart(name, parent)) this.#beginApart(name)
    switch (name) {
      case 'p':
      case 'h':
        this.#beginParagraph(attributes)
        return
      case 'span':
        this.#beginSpan(attribute(attributes, 'style-name') ?? '')
        return
      case 's':
        this.#run(' '.repeat(Math.min(MOST_BLANKS, Number(attribute(attributes, 'c') ?? 1) || 1)))
        return
      case 'tab':
        this.#run('\t')
        return
      case 'line-break':
        this.#line()
        return
      default:
        this.#structure(name, attributes)
    }
  }

  #beginApart(name: string): void {
    this.#apart.begin(this.#inNotes && name === 'text-box' ? 'notes' : APART[name]!)
    this.#writtenAround.push(this.#written)
    this.#written = false
    if (name === 'tracked-changes') this.#deleted = true
  }

  #endApart(name: string): void {
    this.#apart.end()
    this.#written = this.#writtenAround.pop() ?? false
    if (name === 'tracked-changes') this.#deleted = false
  }

  #structure(name: string, attributes: Attributes): void {
    const header = HEADERS.exec(name)?.[1]
    if (header !== undefined) this.#sink.block(header as TextWhere)
    else if (name === 'body') this.#sink.block('body')
    else if (name === 'presentation') this.#presentation = true
    else if (name === 'notes') this.#inNotes = true
    else if (name === 'page') this.#sink.block('slide', ++this.#page, attribute(attributes, 'name') ?? null)
    else if (name === 'table' && this.#path.includes('spreadsheet') && this.#cells === 0) this.#sheet(attributes)
    else if (name === 'table' && this.#written && this.#apart.current === null) this.#line()
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#cells++
      this.#written = false
      this.#cellStyle = attribute(attributes, 'style-name') ?? ''
    } else if (name === 'section' && attribute(attributes, 'display') === 'none') this.#hidden = true
  }

  #sheet(attributes: Attributes): void {
    const name = attribute(attributes, 'name') ?? null
    this.#hidden = this.#styles.hidden.has(attribute(attributes, 'style-name') ?? '')
    this.#sink.block('sheet', ++this.#page, name)
    if (name === null) return
    // The name on the tab is text too.
    this.#sink.run(name, { ...PLAIN, hidden: true })
    this.#sink.line()
  }

  #isApart(name: string, parent: string | undefined): boolean {
    if (name === 'title' && WITH_WORDS.has(parent ?? '')) return false
    // A slide consists of its boxes: they are its text.
    if (this.#presentation && !this.#inNotes && APART[name] === 'text-box') return false
    return Object.hasOwn(APART, name)
  }

  #beginParagraph(attributes: Attributes): void {
    const name = attribute(attributes, 'style-name') ?? ''
    const inCell = this.#cells > 0 && name === '' && this.#cellStyle !== ''
    this.#paragraphs.push([
      inCell ? this.#styles.ofParagraph('table-cell', this.#cellStyle) : this.#styles.ofParagraph('paragraph', name),
    ])
    if (this.#cells > 0 && this.#written && this.#apart.current === null) this.#line()
  }

  /** A span has what is around it, and its own style over that. */
  #beginSpan(name: string): void {
    const open = this.#paragraphs.at(-1)
    if (open !== undefined) open.push(this.#styles.ofSpan(open.at(-1)!, name))
  }

  text(text: string): void {
    if (this.#skip > 0) return
    const place = this.#path.at(-1)
    if (this.#paragraphs.length > 0 || place === 'desc' || place === 'title')
      this.#run(text.replace(/[\r\n\t ]+/g, ' '))
  }

  #run(text: string): void {
    if (text === '') return
    if (text.trim() !== '') this.#written = true
    const open = this.#paragraphs.at(-1)
    const style = open?.at(-1) ?? PLAIN
    const shown = this.#hidden || this.#deleted ? { ...style, hidden: true } : style
    const box = this.#apart.current
    if (box === null) this.#sink.run(text, shown)
    else box.run(text, shown)
  }

  #line(): void {
    const box = this.#apart.current
    if (box === null) this.#sink.line()
    else box.line()
  }

  close(name: string): void {
    this.#path.pop()
    if (this.#skip > 0) {
      this.#skip--
      return
    }
    this.#styles.close(name)
    if (name === 'p' || name === 'h') {
      this.#paragraphs.pop()
      // The last paragraph of a cell ends with the cell.
      if (this.#cells === 0 || this.#apart.current !== null) this.#line()
    } else if (name === 'span') this.#paragraphs.at(-1)?.pop()
    else this.#endStructure(name)
    if (this.#isApart(name, this.#path.at(-1))) this.#endApart(name)
    if (name === 'notes') this.#inNotes = false
    // Boxes follow the page or sheet that they stand on.
    if (name === 'page' || name === 'table' || name === 'body' || name === 'master-page') this.#tellApart(name)
  }

  #endStructure(name: string): void {
    if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#cells--
      if (this.#written) this.#tell('\t')
      this.#written = false
    } else if (name === 'table-row') this.#line()
    else if (name === 'section') this.#hidden = false
  }

  #tell(text: string): void {
    const box = this.#apart.current
    if (box === null) this.#sink.run(text, PLAIN)
    else box.run(text, PLAIN)
  }

  #tellApart(name: string): void {
    if (this.#apart.current === null && (name !== 'table' || this.#path.at(-1) === 'spreadsheet'))
      this.#apart.tell(this.#sink, this.#page === 0 ? null : this.#page)
  }
}
