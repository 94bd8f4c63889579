// Reads a lone file, as a message when its content is one and as a document otherwise.
import { readDocument } from '../document/read.ts'
import { newReading } from '../document/reading.ts'
import { looksTextual, readText } from '../document/text-kind.ts'
import type { DocumentFacts, MessageFacts, ReadingContext } from '../facts.ts'
import { newCollected } from '../message/collected.ts'
import { readNested } from '../message/entity.ts'
import { toCrlf } from '../message/line-ends.ts'
import { readMessage } from '../message/read.ts'

/** Facts of the file. A message may have the line ends of Unix, because it comes from a disk and not by SMTP. */
export async function readFile(
  name: string,
  bytes: Buffer,
  context: ReadingContext,
  now: Date,
): Promise<DocumentFacts | MessageFacts> {
  if (looksTextual(bytes) && readText(bytes, []).kind === 'eml') return readMessage(toCrlf(bytes), context, now)
  const collected = newCollected()
  const reading = newReading(context, now, (inner, at, depth, shared) =>
    readNested(inner, at, depth, shared, collected),
  )
  const at = { part: '', path: [name] }
  return readDocument({ bytes, at, depth: 0, names: [name], declaredType: null, disposition: null }, reading)
}
