// Fonts and colours of WordprocessingML runs (ECMA-376 part 1, 17.7.2): direct, character, paragraph and table styles, defaults.

import { type Attributes, attribute, isOn, streamXml } from '../xml-stream.ts'
import type { RunStyle } from './sink.ts'
import { isHex, type Theme, themeColour } from './theme.ts'
import { isAtEnd, REGIONS, TableStyle } from './word-tables.ts'

/** What one place says of a run; undefined where it says nothing. `colour` null is automatic. */
export interface RunProperties {
  ascii?: string
  other?: string
  colour?: string | null
  hidden?: boolean
}

/** Which list and level a paragraph, or its style, names. */
export interface ListPlace {
  list?: string
  level?: number
}

interface Style {
  basedOn: string | null
  own: RunProperties
  place: ListPlace
  /** What a table style says of regions of the table (17.7.6.6). */
  regions: Map<string, RunProperties>
  rowBand?: number
  columnBand?: number
}

/** Styles one on top of the other that are followed. */
const CHAIN = 20
const LEVELS = 9
const STYLES_KEPT = 10_000
/** What Word takes where neither defaults nor styles name a font. */
const FALLBACK = 'Times New Roman'

/** Takes in one element of run properties; false when it is none that matters. */
export function addProperty(into: RunProperties, name: string, attributes: Attributes, theme: Theme): boolean {
  if (name === 'rFonts') addFonts(into, attributes, theme)
  else if (name === 'color') {
    const colour = colourOf(attributes, theme)
    if (colour !== undefined) into.colour = colour
  } else if (name === 'vanish') into.hidden = isOn(attributes)
  else return false
  return true
}

function addFonts(into: RunProperties, attributes: Attributes, theme: Theme): void {
  const ascii = fontOf(attributes, 'ascii', theme)
  const other = fontOf(attributes, 'hAnsi', theme)
  if (ascii !== null) into.ascii = ascii
  if (other !== null) into.other = other
}

/** A theme font beats the name beside it (17.3.2.26). */
function fontOf(attributes: Attributes, slot: 'ascii' | 'hAnsi', theme: Theme): string | null {
  const scheme = attribute(attributes, `${slot}Theme`)
  if (scheme !== undefined) {
    const font = scheme.startsWith('major') ? theme.major : theme.minor
    if (font !== null) return font
  }
  return attribute(attributes, slot) ?? null
}

function colourOf(attributes: Attributes, theme: Theme): string | null | undefined {
  const scheme = attribute(attributes, 'themeColor')
  if (scheme !== undefined && scheme !== 'none') {
    const colour = themeColour(theme, scheme, attribute(attributes, 'themeShade'), attribute(attributes, 'themeTint'))
    if (colour !== null) return colour
  }
  const value = attribute(attributes, 'val')
  if (value === 'auto') return null
  return isHex(value) ? value.toLowerCase() : undefined
}

export class WordStyles {
  readonly #theme: Theme
  readonly #styles = new Map<string, Style>()
  readonly #resolved = new Map<string, RunProperties>()
  readonly #defaults: RunProperties = {}
  /** The styles of what names none. */
  #paragraph: string | null = null
  #table: string | null = null
  readonly #tables = new Map<string, TableStyle | null>()
  #formatsEnds = false

  constructor(theme: Theme) {
    this.#theme = theme
  }

  get theme(): Theme {
    return this.#theme
  }

  /** Whether some table style says what the last rows or cells are like. */
  get formatsEnds(): boolean {
    return this.#formatsEnds
  }

  /** Takes in the styles part; what is malformed in it is left out. */
  read(bytes: Buffer): void {
    let style: Style | null = null
    let region: string | null = null
    let inDefaults = false
    let changes = 0
    const open = (name: string, attributes: Attributes) => {
      if (isChange(name)) changes++
      if (changes > 0) return
      if (name === 'rPrDefault') inDefaults = true
      else if (name === 'style') style = this.#begin(attributes)
      else if (name === 'tblStylePr') region = attribute(attributes, 'type') ?? ''
      else if (style === null) addProperty(inDefaults ? this.#defaults : {}, name, attributes, this.#theme)
      else if (region !== null) this.#addToRegion(style, region, name, attributes)
      else if (!addToStyle(style, name, attributes)) addProperty(style.own, name, attributes, this.#theme)
    }
    const close = (name: string) => {
      if (isChange(name)) changes--
      else if (name === 'rPrDefault') inDefaults = false
      else if (name === 'tblStylePr') region = null
      else if (name === 'style') style = null
    }
    streamXml(bytes, { open, close, text: () => {} }, () => this.#styles.size > STYLES_KEPT)
  }

  #begin(attributes: Attributes): Style {
    const style: Style = { basedOn: null, own: {}, place: {}, regions: new Map() }
    const id = attribute(attributes, 'styleId')
    if (id !== undefined) this.#styles.set(id, style)
    const isDefault = /^(?:1|true|on)$/i.test(attribute(attributes, 'default') ?? '')
    const type = attribute(attributes, 'type')
    if (isDefault && type === 'paragraph' && id !== undefined) this.#paragraph = id
    if (isDefault && type === 'table' && id !== undefined) this.#table = id
    return style
  }

  #addToRegion({ regions }: Style, region: string, name: string, attributes: Attributes): void {
    if (!REGIONS.includes(region)) return
    const properties = regions.get(region) ?? {}
    if (!addProperty(properties, name, attributes, this.#theme)) return
    regions.set(region, properties)
    this.#formatsEnds ||= isAtEnd(region)
  }

  /** The run as it is shown: one style for ASCII, one for all other characters, which may be set in another font. */
  resolve(
    direct: RunProperties,
    character: string | null,
    paragraph: string | null,
    table: RunProperties = {},
  ): { ascii: RunStyle; other: RunStyle } {
    const all: RunProperties = {
      ...this.#defaults,
      ...table,
      ...this.#of(paragraph ?? this.#paragraph),
      ...this.#of(character),
      ...direct,
    }
    const { colour = null, hidden = false } = all
    const common = { colour, hidden }
    return {
      ascii: { font: all.ascii ?? all.other ?? FALLBACK, ...common },
      other: { font: all.other ?? all.ascii ?? FALLBACK, ...common },
    }
  }

  /** What a style says with all that it is based on. */
  #of(id: string | null): RunProperties {
    if (id === null) return {}
    const known = this.#resolved.get(id)
    if (known !== undefined) return known
    const all: RunProperties = {}
    for (const { own } of this.#chain(id)) Object.assign(all, own)
    this.#resolved.set(id, all)
    return all
  }

  /** The list that a paragraph stands in by itself or by its style. */
  place(own: ListPlace, paragraph: string | null): ListPlace {
    const id = paragraph ?? this.#paragraph
    const styles = id === null ? [] : this.#chain(id)
    return Object.assign({}, ...styles.map(({ place }) => place), own)
  }

  /** A table style, that of tables which name none by null; null when it says nothing of runs. */
  tableStyle(id: string | null): TableStyle | null {
    const named = id ?? this.#table
    if (named === null) return null
    const known = this.#tables.get(named)
    if (known !== undefined) return known
    const own: RunProperties = {}
    const regions = new Map<string, RunProperties>()
    const bands: Pick<Style, 'rowBand' | 'columnBand'> = {}
    for (const { basedOn: _, own: more, place: __, regions: others, ...band } of this.#chain(named)) {
      Object.assign(own, more)
      Object.assign(bands, band)
      for (const [region, properties] of others) regions.set(region, { ...regions.get(region), ...properties })
    }
    const style = new TableStyle(own, regions, bands.rowBand, bands.columnBand)
    const told = style.isPlain ? null : style
    if (this.#tables.size < STYLES_KEPT) this.#tables.set(named, told)
    return told
  }

  /** A style and what it is based on, the base first. */
  #chain(id: string): Style[] {
    const chain: Style[] = []
    for (let next: string | null = id; next !== null && chain.length < CHAIN; ) {
      const style = this.#styles.get(next)
      if (style === undefined) break
      chain.push(style)
      next = style.basedOn
    }
    return chain.reverse()
  }
}

/** The number of a level, from 0 to 8. */
export function levelOf(value: string | undefined): number {
  const level = Number.parseInt(value ?? '', 10)
  return level > 0 ? Math.min(level, LEVELS - 1) : 0
}

/** Properties as they were before a tracked change (17.13.5) are none of now. */
export function isChange(name: string): boolean {
  return name.endsWith('PrChange') || name === 'tblPrExChange'
}

function addToStyle(style: Style, name: string, attributes: Attributes): boolean {
  const value = attribute(attributes, 'val')
  if (name === 'basedOn') style.basedOn = value ?? null
  else if (name === 'numId') style.place.list = value ?? ''
  else if (name === 'ilvl') style.place.level = levelOf(value)
  else if (name === 'tblStyleRowBandSize') style.rowBand = Number.parseInt(value ?? '', 10) || 1
  else if (name === 'tblStyleColBandSize') style.columnBand = Number.parseInt(value ?? '', 10) || 1
  else return false
  return true
}
