// Checks what a signature covers (ISO 32000-2 12.8.1): steps 4, 5 and 15 of the validation.
import type { SignatureDictionary } from './dictionary.ts'

export interface Coverage {
  /** The signed bytes before and after /Contents. */
  before: Buffer
  after: Buffer
  /** Where the signed bytes end in the file. */
  end: number
  /** `whole-file` when nothing but one end-of-line follows. */
  covers: 'whole-file' | 'part'
}

/**
 * The bytes that are signed, or why there are none as a phrase. The gap between the two ranges must be exactly the
 * hex string that the field's own /Contents was read from: else the bytes in the gap are anybody's.
 */
export function coverage(file: Buffer, { byteRange, contents }: SignatureDictionary): Coverage | string {
  if (byteRange === null) return 'no ByteRange'
  if (byteRange.length !== 4 || !byteRange.every((number) => Number.isSafeInteger(number) && number >= 0))
    return 'ByteRange is not four whole numbers'
  const [start, first, second, rest] = byteRange as [number, number, number, number]
  if (start !== 0 || first === 0) return 'ByteRange does not begin with the file'
  if (second <= first || rest === 0) return 'ByteRange leaves no gap or signs nothing behind it'
  if (second + rest > file.length) return 'ByteRange reaches past the end of the file'
  if (contents === null) return 'Contents is no hex string in the dictionary itself'
  if (contents.start !== first || contents.end !== second) return 'the gap of ByteRange is not exactly Contents'
  if (contents.bytes.every((byte) => byte === 0)) return 'Contents is empty'
  const end = second + rest
  const covers = isLineEnd(file.subarray(end, end + 3)) ? 'whole-file' : 'part'
  return { before: file.subarray(0, first), after: file.subarray(second, end), end, covers }
}

/** Nothing, LF, CR or CR LF: some writers put the last line end after signing, and it is harmless. */
function isLineEnd(bytes: Buffer): boolean {
  return ['', '\n', '\r', '\r\n'].includes(bytes.toString('latin1'))
}
