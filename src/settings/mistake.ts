// A mistake in a settings or policy file: where it is and what is wrong, in Vietnamese and English.

/** The same sentence in both languages. */
export interface TwoLanguages {
  vi: string
  en: string
}

/** Line and column, both from 1. */
export interface Position {
  line: number
  column: number
}

/** One mistake; `position` is null when it concerns the file as a whole, `key` is '' at the top of the file. */
export interface Mistake extends TwoLanguages {
  file: string
  position: Position | null
  /** Keys from the top, joined by dots: `exceptions.0.until`. */
  key: string
}

/** Thrown when settings cannot be used. Its message lists every mistake, ready to be printed. */
export class SettingsError extends Error {
  readonly mistakes: Mistake[]

  constructor(mistakes: Mistake[]) {
    super(mistakes.map(formatMistake).join('\n'))
    this.name = 'SettingsError'
    this.mistakes = mistakes
  }
}

/** `file:line:column key: câu tiếng Việt / English sentence`, the form that editors can jump to. */
export function formatMistake({ file, position, key, vi, en }: Mistake): string {
  const where = position === null ? file : `${file}:${position.line}:${position.column}`
  return `${where}${key === '' ? '' : ` ${key}`}: ${vi} / ${en}`
}

/** A mistake of a whole file. */
export function fileMistake(file: string, sentence: TwoLanguages): Mistake {
  return { file, position: null, key: '', ...sentence }
}

/** Words of the file shown in a sentence: one line, cut. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
