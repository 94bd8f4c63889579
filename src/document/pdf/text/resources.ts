// Named resources of content streams (ISO 32000-2 7.8.3): fonts and colour spaces, each read once.
import { as, type PdfDict, PdfError, type PdfValue } from '../objects.ts'
import { type ColourSpace, colourSpace } from './colour.ts'
import { type Font, readFont } from './font.ts'
import type { Source } from './source.ts'

export class Resources {
  readonly source: Source
  readonly #deadline: number
  readonly #fonts = new WeakMap<PdfDict, Font>()
  readonly #spaces = new WeakMap<PdfDict, Map<string, ColourSpace>>()

  /** `deadline` (performance.now()) ends the reading of fonts. */
  constructor(source: Source, deadline: number) {
    this.source = source
    this.#deadline = deadline
  }

  find(resources: PdfDict | null, category: string, name: string): PdfValue {
    return this.source.get(this.source.dict(resources, category), name)
  }

  /** The entry as it stands, a reference when it is one. */
  findEntry(resources: PdfDict | null, category: string, name: string): PdfValue {
    return this.source.dict(resources, category)?.entries.get(name) ?? null
  }

  font(dict: PdfDict | null): Font | null {
    if (dict === null) return null
    const known = this.#fonts.get(dict)
    if (known) return known
    this.checkTime()
    const font = readFont(this.source, dict)
    this.#fonts.set(dict, font)
    return font
  }

  fontNamed(resources: PdfDict | null, name: string): Font | null {
    return this.font(as('dict', this.find(resources, 'Font', name)))
  }

  colourSpace(resources: PdfDict | null, name: string): ColourSpace {
    const owner = resources ?? NOTHING
    const spaces = this.#spaces.get(owner) ?? new Map<string, ColourSpace>()
    this.#spaces.set(owner, spaces)
    const known = spaces.get(name)
    if (known) return known
    const value: PdfValue = { type: 'name', name }
    const space = this.source.lenient(() => colourSpace(this.source.file, value, resources))
    const read = space ?? colourSpace(this.source.file, null, null)
    spaces.set(name, read)
    return read
  }

  checkTime(): void {
    if (performance.now() > this.#deadline) throw new PdfError('time-limit', 'the text of the PDF takes too long')
  }
}

const NOTHING: PdfDict = { type: 'dict', entries: new Map(), shadowed: [] }
