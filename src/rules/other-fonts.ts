// Which text of a document is not in the fonts that it may be set in, with the letters that a PDF takes from other fonts.
import type { DocumentFacts, FontShare, TextShare } from '../facts.ts'
import type { Parameters } from './rule.ts'

/** Letters that a font lacks and that a PDF draws in another one. */
export interface Borrowing extends TextShare {
  by: string
  from: string
}

/** Text that is in a wrong font; the name is null where the font itself is right and only borrows. */
export interface OtherFont extends TextShare {
  name: string | null
}

type Standing = 'right' | 'other' | 'uncounted'

/** Of one font fewer letters are no sign that it lacks them: somebody may have set a letter in another one. */
const FEWEST = 3

/** Letters that a font borrows count to that font, whatever they are drawn in. */
export function otherFonts(
  document: DocumentFacts,
  parameters: Parameters,
): { shares: OtherFont[]; borrowings: Borrowing[] } {
  const standing = standings(document, parameters)
  const fonts = document.fonts!
  // What other programs save says of each letter which font it is to be in.
  const borrowings = document.kind === 'pdf' ? fonts.flatMap((font) => borrowingsOf(font, standing)) : []
  const shares = fonts
    .filter(({ name }) => name !== null && standing(name) === 'other')
    .map((font) => ({ ...font, characters: font.characters - sum(borrowings, 'from', font.name) }))
    .map((font) => ({ ...font, characters: font.characters + sum(borrowings, 'by', font.name) }))
  const ofRight = borrowings.filter(({ by }) => standing(by) === 'right').map((each) => ({ ...each, name: null }))
  return { shares: [...shares, ...ofRight].filter(({ characters }) => characters > 0), borrowings }
}

function standings({ kind, encoding }: DocumentFacts, parameters: Parameters): (name: string) => Standing {
  const families = (...names: string[]) => names.flatMap((name) => parameters[name] as string[]).map(familyOf)
  const symbols = families('symbols')
  const right = kind === 'pdf' ? families('fonts', 'substitutes') : families('fonts')
  // A font of an old encoding is told as that.
  const legacy = encoding!.legacy.length > 0 ? /^(?:\.?vn|vni|vps)/ : null
  return (name) => {
    const family = familyOf(name)
    if (right.includes(family)) return 'right'
    return symbols.includes(family) || legacy?.test(name.toLowerCase()) ? 'uncounted' : 'other'
  }
}

function borrowingsOf({ name, borrowed = [] }: FontShare, standing: (name: string) => Standing): Borrowing[] {
  if (name === null || standing(name) === 'uncounted') return []
  const faults = borrowed
    .filter(({ from }) => familyOf(from) !== familyOf(name) && standing(from) !== 'uncounted')
    .filter(({ from }) => standing(name) === 'other' || standing(from) === 'other')
    .map((each) => ({ ...each, by: name }))
  return sum(faults, 'by', name) < FEWEST ? [] : faults
}

function sum(borrowings: readonly Borrowing[], of: 'by' | 'from', name: string | null): number {
  return borrowings.filter((each) => each[of] === name).reduce((total, { characters }) => total + characters, 0)
}

/** Names of one family as PDF and office files write it: `TimesNewRomanPS-BoldMT`, `Times New Roman,Bold`. */
function familyOf(name: string): string {
  const bare = name
    .replace(/^[A-Z]{6}\+/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return bare.replace(/(?:ps)?(?:bold|italic|oblique|regular|it)*(?:ps)?(?:mt)?$/, '') || bare
}
