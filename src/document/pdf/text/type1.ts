// The encoding that stands in clear text at the start of an embedded Type 1 font (Adobe Type 1 Font Format, 2.2).
import { nameToText } from './glyph-names.ts'

const HEAD = 65_536

/** Characters by code, as `dup 65 /A put` says; empty when the font uses the standard encoding. */
export function readType1Encoding(bytes: Buffer): Map<number, string> {
  const byCode = new Map<number, string>()
  const text = bytes.toString('latin1', 0, HEAD)
  const start = text.indexOf('/Encoding')
  if (start < 0) return byCode
  for (const [, code, name] of text.slice(start).matchAll(/\bdup\s{1,4}(\d{1,3})\s{0,4}\/([\w.]{1,63})\s{1,4}put\b/g)) {
    const known = nameToText(name!)
    if (known !== null) byCode.set(Number(code), known)
  }
  return byCode
}
