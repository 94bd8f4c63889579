// Drop-down form fields of WordprocessingML (ECMA-376 part 1, 17.16.9): the entry that the page shows, which no run holds.
import { type Attributes, attribute } from '../xml-stream.ts'

const ENTRIES_KEPT = 100

export class DropDown {
  #entries: string[] = []
  #chosen: number | null = null
  #default = 0
  #open = false

  open(name: string, attributes: Attributes): void {
    const value = attribute(attributes, 'val') ?? ''
    if (name === 'ddList') {
      this.clear()
      this.#open = true
    } else if (!this.#open) return
    else if (name === 'result') this.#chosen = Number(value)
    else if (name === 'default') this.#default = Number(value)
    else if (name === 'listEntry' && this.#entries.length < ENTRIES_KEPT) this.#entries.push(value)
  }

  /** Words that stand in the field are its result. */
  clear(): void {
    if (!this.#open) return
    this.#entries = []
    this.#chosen = null
    this.#default = 0
    this.#open = false
  }

  /** Ends the field. */
  shown(): string {
    const words = this.#entries[this.#chosen ?? this.#default] ?? ''
    this.clear()
    return words
  }
}
