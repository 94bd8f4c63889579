// The only door to YAML and schemas: reads a file strictly and tells every mistake with its line and column.
import { Composer, LineCounter, type ParsedNode, Parser, type YAMLError } from 'yaml'
import { z } from 'zod'
import { MAX_FILE_BYTES, readSmallFile } from './bounded-file.ts'
import { fileMistake, type Mistake, type Position, SettingsError, type TwoLanguages } from './mistake.ts'
import { inspectTokens, syntaxSentence } from './yaml-syntax.ts'
import { MAX_MISTAKES, type Path, Tree } from './yaml-tree.ts'

export { formatMistake, type Mistake, type Position, SettingsError, type TwoLanguages } from './mistake.ts'
export type { Path } from './yaml-tree.ts'
export { z }

/** What reading gave: the value when there is no mistake, and a way to point at any key for later checks. */
export interface YamlReading<T> {
  value: T | null
  mistakes: Mistake[]
  /** A mistake at a path of the file, found by a check that a schema cannot make. */
  mistake(path: Path, sentence: TwoLanguages): Mistake
}

/** Both sentences for a check of one's own: `schema.refine(test, sentences('...', '...'))`. */
export function sentences(vi: string, en: string): { params: TwoLanguages } {
  return { params: { vi, en } }
}

/** Reads a file of at most 1 MiB; throws SettingsError with all of its mistakes. */
export function readYamlFile<S extends z.ZodType>(
  file: string,
  schema: S,
): YamlReading<z.output<S>> & { value: z.output<S> } {
  const bytes = readSmallFile(file)
  if (!Buffer.isBuffer(bytes)) throw new SettingsError([bytes])
  const reading = readYaml(bytes, file, schema)
  const { value } = reading
  if (value === null) throw new SettingsError(reading.mistakes)
  return { ...reading, value }
}

/**
 * Parses YAML 1.2 (core schema, one document, no anchors, aliases, tags or directives) and validates it.
 * Never throws for what the bytes say: mistakes are in the result, ordered by place. `file` is only shown.
 */
export function readYaml<S extends z.ZodType>(bytes: Uint8Array, file: string, schema: S): YamlReading<z.output<S>> {
  const text = decode(bytes, file)
  if (typeof text !== 'string') return broken([text])
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { line, column: col }
  }
  const refused = inspectTokens(tokens).map((r): Mistake => ({ file, position: at(r.offset), key: '', ...r.sentence }))
  if (refused.length > 0) return broken(refused)
  const [document] = [...new Composer({ stringKeys: true, uniqueKeys: false, lineCounter: lines }).compose(tokens)]
  if (document?.contents == null) return broken([fileMistake(file, { vi: 'tệp trống', en: 'the file is empty' })])
  const errors = document.errors.map((error) => syntaxMistake(error, file, at))
  if (errors.length > 0) return broken(errors)
  return validate(new Tree(document.contents as ParsedNode, file, at), document.toJS(), schema)
}

function broken(mistakes: Mistake[]): YamlReading<never> {
  const mistake = () => mistakes[0]!
  return { value: null, mistakes: mistakes.slice(0, MAX_MISTAKES), mistake }
}

function decode(bytes: Uint8Array, file: string): string | Mistake {
  if (bytes.length > MAX_FILE_BYTES) return fileMistake(file, { vi: 'tệp lớn hơn 1 MiB', en: 'file is over 1 MiB' })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Bytes that are no UTF-8 become U+FFFD, so the first of them shows the line, near enough for a person.
    const before = new TextDecoder('utf-8').decode(bytes).split('\uFFFD', 1)[0]!
    const position = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
    return { file, position, key: '', vi: 'tệp không phải mã UTF-8', en: 'the file is not UTF-8' }
  }
}

function syntaxMistake(error: YAMLError, file: string, at: (offset: number) => Position): Mistake {
  return { file, position: at(error.pos[0]), key: '', ...syntaxSentence(error.code, error.message) }
}

function validate<S extends z.ZodType>(tree: Tree, value: unknown, schema: S): YamlReading<z.output<S>> {
  const result = schema.safeParse(value)
  const issues = result.success
    ? []
    : result.error.issues.slice(0, MAX_MISTAKES).flatMap((issue) => tree.issueMistakes(issue, schema))
  // A number in a wrong form is told only where the schema has nothing to say about the same place.
  const told = new Set(issues.map(({ position }) => `${position?.line}:${position?.column}`))
  const forms = tree.formMistakes().filter(({ position }) => !told.has(`${position?.line}:${position?.column}`))
  const mistakes = [...forms, ...issues].sort(byPosition).slice(0, MAX_MISTAKES)
  const output = result.success && mistakes.length === 0 ? (result.data as z.output<S>) : null
  return { value: output, mistakes, mistake: (path, sentence) => tree.mistake(path, sentence) }
}

function byPosition(a: Mistake, b: Mistake): number {
  const [one, two] = [a.position ?? { line: 0, column: 0 }, b.position ?? { line: 0, column: 0 }]
  return one.line - two.line || one.column - two.column
}
