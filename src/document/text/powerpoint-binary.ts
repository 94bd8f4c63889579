// The text of PowerPoint presentations before 2007 ([MS-PPT]): text atoms within slides, notes, masters and the outline.
import type { TextWhere } from '../../facts.ts'
import { PLAIN, type ReadText, type TextSink } from './sink.ts'

const RECORDS_READ = 1_000_000
const DEPTH = 40
const SLIDE = 0x03ee
const NOTES = 0x03f0
const SLIDE_PERSIST = 0x03f3
const SLIDE_LIST = 0x0ff0
const TEXT_CHARACTERS = 0x0fa0
const TEXT_BYTES = 0x0fa8
const STRING = 0x0fba
/** Containers whose strings are names for programs: fonts, programmable tags, external objects. */
const NOT_READ = new Set([0x07d5, 0x1388, 0x0409, 0x03f2, 0x03f8, 0x040b, 0x0fc8])
/** Comments (PPT 2000), whose strings are words. */
const COMMENT = 0x2ee0

/** Every slide that the stream has, also one that a later edit replaced: what is in the file leaves the office with it. */
export function powerPointText(slides: Buffer): ReadText {
  return (sink) => new PowerPointText(slides, sink).read()
}

class PowerPointText {
  readonly #bytes: Buffer
  readonly #sink: TextSink
  #slides = 0
  #outline = 0
  /** Ends of the open containers, with what they are. */
  readonly #open: { end: number; type: number; instance: number }[] = []

  constructor(bytes: Buffer, sink: TextSink) {
    this.#bytes = bytes
    this.#sink = sink
  }

  read(): void {
    const bytes = this.#bytes
    let at = 0
    for (let read = 0; at + 8 <= bytes.length && !this.#sink.full; read++) {
      if (read >= RECORDS_READ) {
        this.#sink.fail('count-limit')
        return
      }
      while (this.#open.length > 0 && at >= this.#open.at(-1)!.end) this.#open.pop()
      const head = bytes.readUInt16LE(at)
      const type = bytes.readUInt16LE(at + 2)
      const end = at + 8 + bytes.readUInt32LE(at + 4)
      const isContainer = (head & 0xf) === 0xf
      if (isContainer && !NOT_READ.has(type) && this.#open.length < DEPTH) {
        this.#begin(type, head >> 4, end)
        at += 8
      } else {
        if (!isContainer) this.#atom(type, bytes.subarray(at + 8, end))
        at = end
      }
    }
  }

  #begin(type: number, instance: number, end: number): void {
    this.#open.push({ end, type, instance })
    if (type === SLIDE) this.#sink.block('slide', ++this.#slides)
    else if (type === NOTES) this.#sink.block('notes')
    else if (type === COMMENT) this.#sink.block('comment')
    else if (type === SLIDE_LIST) this.#outline = 0
  }

  #atom(type: number, data: Buffer): void {
    if (type === SLIDE_PERSIST) this.#persist()
    else if (type === TEXT_CHARACTERS) this.#text(data.toString('utf16le'))
    // The low bytes of characters below U+0100 ([MS-PPT] 2.9.43).
    else if (type === TEXT_BYTES) this.#text(data.toString('latin1'))
    else if (type === STRING && this.#open.some((each) => each.type === COMMENT)) this.#text(data.toString('utf16le'))
  }

  /** In the outline the text of each slide or page of notes follows its atom (instance 0 slides, 1 masters, 2 notes). */
  #persist(): void {
    const list = this.#open.findLast(({ type }) => type === SLIDE_LIST)
    const where: TextWhere = list?.instance === 2 ? 'notes' : 'slide'
    this.#sink.block(where, where === 'slide' ? ++this.#outline : null)
  }

  #text(text: string): void {
    for (const line of text.split(/[\r\v]/)) {
      this.#sink.run(line.replace(/[\x00-\x08\x0a-\x1f]/g, ''), PLAIN)
      this.#sink.line()
    }
  }
}
