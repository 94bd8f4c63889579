// Puts glyphs into lines by where they stand, not by their order in the file, and tells them to a sink.
import { PLAIN, type RunStyle, type TextSink } from '../../text/sink.ts'
import { type Cell, columnByColumn } from './columns.ts'
import { layersOf } from './layers.ts'
import type { PageGlyphs, PlacedGlyph } from './page-glyphs.ts'

/** All in ems. Baselines nearer than this are one line. */
const SAME_LINE = 0.3
/** A gap wider than this is a space. */
const SPACE = 0.15
/** A gap wider than this parts columns and cells: a tab. */
const COLUMN = 1.5
/** So does a narrower one, when what stands behind it was painted at another time. */
const APART = 0.8
/** An accent drawn on its own, or a glyph without width, belongs to the letter before it. */
const ACCENT = 0.1
/** The same glyph so near to itself is bold made by printing twice. */
const TWICE = 0.1
const NO_WIDTH = 0.01
/** A space as narrow as this holds letters of another font that were put there. */
const COVERED = 0.05
/** Raised or lowered small print: at most so high, so far from the baseline, and so near to its line. */
const SMALL = 0.8
const RAISED = 0.6
const NEAR = 0.5
const LONGEST_INDEX = 12
/** Nearer to the baseline than this it is neither. */
const LEVEL = 0.1

/** Pictures over such a part of the page, as of a scan, show the words of its unseen text. */
const PICTURED = 0.5

const ACCENTED = /^\p{M}/u
const NUMBER = /^\p{N}/u
const LETTER = /^[\p{L}\p{M}]/u
/** The number of a note as large as its text: at most three digits at a word that begins with a capital. */
const NOTE_NUMBER = /^\p{Nd}{1,3}(?=\p{Lu}[\p{L}\p{M}]{2})/u
const NOTE_HEAD = 8
const ONLY_NUMBER = /^\p{N}{1,3}$/u

interface Line {
  glyphs: PlacedGlyph[]
  across: number
  em: number
  /** Where it begins and ends. */
  from: number
  to: number
}

/** Tells the lines of a page: upright ones first, other directions after, and what is not painted last. */
export function tellLines({ glyphs, replacements, content }: PageGlyphs, sink: TextSink): void {
  const pictured = content.images >= PICTURED
  for (const group of groups(glyphs)) {
    const rows = joinIndices(intoLines(group)).flatMap((line) => layersOf(sortAlong(line.glyphs)).map(intoCells))
    for (const row of columnByColumn(rows)) {
      if (sink.full) return
      tellRow(row, pictured, sink)
    }
  }
  for (const text of replacements) {
    if (sink.full) return
    sink.run(text, { ...PLAIN, hidden: true })
    sink.line()
  }
}

/** Glyphs of one direction, those that are seen apart from those that are not. */
function groups(glyphs: PlacedGlyph[]): PlacedGlyph[][] {
  const found = new Map<number, PlacedGlyph[]>()
  let key = Number.NaN
  let group: PlacedGlyph[] = []
  for (const glyph of glyphs) {
    const own = Math.abs(glyph.angle) * 2 + (glyph.angle < 0 ? 1 : 0) + (glyph.style.hidden ? 1000 : 0)
    if (own !== key) {
      key = own
      group = found.get(key) ?? []
      found.set(key, group)
    }
    group.push(glyph)
  }
  return [...found].sort(([one], [other]) => one - other).map(([, each]) => each)
}

/** Top to bottom. */
function intoLines(glyphs: PlacedGlyph[]): Line[] {
  const lines: Line[] = []
  let line: Line | null = null
  for (const glyph of glyphs.sort((one, other) => other.across - one.across)) {
    if (line !== null && line.across - glyph.across <= SAME_LINE * Math.min(line.em, glyph.em)) {
      line.glyphs.push(glyph)
      line.em = Math.max(line.em, glyph.em)
      line.from = Math.min(line.from, glyph.along)
      line.to = Math.max(line.to, glyph.along + glyph.width)
    } else {
      const { across, em, along, width } = glyph
      line = { glyphs: [glyph], across, em, from: along, to: along + width }
      lines.push(line)
    }
  }
  return lines
}

/** Puts raised and lowered small print, as of footnotes and units, into the line that it stands in. */
function joinIndices(lines: Line[]): Line[] {
  const kept: Line[] = []
  for (const [index, line] of lines.entries()) {
    const home = [lines[index + 1], kept.at(-1)].find((other) => other !== undefined && isIndexOf(line, other))
    if (home) for (const glyph of line.glyphs) home.glyphs.push(glyph)
    else kept.push(line)
  }
  return kept
}

function isIndexOf(small: Line, line: Line): boolean {
  if (small.glyphs.length > LONGEST_INDEX || small.em > SMALL * line.em) return false
  if (Math.abs(small.across - line.across) > RAISED * line.em) return false
  const reach = NEAR * line.em
  return small.from > line.from - reach && small.from < line.to + reach
}

/** Left to right, accents behind the letters they belong to. */
function sortAlong(glyphs: PlacedGlyph[]): PlacedGlyph[] {
  let last = -Infinity
  for (const glyph of glyphs) {
    const place = placeOf(glyph)
    if (place < last) return glyphs.sort((one, other) => placeOf(one) - placeOf(other))
    last = place
  }
  return glyphs
}

function placeOf({ text, along, width, em }: PlacedGlyph): number {
  return width < NO_WIDTH * em || (text >= '\u0300' && ACCENTED.test(text)) ? along - ACCENT * em : along
}

/** Parts a line where its gaps are wide. Blanks, and what is printed twice, are left out; a space is kept as one. */
function intoCells(glyphs: PlacedGlyph[]): Cell[] {
  const cells: Cell[] = []
  let cell: Cell | null = null
  let last: PlacedGlyph | null = null
  /** A space that the file paints, since the last letter. */
  let space: PlacedGlyph | null = null
  let blanks = 0
  for (const glyph of glyphs) {
    if (glyph.text === '' || isTwice(glyph, last)) continue
    if (isBlank(glyph.text)) {
      space = glyph
      blanks++
      continue
    }
    const gap = cell === null ? 0 : glyph.along - cell.to
    const column = follows(glyph, last, blanks) ? COLUMN : APART
    if (cell === null || gap > column * glyph.em) {
      cell = { from: glyph.along, to: glyph.along + glyph.width, pieces: [{ style: glyph.style, text: glyph.text }] }
      cells.push(cell)
    } else {
      addTo(cell, between(cell, last!, glyph, isSpace(gap, glyph, space)) + glyph.text, glyph)
    }
    last = glyph
    space = null
    blanks = 0
  }
  return cells
}

function addTo(cell: Cell, text: string, { style, along, width }: PlacedGlyph): void {
  const piece = cell.pieces[cell.pieces.length - 1]!
  if (piece.style === style) piece.text += text
  else cell.pieces.push({ style, text })
  cell.to = Math.max(cell.to, along + width)
}

/** A tab between the cells. */
function tellRow(cells: Cell[], pictured: boolean, sink: TextSink): void {
  for (const [index, { pieces }] of cells.entries()) {
    setOffNumber(pieces)
    for (const [place, { text, style }] of pieces.entries()) {
      const seen: RunStyle = pictured && style.hidden ? { ...style, pictured } : style
      sink.run(index > 0 && place === 0 ? `\t${text}` : text, seen)
    }
  }
  sink.line()
}

/** Of the words behind it the number of a note is parted as from a cell of its own, for they stand alone. */
function setOffNumber(pieces: Cell['pieces']): void {
  const head = pieces.slice(0, NOTE_HEAD).map(({ text }) => text.slice(0, NOTE_HEAD))
  let left = NOTE_NUMBER.exec(head.join(''))?.[0].length ?? 0
  for (let place = 0; left > 0; place++) {
    const piece = pieces[place]!
    if (piece.text.length >= left) piece.text = `${piece.text.slice(0, left)}\t${piece.text.slice(left)}`
    left -= piece.text.length
  }
}

/** Painted right behind the other, or behind the blanks between them. */
function follows({ order }: PlacedGlyph, last: PlacedGlyph | null, blanks: number): boolean {
  return last !== null && order > last.order && order <= last.order + blanks + 1
}

function isBlank(text: string): boolean {
  return text === ' ' || text === '\u00a0' || text === '\t'
}

function isTwice(glyph: PlacedGlyph, last: PlacedGlyph | null): boolean {
  return last !== null && glyph.text === last.text && Math.abs(glyph.along - last.along) < TWICE * glyph.em
}

function isSpace(gap: number, { em }: PlacedGlyph, space: PlacedGlyph | null): boolean {
  if (gap > SPACE * em) return true
  // A space without width of its own is taken at its word.
  return space !== null && (gap > COVERED * em || space.width < NO_WIDTH * em)
}

function between({ pieces }: Cell, last: PlacedGlyph, glyph: PlacedGlyph, isSpaced: boolean): string {
  if (isIndexNumber(last, glyph)) return pieces.length === 1 && ONLY_NUMBER.test(pieces[0]!.text) ? '\t' : ' '
  return isSpaced || isIndexNumber(glyph, last) ? ' ' : ''
}

/** A small raised or lowered number at a letter, as of a note. */
function isIndexNumber(small: PlacedGlyph, letter: PlacedGlyph): boolean {
  if (small.em > SMALL * letter.em || Math.abs(small.across - letter.across) < LEVEL * letter.em) return false
  return NUMBER.test(small.text) && LETTER.test(letter.text)
}
