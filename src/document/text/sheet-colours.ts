// Colours of cells as numbers: places in the theme's scheme (ECMA-376 part 1, 18.8.3) and in the fixed palette (18.8.27).
import { type Theme, themeColour } from './theme.ts'

/** Colours by their place in the scheme: light first. */
const SCHEME = 'lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink'.split(' ')
/** The first of the palette, which stand in it twice. */
const PALETTE = '000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff'.split(' ')

export function schemeColour(theme: Theme, place: number): string | null {
  return themeColour(theme, SCHEME[place] ?? '')
}

export function indexedColour(index: number): string | null {
  return index < 16 ? (PALETTE[index % 8] ?? null) : null
}
