// Which PDF belongs to which editable document, and what that PDF's signature comes to (7.3.a).
import type { DocumentFacts, MessageFacts } from '../facts.ts'
import { distinctDocuments } from './documents.ts'
import type { ParameterDeclaration } from './rule.ts'

/** What a document comes to under 7.3.a; `ok` when the unit's signature on its PDF holds. */
export type Standing =
  | 'ok'
  | 'missing-pdf'
  | 'pdf-not-signed'
  | 'signature-broken'
  | 'signature-modified'
  | 'signature-unverifiable'
  | 'revocation-unknown'
  | 'signer-not-unit'
  | 'editable-unknown'

/** A document and the PDF beside it. `document` is null for a PDF that came alone with a signature that does not hold. */
export interface Pair {
  document: DocumentFacts | null
  pdf: DocumentFacts | null
  standing: Standing
}

/** Suffixes that signing programs put on a signed file's name; compared without accents, case and separators. */
export const signedSuffixes: ParameterDeclaration = {
  type: 'strings',
  default: [
    'signed',
    'signed1',
    'signed2',
    'daky',
    'da ky',
    'kyso',
    'ky so',
    'da ky so',
    'vnpt ca signed',
    'ban ky',
    'sign',
    'dong dau',
    'dongdau',
    'da phat hanh',
    'daphathanh',
    'ban chinh',
    'dk',
  ],
  en: 'endings that signing programs add to a signed file’s name',
}

const DOCUMENT_EXTENSION =
  /\.(?:doc[xm]?|dot[xm]?|xls[xmb]?|xlt[xm]?|ppt[xm]?|pps[xm]?|pot[xm]?|od[tspg]|ot[tsp]|fod[tsp]|rtf|csv|txt|html?|mht(?:ml)?|xml|wps|et|dps|pdf)$/
const LONGEST_NAME = 255

/**
 * A file name as a stem: no extensions, signature endings, accents, case or separators. '' when nothing is left.
 * `endings` are signature endings in the form of `plain`.
 */
function stemOf(name: string, endings: string[]): string {
  let stem = plain(name.slice(0, LONGEST_NAME))
  // Each turn takes one ending off; a name has at most a few.
  for (let turn = 0; turn < 4; turn++) {
    const before = stem
    stem = stem.replace(DOCUMENT_EXTENSION, '').trim()
    // The longest, so that "vnpt ca signed" is not cut to "vnpt ca".
    const [suffix] = endings.filter((ending) => endsWithWord(stem, ending)).sort((a, b) => b.length - a.length)
    if (suffix !== undefined) stem = stem.slice(0, -suffix.length).replace(/[\s._()[\]-]+$/, '')
    if (stem === before) break
  }
  // Between digits a separator tells numbers apart: 1-12 is not 11-2.
  return stem.replace(/(?<=[0-9])[^a-z0-9]+(?=[0-9])/g, '-').replace(/[^a-z0-9-]|(?<![0-9])-|-(?![0-9])/g, '')
}

/** The name without the number that browsers and file managers put on a second copy: `bao-cao (1).pdf`. */
function withoutCopyNumber(name: string): string {
  return name.slice(0, LONGEST_NAME).replace(/ ?\([0-9]{1,2}\)(?=\.[a-z0-9]{1,5}$)/i, '')
}

function plain(text: string): string {
  const letters = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')
  return letters.replace(/[\s_()[\]-]+/g, ' ').trim()
}

/** Whether the stem ends in the suffix as a word of its own ("...signed" in "assigned" is none). */
function endsWithWord(stem: string, suffix: string): boolean {
  return suffix !== '' && stem.endsWith(suffix) && /[\s.]/.test(stem.at(-1 - suffix.length) ?? '')
}

/**
 * Every document of the message with its PDF. Pictures of a signature block and calendars are no documents. A forwarded
 * message is a message of its own: its PDF does not serve a document outside it. `returned` is true for reports of mail
 * systems: what a bounce gives back was written by others, and is not judged (RFC 5321 6.1).
 */
export function pairDocuments(facts: MessageFacts, suffixes: string[], returned: boolean): Pair[] {
  const distinct = new Set(distinctDocuments(facts))
  return messagesOf(facts.attachments, returned).flatMap((documents) =>
    pairsOf(
      documents.filter((document) => distinct.has(document) && !document.related),
      suffixes,
    ),
  )
}

/** The documents of the message itself, then those of each message nested in it. */
function messagesOf(attachments: DocumentFacts[], returned: boolean): DocumentFacts[][] {
  const own: DocumentFacts[] = []
  const nested: DocumentFacts[][] = []
  const walk = (documents: DocumentFacts[]) => {
    for (const document of documents) {
      own.push(document)
      if (document.kind !== 'eml') walk(document.children)
      else if (!returned) nested.push(...messagesOf(document.children, returned))
    }
  }
  walk(attachments)
  return [own, ...nested]
}

function pairsOf(documents: DocumentFacts[], suffixes: string[]): Pair[] {
  const editable = documents.filter((one) => one.editable === true || isUnknownOffice(one))
  const pdfs = documents.filter(({ kind }) => kind === 'pdf')
  const pool = new PdfPool(pdfs, suffixes)
  // One document and one PDF belong together whatever their names; whether they say the same is not judged by names.
  const onlyOne = editable.length === 1 && pdfs.length === 1
  const pairs = editable.map((document): Pair => {
    const pdf = pool.take(document) ?? (onlyOne ? pool.takeAny() : null)
    if (pdf !== null) return { document, pdf, standing: standingOf(pdf) }
    return { document, pdf: null, standing: document.editable === true ? 'missing-pdf' : 'editable-unknown' }
  })
  const alone = pool.rest().map((pdf) => ({ document: null, pdf, standing: standingOf(pdf) }))
  const spoiled: Standing[] = ['signature-broken', 'signature-modified']
  return [...pairs, ...alone.filter(({ standing }) => spoiled.includes(standing))]
}

/** The PDFs of one message by the stems of their names. Each is given once: one PDF for one document. */
class PdfPool {
  readonly #pdfs: DocumentFacts[]
  readonly #endings: string[]
  readonly #taken = new Set<DocumentFacts>()
  readonly #byName: Map<string, DocumentFacts[]>
  readonly #byNameWithoutCopyNumber: Map<string, DocumentFacts[]>

  constructor(pdfs: DocumentFacts[], suffixes: string[]) {
    this.#endings = suffixes.map(plain)
    this.#pdfs = bestFirst(pdfs)
    this.#byName = Map.groupBy(this.#pdfs, ({ name }) => stemOf(name ?? '', this.#endings))
    this.#byNameWithoutCopyNumber = Map.groupBy(this.#pdfs, ({ name }) =>
      stemOf(withoutCopyNumber(name ?? ''), this.#endings),
    )
  }

  /** The best PDF of the document's name that is still free; null when there is none. */
  take({ name }: DocumentFacts): DocumentFacts | null {
    const exact = stemOf(name ?? '', this.#endings)
    const loose = stemOf(withoutCopyNumber(name ?? ''), this.#endings)
    return this.#first(this.#byName, exact) ?? this.#first(this.#byNameWithoutCopyNumber, loose)
  }

  takeAny(): DocumentFacts | null {
    const [pdf] = this.rest()
    if (pdf !== undefined) this.#taken.add(pdf)
    return pdf ?? null
  }

  rest(): DocumentFacts[] {
    return this.#pdfs.filter((pdf) => !this.#taken.has(pdf))
  }

  #first(groups: Map<string, DocumentFacts[]>, stem: string): DocumentFacts | null {
    const group = stem === '' ? [] : (groups.get(stem) ?? [])
    while (group.length > 0) {
      const pdf = group.shift()!
      if (this.#taken.has(pdf)) continue
      this.#taken.add(pdf)
      return pdf
    }
    return null
  }
}

/** An OLE file of no known kind may be an old Word or Excel file. An encrypted one is told as unreadable. */
function isUnknownOffice({ kind, editable, encrypted }: DocumentFacts): boolean {
  return kind === 'ole' && editable === null && encrypted !== true
}

/** Of several PDFs of one name (unsigned and signed, say) the best counts, but a broken signature is never passed over. */
function bestFirst(pdfs: DocumentFacts[]): DocumentFacts[] {
  const order: Standing[] = ['signature-broken', 'signature-modified', 'ok']
  const rank = (pdf: DocumentFacts) => {
    const at = order.indexOf(standingOf(pdf))
    return at < 0 ? order.length : at
  }
  return pdfs.toSorted((a, b) => rank(a) - rank(b))
}

/**
 * What the signature of a PDF comes to. Only intact, trusted and by a unit is signed by the unit (7.3.a); where no list
 * says whether the certificate was revoked, the policy says what that costs.
 */
export function standingOf(pdf: DocumentFacts): Standing {
  switch (pdf.integrity) {
    case 'unsigned':
      return 'pdf-not-signed'
    case 'broken':
      return 'signature-broken'
    case 'modified':
      return 'signature-modified'
    case 'intact':
      break
    default:
      return 'signature-unverifiable'
  }
  const holding = pdf.signatures.filter(({ integrity, subFilter }) => integrity === 'intact' && subFilter !== TIMESTAMP)
  const trusted = holding.filter(({ trust }) => trust === 'trusted' || trust === 'revocation-unknown')
  const ours = trusted.filter(({ by }) => by === 'unit')
  if (ours.some(({ trust }) => trust === 'trusted')) return 'ok'
  if (ours.length > 0) return 'revocation-unknown'
  if (pdf.signatures.every(({ subFilter }) => subFilter === TIMESTAMP)) return 'pdf-not-signed'
  return trusted.length > 0 ? 'signer-not-unit' : 'signature-unverifiable'
}

/** A document timestamp says when a file was there, and is nobody's signature (ISO 32000-2 12.8.5). */
const TIMESTAMP = 'ETSI.RFC3161'
