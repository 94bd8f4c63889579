// What the picture of a signature that was added later covers: words of the page and form fields (checklist step 20).
import { as, nameOf, PdfError } from './objects.ts'
import type { Page } from './pages.ts'
import { itemsOf, type Snapshot } from './snapshot.ts'
import { type Rectangle, rectangleIn } from './text/matrix.ts'
import type { PlacedGlyph } from './text/page-glyphs.ts'
import { PageReader } from './text/page-reader.ts'

/** Tokens and inflated bytes for all pages of one file that carry such pictures. */
const TOKENS = 2_000_000
const INFLATED_BYTES = 32 * 1024 * 1024
/** The middle of a letter without ascenders stands so high above the baseline, in ems. */
const MIDDLE = 0.25

/** One for each newest revision, so that every signature of a file asks the same pages once. */
const known = new WeakMap<Snapshot, Covered>()

export class Covered {
  readonly #after: Snapshot
  readonly #reader: PageReader
  readonly #glyphs = new Map<Page, PlacedGlyph[] | null>()

  private constructor(after: Snapshot) {
    const limits = { inflatedBytes: INFLATED_BYTES, tokens: TOKENS, deadline: Number.POSITIVE_INFINITY, fail: () => {} }
    this.#after = after
    this.#reader = new PageReader(after.file, after.catalog, limits)
  }

  static of(after: Snapshot): Covered {
    const made = known.get(after) ?? new Covered(after)
    known.set(after, made)
    return made
  }

  /** Short phrases about the widget of that field on that page, counted from 1. */
  notes(name: string, rectangle: Rectangle, page: Page, index: number): string[] {
    const glyphs = this.#glyphsOf(page)
    if (glyphs === null) return [`what the picture of "${name}" covers on page ${index} is not known`]
    const words = glyphs.some((glyph) => isWithin(glyph, rectangle))
    const fields = this.#fieldsUnder(rectangle, page)
    return [
      ...(words ? [`the picture of "${name}" covers words of page ${index}`] : []),
      ...fields.map((field) => `the picture of "${name}" covers the form field "${field}" of page ${index}`),
    ]
  }

  /** Painted glyphs of the page's content; null when they cannot be read. */
  #glyphsOf(page: Page): PlacedGlyph[] | null {
    const before = this.#glyphs.get(page)
    if (before !== undefined) return before
    const glyphs = this.#read(page)
    this.#glyphs.set(page, glyphs)
    return glyphs
  }

  #read(page: Page): PlacedGlyph[] | null {
    try {
      return this.#reader.readPage(page).glyphs.filter(({ text, style }) => text.trim() !== '' && !style.hidden)
    } catch (error) {
      if (error instanceof PdfError) return null
      throw error
    }
  }

  /** Names of the fields that are no signatures and have a widget there. */
  #fieldsUnder(rectangle: Rectangle, page: Page): string[] {
    const { file, fields } = this.#after
    return itemsOf(file, page.dict, 'Annots').flatMap((item) => {
      file.budget.steps(1)
      const field = fields.get(as('ref', item)?.number ?? -1)
      if (!field || field.owner?.type === 'Sig' || nameOf(file.get(field.dict, 'Subtype')) !== 'Widget') return []
      const place = rectangleIn(file, field.dict.entries.get('Rect'))
      return place !== null && overlap(place, rectangle) ? [field.name] : []
    })
  }
}

function isWithin({ x, y, width, em, angle }: PlacedGlyph, [left, bottom, right, top]: Rectangle): boolean {
  const turn = (angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const middleX = x + (cos * width) / 2 - sin * MIDDLE * em
  const middleY = y + (sin * width) / 2 + cos * MIDDLE * em
  return middleX > left && middleX < right && middleY > bottom && middleY < top
}

function overlap(one: Rectangle, other: Rectangle): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
