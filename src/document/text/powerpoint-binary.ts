// The text of PowerPoint presentations before 2007 ([MS-PPT]): text atoms within slides, notes, masters and the outline.
import type { TextWhere } from '../../facts.ts'
import { ShapeTexts } from './office-art.ts'
import { SlideOrder } from './powerpoint-order.ts'
import { type CharacterProperties, NO_RUNS, readTextRuns, type TextRuns } from './powerpoint-properties.ts'
import {
  MAIN_MASTER,
  NOTES,
  type PowerPointRecord,
  RecordWalk,
  SLIDE,
  SLIDE_LIST,
  SLIDE_PERSIST,
} from './powerpoint-records.ts'
import { PowerPointStyles, type ResolveStyle, type Sheet } from './powerpoint-styles.ts'
import { PLAIN, type ReadText, type RunStyle, type TextSink } from './sink.ts'

const SHAPE = 0xf004
const SHAPE_TEXT = 0xf00d
const PLACEHOLDER = 0x0bc3
const TEXT_HEADER = 0x0f9f
const TEXT_CHARACTERS = 0x0fa0
const STYLE_TEXT_PROPERTIES = 0x0fa1
const TEXT_BYTES = 0x0fa8
const STRING = 0x0fba
/** Containers whose strings are names for programs: fonts, programmable tags, external objects. */
const NOT_READ = new Set([0x07d5, 0x1388, 0x0409, 0x03f2, 0x040b, 0x0fc8])
/** Comments (PPT 2000), whose strings are words. */
const COMMENT = 0x2ee0
/** Text in a shape that is no placeholder ([MS-PPT] 2.13.33 TextTypeEnum). */
const OTHER = 4
/** Characters of symbol fonts stand apart from the rest of a run. */
const BY_SYMBOLS = /[\uf000-\uf0ff]+|[^\uf000-\uf0ff]+/g

/** Every slide that the stream has, also one that a later edit replaced: what is in the file leaves the office with it. */
export function powerPointText(slides: Buffer): ReadText {
  return (sink) => new PowerPointText(slides, sink).read()
}

class PowerPointText {
  readonly #sink: TextSink
  readonly #styles: PowerPointStyles
  readonly #order: SlideOrder
  readonly #walk: RecordWalk
  #slides = 0
  #outline = 0
  /** What the text stands on, in the outline what it is the outline of. */
  #sheet: Sheet | null = null
  #type = OTHER
  /** A main master; texts of its placeholders are prompts, others stand on each of its slides. */
  #inMaster = false
  /** Whether the shape is a placeholder, which is said ahead of its text ([MS-PPT] 2.7.1). */
  #isPlaceholder = false
  /** WordArt of the slide or the notes, which follows them. */
  readonly #shapes = new ShapeTexts()
  #page: number | null = null
  /** A text whose properties may follow. */
  #text: { text: string; runs: TextRuns } | null = null

  constructor(bytes: Buffer, sink: TextSink) {
    this.#sink = sink
    this.#styles = new PowerPointStyles(bytes)
    this.#order = new SlideOrder(bytes, this.#styles)
    this.#walk = new RecordWalk(bytes, (type) => !NOT_READ.has(type))
  }

  read(): void {
    for (const record of this.#walk.records()) {
      if (record.isContainer) this.#begin(record)
      else this.#atom(record)
      if (this.#sink.full) return
    }
    this.#tell()
    this.#shapes.tell(this.#page, this.#sink)
    if (this.#walk.cut || this.#styles.cut) this.#sink.fail('count-limit')
  }

  #begin({ type, at }: PowerPointRecord): void {
    this.#tell()
    if (type === SLIDE || type === NOTES || type === MAIN_MASTER) this.#sheetBegins(type, at)
    else if (type === COMMENT) this.#sink.block('comment')
    else if (type === SLIDE_LIST) this.#outline = 0
    else if (type === SHAPE) this.#isPlaceholder = false
    this.#type = OTHER
  }

  #sheetBegins(type: number, at: number): void {
    this.#shapes.tell(this.#page, this.#sink)
    this.#inMaster = type === MAIN_MASTER
    this.#sheet = this.#inMaster ? null : this.#styles.sheetAt(at)
    if (type === SLIDE) this.#slides++
    const counted = type === SLIDE && !this.#order.known ? this.#slides : null
    this.#page = this.#inMaster ? null : (this.#order.of(this.#sheet) ?? counted)
    this.#sink.block(type === NOTES ? 'notes' : 'slide', this.#page)
  }

  #atom(record: PowerPointRecord): void {
    const { type, data } = record
    this.#shapes.add(record)
    if (type === PLACEHOLDER) this.#isPlaceholder = true
    if (this.#inMaster && this.#isPrompt) return
    if (type === SLIDE_PERSIST) this.#persist(data)
    else if (type === TEXT_HEADER) this.#header(data)
    else if (type === TEXT_CHARACTERS) this.#begins(data.toString('utf16le'))
    // The low bytes of characters below U+0100 ([MS-PPT] 2.9.43).
    else if (type === TEXT_BYTES) this.#begins(data.toString('latin1'))
    else if (type === STYLE_TEXT_PROPERTIES && this.#text !== null)
      this.#text.runs = readTextRuns(data, this.#text.text.length)
    else if (type === STRING && this.#walk.open.some((each) => each.type === COMMENT)) {
      this.#lines(data.toString('utf16le'), PLAIN)
      this.#sink.line()
    }
  }

  get #isPrompt(): boolean {
    const { open } = this.#walk
    if (!open.some(({ type }) => type === MAIN_MASTER)) return false
    return this.#isPlaceholder || !open.some(({ type }) => type === SHAPE_TEXT)
  }

  /** In the outline the text of each slide or page of notes follows its atom (instance 0 slides, 1 masters, 2 notes). */
  #persist(data: Buffer): void {
    this.#tell()
    const list = this.#walk.open.findLast(({ type }) => type === SLIDE_LIST)
    const where: TextWhere = list?.instance === 2 ? 'notes' : 'slide'
    this.#sheet = data.length < 4 ? null : this.#styles.sheetOf(data.readUInt32LE(0))
    this.#sink.block(where, where === 'slide' ? ++this.#outline : this.#order.of(this.#sheet))
  }

  #header(data: Buffer): void {
    this.#tell()
    this.#type = data.length < 4 ? OTHER : data.readUInt32LE(0)
  }

  #begins(text: string): void {
    this.#tell()
    this.#text = { text, runs: NO_RUNS }
  }

  #tell(): void {
    if (this.#text === null) return
    const { text, runs } = this.#text
    this.#text = null
    const style = this.#styles.on(this.#sheet, this.#type)
    let [level, character] = [0, 0]
    for (let at = 0; at < text.length && !this.#sink.full; ) {
      while ((runs.levels[level]?.end ?? text.length) <= at) level++
      while ((runs.characters[character]?.end ?? text.length) <= at) character++
      const ends = [runs.levels[level]?.end, runs.characters[character]?.end].map((each) => each ?? text.length)
      const end = Math.min(text.length, ...ends)
      this.#segment(text.slice(at, end), style, runs.levels[level]?.value, runs.characters[character]?.value)
      at = end
    }
    this.#sink.line()
  }

  #segment(text: string, style: ResolveStyle, level = 0, own: CharacterProperties = {}): void {
    for (const [part] of text.matchAll(BY_SYMBOLS))
      this.#lines(part, style(level, own, part.charCodeAt(0) >> 8 === 0xf0))
  }

  #lines(text: string, style: RunStyle): void {
    for (const [index, line] of text.split(/[\r\v]/).entries()) {
      if (index > 0) this.#sink.line()
      this.#sink.run(line.replace(/[\x00-\x08\x0a-\x1f]/g, ''), style)
    }
  }
}
