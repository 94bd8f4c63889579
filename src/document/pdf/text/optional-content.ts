// Which optional content (layers) is shown when the file is opened (ISO 32000-2 8.11).
import { as, nameOf, type PdfDict, type PdfValue } from '../objects.ts'
import type { Source } from './source.ts'

const GROUPS = 10_000

export class OptionalContent {
  readonly #source: Source
  /** Object numbers of the groups that are off. */
  readonly #off = new Set<number>()
  readonly #on = new Set<number>()
  readonly #baseIsOff: boolean

  constructor(source: Source, catalog: PdfDict) {
    this.#source = source
    const usual = source.dict(source.dict(catalog, 'OCProperties'), 'D')
    this.#baseIsOff = nameOf(source.get(usual, 'BaseState')) === 'OFF'
    for (const [key, groups] of [['OFF', this.#off] as const, ['ON', this.#on] as const])
      for (const item of source.items(usual, key).slice(0, GROUPS)) groups.add(as('ref', item)?.number ?? -1)
  }

  /** Whether what carries this /OC entry, a group or a membership of groups, is not shown. */
  isHidden(value: PdfValue | undefined): boolean {
    const dict = as('dict', this.#source.resolve(value))
    if (dict === null) return false
    if (nameOf(this.#source.get(dict, 'Type')) !== 'OCMD') return this.#isOff(value)
    const groups = dict.entries.get('OCGs')
    const single = as('dict', this.#source.resolve(groups)) !== null
    const members = single ? [groups] : this.#source.items(dict, 'OCGs').slice(0, GROUPS)
    if (members.length === 0) return false
    const off = members.filter((member) => this.#isOff(member)).length
    // Table 97; visibility expressions (/VE) are not read.
    switch (nameOf(this.#source.get(dict, 'P'))) {
      case 'AllOn':
        return off > 0
      case 'AnyOff':
        return off === 0
      case 'AllOff':
        return off < members.length
      default:
        return off === members.length
    }
  }

  #isOff(value: PdfValue | undefined): boolean {
    const number = as('ref', value)?.number
    if (number === undefined) return false
    return this.#off.has(number) || (this.#baseIsOff && !this.#on.has(number))
  }
}
