// Judges every signature of a PDF against its newest revision: what it covers, and what came after it.
import type { Integrity, ReadingContext, SignatureFacts } from '../../facts.ts'
import { blank, type JudgedSignature, judgeSignature, type ProvenTime, provenTimes } from '../../signature/signature.ts'
import type { Budget } from './budget.ts'
import { changesSince, type Opinions } from './changes.ts'
import { readDss } from './dss.ts'
import { type FoundSignature, findSignatures } from './fields.ts'
import { PdfFile } from './file.ts'
import { PdfError } from './objects.ts'
import { readPermissions } from './permissions.ts'
import { leftOver, signedRevision } from './revisions.ts'
import { readCatalog, type Snapshot, takeSnapshot } from './snapshot.ts'

export interface Circumstances {
  context: ReadingContext
  now: Date
  /** Why a reader could see another document than we do; null when nothing speaks for it. */
  doubt: string | null
}

/** Signatures of one file that are verified, and bytes that are hashed for them: past these they are uncheckable. */
const MAX_VERIFIED = 64
/** Ends of older revisions that are tried in a file that cannot be opened. */
const MAX_RESCUES = 8
const MAX_HASHED = 512 * 1024 * 1024
const WORST: readonly Integrity[] = ['broken', 'modified', 'uncheckable', 'intact']
/** Trust of a certificate whose path leads to a root of the site. */
const ANCHORED = new Set<string | null>(['trusted', 'expired', 'revocation-unknown'])

interface Judged extends JudgedSignature {
  found: FoundSignature
}

/** The facts of every signature in the file, each judged against the newest revision. */
export function judgeSignatures(
  file: PdfFile,
  found: FoundSignature[],
  circumstances: Circumstances,
): SignatureFacts[] {
  const proven = provenTimesOf(file, found, circumstances)
  const judged = found.map((each, index) => ({
    found: each,
    ...judgeOne(file.bytes, each, index, circumstances, proven),
  }))
  const opinions: Opinions = new Map(
    judged.map(({ found, verified, facts }) => [
      found.field.name,
      { verified: verified === true, anchored: ANCHORED.has(facts.trust) },
    ]),
  )
  const places = new Set(found.map(({ dictionary }) => dictionary.contents?.start))
  const shared = places.size < found.length ? 'ambiguous: two fields have the same signature' : null
  const settler = new Settler(file, opinions, circumstances.doubt ?? shared)
  return judged.map((each) => settler.settle(each))
}

/** Times that document timestamps prove; gives every signature the file's validation data. */
function provenTimesOf(file: PdfFile, found: FoundSignature[], { context, now }: Circumstances): ProvenTime[] {
  const dss = readDss(file, readCatalog(file))
  if (dss) for (const { dictionary } of found) dictionary.dss = dss
  const dictionaries = found.slice(0, MAX_VERIFIED).map(({ dictionary }) => dictionary)
  return provenTimes(file.bytes, dictionaries, context, now)
}

function judgeOne(
  bytes: Buffer,
  { dictionary }: FoundSignature,
  index: number,
  { context, now }: Circumstances,
  proven: readonly ProvenTime[] = [],
) {
  if (index >= MAX_VERIFIED || index * bytes.length > MAX_HASHED) {
    const facts = { ...blank(dictionary), why: 'too many signatures' }
    return { facts, signedEnd: null, verified: null }
  }
  return judgeSignature(bytes, dictionary, context, now, proven)
}

/**
 * Signatures that an older revision has and the newest no longer leads to, all of them `modified` or `broken`: a form
 * that was taken away does not make the file unsigned.
 */
export function removedSignatures(file: PdfFile, circumstances: Circumstances): SignatureFacts[] {
  for (let index = 1; index < file.sections.length; index++) {
    const [section, newer] = [file.sections[index]!, file.sections[index - 1]!]
    file.budget.steps(1)
    // The second section of a linearized file is no revision: it stands behind the first and needs no /Root (Annex F).
    if (section.offset > newer.offset || !section.trailer.entries.has('Root')) continue
    const older = file.revision(index)
    const found = findSignatures(older, readCatalog(older))
    if (found.length === 0) continue
    return found.map((each, place) => {
      const { facts } = judgeOne(file.bytes, each, place, circumstances)
      if (facts.integrity === 'broken') return facts
      return { ...facts, integrity: 'modified', why: 'the signature was taken out of the document' }
    })
  }
  return []
}

/**
 * The signatures of a file that cannot be opened, found in the revisions before its last end: what stands behind a whole
 * signed revision and leaves the file damaged was put there after signing. None when no such revision has one.
 */
export function signaturesBeforeDamage(bytes: Buffer, budget: Budget, circumstances: Circumstances): SignatureFacts[] {
  let end = bytes.length
  for (let tries = 0; tries < MAX_RESCUES; tries++) {
    end = bytes.lastIndexOf('%%EOF', end - 1, 'latin1')
    if (end <= 0) return []
    try {
      const file = PdfFile.open(bytes.subarray(0, end + 5), budget)
      if (file.locked) return []
      const found = findSignatures(file, readCatalog(file))
      if (found.length > 0) return found.map((each, index) => afterDamage(bytes, file, each, index, circumstances))
    } catch (error) {
      if (!(error instanceof PdfError)) throw error
      if (error.reason !== 'damaged') return []
    }
  }
  return []
}

function afterDamage(
  bytes: Buffer,
  file: PdfFile,
  found: FoundSignature,
  index: number,
  circumstances: Circumstances,
): SignatureFacts {
  const { facts, verified, signedEnd } = judgeOne(bytes, found, index, circumstances)
  const whole = verified && typeof signedRevision(file, signedEnd!) === 'number'
  if (!whole) return facts
  return { ...facts, ...modified('what follows the signed bytes cannot be read'), notes: facts.notes }
}

class Settler {
  readonly #file: PdfFile
  readonly #opinions: Opinions
  readonly #doubt: string | null
  #newest: Snapshot | null = null

  constructor(file: PdfFile, opinions: Opinions, doubt: string | null) {
    this.#file = file
    this.#opinions = opinions
    this.#doubt = doubt
  }

  /** What follows the signed bytes, and what else speaks against saying `intact`. */
  settle({ found, facts, signedEnd, verified }: Judged): SignatureFacts {
    let settled = facts
    if (verified && facts.coverage === 'part') {
      const { notes, ...later } = attempt(() => this.#later(found, signedEnd!, ANCHORED.has(facts.trust)))
      settled = { ...facts, ...later, notes: [...facts.notes, ...notes] }
    }
    if (settled.integrity === 'intact' && this.#doubt !== null)
      return { ...settled, integrity: 'uncheckable', why: this.#doubt }
    return settled
  }

  #later({ field, dictionary }: FoundSignature, signedEnd: number, anchored: boolean): Later {
    const index = signedRevision(this.#file, signedEnd)
    if (index === null) return modified('the file leads to other revisions than the signed one')
    if (typeof index === 'string') return { integrity: 'uncheckable', why: index, changes: [], notes: [] }
    const bare = leftOver(this.#file, signedEnd, index)
    if (bare !== null) return modified(`bytes behind the signed ones that belong to no update: ${bare}`)
    const before = takeSnapshot(this.#file.revision(index))
    // The dictionary must be the field's own in its revision already (checklist step 6).
    const own = findSignatures(before.file, before.catalog).find((each) => each.field.name === field.name)
    if (own?.dictionary.contents?.start !== dictionary.contents!.start)
      return modified('the signature is not in the revision that it signs')
    const permissions = readPermissions(before.file, before.catalog, own.field)
    const newest = this.#takeNewest()
    if (typeof newest === 'string') return modified(`an update left the document damaged: ${newest}`)
    const { modified: wrong, changes, notes } = changesSince(before, newest, permissions, this.#opinions, anchored)
    if (wrong !== null) return { ...modified(wrong), changes }
    return {
      integrity: 'intact',
      why: 'digest and signature are right; later changes are permitted ones',
      changes,
      notes,
    }
  }

  #takeNewest(): Snapshot | string {
    try {
      this.#newest ??= takeSnapshot(this.#file)
      return this.#newest
    } catch (error) {
      if (error instanceof PdfError && error.reason === 'damaged') return error.message
      throw error
    }
  }
}

/** `notes` are added to those of the signature. */
type Later = Pick<SignatureFacts, 'integrity' | 'why' | 'changes' | 'notes'>

function modified(why: string): Later {
  return { integrity: 'modified', why: `changed after signing: ${why}`, changes: [], notes: [] }
}

function attempt(judge: () => Later): Later {
  try {
    return judge()
  } catch (error) {
    if (!(error instanceof PdfError)) throw error
    const why = `what changed after signing is not known: ${error.message}`
    return { integrity: 'uncheckable', why, changes: [], notes: [] }
  }
}

/** The worst of the signatures is the file's. */
export function worst(signatures: readonly SignatureFacts[]): Integrity {
  return WORST.find((integrity) => signatures.some((signature) => signature.integrity === integrity)) ?? 'uncheckable'
}
