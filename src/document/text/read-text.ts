// Reads the text of a document by its kind's reader, and searches it for marks of secrecy and the office's terms.
import type {
  DocumentFacts,
  DocumentText,
  ReadingContext,
  SecrecyPlace,
  SecrecyWords,
  TermHit,
  TextSpot,
} from '../../facts.ts'
import { degreeOf, findMarkedLines } from '../../language/secrecy.ts'
import { compileTerms, type TermFound, type TermMatcher } from '../../language/terms.ts'
import { LINE_END } from '../../language/text.ts'
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
  const found = texts.flatMap((text) => marksOf(text, facts.at, secrecy))
  const places = [...(facts.secrecy?.places ?? []), ...found]
  facts.secrecy = { degree: degreeOf(places), places }
}

function marksOf({ text, shown, ...spot }: DocumentText, at: Place, words: SecrecyWords): SecrecyPlace[] {
  const marks = findMarkedLines(text, words)
  const isHidden = shown === undefined || marks.length === 0 ? () => false : hiddenMarks(text, shown, words)
  return marks.map(({ line, ...mark }) => ({
    where: 'text',
    at,
    ...mark,
    within: isHidden(line) ? { ...spot, hidden: true } : spot,
  }))
}

/** Tells lines of a text that are no marks without their words that are not shown. */
function hiddenMarks(text: string, shown: string, words: SecrecyWords): (line: number) => boolean {
  const [all, seen] = [text.split(LINE_END), shown.split(LINE_END)]
  const left = new Set(findMarkedLines(shown, words).map(({ line }) => line))
  return (line) => all[line] !== seen[line] && !left.has(line)
}

/** The office's lists, made ready once. */
export function termsOfContext(context: ReadingContext): TermMatcher {
  const compiled = matchers.get(context) ?? compileTerms(context.words)
  matchers.set(context, compiled)
  return compiled
}

function termsOf(texts: DocumentText[], at: Place, matcher: TermMatcher): TermHit[] {
  const hits = new Map<string, TermHit>()
  for (const { text, shown, ...spot } of texts) {
    const all = matcher.find(text)
    const seen = shown === undefined || all.length === 0 ? null : new Set(matcher.find(shown).map(keyOf))
    for (const found of all) {
      const key = keyOf(found)
      const within: TextSpot = seen === null || seen.has(key) ? spot : { ...spot, hidden: true }
      if (hits.size >= TERMS_KEPT) return [...hits.values()]
      const known = hits.get(key)
      if (known === undefined || (known.unaccented && !found.unaccented))
        hits.set(key, { ...found, where: 'text', at, within })
    }
  }
  return [...hits.values()]
}

function keyOf({ list, term }: TermFound): string {
  return `${list}\n${term}`
}
