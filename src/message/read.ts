// Reads a message: header, texts and attachments, and over all of them the marks of secrecy and the listed terms.
import { hash } from 'node:crypto'
import { newReading, type Reading } from '../document/reading.ts'
import { termsOfContext } from '../document/text/read-text.ts'
import type { DocumentFacts, MessageFacts, ReadingContext, SecrecyPlace, TermHit } from '../facts.ts'
import { toUnicode } from '../language/encoding.ts'
import { degreeOf, findSecrecyPlaces } from '../language/secrecy.ts'
import type { TermMatcher } from '../language/terms.ts'
import { type Collected, markRelated, newCollected } from './collected.ts'
import { noteIn, readEntity, readNested } from './entity.ts'
import { gateFacts, noteLineEnds } from './gate.ts'
import { readHeader } from './header.ts'

/** Term hits kept of one message: a list of forbidden words pasted a thousand times is one fact. */
const TERMS_KEPT = 500

/**
 * States the facts of one message as it stands in the bytes (dot-stuffing already taken off). Bounded by the context's
 * limits, which leave their reasons; time and memory are bounded by whoever runs it (inspect/pool.ts).
 */
export async function readMessage(
  bytes: Buffer,
  context: ReadingContext,
  now: Date,
  onDocument: Reading['onDocument'] = null,
): Promise<MessageFacts> {
  const collected = newCollected()
  noteLineEnds(bytes, noteIn(null, collected))
  const reading = newReading(context, now, (inner, at, depth, shared) =>
    readNested(inner, at, depth, shared, collected),
  )
  reading.onDocument = onDocument
  const { fields, attachments, reasons } = await readEntity(bytes, null, 0, reading, collected)
  undoEncodings(collected)
  markRelated(collected)
  nameOuter(attachments, [])
  const documents = flatten(attachments)
  const places = secrecyPlaces(collected, documents, context)
  return {
    type: 'message',
    size: bytes.length,
    sha256: hash('sha256', bytes, 'hex'),
    gate: gateFacts(collected.problems),
    header: fields === null ? null : readHeader(fields),
    texts: collected.texts,
    attachments,
    secrecy: { degree: degreeOf(places), places },
    terms: termHits(collected, documents, termsOfContext(context)),
    inspected: fields === null ? 'none' : reasons.length === 0 ? 'full' : 'partial',
    reasons,
  }
}

/** Old Vietnamese encodings undone in texts and subjects, which tell of each other what they are in. */
function undoEncodings({ texts, subjects }: Collected): void {
  const all = [...texts, ...subjects]
  for (const [index, text] of toUnicode(all.map(({ text }) => text)).entries()) all[index]!.text = text
}

/** Tells every document inside another one what those around it are called. */
function nameOuter(documents: DocumentFacts[], outer: string[]): void {
  for (const document of documents) {
    document.outer = outer
    nameOuter(document.children, document.name === null ? outer : [...outer, document.name])
  }
}

function flatten(documents: DocumentFacts[]): DocumentFacts[] {
  return documents.flatMap((document) => [document, ...flatten(document.children)])
}

function secrecyPlaces(
  { subjects, texts }: Collected,
  documents: DocumentFacts[],
  { secrecy }: ReadingContext,
): SecrecyPlace[] {
  return [
    ...subjects.flatMap(({ text, at }) => findSecrecyPlaces(text, 'subject', at, secrecy)),
    ...texts.flatMap(({ text, at }) => findSecrecyPlaces(text, 'body', at, secrecy)),
    ...documents.flatMap((document) => document.secrecy?.places ?? []),
  ]
}

function termHits({ subjects, texts }: Collected, documents: DocumentFacts[], matcher: TermMatcher): TermHit[] {
  const sources: { text: string; where: TermHit['where']; at: TermHit['at'] }[] = [
    ...subjects.map(({ text, at }) => ({ text, where: 'subject' as const, at })),
    ...texts.map(({ text, at }) => ({ text, where: 'body' as const, at })),
    ...documents.flatMap(({ names, at }) => names.map((text) => ({ text, where: 'file-name' as const, at }))),
  ]
  const hits: TermHit[] = documents.flatMap(({ terms }) => terms).slice(0, TERMS_KEPT)
  for (const { text, where, at } of sources) {
    const seen = new Set<string>()
    for (const found of matcher.find(text)) {
      const { list, term } = found
      if (hits.length >= TERMS_KEPT) return hits
      if (seen.has(`${list}\n${term}`)) continue
      seen.add(`${list}\n${term}`)
      hits.push({ ...found, where, at, within: null })
    }
  }
  return hits
}
