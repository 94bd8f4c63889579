// What the strict gate notes while a message is read: each departure by name, with its place and offset.
import type { GateProblem, GateProblemName } from '../facts.ts'
import type { Place } from '../verdict.ts'

/** Kept of one name: the first ones tell enough, and no flood of one kind crowds out another. */
const KEPT_OF_EACH = 3

/** Notes a problem of one entity: offset in its bytes, number of the part ('' for the entity itself), lower-case field name. */
export type Note = (problem: GateProblemName, offset: number, part: string, field?: string) => void

/** The problems of a message and of all messages nested in it. */
export class Problems {
  readonly list: GateProblem[] = []
  readonly #counts = new Map<GateProblemName, number>()

  note(problem: GateProblemName, offset: number, at: Place, field = ''): void {
    const last = this.list.at(-1)
    if (last?.problem === problem && last.offset === offset) return // two checks that saw the same
    const count = this.#counts.get(problem) ?? 0
    this.#counts.set(problem, count + 1)
    if (count < KEPT_OF_EACH) this.list.push({ problem, offset, field, at })
  }
}
