// Tells the fields of the interactive form: names for people, values and choices (ISO 32000-2 12.7).
import { PLAIN, type TextSink } from '../../text/sink.ts'
import { type FormField, readForm } from '../form.ts'
import { as, nameOf, type PdfDict, type PdfValue, textOf } from '../objects.ts'
import type { Source } from './source.ts'
import { withoutTags } from './tags.ts'

/** Choices of one list box: provinces and districts are some hundred. */
const CHOICES = 10_000

/** Pieces of an XFA form that hold words, and how much of each is looked into. */
const XFA_PIECES = new Set(['template', 'datasets'])
const XFA_BYTES = 1_048_576

/** Each field is a block of its own; signatures have no words. An XFA form (12.7.8) is one more. */
export function tellFormFields(source: Source, catalog: PdfDict, sink: TextSink): void {
  for (const field of source.lenient(() => readForm(source.file, catalog)) ?? []) {
    if (sink.full) return
    if (field.owner !== field || field.type === 'Sig') continue
    sink.block('form-field', null, field.name)
    for (const text of wordsOf(source, field)) {
      for (const line of text.split(/\r\n?|\n/)) {
        sink.run(line, PLAIN)
        sink.line()
      }
    }
  }
}

/** The form as one stream, or as its pieces, each behind its name. */
export function tellXfa(source: Source, catalog: PdfDict, sink: TextSink): void {
  const xfa = source.get(source.dict(catalog, 'AcroForm'), 'XFA')
  if (xfa === null) return
  sink.block('form-field', null, 'XFA')
  const items = as('array', xfa)?.items ?? [null, xfa]
  for (const [index, item] of items.entries()) {
    const name = textOf(source.resolve(items[index - 1]))
    const stream = as('stream', source.resolve(item))
    if (stream === null || (name !== null && !XFA_PIECES.has(name))) continue
    const xml = source.lenient(() => source.data(stream))?.toString('utf8', 0, XFA_BYTES) ?? ''
    sink.run(withoutTags(xml).replace(/\s+/g, ' '), PLAIN)
    sink.line()
  }
}

function wordsOf(source: Source, { dict, value }: FormField): Set<string> {
  const words = [
    textOf(source.get(dict, 'TU')),
    ...valuesOf(source, value),
    ...valuesOf(source, source.get(dict, 'DV')),
  ]
  for (const item of source.items(dict, 'Opt').slice(0, CHOICES)) {
    const choice = source.resolve(item)
    words.push(textOf(choice), ...(as('array', choice)?.items ?? []).map((part) => textOf(source.resolve(part))))
  }
  return new Set(words.filter((text): text is string => text !== null && text !== ''))
}

/** A text, a stream of text, a name, or several (table 226). */
function valuesOf(source: Source, value: PdfValue): (string | null)[] {
  const resolved = source.resolve(value)
  const stream = as('stream', resolved)
  if (stream) return [textOf(asString(source.lenient(() => source.data(stream))))]
  const items = as('array', resolved)?.items
  if (items) return items.slice(0, CHOICES).map((item) => textOf(source.resolve(item)))
  return [textOf(resolved) ?? nameOf(resolved)]
}

function asString(bytes: Buffer | null): PdfValue {
  return bytes && { type: 'string', bytes, hex: false, start: -1, end: -1 }
}
