// What text in shapes of slides, drawings and sheets has its font and colour from (ODF 1.3 part 3, 10.3 and 19.421).
import { type Attributes, attribute } from '../xml-stream.ts'
import { type OdfStyles, SHAPE, type StyleName } from './odf-styles.ts'
import type { RunStyle } from './sink.ts'

/** Shapes that hold paragraphs of their own; frames hold boxes and tables. */
export const SHAPES = new Set(
  'custom-shape rect ellipse circle polygon regular-polygon polyline path line connector caption measure'.split(' '),
)
/** Ends of the names of the styles by which LibreOffice calls those of a master page. */
const CLASSES: Record<string, string> = { title: 'title', outline: 'outline1', subtitle: 'subtitle', notes: 'notes' }
/** Levels of an outline; those below have the style of the first. */
const LEVELS = 9

interface Shape {
  styles: StyleName[]
  outline: boolean
  /** Lists within one another that are open. */
  lists: number
}

export class OdfShapes {
  readonly #styles: OdfStyles
  readonly #open: Shape[] = []
  #master = ''

  constructor(styles: OdfStyles) {
    this.#styles = styles
  }

  open(name: string, attributes: Attributes): void {
    const shape = this.#open.at(-1)
    if (name === 'list' && shape !== undefined) shape.lists++
    else if (name === 'page') this.#master = attribute(attributes, 'master-page-name') ?? ''
    else if (name === 'master-page') this.#master = attribute(attributes, 'name') ?? ''
    else if (isShape(name)) this.#open.push(this.#shape(attributes))
  }

  close(name: string): void {
    const shape = this.#open.at(-1)
    if (name === 'list' && shape !== undefined && shape.lists > 0) shape.lists--
    else if (isShape(name)) this.#open.pop()
  }

  #shape(attributes: Attributes): Shape {
    const presentation = attributes['presentation:style-name']
    const role = attribute(attributes, 'class') ?? ''
    const styles: StyleName[] = []
    if (presentation !== undefined) {
      styles.push(['presentation', presentation])
      if (Object.hasOwn(CLASSES, role)) styles.push(['presentation', `${this.#master}-${CLASSES[role]}`])
    } else styles.push(['graphic', attribute(attributes, 'style-name') ?? ''])
    return { styles: [...styles, SHAPE], outline: role === 'outline' && presentation !== undefined, lists: 0 }
  }

  /** How text in the innermost shape is set; null outside of all, and in texts, whose paragraphs say it. */
  style(): RunStyle | null {
    const shape = this.#open.at(-1)
    const { kind } = this.#styles
    if (shape === undefined || kind === 'text') return null
    if (kind === 'spreadsheet') return this.#styles.ofShape([])
    if (!shape.outline) return this.#styles.ofShape(shape.styles)
    return this.#styles.ofLevel(shape.styles, shape.lists > LEVELS ? 1 : Math.max(1, shape.lists))
  }

  /** How text in a cell of a table on a slide is set. */
  cell(name: string): RunStyle {
    return this.#styles.over(this.#styles.ofShape([SHAPE]), 'table-cell', name)
  }
}

function isShape(name: string): boolean {
  return name === 'frame' || SHAPES.has(name)
}
