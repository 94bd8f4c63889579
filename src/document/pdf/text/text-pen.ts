// The text matrix and what it paints: places each glyph of a shown string (ISO 32000-2 9.4).
import type { RunStyle } from '../../text/sink.ts'
import type { PdfStream } from '../objects.ts'
import type { Font } from './font.ts'
import { IDENTITY, type Matrix, multiply, type Rectangle } from './matrix.ts'
import { type PageGlyphs, UNKNOWN } from './page-glyphs.ts'
import { type GraphicsState, paintOf } from './state.ts'

/** Draws the procedure of a Type 3 glyph with that matrix. */
type Draw = (procedure: PdfStream, matrix: Matrix) => void

/** Text smaller than this many points cannot be read by anyone. */
const SMALLEST = 0.2

/** Text space on the page, and what follows from it for all glyphs of a string. */
interface Space {
  /** What it was made of: the matrix of the state, the font and the size; the text matrix only moves. */
  matrix: Matrix
  font: Font
  size: number
  scale: number
  a: number
  b: number
  c: number
  d: number
  /** Direction of writing as a unit vector and in whole degrees; its length in text space. */
  cos: number
  sin: number
  angle: number
  stretch: number
  em: number
}

export class TextPen {
  readonly #page: PageGlyphs
  readonly #box: Rectangle | null
  #line: Matrix = IDENTITY
  /** Where the next glyph stands, in the space of the text matrix. */
  #x = 0
  #y = 0
  #space: Space | null = null
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
    this.#x = 0
    this.#y = 0
    this.#space = null
  }

  /** Td: from the start of the line. */
  move(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.#line
    this.#line = [a, b, c, d, x * a + y * c + e, x * b + y * d + f]
    this.#x = 0
    this.#y = 0
  }

  /** A number in TJ, in thousandths of the size, backwards. */
  skip(thousandths: number, { size, scale, font }: GraphicsState): void {
    const distance = (-thousandths / 1000) * size
    if (font?.vertical) this.#y += distance
    else this.#x += distance * scale
  }

  /** Places the glyphs of a string. */
  show(bytes: Buffer, font: Font, state: GraphicsState, hidden: boolean, draw: Draw): void {
    const { size, scale, characterSpace, wordSpace, rise } = state
    const space = this.#spaceOf(font, state)
    const { a, b, c, d, cos, sin, angle, stretch, em } = space
    const [, , , , e, f] = multiply(this.#line, state.matrix)
    const paint = paintOf(state)
    const unseen = hidden || paint === null || !(em >= SMALLEST)
    const colour = (paint ?? state.fill).colour
    for (let at = 0; at < bytes.length; ) {
      const glyph = font.glyphAt(bytes, at)
      at += glyph.length
      const advance = glyph.advance * size
      const [tx, ty] = [this.#x, this.#y + rise]
      const x = finite(a * tx + c * ty + e)
      const y = finite(b * tx + d * ty + f)
      const width = finite(Math.abs(advance * (font.vertical ? 1 : scale)) * stretch)
      const style = this.#styled(font.name, colour, unseen || this.#isOutside(x, y, em))
      const before = this.#page.glyphs.length
      // A glyph that nothing names may show text by other fonts.
      if (glyph.text === null && glyph.procedure !== null)
        draw(glyph.procedure, multiply(font.matrix!, multiply([size * scale, 0, 0, size, tx, ty], [a, b, c, d, e, f])))
      if (this.#page.glyphs.length === before) {
        const [along, across] = [x * cos + y * sin, y * cos - x * sin]
        this.#page.add({ text: glyph.text ?? UNKNOWN, x, y, along, across, width, em, angle, order: 0, style })
      }
      const spacing = characterSpace + (glyph.isSpace ? wordSpace : 0)
      if (font.vertical) this.#y += advance + spacing
      else this.#x += (advance + spacing) * scale
    }
  }

  #spaceOf(font: Font, { matrix, size, scale }: GraphicsState): Space {
    const known = this.#space
    if (known?.matrix === matrix && known.font === font && known.size === size && known.scale === scale) return known
    const [a, b, c, d] = multiply(this.#line, matrix)
    const sign = size * scale < 0 ? -1 : 1
    // Vertical writing runs down the y axis.
    const [dx, dy] = font.vertical ? [-c, -d] : [a * sign, b * sign]
    const stretch = Math.hypot(dx, dy)
    const [cos, sin] = stretch > 0 ? [dx / stretch, dy / stretch] : [1, 0]
    const height = font.vertical ? Math.hypot(a, b) : Math.abs(a * d - b * c) / (stretch || 1)
    const em = finite(Math.abs(size) * font.emHeight * height)
    this.#space = { matrix, font, size, scale, a, b, c, d, cos, sin, angle: degrees(sin, cos), stretch, em }
    return this.#space
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
