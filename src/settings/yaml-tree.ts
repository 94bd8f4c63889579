// The nodes of a parsed YAML file: where a key stands, which keys stand twice, what a schema's issue points at.
import { isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml'
import { z } from 'zod'
import { type Issue, issueSentence, type Standing, unknownKey } from './issue-sentences.ts'
import { type Mistake, type Position, shown, type TwoLanguages } from './mistake.ts'

/** Keys and list indexes from the top of a file. */
export type Path = (string | number)[]

/** More mistakes than this in one file are not told: they are found one by one, each by a search. */
export const MAX_MISTAKES = 200

interface Step {
  node: unknown
  path: Path
}

/** The parsed nodes of one file, for finding places. */
export class Tree {
  readonly root: ParsedNode
  readonly file: string
  readonly at: (offset: number) => Position

  constructor(root: ParsedNode, file: string, at: (offset: number) => Position) {
    this.root = root
    this.file = file
    this.at = at
  }

  mistake(steps: Path, sentence: TwoLanguages): Mistake {
    const path = this.asWritten(steps)
    const { node, nearby } = this.find(path)
    return { ...this.place((node ?? nearby).range![0], path), ...sentence }
  }

  issueMistakes(issue: Issue, schema: z.ZodType): Mistake[] {
    const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    const path = this.asWritten(steps)
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, steps)
      return issue.keys.slice(0, MAX_MISTAKES).map((key) => {
        const offset = (this.keyNode(path, key) ?? this.root).range![0]
        return { ...this.place(offset, [...path, key]), ...unknownKey(key, known) }
      })
    }
    return [this.mistake(path, issueSentence(issue, this.standing(path)))]
  }

  /** Keys that stand twice, and numbers not in plain decimal (YAML reads 0o17 as 15 and 010 as 10). */
  formMistakes(): Mistake[] {
    const mistakes: Mistake[] = []
    const open: Step[] = [{ node: this.root, path: [] }]
    for (let next = open.pop(); next !== undefined && mistakes.length < MAX_MISTAKES; next = open.pop()) {
      const { node, path } = next
      if (isSeq(node)) for (const [at, item] of node.items.entries()) open.push({ node: item, path: [...path, at] })
      if (isMap(node)) this.openMap(node.items, path, open, mistakes)
      if (isScalar(node) && typeof node.value === 'number' && node.source !== String(node.value)) {
        mistakes.push({ ...this.place(node.range![0], path), ...numberForm(node.source ?? '') })
      }
    }
    return mistakes
  }

  private openMap(items: { key: unknown; value: unknown }[], path: Path, open: Step[], mistakes: Mistake[]): void {
    const first = new Map<string, number>()
    for (const { key, value } of items) {
      if (!isScalar(key)) continue
      const name = String(key.value)
      const inner = [...path, name]
      open.push({ node: value, path: inner })
      const before = first.get(name)
      if (before === undefined) first.set(name, key.range![0])
      else mistakes.push({ ...this.place(key.range![0], inner), ...keyTwice(name, this.at(before)) })
    }
  }

  private place(offset: number, path: Path): Pick<Mistake, 'file' | 'position' | 'key'> {
    return { file: this.file, position: this.at(offset), key: path.join('.') }
  }

  private standing(path: Path): Standing {
    const { node } = this.find(path)
    const scalar = isScalar(node) ? node : null
    return { present: node !== null, source: scalar?.source ?? null, value: scalar?.value }
  }

  /** A list of one may be written without its dash: the index then stands nowhere in the file. */
  private asWritten(steps: Path): Path {
    if (steps.every((step) => typeof step === 'string')) return steps
    const path: Path = []
    for (const step of steps) {
      const { node } = this.find(path)
      if (typeof step === 'string' || node === null || isSeq(node)) path.push(step)
    }
    return path
  }

  /** The node at a path, or null and the nearest thing above it. */
  private find(path: Path): { node: Node | null; nearby: Node } {
    let node: Node = this.root
    let nearby: Node = this.root
    for (const step of path) {
      const key = isMap(node) ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === step) : undefined
      const inner = isSeq(node) ? node.items[Number(step)] : key?.value
      if (inner == null) return { node: null, nearby }
      nearby = (key?.key as Node | undefined) ?? (inner as Node)
      node = inner as Node
    }
    return { node, nearby }
  }

  private keyNode(path: Path, key: string): Node | null {
    const { node } = this.find(path)
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined
    return (pair?.key as Node | undefined) ?? null
  }
}

function numberForm(source: string): TwoLanguages {
  const text = shown(source)
  return {
    vi: `viết số "${text}" ở dạng thập phân thường, hoặc trong dấu nháy nếu là chữ`,
    en: `write the number "${text}" in plain decimal, or in quotes if it is text`,
  }
}

function keyTwice(key: string, first: Position): TwoLanguages {
  return {
    vi: `khoá "${shown(key)}" đã có ở dòng ${first.line}`,
    en: `key "${shown(key)}" already stands on line ${first.line}`,
  }
}

/** Keys that the schema knows at a path, for "did you mean". */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let here = unwrap(schema)
  for (const step of path) {
    if (here instanceof z.ZodObject) here = unwrap(here.shape[String(step)])
    else if (here instanceof z.ZodArray) here = unwrap(here.element)
    else if (here instanceof z.ZodRecord) here = unwrap(here.valueType)
    else return []
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : []
}

function unwrap(schema: unknown): unknown {
  let here = schema
  while (here instanceof z.ZodOptional || here instanceof z.ZodDefault || here instanceof z.ZodPrefault) {
    here = here.unwrap()
  }
  if (!(here instanceof z.ZodPipe)) return here
  const written = unwrap(here.in) // where that is only a function, the shape is what comes out of it
  return written instanceof z.ZodTransform || written instanceof z.ZodCustom ? unwrap(here.out) : written
}
