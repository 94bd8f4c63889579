// Which number in the show the slides of a presentation before 2007 have, and whose the speaker notes are ([MS-PPT] 2.4.14, 2.5.12).
import { DOCUMENT, NOTES, RecordWalk, SLIDE_LIST, SLIDE_PERSIST } from './powerpoint-records.ts'
import type { PowerPointStyles, Sheet } from './powerpoint-styles.ts'

const NOTES_ATOM = 0x03f1
const ENTERED = new Set([DOCUMENT, NOTES, SLIDE_LIST])
/** SlideListWithTextContainer of presentation slides. */
const SLIDES = 0
const NUMBERS_KEPT = 20_000

export class SlideOrder {
  readonly #styles: PowerPointStyles
  /** In the order of the show. */
  #slides: { persistId: number; slideId: number }[] = []
  readonly #notes = new Map<Sheet, number>()
  readonly #bySheet = new Map<Sheet, number>()
  readonly #byId = new Map<number, { number: number; sheet: Sheet | null }>()

  constructor(bytes: Buffer, styles: PowerPointStyles) {
    this.#styles = styles
    const walk = new RecordWalk(bytes, (type) => ENTERED.has(type))
    let notes: Sheet | null = null
    for (const { type, instance, at, isContainer, data } of walk.records()) {
      const parent = walk.open.at(-1)
      if (type === NOTES && isContainer) notes = styles.sheetAt(at)
      // A later edit of the document has the list anew.
      else if (type === SLIDE_LIST && isContainer && instance === SLIDES) this.#slides = []
      else if (type === SLIDE_PERSIST && parent?.type === SLIDE_LIST && parent.instance === SLIDES) this.#add(data)
      else if (type === NOTES_ATOM && parent?.type === NOTES && notes !== null && data.length >= 4)
        this.#notes.set(notes, data.readUInt32LE(0))
    }
    this.#number()
  }

  /** The list of slides is known, so that a slide without a number is none of the show. */
  get known(): boolean {
    return this.#bySheet.size > 0
  }

  /** Of a slide or of a page of notes; null when the file does not say. */
  of(sheet: Sheet | null): number | null {
    if (sheet === null) return null
    const id = this.#notes.get(sheet)
    return (id === undefined ? this.#bySheet.get(sheet) : this.#byId.get(id)?.number) ?? null
  }

  /** SlidePersistAtom: persistIdRef first, slideId behind flags and a count of texts. */
  #add(data: Buffer): void {
    if (data.length >= 16 && this.#slides.length < NUMBERS_KEPT)
      this.#slides.push({ persistId: data.readUInt32LE(0), slideId: data.readUInt32LE(12) })
  }

  #number(): void {
    for (const [index, { persistId, slideId }] of this.#slides.entries()) {
      const sheet = this.#styles.sheetOf(persistId)
      this.#byId.set(slideId, { number: index + 1, sheet })
      if (sheet !== null) this.#bySheet.set(sheet, index + 1)
    }
    for (const [notes, id] of this.#notes) notes.hidden ||= this.#byId.get(id)?.sheet?.hidden ?? false
  }
}
