// The runs of a cell as its number format shows them: words of the format around the value, and a value that it hides.
import type { NumberFormat } from './number-format.ts'
import type { RunStyle } from './sink.ts'

/** A run of a cell, never empty; style null is that of the cell. */
export type CellRun = { text: string; style: RunStyle | null }

/** Digits of a double that programs show; more are its binary tail. */
const PRECISION = 15

export function plainRuns(text: string): CellRun[] {
  return text === '' ? [] : [{ text, style: null }]
}

/** A number; one that only stands behind words is told beside them, hidden. */
export function numberRuns(
  value: number,
  written: string,
  format: NumberFormat | null,
  style: RunStyle,
  dates1904: boolean,
): CellRun[] {
  const plain = written.length > PRECISION + 1 ? withoutTail(value, written) : written
  if (format === null) return [{ text: plain, style: null }]
  const { text, hasValue } = format.shown(value, plain, dates1904)
  const runs = plainRuns(text)
  if (hasValue) return runs
  return [...runs, { text: text === '' ? plain : `\t${plain}`, style: { ...style, hidden: true } }]
}

function withoutTail(value: number, written: string): string {
  return written.includes('.') && Number.isFinite(value) ? String(Number(value.toPrecision(PRECISION))) : written
}

/** A text with its runs. */
export function textRuns(runs: readonly CellRun[], format: NumberFormat | null, style: RunStyle): readonly CellRun[] {
  if (format === null) return runs
  const [before, text, behind] = format.around('@')
  if (before === '' && behind === '' && text !== '') return runs
  const words = (all: string) => (all.trim() === '' ? [] : plainRuns(all))
  if (text !== '') return [...words(before), ...runs, ...words(behind)]
  const shown = words(before + behind)
  const gap = shown.length > 0 && runs.length > 0 ? [{ text: '\t', style: null }] : []
  return [...shown, ...gap, ...runs.map((run) => ({ ...run, style: { ...(run.style ?? style), hidden: true } }))]
}
