// The degree of secrecy that marks amount to.
import type { SecrecyDegree, SecrecyPlace } from '../facts.ts'

const DEGREES: readonly SecrecyDegree[] = ['mật', 'tối mật', 'tuyệt mật']

/** The highest degree of the strong places; null when there is none. Weak places only hint and name no degree. */
export function degreeOf(places: SecrecyPlace[]): SecrecyDegree | null {
  let rank = -1
  for (const place of places) if (place.strength === 'strong') rank = Math.max(rank, DEGREES.indexOf(place.degree))
  return DEGREES[rank] ?? null
}
