// Walking the documents of a message, and naming them to people.
import type { DocumentFacts, MessageFacts } from '../facts.ts'
import type { Data } from '../verdict.ts'

/** All documents, those inside archives and nested messages too, in the order in which they stand. */
export function everyDocument(documents: readonly DocumentFacts[]): DocumentFacts[] {
  const all: DocumentFacts[] = []
  const add = (each: DocumentFacts) => {
    all.push(each)
    each.children.forEach(add)
  }
  documents.forEach(add)
  return all
}

/** Asked for by most rules about each message, and never otherwise for the same facts. */
const distinct = new WeakMap<MessageFacts, readonly DocumentFacts[]>()

/** Every document once: the same bytes under the same names in two places (alternative parts) are one to the sender. */
export function distinctDocuments(facts: MessageFacts): readonly DocumentFacts[] {
  const known = distinct.get(facts)
  if (known !== undefined) return known
  const seen = new Map<string, DocumentFacts>()
  for (const document of everyDocument(facts.attachments)) {
    const key = [document.sha256, ...document.names].join('\n') // all names: a second one may tell another extension
    if (!seen.has(key)) seen.set(key, document)
  }
  const documents = [...seen.values()]
  distinct.set(facts, documents)
  return documents
}

/** Data for the sentences about one document: its name, or its MIME part when it has none, and those around it. */
export function named({ name, at, outer }: DocumentFacts): { name: string; outer?: string[] } {
  return { name: name ?? `(phần/part ${at.part})`, ...(outer.length === 0 ? {} : { outer: [...outer] }) }
}

const LONGEST_SHOWN = 300

/** What a stranger wrote, for sentences: invisible and control characters made visible, at most 300 characters. */
export function visible(text: unknown): string {
  const shown = String(text)
    .slice(0, LONGEST_SHOWN)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`)
  return String(text).length > LONGEST_SHOWN ? `${shown}…` : shown
}

/** The same for an SMTP reply, which takes accents off: signs that are not ASCII even then become question marks. */
export function replyable(text: string): string {
  return [...text]
    .map((sign) => (/^[\x20-\x7eđĐ]?$/.test(sign.normalize('NFD').replace(/[\u0300-\u036f]/g, '')) ? sign : '?'))
    .join('')
}

/** A file's name in full, for sentences that people read, behind the names of the files that it is in. */
export function fullName(data: Data): string {
  const outer = (data.outer as string[] | undefined) ?? []
  return `“${[...outer, String(data.name)].map(visible).join(' › ')}”`
}

const SHORT_NAME = 40

/** A file's name for the SMTP reply, cut in the middle so that the extension stays. */
export function shortName(data: Data): string {
  const name = String(data.name)
  const characters = [...name]
  if (characters.length <= SHORT_NAME) return replyable(name)
  return replyable(`${characters.slice(0, SHORT_NAME - 15).join('')}...${characters.slice(-12).join('')}`)
}
