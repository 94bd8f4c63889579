// The decoders of PDF streams that zlib does not have (ISO 32000-2 7.4.2 to 7.4.5): ASCIIHex, ASCII85, LZW, RunLength.
import type { Budget } from './budget.ts'
import { PdfError } from './objects.ts'

const WHITE = /[\0\t\n\f\r ]/g

/** 7.4.2: pairs of hex digits up to `>`; an odd last digit gets a 0. */
export function hexDecode(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0x3e)
  const digits = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(WHITE, '')
  if (/[^0-9a-fA-F]/.test(digits)) throw new PdfError('damaged', 'no hex digit in an ASCIIHex stream')
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
}

/** 7.4.3: groups of five digits to base 85 give four bytes, `z` four zeros, `~>` ends. */
export function ascii85Decode(bytes: Buffer, budget: Budget): Buffer {
  const end = bytes.indexOf('~>', 0, 'latin1')
  const text = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(WHITE, '')
  // A z of one byte gives four.
  take(text.length * 4, budget)
  const out = Buffer.alloc(text.length * 4)
  let size = 0
  let group: number[] = []
  for (const letter of text) {
    if (letter === 'z' && group.length === 0) {
      size += 4
      continue
    }
    const digit = letter.charCodeAt(0) - 0x21
    if (digit < 0 || digit > 84) throw new PdfError('damaged', 'no digit in an ASCII85 stream')
    group.push(digit)
    if (group.length < 5) continue
    size += writeGroup(out, size, group, 4)
    group = []
  }
  if (group.length === 1) throw new PdfError('damaged', 'ASCII85 stream ends in one digit')
  if (group.length > 1) size += writeGroup(out, size, [...group, 84, 84, 84].slice(0, 5), group.length - 1)
  return out.subarray(0, size)
}

function writeGroup(out: Buffer, at: number, digits: number[], count: number): number {
  const value = digits.reduce((sum, digit) => sum * 85 + digit, 0)
  if (value > 0xffffffff) throw new PdfError('damaged', 'ASCII85 group is too large')
  for (let index = 0; index < count; index++) out[at + index] = Math.floor(value / 256 ** (3 - index)) & 0xff
  return count
}

/** 7.4.5: a length byte and then bytes as they are, or one byte many times; 128 ends. */
export function runLengthDecode(bytes: Buffer, budget: Budget): Buffer {
  const parts: Buffer[] = []
  let at = 0
  while (at < bytes.length && bytes[at] !== 128) {
    const length = bytes[at]!
    const count = length < 128 ? length + 1 : 257 - length
    if (at + (length < 128 ? count : 1) >= bytes.length) throw new PdfError('damaged', 'RunLength stream is cut off')
    take(count, budget)
    parts.push(length < 128 ? bytes.subarray(at + 1, at + 1 + count) : Buffer.alloc(count, bytes[at + 1]))
    at += length < 128 ? count + 1 : 2
  }
  return Buffer.concat(parts)
}

const CLEAR = 256
const END = 257
const MAX_CODE = 4096

/** 7.4.4.2: codes of 9 to 12 bits, most significant first; `early` is /EarlyChange. */
export function lzwDecode(bytes: Buffer, early: number, budget: Budget): Buffer {
  const [parents, lasts, lengths] = [new Int16Array(MAX_CODE), new Uint8Array(MAX_CODE), new Uint16Array(MAX_CODE)]
  for (let code = 0; code < 256; code++) [lasts[code], lengths[code], parents[code]] = [code, 1, -1]
  const parts: Buffer[] = []
  let [next, width, previous, held, bits] = [258, 9, -1, 0, 0]
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff
    bits += 8
    if (bits < width) continue
    bits -= width
    const code = (held >> bits) & ((1 << width) - 1)
    if (code === END) break
    if (code === CLEAR) {
      ;[next, width, previous] = [258, 9, -1]
      continue
    }
    if (code > next || (code === next && previous < 0) || code === END) throw new PdfError('damaged', 'LZW code')
    const string = spell(code === next ? previous : code, code === next)
    parts.push(string)
    if (previous >= 0 && next < MAX_CODE) {
      ;[parents[next], lasts[next], lengths[next]] = [previous, string[0]!, lengths[previous]! + 1]
      next++
    }
    previous = code
    width = next + early >= 2048 ? 12 : next + early >= 1024 ? 11 : next + early >= 512 ? 10 : 9
  }
  return Buffer.concat(parts)

  /** The string of a code; with its first byte once more when the code is the one that is just being made. */
  function spell(code: number, again: boolean): Buffer {
    const length = lengths[code]!
    take(length + 1, budget)
    const out = Buffer.alloc(length + (again ? 1 : 0))
    for (let at = length - 1, from = code; at >= 0; at--, from = parents[from]!) out[at] = lasts[from]!
    if (again) out[length] = out[0]!
    return out
  }
}

/** Counts decoded bytes; throws past the budget. */
function take(bytes: number, budget: Budget): void {
  budget.inflated(bytes)
  if (budget.inflatable < 1) throw new PdfError('size-limit', 'streams inflate to too much')
}
