// Whose certificate it is: a unit's, a person's, or neither for certain (checklist step 27).
import type { ReadingContext, Signer } from '../facts.ts'
import { unaccent } from '../language/text.ts'
import type { Certificate } from './certificate.ts'

export interface Identity {
  signer: Signer
  by: 'unit' | 'person' | 'unknown'
  /** Id of the unit whose name the certificate carries: the unit's own, or the one a person belongs to. */
  unit: string | null
}

/**
 * A unit's certificate has the unit in CN. A person's has the person there, the unit in O or OU and mostly an e-mail:
 * so O and OU make it the unit's only where there is no CN at all.
 */
export function identify({ subject, extensions }: Certificate, units: ReadingContext['units']): Identity {
  const { CN, O, OU, L, E, UID } = subject.attributes
  const emails = [...E, ...extensions.emails]
  const signer: Signer = {
    cn: CN.join(', '),
    o: O.join(', '),
    ou: OU.join(', '),
    l: L.join(', '),
    email: emails[0] ?? '',
    uid: UID.join(', '),
  }
  const own = CN.length === 0 ? unitNamed([...OU, ...O], units) : CN.length === 1 ? unitNamed(CN, units) : null
  if (own !== null) return { signer, by: 'unit', unit: own }
  return { signer, by: emails.length > 0 ? 'person' : 'unknown', unit: unitNamed([...OU, ...O], units) }
}

/** First unit that one of the values names. */
function unitNamed(values: string[], units: ReadingContext['units']): string | null {
  const wanted = new Set(values.map(comparable).filter((value) => value !== ''))
  return units.find(({ names }) => names.some((name) => wanted.has(comparable(name))))?.id ?? null
}

/** Accents, case and white space off: older certificates write "Ban Co yeu", newer ones "Ban Cơ yếu". */
function comparable(name: string): string {
  return unaccent(name).toLowerCase().replace(/\s+/gu, ' ').trim()
}
