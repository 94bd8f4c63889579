// The text of one WordprocessingML part: body, header, footer, notes, comments (ECMA-376 part 1, 17).
import type { Reason, TextWhere } from '../../facts.ts'
import { type Attributes, attribute, isOn, streamXml } from '../xml-stream.ts'
import { DropDown } from './drop-down.ts'
import { OpenFields, wordsOfField } from './field-words.ts'
import { Recordings } from './recorded.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'
import type { WordLists } from './word-lists.ts'
import { addProperty, isChange, type ListPlace, levelOf, type RunProperties, type WordStyles } from './word-styles.ts'
import { OpenTable, TableCounter, tableSizes } from './word-tables.ts'

/** Reads a part into the sink; its text boxes, watermarks and alternative texts follow as blocks of their own. */
export function readWordPart(
  bytes: Buffer,
  where: TextWhere,
  styles: WordStyles,
  lists: WordLists,
  sink: TextSink,
): Reason | null {
  const sizes = styles.formatsEnds ? tableSizes(bytes) : { rows: [], cells: [] }
  const part = new WordPart(where, styles, lists, sink, new TableCounter(sizes))
  sink.block(where)
  const failure = streamXml(bytes, part, () => sink.full)
  part.end()
  return failure
}

const ASCII_ONLY = /^[\x00-\x7f]*$/
/** Stretches that Word sets in the font for ASCII, and in the one for all else. */
const STRETCHES = /[\x00-\x7f]+|[^\x00-\x7f]+/g
/** Elements that are read wherever they stand. */
const OF_TEXT = new Set(['p', 'r', 't', 'delText', 'tbl', 'tr', 'tc', 'txbxContent'])

/** What is open around the run; text boxes nest. */
interface Context {
  paragraph: string | null
  character: string | null
  direct: RunProperties
  inRun: boolean
  /** What the paragraph says of its list; null when its label is told. */
  place: ListPlace | null
  /** Paragraphs with text of each open cell; a table may stand in a cell. */
  cells: number[]
  table: OpenTable | null
}

class WordPart {
  readonly #where: TextWhere
  readonly #styles: WordStyles
  readonly #lists: WordLists
  readonly #sink: TextSink
  readonly #boxes = new Recordings()
  readonly #counter: TableCounter
  readonly #around: Context[] = []
  #now: Context = newContext()
  #text: 'shown' | 'deleted' | 'code' | null = null
  readonly #fields = new OpenFields()
  readonly #choice = new DropDown()
  #resolved: { ascii: RunStyle; other: RunStyle } | null = null
  /** Whether the open paragraph has words. */
  #written = false
  /** A paragraph of a cell has ended, and its line end waits for more words in the cell. */
  #pending = false
  /** Tracked changes that are open, in which properties stand as they were before. */
  #changes = 0

  constructor(where: TextWhere, styles: WordStyles, lists: WordLists, sink: TextSink, counter: TableCounter) {
    this.#where = where
    this.#styles = styles
    this.#lists = lists
    this.#sink = sink
    this.#counter = counter
  }

  end(): void {
    this.#boxes.tell(this.#sink)
  }

  open(name: string, attributes: Attributes): void {
    const now = this.#now
    if (isChange(name)) this.#changes++
    if (this.#changes > 0 && !OF_TEXT.has(name)) return
    switch (name) {
      case 'p':
        now.paragraph = null
        now.place = {}
        this.#written = false
        return
      case 'r':
        this.#label()
        now.inRun = true
        now.direct = {}
        now.character = null
        this.#resolved = null
        return
      case 't':
        this.#text = 'shown'
        return
      case 'delText':
        this.#text = 'deleted'
        return
      case 'instrText':
        this.#text = 'code'
        return
      case 'fldChar':
        this.#field(attribute(attributes, 'fldCharType') ?? '')
        return
      case 'fldSimple':
        this.#run(wordsOfField(attribute(attributes, 'instr') ?? ''))
        return
      case 'pStyle':
        now.paragraph = attribute(attributes, 'val') ?? null
        return
      case 'rStyle':
        if (now.inRun) now.character = attribute(attributes, 'val') ?? null
        return
      case 'tbl':
        now.table = new OpenTable(now.table, this.#counter, (id) => this.#styles.tableStyle(id))
        return
      case 'tr':
        now.table?.row()
        return
      case 'tc':
        if (this.#pending) this.#line()
        now.cells.push(0)
        now.table?.cell()
        return
      case 'rt':
        // Ruby stands above the words that it explains, not among them (17.3.3.24).
        this.#boxes.begin(this.#where)
        return
      case 'txbxContent':
        this.#around.push(now)
        this.#now = newContext()
        this.#boxes.begin('text-box')
        return
      default:
        this.#other(name, attributes)
    }
  }

  #other(name: string, attributes: Attributes): void {
    const now = this.#now
    this.#choice.open(name, attributes)
    if (now.inRun) {
      if (name === 'tab') this.#run('\t')
      else if (name === 'br' || name === 'cr') this.#break(attribute(attributes, 'type') ?? '')
      else if (name === 'noBreakHyphen') this.#run('-')
      // In fonts of TCVN 5712 it is the letter ư.
      else if (name === 'softHyphen') this.#run('\u00ad')
      else if (name === 'sym') this.#symbol(attributes)
      else if (addProperty(now.direct, name, attributes, this.#styles.theme)) this.#resolved = null
    }
    now.table?.property(name, attributes)
    if (now.place !== null && name === 'numId') now.place.list = attribute(attributes, 'val') ?? ''
    else if (now.place !== null && name === 'ilvl') now.place.level = levelOf(attribute(attributes, 'val'))
    // A paragraph that begins a page, as sections do, has what follows at the head of one.
    if (name === 'pageBreakBefore' && isOn(attributes)) this.#page()
    if (name === 'textpath') this.#boxes.add('watermark', attribute(attributes, 'string'), PLAIN)
    if (name === 'docPr' || name === 'shape') {
      for (const key of ['descr', 'title', 'alt'])
        this.#boxes.add('alternative-text', attribute(attributes, key), PLAIN)
    }
  }

  text(text: string): void {
    if (this.#text === 'code') this.#fields.add(text)
    else if (this.#text !== null) this.#run(text)
  }

  close(name: string): void {
    if (isChange(name)) this.#changes--
    switch (name) {
      case 't':
      case 'delText':
      case 'instrText':
        this.#text = null
        return
      case 'r':
        this.#now.inRun = false
        return
      case 'p':
        this.#endParagraph()
        return
      case 'tc':
        // Cells of one line stand side by side, as a label and its value do; longer ones one below the other.
        if ((this.#now.cells.pop() ?? 0) <= 1) this.#tell('\t', PLAIN)
        else this.#line()
        this.#pending = false
        return
      case 'tr':
        this.#line()
        return
      case 'tbl':
        this.#now.table = this.#now.table?.outer ?? null
        return
      case 'sectPr':
        this.#page()
        return
      case 'rt':
        this.#boxes.end()
        return
      case 'txbxContent':
        this.#boxes.end()
        this.#now = this.#around.pop() ?? newContext()
    }
  }

  /** The words of a list's label stand before the first run, or alone. */
  #label(): void {
    const { place, paragraph, table } = this.#now
    if (place === null || this.#lists.isEmpty) return
    this.#now.place = null
    const label = this.#lists.label(this.#styles.place(place, paragraph))
    if (label === null) return
    this.#written = true
    this.#tell(label.text, this.#styles.resolve(label.own, null, paragraph, table?.properties).other)
  }

  #endParagraph(): void {
    this.#label()
    const { cells } = this.#now
    const cell = cells.at(-1)
    if (cell === undefined) this.#line()
    else if (this.#written) {
      // The last paragraph of a cell ends with the cell.
      cells[cells.length - 1] = cell + 1
      this.#pending = true
    }
  }

  #break(type: string): void {
    if (type === 'page') this.#page()
    else this.#line()
  }

  #page(): void {
    if (this.#boxes.current === null) this.#sink.block(this.#where)
  }

  #field(type: string): void {
    if (type === 'end') this.#run(this.#choice.shown())
    if (type === 'begin') this.#fields.begin()
    else this.#run(type === 'separate' ? this.#fields.separate() : this.#fields.end())
  }

  #symbol(attributes: Attributes): void {
    const code = Number.parseInt(attribute(attributes, 'char') ?? '', 16)
    const font = attribute(attributes, 'font') ?? null
    if (code > 0 && code <= 0xffff) this.#tell(String.fromCharCode(code), { ...PLAIN, font })
  }

  #run(text: string): void {
    if (text === '') return
    const { direct, character, paragraph, table } = this.#now
    this.#resolved ??= this.#styles.resolve(direct, character, paragraph, table?.properties)
    const { ascii, other } = this.#resolved
    const style = (one: RunStyle) => (this.#text === 'deleted' ? { ...one, hidden: true } : one)
    if (text.trim() !== '') {
      this.#written = true
      this.#choice.clear()
    }
    if (ascii.font === other.font || ASCII_ONLY.test(text)) this.#tell(text, style(ascii))
    else
      for (const [stretch] of text.matchAll(STRETCHES))
        this.#tell(stretch, style(ASCII_ONLY.test(stretch) ? ascii : other))
  }

  #tell(text: string, style: RunStyle): void {
    if (this.#pending && this.#written && text !== '\t') {
      this.#pending = false
      this.#line()
    }
    const box = this.#boxes.current
    if (box === null) this.#sink.run(text, style)
    else box.run(text, style)
  }

  #line(): void {
    this.#pending = false
    const box = this.#boxes.current
    if (box === null) this.#sink.line()
    else box.line()
  }
}

function newContext(): Context {
  return { paragraph: null, character: null, direct: {}, inRun: false, place: null, cells: [], table: null }
}
