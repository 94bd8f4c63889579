// Registration numbers with the suffix of secret ones: "12/BC-CAH (M)". What the suffixes are is policy data.
import type { SecrecyDegree } from '../../facts.ts'
import type { SecrecyData } from './data.ts'
import { DEGREE } from './degrees.ts'
import type { Line, Mark } from './lines.ts'

/** The degree that a number's suffix hints at; null when there is none (Decree 30/2020, 15.2: a series of their own). */
export function numberDegree(folded: string, { number, suffixes }: SecrecyData): SecrecyDegree | null {
  const match = number?.exec(folded)
  return suffixes.get(match?.slice(1).find((each) => each !== undefined) ?? '') ?? null
}

/** "Số: 16/TTr-VP (Mật)" */
const IN_WORDS = new RegExp(`^số\\s?:?\\s{0,3}\\d{1,5}\\s?[/-]\\S{1,40}?\\s?[(/-]${DEGREE}(?:\\)|$|\\s)`, 'u')

/** Numbers with the suffix of secret ones, anywhere in the text. No source gives a suffix, so letters only hint. */
export function numbersIn(lines: Line[], data: SecrecyData): Mark[] {
  return lines.flatMap(({ number, folded, head }) => {
    const degree = folded.includes('/') ? numberDegree(folded, data) : null
    if (degree === null) return []
    // The degree itself in the number line of a head leaves no doubt; letters may be an office.
    const strength = head && IN_WORDS.test(folded) ? 'strong' : 'weak'
    return [{ line: number, degree, strength }]
  })
}
