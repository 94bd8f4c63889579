// What a field of RTF shows of its code (RTF 1.9.1, Fields, Form Fields): words of formulas and buttons, the entry of a drop-down list.
import { wordsOfField } from './field-words.ts'

const LONGEST_CODE = 10_000
/** Entries of a drop-down list. */
const CHOICES_KEPT = 100
/** `\ffres25`: nothing was chosen. */
const NOT_CHOSEN = 25
/** Destinations of form fields that are not shown in their place. */
const NOT_SHOWN = new Set('ffname ffdeftext ffformat ffhelptext ffstattext ffentrymcr ffexitmcr'.split(' '))

export class RtfField {
  #code = ''
  #choices: string[] = []
  #chosen = 0

  begin(): void {
    this.#code = ''
    this.#choices = []
    this.#chosen = 0
  }

  code(text: string): void {
    if (this.#code.length < LONGEST_CODE) this.#code += text
  }

  /** A control word of form fields; gives what the text behind it is, null where it says nothing of that. */
  word(name: string, parameter: number): 'choice' | 'none' | null {
    if (name === 'ffl' && this.#choices.length < CHOICES_KEPT) this.#choices.push('')
    else if (name === 'ffdefres' || (name === 'ffres' && parameter !== NOT_CHOSEN)) this.#chosen = parameter
    if (name === 'ffl') return 'choice'
    return NOT_SHOWN.has(name) ? 'none' : null
  }

  choice(text: string): void {
    const last = this.#choices.length - 1
    if (last >= 0 && this.#choices[last]!.length < LONGEST_CODE) this.#choices[last] += text
  }

  /** What the page shows, when the code has ended. */
  words(): string {
    return wordsOfField(this.#code) || (this.#choices[this.#chosen] ?? '')
  }
}
