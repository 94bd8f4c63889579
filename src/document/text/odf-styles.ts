// Fonts and colours of OpenDocument text (ODF 1.3 part 3, 16): automatic style, its parents, the default of its family.
import { type Attributes, attribute } from '../xml-stream.ts'
import { type DataStyle, OdfDataStyles } from './odf-data-styles.ts'
import { OdfListStyles } from './odf-list-styles.ts'
import { PLAIN, type RunStyle } from './sink.ts'
import { isHex } from './theme.ts'

interface Style {
  parent: string | null
  /** Of office:styles; an automatic style is that of one object (3.15.3). */
  common: boolean
  font?: string
  colour?: string | null
  hidden?: boolean
  /** Its data style. */
  data?: string
  /** Its list style. */
  list?: string
}

/** What a document is; text in shapes has its style from them everywhere but in a text. */
export type OdfKind = 'text' | 'spreadsheet' | 'drawing'

/** Family and name of a style. */
export type StyleName = readonly [family: string, name: string]

/** Styles one on top of the other that are followed. */
const CHAIN = 30
const STYLES_KEPT = 50_000
const FACES_KEPT = 10_000
/** Common styles that LibreOffice takes where none is named. */
const CELL = 'Default'
export const SHAPE: StyleName = ['graphic', 'standard']

export class OdfStyles {
  /** There are more than are kept. */
  cut = false
  kind: OdfKind = 'text'
  readonly #faces = new Map<string, string>()
  readonly #styles = new Map<string, Style>()
  readonly #resolved = new Map<string, Partial<RunStyle>>()
  readonly #cells = new Map<string, RunStyle>()
  readonly #hidden = new Set<string>()
  readonly data = new OdfDataStyles()
  readonly lists = new OdfListStyles()
  #open: Style | null = null
  #key = ''
  #common = false
  /** List styles stand in others, with properties of their labels. */
  #lists = 0

  /** Takes in a start tag of the styles, automatic or common; all others do not matter. */
  read(name: string, attributes: Attributes): void {
    this.data.open(name, attributes)
    this.lists.open(name, attributes)
    switch (name) {
      case 'styles':
      case 'automatic-styles':
        this.#common = name === 'styles'
        return
      case 'font-face':
        this.#addFace(attributes)
        return
      case 'style':
      case 'default-style':
        this.#begin(name, attributes)
        return
      case 'list-style':
        this.#lists++
        return
      case 'text-properties':
        if (this.#open !== null && this.#lists === 0) addProperties(this.#open, attributes, this.#faces)
        return
      case 'table-properties':
        if (attribute(attributes, 'display') === 'false') this.#hide()
        return
      case 'drawing-page-properties':
        if (attribute(attributes, 'visibility') === 'hidden') this.#hide()
    }
  }

  text(text: string): void {
    this.data.text(text)
  }

  close(name: string): void {
    this.data.close(name)
    this.lists.close(name)
    if (name === 'style' || name === 'default-style') this.#open = null
    else if (name === 'list-style' && this.#lists > 0) this.#lists--
  }

  #addFace(attributes: Attributes): void {
    const family = attribute(attributes, 'font-family')
    const face = attribute(attributes, 'name')
    if (face === undefined || family === undefined) return
    if (this.#faces.size < FACES_KEPT) this.#faces.set(face, unquoted(family))
    else this.cut = true
  }

  #begin(name: string, attributes: Attributes): void {
    const family = attribute(attributes, 'family') ?? ''
    this.#key = `${family} ${name === 'style' ? (attribute(attributes, 'name') ?? '') : ''}`
    this.#open = { parent: attribute(attributes, 'parent-style-name') ?? null, common: this.#common }
    const data = attribute(attributes, 'data-style-name')
    if (data !== undefined) this.#open.data = data
    const list = attribute(attributes, 'list-style-name')
    if (list !== undefined) this.#open.list = list
    if (this.#styles.size >= STYLES_KEPT) {
      this.cut = true
      return
    }
    this.#styles.set(this.#key, this.#open)
    // Automatic styles of the other part may have the same names.
    this.#hidden.delete(this.#key)
    this.#resolved.clear()
    this.#cells.clear()
  }

  #hide(): void {
    if (this.#open !== null && this.#styles.get(this.#key) === this.#open) this.#hidden.add(this.#key)
  }

  /** Whether a sheet or a slide of that style is left out. */
  hides(family: string, name: string): boolean {
    return this.#hidden.has(`${family} ${name}`)
  }

  /** The style of a paragraph, or of a cell, with what lies under it. */
  ofParagraph(family: string, name: string): RunStyle {
    const base = { ...PLAIN, ...this.#own('paragraph', '') }
    return { ...base, ...this.#own(family, ''), ...this.#own(family, name) }
  }

  /** A cell of a sheet. */
  ofCell(name: string): RunStyle {
    const known = this.#cells.get(name)
    if (known !== undefined) return known
    const base = this.ofParagraph('table-cell', this.#commonOf('table-cell', name) === null ? CELL : '')
    const style = this.over(base, 'table-cell', name)
    this.#cells.set(name, style)
    return style
  }

  /** The data style of a cell. */
  dataOf(name: string): DataStyle | null {
    const style = this.#nearest('table-cell', name, 'data')
    return style === null ? null : this.data.of(style)
  }

  /** Whether the format of a cell of a workbook has words. */
  hasWords(name: string): boolean {
    return this.kind === 'spreadsheet' && (this.dataOf(name)?.words.length ?? 0) > 0
  }

  /** Words of the data style of a cell style, by the name that people see, which is written with codes (19.502). */
  wordsOfShown(name: string): readonly string[] {
    const written = name.replace(/[^A-Za-z0-9.-]/g, (sign) => `_${sign.codePointAt(0)!.toString(16)}_`)
    return (this.dataOf(name) ?? this.dataOf(written))?.words ?? []
  }

  /** The list style of a paragraph. */
  listOf(name: string): string {
    return this.#nearest('paragraph', name, 'list') ?? ''
  }

  /** What a style says itself, or the nearest of those under it. */
  #nearest(family: string, name: string, what: 'data' | 'list'): string | null {
    let at: string | null = name
    for (let steps = 0; at !== null && steps < CHAIN; steps++) {
      const style: Style | undefined = this.#styles.get(`${family} ${at}`)
      if (style?.[what] !== undefined) return style[what]
      at = style?.parent ?? null
    }
    return null
  }

  /** A style over that of what it stands in. */
  over(around: RunStyle, family: string, name: string): RunStyle {
    return name === '' ? around : { ...around, ...this.#own(family, name) }
  }

  /**
   * Text in a shape, of the first of these styles that there is. As in LibreOffice, it has nothing of the shape's automatic
   * style: only of the common one under that.
   */
  ofShape(names: readonly StyleName[]): RunStyle {
    const base = { ...PLAIN, ...this.#own('graphic', '') }
    for (const [family, name] of names) {
      const common = this.#commonOf(family, name)
      if (common !== null) return this.over(base, family, common)
    }
    return base
  }

  /** The same of an outline, whose levels have a style each: `Standard-outline2` for that of `Standard-outline1`. */
  ofLevel(names: readonly StyleName[], level: number): RunStyle {
    const levels = names.flatMap(([family, name]): StyleName[] => {
      const common = this.#commonOf(family, name)
      const at = common?.search(/[1-9]$/) ?? -1
      return common === null || at < 0 ? [] : [[family, `${common.slice(0, at)}${level}`]]
    })
    return this.ofShape([...levels, ...names])
  }

  /** The first common style among a style and its parents. */
  #commonOf(family: string, name: string): string | null {
    let at: string | null = name || null
    for (let steps = 0; at !== null && steps < CHAIN; steps++) {
      const style = this.#styles.get(`${family} ${at}`)
      if (style === undefined) return null
      if (style.common) return at
      at = style.parent
    }
    return null
  }

  /** What a style and its parents set; the default of a family has the name ''. */
  #own(family: string, name: string): Partial<RunStyle> {
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
    const all: Partial<RunStyle> = {}
    for (const { font, colour, hidden } of chain.reverse()) {
      if (font !== undefined) all.font = font
      if (colour !== undefined) all.colour = colour
      if (hidden !== undefined) all.hidden = hidden
    }
    this.#resolved.set(key, all)
    return all
  }
}

/** By the media type of a flat document, or by the element in its body (3.4). */
export function kindOf(type: string): OdfKind {
  if (/(?:^|\.)spreadsheet/.test(type)) return 'spreadsheet'
  return /(?:^|\.)(?:presentation|drawing|graphics)/.test(type) ? 'drawing' : 'text'
}

function addProperties(style: Style, attributes: Attributes, faces: ReadonlyMap<string, string>): void {
  const font = fontOf(attributes, faces)
  if (font !== undefined) style.font = font
  const colour = attribute(attributes, 'color')?.replace(/^#/, '')
  if (isHex(colour)) style.colour = colour.toLowerCase()
  if (attribute(attributes, 'use-window-font-color') === 'true') style.colour = null
  const display = attribute(attributes, 'display')
  if (display !== undefined) style.hidden = display === 'none'
}

/** Where both a declared face and a family are named, LibreOffice takes the last of them. */
function fontOf(attributes: Attributes, faces: ReadonlyMap<string, string>): string | undefined {
  const face = attribute(attributes, 'font-name')
  const declared = face === undefined ? undefined : faces.get(face)
  const family = attribute(attributes, 'font-family')
  if (family === undefined) return declared ?? face
  if (declared === undefined) return unquoted(family)
  const names = Object.keys(attributes).filter((name) => /(?:^|:)font-(?:name|family)$/.test(name))
  return names.at(-1)!.endsWith('name') ? declared : unquoted(family)
}

/** The first family of a list, without quotes. */
function unquoted(families: string): string {
  return families
    .split(/[,;]/)[0]!
    .trim()
    .replace(/^['"]|['"]$/g, '')
}
