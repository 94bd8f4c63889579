// Signature fields that came after a signature: which may be there, and what their widgets may show (checklist step 20).
import { Covered } from './covered.ts'
import { isSigned } from './fields.ts'
import type { FormField } from './form.ts'
import { as, nameOf, type PdfValue } from './objects.ts'
import type { Page } from './pages.ts'
import type { Permissions } from './permissions.ts'
import { itemsOf, type Snapshot } from './snapshot.ts'
import { rectangleIn } from './text/matrix.ts'

/** What is known of the signatures of the newest revision, by the name of their field. */
export type Opinions = ReadonlyMap<string, Opinion>

export interface Opinion {
  verified: boolean
  /** The certificate leads to a root of the site, be it out of date or without revocation data. */
  anchored: boolean
}

/** Largest part of its page that a new widget may take: a seal or a signature block, and nothing like a page. */
const PAGE_SHARE = 0.25
/** US Letter in points, which readers assume for a page without a size. */
const LETTER = 612 * 792

/** Decides about every field that the newest revision has and the signed one has not. */
export class NewSignatures {
  /** Object numbers of fields and widgets that may be there. */
  readonly accepted = new Set<number>()
  readonly changes: string[] = []
  /** What the pictures of the new signatures cover. */
  readonly notes: string[] = []
  readonly #after: Snapshot
  readonly #permissions: Permissions
  readonly #opinions: Opinions
  /** Whether a stranger's visible signature must not stand beside the one that is judged. */
  readonly #strict: boolean
  readonly #shown: Map<number, { page: Page; index: number }[]>

  constructor(after: Snapshot, permissions: Permissions, opinions: Opinions, strict: boolean) {
    this.#after = after
    this.#permissions = permissions
    this.#opinions = opinions
    this.#strict = strict
    this.#shown = annotationsByNumber(after)
  }

  /** Why a new field must not be there, as a phrase; null when all may. */
  check(before: Snapshot): string | null {
    const added = [...this.#after.fields.values()].filter(({ number }) => !before.fields.has(number!))
    for (const field of added) {
      const wrong = this.#field(field, before)
      if (wrong) return wrong
      this.accepted.add(field.number!)
    }
    return null
  }

  #field(field: FormField, before: Snapshot): string | null {
    const { owner, name, dict } = field
    if (!owner || (owner.number !== null && before.fields.has(owner.number))) return `a widget was added to "${name}"`
    if (owner === field && before.names.has(name)) return `a second field named "${name}" was added`
    if (dict.entries.has('A') || dict.entries.has('AA')) return `the new field "${name}" has an action`
    if (owner.type === null && owner.value === null) return this.#group(owner)
    if (owner.type !== 'Sig') return `the form field "${name}" was added`
    return isSigned(owner) ? this.#signed(field, owner) : this.#empty(field)
  }

  /** A node that only gives the first part of names to the new signature fields below it. */
  #group({ name, dict }: FormField): string | null {
    const visible = dict.entries.has('Subtype') || dict.entries.has('AP')
    return visible ? `the new field "${name}" has a widget and no type` : null
  }

  #empty({ name, dict }: FormField): string | null {
    if (this.#permissions.level === 1) return `the field "${name}" was added, which the certification does not allow`
    if (dict.entries.has('AP') || dict.entries.has('MK')) return `the new field "${name}" is visible and not signed`
    this.changes.push(`empty signature field "${name}" added`)
    return null
  }

  #signed(field: FormField, owner: FormField): string | null {
    const timestamp = isTimestamp(this.#after, owner.value)
    const { name, dict } = field
    const places = this.#shown.get(field.number!) ?? []
    const area = places.length > 0 ? areaOf(this.#after, dict.entries.get('Rect')) : 0
    if (places.length > 0 && nameOf(dict.entries.get('Subtype')) !== 'Widget') return `"${name}" is shown as no widget`
    if (this.#permissions.level === 1 && (!timestamp || area !== 0))
      return `"${name}" was signed after a certification that allows no change`
    if (field === owner) this.changes.push(`${timestamp ? 'document timestamp' : 'signature'} "${name}" added`)
    return area === 0 ? null : this.#visible(field, owner, area, places)
  }

  #visible(
    { name, dict }: FormField,
    owner: FormField,
    area: number | null,
    places: { page: Page; index: number }[],
  ): string | null {
    const opinion = this.#opinions.get(owner.name)
    if (!opinion?.verified) return `the visible signature field "${name}" holds no signature that verifies`
    if (this.#strict && !opinion.anchored) return `the visible signature field "${name}" is a stranger's`
    if (area === null || places.length !== 1) return `the visible signature field "${name}" has no proper place`
    const [{ page, index }] = places as [{ page: Page; index: number }]
    const size = areaOf(this.#after, page.mediaBox) || LETTER
    if (area > size * PAGE_SHARE) return `the visible signature field "${name}" covers much of its page`
    this.changes.push(`"${name}" is visible on page ${index}`)
    const rectangle = rectangleIn(this.#after.file, dict.entries.get('Rect'))
    if (rectangle !== null) this.notes.push(...Covered.of(this.#after).notes(name, rectangle, page, index))
    return null
  }
}

/** A document timestamp (12.8.5) by what it says of itself. */
function isTimestamp({ file }: Snapshot, value: PdfValue): boolean {
  const dict = as('dict', value)
  return dict !== null && nameOf(file.get(dict, 'SubFilter')) === 'ETSI.RFC3161'
}

/** Which pages, counted from 1, show an annotation. */
function annotationsByNumber({ file, pages }: Snapshot): Map<number, { page: Page; index: number }[]> {
  const shown = new Map<number, { page: Page; index: number }[]>()
  let index = pages.size
  for (const page of pages.values()) {
    for (const item of itemsOf(file, page.dict, 'Annots')) {
      file.budget.steps(1)
      const number = as('ref', item)?.number
      if (number !== undefined) shown.set(number, [...(shown.get(number) ?? []), { page, index }])
    }
    index--
  }
  return shown
}

/** Area of a rectangle (7.9.5) in square units; null when it is none. */
export function areaOf({ file }: { file: Snapshot['file'] }, value: PdfValue | undefined): number | null {
  const sides = as('array', file.resolve(value))?.items.map((item) => numberIn(file.resolve(item))) ?? []
  const [left, bottom, right, top] = sides
  if (sides.length !== 4 || left == null || bottom == null || right == null || top == null) return null
  return Math.abs((right - left) * (top - bottom))
}

function numberIn(value: PdfValue): number | null {
  return typeof value === 'number' ? value : (as('real', value)?.value ?? null)
}
