// Names in RAR 4: one in the writer's own code page, and behind a NUL how to make the Unicode name of it (unrar, "EncodeFileName").
import { nameOf } from './opened.ts'

/** A name without a Unicode form. Folders are parted by `\`. */
export function oemName(raw: Buffer): string {
  return nameOf(raw).replaceAll('\\', '/')
}

/** Both names, the Unicode one first. Without a NUL the bytes are UTF-8. */
export function unicodeName(raw: Buffer): string[] {
  const nul = raw.indexOf(0)
  if (nul < 0) return [oemName(raw)]
  const plain = raw.subarray(0, nul)
  const decoded = decode(plain, raw.subarray(nul + 1)).replaceAll('\\', '/')
  const own = oemName(plain)
  // The plain form has `_` or `?` for what its code page lacks: another name only where its letters say something else.
  return decoded === '' ? [own] : isReplaced(own, decoded) ? [decoded] : [decoded, own]
}

/** Two bits for each unit say how it is given: a byte, a byte of the common page, two bytes, or a run of the plain name. */
function decode(plain: Buffer, coded: Buffer): string {
  const units: number[] = []
  const page = (coded[0] ?? 0) << 8
  let at = 1
  let flags = 0
  let left = 0
  const limit = plain.length + coded.length
  while (at < coded.length && units.length < limit) {
    if (left === 0) {
      flags = coded[at++]!
      left = 8
      if (at >= coded.length) break
    }
    left -= 2
    const how = (flags >> left) & 3
    const byte = coded[at++]!
    if (how === 0) units.push(byte)
    else if (how === 1) units.push(page + byte)
    else if (how === 2) units.push(byte + (coded[at++] ?? 0) * 256)
    else {
      const shift = (byte & 0x80) !== 0 ? (coded[at++] ?? 0) : null
      for (let i = (byte & 0x7f) + 2; i > 0 && units.length < plain.length; i--) {
        const own = plain[units.length]!
        units.push(shift === null ? own : page + ((own + shift) & 0xff))
      }
    }
  }
  return units.map((unit) => String.fromCharCode(unit)).join('')
}

function isReplaced(own: string, decoded: string): boolean {
  if (own.length !== decoded.length) return false
  for (let i = 0; i < own.length; i++) {
    if (own[i] !== decoded[i] && decoded.charCodeAt(i) < 0x80) return false
  }
  return true
}
