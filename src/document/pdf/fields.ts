// Finds the signatures of a PDF as readers do: Catalog, AcroForm, field tree, value (ISO 32000-2 12.7, 12.8.1).
import type { SignatureDictionary } from '../../signature/dictionary.ts'
import type { PdfFile } from './file.ts'
import { type FormField, readForm } from './form.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue, textOf } from './objects.ts'

const MAX_SIGNATURES = 100

/** A signature with the field that it is the value of. */
export interface FoundSignature {
  dictionary: SignatureDictionary
  field: FormField
}

/**
 * Signature fields with a value, in document order. /Perms (usage rights, UR3) and dictionaries that no field leads to
 * do not count. Throws a PdfError when the tree cannot be read to its end, so that an empty answer means unsigned.
 */
export function findSignatures(file: PdfFile, catalog: PdfDict): FoundSignature[] {
  const signed = readForm(file, catalog).filter(isSigned)
  if (signed.length > MAX_SIGNATURES) throw new PdfError('count-limit', 'too many signatures')
  return signed.map((field) => ({ field, dictionary: signatureDictionary(file, field.name, field.value) }))
}

/** A signature field with a value. */
export function isSigned({ type, value }: FormField): boolean {
  return type === 'Sig' && value !== null
}

/** The signature dictionary (12.8.1, table 255) as the validation needs it, with the place of /Contents in the file. */
function signatureDictionary(file: PdfFile, field: string, value: PdfValue): SignatureDictionary {
  const dict = as('dict', value)
  const entries = dict?.entries ?? new Map<string, PdfValue>()
  const contents = as('string', entries.get('Contents'))
  const range = as('array', file.resolve(entries.get('ByteRange')))
  return {
    field,
    wellFormed: dict !== null && dict.shadowed.length === 0,
    subFilter: nameOf(file.resolve(entries.get('SubFilter'))) ?? '',
    byteRange: range?.items.map((item) => (typeof item === 'number' ? item : Number.NaN)) ?? null,
    // A reference or a literal string is none: only a direct hex string can be what the ByteRange leaves out.
    contents: contents?.hex ? { bytes: contents.bytes, start: contents.start, end: contents.end } : null,
    date: textOf(file.resolve(entries.get('M'))),
  }
}
