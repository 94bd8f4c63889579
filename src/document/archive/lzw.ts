// What compress(1) writes, `.Z`: LZW with codes of 9 to 16 bits, lowest bit first.
import { Fault } from './budget.ts'

const CLEAR = 256
const PIECE = 1 << 16

/** Unpacks the stream, which ends where the bytes do: nothing in it tells a cut one from a whole one. Throws a Fault at a wrong code. */
export function* uncompress(bytes: Buffer): Generator<Buffer, void> {
  const flags = bytes[2] ?? 0
  const longest = flags & 0x1f
  const blockMode = (flags & 0x80) !== 0
  if (longest < 9 || longest > 16 || (flags & 0x60) !== 0) throw new Fault('damaged')
  const prefixes = new Uint16Array(1 << longest)
  const suffixes = new Uint8Array(1 << longest)
  const stack = new Uint8Array(1 << longest)
  let out = Buffer.allocUnsafe(PIECE)
  let filled = 0
  let free = blockMode ? 257 : 256
  let width = 9
  let previous = -1
  let first = 0
  // Codes of one width stand in groups of eight: a change of width begins at the next group.
  let group = 3 * 8
  for (let at = group; at + width <= bytes.length * 8; ) {
    const code = codeAt(bytes, at, width)
    at += width
    if (code === CLEAR && blockMode) {
      at = groupEnd(group, at, width)
      group = at
      width = 9
      free = 257
      previous = -1
      continue
    }
    if (code > free || (code === free && previous < 0) || (previous < 0 && code > 255)) throw new Fault('damaged')
    let depth = 0
    let walk = code
    if (code === free) {
      stack[depth++] = first
      walk = previous
    }
    while (walk > 255) {
      stack[depth++] = suffixes[walk]!
      walk = prefixes[walk]!
    }
    first = walk
    stack[depth++] = first
    while (depth > 0) {
      out[filled++] = stack[--depth]!
      if (filled < PIECE) continue
      yield out
      out = Buffer.allocUnsafe(PIECE)
      filled = 0
    }
    if (previous >= 0 && free < 1 << longest) {
      prefixes[free] = previous
      suffixes[free++] = first
      if (free === 1 << width && width < longest) {
        at = groupEnd(group, at, width)
        group = at
        width++
      }
    }
    previous = code
  }
  yield out.subarray(0, filled)
}

function groupEnd(group: number, at: number, width: number): number {
  const size = width * 8
  return group + Math.ceil((at - group) / size) * size
}

function codeAt(bytes: Buffer, at: number, width: number): number {
  const byte = at >> 3
  const value = bytes[byte]! | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)
  return (value >>> (at & 7)) & ((1 << width) - 1)
}
