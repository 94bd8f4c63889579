// Whose certificate it is: a unit's, a person's, or neither for certain (checklist step 27).
import type { ReadingContext, SignatureFacts, Signer } from '../facts.ts'
import { unaccent } from '../language/text.ts'
import type { Certificate } from './certificate.ts'

export interface Identity {
  signer: Signer
  by: 'unit' | 'person' | 'unknown'
  /** Id of the unit whose name the certificate carries: the unit's own, or the one a person belongs to. */
  unit: string | null
}

type Units = ReadingContext['units']

/**
 * A unit's certificate has the unit in CN, or stands in the units list itself. A person's has the person there, the unit
 * in O or OU and mostly an e-mail: so O and OU make it the unit's only where there is no CN at all. A leader's signature
 * is a person's, beside the unit's own.
 */
export function identify(certificate: Certificate, units: Units): Identity {
  const { CN, O, OU } = certificate.subject.attributes
  const signer = signerOf(certificate)
  const listed = units.find(({ certificates = [] }) => certificates.some((each) => isCertificate(certificate, each)))
  if (listed) return { signer, by: 'unit', unit: listed.id }
  const own = CN.length === 0 ? unitNamed([...OU, ...O], units) : CN.length === 1 ? unitNamed(CN, units) : null
  if (own !== null) return { signer, by: 'unit', unit: own }
  return { signer, by: signer.email !== '' ? 'person' : 'unknown', unit: unitNamed([...OU, ...O], units) }
}

/** Names and e-mail of the subject. */
export function signerOf({ subject, extensions }: Certificate): Signer {
  const { CN, O, OU, L, E, UID } = subject.attributes
  return {
    cn: CN.join(', '),
    o: O.join(', '),
    ou: OU.join(', '),
    l: L.join(', '),
    email: [...E, ...extensions.emails][0] ?? '',
    uid: UID.join(', '),
  }
}

/** Writes what identifies the certificate into the facts. */
export function describe(facts: SignatureFacts, { issuer, serial, sha256 }: Certificate): void {
  Object.assign(facts, { issuer: issuer.text, serial, certificateSha256: sha256 })
}

/** `listed` is the SHA-256 fingerprint, or the serial number in hex as certificate viewers show it. */
function isCertificate({ sha256, serial }: Certificate, listed: string): boolean {
  return listed.length === sha256.length ? listed === sha256 : listed === serial
}

/** First unit that one of the values names. */
function unitNamed(values: string[], units: Units): string | null {
  const wanted = new Set(values.map(comparable).filter((value) => value !== ''))
  return units.find(({ names }) => names.some((name) => wanted.has(comparable(name))))?.id ?? null
}

/** Accents, case and white space off: older certificates write "Ban Co yeu", newer ones "Ban Cơ yếu". */
function comparable(name: string): string {
  return unaccent(name).toLowerCase().replace(/\s+/gu, ' ').trim()
}
