// Text in DrawingML (ECMA-376 part 1, 21.1): shapes, slides, charts, diagrams.
import type { Reason } from '../../facts.ts'
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import { formatWords } from './quoted.ts'
import { Recordings } from './recorded.ts'
import { PLAIN, type RunStyle, type TextSink } from './sink.ts'
import { isHex, type Theme, themeColour } from './theme.ts'

/** How the runs of a part are set where they do not say it themselves. */
export interface DrawingDefaults {
  theme: Theme
  hidden: boolean
  /** Number of the slide. */
  page?: number | null
  /** Placeholders hold prompts ("Click to edit"), which no slide shows: so on masters and layouts. */
  prompts?: boolean
}

/** Reads the text of all shapes in a part, paragraph by paragraph, into the block that is open. */
export function readDrawing(bytes: Buffer, defaults: DrawingDefaults, sink: TextSink): Reason | null {
  const drawing = new Drawing(defaults, sink)
  const failure = streamXml(bytes, drawing, () => sink.full)
  drawing.end()
  return failure
}

interface Properties {
  font?: string
  colour?: string
}

class Drawing {
  readonly #defaults: DrawingDefaults
  readonly #sink: TextSink
  #text = false
  /** Whose properties are read: those of a run, or of the end of a paragraph and the like, which set nothing. */
  #into: Properties | null = null
  #run: Properties = {}
  /** Placeholders of titles take the heading font of the theme. */
  #title = false
  /** In a placeholder that only prompts. */
  #prompt = false
  #filling = false
  /** In a point of a chart or a diagram; those of [MS-ODRAWXML] 2.24.3 have their text without an element around it. */
  #point = false
  /** In the number format of the values of a chart. */
  #format = false
  readonly #alternatives = new Recordings()

  constructor(defaults: DrawingDefaults, sink: TextSink) {
    this.#defaults = defaults
    this.#sink = sink
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'sp':
        this.#title = false
        this.#prompt = false
        return
      case 'ph':
        this.#prompt = this.#defaults.prompts === true
        this.#title = /^(?:title|ctrTitle)$/.test(attribute(attributes, 'type') ?? '')
        return
      case 'r':
      case 'fld':
        this.#run = {}
        return
      case 'rPr':
        this.#into = this.#run
        return
      case 't':
      case 'v': // values of a chart that its document keeps
        this.#text = true
        return
      case 'pt':
        this.#point = true
        return
      case 'formatCode':
        this.#format = true
        return
      case 'numFmt':
        this.#formatWords(attribute(attributes, 'formatCode') ?? '')
        return
      case 'br':
        this.#sink.line()
        return
      case 'cNvPr':
        this.#alternative(attributes)
        return
      default:
        this.#property(name, attributes)
    }
  }

  #property(name: string, attributes: Attributes): void {
    if (this.#into === null) return
    if (name === 'latin') this.#into.font = this.#font(attribute(attributes, 'typeface') ?? '')
    else if (name === 'solidFill') this.#filling = true
    else if (this.#filling && name === 'srgbClr') {
      const value = attribute(attributes, 'val')
      if (isHex(value)) this.#into.colour = value.toLowerCase()
    } else if (this.#filling && name === 'schemeClr') {
      const colour = themeColour(this.#defaults.theme, attribute(attributes, 'val') ?? '')
      if (colour !== null) this.#into.colour = colour
    }
  }

  #font(name: string): string {
    const { theme } = this.#defaults
    if (name === '+mj-lt') return theme.major ?? name
    return name === '+mn-lt' ? (theme.minor ?? name) : name
  }

  #alternative(attributes: Attributes): void {
    const { hidden } = this.#defaults
    for (const key of ['descr', 'title'])
      this.#alternatives.add('alternative-text', attribute(attributes, key), { ...PLAIN, hidden })
  }

  end(): void {
    this.#alternatives.tell(this.#sink, this.#defaults.page)
  }

  text(text: string): void {
    if (this.#format) this.#formatWords(text)
    else if ((this.#text || (this.#point && text.trim() !== '')) && !this.#prompt) this.#sink.run(text, this.#style())
  }

  /** Words that axes and labels have beside their numbers (21.2.2.121). */
  #formatWords(code: string): void {
    for (const words of formatWords(code)) {
      this.#sink.run(words, this.#style())
      this.#sink.line()
    }
  }

  #style(): RunStyle {
    const { theme, hidden } = this.#defaults
    const font = this.#run.font ?? (this.#title ? theme.major : theme.minor)
    return { font, colour: this.#run.colour ?? null, hidden }
  }

  close(name: string): void {
    if (name === 'pt') this.#point = false
    if (name === 't' || name === 'v') this.#text = false
    else if (name === 'formatCode') this.#format = false
    else if (name === 'rPr') this.#into = null
    else if (name === 'solidFill') this.#filling = false
    else if (name === 'p' || name === 'pt' || name === 'tr') this.#sink.line()
    else if (name === 'tc') this.#sink.run('\t', PLAIN)
  }
}
