// Files written into the HTML of a message's own text, each read as a document.
import type { DocumentFacts, Reason } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { readContainer } from './archive.ts'
import { findEmbedded } from './data-uri.ts'
import { embeddedContainer, mayEmbed } from './embedded.ts'
import { readDocument, readNestedMessage, unreadableDocument } from './read.ts'
import type { Reading } from './reading.ts'

const READERS = { document: readDocument, message: readNestedMessage, unreadable: unreadableDocument }

/**
 * The files in the `data:` addresses and script literals of `html` (its markup, decoded to characters), pictures left out.
 * `at` and `depth` are those of the text itself. Reasons say what could not be read of them.
 */
export async function readEmbedded(
  html: string,
  at: Place,
  depth: number,
  reading: Reading,
): Promise<{ children: DocumentFacts[]; reasons: Reason[] }> {
  const files = mayEmbed(html) ? findEmbedded(html, reading) : []
  if (files.length === 0) return { children: [], reasons: [] }
  const bytes = Buffer.alloc(0)
  const parent = { bytes, at, depth, names: [], declaredType: 'text/html', disposition: null }
  return readContainer(embeddedContainer(files), parent, reading, READERS)
}
