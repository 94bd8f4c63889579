// Reads the text of one part of an OpenDocument file as its tags come (ODF 1.3 part 3, 5 to 10).
import type { TextWhere } from '../../facts.ts'
import { type Attributes, attribute } from '../xml-stream.ts'
import { type Field, isName, OdfFields, ofControl, sameWords } from './odf-fields.ts'
import { OdfLists } from './odf-lists.ts'
import { apartOf, DECLARATIONS, HEADERS, hides, isHidden, isSkipped, isStructure } from './odf-places.ts'
import { OdfShapes } from './odf-shapes.ts'
import { kindOf, type OdfStyles } from './odf-styles.ts'
import { CELLS, OdfTables } from './odf-table.ts'
import { Recordings } from './recorded.ts'
import { tellSheetName } from './sheet-model.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'

/** Characters that one `text:s` or a repeated cell may stand for. */
const MOST_BLANKS = 100

export class OdfText {
  readonly #styles: OdfStyles
  readonly #sink: TextSink
  /** Where the body of the document is told. */
  readonly #body: TextWhere
  readonly #shapes: OdfShapes
  readonly #tables = new OdfTables()
  readonly #lists: OdfLists
  readonly #apart = new Recordings()
  readonly #path: string[] = []
  /** What is open: paragraphs within boxes within paragraphs, each as the styles of itself and of its open spans. */
  readonly #paragraphs: RunStyle[][] = []
  readonly #fields = new OdfFields()
  /** Depths of the open elements that hide what is in them. */
  readonly #hidden: number[] = []
  /** Depths of those that stand apart. */
  readonly #apartAt: number[] = []
  #where: TextWhere
  #skip = 0
  #page = 0
  #presentation = false
  #inNotes = false
  #forms = 0
  /** Objects within one another that are open, each with a whole document in it: the paragraphs around it. */
  readonly #objects: number[] = []
  /** Depth of cells, in which paragraphs are parted by blanks. */
  #cells = 0
  #written = false

  constructor(styles: OdfStyles, sink: TextSink, body: TextWhere) {
    this.#styles = styles
    this.#sink = sink
    this.#body = body
    this.#where = body
    this.#shapes = new OdfShapes(styles)
    this.#lists = new OdfLists(styles)
  }

  /** What a part that breaks off leaves open is told too. */
  end(): void {
    this.#apart.tell(this.#sink, this.#page === 0 ? null : this.#page)
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#path.at(-1) ?? ''
    this.#path.push(name)
    if (this.#skip > 0 || this.#isSkipped(name, parent, attributes)) {
      this.#skip++
      return
    }
    // Styles of a document within this one have the names of others.
    if (this.#objects.length === 0) this.#styles.read(name, attributes)
    this.#shapes.open(name, attributes)
    this.#tables.open(name, attributes)
    this.#lists.open(name, attributes)
    this.#beginApart(name, parent)
    this.#hide(name, attributes)
    const hasWords = CELLS.has(name) && this.#styles.hasWords(this.#tables.cellStyle)
    if (this.#forms > 0) this.#control(name, attributes)
    else this.#fields.begin(name, attributes, this.#path.length, this.#apart.current, hasWords)
    this.#element(name, attributes, parent)
  }

  #isSkipped(name: string, parent: string, attributes: Attributes): boolean {
    // On slides it reads `<number>` until it is shown.
    if (name === 'page-number') return this.#styles.kind === 'drawing'
    return isSkipped(name, parent, attributes, this.#inParagraph)
  }

  #element(name: string, attributes: Attributes, parent: string): void {
    if (name === 'p' || name === 'h') {
      this.#beginParagraph(attributes)
      this.#run(this.#lists.label(name, attributes))
    } else if (name === 'span') this.#beginSpan(attribute(attributes, 'style-name') ?? '')
    else if (name === 's') this.#run(' '.repeat(Math.min(MOST_BLANKS, Number(attribute(attributes, 'c') ?? 1) || 1)))
    else if (name === 'tab') this.#run('\t')
    else if (name === 'line-break') this.#line()
    else this.#structure(name, attributes, parent)
  }

  #structure(name: string, attributes: Attributes, parent: string): void {
    if (CELLS.has(name)) {
      this.#cells++
      this.#written = false
    } else if (name === 'table' && this.#cells > 0 && this.#written && this.#apart.current === null) this.#line()
    else if (name === 'notes') this.#inNotes = true
    // Conditional formats of LibreOffice: what cells show in place of or beside their values.
    else if (name === 'condition')
      for (const words of this.#styles.wordsOfShown(attribute(attributes, 'apply-style-name') ?? ''))
        this.#apart.add('sheet', words, { ...PLAIN, hidden: this.#hidden.length > 0 })
    if (this.#objects.length > 0) return
    const header = parent === 'master-page' ? HEADERS.exec(name)?.[1] : undefined
    if (header !== undefined) this.#block(header as TextWhere)
    else if (name === 'body') this.#block(this.#body)
    else if (name === 'page') this.#block('slide', ++this.#page, attribute(attributes, 'name') ?? null)
    else if (name === 'table' && parent === 'spreadsheet') this.#sheet(attributes)
    else if (parent === 'body') {
      this.#styles.kind = kindOf(name)
      this.#presentation = name === 'presentation'
    }
    // A flat file has its masters before its body.
    else if (name === 'document') this.#styles.kind = kindOf(attribute(attributes, 'mimetype') ?? '')
  }

  #block(where: TextWhere, page: number | null = null, name: string | null = null): void {
    this.#where = where
    this.#sink.block(where, page, name)
  }

  #sheet(attributes: Attributes): void {
    const name = attribute(attributes, 'name') ?? null
    if (name !== null) tellSheetName(name, this.#hidden.length > 0, this.#sink)
    this.#block('sheet', ++this.#page, name)
  }

  #beginApart(name: string, parent: string): void {
    if (name === 'forms') this.#forms++
    else if (name === 'object') this.#objects.push(this.#paragraphs.length)
    const where = this.#apartOf(name, parent)
    if (where === null) return
    this.#apart.begin(where)
    this.#apartAt.push(this.#path.length)
  }

  #apartOf(name: string, parent: string): TextWhere | null {
    const where = apartOf(name, parent, this.#where)
    if (where !== 'text-box' || name === 'object') return where
    // A slide consists of its boxes: they are its text.
    if (this.#inNotes) return name === 'text-box' ? 'notes' : where
    return this.#presentation ? null : where
  }

  #hide(name: string, attributes: Attributes): void {
    if (hides(name, attributes, this.#styles, this.#tables)) this.#hidden.push(this.#path.length)
    const open = this.#paragraphs.at(-1)
    // 7.7.7: the field hides the paragraph that it stands in.
    if (name === 'hidden-paragraph' && isHidden(attributes) && open !== undefined)
      for (const [index, run] of open.entries()) open[index] = { ...run, hidden: true }
  }

  #control(name: string, attributes: Attributes): void {
    for (const { text, hidden } of ofControl(name, attributes))
      this.#apart.add('form-field', text, { ...PLAIN, hidden: hidden || this.#hidden.length > 0 })
  }

  #endField(name: string): void {
    const field = this.#fields.at(this.#path.length)
    if (field === null) return
    if (field.cell) this.#endValue(field)
    else if (field.instead !== null && field.shown.trim() === '') this.#run(field.instead)
    this.#fields.end()
    if (field.cell) return
    const where = isName(name) ? 'property' : (this.#apart.current?.where ?? this.#where)
    for (const text of new Set(field.beside))
      if (!sameWords(text, field.shown)) this.#apart.add(where, text, { ...PLAIN, hidden: true })
  }

  /** A cell shows its value, whatever is written in it (19.385). */
  #endValue({ beside, instead, shown }: Field): void {
    const missing = this.#styles.data.missing(this.#styles.dataOf(this.#tables.cellStyle), shown)
    this.#run(shown.trim() === '' || missing === '' ? missing : ` ${missing}`)
    const value = beside[0] ?? instead
    if (value === null || value === '' || (shown.trim() !== '' && (beside.length === 0 || sameWords(value, shown))))
      return
    this.#beginParagraph({})
    this.#run(value)
    this.#paragraphs.pop()
  }

  #beginParagraph(attributes: Attributes): void {
    this.#paragraphs.push([this.#paragraphStyle(attribute(attributes, 'style-name') ?? '')])
    if (this.#cells > 0 && this.#written && this.#apart.current === null) this.#line()
  }

  #paragraphStyle(name: string): RunStyle {
    const inCell = this.#cells > 0 && this.#apart.current === null
    const { cellStyle } = this.#tables
    if (inCell && this.#styles.kind === 'spreadsheet') return this.#styles.ofCell(cellStyle)
    const around = inCell && this.#styles.kind === 'drawing' ? this.#shapes.cell(cellStyle) : this.#shapes.style()
    if (around !== null) return this.#styles.over(around, 'paragraph', name)
    const ofCell = inCell && name === '' && cellStyle !== ''
    return ofCell ? this.#styles.ofParagraph('table-cell', cellStyle) : this.#styles.ofParagraph('paragraph', name)
  }

  /** A span has what is around it, and its own style over that. */
  #beginSpan(name: string): void {
    const open = this.#paragraphs.at(-1)
    if (open !== undefined) open.push(this.#styles.over(open.at(-1)!, 'text', name))
  }

  text(text: string): void {
    if (this.#skip > 0) return
    this.#styles.text(text)
    const parent = this.#path.at(-1) ?? ''
    if (!this.#inParagraph && !DECLARATIONS.has(parent)) return
    const words = text.replace(/[\r\n\t ]+/g, ' ')
    if (words !== ' ' || !isStructure(parent)) this.#run(words)
  }

  get #inParagraph(): boolean {
    return this.#paragraphs.length > (this.#objects.at(-1) ?? 0)
  }

  #run(text: string): void {
    if (text === '') return
    const box = this.#apart.current
    if (box === null && text.trim() !== '') this.#written = true
    this.#fields.add(text, box)
    const style = this.#paragraphs.at(-1)?.at(-1) ?? PLAIN
    const shown = this.#hidden.length > 0 ? { ...style, hidden: true } : style
    if (box === null) this.#sink.run(text, shown)
    else box.run(text, shown)
  }

  #line(): void {
    const box = this.#apart.current
    if (box === null) this.#sink.line()
    else box.line()
  }

  close(name: string): void {
    if (this.#skip > 0) {
      this.#path.pop()
      this.#skip--
      return
    }
    this.#endField(name)
    const depth = this.#path.length
    this.#path.pop()
    this.#styles.close(name)
    this.#shapes.close(name)
    this.#tables.close(name)
    this.#lists.close(name)
    if (name === 'p' || name === 'h') {
      this.#paragraphs.pop()
      // The last paragraph of a cell ends with the cell.
      if (this.#cells === 0 || this.#apart.current !== null) this.#line()
    } else if (name === 'span') this.#paragraphs.at(-1)?.pop()
    else this.#endStructure(name)
    if (this.#hidden.at(-1) === depth) this.#hidden.pop()
    if (this.#apartAt.at(-1) === depth) {
      if (DECLARATIONS.has(name)) this.#line()
      this.#apartAt.pop()
      this.#apart.end()
    }
    // Boxes follow the page or sheet that they stand on.
    if (name === 'page' || name === 'table' || name === 'body' || name === 'master-page') this.#tellApart(name)
  }

  #endStructure(name: string): void {
    if (CELLS.has(name)) {
      this.#cells--
      if (this.#written) this.#tell('\t')
      this.#written = false
    } else if (name === 'table-row') this.#line()
    else if (name === 'notes') this.#inNotes = false
    else if (name === 'forms') this.#forms--
    else if (name === 'object') this.#objects.pop()
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
