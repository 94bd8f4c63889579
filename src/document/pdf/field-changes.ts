// What became of the form fields that were there when the document was signed: filled in, signed, or changed.
import type { Comparison } from './compare.ts'
import { isSigned } from './fields.ts'
import type { FormField } from './form.ts'
import { areaOf, type Opinions } from './new-signature.ts'
import { as, type PdfDict, type PdfValue } from './objects.ts'
import type { Permissions } from './permissions.ts'
import { itemsOf, type Snapshot } from './snapshot.ts'

type ListCheck = (before: PdfValue[], after: PdfValue[], what: string) => string | null

/** Entries of a field and its widget that carry its value (tables 226, 230; 12.5.2). */
const VALUE = ['V', 'RV', 'I', 'AS', 'AP']
/** Read only (table 227): set on fields that a signature locks. */
const READ_ONLY = 1
const FREE = new Set([...VALUE, 'Ff', 'Kids', 'M'])
/** What signing also sets on an empty signature field. */
const FREE_WHEN_SIGNED = new Set([...FREE, 'F', 'Lock', 'P'])
const FREE_OF_SIGNED = new Set(['Ff', 'Kids'])

export class FieldChanges {
  readonly changes: string[] = []
  readonly #before: Snapshot
  readonly #after: Snapshot
  readonly #comparison: Comparison
  readonly #permissions: Permissions
  readonly #opinions: Opinions
  readonly #strict: boolean

  /** `strict` is whether a stranger's visible signature counts as a change. */
  constructor(
    before: Snapshot,
    after: Snapshot,
    comparison: Comparison,
    permissions: Permissions,
    opinions: Opinions,
    strict: boolean,
  ) {
    this.#strict = strict
    this.#before = before
    this.#after = after
    this.#comparison = comparison
    this.#permissions = permissions
    this.#opinions = opinions
  }

  check(list: ListCheck): string | null {
    for (const [number, field] of this.#before.fields) {
      const now = this.#after.fields.get(number)
      if (!now) return `the form field "${field.name}" was removed`
      const wrong = this.#field(field, now) ?? this.#flags(field, now) ?? this.#kids(field, now, list)
      if (wrong) return wrong
    }
    return null
  }

  #field(field: FormField, now: FormField): string | null {
    const place = `form field "${field.name}"`
    const signed = isSigned(field.owner ?? field)
    const becomesSigned = !signed && isSigned(now.owner ?? now)
    const free = signed ? FREE_OF_SIGNED : becomesSigned ? FREE_WHEN_SIGNED : FREE
    this.#comparison.sameBut(field.dict, now.dict, free, place)
    if (signed) return null
    // In place: what signing may add to the field, but not change.
    if (becomesSigned)
      for (const key of ['Lock', 'P'])
        if (field.dict.entries.has(key))
          this.#comparison.same(field.dict.entries.get(key), now.dict.entries.get(key), `${place} /${key}`)
    const changed = VALUE.filter(
      (key) => !this.#comparison.equal(field.dict.entries.get(key), now.dict.entries.get(key)),
    )
    return changed.length === 0 ? null : this.#filled(field, now, changed, becomesSigned)
  }

  #filled(field: FormField, now: FormField, changed: string[], becomesSigned: boolean): string | null {
    const { name } = field
    if (this.#permissions.level === 1) return `"${name}" was filled in, which the certification does not allow`
    if (this.#permissions.locked(name)) return `"${name}" was filled in, which the signature locks`
    if (becomesSigned) return this.#signed(now)
    if (field.type === 'Sig') return `the empty signature field "${name}" looks different`
    // An appearance that says something else than the value is the form's way to replace what was signed.
    if (changed.every((key) => key === 'AP') && this.#comparison.equal(field.value, now.value))
      return `"${name}" looks different with the same value`
    if (field.owner === field || changed.includes('V')) this.changes.push(`form field "${name}" filled in`)
    return null
  }

  #signed(now: FormField): string | null {
    const owner = now.owner ?? now
    const visible = areaOf(this.#after, now.dict.entries.get('Rect')) !== 0 && now.dict.entries.has('Rect')
    const opinion = this.#opinions.get(owner.name)
    if (visible && !opinion?.verified) return `"${owner.name}" holds no signature that verifies`
    if (visible && this.#strict && !opinion?.anchored) return `"${owner.name}" was signed by a stranger`
    if (now === owner) this.changes.push(`signature field "${owner.name}" signed`)
    return null
  }

  /** Flags (table 227): nothing but read-only may be added. */
  #flags(field: FormField, now: FormField): string | null {
    const [one, other] = [flagsOf(this.#before, field.dict), flagsOf(this.#after, now.dict)]
    if (one === other || (one !== null && other === (one | READ_ONLY))) return null
    return `flags of "${field.name}" are others`
  }

  #kids(field: FormField, now: FormField, list: ListCheck): string | null {
    const before = itemsOf(this.#before.file, field.dict, 'Kids')
    const after = itemsOf(this.#after.file, now.dict, 'Kids')
    if (as('array', this.#after.file.get(now.dict, 'Kids')) && !field.dict.entries.has('Kids') && after.length > 0)
      return `kids were added to "${field.name}"`
    return list(before, after, 'form field')
  }
}

function flagsOf({ file }: Snapshot, dict: PdfDict): number | null {
  const value = file.get(dict, 'Ff') ?? 0
  return typeof value === 'number' ? value : null
}
