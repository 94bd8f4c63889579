// Words that OpenDocument keeps in attributes: the other text of a condition, hints, entries of lists, form controls, names.
import { type Attributes, attribute } from '../xml-stream.ts'
import { CELLS } from './odf-table.ts'
import type { Recording } from './recorded.ts'

/** An element that has words beside those in it. */
export interface Field {
  /** Elements around it, and itself. */
  depth: number
  /** Told when they are other words than those in it. */
  beside: string[]
  /** Shown when there are none in it. */
  instead: string | null
  cell: boolean
  shown: string
  /** What is recorded where it stands. */
  apart: Recording | null
}

/** A word that a form control has. */
export interface Beside {
  text: string
  hidden: boolean
}

/** Attributes that hold words wherever they stand (ODF 1.3 part 3, 19.385, 19.798, 19.857 to 19.859). */
const WORDS = new Set(['string-value', 'string-value-if-true', 'string-value-if-false', 'description', 'display-text'])
/** Others, by their elements: entries of drop-downs, parameters of fields, messages of cells, names of ranges. */
const OF_ELEMENTS: Record<string, string> = {
  label: 'value',
  param: 'value',
  'help-message': 'title',
  'error-message': 'title',
  'named-range': 'name',
  'named-expression': 'name',
  'database-range': 'name',
}
/** Characters in an element that are compared with the words beside it; each element around it compares them again. */
const SHOWN_KEPT = 5000
/** Elements that are met most and have none. */
const BARE = new Set(['p', 'span', 'h', 's', 'table-row', 'style', 'text-properties'])
/** Ranges that LibreOffice names itself. */
const ANONYMOUS = '__Anonymous'
/** Of form controls (13.5). */
const CONTROL = ['label', 'title', 'current-value', 'value']
/** Settings of the program's own. */
const SETTINGS = new Set(['property', 'list-property', 'list-value', 'properties'])
const CELL_VALUES = new Set(['string-value', 'date-value', 'time-value', 'boolean-value', 'value'])

/** Words in the attributes of an element of the document. */
function besideOf(name: string, attributes: Attributes): string[] {
  const words: string[] = []
  if (BARE.has(name)) return words
  for (const key in attributes) if (WORDS.has(local(key))) words.push(attributes[key]!)
  const other = Object.hasOwn(OF_ELEMENTS, name) ? attribute(attributes, OF_ELEMENTS[name]!) : undefined
  return other === undefined || other.startsWith(ANONYMOUS) ? words : [...words, other]
}

/** Whether what an element has is the name of a range. */
export function isName(name: string): boolean {
  return OF_ELEMENTS[name] === 'name'
}

/** The value of a cell, which is shown where it holds no paragraph. */
function cellValue(attributes: Attributes): string | null {
  for (const key in attributes) if (CELL_VALUES.has(local(key))) return attributes[key]!
  return null
}

/** Words of an element in office:forms: what a control shows, and what it holds without showing it. */
export function ofControl(name: string, attributes: Attributes): Beside[] {
  if (SETTINGS.has(name)) return []
  const current = attribute(attributes, 'current-value')
  return CONTROL.flatMap((key) => {
    const text = attribute(attributes, key)
    if (text === undefined) return []
    return [{ text, hidden: name === 'hidden' || (key === 'value' && current !== undefined && current !== text) }]
  })
}

/** The fields that are open, one in the other. */
export class OdfFields {
  readonly #open: Field[] = []

  /** `hasWords`: a cell whose format has words, which are looked for in what it shows. */
  begin(name: string, attributes: Attributes, depth: number, apart: Recording | null, hasWords: boolean): void {
    const cell = CELLS.has(name) || name === 'change-track-table-cell'
    const beside = besideOf(name, attributes)
    const value = cell ? (cellValue(attributes) ?? (hasWords ? '' : null)) : null
    const instead = cell ? value : name === 'hidden-text' ? (beside[0] ?? null) : null
    if (beside.length > 0 || instead !== null) this.#open.push({ depth, beside, instead, cell, shown: '', apart })
  }

  /** The innermost one when it stands at that depth. */
  at(depth: number): Field | null {
    const field = this.#open.at(-1)
    return field?.depth === depth ? field : null
  }

  /** Text in the innermost one, but for what is apart from it. */
  add(text: string, apart: Recording | null): void {
    const field = this.#open.at(-1)
    if (field !== undefined && field.apart === apart && field.shown.length < SHOWN_KEPT)
      field.shown += text.slice(0, SHOWN_KEPT)
  }

  end(): void {
    const field = this.#open.pop()
    if (field !== undefined) this.add(field.shown, field.apart)
  }
}

export function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, '') === b.replace(/\s+/g, '')
}

function local(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}
