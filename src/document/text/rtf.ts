// The text of RTF (RTF 1.9.1) with its fonts and colours: body, headers, notes, comments, shapes, properties.
import type { TextWhere } from '../../facts.ts'
import { type RtfHandler, readRtfTokens } from '../rtf-tokens.ts'
import { Recordings } from './recorded.ts'
import { RtfField } from './rtf-field.ts'
import { RtfLists } from './rtf-lists.ts'
import { decoderOf, RtfColours, RtfFonts } from './rtf-tables.ts'
import { APART, HIDDEN, SHAPE_WORDS, SIGNS, STARRED } from './rtf-words.ts'
import { PLAIN, type ReadText, type RunStyle, type TextSink } from './sink.ts'

export function rtfText(bytes: Buffer): ReadText {
  return (sink) => {
    const text = new RtfText(sink)
    sink.block('body')
    readRtfTokens(bytes, text, () => sink.full)
    text.end()
  }
}

/** What the text of a group is. */
type Place =
  | 'text'
  | 'none'
  | 'font'
  | 'colour'
  | 'property-name'
  | 'property-value'
  | 'own-name'
  | 'field-code'
  | 'choice'
  | 'lists'
  | 'level'
  | 'label'
/** Destinations whose text is kept for a place. */
const PLACES: Record<string, Place> = {
  ...{ fonttbl: 'font', colortbl: 'colour', listtable: 'lists', listoverridetable: 'lists', leveltext: 'level' },
  ...{ listtext: 'label', pntext: 'label', pntxtb: 'label', pntxta: 'label' },
}

interface State {
  place: Place
  font: number
  colour: number
  hidden: boolean
  /** Characters to leave out after `\u` (`\uc`). */
  skip: number
  /** This group began a recording, which ends with it. */
  records: boolean
  /** What the text around `\upr` is, which its second half, in Unicode, stands for. */
  around: Place
}

const NOT_ASCII = /[^\x00-\x7f]/
/** Groups within groups; what is deeper is read as if it stood at this depth. */
const DEEPEST = 1000

class RtfText implements RtfHandler {
  readonly #sink: TextSink
  readonly #apart = new Recordings()
  readonly #fonts = new RtfFonts()
  readonly #colours = new RtfColours()
  readonly #lists = new RtfLists()
  readonly #open: State[] = []
  #state: State = { place: 'text', font: -1, colour: 0, hidden: false, skip: 1, records: false, around: 'text' }
  #default = -1
  #page = new TextDecoder('windows-1252')
  #starred = false
  /** Characters that stand for one that `\u` gave already. */
  #substitutes = 0
  /** Bytes of a code page, not decoded yet: two may make one character. */
  #bytes: number[] = []
  #property = ''
  readonly #field = new RtfField()
  /** Name of a property of the user's own, whose value follows. */
  #ownName = ''
  #value = ''

  constructor(sink: TextSink) {
    this.#sink = sink
  }

  end(): void {
    this.#flush()
    this.#apart.tell(this.#sink)
  }

  open(): void {
    this.#flush()
    if (this.#open.length < DEEPEST) this.#open.push({ ...this.#state })
    this.#state.records = false
    this.#substitutes = 0
    this.#starred = false
  }

  close(): void {
    this.#flush()
    const { place, records } = this.#state
    if (place === 'property-value') this.#endShapeProperty()
    if (records) this.#apart.end()
    this.#state = this.#open.pop() ?? this.#state
    this.#substitutes = 0
    if (place === 'field-code' && this.#state.place === 'text') this.#run(this.#field.words())
    if (place === 'label' && this.#state.place === 'text') this.#run(this.#lists.written())
  }

  #endShapeProperty(): void {
    const name = this.#property.trim()
    if (Object.hasOwn(SHAPE_WORDS, name)) this.#apart.add(SHAPE_WORDS[name]!, this.#value, PLAIN)
    this.#value = ''
  }

  symbol(sign: string): void {
    if (sign === '*') this.#starred = true
    else if (sign === '~') this.#write(' ')
    else if (sign === '_') this.#write('-')
    // In fonts of TCVN 5712 it is the letter ư.
    else if (sign === '-') this.#write('\u00ad')
    else if (sign === '\r' || sign === '\n') this.#line()
  }

  word(name: string, parameter: number | null): void {
    const starred = this.#starred
    this.#starred = false
    const state = this.#state
    if (starred && !STARRED.has(name) && name !== 'shppict') state.place = 'none'
    else if (Object.hasOwn(APART, name)) this.#begin(APART[name]!, name)
    else if (name === 'propname') this.#beginOwnName()
    else if (name === 'fldinst') this.#beginField()
    else if (HIDDEN.has(name)) this.#set('none')
    else if (Object.hasOwn(PLACES, name)) this.#set(PLACES[name]!)
    else if (name === 'upr') this.#beginPair()
    else if (name === 'ud') this.#set(state.around)
    else if (name.startsWith('ff')) this.#fieldWord(name, parameter ?? 0)
    else if (name === 'sn' || name === 'sv') this.#shapeProperty(name)
    else if (state.place === 'font') this.#fonts.word(name, parameter ?? 0)
    else if (state.place === 'colour') this.#colours.word(name, parameter ?? 0)
    else if (state.place === 'lists') this.#lists.word(name, parameter ?? 0)
    else this.#textWord(name, parameter)
  }

  #set(place: Place): void {
    this.#flush()
    this.#state.place = place
  }

  #begin(where: TextWhere, word: string): void {
    this.#flush()
    const name = word === 'staticval' ? this.#ownName.trim() : word
    this.#apart.begin(where, where === 'property' ? name : null)
    this.#state.records = true
    this.#state.place = 'text'
  }

  /** The same text in a code page and in Unicode, `{\upr{...}{\*\ud{...}}}`: the second one is read. */
  #beginPair(): void {
    this.#state.around = this.#state.place
    this.#set('none')
  }

  #beginOwnName(): void {
    this.#set('own-name')
    this.#ownName = ''
  }

  #beginField(): void {
    this.#set('field-code')
    this.#field.begin()
  }

  #fieldWord(name: string, parameter: number): void {
    const place = this.#field.word(name, parameter)
    if (place !== null) this.#set(place)
  }

  #shapeProperty(name: string): void {
    this.#flush()
    if (name === 'sn') this.#property = ''
    this.#state.place = name === 'sn' ? 'property-name' : 'property-value'
  }

  #textWord(name: string, parameter: number | null): void {
    const state = this.#state
    if (name === 'u' && parameter !== null) {
      this.#write(String.fromCharCode(parameter & 0xffff), true)
      this.#substitutes = state.skip
    } else if (name === 'uc') state.skip = Math.min(Math.max(parameter ?? 1, 0), 10)
    else if (name === 'par' || name === 'line' || name === 'row' || name === 'nestrow') this.#line()
    else if (name === 'cell' || name === 'nestcell') this.#write('\t')
    else if (name === 'page' || name === 'sect') this.#newPage()
    else if (Object.hasOwn(SIGNS, name)) this.#write(SIGNS[name]!)
    else this.#formatWord(name, parameter)
  }

  #formatWord(name: string, parameter: number | null): void {
    const state = this.#state
    if (name === 'f' || name === 'cf' || name === 'v' || name === 'deleted' || name === 'plain') this.#flush()
    if (name === 'pard' || name === 'ls' || name === 'ilvl') {
      if (state.place === 'text') this.#lists.property(name, parameter ?? 0)
    } else if (name === 'f') state.font = parameter ?? 0
    else if (name === 'cf') state.colour = parameter ?? 0
    else if (name === 'v' || name === 'deleted') state.hidden = parameter !== 0
    else if (name === 'plain') Object.assign(state, { font: this.#default, colour: 0, hidden: false })
    else if (name === 'deff') state.font = this.#default = parameter ?? 0
    else if (name === 'ansicpg')
      this.#page =
        decoderOf(parameter === 65001 ? 'utf-8' : parameter === 932 ? 'shift_jis' : `windows-${parameter}`) ??
        this.#page
  }

  byte(byte: number): void {
    if (this.#substitutes > 0) this.#substitutes--
    else if (isSet(this.#state.place)) this.#bytes.push(byte)
    else this.#write(String.fromCharCode(byte))
  }

  text(text: string): void {
    // Bytes above ASCII that stand there as they are, which the grammar allows within a code page.
    if (isSet(this.#state.place) && NOT_ASCII.test(text))
      for (const byte of Buffer.from(text, 'latin1')) this.byte(byte)
    else this.#write(text)
  }

  #write(text: string, whole = false): void {
    if (!whole && this.#substitutes > 0) {
      const left = text.slice(this.#substitutes)
      this.#substitutes = Math.max(0, this.#substitutes - text.length)
      if (left === '') return
      this.#write(left)
      return
    }
    this.#flush()
    const { place } = this.#state
    if (isSet(place)) this.#run(text)
    else if (place === 'font') this.#fonts.text(text, this.#page)
    else if (place === 'colour') this.#colours.text(text)
    else if (place === 'level') this.#lists.text(text)
    else if (place === 'choice') this.#field.choice(text)
    else if (place === 'property-name') this.#property += text
    else if (place === 'own-name') this.#ownName += text
    else if (place === 'field-code') this.#field.code(text)
    else if (place === 'property-value' && Object.hasOwn(SHAPE_WORDS, this.#property.trim())) this.#value += text
  }

  #run(text: string): void {
    const { font, colour, hidden, place } = this.#state
    if (text === '') return
    if (place === 'label') {
      this.#lists.write(text)
      return
    }
    const style: RunStyle = { font: this.#fonts.of(font)?.name ?? null, colour: this.#colours.of(colour), hidden }
    const label = this.#lists.label()
    if (label !== '') this.#tell(label, style)
    this.#tell(text, style)
  }

  #tell(text: string, style: RunStyle): void {
    const box = this.#apart.current
    if (box === null) this.#sink.run(text, style)
    else box.run(text, style)
  }

  #line(): void {
    this.#flush()
    if (this.#state.place !== 'text') return
    this.#lists.endParagraph()
    const box = this.#apart.current
    if (box === null) this.#sink.line()
    else box.line()
  }

  #newPage(): void {
    this.#flush()
    if (this.#apart.current === null && this.#state.place === 'text') this.#sink.block('body')
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    const decoder = this.#fonts.of(this.#state.font)?.decoder ?? this.#page
    const text = decoder.decode(Uint8Array.from(this.#bytes))
    this.#bytes = []
    this.#run(text)
  }
}

/** Text with fonts, whose bytes are read by them. */
function isSet(place: Place): boolean {
  return place === 'text' || place === 'label'
}
