// What changed between the revision that was signed and the newest: an allow-list, and all else must be the same.
import { Comparison } from './compare.ts'
import { FieldChanges } from './field-changes.ts'
import type { PdfFile } from './file.ts'
import { NewSignatures, type Opinions } from './new-signature.ts'
import { as, nameOf, type PdfDict, type PdfValue } from './objects.ts'
import type { Permissions } from './permissions.ts'

export type { Opinions } from './new-signature.ts'

import { itemsOf, type Snapshot } from './snapshot.ts'

export interface Changes {
  /** Why the document is not the one that was signed; null when all changes are such as may come after a signature. */
  modified: string | null
  /** What was added or changed, as short technical phrases. */
  changes: string[]
  /** What pictures of later signatures cover, as short phrases. */
  notes: string[]
}

/** Entries of a trailer that belong to the file and not to the document (tables 15, 17), and /Info. */
const OF_THE_FILE = new Set(
  'Size Prev ID XRefStm Info Type W Index Length Filter DecodeParms Root DocChecksum'.split(' '),
)
const OF_THE_CATALOG = new Set('AcroForm DSS Extensions Version Metadata Perms'.split(' '))
const OF_THE_FORM = new Set('Fields SigFlags DR DA NeedAppearances'.split(' '))
const OF_A_PAGE = new Set('Annots Tabs LastModified'.split(' '))

/**
 * Compares by reachability from the trailer. `strict` is whether a stranger's visible signature field counts as a
 * change. Throws a PdfError when a revision cannot be read to its end, or past the budget.
 */
export function changesSince(
  before: Snapshot,
  after: Snapshot,
  permissions: Permissions,
  opinions: Opinions,
  strict: boolean,
): Changes {
  const added = new NewSignatures(after, permissions, opinions, strict)
  const check = new Check(before, after, { permissions, opinions, strict }, added)
  const modified = added.check(before) ?? check.run()
  return { modified, changes: [...added.changes, ...check.changes], notes: added.notes }
}

interface Rules {
  permissions: Permissions
  opinions: Opinions
  strict: boolean
}

class Check {
  readonly changes: string[] = []
  readonly #before: Snapshot
  readonly #after: Snapshot
  readonly #comparison: Comparison
  readonly #added: NewSignatures
  readonly #fields: FieldChanges

  constructor(before: Snapshot, after: Snapshot, { permissions, opinions, strict }: Rules, added: NewSignatures) {
    this.#before = before
    this.#after = after
    this.#added = added
    const roles = new Map<number, 'page' | 'field' | 'single'>([[before.root, 'single']])
    if (before.formNumber !== null) roles.set(before.formNumber, 'single')
    for (const number of before.pages.keys()) roles.set(number, 'page')
    for (const number of before.fields.keys()) roles.set(number, 'field')
    this.#comparison = new Comparison(before.file, after.file, roles)
    this.#fields = new FieldChanges(before, after, this.#comparison, permissions, opinions, strict)
  }

  run(): string | null {
    const wrong = this.#roles() ?? this.#trailer() ?? this.#catalog() ?? this.#form() ?? this.#pages()
    const fields = wrong ?? this.#fields.check((one, other, what) => this.#list(one, other, what))
    this.changes.push(...this.#fields.changes)
    if (fields) return fields
    const place = this.#comparison.difference()
    return place === null ? null : `${place} is another one`
  }

  /** An object that is two things at once would be compared as one of them only. */
  #roles(): string | null {
    const { root, formNumber, pages, fields } = this.#before
    const twice = [...pages.keys()].some((number) => fields.has(number) || number === root || number === formNumber)
    return twice || fields.has(root) || formNumber === root || (formNumber !== null && fields.has(formNumber))
      ? 'an object is two things at once'
      : null
  }

  #trailer(): string | null {
    const [one, other] = [this.#before.file.trailer, this.#after.file.trailer]
    if (this.#before.root !== this.#after.root) return 'the Catalog is another object'
    this.#comparison.sameBut(one, other, OF_THE_FILE, 'trailer')
    this.#note('document information', one, other, 'Info')
    return null
  }

  #catalog(): string | null {
    const [one, other] = [this.#before.catalog, this.#after.catalog]
    for (const key of ['DSS', 'Extensions', 'AcroForm', 'Metadata'])
      if (this.#before.file.get(one, key) !== null && this.#after.file.get(other, key) === null)
        return `/${key} was removed`
    const [old, version] = [this.#name(this.#before, one), this.#name(this.#after, other)]
    if (version < old) return 'the version was lowered'
    const permissions = [this.#before.file.get(one, 'Perms'), this.#after.file.get(other, 'Perms')] as const
    if (permissions[0] === null && permissions[1] !== null) return 'a certification was added after the signature'
    this.#comparison.same(one.entries.get('Perms'), other.entries.get('Perms'), '/Perms')
    this.#note('validation data (DSS)', one, other, 'DSS')
    this.#note('metadata', one, other, 'Metadata')
    this.#comparison.sameBut(one, other, OF_THE_CATALOG, 'Catalog')
    return null
  }

  #name({ file }: Snapshot, catalog: PdfDict): string {
    return nameOf(file.get(catalog, 'Version')) ?? ''
  }

  /** Notes what may change freely. */
  #note(what: string, one: PdfDict, other: PdfDict, key: string): void {
    if (!this.#comparison.equal(one.entries.get(key), other.entries.get(key))) this.changes.push(`${what} changed`)
  }

  #form(): string | null {
    const [one, other] = [this.#before.form, this.#after.form]
    if (!one || !other) return 'AcroForm is no dictionary'
    const flags = [this.#before.file.get(one, 'SigFlags') ?? 0, this.#after.file.get(other, 'SigFlags') ?? 0]
    if (typeof flags[0] !== 'number' || typeof flags[1] !== 'number' || (flags[0] & ~flags[1]) !== 0)
      return 'SigFlags were taken back'
    // A reader that makes appearances anew shows something else than what was signed.
    if (this.#after.file.get(other, 'NeedAppearances') === true)
      this.#comparison.same(one.entries.get('NeedAppearances'), true, 'NeedAppearances')
    if (this.#before.file.get(one, 'DA') !== null)
      this.#comparison.same(one.entries.get('DA'), other.entries.get('DA'), 'AcroForm /DA')
    this.#resources(one, other)
    this.#comparison.sameBut(one, other, OF_THE_FORM, 'AcroForm')
    const [before, after] = [itemsOf(this.#before.file, one, 'Fields'), itemsOf(this.#after.file, other, 'Fields')]
    return this.#list(before, after, 'form field')
  }

  /** Default resources may be added, none changed. */
  #resources(one: PdfDict, other: PdfDict): void {
    const [old, current] = [as('dict', this.#before.file.get(one, 'DR')), as('dict', this.#after.file.get(other, 'DR'))]
    if (!current) this.#comparison.same(old, null, 'AcroForm /DR')
    if (!old || !current) return
    for (const key of old.entries.keys()) {
      if (key === 'ProcSet') continue
      const [was, is] = [this.#before.file.get(old, key), this.#after.file.get(current, key)]
      const [dict, now] = [as('dict', was), as('dict', is)]
      if (!dict || !now) this.#comparison.same(was, is, `AcroForm /DR /${key}`)
      else for (const [name, value] of dict.entries) this.#comparison.same(value, now.entries.get(name), `/DR /${name}`)
    }
  }

  #pages(): string | null {
    for (const [number, page] of this.#before.pages) {
      const now = this.#after.pages.get(number)?.dict
      if (!now) return 'a page was removed'
      this.#comparison.sameBut(page.dict, now, OF_A_PAGE, 'page')
      if (!isProper(this.#after.file, now)) return 'an entry of a page is not of its type'
      // Acrobat sets the tab order when it adds the first field.
      if (page.dict.entries.has('Tabs'))
        this.#comparison.same(page.dict.entries.get('Tabs'), now.entries.get('Tabs'), 'page /Tabs')
      const annotations = [itemsOf(this.#before.file, page.dict, 'Annots'), itemsOf(this.#after.file, now, 'Annots')]
      const wrong = this.#list(annotations[0]!, annotations[1]!, 'annotation')
      if (wrong) return wrong
    }
    return null
  }

  /** All that was in a list must be there in its order; what is new must be an accepted signature field. */
  #list(before: PdfValue[], after: PdfValue[], what: string): string | null {
    let at = 0
    for (const item of after) {
      this.#after.file.budget.steps(1)
      const ref = as('ref', item)
      const old = before[at]
      const same = ref ? as('ref', old)?.number === ref.number : old !== undefined && this.#comparison.equal(old, item)
      if (same) this.#comparison.same(before[at++], item, what, 'Annots')
      else if (!ref || !this.#added.accepted.has(ref.number)) return `${aOrAn(what)} was added or moved`
    }
    return at === before.length ? null : `${aOrAn(what)} was removed`
  }
}

/** What may change in a page must be what it says, so that a page which is led to as something else shows nothing new. */
function isProper(file: PdfFile, page: PdfDict): boolean {
  const types = { Annots: 'array', Tabs: 'name', LastModified: 'string' } as const
  return Object.entries(types).every(([key, type]) => {
    const value = file.get(page, key)
    return value === null || as(type, value) !== null
  })
}

const aOrAn = (what: string): string => `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}`
