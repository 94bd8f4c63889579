// Weighs a line of text under each old encoding: which one makes Vietnamese syllables of its words.
import { decodeLegacy, type LegacyForm } from './decode.ts'
import { isSyllable } from './syllable.ts'

const FORMS: readonly LegacyForm[] = ['tcvn3', 'vni', 'viscii', 'vps', 'cp1258', 'viqr']
/** A decision wants so many accented syllables (DOMAIN: fewer were not told apart from other languages), */
const ENOUGH = 3
/** and such a share of all words to be syllables. */
const SHARE = 0.75
/** Lines that are asked for what most of a text is in. */
const LINES = 400
/** Characters of a line that are weighed; the whole line is decoded as they say. */
const WEIGHED = 2000
const WORD = /[\p{L}\p{M}]+/gu
const NOT_ASCII = /[^\x00-\x7f]/g
const VIQR_SIGNS = /[\^(+`]/
const ACCENTED = /[^\x00-\x7f]/
const MIXED = /\p{Ll}\p{Lu}/u
/** Signs between letters that no writer puts there, and letters that Vietnamese does not have. */
const UNDECODED = /[\x80-\xbf\xd7\xf7](?=\p{L})|(?<=\p{L})[\x80-\xbf\xd7\xf7]/gu

interface Weight {
  /** Accented words that are syllables. */
  accented: number
  /** All words, and those that are syllables. */
  words: number
  syllables: number
  undecoded: number
  /** Accented words with a large letter behind a small one, which nobody writes. */
  mixed: number
}

/** Words come again and again; kept are so many answers. */
const KEPT = 20_000
const LONGEST_KEPT = 12
const answers = new Map<string, boolean>()

function known(word: string): boolean {
  const answer = answers.get(word)
  if (answer !== undefined) return answer
  if (answers.size >= KEPT) answers.clear()
  const syllable = isSyllable(word)
  if (word.length <= LONGEST_KEPT) answers.set(word, syllable)
  return syllable
}

function weightOf(text: string): Weight {
  const undecoded = text.match(UNDECODED)?.length ?? 0
  const weight: Weight = { accented: 0, words: 0, syllables: 0, undecoded, mixed: 0 }
  for (const [word] of text.matchAll(WORD)) {
    weight.words++
    const syllable = known(word)
    if (syllable) weight.syllables++
    if (!ACCENTED.test(word)) continue
    if (MIXED.test(word)) weight.mixed++
    // A lone sign, as in a list of signs, is a letter in one encoding or another.
    if (syllable) weight.accented += word.length > 1 ? 1 : 0
    else weight.undecoded++
  }
  return weight
}

const fits = ({ words, syllables, undecoded, accented }: Weight): boolean =>
  syllables >= words * SHARE && undecoded * 4 <= accented

const score = ({ accented, undecoded }: Weight): number => accented - 2 * undecoded

/** Of two that make as many syllables (VISCII and VPS share most small letters) the one that makes fewer of mixed case. */
function isBetter(weight: Weight, than: Weight): boolean {
  const more = score(weight) - score(than)
  return more > 0 || (more === 0 && weight.mixed < than.mixed)
}

/** Whether a line can hold anything but ASCII and Unicode Vietnamese in that form. */
const MAY_HOLD: Record<LegacyForm, RegExp> = {
  tcvn3: /[\xa1-\xfe]/,
  vni: /[AEOUYaeouy\xf4\xf6\xd4\xd6][\xc0-\xfc]|[\xf1\xd1\xe6\xc6]/,
  viscii: /[\x02\x05\x06\x14\x19\x1e\x80-\xff‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/,
  vps: /[\x02-\x06\x10-\x15\x19\x1c\x1d\x80-\xff‚ƒ„…†‡ˆ‰Š‹ŒŽ“”•–—˜™š›œžŸ€]/,
  cp1258: /[\xcc\xec\xd2\xde\xf2\xe3\xf0\xf5\xfd\xd0]/,
  viqr: /[aeouAEOU][\^(+]|[aeiouyAEIOUY][`'?~.]|dd|DD/,
}

/** The best form for the text by its own words, with its weight; null when none makes it better than it is. */
function best(text: string, forms: readonly LegacyForm[]): { form: LegacyForm; weight: Weight } | null {
  const part = text.slice(0, WEIGHED)
  const own = weightOf(part)
  let found: { form: LegacyForm; weight: Weight } | null = null
  for (const form of forms) {
    if (!MAY_HOLD[form].test(part)) continue
    const weight = weightOf(decodeLegacy(part, form))
    if (!fits(weight) || score(weight) <= score(own)) continue
    if (found === null || isBetter(weight, found.weight)) found = { form, weight }
  }
  return found
}

/**
 * The old encoding of a line; null when it is in none. `most` is that of the text around it: a line too short to tell by
 * itself is in that, when it makes syllables of all of its accented words.
 */
export function weigh(line: string, most: LegacyForm | null): LegacyForm | null {
  const around = most === null ? null : best(line, [most])
  if (around !== null && around.weight.accented > 0 && around.weight.undecoded === 0) return most
  if ((line.match(NOT_ASCII)?.length ?? 0) < ENOUGH && !VIQR_SIGNS.test(line)) return null
  const own = best(line, FORMS)
  return own !== null && own.weight.accented >= ENOUGH ? own.form : null
}

/** Whether every accented word is a syllable as it stands. */
export function isUnicodeText(text: string): boolean {
  return weightOf(text.slice(0, WEIGHED)).undecoded === 0
}

/** What all lines of a text say together. */
export class Evidence {
  /** True when no more lines need to be asked. */
  enough = false
  readonly #accented = new Map<LegacyForm, number>()
  #lines = 0

  add(line: string): void {
    this.enough = ++this.#lines >= LINES
    const found = best(line, FORMS)
    if (found === null) return
    this.#accented.set(found.form, (this.#accented.get(found.form) ?? 0) + found.weight.accented)
  }

  /** The form of most lines, when they hold enough syllables. */
  most(): LegacyForm | null {
    const [first] = [...this.#accented].sort((a, b) => b[1] - a[1])
    return first !== undefined && first[1] >= ENOUGH ? first[0] : null
  }
}
