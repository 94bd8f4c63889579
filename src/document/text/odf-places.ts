// Which elements of OpenDocument hold text that stands apart from what is around them, and which hold none (ODF 1.3 part 3).
import type { TextWhere } from '../../facts.ts'
import { type Attributes, attribute } from '../xml-stream.ts'
import { SHAPES } from './odf-shapes.ts'
import type { OdfStyles } from './odf-styles.ts'
import type { OdfTables } from './odf-table.ts'

export const HEADERS = /^(header|footer)(?:-left|-first)?$/

/** Elements whose text is no text of the document, or is told by itself. */
const SKIPPED = new Set('note-citation event-listeners binary-data scripts'.split(' '))
/** Elements outside of paragraphs whose names are those of fields within them. */
const OUTSIDE = new Set('settings meta variable-decls sequence-decls'.split(' '))
/** Who wrote a comment or made a change, and when (14.1 and 5.5.4). */
const WRITTEN_BY = new Set(['annotation', 'change-info'])

/** Elements that hold text without a paragraph around it. */
export const DECLARATIONS = new Set(
  // Those of formulas are of MathML 3 (3.2).
  'desc title creator header-decl footer-decl date-time-decl mi mn mo ms mtext'.split(' '),
)

const APART: Record<string, TextWhere> = {
  'note-body': 'footnote',
  annotation: 'comment',
  'help-message': 'comment',
  'error-message': 'comment',
  'text-box': 'text-box',
  ...Object.fromEntries([...SHAPES].map((name) => [name, 'text-box'])),
  object: 'text-box',
  desc: 'alternative-text',
  // 10.8.1: text of the slides that name the declaration.
  'header-decl': 'header',
  'footer-decl': 'footer',
  'date-time-decl': 'footer',
}
const STRUCTURES = new Set('frame g text-box object note note-body annotation list list-item'.split(' '))
/** What a title stands in that is a field, or that of a chart. */
const TITLED = new Set('p h span a meta meta-field ruby-base chart axis'.split(' '))

export function isSkipped(name: string, parent: string, attributes: Attributes, inParagraph: boolean): boolean {
  // A citation is a number, but for one that the writer made up (6.3.3).
  if (name === 'note-citation') return attribute(attributes, 'label') === undefined
  if (name === 'date' && WRITTEN_BY.has(parent)) return true
  return SKIPPED.has(name) || (OUTSIDE.has(name) && !inParagraph)
}

/** Whether white space in the element only parts its elements (6.1.2). */
export function isStructure(name: string): boolean {
  return STRUCTURES.has(name) || SHAPES.has(name)
}

/** Where the text in an element is told apart from that around it, which stands in `around`; null where it is not. */
export function apartOf(name: string, parent: string, around: TextWhere): TextWhere | null {
  if (name === 'title') return TITLED.has(parent) ? null : 'alternative-text'
  if (name === 'creator') return WRITTEN_BY.has(parent) ? 'property' : null
  if (name === 'forms') return 'form-field'
  // Deleted text stands before all other (5.5.1), far from where it was.
  if (name === 'tracked-changes') return around
  // Ruby stands above the words that it explains (6.4).
  if (name === 'ruby-text') return around
  return Object.hasOwn(APART, name) ? APART[name]! : null
}

/** Whether the element hides what is in it. */
export function hides(name: string, attributes: Attributes, styles: OdfStyles, tables: OdfTables): boolean {
  switch (name) {
    case 'tracked-changes':
      return true
    case 'hidden-text':
      return isHidden(attributes)
    case 'section':
      return attribute(attributes, 'display') === 'none' || isHidden(attributes)
    case 'table':
      return styles.hides('table', attribute(attributes, 'style-name') ?? '')
    case 'page':
      return styles.hides('drawing-page', attribute(attributes, 'style-name') ?? '')
    case 'table-row':
    case 'table-cell':
    case 'covered-table-cell':
      return tables.hidden
    case 'p':
    case 'span':
      return false
    default:
      return HEADERS.test(name) && attribute(attributes, 'display') === 'false'
  }
}

/** Whether a condition has hidden it (19.799). */
export function isHidden(attributes: Attributes): boolean {
  return attribute(attributes, 'is-hidden') === 'true'
}
