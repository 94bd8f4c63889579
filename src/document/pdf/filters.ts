// Decodes the streams that carry a PDF's structure (ISO 32000-2 7.4): Flate with predictors, and ASCIIHex.
import { inflateSync } from 'node:zlib'
import type { Budget } from './budget.ts'
import { as, countOf, nameOf, type PdfDict, PdfError, type PdfValue } from './objects.ts'

const MAX_FILTERS = 4
const MAX_COLUMNS = 65_536

/**
 * Decoded bytes. `resolve` follows references in the dictionary. Throws a PdfError: `unsupported` for another filter,
 * `damaged` for wrong data, `size-limit` past the budget.
 */
export function decodeStream(
  dict: PdfDict,
  raw: Buffer,
  budget: Budget,
  resolve: (value: PdfValue) => PdfValue,
): Buffer {
  const filters = list(dict.entries.get('Filter') ?? null, resolve)
  const parameters = list(dict.entries.get('DecodeParms') ?? null, resolve)
  if (filters.length > MAX_FILTERS) throw new PdfError('count-limit', 'too many filters')
  let bytes = raw
  for (const [index, filter] of filters.entries()) {
    const name = nameOf(filter)
    if (name === 'FlateDecode') bytes = predict(inflate(bytes, budget), as('dict', parameters[index]), budget)
    else if (name === 'ASCIIHexDecode') bytes = hexDecode(bytes)
    else throw new PdfError('unsupported', `filter ${JSON.stringify(name)} in the structure`)
  }
  return bytes
}

/** One value or an array of them, references followed; none for null. */
function list(value: PdfValue, resolve: (value: PdfValue) => PdfValue): PdfValue[] {
  const resolved = resolve(value)
  if (resolved === null) return []
  return (
    as('array', resolved)
      ?.items.slice(0, MAX_FILTERS + 1)
      .map(resolve) ?? [resolved]
  )
}

function inflate(bytes: Buffer, budget: Budget): Buffer {
  try {
    const out = inflateSync(bytes, { maxOutputLength: budget.inflatable })
    budget.inflated(out.length)
    return out
  } catch (error) {
    if (error instanceof PdfError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new PdfError('size-limit', 'stream inflates to too much')
    throw new PdfError('damaged', 'stream does not inflate')
  }
}

function hexDecode(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0x3e)
  const digits = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(/[\0\t\n\f\r ]/g, '')
  if (/[^0-9a-fA-F]/.test(digits)) throw new PdfError('damaged', 'no hex digit in an ASCIIHex stream')
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
}

/** PNG predictors (7.4.4.4); the TIFF one does not occur in xref and object streams. */
function predict(bytes: Buffer, parameters: PdfDict | null, budget: Budget): Buffer {
  const predictor = parameters?.entries.get('Predictor') ?? 1
  if (predictor === 1) return bytes
  if (typeof predictor !== 'number' || predictor < 10) throw new PdfError('unsupported', 'predictor')
  const get = (key: string, otherwise: number): number => countOf(parameters?.entries.get(key) ?? otherwise) ?? 0
  const [columns, colours, bits] = [get('Columns', 1), get('Colors', 1), get('BitsPerComponent', 8)]
  if (columns < 1 || columns > MAX_COLUMNS || colours !== 1 || bits !== 8)
    throw new PdfError('unsupported', 'predictor parameters')
  budget.inflated(bytes.length)
  return unfilterPng(bytes, columns)
}

/** Undoes the filter byte of each row; one byte per pixel. */
function unfilterPng(bytes: Buffer, columns: number): Buffer {
  const rows = Math.floor(bytes.length / (columns + 1))
  if (rows * (columns + 1) !== bytes.length) throw new PdfError('damaged', 'predicted rows do not come out even')
  const out = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row++) {
    const filter = bytes[row * (columns + 1)]!
    if (filter > 4) throw new PdfError('damaged', 'unknown row filter')
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const left = column > 0 ? out[at - 1]! : 0
      const up = row > 0 ? out[at - columns]! : 0
      const corner = row > 0 && column > 0 ? out[at - columns - 1]! : 0
      out[at] = bytes[at + row + 1]! + predictor(filter, left, up, corner)
    }
  }
  return out
}

function predictor(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
