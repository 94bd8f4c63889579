// Compares what can be reached from the same place in two revisions of a PDF, on a work list and never by recursion.
import type { PdfFile } from './file.ts'
import { as, type PdfDict, PdfError, type PdfRef, type PdfStream, type PdfValue } from './objects.ts'

interface Pair {
  before: PdfValue
  after: PdfValue
  /** What is compared, for the message. */
  place: string
}

type Tagged = Exclude<PdfValue, null | boolean | number>

/**
 * Everything that is put in with `same` must be the same before and after, however deep. References must be to the
 * same number. Objects with a role of their own (pages, fields ...) are left to whoever knows what may change in them.
 */
export class Comparison {
  readonly before: PdfFile
  readonly after: PdfFile
  readonly #roles: ReadonlySet<number>
  readonly #seen = new Set<number | string>()
  readonly #work: Pair[] = []

  constructor(before: PdfFile, after: PdfFile, roles: ReadonlySet<number>) {
    this.before = before
    this.after = after
    this.#roles = roles
  }

  same(before: PdfValue | undefined, after: PdfValue | undefined, place: string): void {
    this.#work.push({ before: before ?? null, after: after ?? null, place })
  }

  /** Every entry of two dictionaries but those named must be the same. */
  sameBut(before: PdfDict, after: PdfDict, but: ReadonlySet<string>, place: string): void {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()]))
      if (!but.has(key)) this.same(before.entries.get(key), after.entries.get(key), `${place} /${key}`)
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
    const apart = new Comparison(this.before, this.after, new Set())
    apart.same(before, after, '')
    return apart.difference() === null
  }

  #step({ before, after, place }: Pair): boolean {
    const [one, other] = [as('ref', before), as('ref', after)]
    if (one && other) return this.#references(one, other, place)
    // A writer may put into an object of its own what stood in place, and the other way round.
    if (one || other) {
      if (this.#roles.has((one ?? other)!.number)) return false
      return this.#values(one ? this.before.resolve(one) : before, other ? this.after.resolve(other) : after, place)
    }
    return this.#values(before, after, place)
  }

  #references(before: PdfRef, after: PdfRef, place: string): boolean {
    const { number, generation } = before
    if (number !== after.number || generation !== after.generation) return false
    if (this.#roles.has(number)) return true
    // With the generation: a reference with a wrong one leads to nothing and must not hide the object from others.
    const key = generation === 0 ? number : `${number} ${generation}`
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    const old = this.before.object(number, generation)
    try {
      return this.#values(old, this.after.object(number, generation), place)
    } catch (error) {
      // Readable when it was signed and not any more: an update did that.
      if (error instanceof PdfError && error.reason === 'damaged') return false
      throw error
    }
  }

  #values(before: PdfValue, after: PdfValue, place: string): boolean {
    if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null)
      return numberOf(before) === numberOf(after)
    // The same object of the same place in the file: only what it refers to can differ.
    if (before === after) return this.#follow(before, place)
    if (before.type !== after.type) return false
    return this.#tagged(before, after, place)
  }

  #tagged(before: Tagged, after: Tagged, place: string): boolean {
    if (before.type === 'name') return before.name === as('name', after)?.name
    if (before.type === 'real') return before.value === as('real', after)?.value
    if (before.type === 'string') return before.bytes.equals(as('string', after)!.bytes)
    if (before.type === 'array') return this.#arrays(before.items, as('array', after)!.items, place)
    if (before.type === 'dict') return this.#dictionaries(before, as('dict', after)!, place)
    if (before.type === 'stream') return this.#streams(before, as('stream', after)!, place)
    return this.#step({ before, after, place })
  }

  #arrays(before: PdfValue[], after: PdfValue[], place: string): boolean {
    if (before.length !== after.length) return false
    for (const [index, value] of before.entries()) this.same(value, after[index], place)
    return true
  }

  #dictionaries(before: PdfDict, after: PdfDict, place: string): boolean {
    if (before.shadowed.length > 0 || after.shadowed.length > 0) return false
    for (const [key, value] of before.entries) this.same(value, after.entries.get(key), place)
    for (const [key, value] of after.entries) if (!before.entries.has(key)) this.same(null, value, place)
    return true
  }

  #streams(before: PdfStream, after: PdfStream, place: string): boolean {
    if (before.start === after.start) return this.#dictionaries(before.dict, after.dict, place)
    if (!this.before.rawStream(before).equals(this.after.rawStream(after))) return false
    return this.#dictionaries(before.dict, after.dict, place)
  }

  /** Puts in what an unchanged object refers to. */
  #follow(value: Tagged, place: string): boolean {
    for (const ref of this.after.store.references(value)) this.#work.push({ before: ref, after: ref, place })
    return true
  }
}

/** A number by its value, however it is written; any other simple value as it is. */
function numberOf(value: PdfValue): PdfValue {
  return as('real', value)?.value ?? value
}
