// Compares what can be reached from the same place in two revisions of a PDF, on a work list and never by recursion.
import type { PdfFile } from './file.ts'
import { as, type PdfDict, PdfError, type PdfRef, type PdfStream, type PdfValue } from './objects.ts'

interface Pair {
  before: PdfValue
  after: PdfValue
  /** What is compared, for the message. */
  place: string
  /** The key that holds the two. */
  key: string
}

/**
 * Objects that are compared by whoever knows what may change in them. A page may be led to from anywhere; a form field
 * only as one, by the keys below; the Catalog and AcroForm by nobody else. Led to in another way (a field that is also the
 * page's list of XObjects, made so before signing) they must stay the same.
 */
export type Roles = ReadonlyMap<number, 'page' | 'field' | 'single'>

const OF_FIELDS = new Set(['Parent', 'Kids', 'Annots', 'Fields', 'Obj', 'CO', 'T', 'IRT', 'Popup'])

type Tagged = Exclude<PdfValue, null | boolean | number>

/**
 * Everything that is put in with `same` must be the same before and after, however deep. References must be to the
 * same number. Objects with a role of their own (pages, fields ...) are left to whoever knows what may change in them.
 */
export class Comparison {
  readonly before: PdfFile
  readonly after: PdfFile
  readonly #roles: Roles
  readonly #seen = new Set<number | string>()
  readonly #work: Pair[] = []

  constructor(before: PdfFile, after: PdfFile, roles: Roles) {
    this.before = before
    this.after = after
    this.#roles = roles
  }

  /** `key` is that of the dictionary which holds the two. */
  same(before: PdfValue | undefined, after: PdfValue | undefined, place: string, key = ''): void {
    this.#work.push({ before: before ?? null, after: after ?? null, place, key })
  }

  /** Every entry of two dictionaries but those named must be the same. */
  sameBut(before: PdfDict, after: PdfDict, but: ReadonlySet<string>, place: string): void {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()]))
      if (!but.has(key)) this.same(before.entries.get(key), after.entries.get(key), `${place} /${key}`, key)
  }

  /** Where the first difference is; null when all is the same. */
  difference(): string | null {
    for (let pair = this.#work.pop(); pair; pair = this.#work.pop()) {
      this.after.budget.steps(1)
      if (!this.#step(pair)) return pair.place
    }
    return null
  }

  /** Whether two values are the same, apart from all else that is compared. */
  equal(before: PdfValue | undefined, after: PdfValue | undefined): boolean {
    const apart = new Comparison(this.before, this.after, this.#roles)
    apart.same(before, after, '')
    return apart.difference() === null
  }

  #step(pair: Pair): boolean {
    const [one, other] = [as('ref', pair.before), as('ref', pair.after)]
    if (one && other) return this.#references(one, other, pair)
    // A writer may put into an object of its own what stood in place, and the other way round.
    if (one || other) {
      if (this.#roles.has((one ?? other)!.number)) return false
      const before = one ? this.before.resolve(one) : pair.before
      return this.#values({ ...pair, before, after: other ? this.after.resolve(other) : pair.after })
    }
    return this.#values(pair)
  }

  #references(before: PdfRef, after: PdfRef, pair: Pair): boolean {
    const { number, generation } = before
    if (number !== after.number || generation !== after.generation) return false
    const role = this.#roles.get(number)
    if (role === 'page' || (role === 'field' && OF_FIELDS.has(pair.key))) return true
    // With the generation: a reference with a wrong one leads to nothing and must not hide the object from others.
    const id = generation === 0 ? number : `${number} ${generation}`
    if (this.#seen.has(id)) return true
    this.#seen.add(id)
    const old = this.before.object(number, generation)
    try {
      return this.#values({ ...pair, before: old, after: this.after.object(number, generation) })
    } catch (error) {
      // Readable when it was signed and not any more: an update did that.
      if (error instanceof PdfError && error.reason === 'damaged') return false
      throw error
    }
  }

  #values(pair: Pair): boolean {
    const { before, after } = pair
    if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null)
      return numberOf(before) === numberOf(after)
    // The same object of the same place in the file: only what it refers to can differ.
    if (before === after) return this.#follow(before, pair.place)
    if (before.type !== after.type) return false
    return this.#tagged(before, after, pair)
  }

  #tagged(before: Tagged, after: Tagged, pair: Pair): boolean {
    if (before.type === 'name') return before.name === as('name', after)?.name
    if (before.type === 'real') return before.value === as('real', after)?.value
    if (before.type === 'string') return before.bytes.equals(as('string', after)!.bytes)
    if (before.type === 'array') return this.#arrays(before.items, as('array', after)!.items, pair)
    if (before.type === 'dict') return this.#dictionaries(before, as('dict', after)!, pair.place)
    if (before.type === 'stream') return this.#streams(before, as('stream', after)!, pair.place)
    return this.#step({ ...pair, before, after })
  }

  #arrays(before: PdfValue[], after: PdfValue[], { place, key }: Pair): boolean {
    if (before.length !== after.length) return false
    for (const [index, value] of before.entries()) this.same(value, after[index], place, key)
    return true
  }

  #dictionaries(before: PdfDict, after: PdfDict, place: string): boolean {
    if (before.shadowed.length > 0 || after.shadowed.length > 0) return false
    for (const [key, value] of before.entries) this.same(value, after.entries.get(key), place, key)
    for (const [key, value] of after.entries) if (!before.entries.has(key)) this.same(null, value, place, key)
    return true
  }

  #streams(before: PdfStream, after: PdfStream, place: string): boolean {
    if (before.start === after.start) return this.#dictionaries(before.dict, after.dict, place)
    if (!this.before.rawStream(before).equals(this.after.rawStream(after))) return false
    return this.#dictionaries(before.dict, after.dict, place)
  }

  /** Puts in what an unchanged object refers to. */
  #follow(value: Tagged, place: string): boolean {
    for (const { ref, key } of this.after.store.references(value)) this.same(ref, ref, place, key)
    return true
  }
}

/** A number by its value, however it is written; any other simple value as it is. */
function numberOf(value: PdfValue): PdfValue {
  return as('real', value)?.value ?? value
}
