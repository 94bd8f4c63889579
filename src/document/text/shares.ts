// Shares of a text by what they have in common (a font, a colour, a form): how many characters, an example, where.
import type { TextShare, TextSpot } from '../../facts.ts'

const SAMPLE = 80
/** More fonts or colours than these in one document are told together as the last one. */
const SHARES_KEPT = 200

/** A stretch of text that stands in one place and is set in one way. */
export interface Stretch {
  text: string
  /** Without its blanks. */
  characters: number
  spot: TextSpot
  /** Counts stretches and line ends, so that those which touch each other are told; NaN when they never do. */
  place: number
}

/** Shares by what their text has in common, each with the place of its last stretch. */
export type Shares<K> = Map<K, { share: TextShare; place: number }>

/** Adds to a share. The sample joins stretches that touch (a letter in another font) and parts the others by a blank. */
export function addShare<K>(shares: Shares<K>, key: K, { text, characters, spot, place }: Stretch): void {
  const known = shares.get(key)
  if (known === undefined) {
    if (shares.size < SHARES_KEPT)
      shares.set(key, { share: { characters, sample: cut(text.trimStart()), spot }, place })
    return
  }
  const { share } = known
  share.characters += characters
  if (share.sample.length < SAMPLE) {
    const touches = known.place === place - 1
    share.sample = cut(touches ? share.sample + text : `${share.sample.trimEnd()} ${text.trimStart()}`)
  }
  known.place = place
}

export function trimmed(share: TextShare): TextShare {
  return { ...share, sample: share.sample.trimEnd() }
}

function cut(text: string): string {
  return text.slice(0, SAMPLE).toWellFormed()
}

export function byCharacters(a: TextShare, b: TextShare): number {
  return b.characters - a.characters
}
