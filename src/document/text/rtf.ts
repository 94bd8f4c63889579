// The text of RTF (RTF 1.9.1) with its fonts and colours: body, headers, notes, comments, shapes, properties.
import type { TextWhere } from '../../facts.ts'
import { encodingOfFont } from '../../language/encoding.ts'
import { type RtfHandler, readRtfTokens } from '../rtf-tokens.ts'
import { wordsOfField } from './field-words.ts'
import { Recordings } from './recorded.ts'
import { APART, HIDDEN, PAGES, SHAPE_WORDS, SIGNS, STARRED } from './rtf-words.ts'
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
type Place = 'text' | 'none' | 'font' | 'colour' | 'property-name' | 'property-value' | 'own-name' | 'field-code'

interface State {
  place: Place
  font: number
  colour: number
  hidden: boolean
  /** Characters to leave out after `\u` (`\uc`). */
  skip: number
  /** This group began a recording, which ends with it. */
  records: boolean
}

const NOT_ASCII = /[^\x00-\x7f]/
/** Groups within groups; what is deeper is read as if it stood at this depth. */
const DEEPEST = 1000
const FONTS_KEPT = 10_000
const LONGEST_CODE = 10_000
interface Font {
  name: string
  decoder: InstanceType<typeof TextDecoder>
}

class RtfText implements RtfHandler {
  readonly #sink: TextSink
  readonly #apart = new Recordings()
  readonly #fonts = new Map<number, Font>()
  readonly #colours: (string | null)[] = []
  readonly #open: State[] = []
  #state: State = { place: 'text', font: -1, colour: 0, hidden: false, skip: 1, records: false }
  #default = -1
  #page = new TextDecoder('windows-1252')
  #starred = false
  /** Characters that stand for one that `\u` gave already. */
  #substitutes = 0
  /** Bytes of a code page, not decoded yet: two may make one character. */
  #bytes: number[] = []
  #font = { number: -1, name: '', charset: 0 }
  #rgb: [number, number, number] | null = null
  #property = ''
  #fieldCode = ''
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
    if (place === 'field-code' && this.#state.place === 'text') this.#endFieldCode()
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
    else if (name === 'fldinst') this.#beginFieldCode()
    else if (HIDDEN.has(name)) this.#set('none')
    else if (name === 'fonttbl') this.#set('font')
    else if (name === 'colortbl') this.#set('colour')
    else if (name === 'sn' || name === 'sv') this.#shapeProperty(name)
    else if (state.place === 'font') this.#fontWord(name, parameter ?? 0)
    else if (state.place === 'colour') this.#colourWord(name, parameter ?? 0)
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

  #beginOwnName(): void {
    this.#set('own-name')
    this.#ownName = ''
  }

  #endFieldCode(): void {
    const words = wordsOfField(this.#fieldCode)
    if (words !== '') this.#run(words)
  }

  #beginFieldCode(): void {
    this.#set('field-code')
    this.#fieldCode = ''
  }

  #shapeProperty(name: string): void {
    this.#flush()
    if (name === 'sn') this.#property = ''
    this.#state.place = name === 'sn' ? 'property-name' : 'property-value'
  }

  #fontWord(name: string, parameter: number): void {
    if (name === 'f') this.#font = { number: parameter, name: '', charset: 0 }
    else if (name === 'fcharset') this.#font.charset = parameter
  }

  #colourWord(name: string, parameter: number): void {
    const channel = ['red', 'green', 'blue'].indexOf(name)
    if (channel < 0) return
    this.#rgb ??= [0, 0, 0]
    this.#rgb[channel] = Math.min(255, Math.max(0, parameter))
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
    if (name === 'f') state.font = parameter ?? 0
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
    else if (this.#state.place === 'text') this.#bytes.push(byte)
    else this.#write(String.fromCharCode(byte))
  }

  text(text: string): void {
    // Bytes above ASCII that stand there as they are, which the grammar allows within a code page.
    if (this.#state.place === 'text' && NOT_ASCII.test(text))
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
    if (place === 'text') this.#run(text)
    else if (place === 'font') this.#fontName(text)
    else if (place === 'colour') this.#colourEnds(text)
    else if (place === 'property-name') this.#property += text
    else if (place === 'own-name') this.#ownName += text
    else if (place === 'field-code' && this.#fieldCode.length < LONGEST_CODE) this.#fieldCode += text
    else if (place === 'property-value' && Object.hasOwn(SHAPE_WORDS, this.#property.trim())) this.#value += text
  }

  /** `Times New Roman;`: the semicolon ends a font. */
  #fontName(text: string): void {
    const [name, ...rest] = text.split(';')
    this.#font.name += name ?? ''
    if (rest.length === 0) return
    const { number, charset } = this.#font
    const legacy = encodingOfFont(this.#font.name.trim()) !== null
    const decoder = legacy ? new TextDecoder('windows-1252') : (decoderOf(PAGES[charset] ?? '') ?? this.#page)
    if (number >= 0 && this.#fonts.size < FONTS_KEPT) this.#fonts.set(number, { name: this.#font.name.trim(), decoder })
    this.#font = { number: -1, name: '', charset: 0 }
  }

  /** Each semicolon ends a colour; one without channels is automatic. */
  #colourEnds(text: string): void {
    for (const _ of text.matchAll(/;/g)) {
      const rgb = this.#rgb
      if (this.#colours.length < FONTS_KEPT)
        this.#colours.push(rgb?.map((channel) => channel.toString(16).padStart(2, '0')).join('') ?? null)
      this.#rgb = null
    }
  }

  #run(text: string): void {
    const { font, colour, hidden } = this.#state
    const style: RunStyle = { font: this.#fonts.get(font)?.name ?? null, colour: this.#colours[colour] ?? null, hidden }
    const box = this.#apart.current
    if (box === null) this.#sink.run(text, style)
    else box.run(text, style)
  }

  #line(): void {
    this.#flush()
    if (this.#state.place !== 'text') return
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
    const decoder = this.#fonts.get(this.#state.font)?.decoder ?? this.#page
    const text = decoder.decode(Uint8Array.from(this.#bytes))
    this.#bytes = []
    this.#run(text)
  }
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return label === '' ? null : new TextDecoder(label)
  } catch {
    return null
  }
}
