// Texts painted over each other on one line, as stamps and boxes are: taken apart, so that none garbles the other.
import type { PlacedGlyph } from './page-glyphs.ts'

/** Letters that stand on others before a line is taken apart; accents and signs may. */
const COLLISIONS = 3
/** Share of the narrower letter that lies on the other. */
const OVERLAP = 0.5
/** In ems: a glyph farther than this behind the one painted before it begins a run, and so does one that goes back. */
const FAR = 1.5
const BACK = 0.3
/** Texts on each other that are kept apart; what is more goes with the last. */
const LAYERS = 4
/** In ems: letters are looked up by the place of their middle. */
const CELL = 0.5
const KEPT_IN_CELL = 8

const LETTER = /^[\p{L}\p{N}]/u

/** A line as the texts that lie on each other in it, each in its order along the line; nearly always it is one. */
export function layersOf(line: PlacedGlyph[]): PlacedGlyph[][] {
  if (!isTangled(line)) return [line]
  const em = Math.max(...line.slice(0, COLLISIONS).map((glyph) => glyph.em), Number.MIN_VALUE)
  const layers: Layer[] = []
  /** A text mostly goes on in the style in which it began. */
  const byStyle = new Map<PlacedGlyph['style'], Layer>()
  for (const run of paintedRuns(line)) {
    const { style } = run[0]!
    const own = byStyle.get(style)
    const tried = own === undefined ? layers : [own, ...layers]
    const free = tried.find((layer) => !run.some((glyph) => layer.hits(glyph)))
    const layer = free ?? (layers.length < LAYERS ? new Layer(em) : layers.at(-1)!)
    if (!layers.includes(layer)) layers.push(layer)
    byStyle.set(style, layer)
    for (const glyph of run) layer.add(glyph)
  }
  return layers.map(({ glyphs }) => glyphs.sort((one, other) => one.along - other.along))
}

/** Glyphs are sorted along the line, so letters on each other are neighbours. */
function isTangled(line: PlacedGlyph[]): boolean {
  let collisions = 0
  let last: PlacedGlyph | null = null
  for (const glyph of line) {
    if (!isLetter(glyph)) continue
    if (last !== null && collide(last, glyph) && ++collisions >= COLLISIONS) return true
    last = glyph
  }
  return false
}

function isLetter({ text, width }: PlacedGlyph): boolean {
  return width > 0 && LETTER.test(text)
}

/** The same letter again is bold or a shadow. */
function collide(one: PlacedGlyph, other: PlacedGlyph): boolean {
  const shared = Math.min(one.along + one.width, other.along + other.width) - Math.max(one.along, other.along)
  return one.text !== other.text && shared > OVERLAP * Math.min(one.width, other.width)
}

/** Stretches of one style that were painted one glyph after the other. */
function paintedRuns(line: PlacedGlyph[]): PlacedGlyph[][] {
  const runs: PlacedGlyph[][] = []
  let last: PlacedGlyph | null = null
  for (const glyph of line.toSorted((one, other) => one.order - other.order)) {
    const gap = last === null ? Number.POSITIVE_INFINITY : glyph.along - last.along - last.width
    if (gap > FAR * glyph.em || gap < -BACK * glyph.em || glyph.style !== last?.style) runs.push([glyph])
    else runs.at(-1)!.push(glyph)
    last = glyph
  }
  return runs
}

class Layer {
  readonly glyphs: PlacedGlyph[] = []
  readonly #size: number
  readonly #cells = new Map<number, PlacedGlyph[]>()

  constructor(em: number) {
    this.#size = CELL * em
  }

  #cellOf({ along, width }: PlacedGlyph): number {
    return Math.floor((along + width / 2) / this.#size)
  }

  hits(glyph: PlacedGlyph): boolean {
    if (!isLetter(glyph)) return false
    const at = this.#cellOf(glyph)
    for (let cell = at - 1; cell <= at + 1; cell++)
      if (this.#cells.get(cell)?.some((other) => collide(glyph, other))) return true
    return false
  }

  add(glyph: PlacedGlyph): void {
    this.glyphs.push(glyph)
    if (!isLetter(glyph)) return
    const at = this.#cellOf(glyph)
    const known = this.#cells.get(at)
    if (known === undefined) this.#cells.set(at, [glyph])
    else if (known.length < KEPT_IN_CELL) known.push(glyph)
  }
}
