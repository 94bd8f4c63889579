// The look-up code of a decision: eight characters that can be read out over the telephone.
import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that nothing is mistaken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A new random code of 40 bits. Uniqueness is the audit table's business. */
export function newCode(): string {
  const bits = BigInt(`0x${randomBytes(5).toString('hex')}`)
  return Array.from({ length: 8 }, (_, i) => ALPHABET[Number((bits >> BigInt(5 * (7 - i))) & 31n)]).join('')
}

/** What a person typed, as a code: upper case, blanks and dashes gone, O I L read as the digits they look like. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return code.length === 8 && [...code].every((character) => ALPHABET.includes(character)) ? code : null
}
