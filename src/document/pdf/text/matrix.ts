// Transformation matrices [a b c d e f] (ISO 32000-2 8.3.4).
import type { PdfFile } from '../file.ts'
import { as, type PdfValue } from '../objects.ts'
import { numberIn } from './colour.ts'

export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** First the one, then the other. */
export function multiply(first: Matrix, then: Matrix): Matrix {
  const [a, b, c, d, e, f] = first
  const [A, B, C, D, E, F] = then
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

/** A matrix or a rectangle of a file; null when it is none. */
export function numbersIn<Length extends 4 | 6>(
  file: PdfFile,
  value: PdfValue | undefined,
  length: Length,
): (Length extends 6 ? Matrix : readonly [number, number, number, number]) | null {
  const items = as('array', file.resolve(value))?.items
  if (items?.length !== length) return null
  return items.map((item) => numberIn(file.resolve(item))) as never
}

/** A rectangle as left, bottom, right, top (7.9.5). */
export type Rectangle = readonly [number, number, number, number]

export function rectangleIn(file: PdfFile, value: PdfValue | undefined): Rectangle | null {
  const sides = numbersIn(file, value, 4)
  if (sides === null) return null
  const [x, y, X, Y] = sides
  return [Math.min(x, X), Math.min(y, Y), Math.max(x, X), Math.max(y, Y)]
}
