// The graphics state as far as text is concerned (ISO 32000-2 8.4, 9.3).
import { BLACK, type ColourSpace, GRAY } from './colour.ts'
import type { Font } from './font.ts'
import { IDENTITY, type Matrix } from './matrix.ts'

/** Colour and opacity of filling or of stroking. */
export interface Paint {
  space: ColourSpace
  colour: string | null
  alpha: number
}

export interface GraphicsState {
  matrix: Matrix
  fill: Paint
  stroke: Paint
  font: Font | null
  size: number
  characterSpace: number
  wordSpace: number
  /** Horizontal scaling, 1 for 100 %. */
  scale: number
  leading: number
  rise: number
  /** Rendering mode (table 104). */
  mode: number
}

export function initialState(): GraphicsState {
  const black: Paint = { space: GRAY, colour: BLACK, alpha: 1 }
  return {
    ...{ matrix: IDENTITY, fill: black, stroke: black, font: null, size: 0 },
    ...{ characterSpace: 0, wordSpace: 0, scale: 1, leading: 0, rise: 0, mode: 0 },
  }
}

const STROKE_ONLY = 1
const INVISIBLE = 3
const CLIP_ONLY = 7

/** What paints the text; null for text that is not painted. */
export function paintOf(state: GraphicsState): Paint | null {
  // Glyphs of Type 3 fonts are drawn by themselves, whatever the mode (9.3.6).
  if (state.font?.matrix) return state.fill.alpha === 0 ? null : state.fill
  if (state.mode === INVISIBLE || state.mode === CLIP_ONLY) return null
  const paint = state.mode % 4 === STROKE_ONLY ? state.stroke : state.fill
  return paint.alpha === 0 ? null : paint
}
