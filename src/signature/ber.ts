// Rewrites BER (X.690 8) as DER where it differs: indefinite lengths, long-winded lengths, octet strings in pieces.
import { DerError } from './der.ts'

/** Levels and values of one CMS; real ones have about 20 levels and some hundred values. */
const MAX_DEPTH = 40
const MAX_VALUES = 200_000

const OCTET_STRING = 0x04
const CONSTRUCTED = 0x20

interface Open {
  tag: number
  /** Where the content ends; null until two zero octets end it. */
  end: number | null
  /** Header and content in the input, while nothing in it had to be rewritten; else null. */
  start: number | null
  parts: Buffer[]
}

/**
 * The first value of `bytes`, as DER, and how many octets it took. What is DER already is kept octet for octet, so that
 * signatures over it still verify; the order of sets is not touched. Throws a DerError past the limits.
 */
export function toDer(bytes: Buffer): { der: Buffer; size: number } {
  const stack: Open[] = []
  let at = 0
  for (let count = 0; ; ) {
    const top = stack.at(-1)
    if (top && isAtEnd(top, bytes, at)) {
      if (top.end === null) at += 2
      const done = close(stack.pop()!, bytes, at)
      const parent = stack.at(-1)
      if (!parent) return { der: done.bytes, size: at }
      if (!done.untouched) parent.start = null
      parent.parts.push(done.bytes)
      continue
    }
    if (++count > MAX_VALUES) throw new DerError('too many values')
    at = open(bytes, at, stack)
  }
}

function isAtEnd({ end }: Open, bytes: Buffer, at: number): boolean {
  if (end !== null) return at >= end
  return bytes[at] === 0 && bytes[at + 1] === 0
}

/** Reads a header; a constructed value is put on the stack, a primitive one is handed to its parent. Gives the next offset. */
function open(bytes: Buffer, at: number, stack: Open[]): number {
  const limit = stack.findLast(({ end }) => end !== null)?.end ?? bytes.length
  const { tag, content, end, shortest } = header(bytes, at, limit)
  if (tag & CONSTRUCTED) {
    if (stack.length >= MAX_DEPTH) throw new DerError('nested too deep')
    const untouched = shortest && end !== null && tag !== (OCTET_STRING | CONSTRUCTED)
    stack.push({ tag, end, start: untouched ? at : null, parts: [] })
    return content
  }
  if (end === null) throw new DerError('indefinite length of a primitive value')
  const parent = stack.at(-1)
  // A lone primitive value is opened too, so that it closes in one place.
  if (!parent) stack.push({ tag, end, start: shortest ? at : null, parts: [bytes.subarray(content, end)] })
  else if (shortest) parent.parts.push(bytes.subarray(at, end))
  else {
    parent.start = null
    parent.parts.push(encode(tag, [bytes.subarray(content, end)]))
  }
  return end
}

function header(bytes: Buffer, at: number, limit: number) {
  const tag = bytes[at]
  const short = bytes[at + 1]
  if (tag === undefined || short === undefined || at + 2 > limit) throw new DerError('truncated')
  if ((tag & 0x1f) === 0x1f) throw new DerError('multi-byte tag')
  if (short < 0x80) return { tag, content: at + 2, end: within(at + 2 + short, limit), shortest: true }
  const octets = short & 0x7f
  if (octets === 0) return { tag, content: at + 2, end: null, shortest: false }
  if (octets > 6 || at + 2 + octets > limit) throw new DerError('length of the length')
  const length = bytes.readUIntBE(at + 2, octets)
  const content = at + 2 + octets
  const shortest = length >= 0x80 && length >= 2 ** (8 * (octets - 1))
  return { tag, content, end: within(content + length, limit), shortest }
}

function within(end: number, limit: number): number {
  if (end > limit) throw new DerError('truncated')
  return end
}

function close({ tag, start, parts }: Open, bytes: Buffer, at: number): { bytes: Buffer; untouched: boolean } {
  if (start !== null) return { bytes: bytes.subarray(start, at), untouched: true }
  if (tag !== (OCTET_STRING | CONSTRUCTED)) return { bytes: encode(tag, parts), untouched: false }
  return { bytes: encode(OCTET_STRING, parts.map(pieceOf)), untouched: false }
}

/** Content of one piece of an octet string; pieces were rewritten before, so their lengths are the shortest. */
function pieceOf(piece: Buffer): Buffer {
  if (piece[0] !== OCTET_STRING) throw new DerError('an octet string in pieces of another type')
  const octets = piece[1]! & 0x80 ? piece[1]! & 0x7f : 0
  return piece.subarray(2 + octets)
}

function encode(tag: number, parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, { length }) => sum + length, 0)
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts])
  const digits = length.toString(16)
  const octets = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | octets.length]), octets, ...parts])
}
