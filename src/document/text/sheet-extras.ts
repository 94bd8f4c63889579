// What a sheet shows beside its values (ECMA-376 part 1, 18.3.1): words of conditional formats, messages of data validation.
import { type Attributes, attribute } from '../xml-stream.ts'
import type { SheetStyles } from './sheet-model.ts'
import { PLAIN, type TextSink } from './sink.ts'

/** What is said of a cell that is chosen or filled in wrongly (18.3.1.32). */
const MESSAGES = ['promptTitle', 'prompt', 'errorTitle', 'error']
const KEPT = 1000

export class SheetExtras {
  readonly #changes = new Set<number>()
  readonly #messages = new Set<string>()

  /** A `cfRule` or a `dataValidation`. */
  open(name: string, attributes: Attributes): void {
    if (name === 'cfRule') {
      const index = Number(attribute(attributes, 'dxfId') ?? Number.NaN)
      if (this.#changes.size < KEPT) this.#changes.add(index)
      return
    }
    for (const key of MESSAGES) {
      const message = attribute(attributes, key) ?? ''
      if (message !== '' && this.#messages.size < KEPT) this.#messages.add(message)
    }
  }

  /** Behind the rows of the sheet. */
  tell(styles: SheetStyles, hidden: boolean, sink: TextSink): void {
    const style = { ...PLAIN, hidden }
    for (const words of styles.changedWords(this.#changes)) {
      sink.run(words, style)
      sink.line()
    }
    for (const message of this.#messages) {
      sink.block('comment')
      // Line ends are written as `_x000a_` or as they are.
      for (const line of message.split(/_x000[aAdD]_|[\r\n]/)) {
        sink.run(line, style)
        sink.line()
      }
    }
  }
}
