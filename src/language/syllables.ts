// Whether a phrase is so short that it says nothing: a single Vietnamese syllable stands in many ordinary words.
import { phraseWords } from './terms.ts'
import { fold, unaccent } from './text.ts'

/** Vowels in a row; a Vietnamese syllable has one such group ("khuya", "giếng"), longer foreign words have more ("casino"). */
const VOWELS = /[aeiouy]+/g

export function isOneSyllable(phrase: string): boolean {
  const [word, ...others] = phraseWords(fold(phrase))
  if (word === undefined || others.length > 0) return false
  return (unaccent(word).match(VOWELS) ?? []).length <= 1
}
