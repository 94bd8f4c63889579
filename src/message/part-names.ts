// Every file name that the header fields of a MIME part give it, in the order in which mail programs prefer them.
import { decodeWords } from './decode-words.ts'
import { type Field, valuesOf } from './fields.ts'
import { decodeBytes, extendedValues, type Parameter, parseParameters, percentDecode } from './parameters.ts'

const NAMES_KEPT = 20
const NAME_LIMIT = 1000

/**
 * Candidate names: filename, name, Content-Location and Content-Description, with duplicates, in their RFC 2231 and
 * RFC 2047 readings and as mail programs misread them (MIME.md 2b). The first is the one most programs show.
 */
export function partNames(fields: Field[]): string[] {
  const disposition = valuesOf(fields, 'content-disposition').flatMap(parseParameters)
  const type = valuesOf(fields, 'content-type').flatMap(parseParameters)
  const names = new Set<string>()
  const add = (name: string) => {
    const cut = name.slice(0, NAME_LIMIT).trim()
    if (cut !== '' && names.size < NAMES_KEPT) names.add(cut)
  }
  for (const [parameters, base] of [
    [disposition, 'filename'],
    [type, 'name'],
    [disposition, 'name'],
    [type, 'filename'],
  ] as const) {
    for (const name of namesOf(parameters, base)) add(name)
  }
  for (const name of otherNames(fields)) add(name)
  return [...names]
}

function namesOf(parameters: Parameter[], base: string): string[] {
  // RFC 2231 first, as Outlook, Gmail and Thunderbird do where both stand.
  const extended = extendedValues(parameters, base).flatMap((name) => [name, decodeWords(name)])
  const plain = parameters.filter(({ name }) => name === base).flatMap(({ value }) => plainReadings(value))
  return [...extended, ...plain]
}

/** A plain value may hold encoded-words (against RFC 2047 5, but Outlook writes them) or, for some programs, %XX. */
function plainReadings(value: string): string[] {
  const text = decodeWords(decodeBytes(Buffer.from(value, 'latin1'), ''))
  return text.includes('%') ? [text, decodeBytes(percentDecode(Buffer.from(text).toString('latin1')), '')] : [text]
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
