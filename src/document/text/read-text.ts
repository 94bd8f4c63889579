// Reads the text of a document by its kind's reader, and searches it for marks of secrecy and the office's terms.
import type { DocumentFacts, DocumentText, ReadingContext, SecrecyPlace, TermHit } from '../../facts.ts'
import { degreeOf, findSecrecyPlaces } from '../../language/secrecy.ts'
import { compileTerms, type TermMatcher } from '../../language/terms.ts'
import type { Place } from '../../verdict.ts'
import type { Reading } from '../reading.ts'
import { TextCollector } from './collect.ts'
import type { ReadText } from './sink.ts'

/** Hits kept of one document: a list of forbidden words pasted a thousand times is one fact. */
const TERMS_KEPT = 100
const matchers = new WeakMap<ReadingContext, TermMatcher>()

/** States in `facts` what the text of the document says. What could not be read of it becomes a reason. */
export function addText(facts: DocumentFacts, read: ReadText, reading: Reading): void {
  const { documentCharacters, textCharacters } = reading.context.limits
  if (documentCharacters === 0) return
  const collector = new TextCollector(documentCharacters, reading.deadline)
  read(collector)
  const { texts, fonts, colours, encoding, reasons } = collector.result()
  Object.assign(facts, { texts, fonts, colours, encoding })
  facts.text = texts
    .map(({ text }) => text)
    .join('\n')
    .slice(0, textCharacters)
  addPlaces(facts, texts, reading.context)
  facts.terms.push(...termsOf(texts, facts.at, termsOfContext(reading.context)))
  facts.reasons = [...new Set([...facts.reasons, ...reasons])]
  if (reasons.length > 0 && facts.inspected === 'full') facts.inspected = 'partial'
}

function addPlaces(facts: DocumentFacts, texts: DocumentText[], { secrecy }: ReadingContext): void {
  const found: SecrecyPlace[] = texts.flatMap(({ text, ...within }) =>
    findSecrecyPlaces(text, 'text', facts.at, secrecy).map((place) => ({ ...place, within })),
  )
  const places = [...(facts.secrecy?.places ?? []), ...found]
  facts.secrecy = { degree: degreeOf(places), places }
}

/** The office's lists, made ready once. */
export function termsOfContext(context: ReadingContext): TermMatcher {
  const compiled = matchers.get(context) ?? compileTerms(context.words)
  matchers.set(context, compiled)
  return compiled
}

function termsOf(texts: DocumentText[], at: Place, matcher: TermMatcher): TermHit[] {
  const hits = new Map<string, TermHit>()
  for (const { text, ...within } of texts) {
    for (const found of matcher.find(text)) {
      const key = `${found.list}\n${found.term}`
      if (hits.size >= TERMS_KEPT) return [...hits.values()]
      const known = hits.get(key)
      if (known === undefined || (known.unaccented && !found.unaccented))
        hits.set(key, { ...found, where: 'text', at, within })
    }
  }
  return [...hits.values()]
}
