// Labels of numbered paragraphs in WordprocessingML (ECMA-376 part 1, 17.9): words that stand in no paragraph.
import { type Attributes, attribute, streamXml } from '../xml-stream.ts'
import type { Theme } from './theme.ts'
import { addProperty, type ListPlace, levelOf, type RunProperties } from './word-styles.ts'

/** Words of a label, with a blank behind them, and what it says of their look. */
export interface Label {
  text: string
  own: RunProperties
}

interface Level {
  text: string
  format: string
  start: number
  gap: string
  own: RunProperties
}

interface Definition {
  levels: Map<number, Level>
  /** The list style that it takes its levels from (17.9.22, 17.9.27). */
  link?: string
  counts: number[]
}

interface List {
  definition: string
  levels: Map<number, Level>
}

const LISTS_KEPT = 10_000
const LABEL_KEPT = 300
/** Longer numbers than that of a letter or in Roman digits are written in ours. */
const ROMAN_UP_TO = 4000
const ROMAN: [number, string][] = [
  ...([
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
  ] as [number, string][]),
  ...([
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as [number, string][]),
]

export class WordLists {
  readonly #definitions = new Map<string, Definition>()
  readonly #lists = new Map<string, List>()
  readonly #byStyle = new Map<string, Definition>()

  /** Takes in the numbering part; what is malformed in it is left out. */
  read(bytes: Buffer, theme: Theme): void {
    let definition: Definition | null = null
    let list: List | null = null
    let level: Level | null = null
    const open = (name: string, attributes: Attributes) => {
      const value = attribute(attributes, 'val') ?? ''
      if (name === 'abstractNum') {
        definition = { levels: new Map(), counts: [] }
        this.#definitions.set(attribute(attributes, 'abstractNumId') ?? '', definition)
      } else if (name === 'num') {
        list = { definition: '', levels: new Map() }
        this.#lists.set(attribute(attributes, 'numId') ?? '', list)
      } else if (name === 'abstractNumId' && list !== null) list.definition = value
      else if (name === 'styleLink' && definition !== null) this.#byStyle.set(value, definition)
      else if (name === 'numStyleLink' && definition !== null) definition.link = value
      else if (name === 'lvl') {
        level = { text: '', format: 'decimal', start: 1, gap: ' ', own: {} }
        const levels = (list ?? definition)?.levels
        levels?.set(levelOf(attribute(attributes, 'ilvl')), level)
      } else if (level !== null) addToLevel(level, name, value, attributes, theme)
    }
    const close = (name: string) => {
      if (name === 'lvl') level = null
      else if (name === 'abstractNum') definition = null
      else if (name === 'num') list = null
    }
    streamXml(bytes, { open, close, text: () => {} }, () => this.#definitions.size + this.#lists.size > LISTS_KEPT)
  }

  get isEmpty(): boolean {
    return this.#lists.size === 0
  }

  /** The label of the next paragraph there; null when it has no words, but numbers and signs. */
  label({ list, level: place = 0 }: ListPlace): Label | null {
    const named = list === undefined ? undefined : this.#lists.get(list)
    const own = named === undefined ? undefined : this.#definitions.get(named.definition)
    if (named === undefined || own === undefined) return null
    const definition = (own.link === undefined ? undefined : this.#byStyle.get(own.link)) ?? own
    const levelAt = (index: number) => named.levels.get(index) ?? definition.levels.get(index)
    const level = levelAt(place)
    const { counts } = own
    counts[place] = (counts[place] ?? (level?.start ?? 1) - 1) + 1
    counts.length = place + 1
    if (level === undefined || !/\p{L}/u.test(level.text.replace(/%\d/g, ''))) return null
    const text = level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = levelAt(Number(digit) - 1)
      return at === undefined ? '' : numeral(counts[Number(digit) - 1] ?? at.start, at.format)
    })
    return { text: `${text}${level.gap}`, own: level.own }
  }
}

function addToLevel(level: Level, name: string, value: string, attributes: Attributes, theme: Theme): void {
  if (name === 'lvlText') level.text = value.slice(0, LABEL_KEPT)
  else if (name === 'numFmt') level.format = value
  else if (name === 'start') level.start = Number.parseInt(value, 10) || 0
  else if (name === 'suff') level.gap = value === 'nothing' ? '' : ' '
  else addProperty(level.own, name, attributes, theme)
}

/** A number as 17.18.59 names its form. */
function numeral(value: number, format: string): string {
  if (format === 'none' || format === 'bullet') return ''
  const upper = format.startsWith('upper')
  if (format.endsWith('Letter') && value >= 1 && value <= 26) return String.fromCharCode((upper ? 0x40 : 0x60) + value)
  if (!format.endsWith('Roman') || value < 1 || value >= ROMAN_UP_TO) return String(value)
  let left = value
  let text = ''
  for (const [worth, sign] of ROMAN) for (; left >= worth; left -= worth) text += sign
  return upper ? text : text.toLowerCase()
}
