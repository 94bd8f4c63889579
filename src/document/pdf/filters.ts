// Decodes PDF streams within bounds (ISO 32000-2 7.4): Flate, LZW, ASCIIHex, ASCII85, RunLength, with predictors.
import { inflateSync } from 'node:zlib'
import type { Budget } from './budget.ts'
import { ascii85Decode, hexDecode, lzwDecode, runLengthDecode } from './codecs.ts'
import { as, nameOf, type PdfDict, PdfError, type PdfValue } from './objects.ts'
import { predict } from './predictors.ts'

const MAX_FILTERS = 4

type Filter = (bytes: Buffer, parameters: PdfDict | null, budget: Budget) => Buffer

const flate: Filter = (bytes, parameters, budget) => predict(inflate(bytes, budget), parameters, budget)
const lzw: Filter = (bytes, parameters, budget) => {
  const early = parameters?.entries.get('EarlyChange') === 0 ? 0 : 1
  return predict(lzwDecode(bytes, early, budget), parameters, budget)
}
const ascii85: Filter = (bytes, _, budget) => ascii85Decode(bytes, budget)
const runLength: Filter = (bytes, _, budget) => runLengthDecode(bytes, budget)

/** Filters by name; the short names are those of inline images, which some writers use in streams too (table 92). */
const FILTERS: ReadonlyMap<string, Filter> = new Map([
  ['FlateDecode', flate],
  ['Fl', flate],
  ['LZWDecode', lzw],
  ['LZW', lzw],
  ['ASCIIHexDecode', hexDecode as Filter],
  ['AHx', hexDecode as Filter],
  ['ASCII85Decode', ascii85],
  ['A85', ascii85],
  ['RunLengthDecode', runLength],
  ['RL', runLength],
  // Decryption is done before the filters; /Crypt only says which (7.4.10).
  ['Crypt', (bytes) => bytes],
])

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
  for (const [index, value] of filters.entries()) {
    const filter = FILTERS.get(nameOf(value) ?? '')
    if (!filter) throw new PdfError('unsupported', `filter ${JSON.stringify(nameOf(value))} in the structure`)
    bytes = filter(bytes, as('dict', parameters[index]), budget)
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
