// What a PDF is: signed or not and how, encrypted, damaged, its pages, and what in it is active.
import type { ActiveContent, Integrity, ReadingContext, Reason, SignatureFacts } from '../facts.ts'
import { findActive } from './pdf/active.ts'
import { Budget } from './pdf/budget.ts'
import { type FoundSignature, findSignatures } from './pdf/fields.ts'
import { PdfFile } from './pdf/file.ts'
import { judgeSignatures, removedSignatures, signaturesBeforeDamage, worst } from './pdf/judge.ts'
import { type PdfDict, PdfError } from './pdf/objects.ts'
import { readPages } from './pdf/pages.ts'
import { readCatalog } from './pdf/snapshot.ts'

export interface PdfFacts {
  /**
   * `unsigned` only when trailer, Catalog and AcroForm were read, no signature field has a value, and none had one in
   * an older revision; else the worst of the signatures. Whatever was not read strictly is `uncheckable`.
   */
  integrity: Integrity
  signatures: SignatureFacts[]
  /** Whether it wants a password to be read: false for a file that the empty one opens. null when that is not known. */
  encrypted: boolean | null
  damaged: boolean | null
  /** null when the page tree was not read to its end. */
  pages: number | null
  /** null when not every object was read. */
  active: ActiveContent[] | null
  reasons: Reason[]
}

/** The facts, and what else is read of the file by those who ask. */
export interface PdfReading {
  facts: PdfFacts
  /** The file opened; null when it cannot be read. */
  file: PdfFile | null
  /** File specifications that carry their file. */
  attachments: PdfDict[]
}

/** Reads a PDF strictly and within bounds. Bad input never throws: it is `uncheckable`, with reasons. */
export function readPdf(bytes: Buffer, context: ReadingContext, now: Date): PdfFacts {
  return openPdf(bytes, context, now).facts
}

/** The same, with the file to read on in. */
export function openPdf(bytes: Buffer, context: ReadingContext, now: Date): PdfReading {
  const facts: PdfFacts = {
    ...{ integrity: 'uncheckable', signatures: [], encrypted: null, damaged: null },
    ...{ pages: null, active: null, reasons: [] },
  }
  const attachments: PdfDict[] = []
  const budget = new Budget(context.limits.inflatedBytes)
  const file = attempt(facts, () => PdfFile.open(bytes, budget))
  if (!file) {
    facts.signatures = signaturesBeforeDamage(bytes, budget, { context, now, doubt: null })
    if (facts.signatures.length > 0) facts.integrity = worst(facts.signatures)
  } else {
    facts.encrypted = file.locked
    // Strings and streams cannot be read then, nor what object streams hold.
    if (file.locked) facts.reasons.push('encrypted')
    else attachments.push(...readContent(file, facts, context, now))
  }
  facts.damaged = facts.reasons.includes('damaged') ? true : file && !file.locked ? false : null
  return { facts, file: file?.locked === false ? file : null, attachments }
}

/** States the facts of an open file; gives the specifications of the files in it. */
function readContent(file: PdfFile, facts: PdfFacts, context: ReadingContext, now: Date): PdfDict[] {
  const catalog = attempt(facts, () => readCatalog(file))
  if (!catalog) return []
  const found = attempt(facts, () => findSignatures(file, catalog))
  facts.pages = attempt(facts, () => readPages(file, catalog).length)
  const walked = attempt(facts, () => findActive(file))
  facts.active = walked?.active ?? null
  if (found) facts.integrity = judgeAll(file, found, facts, context, now)
  if (!file.nearEnd && !facts.reasons.includes('damaged')) facts.reasons.push('damaged')
  return walked?.attachments ?? []
}

function judgeAll(
  file: PdfFile,
  found: FoundSignature[],
  facts: PdfFacts,
  context: ReadingContext,
  now: Date,
): Integrity {
  const circumstances = { context, now, doubt: doubtOf(file, facts, found.length > 0) }
  facts.signatures =
    found.length > 0
      ? judgeSignatures(file, found, circumstances)
      : (attempt(facts, () => removedSignatures(file, circumstances)) ?? [])
  if (facts.signatures.length > 0) return worst(facts.signatures)
  return doubtOf(file, facts, false) === null ? 'unsigned' : 'uncheckable'
}

/** Why a reader could see another document than the one read here. */
function doubtOf(file: PdfFile, facts: PdfFacts, signed: boolean): string | null {
  if (facts.reasons.includes('damaged')) return 'the file is damaged'
  if (file.ambiguities.length > 0) return `ambiguous: ${file.ambiguities[0]}`
  return signed && file.duplicateKeys ? 'ambiguous: a dictionary names a key twice' : null
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
