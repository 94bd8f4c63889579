// PDF objects as plain values (ISO 32000-2 7.3) and the error by which the reader says what it cannot read.
import type { Reason } from '../../facts.ts'

/** Not read strictly: why, as a Reason of the facts and a technical phrase. */
export class PdfError extends Error {
  readonly reason: Reason
  constructor(reason: Reason, message: string) {
    super(message)
    this.reason = reason
  }
}

export interface PdfName {
  readonly type: 'name'
  /** Bytes after #xx is decoded (7.3.5), as latin1. */
  readonly name: string
}

export interface PdfString {
  readonly type: 'string'
  readonly bytes: Buffer
  readonly hex: boolean
  /** Where the token with its delimiters stands in the file; -1 and -1 when it came out of an object stream. */
  readonly start: number
  readonly end: number
}

/** A number with a fraction, or a malformed one. Integers are plain numbers. */
export interface PdfReal {
  readonly type: 'real'
  readonly value: number
}

export interface PdfArray {
  readonly type: 'array'
  readonly items: PdfValue[]
}

export interface PdfDict {
  readonly type: 'dict'
  readonly entries: Map<string, PdfValue>
  /** Values of keys that came again later with another value: readers differ in which one counts. */
  readonly shadowed: PdfValue[]
}

export interface PdfRef {
  readonly type: 'ref'
  readonly number: number
  readonly generation: number
}

/** A stream: its dictionary, where its bytes begin in the file, and the object that it is. */
export interface PdfStream {
  readonly type: 'stream'
  readonly dict: PdfDict
  readonly start: number
  readonly number: number
  readonly generation: number
}

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfReal | PdfArray | PdfDict | PdfRef | PdfStream

type Tagged = Exclude<PdfValue, null | boolean | number>

/** The value when it is of that type, else null. */
export function as<T extends Tagged['type']>(
  type: T,
  value: PdfValue | undefined,
): Extract<Tagged, { type: T }> | null {
  if (typeof value !== 'object' || value === null || value.type !== type) return null
  return value as Extract<Tagged, { type: T }>
}

/** Text of a name; null when the value is no name. */
export function nameOf(value: PdfValue | undefined): string | null {
  return as('name', value)?.name ?? null
}

/** A whole number that is not negative; null for anything else. */
export function countOf(value: PdfValue | undefined): number | null {
  return typeof value === 'number' && value >= 0 ? value : null
}

/** Text string (7.9.2.2): UTF-16BE or UTF-8 by its mark, else PDFDocEncoding, of which only the Latin-1 part is read. */
export function textOf(value: PdfValue | undefined): string | null {
  const bytes = as('string', value)?.bytes
  if (!bytes) return null
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
    return even.swap16().toString('utf16le')
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3)
  return bytes.toString('latin1')
}
