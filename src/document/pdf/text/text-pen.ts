// The text matrix and what it paints: places each glyph of a shown string (ISO 32000-2 9.4).
import type { RunStyle } from '../../text/sink.ts'
import type { PdfStream } from '../objects.ts'
import type { Font } from './font.ts'
import { IDENTITY, type Matrix, multiply, type Rectangle } from './matrix.ts'
import type { PageGlyphs } from './page-glyphs.ts'
import { type GraphicsState, paintOf } from './state.ts'

/** Draws the procedure of a Type 3 glyph with that matrix. */
type Draw = (procedure: PdfStream, matrix: Matrix) => void

/** Text smaller than this many points cannot be read by anyone. */
const SMALLEST = 0.2

export class TextPen {
  readonly #page: PageGlyphs
  readonly #box: Rectangle | null
  #line: Matrix = IDENTITY
  #text: Matrix = IDENTITY
  #style: RunStyle = { font: null, colour: null, hidden: false }

  constructor(page: PageGlyphs, box: Rectangle | null) {
    this.#page = page
    this.#box = box
  }

  begin(): void {
    this.set(IDENTITY)
  }

  set(matrix: Matrix): void {
    this.#line = matrix
    this.#text = matrix
  }

  /** Td: from the start of the line. */
  move(x: number, y: number): void {
    this.set(multiply([1, 0, 0, 1, x, y], this.#line))
  }

  /** A number in TJ, in thousandths of the size, backwards. */
  skip(thousandths: number, state: GraphicsState): void {
    const distance = (-thousandths / 1000) * state.size
    this.#advance(distance * state.scale, distance, state.font?.vertical === true)
  }

  #advance(x: number, y: number, vertical: boolean): void {
    this.#text = multiply(vertical ? [1, 0, 0, 1, 0, y] : [1, 0, 0, 1, x, 0], this.#text)
  }

  /** Places the glyphs of a string. */
  show(bytes: Buffer, font: Font, state: GraphicsState, hidden: boolean, draw: Draw): void {
    const { size, scale, characterSpace, wordSpace, rise } = state
    const [a, b, c, d, e, f] = multiply(this.#text, state.matrix)
    const sign = font.vertical ? 1 : size * scale < 0 ? -1 : 1
    // Vertical writing runs down the y axis.
    const [dx, dy] = font.vertical ? [-c, -d] : [a * sign, b * sign]
    const stretch = Math.hypot(dx, dy)
    const [cos, sin] = stretch > 0 ? [dx / stretch, dy / stretch] : [1, 0]
    const angle = degrees(sin, cos)
    const em =
      Math.abs(size) * font.emHeight * (font.vertical ? Math.hypot(a, b) : Math.abs(a * d - b * c) / (stretch || 1))
    const paint = paintOf(state)
    const unseen = hidden || paint === null || !(em >= SMALLEST)
    const colour = (paint ?? state.fill).colour
    let moved = 0
    for (let at = 0; at < bytes.length; ) {
      const glyph = font.glyphAt(bytes, at)
      at += glyph.length
      const advance = glyph.advance * size
      const [tx, ty] = font.vertical ? [0, moved + rise] : [moved, rise]
      const [x, y] = [finite(a * tx + c * ty + e), finite(b * tx + d * ty + f)]
      const width = Math.abs(advance * (font.vertical ? 1 : scale)) * stretch
      const style = this.#styled(font.name, colour, unseen || this.#isOutside(x, y, em))
      const [along, across] = [x * cos + y * sin, y * cos - x * sin]
      const { procedure, text } = glyph
      const before = this.#page.glyphs.length
      // A glyph that nothing names may show text by other fonts.
      if (text === null && procedure !== null)
        draw(procedure, multiply(font.matrix!, multiply([size * scale, 0, 0, size, tx, ty], [a, b, c, d, e, f])))
      if (this.#page.glyphs.length === before)
        this.#page.add({ x, y, along, across, width: finite(width), em: finite(em), angle, style }, text)
      const spacing = characterSpace + (glyph.isSpace ? wordSpace : 0)
      moved += font.vertical ? advance + spacing : (advance + spacing) * scale
    }
    this.#advance(moved, moved, font.vertical)
  }

  /** The same object for the same style. */
  #styled(font: string | null, colour: string | null, hidden: boolean): RunStyle {
    const style = this.#style
    if (style.font !== font || style.colour !== colour || style.hidden !== hidden)
      this.#style = { font, colour, hidden }
    return this.#style
  }

  /** Outside the page, with an em to spare. */
  #isOutside(x: number, y: number, em: number): boolean {
    if (this.#box === null) return false
    const [left, bottom, right, top] = this.#box
    return x < left - em || x > right + em || y < bottom - em || y > top + em
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}

/** Whole degrees; a half turn is -180. */
function degrees(sin: number, cos: number): number {
  const angle = Math.round((Math.atan2(sin, cos) * 180) / Math.PI)
  return angle === 180 || !Number.isFinite(angle) ? -180 : angle === 0 ? 0 : angle
}
