// Interprets content streams as far as text needs it (ISO 32000-2 8, 9, 14.6): what is painted where, in which font and colour.
import type { Reason } from '../../../facts.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfStream, type PdfValue, textOf } from '../objects.ts'
import { numberIn } from './colour.ts'
import { IDENTITY, type Matrix, multiply, numbersIn, type Rectangle } from './matrix.ts'
import { SETTERS, setColour } from './operators.ts'
import type { OptionalContent } from './optional-content.ts'
import { PageGlyphs } from './page-glyphs.ts'
import type { Resources } from './resources.ts'
import { Operator, Scanner } from './scan.ts'
import { localFailure } from './source.ts'
import { type GraphicsState, initialState } from './state.ts'
import { TextPen } from './text-pen.ts'

/** Forms, patterns and Type 3 glyphs within each other; letterheads have two or three. */
const DEPTH = 24
/** States saved by q; more are not restored in the right order, which moves text but loses none. */
const SAVED = 10_000
/** Marked content within each other. */
const MARKS = 10_000
const OPERANDS = 1000
/** Operators between two looks at the clock. */
const OPERATORS_A_LOOK = 16_384

const COLOURS = new Set(['cs', 'CS', 'sc', 'SC', 'scn', 'SCN'])
const PAINTED = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh'])

interface Mark {
  /** Its glyphs begin here when it has a replacement text. */
  start: number
  replacement: string | null
  hides: boolean
}

/** What all pages and appearances of one document have in common. */
export interface Shared {
  resources: Resources
  layers: OptionalContent
  /** Forms that paint neither text nor pictures, by their place in the file, with the number of their paths. */
  drawn: Map<number, number>
  /** Told what could not be read; reading goes on. */
  fail: (reason: Reason) => void
}

/** Runs the content of one page, or of one appearance stream. */
export class Interpreter {
  readonly page = new PageGlyphs()
  readonly #shared: Shared
  readonly #resources: Resources
  readonly #box: Rectangle | null
  /** Tiling patterns of this page that were read: their text counts once, not for each tile. */
  readonly #patterns = new Set<number>()
  #state = initialState()
  #pen: TextPen
  #hidden = 0
  #operators = 0

  /** `box` is the part of the page that is shown; null for an appearance. */
  constructor(shared: Shared, box: Rectangle | null) {
    this.#shared = shared
    this.#resources = shared.resources
    this.#box = box
    this.#pen = this.#newPen()
  }

  #newPen(): TextPen {
    return new TextPen(this.page, this.#box)
  }

  /** Runs one content stream. Throws a PdfError past a limit. */
  run(bytes: Buffer, resources: PdfDict | null, depth = 0): void {
    const scanner = new Scanner(bytes, this.#resources.source.tokens)
    const saved: GraphicsState[] = []
    const marks: Mark[] = []
    let operands: PdfValue[] = []
    for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
      if (!(token instanceof Operator)) {
        if (operands.length < OPERANDS) operands.push(token)
        continue
      }
      if (++this.#operators % OPERATORS_A_LOOK === 0) this.#resources.checkTime()
      const { word } = token
      if (word === 'q') {
        if (saved.length < SAVED) saved.push({ ...this.#state })
      } else if (word === 'Q') this.#state = saved.pop() ?? this.#state
      else if (word === 'BDC' || word === 'BMC') this.#begin(marks, operands, resources)
      else if (word === 'EMC') this.#end(marks)
      else if (word === 'ID') {
        scanner.skipImage()
        this.#image()
      } else if (PAINTED.has(word)) this.page.content.paths++
      else {
        const set = SETTERS.get(word)
        if (set) set(operands, this.#state, this.#pen)
        else this.#execute(word, operands, resources, depth)
      }
      if (operands.length > 0) operands = []
    }
    while (marks.length > 0) this.#end(marks)
  }

  #execute(word: string, operands: PdfValue[], resources: PdfDict | null, depth: number): void {
    const state = this.#state
    const name = nameOf(operands[0]) ?? ''
    switch (word) {
      case 'Do':
        this.#draw(name, resources, depth)
        break
      case 'gs':
        this.#extended(as('dict', this.#resources.find(resources, 'ExtGState', name)))
        break
      case 'Tf':
        state.font = this.#resources.fontNamed(resources, name)
        state.size = numberIn(operands[1])
        break
      case 'Tj':
        this.#show(operands[0], depth)
        break
      case 'TJ':
        for (const item of as('array', operands[0])?.items ?? []) {
          if (typeof item === 'number') this.#pen.skip(item, state)
          else this.#show(item, depth)
        }
        break
      case '"':
        state.wordSpace = numberIn(operands[0])
        state.characterSpace = numberIn(operands[1])
        this.#pen.move(0, -state.leading)
        this.#show(operands[2], depth)
        break
      case "'":
        this.#pen.move(0, -state.leading)
        this.#show(operands[0], depth)
        break
      default:
        if (COLOURS.has(word)) this.#colour(word, operands, resources, depth)
    }
  }

  /** A colour space, or a colour or pattern in the one that is set (8.6.8). */
  #colour(word: string, operands: PdfValue[], resources: PdfDict | null, depth: number): void {
    const state = this.#state
    const key = word === word.toUpperCase() ? 'stroke' : 'fill'
    const name = nameOf(operands.at(-1))
    if (word === 'cs' || word === 'CS') {
      const space = this.#resources.colourSpace(resources, name ?? '')
      state[key] = { ...state[key], space, colour: space.initial }
    } else if (name === null) setColour(state, key, state[key].space, operands)
    else {
      this.#tile(name, resources, depth)
      state[key] = { ...state[key], colour: null }
    }
  }

  #show(value: PdfValue | undefined, depth: number): void {
    const string = as('string', value)
    const { font } = this.#state
    if (string === null || font === null) return
    this.#pen.show(string.bytes, font, this.#state, this.#hidden > 0, (procedure, matrix) =>
      this.#within(procedure, font.resources, matrix, depth),
    )
  }

  /** A picture or a form (8.8 to 8.10). */
  #draw(name: string, resources: PdfDict | null, depth: number): void {
    const stream = as('stream', this.#resources.find(resources, 'XObject', name))
    if (stream === null) return
    const { source } = this.#resources
    const hides = this.#shared.layers.isHidden(stream.dict.entries.get('OC'))
    if (nameOf(source.get(stream.dict, 'Subtype')) === 'Image') {
      if (!hides && this.#hidden === 0) this.#image()
      return
    }
    if (hides) this.#hidden++
    const matrix = numbersIn(source.file, stream.dict.entries.get('Matrix'), 6) ?? IDENTITY
    const own = source.dict(stream.dict, 'Resources') ?? resources
    this.#within(stream, own, multiply(matrix, this.#state.matrix), depth)
    if (hides) this.#hidden--
  }

  /** A tiling pattern (8.7.3): its cell may hold text, as watermarks do. */
  #tile(name: string, resources: PdfDict | null, depth: number): void {
    const stream = as('stream', this.#resources.find(resources, 'Pattern', name))
    if (stream === null || this.#patterns.has(stream.start)) return
    this.#patterns.add(stream.start)
    const { source } = this.#resources
    const matrix = numbersIn(source.file, stream.dict.entries.get('Matrix'), 6) ?? IDENTITY
    this.#within(stream, source.dict(stream.dict, 'Resources'), matrix, depth)
  }

  /** Runs a stream in a state of its own. What painted nothing that matters once is not run again. */
  #within(stream: PdfStream, resources: PdfDict | null, matrix: Matrix, depth: number): void {
    const { drawn, fail } = this.#shared
    const known = drawn.get(stream.start)
    if (known !== undefined) {
      this.page.content.paths += known
      return
    }
    const [state, pen, hidden, { content, glyphs }] = [this.#state, this.#pen, this.#hidden, this.page]
    const [images, paths, shown] = [content.images, content.paths, glyphs.length]
    this.#state = { ...state, matrix }
    this.#pen = this.#newPen()
    // Viewers go on behind a form that they cannot draw.
    const whole = localFailure(() => this.#runForm(stream, resources, depth), fail)
    this.#state = state
    this.#pen = pen
    this.#hidden = hidden
    if (whole && content.images === images && glyphs.length === shown) drawn.set(stream.start, content.paths - paths)
  }

  #runForm(stream: PdfStream, resources: PdfDict | null, depth: number): true {
    if (depth >= DEPTH) throw new PdfError('depth-limit', 'forms nested too deep')
    this.run(this.#resources.source.data(stream), resources, depth + 1)
    return true
  }

  /** The unit square is the picture (8.9.5). */
  #image(): void {
    const [left, bottom, right, top] = this.#box ?? [0, 0, 612, 792]
    const [a, b, c, d] = this.#state.matrix
    const area = (right - left) * (top - bottom)
    const share = Math.abs(a * d - b * c) / area
    if (share > 0) this.page.content.images += Math.min(1, share)
  }

  /** Alpha and font of an ExtGState (table 57). */
  #extended(dict: PdfDict | null): void {
    const { source } = this.#resources
    const [fill, stroke] = [source.get(dict, 'ca'), source.get(dict, 'CA')]
    if (fill !== null) this.#state.fill = { ...this.#state.fill, alpha: numberIn(fill) }
    if (stroke !== null) this.#state.stroke = { ...this.#state.stroke, alpha: numberIn(stroke) }
    const [font, size] = source.items(dict, 'Font')
    if (font === undefined) return
    this.#state.font = this.#resources.font(as('dict', source.resolve(font)))
    this.#state.size = numberIn(source.resolve(size))
  }

  /** Marked content (14.6): hidden layers and replacement texts. */
  #begin(marks: Mark[], [tag, properties]: PdfValue[], resources: PdfDict | null): void {
    if (marks.length >= MARKS) throw new PdfError('depth-limit', 'marked content nested too deep')
    const name = nameOf(properties)
    const entry = name === null ? (properties ?? null) : this.#resources.findEntry(resources, 'Properties', name)
    const dict = as('dict', this.#resources.source.resolve(entry))
    const hides = nameOf(tag) === 'OC' && this.#shared.layers.isHidden(entry)
    const replacement = dict && textOf(this.#resources.source.get(dict, 'ActualText'))
    if (hides) this.#hidden++
    marks.push({ start: this.page.glyphs.length, replacement, hides })
  }

  #end(marks: Mark[]): void {
    const mark = marks.pop()
    if (mark === undefined) return
    if (mark.hides) this.#hidden--
    if (mark.replacement !== null) this.page.replace(mark.start, mark.replacement)
  }
}
