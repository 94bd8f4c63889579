// Undoes the predictors of Flate and LZW streams (ISO 32000-2 7.4.4.4): PNG's five row filters, and TIFF's of 8 bits.
import type { Budget } from './budget.ts'
import { countOf, type PdfDict, PdfError } from './objects.ts'

const MAX_COLUMNS = 65_536
const MAX_COLOURS = 32

/** The rows as they were before prediction. Throws a PdfError on parameters or rows that do not fit. */
export function predict(bytes: Buffer, parameters: PdfDict | null, budget: Budget): Buffer {
  const predictor = parameters?.entries.get('Predictor') ?? 1
  if (predictor === 1) return bytes
  if (predictor !== 2 && (typeof predictor !== 'number' || predictor < 10 || predictor > 15))
    throw new PdfError('unsupported', 'predictor')
  const get = (key: string, otherwise: number): number => countOf(parameters?.entries.get(key) ?? otherwise) ?? 0
  const [columns, colours, bits] = [get('Columns', 1), get('Colors', 1), get('BitsPerComponent', 8)]
  if (columns < 1 || columns > MAX_COLUMNS || colours < 1 || colours > MAX_COLOURS || ![1, 2, 4, 8, 16].includes(bits))
    throw new PdfError('unsupported', 'predictor parameters')
  budget.inflated(bytes.length)
  const width = Math.ceil((columns * colours * bits) / 8)
  const pixel = Math.ceil((colours * bits) / 8)
  if (predictor !== 2) return unfilterPng(bytes, width, pixel)
  if (bits !== 8) throw new PdfError('unsupported', 'TIFF predictor of other than 8 bits')
  return unfilterTiff(bytes, width, pixel)
}

/** Each component is the difference to the same one of the pixel on its left (TIFF 6.0, section 14). */
function unfilterTiff(bytes: Buffer, width: number, pixel: number): Buffer {
  const out = Buffer.from(bytes)
  for (let at = 0; at < out.length; at++) if (at % width >= pixel) out[at] = out[at]! + out[at - pixel]!
  return out
}

/** Undoes the filter byte of each row; `width` bytes a row and `pixel` bytes between a byte and its left neighbour. */
function unfilterPng(bytes: Buffer, width: number, pixel: number): Buffer {
  const rows = Math.floor(bytes.length / (width + 1))
  if (rows * (width + 1) !== bytes.length) throw new PdfError('damaged', 'predicted rows do not come out even')
  const out = Buffer.alloc(rows * width)
  for (let row = 0; row < rows; row++) {
    const filter = bytes[row * (width + 1)]!
    if (filter > 4) throw new PdfError('damaged', 'unknown row filter')
    for (let column = 0; column < width; column++) {
      const at = row * width + column
      const left = column >= pixel ? out[at - pixel]! : 0
      const up = row > 0 ? out[at - width]! : 0
      const corner = row > 0 && column >= pixel ? out[at - width - pixel]! : 0
      out[at] = bytes[at + row + 1]! + guess(filter, left, up, corner)
    }
  }
  return out
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const paeth = left + up - corner
  const [a, b, c] = [Math.abs(paeth - left), Math.abs(paeth - up), Math.abs(paeth - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
