// Canonical Huffman codes, highest bit first: short codes by a table, long ones by the first code of each length.
import type { BitReader } from './bit-reader.ts'

const FAST = 10
const LONGEST = 20

export interface HuffmanCode {
  /** For each value of the next FAST bits: symbol * 32 + length; 0 where the code is longer. */
  fast: Uint32Array
  /** For each length: the first code after those of that length, moved up to LONGEST bits. */
  limits: Uint32Array
  /** For each length: what to take from a code of it to get its place in `symbols`. */
  offsets: Int32Array
  symbols: Uint16Array
}

/** Makes the code from the lengths of the symbols' codes, each 1 to 20. */
export function huffmanCode(lengths: Uint8Array): HuffmanCode {
  const code: HuffmanCode = {
    fast: new Uint32Array(1 << FAST),
    limits: new Uint32Array(LONGEST + 1),
    offsets: new Int32Array(LONGEST + 1),
    symbols: new Uint16Array(lengths.length),
  }
  let next = 0
  let place = 0
  for (let length = 1; length <= LONGEST; length++) {
    code.offsets[length] = next - place
    for (let i = 0; i < lengths.length; i++) {
      if (lengths[i] !== length) continue
      code.symbols[place++] = i
      // More codes than the bits have room for: what is past the room is never met.
      if (length <= FAST) {
        const from = next << (FAST - length)
        code.fast.fill(i * 32 + length, from, from + (1 << (FAST - length)))
      }
      next++
    }
    code.limits[length] = Math.min(next * 2 ** (LONGEST - length), 1 << LONGEST)
    next *= 2
  }
  return code
}

/** The next symbol; -1 when the bits are no code. */
export function symbol(bits: BitReader, code: HuffmanCode): number {
  const value = bits.peek(LONGEST)
  const fast = code.fast[value >>> (LONGEST - FAST)]!
  if (fast !== 0) {
    bits.skip(fast & 31)
    return fast >>> 5
  }
  for (let length = FAST + 1; length <= LONGEST; length++) {
    if (value >= code.limits[length]!) continue
    bits.skip(length)
    return code.symbols[(value >>> (LONGEST - length)) - code.offsets[length]!] ?? -1
  }
  return -1
}
