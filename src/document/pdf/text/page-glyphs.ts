// The glyphs of one page or appearance as they are painted, with what else was painted there.

import type { RunStyle } from '../../text/sink.ts'
import { PdfError } from '../objects.ts'

/** A glyph with its place in the page's own coordinates. */
export interface PlacedGlyph {
  /** '' when another glyph stands for it as well. */
  text: string
  x: number
  y: number
  /** Along its own direction of writing, and across it, upwards. */
  along: number
  across: number
  /** Advance width, and the height of the em. */
  width: number
  em: number
  /** Direction of writing in whole degrees, -180 to 179. */
  angle: number
  /** Place in the order of painting. */
  order: number
  style: RunStyle
}

/** What a page shows, for telling a scan from text. */
export interface PageContent {
  /** Characters that are painted. */
  characters: number
  /** Characters that are not: the text layer of a scan, hidden layers, text outside the page. */
  invisible: number
  /** Of both, those that nothing in the file tells (U+FFFD in the text). */
  unknown: number
  /** Sum of the areas of its pictures in parts of the page's area. */
  images: number
  /** Paths that were filled or stroked. */
  paths: number
}

/** A dense map has some ten thousand. */
const GLYPHS = 500_000
/** Stands for a glyph whose characters nothing in the file tells. */
export const UNKNOWN = '\ufffd'

export class PageGlyphs {
  readonly glyphs: PlacedGlyph[] = []
  readonly content: PageContent = { characters: 0, invisible: 0, unknown: 0, images: 0, paths: 0 }
  /** Replacement texts (14.9.4) that say something else than the glyphs under them. */
  readonly replacements: string[] = []

  add(glyph: PlacedGlyph): void {
    if (this.glyphs.length >= GLYPHS) throw new PdfError('count-limit', 'too many glyphs on a page')
    glyph.order = this.glyphs.length
    if (glyph.text !== ' ') {
      if (glyph.style.hidden) this.content.invisible++
      else this.content.characters++
      if (glyph.text === UNKNOWN) this.content.unknown++
    }
    this.glyphs.push(glyph)
  }

  /**
   * The glyphs from `start` on have a replacement text. What is painted counts; the replacement stands for it where
   * the glyphs' characters are not known, and is kept beside it where it differs.
   */
  replace(start: number, replacement: string): void {
    const glyphs = this.glyphs.slice(start)
    if (glyphs.length === 0) return
    if (glyphs.every(({ text }) => text !== UNKNOWN)) {
      if (letters(glyphs.map(({ text }) => text).join('')) !== letters(replacement)) this.replacements.push(replacement)
      return
    }
    this.content.unknown -= glyphs.filter(({ text }) => text === UNKNOWN).length
    for (const [index, glyph] of glyphs.entries()) glyph.text = index === 0 ? replacement : ''
  }
}

function letters(text: string): string {
  return text.normalize('NFC').replace(/[\s\u00ad]+/g, '')
}
