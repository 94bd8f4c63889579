// Fonts and colours of OpenDocument text (ODF 1.3 part 3, 16): automatic style, its parents, the default of its family.
import { type Attributes, attribute } from '../xml-stream.ts'
import { PLAIN, type RunStyle } from './sink.ts'
import { isHex } from './theme.ts'

interface Style {
  family: string
  parent: string | null
  font?: string
  colour?: string | null
  hidden?: boolean
}

/** Styles one on top of the other that are followed. */
const CHAIN = 30
const STYLES_KEPT = 50_000

export class OdfStyles {
  readonly #faces = new Map<string, string>()
  readonly #styles = new Map<string, Style>()
  readonly #resolved = new Map<string, Partial<RunStyle>>()
  #open: Style | null = null
  /** Names of sheets' styles that are not shown. */
  readonly hidden = new Set<string>()
  #name = ''

  /** Takes in a start tag of the styles, automatic or common; all others do not matter. */
  read(name: string, attributes: Attributes): void {
    if (name === 'font-face') this.#addFace(attributes)
    else if (name === 'style' || name === 'default-style') this.#begin(name, attributes)
    else if (name === 'text-properties' && this.#open !== null) addProperties(this.#open, attributes, this.#faces)
    else if (name === 'table-properties' && attribute(attributes, 'display') === 'false') this.hidden.add(this.#name)
  }

  close(name: string): void {
    if (name === 'style' || name === 'default-style') this.#open = null
  }

  #addFace(attributes: Attributes): void {
    const family = attribute(attributes, 'font-family')
    const face = attribute(attributes, 'name')
    if (face !== undefined && family !== undefined) this.#faces.set(face, unquoted(family))
  }

  #begin(name: string, attributes: Attributes): void {
    const family = attribute(attributes, 'family') ?? ''
    this.#name = name === 'style' ? (attribute(attributes, 'name') ?? '') : ''
    this.#open = { family, parent: attribute(attributes, 'parent-style-name') ?? null }
    if (this.#styles.size < STYLES_KEPT) this.#styles.set(`${family} ${this.#name}`, this.#open)
  }

  /** The style of a paragraph, or of a cell, with what lies under it. */
  ofParagraph(family: string, name: string): RunStyle {
    return { ...PLAIN, ...this.#of('paragraph', ''), ...this.#of(family, name) }
  }

  /** A span's style over that of what it stands in. */
  ofSpan(around: RunStyle, name: string): RunStyle {
    return { ...around, ...this.#of('text', name) }
  }

  #of(family: string, name: string): Partial<RunStyle> {
    const key = `${family} ${name}`
    const known = this.#resolved.get(key)
    if (known !== undefined) return known
    const chain: Style[] = []
    for (let at: string | null = name; at !== null && chain.length < CHAIN; ) {
      const style = this.#styles.get(`${family} ${at}`)
      if (style === undefined) break
      chain.push(style)
      at = style.parent
    }
    // The default of a family lies under all of its styles.
    const base = this.#styles.get(`${family} `)
    const all: Partial<RunStyle> = {}
    for (const { font, colour, hidden } of [...chain, ...(base === undefined ? [] : [base])].reverse()) {
      if (font !== undefined) all.font = font
      if (colour !== undefined) all.colour = colour
      if (hidden !== undefined) all.hidden = hidden
    }
    this.#resolved.set(key, all)
    return all
  }
}

function addProperties(style: Style, attributes: Attributes, faces: ReadonlyMap<string, string>): void {
  const face = attribute(attributes, 'font-name')
  const family = attributes['fo:font-family']
  if (face !== undefined) style.font = faces.get(face) ?? face
  else if (family !== undefined) style.font = unquoted(family)
  const colour = attribute(attributes, 'color')?.replace(/^#/, '')
  if (isHex(colour)) style.colour = colour.toLowerCase()
  if (attribute(attributes, 'use-window-font-color') === 'true') style.colour = null
  if (attribute(attributes, 'display') === 'none') style.hidden = true
}

/** The first family of a list, without quotes. */
function unquoted(families: string): string {
  return families
    .split(/[,;]/)[0]!
    .trim()
    .replace(/^['"]|['"]$/g, '')
}
