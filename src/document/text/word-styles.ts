// Fonts and colours of WordprocessingML runs (ECMA-376 part 1, 17.7.2): direct, character style, paragraph style, defaults.

import { type Attributes, attribute, isOn, streamXml } from '../xml-stream.ts'
import type { RunStyle } from './sink.ts'
import { isHex, type Theme, themeColour } from './theme.ts'

/** What one place says of a run; undefined where it says nothing. `colour` null is automatic. */
export interface RunProperties {
  ascii?: string
  other?: string
  colour?: string | null
  hidden?: boolean
}

interface Style extends RunProperties {
  basedOn: string | null
}

/** Styles one on top of the other that are followed. */
const CHAIN = 20
const STYLES_KEPT = 10_000
/** What Word takes where neither defaults nor styles name a font. */
const FALLBACK = 'Times New Roman'

/** Takes in one element of run properties; false when it is none that matters. */
export function addProperty(into: RunProperties, name: string, attributes: Attributes, theme: Theme): boolean {
  if (name === 'rFonts') addFonts(into, attributes, theme)
  else if (name === 'color') {
    const colour = colourOf(attributes, theme)
    if (colour !== undefined) into.colour = colour
  } else if (name === 'vanish' || name === 'webHidden') into.hidden = isOn(attributes)
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
  #paragraph: string | null = null

  constructor(theme: Theme) {
    this.#theme = theme
  }

  get theme(): Theme {
    return this.#theme
  }

  /** Takes in the styles part; what is malformed in it is left out. */
  read(bytes: Buffer): void {
    let style: Style | null = null
    let inDefaults = false
    const open = (name: string, attributes: Attributes) => {
      if (name === 'rPrDefault') inDefaults = true
      else if (name === 'style') style = this.#begin(attributes)
      else if (name === 'basedOn' && style !== null) style.basedOn = attribute(attributes, 'val') ?? null
      else addProperty(style ?? (inDefaults ? this.#defaults : {}), name, attributes, this.#theme)
    }
    const close = (name: string) => {
      if (name === 'rPrDefault') inDefaults = false
      if (name === 'style') style = null
    }
    streamXml(bytes, { open, close, text: () => {} }, () => this.#styles.size > STYLES_KEPT)
  }

  #begin(attributes: Attributes): Style {
    const style: Style = { basedOn: null }
    const id = attribute(attributes, 'styleId')
    if (id !== undefined) this.#styles.set(id, style)
    const isDefault = /^(?:1|true|on)$/i.test(attribute(attributes, 'default') ?? '')
    if (isDefault && attribute(attributes, 'type') === 'paragraph' && id !== undefined) this.#paragraph = id
    return style
  }

  /** The run as it is shown: one style for ASCII, one for all other characters, which may be set in another font. */
  resolve(
    direct: RunProperties,
    character: string | null,
    paragraph: string | null,
  ): { ascii: RunStyle; other: RunStyle } {
    const all: RunProperties = {
      ...this.#defaults,
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
    const chain: Style[] = []
    for (let next: string | null = id; next !== null && chain.length < CHAIN; ) {
      const style = this.#styles.get(next)
      if (style === undefined) break
      chain.push(style)
      next = style.basedOn
    }
    const all: RunProperties = {}
    for (const { basedOn: _, ...own } of chain.reverse()) Object.assign(all, own)
    this.#resolved.set(id, all)
    return all
  }
}
