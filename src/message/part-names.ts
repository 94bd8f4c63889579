// Every file name that the header fields of a MIME part give it, in the order in which mail programs prefer them.
import { decodeWords } from './decode-words.ts'
import { type Field, valuesOf } from './fields.ts'
import {
  decodeBytes,
  extendedValues,
  PARAMETERS_READ,
  type Parameter,
  parseParameters,
  percentDecode,
} from './parameters.ts'

const NAMES_KEPT = 20
/** No file system takes a longer name; its two halves are kept. */
const NAME_LIMIT = 1000

export interface PartNames {
  names: string[]
  /** False when there was more than is read: a name that counts for some program may be missing. */
  complete: boolean
}

/**
 * Candidate names: filename, name, Content-Location and Content-Description, with duplicates, in their RFC 2231 and
 * RFC 2047 readings and as mail programs misread them (MIME.md 2b). The first is the one most programs show.
 */
export function partNames(fields: Field[]): PartNames {
  const disposition = valuesOf(fields, 'content-disposition').map(parseParameters)
  const type = valuesOf(fields, 'content-type').map(parseParameters)
  let complete = [...disposition, ...type].every(({ length }) => length < PARAMETERS_READ)
  const names = new Set<string>()
  for (const name of candidates(disposition.flat(), type.flat(), fields)) {
    const clean = name.trim()
    if (clean.length > NAME_LIMIT || (names.size >= NAMES_KEPT && !names.has(clean))) complete = false
    if (clean !== '' && names.size < NAMES_KEPT) names.add(shortened(clean))
  }
  return { names: [...names], complete }
}

function candidates(disposition: Parameter[], type: Parameter[], fields: Field[]): string[] {
  return [
    ...namesOf(disposition, 'filename'),
    ...namesOf(type, 'name'),
    ...namesOf(disposition, 'name'),
    ...namesOf(type, 'filename'),
    ...otherNames(fields),
  ]
}

/** The end carries the extension. */
function shortened(name: string): string {
  return name.length <= NAME_LIMIT ? name : `${name.slice(0, NAME_LIMIT / 2)}…${name.slice(-NAME_LIMIT / 2)}`
}

function namesOf(parameters: Parameter[], base: string): string[] {
  // RFC 2231 first, as Outlook, Gmail and Thunderbird do where both stand.
  const extended = extendedValues(parameters, base).flatMap((name) => [name, decodeWords(name)])
  const plain = parameters.filter(({ name }) => name === base).flatMap(({ value }) => plainReadings(value))
  return [...extended, ...plain]
}

/** A plain value may hold encoded-words (against RFC 2047 5, but Outlook writes them) or, for some programs, %XX. */
function plainReadings(value: string): string[] {
  const written = decodeBytes(Buffer.from(value, 'latin1'), '')
  const text = decodeWords(written)
  const others = [
    ...(text.includes('%') ? [decodeBytes(percentDecode(Buffer.from(text).toString('latin1')), '')] : []),
    // Words within words, and a last one that is never closed: some programs go on until nothing is left to decode.
    ...(text.includes('=?') ? [decodeWords(text), decodeWords(`${written}?=`)] : []),
  ]
  return [text, ...others]
}

function otherNames(fields: Field[]): string[] {
  const locations = valuesOf(fields, 'content-location').map((value) => {
    const path = value.replace(/\s+/g, '').split(/[?#]/)[0]!
    return decodeBytes(percentDecode(path.slice(path.lastIndexOf('/') + 1)), '')
  })
  const descriptions = valuesOf(fields, 'content-description').flatMap(plainReadings)
  return [...locations, ...descriptions].filter(looksLikeFileName)
}

function looksLikeFileName(text: string): boolean {
  return text.length <= 255 && /[^.\s]\.[\p{L}\p{N}]{2,5}$/u.test(text)
}
