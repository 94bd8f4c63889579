// What a PDF is: signed or not and how, encrypted, damaged, its pages, and what in it is active.
import type { ActiveContent, Integrity, ReadingContext, Reason, SignatureFacts } from '../facts.ts'
import type { SignatureDictionary } from '../signature/dictionary.ts'
import { blank, type JudgedSignature, judgeSignature } from '../signature/signature.ts'
import { findActive } from './pdf/active.ts'
import { Budget } from './pdf/budget.ts'
import { findSignatures } from './pdf/fields.ts'
import { PdfFile } from './pdf/file.ts'
import { unambiguous } from './pdf/object-at.ts'
import { as, type PdfDict, PdfError } from './pdf/objects.ts'
import { countPages } from './pdf/pages.ts'

export interface PdfFacts {
  /**
   * `unsigned` only when trailer, Catalog and AcroForm were read and no signature field has a value; else the worst of
   * the signatures. Whatever was not read strictly is `uncheckable`.
   */
  integrity: Integrity
  signatures: SignatureFacts[]
  /** null when the file could not be opened far enough to tell. */
  encrypted: boolean | null
  damaged: boolean | null
  /** null when the page tree was not read to its end. */
  pages: number | null
  /** null when not every object was read. */
  active: ActiveContent[] | null
  reasons: Reason[]
}

/** Signatures of one file that are verified; each costs a hash over the file. */
const MAX_VERIFIED = 16
const WORST: readonly Integrity[] = ['broken', 'modified', 'uncheckable', 'intact']
/** Bytes in which a revision's %%EOF and its line end stand. */
const REVISION_END = 16
const NOT_BLANK = /[^\0\t\n\f\r ]/

/** Reads a PDF strictly and within bounds. Bad input never throws: it is `uncheckable`, with reasons. */
export function readPdf(bytes: Buffer, context: ReadingContext, now: Date): PdfFacts {
  const facts: PdfFacts = {
    ...{ integrity: 'uncheckable', signatures: [], encrypted: null, damaged: null },
    ...{ pages: null, active: null, reasons: [] },
  }
  const file = attempt(facts, () => new PdfFile(bytes, new Budget(context.limits.inflatedBytes)))
  if (file) {
    facts.encrypted = file.encrypted
    // Strings and streams cannot be read then, nor what object streams hold.
    if (file.encrypted) facts.reasons.push('encrypted')
    else readContent(file, facts, context, now)
  }
  facts.damaged = facts.reasons.includes('damaged') ? true : file && !file.encrypted ? false : null
  return facts
}

function readContent(file: PdfFile, facts: PdfFacts, context: ReadingContext, now: Date): void {
  const catalog = attempt(facts, () => readCatalog(file))
  if (!catalog) return
  const found = attempt(facts, () => findSignatures(file, catalog))
  facts.pages = attempt(facts, () => countPages(file, catalog))
  facts.active = attempt(facts, () => findActive(file))
  if (found) judge(file, found, facts, context, now)
}

function readCatalog(file: PdfFile): PdfDict {
  const catalog = as('dict', file.get(unambiguous(file.trailer, 'trailer'), 'Root'))
  if (!catalog) throw new PdfError('damaged', 'no Catalog')
  return unambiguous(catalog, 'Catalog')
}

/** The value, or null with the reason in the facts. */
function attempt<T>(facts: PdfFacts, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PdfError)) throw error
    if (!facts.reasons.includes(error.reason)) facts.reasons.push(error.reason)
    return null
  }
}

function judge(file: PdfFile, found: SignatureDictionary[], facts: PdfFacts, context: ReadingContext, now: Date): void {
  const doubt = facts.reasons.includes('damaged') ? 'the file is damaged' : (file.ambiguities[0] ?? null)
  facts.signatures = found.map((dictionary, index) => {
    if (index >= MAX_VERIFIED) return { ...blank(dictionary), why: 'too many signatures' }
    const judged = judgeSignature(file.bytes, dictionary, context, now)
    return settle(file, judged, found.length > 1 ? 'more than one signature is not judged yet' : doubt)
  })
  if (found.length > 0) facts.integrity = worst(facts.signatures)
  else if (doubt === null) facts.integrity = 'unsigned'
}

/** What follows the signed bytes, and what else speaks against saying `intact`. */
function settle(file: PdfFile, { facts, signedEnd, verified }: JudgedSignature, doubt: string | null): SignatureFacts {
  if (verified && facts.coverage === 'part' && isLeftOver(file, signedEnd!))
    return { ...facts, integrity: 'modified', why: 'bytes behind the signed ones that belong to no update' }
  if (facts.integrity === 'intact' && doubt !== null) return { ...facts, integrity: 'uncheckable', why: doubt }
  return facts
}

/**
 * Whether a whole revision was signed and bytes follow it that no xref section leads to: no update ends in an older
 * section, so they were put there by other means, and readers that rebuild the xref show them. What a well-formed
 * update changed is not looked at yet.
 */
function isLeftOver(file: PdfFile, signedEnd: number): boolean {
  const signedTail = file.bytes.toString('latin1', signedEnd - REVISION_END, signedEnd)
  if (!signedTail.trimEnd().endsWith('%%EOF')) return false
  return file.sections[0]!.offset < signedEnd && NOT_BLANK.test(file.bytes.toString('latin1', signedEnd))
}

function worst(signatures: SignatureFacts[]): Integrity {
  return WORST.find((integrity) => signatures.some((signature) => signature.integrity === integrity)) ?? 'uncheckable'
}
