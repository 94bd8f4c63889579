// What is gathered over a message and the messages nested in it while they are read.
import type { DocumentFacts, TextFacts } from '../facts.ts'
import type { Place } from '../verdict.ts'
import { Problems } from './problems.ts'

export interface Collected {
  texts: TextFacts[]
  subjects: { text: string; at: Place }[]
  /** Content-IDs that some HTML part refers to. */
  referredIds: Set<string>
  /** Parts that have a Content-ID, with it. */
  identified: { document: DocumentFacts; contentId: string }[]
  /** Where messages stand that are called .mht: a browser opens them, and runs the scripts of their pages. */
  webArchives: WeakSet<Place>
  problems: Problems
}

export function newCollected(): Collected {
  return {
    texts: [],
    subjects: [],
    referredIds: new Set(),
    identified: [],
    webArchives: new WeakSet(),
    problems: new Problems(),
  }
}

const PICTURES = new Set('png jpg gif bmp tif webp svg ico jxl avif heic wmf emf'.split(' '))

/** Marks the pictures that HTML shows by their Content-ID: a logo or a signature block, not a document of its own. */
export function markRelated({ identified, referredIds }: Collected): void {
  for (const { document, contentId } of identified) {
    if (referredIds.has(contentId) && PICTURES.has(document.kind)) document.related = true
  }
}

/** Where a part of an entity is: nested messages continue the part number, or the path when they came out of an archive. */
export function placeIn(outer: Place | null, number: string): Place {
  if (outer === null) return { part: number, path: [] }
  if (outer.path.length === 0) return { part: `${outer.part}.${number}`, path: [] }
  return { part: outer.part, path: [...outer.path, number] }
}
