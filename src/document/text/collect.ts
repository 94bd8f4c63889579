// Gathers the text of one document: its blocks in Unicode, and how much of the shown text is set in which font and colour.
import type {
  DocumentText,
  EncodingFacts,
  EncodingForm,
  FontShare,
  Reason,
  TextShare,
  TextSpot,
  TextWhere,
} from '../../facts.ts'
import {
  decodeLegacy,
  encodingOfFont,
  hasUnicodeLetters,
  type LegacyForm,
  readEncoding,
  toUnicode,
} from '../../language/encoding.ts'
import { FontShares } from './font-shares.ts'
import { addShare, byCharacters, type Shares, trimmed } from './shares.ts'
import type { RunStyle, TextSink } from './sink.ts'

/** What was gathered. Blocks without a visible character are left out. */
export interface Gathered {
  texts: DocumentText[]
  fonts: FontShare[]
  colours: (TextShare & { rgb: string | null })[]
  encoding: EncodingFacts
  reasons: Reason[]
}

/** Runs between two looks at the clock. */
const RUNS_A_LOOK = 4096
/** Pieces of a block that are kept apart. */
const PARTS_KEPT = 8192
/** A form that holds so much of the words is that of the whole text. */
const NEARLY_ALL = 0.95
/** Text that is set on the page; properties, comments and annotations have the program's own font. */
const SET: ReadonlySet<TextWhere> = new Set(['body', 'header', 'footer', 'footnote', 'text-box', 'sheet', 'slide'])
const BLANK = /\s/g
/** What is left of hidden text: lines of what is shown stay those of the whole. */
const NO_LINE_ENDS = /[^\n\r\v\f\u0085\u2028\u2029]+/g

interface Block {
  spot: TextSpot
  parts: string[]
  /** Those that are shown, from the first that is not on. */
  shown: string[] | null
}

/** Takes what a reader of text tells, at most `limit` characters and until `deadline` (performance.now()). */
export class TextCollector implements TextSink {
  full = false
  #left: number
  readonly #deadline: number
  #runs = 0
  #block: Block = { spot: { where: 'body', page: null, name: null }, parts: [], shown: null }
  readonly #blocks: Block[] = []
  readonly #fonts = new FontShares()
  readonly #colours: Shares<string | null> = new Map()
  readonly #forms: Shares<EncodingForm> = new Map()
  /** Counts runs and line ends, so that runs which touch each other are told. */
  #place = 0
  readonly #reasons = new Set<Reason>()
  /** A run that may go on: letters of VNI take two characters, and runs are parted anywhere. */
  #open: { text: string; style: RunStyle } | null = null

  constructor(limit: number, deadline: number) {
    this.#left = limit
    this.#deadline = deadline
  }

  block(where: TextWhere, page: number | null = null, name: string | null = null): void {
    this.#closeBlock()
    this.#block = { spot: { where, page, name }, parts: [], shown: null }
  }

  run(text: string, style: RunStyle): void {
    if (this.full || text === '') return
    const taken = text.length > this.#left ? text.slice(0, this.#left) : text
    this.#left -= taken.length
    const open = this.#open
    if (open !== null && sameStyle(open.style, style)) open.text += taken
    else {
      this.#closeRun()
      this.#open = { text: taken, style }
    }
    if (this.#left === 0) this.#stop('size-limit')
    if (++this.#runs % RUNS_A_LOOK === 0 && performance.now() > this.#deadline) this.#stop('time-limit')
  }

  line(): void {
    this.#closeRun()
    this.#fonts.endLine()
    this.#place++
    const { parts, shown } = this.#block
    parts.push('\n')
    shown?.push('\n')
    if (parts.length < PARTS_KEPT) return
    // Millions of short lines would take many times their length.
    this.#block.parts = [parts.join('')]
    if (shown !== null) this.#block.shown = [shown.join('')]
  }

  fail(reason: Reason): void {
    this.#reasons.add(reason)
  }

  /** Ends the gathering. */
  result(): Gathered {
    this.#closeBlock()
    const readings = readEncoding(this.#blocks.map(({ parts }) => parts.join('')))
    const shown = this.#shown()
    const texts = this.#blocks.map((block, index) => ({
      ...block.spot,
      text: readings[index]!.text,
      ...(block.shown === null ? {} : { shown: shown.get(block)! }),
    }))
    for (const [index, { counts }] of readings.entries()) {
      const { spot } = this.#blocks[index]!
      if (SET.has(spot.where))
        for (const { form, characters, sample } of counts)
          addShare(this.#forms, form, { text: sample, characters, spot, place: Number.NaN })
    }
    const encoding = this.#encoding()
    const told = new Set(readings.flatMap(({ counts }) => counts.map(({ form }) => form)))
    const form = encoding.legacy.find(({ form }) => told.has(form))?.form
    const colours = [...this.#colours].map(([rgb, { share }]) => ({ rgb, ...trimmed(share) })).sort(byCharacters)
    return {
      texts,
      fonts: this.#fonts.result().map((font) => ({ ...font, sample: inUnicode(font.sample, form) })),
      colours: colours.map((colour) => ({ ...colour, sample: inUnicode(colour.sample, form) })),
      encoding,
      reasons: [...this.#reasons],
    }
  }

  #stop(reason: Reason): void {
    this.full = true
    this.#reasons.add(reason)
  }

  /** What is shown of the blocks of which not all is. */
  #shown(): Map<Block, string> {
    const some = this.#blocks.filter(({ shown }) => shown !== null)
    const texts = toUnicode(some.map(({ shown }) => shown!.join('')))
    return new Map(some.map((block, index) => [block, texts[index]!]))
  }

  #closeBlock(): void {
    this.#closeRun()
    this.#fonts.endLine()
    const block = this.#block
    if (!block.parts.some(isVisible)) return
    this.#blocks.push(block)
    if (block.shown === null || block.shown.some(isVisible)) return
    block.spot = { ...block.spot, hidden: true }
    block.shown = null
  }

  #closeRun(): void {
    const open = this.#open
    if (open === null) return
    this.#open = null
    const { text, style } = open
    const legacy = style.font === null ? null : encodingOfFont(style.font)
    const unicode = legacy === null ? text : decodeLegacy(text, legacy.form, legacy.capitals)
    this.#add(unicode, style.hidden && !style.pictured)
    const place = ++this.#place
    const { spot } = this.#block
    if (style.hidden || !SET.has(spot.where)) return
    const characters = unicode.replace(BLANK, '').length
    if (characters === 0) return
    const stretch = { text: unicode, characters, spot, place }
    this.#fonts.add(style.font, stretch, legacy === null)
    addShare(this.#colours, style.colour, stretch)
    if (legacy !== null) addShare(this.#forms, legacy.form, stretch)
  }

  #add(text: string, hidden: boolean): void {
    const block = this.#block
    if (hidden && isVisible(text)) block.shown ??= [...block.parts]
    block.parts.push(text)
    block.shown?.push(hidden ? text.replace(NO_LINE_ENDS, '') : text)
  }

  #encoding(): EncodingFacts {
    const forms = [...this.#forms].map(([form, { share }]) => ({ form, ...trimmed(share) })).sort(byCharacters)
    const all = this.#fonts.characters
    const legacy = forms.filter(({ form }) => isLegacy(form))
    const words = forms.filter(({ form }) => form !== 'ascii')
    const sum = words.reduce((total, { characters }) => total + characters, 0)
    const first = words[0]
    const form = first === undefined ? 'ascii' : first.characters >= sum * NEARLY_ALL ? first.form : 'mixed'
    const old = legacy.reduce((total, { characters }) => total + characters, 0)
    return { form, legacyShare: all === 0 ? 0 : Math.min(1, old / all), legacy }
  }
}

/** A sample as people read it: it was taken before the text told what it is coded in, which its font does not say. */
function inUnicode(sample: string, form: EncodingForm | undefined): string {
  return form === undefined || !isLegacy(form) || hasUnicodeLetters(sample) ? sample : decodeLegacy(sample, form)
}

function isLegacy(form: EncodingForm): form is LegacyForm {
  return form !== 'ascii' && form !== 'unicode-nfc' && form !== 'unicode-nfd' && form !== 'mixed'
}

function isVisible(text: string): boolean {
  return /\S/.test(text)
}

function sameStyle(a: RunStyle, b: RunStyle): boolean {
  return a.font === b.font && a.colour === b.colour && a.hidden === b.hidden && a.pictured === b.pictured
}
