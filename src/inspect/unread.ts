// Facts of a message whose reader did not come back: nothing is known but why, and the document that it was at.
import { unreadableDocument } from '../document/read.ts'
import type { DocumentFacts, MessageFacts, Reason, SecrecyWords } from '../facts.ts'
import type { NotedDocument } from './note.ts'

/** `size` in bytes; `document` null when the reader was at none, but at the message itself. */
export function unread(
  size: number,
  reason: Reason,
  document: NotedDocument | null,
  words: SecrecyWords,
): MessageFacts {
  return {
    type: 'message',
    size,
    sha256: '',
    gate: { ok: false, problems: [] },
    header: null,
    texts: [],
    attachments: document === null ? [] : [documentAtFault(document, reason, words)],
    secrecy: { degree: null, places: [] },
    terms: [],
    inspected: 'none',
    reasons: [reason],
  }
}

function documentAtFault({ size, ...noted }: NotedDocument, reason: Reason, words: SecrecyWords): DocumentFacts {
  const input = { ...noted, bytes: Buffer.alloc(0), depth: noted.at.path.length }
  return unreadableDocument(input, size, reason, words)
}
