// Whether a word is a Vietnamese syllable by its shape: onset, nucleus, coda, at most one tone.

const ONSET = 'ngh|ng|nh|kh|gh|gi|ch|ph|th|tr|qu|[bcdđghklmnprstvx]'
const NUCLEUS =
  'uyê|iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uya|uyu|uêu|iê|yê|uô|ươ|ia|ua|ưa|oa|oă|oe|oo|uâ|uê|uơ|uy|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy]'
const SHAPE = new RegExp(`^(?:${ONSET})?(?:${NUCLEUS})(ch|ng|nh|[cmnpt])?$`)
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g
/** A syllable that is cut off short has one of two tones. */
const STOP = /^(?:ch|[cpt])$/
const STOP_TONE = /[\u0301\u0323]/
const LONGEST = 8

/** `word` in any case, NFC. One without a tone or a letter of its own may be a syllable too: "trong". */
export function isSyllable(word: string): boolean {
  if (word.length > LONGEST) return false
  const apart = word.toLowerCase().normalize('NFD')
  const tones = apart.match(TONE)
  if (tones !== null && tones.length > 1) return false
  const match = SHAPE.exec(apart.replace(TONE, '').normalize('NFC'))
  if (match === null) return false
  const coda = match[1]
  return coda === undefined || !STOP.test(coda) || (tones !== null && STOP_TONE.test(tones[0]))
}
